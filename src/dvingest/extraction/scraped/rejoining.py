"""Texts whose lines were cut at every link and bold word, as scrapers do that write each string of a page on a line."""

from __future__ import annotations

import re
from itertools import pairwise

from dvingest.extraction.fragment.pieces import SENTENCE_END
from dvingest.extraction.wording.byline import reads_like_names
from dvingest.extraction.wording.credits import split_credit
from dvingest.extraction.wording.marks import is_mark_alone

# What no line of a text begins with: the rest of a sentence behind a link.
_GOES_ON = re.compile(r"[,;)”]\s*\w|[)”\"]+[,.;:!?](?:\s|$)|[,;)”][\s.]*$|[.:!?]\s+\w|[.:!?]$")
_SURE = (",", ";", ")", "”", '"')
_POINT = re.compile(r"(?:[a-zđ]{1,2}|[ivx]{1,4})[.)]\s")
_OF_AREA = re.compile(r"\d\s?[kcm]?m$")
_ASIDE = re.compile(r"\([^()]*\)(?:[,;]|\s+[^\W\dA-ZĐ_])")
# Behind these no space stands; a plain quotation mark opens words where one stands before it.
_OPENS = re.compile(r"[(“]$|(?:^|\s)\"$")
# Words that a line of its own does not end with.
_HANGING = re.compile(
    rf"(?:,|{_OPENS.pattern}|\b(?i:theo|của|ông|bà|anh|chị|và|với|tại|ở|là|cho|từ|đến|như|do|bởi|về|trong|trên|vào|bị))$"
)
# Words that a sub-heading may end with too; a line below them that goes on is a link.
_BEFORE_NAMES = re.compile(
    r"\b(?:tỉnh|huyện|quận|xã|phường|TP|thành phố|Luật|Bộ|Sở|Công ty|số|ngày|Điều|(?:[Tt]heo|[Tt]rên|[Tt]ờ) báo)$"
)
_BEFORE_NUMBERS = re.compile(r"\b(?:được|đạt|hơn|gần|khoảng)$")
_BEFORE_PHOTOGRAPHER = re.compile(r"(?:[ảẢ]nh|[Nn]guồn|[Vv]ideo|[Cc]lip):$")
_ITEM_IN_BRACKETS = re.compile(r"(?:\d{1,2}|[a-zđ]{1,2}|[ivx]{1,4})\)\s")
# "Hỏi:", in bold in front of the words.
_LABEL = re.compile(r"\w+(?: \w+)?:")
# A sub-heading is hardly ever put together, nor is it as long.
_LONG = 60
_TOO_LONG_FOR_HEADING = 120
_LONGEST_NAME = 40
_DASHES = "-–—"
# So much of what has been put together tells how it goes on.
_LAST = 400


def rejoin(lines: list[str]) -> list[str]:
    """Return the lines with sentences whole again, if lines begin with what ends a part of one; else as they are.

    Empty lines part paragraphs. A line that ends no sentence goes on in small letters, behind a comma or a word like
    "theo", and, once it has been put together and is long, in any way.
    """
    lines = _with_mark(lines)
    is_cut = any(map(_is_cut, ["", *lines], lines, lines[1:]))
    if not is_cut and not any(_space_in_caption(above, line) is not None for above, line in pairwise(lines)):
        return lines
    joined: list[str] = []
    parts = 1
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        above = joined[-1][-_LAST:] if joined else ""
        is_begun = parts > 1 and (len(above) > _LONG or _goes_on(below))
        space = _space_in_caption(above, line)
        if space is None and is_cut and above and line:
            space = _space_between(above, line, below, is_begun=is_begun)
        if space is None:
            joined.append(line)
            parts = 1
        else:
            joined[-1] += f"{space}{line}"
            parts += 1
    return joined


