"""What a page says of its article outside the body, each field from its sources in a fixed order of trust."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from dvingest.extraction.byline import Byline, read_byline
from dvingest.extraction.scope import Scope
from dvingest.extraction.text import folded, is_same_text, normalise_text
from dvingest.model import JsonObject
from dvingest.plvn.dates import parse_date
from dvingest.plvn.templates import Template
from dvingest.plvn.urls import canonical_url, is_article, is_newspaper_host

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|VideoObject|LiveBlogPosting)$")
_SITE_SUFFIX = re.compile(
    r"\s*[|–—-]\s*(?:báo\s+)?(?:điện tử\s+)?(?:pháp luật việt nam|plvn|baophapluat\.vn|pháp luật plus)"
    r"(?:\s+điện tử)?\s*$",
    re.IGNORECASE,
)
_HOME = frozenset({"trang chủ", "home", "trang nhất", "trang chu"})
_PUBLISHED_METAS = (
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "pubdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dc.date",
)
_MODIFIED_METAS = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified")
# Places of a page where other articles, or the present day, are shown.
_ELSEWHERE_TAGS = frozenset({"nav", "aside", "footer", "button"})
_ELSEWHERE_CLASSES = frozenset(
    {
        *("site-header", "site-footer", "sidebar", "sub-col", "story", "related-news", "article-relate", "box-relate"),
        *("zone", "content-list", "box-content", "navigator", "menu", "topbar", "header-top", "loading-link"),
    }
)


@dataclass(slots=True)
class Head:
    """Meta elements, first value of each, and the JSON-LD objects of a page."""

    metas: dict[str, str] = field(default_factory=dict)
    article_tags: list[str] = field(default_factory=list)
    ld_articles: list[JsonObject] = field(default_factory=list)
    ld_breadcrumbs: list[JsonObject] = field(default_factory=list)
    ld_types: list[str] = field(default_factory=list)
    canonical: str | None = None
    language: str = ""

    def first(self, names: Sequence[str]) -> str | None:
        """Return the value of the first meta element of `names` that has one."""
        return next((self.metas[name] for name in names if self.metas.get(name)), None)


@dataclass(slots=True)
class Dates:
    """When the article was published and changed, and how the page writes it."""

    published_raw: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    disagree: bool = False


def read_head(whole: Scope) -> Head:
    """Return the meta elements, canonical link and JSON-LD of the page."""
    head = Head()
    for node in _declaring(whole):
        attributes = node.attributes
        if node.tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
            value = (attributes.get("content") or "").strip()
            if name and value:
                head.metas.setdefault(name, value)
                if name == "article:tag":
                    head.article_tags.append(value)
        elif node.tag not in {"link", "script"}:
            continue
        elif node.tag == "link":
            if attributes.get("rel") == "canonical":
                head.canonical = head.canonical or attributes.get("href")
        elif (attributes.get("type") or "").lower() == "application/ld+json":
            _read_ld(node.text(), head)
    head.language = (whole.node.attributes.get("lang") or "")[:2].lower()
    return head


def _declaring(whole: Scope) -> list[LexborNode]:
    """Return the elements that say something of the page: those of its head, and strays in the body if it has any."""
    head: LexborNode | None = None
    body: LexborNode | None = None
    for child in whole.node.iter():
        if child.tag == "head":
            head = child
        elif child.tag == "body":
            body = child
    nodes = list(head.iter()) if head is not None else []
    end = max(whole.raw.find(b"<body"), 0)
    if body is not None and whole.raw.find(b"<meta", end) >= 0:
        nodes += body.css("meta")
    if body is not None and whole.raw.find(b"ld+json", end) >= 0:
        nodes += body.css("script")
    return nodes


def read_title(near: Scope, whole: Scope, template: Template, head: Head) -> tuple[str, LexborNode | None, bool]:
    """Return the title, the element that shows it, and whether the page's places disagree about it."""
    shown = select_shown(near, template.title) or select_shown(whole, template.title)
    text = node_text(shown) if shown is not None else ""
    declared = [
        *(normalise_text(str(article.get("headline") or "")) for article in head.ld_articles),
        normalise_text(head.metas.get("og:title", "")),
    ]
    declared = [_SITE_SUFFIX.sub("", title) for title in declared if title]
    if not text:
        text = next(iter(declared), "")
        if not text:
            element = whole.first(("title",))
            text = _SITE_SUFFIX.sub("", node_text(element)) if element is not None else ""
        return text, None, False
    key = folded(text)
    disagree = bool(declared) and not any(key in folded(title) or folded(title) in key for title in declared)
    return text, shown, disagree


