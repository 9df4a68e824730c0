"""Sitemaps and feeds: XML read in one pass, without DTD or entities, bounded in bytes and entries."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar
from xml.parsers import expat

from dvingest.model import ArticleLink
from dvingest.windows import VIETNAM_TIME

MAX_DECODED = 50 * 1024 * 1024
"""The protocol's own limit for one sitemap; what comes after it is not read."""
MAX_ENTRIES = 250_000
MAX_OLDER = 20_000
MAX_ADDRESS = 2_000

_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"
_FILE = re.compile(r"\.xml(?:\.gz)?(?:[?#]|$)", re.IGNORECASE)
_DECLARATION = b"<?xml"
_DAY_SOMEWHERE = timedelta(hours=24 + 7)
# Feeds are full of "&nbsp;" and bare "&" in titles; only the five entities of XML itself need no DTD.
_STRAY_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One `<url>` or `<sitemap>`: where it points and when that changed."""

    url: str
    modified_at: datetime | None = None
    published_at: datetime | None = None
    """`publication_date` of a news sitemap."""
    is_file: bool = False
    """Whether it points at another sitemap; some are listed among the pages, and pages in an index."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap or an index of sitemaps lists."""

    is_index: bool
    entries: tuple[SitemapEntry, ...]
    older: tuple[str, ...] = ()
    """Addresses left out because they last changed before `since`, at most MAX_OLDER of them."""
    cut: str | None = None
    """Why not all of it was read: `dtd`, `broken`, `too_large`, `too_many`, `not_a_sitemap`; None when it was."""


def parse_sitemap(body: bytes, *, since: datetime | None = None, max_entries: int = MAX_ENTRIES) -> Sitemap:
    """Return the entries of a sitemap or index, plain or gzip; what was readable, with the reason where not all was.

    Entries of a sitemap last changed before `since` are kept by their address only, and not all of millions.
    Never raises.
    """
    reader, cut = _read(body, lambda: _SitemapReader(since, max_entries))
    if reader.root not in ("urlset", "sitemapindex"):
        return Sitemap(False, (), cut=cut if cut in ("dtd", "too_large") else "not_a_sitemap")
    return Sitemap(reader.root == "sitemapindex", tuple(reader.entries), tuple(reader.older), cut)


def parse_feed(body: bytes, url: str, section: str | None = None) -> tuple[ArticleLink, ...]:
    """Return the links of an RSS 2.0, RDF or Atom feed, as far as it can be read; () for what is no feed.

    Addresses are as the feed writes them: the caller decides which are the newspaper's. Never raises.
    """
    reader, _ = _read(body, lambda: _FeedReader(url, section))
    return tuple(reader.links)


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


