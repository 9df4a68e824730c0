"""What changed between two readings of an article, line by line, for people."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dvingest.model import Article
from dvingest.reporting.text import plain

LONGEST_LINE = 400
_FIELDS = ("title", "subtitle", "kicker", "lead", "source", "section", "kind", "published_at", "modified_at")
_LISTS = ("authors", "tags", "videos")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference."""

    kind: Literal["removed", "added", "kept", "place"]
    """`place` says which field the lines below belong to."""
    text: str

    def __str__(self) -> str:
        """Show the line as `diff -u` does."""
        return {"removed": "- ", "added": "+ ", "kept": "  ", "place": "@@ "}[self.kind] + self.text


def difference(before: Article, after: Article, context: int = 1) -> list[Line]:
    """Return the lines that differ, field by field, the body with `context` paragraphs around; empty when none do."""
    lines: list[Line] = []
    for name in (*_FIELDS, *_LISTS):
        lines += _compared(name, _values(before, name), _values(after, name), 0)
    lines += _compared("body", _paragraphs(before), _paragraphs(after), context)
    lines += _compared("images", _pictures(before), _pictures(after), 0)
    return lines


def _compared(place: str, before: Sequence[str], after: Sequence[str], context: int) -> list[Line]:
    if list(before) == list(after):
        return []
    return [Line("place", place), *_lines(before, after, context)]


def _lines(before: Sequence[str], after: Sequence[str], context: int) -> Iterator[Line]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(context):
        for tag, first, last, other_first, other_last in group:
            if tag == "equal":
                yield from (Line("kept", plain(text, LONGEST_LINE)) for text in before[first:last])
                continue
            yield from (Line("removed", plain(text, LONGEST_LINE)) for text in before[first:last])
            yield from (Line("added", plain(text, LONGEST_LINE)) for text in after[other_first:other_last])


def _values(article: Article, name: str) -> list[str]:
    value = getattr(article, name)
    if value is None:
        return []
    if name in _LISTS:
        return [str(one) for one in value]
    return [value.isoformat() if hasattr(value, "isoformat") else str(value)]


def _paragraphs(article: Article) -> list[str]:
    return [block.text if block.kind == "paragraph" else f"[{block.kind}] {block.text}" for block in article.blocks]


def _pictures(article: Article) -> list[str]:
    return [" | ".join(part for part in (image.url, image.caption, image.credit) if part) for image in article.images]
