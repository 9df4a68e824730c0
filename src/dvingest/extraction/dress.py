"""How text is set: bold, in italics, to the right; by tags, and by styles and classes of the elements around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from dvingest.extraction.memo import remember

BOLD_TAGS = frozenset({"b", "strong"})
ITALIC_TAGS = frozenset({"i", "em", "cite"})


class Dress(NamedTuple):
    """How an element sets its text."""

    bold: bool
    italic: bool
    right: bool


PLAIN = Dress(False, False, False)


def dress_of(attributes: Mapping[str, str | None]) -> Dress:
    """Return how the attributes of an element set its text."""
    if not attributes:
        return PLAIN
    return _dress_by(attributes.get("style") or "", attributes.get("align") or "", attributes.get("class") or "")


@remember
def _dress_by(style: str, align: str, classes: str) -> Dress:
    return Dress(
        bold="font-bold" in classes or re.search(r"font-weight:\s*(?:bold|[6-9]00)", style) is not None,
        italic="italic" in style or "italic" in classes,
        right="text-align:right" in style.replace(" ", "") or align == "right" or "text-right" in classes,
    )
