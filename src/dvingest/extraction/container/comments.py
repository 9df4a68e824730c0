"""Readers' comments on a page whose body is looked for by evidence: they may be longer than the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.nodes import element_behind
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first

_HEADINGS = "h2, h3, h4, h5"
_HEADING = re.compile(r"(?:bình luận|ý kiến)[^\d.?!:]{0,25}\(\d{1,5}\)|\(?\d{1,5}\)? bình luận", re.IGNORECASE)
_BUTTONS = "button, a, span"
_REPLY = re.compile(r"trả lời|phản hồi", re.IGNORECASE)
# A page without all of these has neither, whatever the case of the first letter.
_SIGNS = ("ình luận", "kiến", "ản hồi", "rả lời")
_MIN_COMMENT = 60
_MAX_COMMENT = 1500
_MAX_BEHIND = 40


def drop_comments(whole: Scope) -> None:
    """Take readers' comments out of a page: what their number heads, and what a button to reply closes."""
    if not any(sign in whole.source for sign in _SIGNS):
        return
    boxes: list[LexborNode] = []
    for heading in find_all(whole.node, _HEADINGS):
        if _HEADING.fullmatch(heading.text().strip()):
            boxes += _headed_by(heading)
    for button in find_all(whole.node, _BUTTONS):
        if _REPLY.fullmatch(button.text().strip()):
            boxes += _closed_by(button)
    found = {box.mem_id: box for box in boxes}
    # One that goes takes those within it along.
    for box in [box for box in found.values() if not any(around.mem_id in found for around in _ancestors(box))]:
        box.decompose()


def _headed_by(heading: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements behind a heading, which may stand in a row of its own; a title is no comment."""
    row = heading.parent if element_behind(heading) is None and heading.parent is not None else heading
    behind = element_behind(row)
    while behind is not None and behind.tag != "h1" and find_first(behind, "h1") is None:
        yield behind
        behind = element_behind(behind)


def _closed_by(button: LexborNode) -> Iterator[LexborNode]:
    """Yield the box of the comment that a button replies to; in an interview the answer stands behind such words."""
    box = button.parent
    while box is not None and len(box.text().strip()) < _MIN_COMMENT:
        box = box.parent
    if box is None or find_first(box, "h1") is not None:
        return
    text, label = box.text().strip(), button.text().strip()
    behind = len(text) - text.rfind(label) - len(label)
    if behind <= _MAX_BEHIND and len(text) <= _MAX_COMMENT:
        yield box


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    current = node.parent
    while current is not None:
        yield current
        current = current.parent
