"""Section pages and load-more answers: the articles they list, and how to get to the next ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dvingest.model import ArticleLink
from dvingest.plvn.discovery.names import following_page, is_load_more, listing_base, page_number
from dvingest.plvn.discovery.xml import MAX_ADDRESS, parse_time
from dvingest.plvn.urls import MAIN_HOST, is_article, is_newspaper_host, section_slug
from dvingest.windows import VIETNAM_TIME

Resolve = Callable[[str], str | None]
"""From an address as written in a page to the newspaper's, None for what is not the newspaper's."""

_MENUS = "nav, header, footer, [class*=menu], [class*=nav], [id*=menu]"
_STANDING = re.compile(
    r"^(?:index|home|trang-chu|lien-he|gioi-thieu|quang-cao|toa-soan|dieu-khoan|chinh-sach-bao-mat|dat-bao|dang-(?:nhap|ky)"
    r"|thong-tin-|rss|sitemap|tim-kiem|search|login|tag|media|podcast|video|e-?news|tin-doc-nhieu)",
    re.IGNORECASE,
)
_API = re.compile(r"""["'(=\s]((?:https?:)?[\w./:~%-]{0,200}morenews-([a-z]+)-(\d{1,9})-)(\d{0,6})""", re.ASCII)
_ZONE = re.compile(
    r"""(?:data-(?:zone|cate|category|cat)(?:-?id)?\s*=|\bzone_?id["']?\s*[:=])\s*["']?(\d{1,9})""",
    re.IGNORECASE | re.ASCII,
)
_ZONE_FEED = re.compile(r"/rss/[a-z0-9-]+-(\d{1,9})\.rss$", re.ASCII)
# Papers with the same CMS answer load-more requests on a host of their own; for this one it is a guess.
_API_HOST = f"https://api.{MAIN_HOST}"
_MORE_BUTTONS = ".view-more, .load-more, .loadmore, .btn-more, .see-more, [data-next], [data-next-url], [data-load]"

MAX_ANCHORS = 5_000
"""Links of one page that are looked at."""
MAX_NESTING = 12

_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)", re.ASCII)
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:h]([0-5]\d)(?!\d)", re.ASCII)
_AGO = re.compile(r"(\d{1,3})\s*(giây|phút|giờ|ngày|tuần|tháng)\s*trước", re.IGNORECASE)
_AGO_UNITS = {"giây": 1, "phút": 60, "giờ": 3600, "ngày": 86_400, "tuần": 604_800, "tháng": 2_592_000}


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a section page or load-more answer leads to."""

    links: tuple[ArticleLink, ...]
    """The articles in the page's order, each once; `modified_at` is the date shown beside one, where there is one."""
    lists: tuple[tuple[ArticleLink, ...], ...] = ()
    """The same articles by the box they stand in: a list of the newest, a column of the most read."""
    following: tuple[str, ...] = ()
    """Ways to the next page of the same listing, the most certain first."""
    sections: tuple[str, ...] = ()
    """Section pages, from the menus if there are any."""
    feeds: tuple[str, ...] = ()


def parse_section_page(
    body: bytes | str, url: str, resolve: Resolve | None = None, now: datetime | None = None
) -> ListingPage:
    """Return the articles, further pages, sections and feeds that a page of the newspaper links to. Never raises.

    `url` is the page's address in the newspaper's name; `now` gives "2 giờ trước" its meaning.
    """
    resolve = resolve or _newspaper_resolver(url)
    tree = LexborHTMLParser(body)
    links = _Links(tree, resolve)
    articles, lists = _listing(tree, links, url, now)
    return ListingPage(
        links=articles,
        lists=lists,
        following=tuple(dict.fromkeys(_following(tree, links, url, resolve))),
        sections=_sections(tree, resolve),
        feeds=_feeds(tree, resolve),
    )


def parse_load_more(body: bytes, url: str, resolve: Resolve | None = None, now: datetime | None = None) -> ListingPage:
    """Return the articles of a load-more answer: JSON records, JSON with HTML in it, or bare HTML. Never raises."""
    resolve = resolve or _newspaper_resolver(url)
    try:
        answer = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ListingPage(*_from_fragment(body, url, resolve, now))
    links: dict[str, ArticleLink] = {}
    for link in _links_in_json(answer, url, resolve, now):
        links.setdefault(link.url, link)
    found = tuple(links.values())
    return ListingPage(found, (found,), (following_page(url),) if links else ())


def _from_fragment(
    html: bytes | str, url: str, resolve: Resolve, now: datetime | None
) -> tuple[tuple[ArticleLink, ...], tuple[tuple[ArticleLink, ...], ...]]:
    tree = LexborHTMLParser(html)
    return _listing(tree, _Links(tree, resolve), url, now)


