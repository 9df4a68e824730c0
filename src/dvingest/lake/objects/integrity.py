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
    if wanted:
        if hashlib.sha256(data).hexdigest() != wanted:
            raise Damaged("their SHA-256 is not the one they were stored with")
    elif _looks_like_md5(answer["ETag"]) and not answer.get("SSEKMSKeyId") and not is_md5_of(answer["ETag"], data):
        raise Damaged("their MD5 is not the object's ETag")


def verify_length(data: bytes, answer: Any) -> None:
    """Raise Damaged unless as many bytes came as the answer announces."""
    if len(data) != answer["ContentLength"]:
        raise Damaged(f"{len(data)} of {answer['ContentLength']} bytes came")


def is_md5_of(etag: str, data: bytes) -> bool:
    """Tell whether an ETag is the MD5 of `data`, as it is for most stores and objects."""
    return etag.strip('"') == hashlib.md5(data, usedforsecurity=False).hexdigest()


def _looks_like_md5(etag: str) -> bool:
    value = etag.strip('"')
    return len(value) == 32 and all(letter in "0123456789abcdef" for letter in value)
