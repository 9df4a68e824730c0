"""Selecting on a page without walking all of it for what is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dvingest.extraction.dom.selecting import find_all, find_first, find_tagged
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

    names: dict[bytes, bool] = field(default_factory=dict)
    """Whether a name stands in the source."""
    attributes: dict[bytes, bool] = field(default_factory=dict)
    """Whether the name of an attribute stands in the source, in any case."""
    elsewhere: dict[int, bool] = field(default_factory=dict)
    """Whether an element stands outside the article."""
    in_card: dict[int, bool] = field(default_factory=dict)
    """Whether an element stands in a card of another article."""
    headings: list[LexborNode] | None = None
    """The headings of the first rank, once they were asked for; nothing that holds one is taken out of a page."""
    around_headings: set[int] | None = None
    """Identities of these and of all elements around them."""


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
        needed, classes = _needed_by(selector), self.classes
        if classes is None:
            return all(map(self._has, needed.names))
        return needed.classes <= classes and (not needed.attributes or all(map(self._has_attribute, needed.attributes)))

    def _has_attribute(self, name: bytes) -> bool:
        attributes = self.known.attributes
        found = attributes.get(name)
        if found is None:
            found = attributes[name] = name in self.raw.lower()
        return found

    def headings(self) -> list[LexborNode]:
        """Return the headings of the first rank on all of the page, in reading order."""
        known = self.known
        if known.headings is None:
            known.headings = find_tagged(self.node, "h1")
        return known.headings

    def around_headings(self) -> set[int]:
        """Return the identities of the elements that are headings of the first rank, or hold one."""
        known = self.known
        if known.around_headings is None:
            known.around_headings = set()
            for heading in self.headings():
                _add_way_up(heading, known.around_headings)
        return known.around_headings

    def read_classes(self) -> None:
        """Read the class names once, which pays where many queries follow."""
        # A selector may name boxes around the part, and without a doctype the case of names does not count.
        nodes = find_all(self.node, "[class]")
        around = self.node.parent
        while around is not None and around.is_element_node:
            nodes.append(around)
            around = around.parent
        self.classes = set(" ".join([node.attrs.sget("class") for node in nodes]).lower().split())

    def _has(self, name: bytes) -> bool:
        found = self.known.names.get(name)
        if found is None:
            found = self.known.names[name] = name in self.raw
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
    node, holding = container, whole.around_headings()
    is_inside = node is not None and node.mem_id in holding
    meant = heading_that_says(title, whole) if is_inside else None
    if meant is not None:
        holding = set()
        _add_way_up(meant, holding)
    while node is not None and node.tag not in {"body", "html"}:
        if node.mem_id in holding:
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
    headings = ((node, folded(node.text().strip())) for node in whole.headings())
    return next((node for node, text in headings if text and key.startswith(text)), None)


def _add_way_up(node: LexborNode, ways: set[int]) -> None:
    """Add the identities of an element and of those around it, up to where another way is met."""
    current: LexborNode | None = node
    while current is not None and current.mem_id not in ways:
        ways.add(current.mem_id)
        current = current.parent


class _Needed(NamedTuple):
    """What a selector cannot find anything without, of a list and of what it excludes nothing."""

    names: tuple[bytes, ...]
    """Parts of names, as they stand in a source."""
    classes: frozenset[str]
    """Class names in lower case."""
    attributes: tuple[bytes, ...]


@lru_cache(maxsize=512)
def _needed_by(selector: str) -> _Needed:
    if "," in selector:
        return _Needed((), frozenset(), ())
    sure = selector.partition(":not")[0]
    return _Needed(
        names=tuple(_stem_of(first or second).encode() for first, second in _NAME.findall(sure)),
        classes=frozenset(() if "*" in selector else _CLASS.findall(sure.lower())),
        attributes=tuple(name.encode() for name in _RARE_ATTRIBUTES if f"[{name}" in selector),
    )


def _stem_of(name: str) -> str:
    """Return what a name shares with others: finding it takes as long as walking the page for an element, but once."""
    return next((stem for stem in _STEMS if stem in name), name)