def _newspaper_resolver(base: str) -> Resolve:
    def resolve(address: str) -> str | None:
        try:
            target = urljoin(base, address.strip())
            parts = urlsplit(target)
        except ValueError:
            return None
        return target if parts.scheme in ("http", "https") and is_newspaper_host(parts.hostname) else None

    return resolve


def _resolved(node: LexborNode, attribute: str, resolve: Resolve) -> str | None:
    value = (node.attributes.get(attribute) or "").strip()
    if not value or len(value) > MAX_ADDRESS or value[0] == "#":
        return None
    target = resolve(value)
    return target.partition("#")[0] if target else None


class _Links:
    """The links of a page, each resolved once, and which articles stand in the boxes around them.

    Work per link is bounded, so that no page, however nested, takes long.
    """

    def __init__(self, tree: LexborHTMLParser, resolve: Resolve) -> None:
        self._targets: dict[str, str | None] = {}
        self._resolve = resolve
        self._in_box: dict[int, set[str]] = {}
        self._around: dict[str, list[int]] = {}
        self.articles: list[str] = []
        for anchor in tree.css("a[href]")[:MAX_ANCHORS]:
            target = self.target_of(anchor)
            if target and is_article(target):
                self._add(anchor, target)

    def target_of(self, anchor: LexborNode) -> str | None:
        """Return where a link leads in the newspaper's name, None for elsewhere."""
        value = anchor.attributes.get("href") or ""
        if value not in self._targets:
            self._targets[value] = _resolved(anchor, "href", self._resolve)
        return self._targets[value]

    def _add(self, anchor: LexborNode, target: str) -> None:
        boxes = _boxes_around(anchor)
        for box in boxes:
            inside = self._in_box.setdefault(box, set())
            if len(inside) < 2:  # one or several is all that is asked
                inside.add(target)
        if target not in self._around:
            self.articles.append(target)
            self._around[target] = boxes

    def only_article_beside(self, node: LexborNode) -> str | None:
        """Return the article in the smallest box around a date, None where that holds several."""
        for box in _boxes_around(node)[:5]:
            inside = self._in_box.get(box)
            if inside:
                return next(iter(inside)) if len(inside) == 1 else None
        return None

    def by_list(self) -> list[list[str]]:
        """Return the articles grouped by the smallest box around each that holds another one as well."""
        lists: dict[int, list[str]] = {}
        for target in self.articles:
            shared = next((box for box in self._around[target] if len(self._in_box[box]) > 1), 0)
            lists.setdefault(shared, []).append(target)
        return list(lists.values())


def _boxes_around(node: LexborNode) -> list[int]:
    boxes: list[int] = []
    box = node.parent
    while box is not None and len(boxes) < MAX_NESTING:
        boxes.append(box.mem_id)
        box = box.parent
    return boxes


def _listing(
    tree: LexborHTMLParser, links: _Links, url: str, now: datetime | None
) -> tuple[tuple[ArticleLink, ...], tuple[tuple[ArticleLink, ...], ...]]:
    """Return the articles of a page with the dates shown beside them, in order and by list."""
    dates: dict[str, datetime] = {}
    for node in tree.css("time, [datetime], [data-time], [class*=time], [class*=date]")[:MAX_ANCHORS]:
        target = links.only_article_beside(node)
        moment = _shown_date(node, now) if target else None
        if moment and target:
            dates.setdefault(target, moment)
    section = section_slug(url)
    made = {target: ArticleLink(target, dates.get(target), section, url) for target in links.articles}
    lists = tuple(tuple(made[target] for target in targets) for targets in links.by_list())
    return tuple(made.values()), lists


def _shown_date(node: LexborNode, now: datetime | None) -> datetime | None:
    for attribute in ("datetime", "data-time", "data-date", "title"):
        value = node.attributes.get(attribute)
        moment = parse_moment(value, now) if value else None
        if moment:
            return moment
    text = node.text(strip=True)
    return parse_moment(text, now) if len(text) <= 80 else None


