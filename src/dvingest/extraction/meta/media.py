"""Films of an article, and what kind of article a page is by what it shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, takewhile
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from dvingest.extraction.boxes.dropping import is_in_advert
from dvingest.extraction.dom.head import Head
from dvingest.extraction.dom.nodes import is_elsewhere
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all
from dvingest.extraction.fragment.tree import Element
from dvingest.extraction.memo import remember
from dvingest.model import ArticleKind, Block

_FILMS = "video, iframe, oembed[url], [data-video-src], [data-video-url]"
_FILM_TAGS = frozenset({"video", "iframe", "oembed"})
_FILM_NAMES = frozenset({"data-video-src", "data-video-url"})
_PLAYER = re.compile(r"youtube|youtu\.be|vimeo|dailymotion|/embed/|player|video|\.mp4|\.m3u8|tiktok", re.IGNORECASE)
_KIND_NAMES: tuple[tuple[re.Pattern[str], ArticleKind], ...] = (
    (re.compile(r"infographic", re.IGNORECASE), "infographic"),
    (re.compile(r"(?:^|[_-])(?:video|videos)(?:$|[_-])", re.IGNORECASE), "video"),
    (re.compile(r"(?:^|[_-])(?:gallery|photo|photos|slideshow|album)(?:$|[_-])", re.IGNORECASE), "gallery"),
    (
        re.compile(r"longform|e-?magazine|megastory|(?:^|[_-])(?:magazine|maga|emag)(?:$|[_-])", re.IGNORECASE),
        "longform",
    ),
    (re.compile(r"(?:^|[_-])live(?:$|[_-])|live-?blog", re.IGNORECASE), "live"),
    (re.compile(r"interview|giao-luu", re.IGNORECASE), "interview"),
)
_INFOGRAPHIC_TITLE = re.compile(r"[\[(]?\s*(?:infographics?|đồ họa)\s*[\])]?\s*(?:[:|–—-]|(?<=[\])]))", re.IGNORECASE)
_MAX_WORDS_OF_FILM = 60
# "09:15", "9h15", "9 giờ 15", "9h15'", as the head of an entry.
_CLOCK_ALONE = re.compile(r"\(?\d{1,2}\s*(?::|h|g|giờ)\s*(?:\d{2}(?:\s*(?:phút|'|’))?)?\)?[:.]?$", re.IGNORECASE)
_CLOCK = 14
_MIN_ENTRIES = 3
_SENTENCE = 40
# What nothing but a kind of article is called; photos and films have boxes around texts of every kind.
_KIND_ALONE = re.compile(r"longform|e-?magazine|emag|megastory|live-?blog", re.IGNORECASE)
_KIND_PREFIXES = ("article-", "detail-", "detail__", "is-", "page-", "cms-")
_SECTION_KINDS: dict[str, ArticleKind] = {
    "infographic": "infographic",
    "infographics": "infographic",
    "video": "video",
    "videos": "video",
    "longform": "longform",
    "e-magazine": "longform",
    "emagazine": "longform",
    "ảnh": "gallery",
    "photo": "gallery",
    "phóng sự ảnh": "gallery",
}


def read_kind(
    whole: Scope, near: Scope, head: Head, containers: Sequence[LexborNode], sections: Sequence[str]
) -> ArticleKind:
    """Return the kind by the parts only it has, then by the names of the boxes around the text, then by section."""
    for node in containers:
        part = near.within(node) if len(containers) == 1 else whole.at(node)
        if part.first((".timeline__item", ".timeline-wrap")) is not None:
            return "live"
        if part.first((".interview__item", ".interview__question")) is not None:
            return "interview"
    if "LiveBlogPosting" in head.ld_types:
        return "live"
    if head.metas.get("og:type", "").startswith("video"):
        return "video"
    around = [box for container in containers for box in _boxes_around(container)]
    if any("media-content" in classes.split() for classes, _, _ in around):
        return "gallery"
    if any(identity == "site-content" and "is-full" in classes.split() for classes, identity, _ in around):
        return "longform"
    for classes, _, tag in around:
        kind = _kind_by_names(classes, tag)
        if kind is not None:
            return kind
    for name in sections:
        kind = _SECTION_KINDS.get(name.lower())
        if kind is not None:
            return kind
    return "article"


def kind_by_content(title: str, blocks: Sequence[Block], pictures: int, films: int) -> ArticleKind:
    """Return the kind of a page that names none: a live report, a film or pictures with hardly any text, an article."""
    if _is_told_by_the_clock(blocks):
        return "live"
    words = 0
    for block in blocks:
        words += len(block.text.split())
        if words >= _MAX_WORDS_OF_FILM:
            return "article"
    if films:
        return "video"
    if pictures and words < 40 and _INFOGRAPHIC_TITLE.match(title):
        return "infographic"
    return "gallery" if pictures >= 4 and words < 40 else "article"


def kind_without_words(pictures: int) -> ArticleKind:
    """Return the kind of a page whose body holds nothing but so many pictures: one that is no photo needs no other."""
    if pictures:
        return "infographic" if pictures == 1 else "gallery"
    return "article"


def _is_told_by_the_clock(blocks: Sequence[Block]) -> bool:
    """Tell whether a text is a row of entries headed by a time of the day alone, most of which tell something.

    A programme has such times as well, but names what comes in a few words.
    """
    heads = [
        index for index, block in enumerate(blocks) if len(block.text) <= _CLOCK and _CLOCK_ALONE.match(block.text)
    ]
    if len(heads) < _MIN_ENTRIES:
        return False
    entries = [blocks[start + 1 : end] for start, end in zip(heads, [*heads[1:], len(blocks)], strict=True)]
    told = sum(any(block.text[-1] in ".!?…”" and len(block.text) >= _SENTENCE for block in entry) for entry in entries)
    return told * 2 > len(entries)


def take_films(bodies: Sequence[Element], base: str, dropped: Counter[str]) -> list[str]:
    """Remove the films from `bodies` with the boxes around them, and return their addresses; those of adverts stay."""
    films: list[str] = []
    for body in bodies:
        for node in body.walk()[1:]:
            if not (node.tag in _FILM_TAGS or not _FILM_NAMES.isdisjoint(node.attributes)):
                continue
            sources = [inner.attributes for inner in (node, *node.find_all({"source"}))]
            address = _film_address(node.tag, sources, base) if node.is_in(body) else None
            if address is None or is_in_advert(node):
                continue
            if address not in films:
                films.append(address)
            box = _box_of(node)
            if box.text.strip():
                dropped["video_caption"] += 1
            box.remove()
    return films


def find_films(whole: Scope, head: Head, base: str) -> list[str]:
    """Return the addresses of films outside the body, for a page that is one."""
    films = [
        _film_address(node.tag or "", [inner.attributes for inner in (node, *find_all(node, "source"))], base)
        for node in find_all(whole.node, _FILMS)
        if not is_elsewhere(node, whole)
    ]
    films += [str(item.get("contentUrl") or item.get("embedUrl") or "") or None for item in head.ld_articles]
    return list(dict.fromkeys(film for film in films if film))


def _film_address(tag: str, sources: Iterable[Mapping[str, str | None]], base: str) -> str | None:
    """Return the first address of a film that the attributes of an element, or of a `source` in it, name."""
    for attributes in sources:
        for name in ("data-video-src", "data-video-url", "src", "data-src", "url"):
            value = (attributes.get(name) or "").strip()
            if not value:
                continue
            if tag in {"iframe", "oembed"} and not _PLAYER.search(value):
                continue
            try:
                url = urljoin(base, value)
            except ValueError:
                continue
            if url.startswith(("http://", "https://")):
                return url
    return None


def _box_of(node: Element) -> Element:
    """Return the table, figure or division that holds the film and at most a caption."""
    return [node, *takewhile(_may_be_film_box, islice(node.parents(), 6))][-1]


def _may_be_film_box(box: Element) -> bool:
    text = box.text.strip()
    is_named = box.tag in {"table", "tbody", "tr", "td", "figure"} or _is_film_box(box)
    return not text or (len(text) <= 300 and is_named)


def _is_film_box(node: Element) -> bool:
    return any("video" in name.lower() or "player" in name.lower() for name in node.class_names)


def _boxes_around(node: LexborNode) -> list[tuple[str, str, str]]:
    """Return class attribute, identity and tag of a node and of what is around it."""
    found: list[tuple[str, str, str]] = []
    current: LexborNode | None = node
    while current is not None and current.tag != "html" and len(found) < 40:
        attributes = current.attributes
        found.append((attributes.get("class") or "", attributes.get("id") or "", current.tag or ""))
        current = current.parent
    return found


@remember
def _kind_by_names(classes: str, tag: str) -> ArticleKind | None:
    for name in classes.split():
        if tag == "body" or name.startswith(_KIND_PREFIXES) or _KIND_ALONE.fullmatch(name):
            kind = next((kind for pattern, kind in _KIND_NAMES if pattern.search(name)), None)
            if kind is not None:
                return kind
    return None
