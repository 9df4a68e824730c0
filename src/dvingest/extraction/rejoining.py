"""Texts whose lines were cut at every link and bold word, as scrapers do that write each string of a page on a line."""

from __future__ import annotations

import re
from itertools import pairwise

# What no line of a text begins with: the rest of a sentence behind a link.
_GOES_ON = re.compile(r"[,;)”]\s*\w|[,;)”][\s.]*$|[.:!?]\s+\w|[.:!?]$")
_SURE = (",", ";", ")", "”")
_ENDS = re.compile(r"[.!?:;…][”\"’')»\]]*$")
_POINT = re.compile(r"(?:[a-zđ]{1,2}|[ivx]{1,4})[.)]\s")
_OF_AREA = re.compile(r"\d\s?[kcm]?m$")
_ASIDE = re.compile(r"\([^()]*\)(?:[,;]|\s+[^\W\dA-ZĐ_])")
# Words that a line of its own does not end with.
_HANGING = re.compile(
    r"(?:,|[(“]|\b(?i:theo|của|ông|bà|anh|chị|và|với|tại|ở|là|cho|từ|đến|như|do|bởi|về|trong|trên|vào|bị))$"
)
# Words that a sub-heading may end with too; a line below them that goes on is a link.
_BEFORE_NAMES = re.compile(r"\b(?:tỉnh|huyện|quận|xã|phường|TP|thành phố|Luật|Bộ|Sở|Công ty|số|ngày|Điều)$")
# "Hỏi:", in bold in front of the words.
_LABEL = re.compile(r"\w+(?: \w+)?:")
# A sub-heading is hardly ever put together, nor is it as long.
_LONG = 60


def rejoin(lines: list[str]) -> list[str]:
    """Return the lines with sentences whole again, if lines begin with what ends a part of one; else as they are.

    Empty lines part paragraphs. A line that ends no sentence goes on in small letters, behind a comma or a word like
    "theo", and, once it has been put together and is long, in any way.
    """
    if not any(_is_cut(above, line) for above, line in pairwise(lines)):
        return lines
    joined: list[str] = []
    parts = 1
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        above = joined[-1] if joined else ""
        is_begun = parts > 1 and (len(above) > _LONG or _goes_on(below))
        space = _space_between(above, line, below, is_begun=is_begun) if above and line else None
        if space is None:
            joined.append(line)
            parts = 1
        else:
            joined[-1] = f"{above}{space}{line}"
            parts += 1
    return joined


def _is_cut(above: str, line: str) -> bool:
    """Tell whether nothing but the cutting of a sentence makes such lines: ", theo ông", or "M" above "ười năm"."""
    if not above or not line:
        return False
    return _is_initial(above, line) or (
        _GOES_ON.match(line) is not None and any(map(str.isalpha, line)) and not _ENDS.search(above)
    )


def _is_initial(above: str, line: str) -> bool:
    return len(above) == 1 and above.isupper() and _begins_amid(line)


def _space_between(above: str, line: str, below: str, *, is_begun: bool) -> str | None:
    """Return what stands between two lines of one sentence; None if they are none."""
    if _GOES_ON.match(line):
        return "" if line.startswith(_SURE) or not _ENDS.search(above) else None
    if _LABEL.fullmatch(above) and line.endswith((".", "?", "!")):
        return " "
    if _ENDS.search(above):
        return None
    if _is_initial(above, line) or (line in {"2", "3"} and _OF_AREA.search(above)):
        return ""
    is_name = _BEFORE_NAMES.search(above) is not None and not _ENDS.search(line)
    goes_on = (
        is_begun or _HANGING.search(above) or _begins_amid(line) or _ASIDE.match(line) or (is_name and _goes_on(below))
    )
    return ("" if above[-1] in "(“" else " ") if goes_on else None


def _goes_on(line: str) -> bool:
    return _begins_amid(line) or _GOES_ON.match(line) is not None


def _begins_amid(line: str) -> bool:
    return line[:1].islower() and not _POINT.match(line)
