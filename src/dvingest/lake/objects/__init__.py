"""Objects in the S3 bucket: the only use of boto3, with every retry, timeout and integrity check."""

from dvingest.lake.objects.store import ObjectInfo, ObjectStore, StoredObject

__all__ = ["ObjectInfo", "ObjectStore", "StoredObject"]
