"""What lexbor wrote out, read into a tree, and a tree written as HTML.

What lexbor writes is regular (attributes in quotes, every element closed, a handful of escapes), so that reading it
again is exact and costs as much as a few dozen questions to lexbor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.depth import MAX_DEPTH
from dvingest.extraction.fragment.tree import BLOCKS, Element

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
_END_OF_CUSTOM = re.compile(r"</[a-z][a-z0-9]*-")
_BOXES = frozenset({"div", "section", "article", "main", "figure", "td", "li"})
_MAKES_BOX = BLOCKS | {"img"}
_NONE: Mapping[str, str] = {}
# Classes and styles come again on every page, addresses hardly ever.
_SHORT = 60


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
    if _END_OF_CUSTOM.search(html) is not None:
        _settle_custom(root)
    return Grown(root, is_cut)


def _settle_custom(root: Element) -> None:
    """Let elements that the site made up ("<figure-caption>") say by their class names what they are called.

    Those that hold blocks or pictures, or stand alone in a box, are boxes; others are words of their line.
    """
    for element in root.walk():
        if "-" not in element.tag:
            continue
        element.attributes = {**element.attributes, "class": f"{element.tag} {element.attributes.get('class', '')}"}
        around = element.parent
        is_alone = around is not None and (around.tag in _BOXES or "-" in around.tag)
        if element.find_first(_MAKES_BOX) or (
            is_alone and not (element.has_words_before() or element.has_words_behind())
        ):
            element.tag = "div"


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
