"""How text is set: bold, in italics, right or centred; by tags, and by styles and classes of the elements around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from dvingest.extraction.fragment.tree import Element
from dvingest.extraction.memo import remember

_BOLD = frozenset({"b", "strong"})
_BLOCK_NAMES = frozenset({"block", "d-block"})
_ITALIC = frozenset({"i", "em", "cite"})


class Dress(NamedTuple):
    """How an element sets its text."""

    bold: bool
    italic: bool
    right: bool
    centre: bool


PLAIN = Dress(False, False, False, False)


def dressed(around: Dress, element: Element) -> Dress:
    """Return how text in `element` is set that stands in something set like `around`."""
    tag, own = element.tag, dress_of(element.attributes)
    if tag in _BOLD:
        own = own._replace(bold=True)
    elif tag in _ITALIC:
        own = own._replace(italic=True)
    elif tag == "center":
        own = own._replace(centre=True)
    if around is PLAIN:
        return own
    if own is PLAIN:
        return around
    return Dress(
        around.bold or own.bold,
        around.italic or own.italic,
        own.right or (around.right and not own.centre),
        own.centre or (around.centre and not own.right),
    )


def dress_of(attributes: Mapping[str, str | None]) -> Dress:
    """Return how the attributes of an element set its text."""
    if not attributes:
        return PLAIN
    return _dress_by(attributes.get("style") or "", attributes.get("align") or "", attributes.get("class") or "")


def is_set_as_block(attributes: Mapping[str, str]) -> bool:
    """Tell whether an inline element stands on lines of its own, by its style or the class that sheets have for it."""
    if not attributes:
        return False
    names = attributes.get("class", "")
    return ("block" in names and not _BLOCK_NAMES.isdisjoint(names.split())) or "display:block" in attributes.get(
        "style", ""
    ).replace(" ", "")


@remember
def _dress_by(style: str, align: str, classes: str) -> Dress:
    align = align.lower()
    squeezed = style.replace(" ", "").lower() if "align" in style else ""
    return Dress(
        bold="font-bold" in classes or re.search(r"font-weight:\s*(?:bold|[6-9]00)", style) is not None,
        italic="italic" in style or "italic" in classes,
        right="text-align:right" in squeezed or align == "right" or "text-right" in classes,
        centre="text-align:center" in squeezed or align in {"center", "middle"} or "text-center" in classes,
    )
