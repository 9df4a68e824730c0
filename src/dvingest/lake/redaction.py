"""Blanks out records of a bronze part, or replaces pages; all others keep their place, as silver refers to it."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Collection, Mapping

from dvingest.errors import StoreError
from dvingest.lake.purged import PURGED_URL
from dvingest.lake.records import to_line
from dvingest.lake.warc import RECORD_END, members
from dvingest.model import JsonObject

_FCOMMENT = 16
_NOTE = b"description: this record was purged\r\n"
_BLANK_RECORD = (
    b"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
    b"WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Type: application/warc-fields\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n"
) % (len(_NOTE), _NOTE)


def blank_records(
    part: bytes, offsets: Collection[int], is_purged: Callable[[JsonObject], bool] = lambda _line: False
) -> bytes:
    """Return the part with the `response` records at `offsets`, and what was read from them, blanked out.

    Lines of outcomes for which `is_purged` holds lose their address and detail. The part keeps its length, and every
    other record its bytes and its place.
    """
    pieces = []
    blanked: set[bytes] = set()
    for member in members(part):
        piece = part[member.offset : member.offset + member.length]
        kind, refers_to = member.header(b"WARC-Type"), member.header(b"WARC-Refers-To")
        if member.offset in offsets or (refers_to is not None and refers_to in blanked):
            blanked.add(member.header(b"WARC-Record-ID") or b"")
            piece = _padded(_BLANK_RECORD, member.length)
        elif kind == b"metadata":
            record = _without_lines(member.record, is_purged)
            piece = piece if record == member.record else _padded(record, member.length)
        pieces.append(piece)
    return b"".join(pieces)


def replace_pages(part: bytes, pages: Mapping[int, bytes]) -> bytes:
    """Return the part with other bytes for the pages whose records begin at these offsets.

    A page keeps its length, the part its own, and every other record its bytes and its place.
    """
    pieces = []
    for member in members(part):
        piece = part[member.offset : member.offset + member.length]
        page = pages.get(member.offset)
        pieces.append(piece if page is None else _padded(_with_page(member.record, page), member.length))
    return b"".join(pieces)


def _with_page(record: bytes, page: bytes) -> bytes:
    head, _, rest = record.partition(RECORD_END)
    block = rest.removesuffix(RECORD_END)
    http_head = block[: len(block) - len(page)]
    if not http_head.endswith(RECORD_END):
        raise StoreError(f"a page cannot be replaced by one of {len(page)} bytes: its length is another.")
    return _with_block(head, http_head + page)


def _with_block(head: bytes, block: bytes) -> bytes:
    """Return a record with another block."""
    # Digests over the old block would be wrong, and nothing needs them: gzip has its own checksum.
    changed_headers = (b"content-length:", b"warc-block-digest:", b"warc-payload-digest:")
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(changed_headers)]
    return b"\r\n".join([*kept, b"Content-Length: %d" % len(block)]) + RECORD_END + block + RECORD_END


def _without_lines(record: bytes, is_purged: Callable[[JsonObject], bool]) -> bytes:
    head, _, block = record.partition(RECORD_END)
    lines = block.removesuffix(RECORD_END).split(b"\n")
    changed = False
    for number, line in enumerate(lines):
        outcome = _json_object(line)
        if outcome is not None and "url" in outcome and is_purged(outcome):
            lines[number] = redacted(outcome)
            changed = True
    if not changed:
        return record
    return _with_block(head, b"\n".join(lines))


def redacted(outcome: JsonObject) -> bytes:
    """Return the line of an outcome without anything that says which article it was."""
    return to_line(outcome | {"url": PURGED_URL, "detail": "", "article_id": None})


def _json_object(line: bytes) -> JsonObject | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _padded(record: bytes, length: int) -> bytes:
    """Return `record` as a gzip member of exactly `length` bytes; a comment in gzip's header fills it up."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    body = deflate.compress(record) + deflate.flush()
    tail = struct.pack("<II", zlib.crc32(record), len(record) & 0xFFFFFFFF)
    room = length - 10 - len(body) - len(tail) - 1
    if room < 0:
        raise StoreError(f"a record of {length} bytes has no room for its blank of {length - room} bytes.")
    header = struct.pack("<BBBBIBB", 0x1F, 0x8B, 8, _FCOMMENT, 0, 0, 255)
    return header + b" " * room + b"\0" + body + tail
