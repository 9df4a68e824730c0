"""Pieces of an article on its way: runs of inline text become blocks, cut where line breaks part paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dvingest.extraction.fragment.picture_blocks import Group
from dvingest.extraction.fragment.pictures import Picture
from dvingest.extraction.text import normalise_text
from dvingest.extraction.wording.byline import is_byline
from dvingest.model import BlockKind

BREAK = "\n"
"""The text of a run that stands for a line break."""

SENTENCE_END = re.compile(r"[.!?…:;][”\"’')»\]]*$")
"""What a finished sentence ends with."""
_LIST_MARK = re.compile(r"^(?:[-–—+*•◦▪■●✓]|\d{1,2}[.)]|[a-zđ][.)])\s*\S")


MAX_HEADING = 120
"""Characters a heading has at most."""
_MIN_PARAGRAPH = 40
_MAX_CLOSING = 5


@dataclass(slots=True)
class Piece:
    """A block of text on its way, with what its markup says besides the words; or a group of pictures."""

    kind: BlockKind
    text: str
    pictures: list[Picture] = field(default_factory=list)
    """Not empty: this piece is the place of these pictures and has no text."""
    bold: bool = False
    italic: bool = False
    right: bool = False
    centre: bool = False
    caption: bool = False
    """The names of its element say that it is the caption of a picture."""
    beside_picture: bool = False
    """It is alone with a picture in a box, and not set as a paragraph."""
    small: bool = False
    """It is a heading of the last ranks, which browsers set smaller than text."""
    linked: int = 0
    """How many of its characters stand in links."""
    hrefs: list[str] = field(default_factory=list)

    closed: bool = False
    """These pictures stand outside the body, or are its lead picture: what follows them is no caption of theirs."""

    @property
    def is_text(self) -> bool:
        """Whether this is text and no picture."""
        return not self.pictures


@dataclass(slots=True)
class Run:
    """Inline text of one dress; BREAK as its text is a line break."""

    text: str
    bold: bool
    italic: bool
    href: str | None


def place_group(group: Group, kind: BlockKind) -> list[Piece]:
    """Return the pieces that stand for a group of pictures: its place, and text of its block that is no caption."""
    pieces = [Piece(kind, "", group.pictures, closed=group.is_lead)] if group.pictures else []
    return [*pieces, Piece(kind, group.leftover)] if group.leftover else pieces


def split_at_breaks(runs: list[Run]) -> list[list[Run]]:
    """Return the runs of one block cut where line breaks separate paragraphs.

    Two breaks always do; one does where a sentence ends before it, a list mark stands behind it, or a short line wholly
    in bold ends, and is a space otherwise: a verse or an address stays together.
    """
    if not any(run.text is BREAK for run in runs):
        return [runs]
    parts: list[list[Run]] = [[]]
    breaks = 0
    for place, run in enumerate(runs):
        if run.text is BREAK:
            breaks += 1
        elif run.text.strip():
            if breaks and parts[-1]:
                if breaks > 1 or _parts_at_break(parts[-1], runs, place):
                    parts.append([])
                else:
                    parts[-1].append(Run(" ", False, False, None))
            breaks = 0
            parts[-1].append(run)
        else:
            parts[-1].append(run)
    return parts


def split_names(runs: list[Run]) -> list[list[Run]]:
    """Return the runs of a block set to the right: names on lines of their own are several, else as of any block."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text is BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    texts = [normalise_text("".join([run.text for run in line])) for line in lines]
    are_names = len(lines) > 1 and all(is_byline(text) and text[0] != "(" for text in texts if text)
    return [line for line in lines if line] if are_names else split_at_breaks(runs)


def ends_paragraph(runs: list[Run]) -> bool:
    """Tell whether what stands behind `runs` begins a paragraph, if it stands on a line of its own."""
    breaks, end = 0, ""
    for run in reversed(runs):
        if run.text is BREAK and not end:
            breaks += 1
        end = f"{run.text}{end}".rstrip()
        if len(end) >= _MAX_CLOSING:
            break
    return breaks > 1 or SENTENCE_END.search(end) is not None


def _parts_at_break(line: list[Run], runs: list[Run], place: int) -> bool:
    """Tell whether one line break behind `line`, before the run at `place`, parts paragraphs."""
    following = runs[place]
    # The end of a line says how its sentence ends; lines of thousands of runs are not joined at each of their breaks.
    end = "".join([run.text for run in line[-_MAX_CLOSING:]]).rstrip()
    if SENTENCE_END.search(end) or _LIST_MARK.match(following.text.lstrip()):
        return True
    if not _is_heading_line(line) or following.bold:
        return False
    length = 0
    for run in runs[place:]:
        length += len(run.text)
        if run.text is BREAK or length > _MIN_PARAGRAPH:
            break
    return length > _MIN_PARAGRAPH


def _is_heading_line(line: list[Run]) -> bool:
    length = 0
    for run in line:
        length += len(run.text)
        if length > MAX_HEADING or (not run.bold and run.text.strip()):
            return False
    return True


def make_piece(runs: list[Run], kind: BlockKind) -> Piece | None:
    """Return the runs as one piece; None if no text is in them."""
    if len(runs) == 1 and runs[0].href is None:
        text = normalise_text(runs[0].text)
        return Piece(kind, text, bold=runs[0].bold, italic=runs[0].italic) if text else None
    text = normalise_text("".join(run.text for run in runs))
    if not text:
        return None
    worded = [run for run in runs if any(char.isalnum() for char in run.text)]
    return Piece(
        kind,
        text,
        bold=bool(worded) and all(run.bold for run in worded),
        italic=bool(worded) and all(run.italic for run in worded),
        linked=sum(len(run.text.strip()) for run in worded if run.href is not None),
        hrefs=list(dict.fromkeys(run.href for run in worded if run.href is not None)),
    )
