"""The body as a tree of plain objects, cheap to ask, to take apart and to walk: cleaning has a thousand questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dvingest.extraction.text import normalise_text

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    }
)
"""Elements that begin and end a line of text."""
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
