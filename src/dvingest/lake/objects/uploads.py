"""Writing an object: verified by what the store says it holds, and given more time where the way to it is slow."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from typing import Any

from dvingest.lake.layout import checked
from dvingest.lake.objects.connection import Connection
from dvingest.lake.objects.integrity import DIGEST, Damaged, is_md5_of, told

SLOWEST = 5_000
"""Bytes per second that count as a slow connection, not as a dead one."""
_LONGEST_TIMEOUT = 640.0


class Uploads:
    """Uploads to the bucket of a connection."""

    def __init__(self, connection: Connection, bucket: str) -> None:
        self._connection = connection
        self._bucket = bucket

    def put(self, key: str, data: bytes, content_type: str, condition: dict[str, str]) -> str:
        """Store `data` under `key` if the headers of `condition` allow it, and return the new ETag."""
        digest = hashlib.sha256(data)
        timeouts = self._timeouts_for(len(data))
        longest = self._longest_timeout(len(data))
        usual = self._connection.patience
        patience = max(usual, 3 * longest) if longest > self._connection.read_timeout else usual

        def attempt() -> str:
            client = self._connection.client_for(next(timeouts))
            arguments: dict[str, Any] = dict(condition)
            if self._connection.sends_checksums:
                arguments["ChecksumSHA256"] = base64.b64encode(digest.digest()).decode()
            answer = client.put_object(
                Bucket=self._bucket,
                Key=checked(key),
                Body=io.BytesIO(data),  # a stream is sent in pieces, each with its own timeout
                ContentType=content_type,
                Metadata={DIGEST: digest.hexdigest()},
                **arguments,
            )
            etag = str(told(answer, "ETag"))
            if not is_md5_of(etag, data):
                self._read_back(key, data, etag, bool(condition))
            return etag

        return self._connection.attempt(f"write {key!r}", attempt, patience)

    def _timeouts_for(self, size: int) -> Iterator[float]:
        """Yield the seconds without an answer that each further try of an upload may take.

        On a slow way the bytes lie in buffers long after they were "sent"; a connection is only given more time after
        a try that timed out, so that one that hangs is noticed as soon as with a small object.
        """
        longest, seconds = self._longest_timeout(size), self._connection.read_timeout
        while True:
            yield min(seconds, longest)
            seconds *= 2

    def _longest_timeout(self, size: int) -> float:
        return max(self._connection.read_timeout, min(_LONGEST_TIMEOUT, size / SLOWEST))

    def _read_back(self, key: str, data: bytes, etag: str, is_conditional: bool) -> None:
        """Compare what the store holds with what was sent, where its ETag is no MD5 of it."""
        answer = self._connection.client.get_object(Bucket=self._bucket, Key=key)
        came = answer["Body"].read()
        if came == data:
            self._connection.warn_once(
                "etag", "The store's ETags are not the MD5 of an object: every upload is read back."
            )
            return
        if told(answer, "ETag") != etag:
            return  # somebody replaced it since; their write is not ours to judge
        if is_conditional:
            # Our own damaged object would stand in the way of the next try.
            self._connection.client.delete_object(Bucket=self._bucket, Key=key)
        raise Damaged("the store holds other bytes than were sent")
