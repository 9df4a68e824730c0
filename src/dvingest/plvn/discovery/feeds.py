"""Feeds: RSS 2.0, RDF, Atom and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from dvingest.model import ArticleLink
from dvingest.plvn.discovery.load_more import parse_load_more
from dvingest.plvn.discovery.xml import Forbidden, XmlReader, parse_time, read_xml
from dvingest.plvn.urls import is_newspaper_host, parts_of

MAX_ITEMS = 5_000


def parse_feed(body: bytes, url: str, section: str | None = None) -> tuple[ArticleLink, ...]:
    """Return the links of an RSS 2.0, RDF, Atom or JSON feed, as far as it can be read; () for what is no feed.

    Addresses are as the feed writes them: the caller decides which are the newspaper's. Never raises.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return parse_load_more(body, url).links
    reader, _ = read_xml(body, lambda: _FeedReader(url, section))
    return tuple(reader.links)


class _FeedReader(XmlReader):
    WANTED = frozenset({"link", "guid", "origlink", "pubdate", "date", "published", "updated"})

    def __init__(self, found_in: str, section: str | None) -> None:
        super().__init__()
        self.links: list[ArticleLink] = []
        self._found_in = found_in
        self._section = section
        self._base = ""
        self._fields: dict[str, str] = {}

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self.path) == 1 and name not in ("rss", "rdf", "feed"):
            raise Forbidden("not_a_feed")
        if name in ("feed", "rss", "channel", "item", "entry"):
            self._base = urljoin(self._base, attributes.get("xml:base", ""))
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
        addresses = [fields[name] for name in ("link", "href", "guid", "origlink") if fields.get(name)]
        # A link that leads over a counter of clicks has its real address in the guid, or in feedburner:origLink.
        address = next(filter(_may_be_of_newspaper, addresses), next(iter(addresses), ""))
        when = fields.get("updated") or fields.get("pubdate") or fields.get("published") or fields.get("date")
        if not address or len(self.links) >= MAX_ITEMS:
            return
        self.links.append(ArticleLink(urljoin(self._base, address), parse_time(when), self._section, self._found_in))


def _may_be_of_newspaper(address: str) -> bool:
    parts = parts_of(address)
    return parts is not None and (not parts.hostname or is_newspaper_host(parts.hostname))
