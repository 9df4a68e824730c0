"""The body as a tree of plain objects, grown from what lexbor wrote out: cheap to ask, to take apart and to walk.

Cleaning asks a body some thousand questions and takes it apart on the way. What lexbor writes is regular (attributes in
quotes, every element closed, a handful of escapes), so that reading it again is exact and costs as much as a few dozen
questions to lexbor.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from selectolax.lexbor import LexborNode

from dvingest.extraction.depth import MAX_DEPTH
from dvingest.extraction.text import normalise_text

_ATTRIBUTE = re.compile(r'([^\s=][^\s=]*)(?:="([^"]*)")?')
# Elements whose text lexbor writes as it is, without escapes.
_RAW = frozenset({"script", "style", "iframe", "xmp", "noembed", "noframes", "plaintext"})
# Elements without content, which have no end tag.
_VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen"),
        *("link", "meta", "param", "source", "track", "wbr"),
    }
)
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    }
)
"""Elements that begin and end a line of text."""
_NONE: Mapping[str, str] = {}
# Classes and styles come again on every page, addresses hardly ever.
_SHORT = 60
# No line of a text has so many parts, and looking along it for each of them would take its time.
_MOST_SIBLINGS = 500


@dataclass(slots=True, eq=False)
class Element:
    """An element with its children in reading order, elements and strings of text."""

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None
    children: list[Element | str]
    mark: int | None = None
    """What a reader has found out about the element: the number of the group of pictures that it stands for."""

    @property
    def text(self) -> str:
        """The text in the element as it stands in the page, spaces and all."""
        children = self.children
        if len(children) == 1 and isinstance(children[0], str):
            return children[0]
        parts: list[str] = []
        _collect_text(self, parts)
        return "".join(parts)

    @property
    def squeezed(self) -> str:
        """The text with single spaces."""
        return " ".join(self.text.split())

    @property
    def own_length(self) -> int:
        """How many characters of text it has outside links."""
        total = len(self.squeezed)
        return total - sum(len(link.squeezed) for link in self.find_all({"a"})) if total else 0

    @property
    def class_names(self) -> list[str]:
        """The names in its class attribute."""
        return self.attributes.get("class", "").split()

    def strings(self) -> list[str]:
        """Return the strings of text in the element, in reading order."""
        parts: list[str] = []
        _collect_text(self, parts)
        return parts

    def walk(self) -> list[Element]:
        """Return this element and those in it, in reading order."""
        found: list[Element] = []
        _collect(self, found)
        return found

    def elements(self) -> Iterator[Element]:
        """Yield the child elements."""
        for child in self.children:
            if not isinstance(child, str):
                yield child

    def filled(self) -> list[Element | str]:
        """Return the children that are more than spaces."""
        return [child for child in self.children if not (isinstance(child, str) and child.isspace())]

    def find_all(self, tags: Collection[str]) -> list[Element]:
        """Return the elements with one of `tags`, this one and those in it, in reading order."""
        return [element for element in self.walk() if element.tag in tags]

    def find_first(self, tags: Collection[str]) -> Element | None:
        """Return the first of `find_all`."""
        if self.tag in tags:
            return self
        for child in self.children:
            if not isinstance(child, str):
                found = child.find_first(tags)
                if found is not None:
                    return found
        return None

    def parents(self) -> Iterator[Element]:
        """Yield the elements around this one from the inside outwards; the root, which is the body, is none of them."""
        current = self.parent
        while current is not None and current.parent is not None:
            yield current
            current = current.parent

    def around(self, tag: str) -> Element | None:
        """Return the nearest element with this tag, this one or one around it."""
        return self if self.tag == tag else next((box for box in self.parents() if box.tag == tag), None)

    def is_within(self, tags: Collection[str]) -> bool:
        """Tell whether the element stands in one that has one of `tags`."""
        return any(box.tag in tags for box in self.parents())

    def is_in(self, root: Element) -> bool:
        """Tell whether the element still stands in the tree of `root`."""
        current: Element | None = self
        while current is not None and current is not root:
            current = current.parent
        return current is not None

    def has_words_before(self) -> bool:
        """Tell whether text stands before the element in its line."""
        siblings, place = self._place()
        return place is None or _has_words(reversed(siblings[:place]))

    def has_words_behind(self) -> bool:
        """Tell whether text stands behind the element in its line."""
        siblings, place = self._place()
        return place is None or _has_words(siblings[place + 1 :])

    def _place(self) -> tuple[list[Element | str], int | None]:
        """Return the children of the parent and the place among them; None for lines too long to be looked through."""
        siblings = self.parent.children if self.parent is not None else []
        if len(siblings) > _MOST_SIBLINGS:
            return siblings, None
        return siblings, siblings.index(self) if self in siblings else 0

    def following(self) -> list[Element | str]:
        """Return what stands behind the element in its parent."""
        siblings = self.parent.children if self.parent is not None else []
        return siblings[siblings.index(self) + 1 :] if self in siblings else []

    def append(self, elements: list[Element]) -> None:
        """Put elements behind its children."""
        for element in elements:
            element.parent = self
        self.children += elements

    def remove(self) -> None:
        """Take the element and all in it out of the tree."""
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent = None


def _has_words(nodes: Iterable[Element | str]) -> bool:
    """Tell whether there is text before the line ends."""
    for node in nodes:
        if isinstance(node, str):
            if node.strip():
                return True
        elif node.tag == "br" or node.tag in BLOCKS:
            return False
        elif node.text.strip():
            return True
    return False


def _collect_text(node: Element, parts: list[str]) -> None:
    for child in node.children:
        if isinstance(child, str):
            parts.append(child)
        else:
            _collect_text(child, parts)


def _collect(node: Element, found: list[Element]) -> None:
    found.append(node)
    for child in node.children:
        if not isinstance(child, str):
            if child.children:
                _collect(child, found)
            else:
                found.append(child)


@dataclass(frozen=True, slots=True)
class Grown:
    """A tree, and whether it had to be kept from growing too deep."""

    root: Element
    is_cut: bool


def grow(node: LexborNode) -> Grown:
    """Return the tree at `node`; elements deeper than `MAX_DEPTH` are left out of it, and their text is not.

    In what lexbor writes, "<" and ">" stand around nothing but tags and comments, save where text is raw.
    """
    root = current = Element("", _NONE, None, [])
    children, depth, too_deep = root.children, 0, 0
    is_cut = False
    html = node.html or ""
    if "<amp-img" in html:
        html = html.replace("<amp-img", "<img").replace("</amp-img>", "")
    parts = iter(html.split("<"))
    next(parts)
    for part in parts:
        head, closed, text = part.partition(">")
        if head[:1] == "/":
            if too_deep:
                too_deep -= 1
            elif current.parent is not None and head[1:] == current.tag:
                current, depth = current.parent, depth - 1
                children = current.children
        elif not closed or head[:1] in "!?":
            text = _behind_odd_tag(part, parts)
        else:
            tag, _, source = head.partition(" ")
            if tag in _RAW:
                raw, text = _raw_text(tag, text, parts)
                children.append(Element(tag, _read_attributes(source), current, [raw]))
            elif depth > MAX_DEPTH:
                is_cut = True
                too_deep += tag not in _VOID
            else:
                element = Element(tag, _read_attributes(source) if source else _NONE, current, [])
                children.append(element)
                if tag not in _VOID:
                    current, children, depth = element, element.children, depth + 1
        if text:
            children.append(_unescaped(text) if "&" in text else text)
    root = next(root.elements(), root)
    root.parent = None
    return Grown(root, is_cut)


def _raw_text(tag: str, text: str, parts: Iterator[str]) -> tuple[str, str]:
    """Return the raw text of an element, and the text behind it."""
    end = f"/{tag}>"
    pieces = [text]
    for part in parts:
        if part.startswith(end):
            return "<".join(pieces), part[len(end) :]
        pieces.append(part)
    return "<".join(pieces), ""


def _behind_odd_tag(part: str, parts: Iterator[str]) -> str:
    """Return the text behind a comment, or behind a tag with "<" in the name of an attribute."""
    end = "-->" if part.startswith("!--") else ">"
    while end not in part:
        following = next(parts, None)
        if following is None:
            return ""
        part += "<" + following
    return part.partition(end)[2]


def _unescaped(text: str) -> str:
    return (
        text.replace("&nbsp;", "\xa0")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
    )


def _read_attributes(source: str) -> Mapping[str, str]:
    return _recall_attributes(source) if len(source) <= _SHORT else _find_attributes(source)


def _find_attributes(source: str) -> Mapping[str, str]:
    found = _ATTRIBUTE.findall(source)
    return {name: _unescaped(value) if "&" in value else value for name, value in found}


_recall_attributes = lru_cache(maxsize=2048)(_find_attributes)


def line_of(element: Element) -> str:
    """Return the text of an element on one line; line breaks and blocks in it are spaces, scripts are left out."""
    children = element.children
    if len(children) == 1 and isinstance(children[0], str):
        return normalise_text(children[0])
    parts: list[str] = []
    _collect_line(element, parts)
    return normalise_text("".join(parts))


def _collect_line(node: Element, parts: list[str]) -> None:
    for child in node.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag not in {"script", "style"}:
            around = " " if child.tag in BLOCKS or child.tag == "br" else ""
            parts.append(around)
            _collect_line(child, parts)
            parts.append(around)


def write_html(element: Element) -> str:
    """Return the element as HTML, without those in it that are marked."""
    parts: list[str] = []
    _write(element, parts)
    return "".join(parts)


def _write(node: Element, parts: list[str]) -> None:
    attributes = [f' {name}="{escape(value)}"' for name, value in node.attributes.items()]
    parts.append(f"<{node.tag}{''.join(attributes)}>")
    for child in node.children:
        if isinstance(child, str):
            parts.append(escape(child, quote=False))
        elif child.mark is None:
            _write(child, parts)
    if node.tag not in _VOID:
        parts.append(f"</{node.tag}>")