def parse_moment(value: object, now: datetime | None = None) -> datetime | None:
    """Return the moment meant by ISO, RFC 822, epoch seconds, `11/01/2021 09:12` or `2 giờ trước`; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    if re.fullmatch(r"\d{9,13}(?:\.\d+)?", text, re.ASCII):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    return parse_time(text) or _written_date(text) or _time_ago(text, now)


def _written_date(text: str) -> datetime | None:
    day = _DAY.search(text)
    if not day:
        return None
    clock = _CLOCK.search(text.replace(day[0], " "))
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    try:
        return datetime(int(day[3]), int(day[2]), int(day[1]), hour, minute, tzinfo=VIETNAM_TIME)
    except ValueError:
        return None


def _time_ago(text: str, now: datetime | None) -> datetime | None:
    found = _AGO.search(text) if now else None
    if not found or now is None:
        return None
    return now - timedelta(seconds=int(found[1]) * _AGO_UNITS[found[2].lower()])


def _following(tree: LexborHTMLParser, links: _Links, url: str, resolve: Resolve) -> Iterator[str]:
    """Yield addresses of the next page: named as such, numbered, from a button, from the load-more API."""
    base, wanted = listing_base(url), (page_number(url) or 1) + 1
    for node in tree.css("link[rel=next][href], a[rel=next][href]")[:20]:
        target = _resolved(node, "href", resolve)
        if target:
            yield target
    for anchor in tree.css("a[href]")[:MAX_ANCHORS]:
        target = links.target_of(anchor)
        if target and page_number(target) == wanted and listing_base(target) == base and not is_article(target):
            yield target
    for button in tree.css(_MORE_BUTTONS)[:20]:
        for node in [button, *button.css("a[href]")[:20]]:
            for attribute in ("data-next-url", "data-next", "data-url", "data-href", "data-load", "href"):
                target = _resolved(node, attribute, resolve)
                if target and page_number(target) is not None and not is_article(target):
                    yield target
    yield from _load_more(tree, url, resolve)


def _load_more(tree: LexborHTMLParser, url: str, resolve: Resolve) -> Iterator[str]:
    if is_load_more(url):
        yield following_page(url)
        return
    html = tree.html or ""
    named = False
    for found in _API.finditer(html):
        target = resolve(found[1] + (found[4] or "1") + ".html")
        if target:
            named = True
            yield target
    if named:
        return
    zones = [found[1] for found in _ZONE.finditer(html)][:2]
    for node in tree.css("link[href$='.rss'], a[href$='.rss']"):
        feed = _ZONE_FEED.search(node.attributes.get("href") or "")
        slug = section_slug(url)
        if feed and slug and f"/{slug}-" in (node.attributes.get("href") or ""):
            zones.append(feed[1])
    for zone in dict.fromkeys(zones):
        for address in (f"/api/morenews-zone-{zone}-1.html", f"{_API_HOST}/api/morenews-zone-{zone}-1.html"):
            target = resolve(address)
            if target:
                yield target


def _sections(tree: LexborHTMLParser, resolve: Resolve) -> tuple[str, ...]:
    menus = {menu.mem_id for menu in tree.css(_MENUS)}
    anchors = tree.css("a[href]")[:MAX_ANCHORS]
    in_menus = _section_links([anchor for anchor in anchors if not menus.isdisjoint(_boxes_around(anchor))], resolve)
    # A page without recognisable menus still links its sections somewhere.
    return in_menus if len(in_menus) >= 3 else _section_links(anchors, resolve)


def _section_links(anchors: list[LexborNode], resolve: Resolve) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for anchor in anchors:
        target = _resolved(anchor, "href", resolve)
        if not target or is_article(target) or page_number(target) is not None:
            continue
        path = urlsplit(target).path
        pieces = [piece for piece in path.split("/") if piece]
        slug = section_slug(target) or (pieces[0] if len(pieces) == 1 and "." not in path else None)
        if slug and len(pieces) <= 3 and not _STANDING.match(slug) and not path.lower().endswith((".rss", ".xml")):
            found.setdefault(listing_base(target), target.partition("?")[0])
    return tuple(found.values())


def _feeds(tree: LexborHTMLParser, resolve: Resolve) -> tuple[str, ...]:
    nodes = tree.css("link[type='application/rss+xml'], link[type='application/atom+xml'], a[href$='.rss']")
    targets = (_resolved(node, "href", resolve) for node in nodes[:MAX_ANCHORS])
    return tuple(dict.fromkeys(target for target in targets if target))


def _links_in_json(
    value: object, url: str, resolve: Resolve, now: datetime | None, depth: int = 0
) -> Iterator[ArticleLink]:
    if depth > MAX_NESTING:
        return
    if isinstance(value, list):
        for entry in value[:1_000]:
            yield from _links_in_json(entry, url, resolve, now, depth + 1)
    elif isinstance(value, str):
        if "<a" in value and "href" in value:
            yield from _from_fragment(value, url, resolve, now)[0]
    elif isinstance(value, dict):
        address = next(
            (value[key] for key in ("url", "link", "href", "share_url") if isinstance(value.get(key), str)), None
        )
        target = resolve(address) if address and len(address) <= MAX_ADDRESS else None
        if target and is_article(target):
            dated = (value.get(key) for key in ("date", "publish_time", "published_at", "published", "update_time"))
            moment = next((found for found in (parse_moment(entry, now) for entry in dated if entry) if found), None)
            yield ArticleLink(target, moment, section_slug(target), url)
            return
        for entry in value.values():
            if isinstance(entry, list | dict | str):
                yield from _links_in_json(entry, url, resolve, now, depth + 1)