def read_titles_beside(near: Scope, template: Template, title: LexborNode | None) -> tuple[str | None, str | None]:
    """Return kicker and subtitle: by their names, else the second title by its place above or below the first."""
    kicker, subtitle = select_shown(near, template.kicker), select_shown(near, template.subtitle)
    beside = select_shown(near, template.by_place)
    if beside is not None and title is not None and beside.mem_id != title.mem_id:
        in_order = [node.mem_id for node in near.css(", ".join((*template.by_place, *template.title)))]
        if title.mem_id not in in_order:
            in_order.append(title.mem_id)
        if in_order.index(beside.mem_id) < in_order.index(title.mem_id):
            kicker = kicker or beside
        else:
            subtitle = subtitle or beside
    return (node_text(kicker) if kicker is not None else None, node_text(subtitle) if subtitle is not None else None)


def read_dates(scopes: Sequence[Scope], template: Template, head: Head, lines: Sequence[str] = ()) -> Dates:
    """Return the dates in the order of trust: meta elements, JSON-LD, `time` and its like, `lines` near the title."""
    found: list[tuple[str, datetime]] = []
    for raw in _published_sources(scopes, template, head):
        moment = parse_date(raw)
        if moment is not None:
            found.append((raw, moment))
    if not found:
        for line in lines:
            moment = parse_date(line) if len(line) <= 160 else None
            if moment is not None:
                found.append((normalise_text(line), moment))
                break
    dates = Dates()
    if found:
        dates.published_raw, dates.published_at = normalise_text(found[0][0]), found[0][1]
        dates.disagree = any(not _agree(found[0], other) for other in found[1:])
    declared = [*(head.metas.get(name) for name in _MODIFIED_METAS), *_ld_values(head, "dateModified")]
    for value in declared:
        dates.modified_at = parse_date(value)
        if dates.modified_at is not None:
            break
    return dates


def read_section_path(
    scopes: Sequence[Scope], template: Template, head: Head, title: str
) -> tuple[tuple[str, ...], bool]:
    """Return the names of the sections from the outermost inwards, and whether meta data names another."""
    path: list[str] = []
    for scope, selector in ((scope, selector) for scope in scopes for selector in template.breadcrumbs):
        path = _names(node_text(link) for link in scope.css(selector) if not _is_in_card(link))
        if path:
            break
    if not path:
        for crumbs in head.ld_breadcrumbs:
            path = _names(_crumb_names(crumbs))
            if path:
                break
    path = [name for name in path if not is_same_text(name, title)]
    declared = [normalise_text(head.metas.get("article:section", "")), *_ld_values(head, "articleSection")]
    declared = _names(name for name in declared if name)
    if not path:
        return tuple(declared[:1]), False
    disagree = bool(declared) and not any(is_same_text(name, other) for name in path for other in declared)
    return tuple(path), disagree


def read_tags(scopes: Sequence[Scope], template: Template, head: Head) -> tuple[str, ...]:
    """Return the tags the page shows, else those its meta data lists."""
    for scope, selector in ((scope, selector) for scope in scopes for selector in template.tags):
        tags = _names(node_text(link).strip("#") for link in scope.css(selector) if not _is_in_card(link))
        if tags:
            return tuple(tags)
    if head.article_tags:
        return tuple(_names(normalise_text(tag) for tag in head.article_tags))
    for keywords in (*_ld_values(head, "keywords"), head.metas.get("news_keywords", "")):
        tags = _names(normalise_text(tag) for tag in re.split(r"[,;]", keywords))
        if tags:
            return tuple(tags)
    return ()


