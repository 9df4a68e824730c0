"""Selecting on a page without walking all of it for what is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.text import folded

_NAME = re.compile(r"[.#]([\w-]+)|\[[\w-]+[*^$~]?=[\"']?([\w-]+)")
_CLASS = re.compile(r"\.([\w-]+)")
# What many names of templates share: one that is nowhere in a page rules out all of them.
_STEMS = ("article__", "article-", "breadcrumb", "cms-", "abody", "interview__", "timeline-", "timeline__")


# Attributes that many selectors name and few pages have.
_RARE_ATTRIBUTES = ("itemprop", "datetime", "data-role")


@dataclass(slots=True)
class Known:
    """What was found out about a page so far, for all scopes of it."""

    names: dict[str, bool] = field(default_factory=dict)
    """Whether a name stands in the source."""
    attributes: dict[str, bool] = field(default_factory=dict)
    """Whether the name of an attribute stands in the source, in any case."""
    elsewhere: dict[int, bool] = field(default_factory=dict)
    """Whether an element stands outside the article."""
    in_card: dict[int, bool] = field(default_factory=dict)
    """Whether an element stands in a card of another article."""


@dataclass(slots=True)
class Scope:
    """A part of a page to select in, with the page's source.

    A query walks every node, at 0.05 ms a miss on a whole page of 90 kB; a name that is nowhere in the source needs no
    walk. In a part of the page only its own class names count.
    """

    node: LexborNode
    source: str
    raw: bytes
    """The source in UTF-8, in which names are found faster."""
    known: Known = field(default_factory=Known)
    classes: set[str] | None = None
    """The class names in a part and around it, where they were read."""

    def css(self, selector: str) -> list[LexborNode]:
        """Return the elements `selector` finds in this part, in reading order."""
        return find_all(self.node, selector) if self.may_find(selector) else []

    def first(self, selectors: Sequence[str]) -> LexborNode | None:
        """Return the first element of the first selector that finds one."""
        for selector in selectors:
            if self.may_find(selector):
                found = find_first(self.node, selector)
                if found is not None:
                    return found
        return None

    def may_find(self, selector: str) -> bool:
        """Tell whether the names in `selector` stand anywhere in this part, as far as that is known without a walk."""
        classes = self.classes
        if classes is not None:
            return classes.issuperset(_classes_in(selector)) and all(map(self._has_attribute, _attributes_in(selector)))
        return all(map(self._has, _names_in(selector)))

    def _has_attribute(self, name: str) -> bool:
        attributes = self.known.attributes
        found = attributes.get(name)
        if found is None:
            found = attributes[name] = name.encode() in self.raw.lower()
        return found

    def read_classes(self) -> None:
        """Read the class names once, which pays where many queries follow."""
        # A selector may name boxes around the part, and without a doctype the case of names does not count.
        nodes = find_all(self.node, "[class]")
        around = self.node.parent
        while around is not None and around.is_element_node:
            nodes.append(around)
            around = around.parent
        self.classes = set(" ".join([node.attrs.sget("class") for node in nodes]).lower().split())

    def _has(self, name: str) -> bool:
        # Finding a name takes as long as walking the page for it; finding what many names share pays.
        name = next((stem for stem in _STEMS if stem in name), name)
        found = self.known.names.get(name)
        if found is None:
            found = self.known.names[name] = name.encode() in self.raw
        return found

    def at(self, node: LexborNode) -> Scope:
        """Return the part of the same page at `node`."""
        return Scope(node, self.source, self.raw, self.known)

    def within(self, node: LexborNode) -> Scope:
        """Return the part at `node`, which stands in this part and has no names besides those of this part."""
        return Scope(node, self.source, self.raw, self.known, self.classes)


def whole_page(tree: LexborHTMLParser, source: str, raw: bytes) -> Scope | None:
    """Return the scope of all of a page; None if the parser found nothing."""
    return Scope(tree.root, source, raw) if tree.root is not None else None


def around_article(whole: Scope, container: LexborNode | None, title: str) -> Scope:
    """Return the smallest part that holds the body and a first heading: title, date, lead and author stand in it.

    The parts of a body may have such headings too; one outside that says the declared `title` is meant then.

    What holds the body is from then on no box of other articles, whatever it is called, and the foot of an `article`
    that holds it no card; dates in there may still be those of others.
    """
    outer = container
    while outer is not None:
        whole.known.elsewhere[outer.mem_id] = whole.known.in_card[outer.mem_id] = False
        for child in outer.iter() if outer.tag == "article" else ():
            if child.tag == "footer":
                whole.known.in_card[child.mem_id] = False
        outer = outer.parent
    node = container
    inner = find_first(node, "h1") if node is not None else None
    meant = heading_that_says(title, whole) if inner is not None else None
    while node is not None and node.tag not in {"body", "html"}:
        if meant is None:
            holds_title = find_first(node, "h1") is not None
        else:
            holds_title = any(heading.mem_id == meant.mem_id for heading in find_all(node, "h1"))
        if holds_title:
            near = whole.at(node)
            near.read_classes()
            return near
        node = node.parent
    return whole


def heading_that_says(title: str, whole: Scope) -> LexborNode | None:
    """Return the first heading that says the declared title, behind which the newspaper's name may stand.

    Where none is declared it is the page's.
    """
    element = find_first(whole.node, "title") if not title else None
    key = folded(element.text().strip() if element is not None else title)
    headings = ((node, folded(node.text().strip())) for node in find_all(whole.node, "h1"))
    return next((node for node, text in headings if text and key.startswith(text)), None)


@lru_cache(maxsize=512)
def _names_in(selector: str) -> tuple[str, ...]:
    # Of a list, and of what a selector excludes, names may be missing.
    if "," in selector:
        return ()
    return tuple(first or second for first, second in _NAME.findall(selector.partition(":not")[0]))


@lru_cache(maxsize=512)
def _attributes_in(selector: str) -> tuple[str, ...]:
    return () if "," in selector else tuple(name for name in _RARE_ATTRIBUTES if f"[{name}" in selector)


@lru_cache(maxsize=512)
def _classes_in(selector: str) -> tuple[str, ...]:
    return () if "," in selector or "*" in selector else tuple(_CLASS.findall(selector.lower().partition(":not")[0]))