class _Forbidden(Exception):
    """The document does what we do not follow."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Reader:
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
            raise _Forbidden("broken")
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


ReaderT = TypeVar("ReaderT", bound=_Reader)


class _SitemapReader(_Reader):
    WANTED = frozenset({"loc", "lastmod", "publication_date"})

    def __init__(self, since: datetime | None, max_entries: int) -> None:
        super().__init__()
        self.entries: list[SitemapEntry] = []
        self.older: list[str] = []
        self._since = since
        self._max = max_entries
        self._fields: dict[str, str] = {}

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self.path) == 1 and name not in ("urlset", "sitemapindex"):
            raise _Forbidden("not_a_sitemap")

    def closed(self, name: str, text: str) -> None:
        # Only direct children: image:loc and video:loc are the addresses of pictures.
        if name == "publication_date" or (name in ("loc", "lastmod") and len(self.path) == 2):
            self._fields.setdefault(name, text)
        elif name in ("url", "sitemap") and len(self.path) == 1:
            self._keep(name)
            self._fields = {}

    def _keep(self, name: str) -> None:
        address = self._fields.get("loc", "")
        if not address:
            return
        modified = parse_time(self._fields.get("lastmod"))
        is_file = name == "sitemap" or bool(_FILE.search(address))
        # A bare day may be that of another zone, and is over only when the next one begins there.
        until = (
            modified + _DAY_SOMEWHERE if modified and len(self._fields["lastmod"]) <= len("2026-11-20") else modified
        )
        if self._since is not None and not is_file and until is not None and until < self._since:
            if len(self.older) < MAX_OLDER:
                self.older.append(address)
            return
        if len(self.entries) >= self._max:
            raise _Forbidden("too_many")
        published = parse_time(self._fields.get("publication_date"))
        self.entries.append(SitemapEntry(address, modified, published, is_file))


class _FeedReader(_Reader):
    WANTED = frozenset({"link", "guid", "pubdate", "date", "published", "updated"})

    def __init__(self, found_in: str, section: str | None) -> None:
        super().__init__()
        self.links: list[ArticleLink] = []
        self._found_in = found_in
        self._section = section
        self._fields: dict[str, str] = {}

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self.path) == 1 and name not in ("rss", "rdf", "feed"):
            raise _Forbidden("not_a_feed")
        if name in ("item", "entry"):
            self._fields = {}
        elif name == "link" and attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
            self._fields.setdefault("href", attributes["href"])
        elif name == "guid" and attributes.get("isPermaLink", "true").lower() == "false":
            self._text = None

    def closed(self, name: str, text: str) -> None:
        if name in self.WANTED and text and self.path and self.path[-1] in ("item", "entry"):
            self._fields.setdefault(name, text)
        elif name in ("item", "entry"):
            self._keep()

    def _keep(self) -> None:
        fields = self._fields
        address = fields.get("link") or fields.get("href") or fields.get("guid", "")
        when = fields.get("updated") or fields.get("pubdate") or fields.get("published") or fields.get("date")
        if not address or len(self.links) >= 5_000:
            return
        self.links.append(ArticleLink(address, parse_time(when), self._section, self._found_in))


def _read(body: bytes, make_reader: Callable[[], ReaderT]) -> tuple[ReaderT, str | None]:
    """Return a reader that has seen `body`, and why it stopped before the end, or None."""
    reader = make_reader()
    why = _parse(body, reader)
    if why == "broken" and not body.startswith(_GZIP):
        mended = _STRAY_AMPERSAND.sub(b"&amp;", body[:MAX_DECODED])
        if mended != body:
            reader = make_reader()
            why = _parse(mended, reader)
    return reader, why


def _parse(body: bytes, reader: _Reader) -> str | None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _refuse("dtd")
    parser.EntityDeclHandler = _refuse("dtd")
    parser.buffer_text = True
    total = 0
    try:
        for chunk in _decoded(body):
            total += len(chunk)
            if total > MAX_DECODED:
                return "too_large"
            parser.Parse(chunk if total > len(chunk) else _from_its_beginning(chunk), False)
        parser.Parse(b"", True)
    except _Forbidden as stop:
        return stop.why
    except (expat.ExpatError, zlib.error, ValueError, LookupError):
        return "broken"
    return None


def _from_its_beginning(chunk: bytes) -> bytes:
    """Return the first chunk without what a careless server writes before the document: marks, notices, comments."""
    at = chunk.find(_DECLARATION)
    return chunk[at:] if at > 0 else chunk.removeprefix(b"\xef\xbb\xbf").lstrip()


def _refuse(why: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise _Forbidden(why)

    return refuse


def _decoded(body: bytes) -> Iterator[bytes]:
    """Yield `body`, unpacked if it is gzip, in chunks: a bomb is cut by whoever counts them."""
    if not body.startswith(_GZIP):
        for offset in range(0, len(body), _CHUNK):
            yield body[offset : offset + _CHUNK]
        return
    rest = body
    while rest.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        while rest and not unpacker.eof:
            chunk = unpacker.decompress(rest, _CHUNK)
            rest = unpacker.unconsumed_tail
            if chunk:
                yield chunk
        if not unpacker.eof:
            raise zlib.error("gzip data ends early")
        rest = unpacker.unused_data
