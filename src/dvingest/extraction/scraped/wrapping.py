"""Texts whose lines were broken at a width, as terminals and mail programs do it: a paragraph is a line again."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from dvingest.plvn.boilerplate import is_box_heading

_NARROWEST, _WIDEST = 50, 130
_FEW = 4
_ITEM = re.compile(r"\s*(?:[*+•·▪◦□○■☆o]|[-–]|\d{1,2}[.)])\s")
_ENDS = re.compile(r"[.:;!?…][”\"’)\]]*$")
# An address is not broken, however long.
_UNBROKEN = ("://", "](")
# Words of a link in Markdown, and its address behind a hyphen, which one program breaks.
_BROKEN_LINK = re.compile(r"(\[[^\[\]\n]{1,300})\n(?=[^\[\]\n]{0,300}\]\()|(\]\([^()\s]{1,300}-)\n(?=[^()\s]{1,300}\))")
_RULE = re.compile(r"[-=|:\s]+")


def unwrap(text: str) -> str:
    """Return `text` with paragraphs on one line each, if it was broken at a width; else as it is.

    Then a line ends where the next word would not have fitted, and the sentence goes on below. Verse and rows of tables
    end earlier, or with their sentences. Columns are counted by some programs and bytes by others.
    """
    if "](" in text:
        text = _BROKEN_LINK.sub(lambda found: found[2] or f"{found[1]} ", text)
    lines = [line.rstrip() for line in text.split("\n")]
    if max(map(len, lines)) > _WIDEST and not any(sign in text for sign in _UNBROKEN):
        return text
    for width in (len, _count_bytes):
        joints = _find_joints(lines, width)
        if joints:
            return "".join(
                line if index == 0 else f" {line.strip()}" if index in joints else f"\n{line}"
                for index, line in enumerate(lines)
            )
    return text


def _count_bytes(line: str) -> int:
    return len(line.encode("utf-8", "replace"))


def _find_joints(lines: list[str], width: Callable[[str], int]) -> set[int]:
    """Return which lines go on with the sentence of the line above; none if the text was not broken at a width."""
    widest = max((width(line) for line in lines if not any(sign in line for sign in _UNBROKEN)), default=0)
    if not _NARROWEST <= widest <= _WIDEST:
        return set()
    pairs = [
        (index, *pair)
        for index, pair in enumerate(pairwise(lines), start=1)
        if all(pair) and not any(map(_RULE.fullmatch, pair))
    ]
    # Where first lines are set in, every line that is set in is a first one.
    first_ones = (
        1 if any(_indent(line) < _indent(above) and not _ITEM.match(above) for _, above, line in pairs) else None
    )
    joints: set[int] = set()
    beside = going_on = 0
    for index, above, line in pairs:
        is_first = _indent(line) >= (first_ones or _indent(above) + 1) and not _ITEM.match(above)
        if is_first or _ITEM.match(line) or is_box_heading(line.strip()):
            continue
        beside += 1
        if width(above) + 1 + width(line.split(maxsplit=1)[0]) > widest:
            joints.add(index)
            going_on += line.lstrip()[0].islower() and not _ENDS.search(above)
    is_broken = len(joints) >= _FEW and len(joints) * 2 >= beside and going_on * 5 >= len(joints) * 2
    # In a short text that parts its paragraphs, few lines stand beside one another.
    is_broken = is_broken or (len(joints) * 10 >= beside * 9 and going_on * 3 >= len(joints) > 0)
    return joints if is_broken else set()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
