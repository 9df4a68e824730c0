"""What a page declares of itself: meta elements, canonical link, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborNode

from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_all
from dvingest.model import JsonObject

_JSON = json.JSONDecoder(strict=False)
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|VideoObject|LiveBlogPosting)$")


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


def read_head(whole: Scope) -> Head:
    """Return the meta elements, canonical link and JSON-LD of the page."""
    head = Head()
    for node in _declaring(whole):
        tag = node.tag
        if tag not in {"meta", "link", "script"}:
            continue
        attributes = node.attributes
        if tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
            value = (attributes.get("content") or "").strip()
            if name and value:
                head.metas.setdefault(name, value)
                if name == "article:tag":
                    head.article_tags.append(value)
        elif tag == "link":
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
        nodes += find_all(body, "meta")
    if body is not None and whole.raw.find(b"ld+json", end) >= 0:
        nodes += find_all(body, "script")
    return nodes


def _read_ld(text: str, head: Head) -> None:
    try:
        found = _JSON.decode(text)
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
    """Yield the names in a JSON-LD BreadcrumbList."""
    items = crumbs.get("itemListElement")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            inner = item.get("item")
            name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
            yield str(name or "")
