"""Sitemaps: which pages and files they list, in XML or as lines of addresses."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from dvingest.plvn.discovery.xml import CHUNK, MAX_DECODED, Forbidden, XmlReader, parse_time, read_xml, unpacked

MAX_ENTRIES = 250_000
MAX_OLDER = 20_000

_ADDRESS_LINE = re.compile(r"https?://[^\s<>]+$", re.IGNORECASE)
_FILE = re.compile(r"\.xml(?:\.gz)?(?:[?#]|$)", re.IGNORECASE)
_DAY_SOMEWHERE = timedelta(hours=24 + 7)


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

    The protocol allows a text with an address a line as well. Entries of a sitemap last changed before `since`
    are kept by their address only, and not all of millions. Never raises.
    """
    reader, cut = read_xml(body, lambda: _SitemapReader(since, max_entries))
    if reader.root not in ("urlset", "sitemapindex"):
        listed = () if reader.root else tuple(_lines_of_addresses(body, max_entries))
        if listed:
            return Sitemap(False, listed, cut="too_many" if len(listed) >= max_entries else None)
        return Sitemap(False, (), cut=cut if cut in ("dtd", "too_large") else "not_a_sitemap")
    return Sitemap(reader.root == "sitemapindex", tuple(reader.entries), tuple(reader.older), cut)


class _SitemapReader(XmlReader):
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
            raise Forbidden("not_a_sitemap")

    def closed(self, name: str, text: str) -> None:
        # Only direct children: image:loc and video:loc are addresses of pictures, and a clip has a date of its own.
        is_of_page = len(self.path) == 2 if name != "publication_date" else self.path[-1] == "news"
        if name in self.WANTED and is_of_page:
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
            raise Forbidden("too_many")
        published = parse_time(self._fields.get("publication_date"))
        self.entries.append(SitemapEntry(address, modified, published, is_file))


def _lines_of_addresses(body: bytes, most: int) -> Iterator[SitemapEntry]:
    """Yield the addresses of a text that has one a line; nothing where its first line is something else."""
    try:
        text = b"".join(islice(unpacked(body), MAX_DECODED // CHUNK)).decode("utf-8-sig", "replace")
    except zlib.error:
        return
    lines = (line.strip() for line in text.splitlines())
    for number, line in enumerate(line for line in lines if line):
        if number >= most or (number == 0 and not _ADDRESS_LINE.match(line)):
            return
        if _ADDRESS_LINE.match(line):
            yield SitemapEntry(line, is_file=bool(_FILE.search(line)))