def read_shown_byline(near: Scope, template: Template) -> Byline | None:
    """Return the author line the page shows at its place, if it names anybody."""
    lines: list[Byline] = []
    for selector in template.byline:
        for node in near.css(selector):
            text = node_text(node)
            if not text or len(text) > 150 or is_elsewhere(node) or _is_in_picture(node):
                continue
            byline = read_byline(text)
            if byline is not None and not any(other.raw in byline.raw or byline.raw in other.raw for other in lines):
                lines.append(byline)
        if any(line.authors for line in lines) and any(line.source for line in lines):
            break
    people = [line for line in lines if line.authors][:1]
    return join_bylines([line for line in lines if line in people or not line.authors])


def read_declared_byline(head: Head) -> Byline | None:
    """Return who meta data and JSON-LD name; the newspaper itself is nobody."""
    for text in (
        head.metas.get("dable:author"),
        *_ld_authors(head),
        head.metas.get("article:author"),
        head.metas.get("author"),
    ):
        if text and not text.startswith(("http://", "https://")):
            byline = read_byline(text)
            if byline is not None:
                return byline
    return None


def join_bylines(lines: Sequence[Byline]) -> Byline | None:
    """Return one byline with the people and the first source of all `lines`."""
    if not lines:
        return None
    return Byline(
        " ".join(dict.fromkeys(line.raw for line in lines)),
        tuple(dict.fromkeys(author for line in lines for author in line.authors)),
        next((line.source for line in lines if line.source), None),
    )


def read_canonical(head: Head, url: str) -> str | None:
    """Return the address the page names as its own, if it is an article of the host it was fetched from."""
    for value in (head.canonical, head.metas.get("og:url")):
        if not value:
            continue
        try:
            target = urljoin(url, value.strip())
            host = urlsplit(target).hostname
            same = host == urlsplit(url).hostname
        except ValueError:
            continue
        if is_article(target) or (same and not is_newspaper_host(host) and urlsplit(target).path.strip("/")):
            return canonical_url(target)
    return None


def lead_text(node: LexborNode) -> str:
    """Return the text of a lead's element without lists of links to other articles, which some skins keep in it."""
    text = node_text(node)
    for inner in node.css("ul, ol, table"):
        listed = node_text(inner) if inner.css_first("a") is not None else ""
        if listed:
            text = normalise_text(text.replace(listed, " ", 1))
    return text


def select_shown(scope: Scope, selectors: Sequence[str]) -> LexborNode | None:
    """Return the first element with text that a selector finds outside cards, columns and the site's head."""
    for selector in selectors:
        for node in scope.css(selector):
            if not is_elsewhere(node) and node_text(node):
                return node
    return None


def node_text(node: LexborNode) -> str:
    """Return the text of an element on one line; line breaks and blocks in it are spaces."""
    only = node.first_child
    if only is None or (only.is_text_node and only.next is None):
        return normalise_text(only.text_content or "") if only is not None else ""
    if node.css_first("br, p, div, li, td, h1, h2, h3") is None:
        return normalise_text(node.text(deep=True, separator=""))
    pieces: list[str] = []
    for inner in node.traverse(include_text=True):
        if inner.is_text_node:
            before = inner.parent
            pieces.append(inner.text_content or "" if before is None or before.tag not in {"script", "style"} else "")
            while before is not None and before.mem_id != node.mem_id and before.last_child == inner:
                pieces.append(" " if before.tag in _BLOCK_TAGS else "")
                inner, before = before, before.parent
        elif inner.tag in _BLOCK_TAGS:
            pieces.append(" ")
    return normalise_text("".join(pieces))


_BLOCK_TAGS = frozenset(
    {"br", "p", "div", "li", "td", "th", "tr", "ul", "ol", "table", "section", "h1", "h2", "h3", "h4"}
)


