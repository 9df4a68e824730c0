"""Reading and writing the objects of the bucket, each verified."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from dvingest.config import Settings
from dvingest.errors import ConditionFailed, ObjectMissing, StoreError
from dvingest.lake.layout import checked
from dvingest.lake.objects.connection import Connection, code_of, status_of
from dvingest.lake.objects.integrity import told, verify, verify_length
from dvingest.lake.objects.uploads import Uploads
from dvingest.lake.s3_errors import Meaning, meaning_of

T = TypeVar("T")

PATIENCE = 90.0
"""Seconds an operation is tried again while the store answers that it cannot just now."""
_UNTIL_SEEN = (0.2, 0.6, 1.8)
"""Pauses in seconds before an object that is named somewhere is looked for once more."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object as the store lists it."""

    key: str
    size: int
    etag: str
    modified: datetime
    """By the store's clock, aware."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object's verified bytes with what names this state of it."""

    data: bytes
    etag: str
    modified: datetime


class ObjectStore:
    """The bucket of the settings. Thread-safe; every method raises StoreError or one of its children.

    An upload counts only when the store's ETag is the MD5 of what was sent, or the bytes read back are the same;
    a download only when it has the digest it was stored with.
    """

    def __init__(self, settings: Settings, *, patience: float = PATIENCE, read_timeout: float = 20.0) -> None:
        """Find the credentials; nothing is asked of the store yet.

        patience: seconds an operation is tried again while the store answers that it cannot just now.
        read_timeout: seconds without a byte after which a connection counts as dead.
        """
        self.bucket = settings.bucket
        self._connection = Connection(settings, patience=patience, read_timeout=read_timeout)
        self._uploads = Uploads(self._connection, settings.bucket)

    # reading

    def get(self, key: str) -> bytes:
        """Return the object's bytes, verified; ObjectMissing if there is none."""
        return self.get_object(key).data

    def get_named(self, key: str) -> bytes:
        """Return the bytes of an object that a listing or the table's log names; ObjectMissing if there is none.

        A node of a store, or a cache before it, may not have heard yet of what was written a moment ago.
        """
        for pause in _UNTIL_SEEN:
            try:
                return self.get(key)
            except ObjectMissing:
                time.sleep(pause)
        return self.get(key)

    def get_object(self, key: str) -> StoredObject:
        """Return the object's verified bytes with its ETag and date; ObjectMissing if there is none."""

        def attempt() -> StoredObject:
            answer = self._client.get_object(Bucket=self.bucket, Key=checked(key))
            data = answer["Body"].read()
            verify(data, answer)
            return StoredObject(data, told(answer, "ETag"), told(answer, "LastModified"))

        return self._try(f"read {key!r}", attempt)

    def get_with_etag(self, key: str) -> tuple[bytes, str]:
        """Return the object's verified bytes and its ETag; ObjectMissing if there is none."""
        stored = self.get_object(key)
        return stored.data, stored.etag

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """Return at most `length` bytes from `start`; fewer only at the object's end.

        A piece cannot be checked against the digest of the whole: whoever reads pieces checks what is in them.
        """

        def attempt() -> bytes:
            span = f"bytes={start}-{start + length - 1}"
            answer = self._client.get_object(Bucket=self.bucket, Key=checked(key), Range=span)
            data: bytes = answer["Body"].read()
            verify_length(data, answer)
            return data

        return self._try(f"read bytes from {start} of {key!r}", attempt)

    def exists(self, key: str) -> bool:
        """Tell whether there is an object under `key`."""
        return self.head(key) is not None

    def head(self, key: str) -> ObjectInfo | None:
        """Return what the store knows of the object, None if there is none."""

        def attempt() -> ObjectInfo:
            answer = self._client.head_object(Bucket=self.bucket, Key=checked(key))
            size, etag, modified = (told(answer, field) for field in ("ContentLength", "ETag", "LastModified"))
            return ObjectInfo(key, size, etag, modified)

        try:
            return self._try(f"look up {key!r}", attempt)
        except ObjectMissing:
            return None

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        """Yield the objects whose keys begin with `prefix` and sort behind `after`, in the order of their keys."""
        for page in self._pages(prefix, delimiter="", after=after):
            for item in page.get("Contents", ()):
                yield ObjectInfo(item["Key"], item["Size"], item.get("ETag", ""), item["LastModified"])

    def list_folders(self, prefix: str) -> Iterator[str]:
        """Yield the folders directly below `prefix`, each ending in a slash."""
        for page in self._pages(prefix, delimiter="/"):
            for item in page.get("CommonPrefixes", ()):
                yield item["Prefix"]

    # writing

    def put(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> str:
        """Store `data` under `key`, whatever was there, and return the new ETag."""
        return self._uploads.put(key, data, content_type, {})

    def put_if_absent(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> str:
        """Store `data` under a free `key` and return its ETag.

        An object with the same bytes counts as ours (an earlier try whose answer was lost); with other bytes
        ConditionFailed is raised.
        """
        return self._put_on_condition(key, data, content_type, {"IfNoneMatch": "*"})

    def put_if_match(self, key: str, data: bytes, etag: str, content_type: str = "application/octet-stream") -> str:
        """Replace the object that has `etag` by `data` and return the new ETag; ConditionFailed if it has another."""
        return self._put_on_condition(key, data, content_type, {"IfMatch": etag})

    def delete(self, key: str) -> None:
        """Take the object away; it is no error if there is none."""
        self._try(f"delete {key!r}", lambda: self._client.delete_object(Bucket=self.bucket, Key=checked(key)))

    def ensure_bucket(self) -> bool:
        """Create the bucket if it is missing; tell whether it was created."""

        def is_there() -> bool:
            try:
                # Unlike an answer to HEAD, one to this has a body, that says what is wrong.
                self._list_page({"Bucket": self.bucket, "MaxKeys": 1})
            except ClientError as error:
                if status_of(error) != 404:
                    raise
                return False
            return True

        def create() -> bool:
            place: Any = {"LocationConstraint": self._connection.region} if self._needs_location() else None
            try:
                self._client.create_bucket(
                    Bucket=self.bucket, **({"CreateBucketConfiguration": place} if place else {})
                )
            except ClientError as error:
                if code_of(error) not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                    raise
                return False
            return True

        return not self._try("list keys", is_there) and self._try("create the bucket", create)

    def keeps_versions(self) -> bool:
        """Tell whether the bucket keeps what is overwritten or deleted; false as well where that may not be asked."""
        try:
            answer = self._client.get_bucket_versioning(Bucket=self.bucket)
        except (ClientError, BotoCoreError):
            return False
        return answer.get("Status") in ("Enabled", "Suspended")

    def try_wrong_checksum(self, key: str) -> Literal["noticed", "ignored", "refused"]:
        """Send a checksum that does not fit and tell whether the store noticed, or refused checksums altogether."""

        def attempt(of: bytes) -> bool:
            checksum = base64.b64encode(hashlib.sha256(of).digest()).decode()
            try:
                self._client.put_object(Bucket=self.bucket, Key=checked(key), Body=b"probe", ChecksumSHA256=checksum)
            except ClientError as error:
                if meaning_of(status_of(error), code_of(error)) is Meaning.REFUSED or status_of(error) >= 500:
                    raise
                return False
            return True

        action = f"write {key!r}"
        if not self._try(action, lambda: attempt(b"probe")):
            return "refused"
        return "ignored" if self._try(action, lambda: attempt(b"something else")) else "noticed"

    # of the connection

    @property
    def endpoint_url(self) -> str | None:
        """Where the store is; None for Amazon's own."""
        return self._connection.endpoint_url

    @property
    def shown_endpoint(self) -> str:
        """The endpoint as messages name it, without what may be secret in it."""
        return self._connection.shown_endpoint

    @property
    def ca_bundle(self) -> str | None:
        """File of the authorities that the store's certificate is checked against, None for boto3's own."""
        return self._connection.ca_bundle

    @property
    def patience(self) -> float:
        """Seconds an operation is tried again while the store answers that it cannot just now."""
        return self._connection.patience

    @property
    def last_date(self) -> str | None:
        """Date header of the store's last answer."""
        return self._connection.last_date

    def storage_options(self) -> dict[str, str]:
        """Return what `deltalake` needs to reach the same store with the credentials of this moment."""
        return self._connection.storage_options()

    # how it is done

    @property
    def _client(self) -> Any:
        return self._connection.client

    def _try(self, action: str, operation: Callable[[], T]) -> T:
        return self._connection.attempt(action, operation)

    def _needs_location(self) -> bool:
        return self._connection.region != "us-east-1" and self.endpoint_url is None

    def _pages(self, prefix: str, delimiter: str, after: str = "") -> Iterator[Any]:
        token: str | None = None
        while True:
            arguments = {"Bucket": self.bucket, "Prefix": prefix, "Delimiter": delimiter, "StartAfter": after}
            if token:
                arguments["ContinuationToken"] = token
            page = self._try(f"list {prefix!r}", lambda a=arguments: self._list_page(a))  # type: ignore[misc]
            yield page
            last, token = token, page.get("NextContinuationToken")
            if not page["IsTruncated"] or not token:
                return
            if token == last:
                raise StoreError(f"Could not list {prefix!r} in bucket {self.bucket!r}: the store repeats a page.")

    def _list_page(self, arguments: dict[str, Any]) -> Any:
        page = self._client.list_objects_v2(**arguments)
        told(page, "IsTruncated")  # any other document would be read as an empty folder
        return page

    def _put_on_condition(self, key: str, data: bytes, content_type: str, condition: dict[str, str]) -> str:
        try:
            return self._uploads.put(key, data, content_type, condition)
        except ConditionFailed:
            try:
                there = self.get_object(key)
            except ObjectMissing:
                raise ConditionFailed(f"Object {key!r} is not there any more.") from None
            if there.data == data:
                return there.etag
            raise
