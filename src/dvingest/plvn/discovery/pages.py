"""Section pages: the articles they list, and how to get to the next ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dvingest.model import ArticleLink
from dvingest.plvn.discovery.links import (
    MAX_ANCHORS,
    PageLinks,
    Resolve,
    boxes_around,
    newspaper_resolver,
    resolved,
    within_base,
)
from dvingest.plvn.discovery.moments import parse_moment, slack_of
from dvingest.plvn.discovery.names import listing_base, names_below, page_number
from dvingest.plvn.discovery.pagination import pages_of_same
from dvingest.plvn.urls import MAIN_HOST, is_article, section_slug

MAX_FOLDERS = 4
"""In the address of a section."""
_MENUS = "nav, header, footer, [class*=menu], [class*=nav], [id*=menu]"
# How addresses in menus begin that lead to no section.
_STANDING = re.compile(
    r"^(?:index|home|trang-chu|lien-he|gioi-thieu|quang-cao|toa-soan|dieu-khoan|chinh-sach-bao-mat|dat-bao|dang-(?:nhap|ky)"
    r"|thong-tin-|rss|sitemap|tim-kiem|search|login|tag|media|podcast|video|e-?news|tin-doc-nhieu)",
    re.IGNORECASE,
)
# What a button for more asks, up to the number of the page: "/api/morenews-zone-12-".
_API = re.compile(r"""["'(=\s]((?:https?:)?[\w./:~%-]{0,200}morenews-([a-z]+)-(\d{1,9})-)(\d{0,6})""", re.ASCII)
# The number of a section in an attribute or a script: `data-zone="12"`, `zoneId: 12`.
_ZONE = re.compile(
    r"""(?:data-(?:zone|cate|category|cat)(?:-?id)?\s*=|\bzone_?id["']?\s*[:=])\s*["']?(\d{1,9})""",
    re.IGNORECASE | re.ASCII,
)
_ZONE_FEED = re.compile(r"/rss/[a-z0-9-]+-(\d{1,9})\.rss$", re.ASCII)
# Papers with the same CMS answer load-more requests on a host of their own; for this one it is a guess.
_API_HOST = f"https://api.{MAIN_HOST}"
_IN_BUTTON = "a[href], [data-url], [data-href]"
_ADDRESS = re.compile(r"(?:https?:/)?/|\?", re.IGNORECASE)
_MORE_NAMED = ("data-next-url", "data-next", "data-next-page", "data-load", "data-load-url", "data-ajax-url")
_MORE_DATA = (*_MORE_NAMED, "data-url", "data-href")
_MORE_BUTTONS = ", ".join(
    [".view-more, .load-more, .loadmore, .btn-more, .see-more", *(f"[{name}]" for name in _MORE_NAMED)]
)
# Arrows alone are those of a row of pictures, and a menu has more of its own.
_MORE_WORDS = re.compile(
    r"(?:(?:xem|đọc|tải|hiển thị) (?:thêm|tiếp)|(?:trang|tin|bài) (?:sau|kế|tiếp|cũ))\b.{0,20}"
    r"|(?:load|show|view) more|older",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a section page or load-more answer leads to."""

    links: tuple[ArticleLink, ...]
    """The articles in the page's order, each once; `modified_at` is the date shown beside one, where there is one."""
    lists: tuple[tuple[ArticleLink, ...], ...] = ()
    """The same articles by the box they stand in: a list of the newest, a column of the most read."""
    following: tuple[str, ...] = ()
    """Ways to the next page of the same listing that the page names, the most certain first."""
    guesses: tuple[str, ...] = ()
    """Where the load-more API would have it if the newspaper's is like that of others with the same CMS."""
    sections: tuple[str, ...] = ()
    """Section pages, from the menus if there are any."""
    feeds: tuple[str, ...] = ()
    has_more: bool = False
    """Whether it has a button for more, as the words on it say, wherever that leads."""
    is_cut: bool = False
    """Whether it has more links than are looked at."""
    trouble: str = ""
    """Of a load-more answer: `broken` for a piece, `no_list` for an error or a notice, `empty` for nothing at all."""

    @property
    def leads_nowhere(self) -> bool:
        """Whether it names no article, section, feed or next page: a notice or a gate in the place of a list."""
        return not (self.links or self.following or self.guesses or self.sections or self.feeds)


def parse_section_page(
    body: bytes | str, url: str, resolve: Resolve | None = None, now: datetime | None = None
) -> ListingPage:
    """Return the articles, further pages, sections and feeds that a page of the newspaper links to. Never raises.

    `url` is the page's address in the newspaper's name; `now` gives "2 giờ trước" its meaning.
    """
    tree = LexborHTMLParser(body)
    resolve = within_base(tree, resolve or newspaper_resolver(url))
    links = PageLinks(tree, resolve, url)
    articles, lists = articles_of(tree, links, url, now)
    return ListingPage(
        links=articles,
        lists=lists,
        following=tuple(dict.fromkeys(_following(tree, links, url, resolve))),
        guesses=tuple(dict.fromkeys(_guesses(tree, url, resolve))),
        sections=_sections(tree, url, resolve),
        feeds=_feeds(tree, resolve),
        has_more=_has_more(tree),
        is_cut=links.is_cut,
    )


def articles_of(
    tree: LexborHTMLParser, links: PageLinks, url: str, now: datetime | None
) -> tuple[tuple[ArticleLink, ...], tuple[tuple[ArticleLink, ...], ...]]:
    """Return the articles of a page with the dates shown beside them, in order and by list."""
    dates: dict[str, tuple[datetime, timedelta]] = {}
    for node in tree.css("time, [datetime], [data-time], [class*=time], [class*=date]")[:MAX_ANCHORS]:
        target = links.only_article_beside(node)
        shown = _shown_date(node, now) if target else None
        if shown and target:
            dates.setdefault(target, shown)
    section = section_slug(url)
    made = {}
    for target in links.articles:
        moment, slack = dates.get(target, (None, timedelta()))
        made[target] = ArticleLink(target, moment, section, url, slack)
    lists = tuple(tuple(made[target] for target in targets) for targets in links.by_list())
    return tuple(made.values()), lists


def _shown_date(node: LexborNode, now: datetime | None) -> tuple[datetime, timedelta] | None:
    """Return the date that an element shows, and its slack."""
    values = [node.attributes.get(name) or "" for name in ("datetime", "data-time", "data-date", "title")]
    text = node.text(strip=True)
    for value in (*values, text if len(text) <= 80 else ""):
        moment = parse_moment(value, now) if value else None
        if moment:
            return moment, slack_of(value)
    return None


def _following(tree: LexborHTMLParser, links: PageLinks, url: str, resolve: Resolve) -> Iterator[str]:
    """Yield addresses of the next page: named as such, numbered, from a button, from the load-more API."""
    for node in tree.css("link[rel=next][href], a[rel=next][href]")[:20]:
        target = resolved(node, "href", resolve)
        if target:
            yield target
    pages = pages_of_same(tree, links, url)
    wanted = pages.wanted(url)
    yield from (pages.numbered[number] for number in wanted if number in pages.numbered)
    buttons = [node for button in tree.css(_MORE_BUTTONS)[:20] for node in [button, *button.css(_IN_BUTTON)[:20]]]
    for node in buttons:
        yield from _numbered(node, (*_MORE_DATA, "href"), resolve)
    # Lists that scroll on have no button: the box of the list says where its next page is.
    for node in tree.css("[data-url], [data-href]")[:MAX_ANCHORS]:
        found = _numbered(node, ("data-url", "data-href"), resolve)
        yield from (target for target in found if page_number(target) in wanted)
    # Some count articles or pages down, or name a moment or a day in place of pages: ?start=20, ?before=1796000000.
    yield from pages.called_next
    written = [
        (node, name) for node in buttons for name in _MORE_DATA if _ADDRESS.match(node.attributes.get(name) or "")
    ]
    unnumbered = (resolved(node, name, resolve) for node, name in written)
    yield from (target for target in unnumbered if target and not is_article(target))
    yield from _named_by_scripts(tree, resolve)
    if shown := pages.shown_next(url):
        yield shown


def _numbered(node: LexborNode, attributes: Sequence[str], resolve: Resolve) -> Iterator[str]:
    """Yield the addresses of numbered pages in the attributes of a node."""
    for attribute in attributes:
        target = resolved(node, attribute, resolve)
        if target and page_number(target) is not None and not is_article(target):
            yield target


def _has_more(tree: LexborHTMLParser) -> bool:
    """Tell whether a button says that there is more; links lead somewhere, and are followed where that is more."""
    menus = {menu.mem_id for menu in tree.css(_MENUS)}
    buttons = tree.css("button, [role=button], [onclick], a[href^='#'], a[href^='javascript'], a:not([href])")
    named = (node for node in buttons[:MAX_ANCHORS] if _MORE_WORDS.fullmatch(node.text(strip=True)))
    return any(menus.isdisjoint(boxes_around(node)) for node in named)


def _named_by_scripts(tree: LexborHTMLParser, resolve: Resolve) -> Iterator[str]:
    for found in _API.finditer(tree.html or ""):
        target = resolve(found[1] + (found[4] or "1") + ".html")
        if target:
            yield target


def _guesses(tree: LexborHTMLParser, url: str, resolve: Resolve) -> Iterator[str]:
    zones = [found[1] for found in _ZONE.finditer(tree.html or "")][:2]
    slug = section_slug(url)
    for node in tree.css("link[href$='.rss'], a[href$='.rss']"):
        address = node.attributes.get("href") or ""
        feed = _ZONE_FEED.search(address)
        if feed and slug and f"/{slug}-" in address:
            zones.append(feed[1])
    for zone in dict.fromkeys(zones):
        for address in (f"/api/morenews-zone-{zone}-1.html", f"{_API_HOST}/api/morenews-zone-{zone}-1.html"):
            target = resolve(address)
            if target:
                yield target


def _sections(tree: LexborHTMLParser, url: str, resolve: Resolve) -> tuple[str, ...]:
    menus = {menu.mem_id for menu in tree.css(_MENUS)}
    # Small screens get the menu as a field to choose from, some pages nothing else.
    anchors = tree.css("a[href], option[value^='/'], option[value^='http']")[:MAX_ANCHORS]
    in_menus = _section_links([anchor for anchor in anchors if not menus.isdisjoint(boxes_around(anchor))], resolve)
    found = _section_links(anchors, resolve)
    # A page without recognisable menus still links its sections somewhere, and a section its parts wherever it likes.
    if len(in_menus) < 3:
        return found
    return tuple(dict.fromkeys([*in_menus, *(target for target in found if _is_part(target, url))]))


def _is_part(target: str, section: str) -> bool:
    """Tell whether an address is that of a part of a section, and not of its days, feed or search."""
    names = names_below(target, section)
    return bool(names) and not any(name.isdigit() or _STANDING.match(name) for name in names)


def _section_links(anchors: list[LexborNode], resolve: Resolve) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for anchor in anchors:
        target = resolved(anchor, "href" if anchor.tag == "a" else "value", resolve)
        if not target or is_article(target) or page_number(target) is not None:
            continue
        path = urlsplit(target).path
        pieces = [piece for piece in path.split("/") if piece]
        slug = section_slug(target) or (pieces[0] if len(pieces) == 1 and "." not in path else None)
        is_section = slug and len(pieces) <= MAX_FOLDERS and not _STANDING.match(slug)
        if is_section and not path.lower().endswith((".rss", ".xml")):
            found.setdefault(listing_base(target), target.partition("?")[0])
    return tuple(found.values())


def _feeds(tree: LexborHTMLParser, resolve: Resolve) -> tuple[str, ...]:
    forms = (f"link[type='application/{form}']" for form in ("rss+xml", "atom+xml", "feed+json"))
    nodes = tree.css(", ".join([*forms, "a[href$='.rss']"]))
    targets = (resolved(node, "href", resolve) for node in nodes[:MAX_ANCHORS])
    return tuple(dict.fromkeys(target for target in targets if target))
