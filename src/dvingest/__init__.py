"""A complete, clean, queryable copy of the newspaper PLVN in S3-compatible storage."""

__version__ = "0.1.0"