def _with_mark(lines: list[str]) -> list[str]:
    """Return the lines with the mark "(PLVN)" in front of the lead, from which its bold letters cut it."""
    start = next((index for index, line in enumerate(lines) if is_mark_alone(line)), None)
    if start is None:
        return lines
    mark, end = lines[start], start + 1
    while end < len(lines) and (not lines[end] or is_mark_alone(f"{mark} {lines[end]}")):
        mark, end = f"{mark} {lines[end]}".rstrip(), end + 1
    if end == len(lines):
        return lines
    # The mark may also sign a text, with a heading or a title below it.
    is_lead = SENTENCE_END.search(lines[end]) or mark[-1] in _DASHES or lines[end][0] in _DASHES
    return [*lines[:start], f"{mark} {lines[end]}", *lines[end + 1 :]] if is_lead else lines


def _is_cut(before: str, above: str, line: str) -> bool:
    """Tell whether nothing but the cutting of a sentence makes such lines: ", theo ông", or "M" above "ười năm".

    So do a name and the end of a sentence below a long line `before` that ends none; where `before` has a comma or a
    word like "theo" at its end, or words in small letters stand for the name, it is enough that the end is long.
    """
    if not above or not line or SENTENCE_END.search(above):
        return False
    if above[-1] in "(“" or _is_initial(above, line):
        return True
    if _GOES_ON.match(line) and (line[0] in '”"' or any(map(str.isalpha, line))):
        return True
    if (
        not before
        or len(above) > _LONG
        or SENTENCE_END.search(before)
        or not (_begins_amid(line) and line.endswith("."))
    ):
        return False
    if _begins_amid(above) or _HANGING.search(before):
        return max(len(before), len(line)) > _LONG
    return above[0].isupper() and len(before) > _LONG


def _space_in_caption(above: str, line: str) -> str | None:
    """Return what stands between two lines of a caption: "Ảnh:" and a name, or what is in brackets; None elsewhere."""
    if above.endswith(":"):
        is_credit = _BEFORE_PHOTOGRAPHER.search(above) is not None and (
            reads_like_names(line.rstrip(" .)"))
            or (len(line) <= _LONGEST_NAME and split_credit(f"{above} {line}")[0] not in {"", f"{above} {line}"})
        )
        return " " if is_credit else None
    near = above[-_LONG:]
    if near.rfind("(") <= near.rfind(")") or SENTENCE_END.search(near):
        return None
    rest = line.split("(", maxsplit=1)[0]
    if ")" not in rest or _ITEM_IN_BRACKETS.match(line):
        return None
    return "" if rest.startswith(")") or above.endswith("(") else " "


def _is_initial(above: str, line: str) -> bool:
    return len(above) == 1 and above.isupper() and _begins_amid(line)


def _space_between(above: str, line: str, below: str, *, is_begun: bool) -> str | None:
    """Return what stands between two lines of one sentence; None if they are none."""
    if _GOES_ON.match(line):
        return "" if line.startswith(_SURE) or not SENTENCE_END.search(above) else None
    if _LABEL.fullmatch(above) and line.endswith((".", "?", "!")):
        return " "
    if SENTENCE_END.search(above) or (len(above) > _LONG and split_credit(above)[1]):
        return None
    if _is_initial(above, line) or (line in {"2", "3"} and _OF_AREA.search(above)):
        return ""
    is_name = _BEFORE_NAMES.search(above) is not None or len(above) > _TOO_LONG_FOR_HEADING
    is_name = is_name or (line[0].isdigit() and _BEFORE_NUMBERS.search(above) is not None)
    is_name = is_name and not SENTENCE_END.search(line)
    goes_on = (
        is_begun or _HANGING.search(above) or _begins_amid(line) or _ASIDE.match(line) or (is_name and _goes_on(below))
    )
    return ("" if _OPENS.search(above) else " ") if goes_on else None


def _goes_on(line: str) -> bool:
    return _begins_amid(line) or _GOES_ON.match(line) is not None


def _begins_amid(line: str) -> bool:
    # "iPhone" begins a line as well.
    return line[:1].islower() and not line[1:2].isupper() and not _POINT.match(line)
