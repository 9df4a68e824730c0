"""XML of listings: read in one pass, plain or gzip, without DTD or entities, bounded in bytes; and their dates."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from xml.parsers import expat

from dvingest.windows import VIETNAM_TIME

MAX_DECODED = 50 * 1024 * 1024
"""The protocol's own limit for one sitemap; what comes after it is not read."""
MAX_ADDRESS = 2_000
CHUNK = 64 * 1024

_GZIP = b"\x1f\x8b"
_DECLARATION = b"<?xml"
# Feeds are full of "&nbsp;" and bare "&" in titles; only the five entities of XML itself need no DTD.
_STRAY_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
# Titles pasted from word processors bring what no XML may hold, and bytes of an older encoding.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_UTF8 = re.compile(rb"\A(?:\xff\xfe|\xfe\xff)|\A.{0,200}?encoding\s*=\s*[\"'](?!utf-?8)", re.IGNORECASE | re.DOTALL)


def parse_time(text: str | None) -> datetime | None:
    """Return an aware moment from a W3C or RFC 822 date, None for anything else; without a zone it is Vietnamese."""
    value = (text or "").strip()[:64]
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM_TIME)
        aware.timestamp()
    except (ValueError, OverflowError):
        return None
    return aware if 1990 <= aware.year <= 2200 else None


class Forbidden(Exception):
    """The document does what we do not follow."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class XmlReader:
    """Keeps the path of open elements and the text of the wanted ones."""

    WANTED: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.path: list[str] = []
        self.root = ""
        self._text: list[str] | None = None
        self._length = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        name = tag.rpartition(":")[2].lower()
        if not self.path:
            self.root = name
        if len(self.path) >= 64:
            raise Forbidden("broken")
        self.path.append(name)
        self._text = [] if name in self.WANTED else None
        self._length = 0
        self.opened(name, attributes)

    def data(self, text: str) -> None:
        """Collect the text of a wanted element, bounded."""
        if self._text is not None and self._length < MAX_ADDRESS + 100:
            self._text.append(text)
            self._length += len(text)

    def end(self, tag: str) -> None:
        """Close an element."""
        name = self.path.pop()
        text = "".join(self._text).strip() if self._text is not None else ""
        self._text = None
        self.closed(name, text)

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """React to an opened element."""

    def closed(self, name: str, text: str) -> None:
        """React to a closed element with its text."""


ReaderT = TypeVar("ReaderT", bound=XmlReader)


def read_xml(body: bytes, make_reader: Callable[[], ReaderT]) -> tuple[ReaderT, str | None]:
    """Return a reader that has seen `body`, and why it stopped before the end, or None."""
    reader = make_reader()
    why = _parse(body, reader)
    if why == "broken" and not body.startswith(_GZIP):
        mended = _mended(body[:MAX_DECODED])
        if mended != body:
            reader = make_reader()
            why = _parse(mended, reader)
    return reader, why


def _mended(body: bytes) -> bytes:
    """Return a document without what stops a parser in its texts; its addresses are plain ASCII and stay."""
    if _NOT_UTF8.match(body):
        return _STRAY_AMPERSAND.sub(b"&amp;", body)
    whole = body.decode("utf-8", "replace").encode()
    return _STRAY_AMPERSAND.sub(b"&amp;", _CONTROL.sub(b"", whole))


def _parse(body: bytes, reader: XmlReader) -> str | None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.EntityDeclHandler = _refuse_dtd
    parser.buffer_text = True
    total = 0
    try:
        for chunk in unpacked(body):
            total += len(chunk)
            if total > MAX_DECODED:
                return "too_large"
            parser.Parse(chunk if total > len(chunk) else _from_its_beginning(chunk), False)
        parser.Parse(b"", True)
    except Forbidden as stop:
        return stop.why
    except (expat.ExpatError, zlib.error, ValueError, LookupError):
        return "broken"
    return None


def _from_its_beginning(chunk: bytes) -> bytes:
    """Return the first chunk without what a careless server writes before the document: marks, notices, comments."""
    at = chunk.find(_DECLARATION)
    return chunk[at:] if at > 0 else chunk.removeprefix(b"\xef\xbb\xbf").lstrip()


def _refuse_dtd(*_: object) -> None:
    raise Forbidden("dtd")


def unpacked(body: bytes) -> Iterator[bytes]:
    """Yield `body`, unpacked if it is gzip, in chunks: a bomb is cut by whoever counts them."""
    if not body.startswith(_GZIP):
        for offset in range(0, len(body), CHUNK):
            yield body[offset : offset + CHUNK]
        return
    rest = body
    while rest.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        while rest and not unpacker.eof:
            chunk = unpacker.decompress(rest, CHUNK)
            rest = unpacker.unconsumed_tail
            if chunk:
                yield chunk
        if not unpacker.eof:
            raise zlib.error("gzip data ends early")
        rest = unpacker.unused_data
