"""Whether bytes are those that were stored: our own digest, and the ETag where it is an MD5."""

from __future__ import annotations

import hashlib
from typing import Any

DIGEST = "sha256"
"""Name of the metadata that holds our own digest of the bytes (`x-amz-meta-sha256`)."""


class Damaged(Exception):
    """The bytes that came are not those that were stored."""


def verify(data: bytes, answer: Any) -> None:
    """Raise Damaged unless `data` is what the answer to a GET says of its length and digest."""
    verify_length(data, answer)
    wanted = answer.get("Metadata", {}).get(DIGEST)
    etag = told(answer, "ETag")
    if wanted:
        if hashlib.sha256(data).hexdigest() != wanted:
            raise Damaged("their SHA-256 is not the one they were stored with")
    elif _looks_like_md5(etag) and not answer.get("SSEKMSKeyId") and not is_md5_of(etag, data):
        raise Damaged("their MD5 is not the object's ETag")


def verify_length(data: bytes, answer: Any) -> None:
    """Raise Damaged unless as many bytes came as the answer announces."""
    length = told(answer, "ContentLength")
    if len(data) != length:
        raise Damaged(f"{len(data)} of {length} bytes came")


def told(answer: Any, field: str) -> Any:
    """Return what every store tells in such an answer; Damaged where it is missing, as the answer is not a store's.

    A proxy or a log-in page between answers 200 to whatever it is asked.
    """
    if field not in answer:
        raise Damaged(f"the answer has no {field}, as if it were not the store's")
    return answer[field]


def is_md5_of(etag: str, data: bytes) -> bool:
    """Tell whether an ETag is the MD5 of `data`, as it is for most stores and objects."""
    return etag.strip('"') == hashlib.md5(data, usedforsecurity=False).hexdigest()


def _looks_like_md5(etag: str) -> bool:
    value = etag.strip('"')
    return len(value) == 32 and all(letter in "0123456789abcdef" for letter in value)
