"""WARC records as bytes: warcio's writer, the gzip members of a part, and headers that outlive decoding."""

from __future__ import annotations

import http
import io
import re
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dvingest.errors import DamagedError, said
from dvingest.model import Capture

RECORD_END = b"\r\n\r\n"
# Headers that no longer describe the body once it is decoded; kept under X-Orig-, as other archives do.
_CHANGED_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
_ORIGINAL = "X-Orig-"
_PIECE = 64 * 1024


class RecordWriter(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's writer without its temporary files, which it never closes; a page is at most 8 MiB."""

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


def http_headers(capture: Capture) -> StatusAndHeaders:
    """Return the headers to store with a decoded page."""
    headers: list[tuple[str, str]] = []
    for name, value in capture.headers:
        name, value = _one_line(name), _one_line(value)
        lower = name.lower()
        if lower not in _CHANGED_HEADERS or (lower == "content-length" and value == str(len(capture.body))):
            headers.append((name, value))
            continue
        headers.append((_ORIGINAL + name, value))
        if lower == "content-length":
            headers.append((name, str(len(capture.body))))
    try:
        phrase = http.HTTPStatus(capture.status).phrase
    except ValueError:
        phrase = "Unknown"
    return _Utf8Headers(f"{capture.status} {phrase}", headers, protocol="HTTP/1.1")


class _Utf8Headers(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers as served; warcio would percent-encode some values and refuse others."""

    def to_ascii_bytes(self, header_filter: Any = None) -> bytes:
        """Return the headers in UTF-8, which warcio reads back."""
        return bytes(self.to_bytes(header_filter, "utf-8"))


def served_headers(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the headers as the newspaper sent them."""
    changed = {name.lower() for name, _ in headers if name.lower().startswith(_ORIGINAL.lower())}
    served = []
    for name, value in headers:
        lower = name.lower()
        if lower in changed and lower.removeprefix(_ORIGINAL.lower()) in _CHANGED_HEADERS:
            served.append((name[len(_ORIGINAL) :], value))
        elif _ORIGINAL.lower() + lower not in changed:
            served.append((name, value))
    return tuple(served)


def _one_line(value: str) -> str:
    # A line break would end the header and begin another of the page's choosing.
    return re.sub(r"[\r\n\0]+", " ", value)


def safe_url(url: str) -> str:
    """Return the address as a WARC header may hold it."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~") if re.search(r"[^\x21-\x7e]", url) else url


def record_id() -> str:
    """Return the name of a new record."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def warc_date(moment: datetime) -> str:
    """Return the moment as a WARC header holds it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member of a part: a WARC record."""

    offset: int
    length: int
    record: bytes
    """Decompressed."""

    def header(self, name: bytes) -> bytes | None:
        """Return a WARC header of the record."""
        head, _, _ = self.record.partition(RECORD_END)
        for line in head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.lower():
                return value.strip()
        return None


def members(part: bytes, name: str = "the part", base: int = 0) -> Iterator[Member]:
    """Yield the gzip members of a part, or of a piece of it that begins at byte `base`, in order.

    warcio would pass over a member that is cut off or whose checksum is wrong: here it is a DamagedError.
    """
    offset = 0
    while offset < len(part):
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        pieces = []
        end = offset
        try:
            # Piece by piece: what is left over would else be copied for every record of the part.
            while not inflate.eof and end < len(part):
                pieces.append(inflate.decompress(part[end : end + _PIECE]))
                end += _PIECE
        except zlib.error as error:
            raise _damaged(name, base + offset, error) from None
        if not inflate.eof:
            raise _damaged(name, base + offset, EOFError("the record is cut off"))
        length = min(end, len(part)) - len(inflate.unused_data) - offset
        yield Member(base + offset, length, b"".join(pieces))
        offset += length


def records(part: bytes, name: str, base: int = 0) -> Iterator[tuple[int, str, Any, bytes]]:
    """Yield offset, type, record and content of every record; DamagedError where the bytes are no whole records."""
    for member in members(part, name, base):
        try:
            for record in ArchiveIterator(io.BytesIO(member.record), check_digests="raise"):
                yield member.offset, record.rec_type, record, record.content_stream().read()
        except (ArchiveLoadFailed, ValueError) as error:
            raise _damaged(name, member.offset, error) from None


def _damaged(name: str, offset: int, error: Exception) -> DamagedError:
    return DamagedError(f"{name} is damaged at byte {offset}: {said(error, 120)}.")


def has_members(piece: bytes, count: int) -> bool:
    """Tell whether `piece` holds at least `count` whole gzip members."""
    for _ in range(count):
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            inflate.decompress(piece)
        except zlib.error:
            return True  # reading it will say what is wrong
        if not inflate.eof:
            return False
        piece = inflate.unused_data
    return True
