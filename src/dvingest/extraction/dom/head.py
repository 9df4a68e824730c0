"""What a page declares of itself: meta elements, canonical link, JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_tagged
from dvingest.model import JsonObject

_JSON = json.JSONDecoder(strict=False)
# What some pages put around JSON-LD, as they did around scripts, and a comma too many.
_WRAPPINGS = (("<!--", "-->"), ("<![CDATA[", "]]>"))
_AROUND_WRAPPING = " \t\r\n/*;"
_MAX_BROKEN = 100_000
_MIN_BODY = 200
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_TYPE = re.compile(r'"@type"\s*:\s*\[?"(\w+)"')
_DATED = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"<>]{8,40})"')
_TYPE_OF_LD = "application/ld+json"
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|VideoObject|LiveBlogPosting)$")


@dataclass(slots=True)
class Head:
    """Meta elements, first value of each, and the JSON-LD objects of a page."""

    metas: dict[str, str] = field(default_factory=dict)
    article_tags: list[str] = field(default_factory=list)
    ld_articles: list[JsonObject] = field(default_factory=list)
    ld_breadcrumbs: list[JsonObject] = field(default_factory=list)
    ld_types: list[str] = field(default_factory=list)
    page_dates: list[str] = field(default_factory=list)
    """When the page that the article stands on was published, by JSON-LD."""
    canonical: str | None = None
    next_pages: list[str] = field(default_factory=list)
    """Addresses of what is named as the next page."""
    language: str = ""

    @property
    def description(self) -> str:
        """How the page describes itself, which may be cut short; with the mark of the lead."""
        return self.first(("og:description", "description", "twitter:description")) or ""

    def first(self, names: Sequence[str]) -> str | None:
        """Return the value of the first meta element of `names` that has one."""
        return next((self.metas[name] for name in names if self.metas.get(name)), None)


def read_head(whole: Scope) -> Head:
    """Return the meta elements, canonical link and JSON-LD of the page."""
    head = Head()
    for node in find_tagged(whole.node, "meta"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        value = (attributes.get("content") or "").strip()
        if name and value:
            head.metas.setdefault(name, value)
            if name == "article:tag":
                head.article_tags.append(value)
    for node in find_tagged(whole.node, "link"):
        attributes = node.attributes
        rel, href = (attributes.get("rel") or "").lower(), attributes.get("href") or ""
        if rel == "canonical":
            head.canonical = head.canonical or href
        elif rel == "next":
            head.next_pages.append(href)
    for node in find_tagged(whole.node, "script"):
        if (node.attributes.get("type") or "").lower() == _TYPE_OF_LD:
            _read_ld(node.text(), head)
    head.language = (whole.node.attributes.get("lang") or "")[:2].lower()
    return head


def _read_ld(text: str, head: Head) -> None:
    try:
        found = _JSON.decode(text)
    except (ValueError, RecursionError):
        found = _read_broken(text)
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
            elif kind == "WebPage" and isinstance(item.get("datePublished"), str):
                head.page_dates.append(item["datePublished"])
            waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]


def _read_broken(text: str) -> Any:
    """Return what JSON says that is no JSON: mended where that is sure, else the dates of the one article it names."""
    if len(text) > _MAX_BROKEN:
        return None
    text = text.strip(_AROUND_WRAPPING)
    for opening, closing in _WRAPPINGS:
        text = text.removeprefix(opening).removesuffix(closing).strip(_AROUND_WRAPPING)
    mended = _LAST_COMMA.sub("", html.unescape(text) if '"' not in text else text)
    try:
        return _JSON.decode(mended)
    except (ValueError, RecursionError):
        kinds = _TYPE.findall(mended)
    if sum(_ARTICLE_TYPES.search(kind) is not None for kind in kinds) != 1 or "ItemList" in kinds:
        return None
    dated: JsonObject = dict(reversed(_DATED.findall(mended)))
    return {**dated, "@type": next(filter(_ARTICLE_TYPES.search, kinds))}


def ld_values(head: Head, key: str) -> list[str]:
    """Return the values of `key` in the JSON-LD articles, lists joined by commas."""
    values: list[str] = []
    for article in head.ld_articles:
        value = article.get(key)
        if isinstance(value, list):
            value = ", ".join(str(item) for item in value)
        if isinstance(value, (str, int)) and str(value).strip():
            values.append(str(value))
    return values


def ld_sections(head: Head) -> list[str]:
    """Return the sections that the JSON-LD articles name, the first of a list alone: the others are further labels."""
    named = [article.get("articleSection") for article in head.ld_articles]
    firsts = [value[0] if isinstance(value, list) and value else value for value in named]
    return [value for value in firsts if isinstance(value, str) and value.strip()]


def ld_authors(head: Head) -> list[str]:
    """Return who the JSON-LD articles say wrote them, one line each."""
    authors: list[str] = []
    for article in head.ld_articles:
        value = article.get("author")
        people = value if isinstance(value, list) else [value]
        names = [str(person.get("name") or "") if isinstance(person, dict) else str(person or "") for person in people]
        authors.append(", ".join(name for name in names if name))
    return authors


def crumb_names(crumbs: JsonObject) -> Iterator[str]:
    """Yield the names in a JSON-LD BreadcrumbList, in the order of the positions it tells."""
    listed = crumbs.get("itemListElement")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    if all(isinstance(item.get("position"), int) for item in items):
        items.sort(key=lambda item: item["position"])
    for item in items:
        inner = item.get("item")
        name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
        yield str(name or "")


def declared_body(head: Head) -> str:
    """Return the text that JSON-LD gives as the article's, if it is one of some length."""
    texts = (article.get("articleBody") for article in head.ld_articles)
    return next((text for text in texts if isinstance(text, str) and len(text) >= _MIN_BODY), "")
