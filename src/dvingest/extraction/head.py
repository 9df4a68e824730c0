"""What a page declares of itself: meta elements, canonical link, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_all, find_first
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
    for node in find_all(whole.node, "meta[content], script[type='application/ld+json' i]"):
        if node.tag == "script":
            _read_ld(node.text(), head)
            continue
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        value = (attributes["content"] or "").strip()
        if name and value:
            head.metas.setdefault(name, value)
            if name == "article:tag":
                head.article_tags.append(value)
    link = find_first(whole.node, "link[rel=canonical][href]")
    head.canonical = link.attributes["href"] if link is not None else None
    head.language = (whole.node.attributes.get("lang") or "")[:2].lower()
    return head


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
