"""Lines that a scraper wrote together or framed: cells with the paragraphs in them, captions in front of paragraphs."""

from __future__ import annotations

import re

from dvingest.extraction.cleaning.neighbours import MAX_SHORT
from dvingest.extraction.text import CAPITALS

MAX_IN_ROW = 200
_MIN_CAPTION = 30
# A sentence twice: nobody writes that many words again, nor leaves out the space before any.
_TWICE = re.compile(
    rf"(?:^|(?<=[.!?…”)]))\s?(?P<said>[{CAPITALS}“](?:[^.]|\.(?=\S)){{30,300}}\.)(?P<space> ?)(?P=said)"
)
_MIN_TWICE = 60
_FEWEST_HALF = 3
_MOST_SEARCHED = 50_000
_CELL = re.compile(r"^\|\s*(?P<dress>[*_]{0,3})(?P<text>[^|\s][^|]*?)(?P=dress)\s*\|$")


def without_bars(lines: list[str]) -> list[str]:
    """Return the lines without bars around tables of one cell in Markdown: pictures have those, with the caption in it.

    A short one counts as standing twice, so that what is decided of such lines is decided of it.
    """
    kept: list[str] = []
    for line in lines:
        cell = _CELL.match(line)
        text = cell["text"] if cell else line
        kept += [text, text] if cell and len(text) <= MAX_IN_ROW else [text]
    return kept


def without_glue(lines: list[str]) -> list[str]:
    """Return the lines with a caption twice that a scraper wrote once alone and once more in front of a paragraph.

    No space between its end and a capital letter: nobody writes so, and a paragraph that begins like a caption stays.
    """
    kept: list[str] = []
    for line in lines:
        above = kept[-1] if kept else ""
        rest = line[len(above) :]
        is_paragraph = rest[:1].isupper() and len(rest) >= MAX_SHORT
        if is_paragraph and _MIN_CAPTION <= len(above) <= MAX_IN_ROW and line.startswith(above):
            kept += [above, rest]
        else:
            kept.append(line)
    return kept


def part_twice(line: str) -> list[str]:
    """Return the parts of a line that says a whole sentence twice in a row: caption and description of a picture."""
    parts: list[str] = []
    end = 0
    for found in _TWICE.finditer(line) if len(line) <= _MOST_SEARCHED else ():
        if found["space"] and len(found["said"]) < _MIN_TWICE:
            break
        parts += [line[end : found.start()], found["said"], found["said"]]
        end = found.end()
    return [part.strip() for part in (*parts, line[end:]) if part.strip()]


def end_of_parts(lines: list[str], index: int) -> int:
    """Return where the lines end that are, written together, the line at `index`; `index` if there are none."""
    letters = lines[index].replace(" ", "")
    end = index + 1
    while end < len(lines):
        part = lines[end].replace(" ", "")
        if letters.startswith(part):
            letters = letters[len(part) :]
        elif end == index + 1 or lines[end] != lines[end - 1]:
            break
        end += 1
        if not letters:
            return end
    return index


def half_of(text: str) -> str | None:
    """Return what a line says twice without a break: `alt` and caption written together."""
    middle = len(text) // 2
    first, second = text[:middle].rstrip(), text[middle:].lstrip()
    return first if first == second and first.count(" ") + 1 >= _FEWEST_HALF else None