def is_elsewhere(node: LexborNode) -> bool:
    """Tell whether an element stands in a card, a side column, a form or the head or foot of the site."""
    current: LexborNode | None = node
    while current is not None and current.tag not in {"body", "html"}:
        if current.tag in _ELSEWHERE_TAGS or not _ELSEWHERE_CLASSES.isdisjoint(class_names(current)):
            return True
        # The logo is a heading too on this newspaper.
        if current.tag == "h1" and "logo" in class_names(current):
            return True
        current = current.parent
    return False


def class_names(node: LexborNode) -> list[str]:
    """Return the class names of an element."""
    return (node.attributes.get("class") or "").split()


def _is_in_card(node: LexborNode) -> bool:
    current: LexborNode | None = node
    while current is not None and current.tag not in {"body", "html"}:
        if current.tag in {"footer", "aside"} or "story" in class_names(current):
            return True
        current = current.parent
    return False


def _is_in_picture(node: LexborNode) -> bool:
    current: LexborNode | None = node
    while current is not None and current.tag not in {"body", "html"}:
        if current.tag in {"figure", "figcaption", "table"}:
            return True
        current = current.parent
    return False


def _published_sources(scopes: Sequence[Scope], template: Template, head: Head) -> Iterator[str]:
    for name in _PUBLISHED_METAS:
        if name in head.metas:
            yield head.metas[name]
    yield from _ld_values(head, "datePublished")
    for scope, selector in ((scope, selector) for scope in scopes for selector in template.time):
        shown = [node for node in scope.css(selector) if not is_elsewhere(node)]
        for node in shown[:2]:
            attributes = node.attributes
            for value in (
                attributes.get("datetime"),
                attributes.get("content"),
                attributes.get("data-time"),
                node_text(node),
            ):
                if value and parse_date(value) is not None:
                    yield value
                    return


def _agree(one: tuple[str, datetime], other: tuple[str, datetime]) -> bool:
    """Tell whether two datings mean the same; one without a clock only has to name the day."""
    seconds = abs((one[1] - other[1]).total_seconds())
    if not (re.search(r"\d[:hg]\s*\d", one[0]) and re.search(r"\d[:hg]\s*\d", other[0])):
        return seconds < 86_400 or one[0].isdigit() or other[0].isdigit()
    return seconds < 60


def _names(texts: Iterator[str]) -> list[str]:
    """Return the texts without empty ones, doubles and the front page."""
    kept: dict[str, str] = {}
    for text in texts:
        name = normalise_text(text).strip(" ›»>/|")
        if name and len(name) <= 100 and folded(name) not in _HOME:
            kept.setdefault(folded(name), name)
    return list(kept.values())


def _read_ld(text: str, head: Head) -> None:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    waiting: list[Any] = [found]
    seen = 0
    while waiting and seen < 500:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            kinds = item.get("@type")
            kind = str(kinds[0] if isinstance(kinds, list) and kinds else kinds or "")
            head.ld_types.append(kind)
            if _ARTICLE_TYPES.search(kind):
                head.ld_articles.append(item)
            elif kind == "BreadcrumbList":
                head.ld_breadcrumbs.append(item)
            waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]


def _ld_values(head: Head, key: str) -> list[str]:
    values: list[str] = []
    for article in head.ld_articles:
        value = article.get(key)
        if isinstance(value, list):
            value = ", ".join(str(item) for item in value)
        if isinstance(value, (str, int)) and str(value).strip():
            values.append(str(value))
    return values


def _ld_authors(head: Head) -> list[str]:
    authors: list[str] = []
    for article in head.ld_articles:
        value = article.get("author")
        people = value if isinstance(value, list) else [value]
        names = [str(person.get("name") or "") if isinstance(person, dict) else str(person or "") for person in people]
        authors.append(", ".join(name for name in names if name))
    return authors


def _crumb_names(crumbs: JsonObject) -> Iterator[str]:
    items = crumbs.get("itemListElement")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            inner = item.get("item")
            name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
            yield str(name or "")
