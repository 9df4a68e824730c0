"""The mark of the paper at the beginning of a lead: "(PLVN) - …"."""

from __future__ import annotations

import re

from dvingest.plvn.boilerplate import BARE_MARKS, PAPER_NAMES

_MARK = re.compile(
    r"^\s*(?:[(\[]\s*(?:Báo\s+)?PLVN(?:\s+Online)?\s*[)\]]\s*[-–—−‒―:.]*|PLVN\s*[-–—−‒―]+|"
    r"[(\[]\s*(?:Báo\s+)?Pháp\s+luật\s+Việt\s+Nam\s*[)\]]\s*[-–—−‒―]+)\s*",
    re.IGNORECASE,
)
# Of other papers and agencies: initials, an address or a known name, in brackets before a dash; bare only known ones.
_OTHER_MARK = re.compile(
    rf"^\s*(?:[(\[]\s*(?P<mark>[A-ZĐ][A-ZĐ0-9&.]{{0,7}}[A-ZĐ+]|[A-Za-z]+\.(?:vn|VN|com)|{'|'.join(PAPER_NAMES)})\s*[)\]]|"
    rf"(?P<bare>{'|'.join(BARE_MARKS)}|[A-Za-z]+\.(?:vn|VN)))\s*[-–—−‒―]+\s*"
)
_PLACES = frozenset({"TPHCM", "TP.HCM", "HCM", "HN", "TPHN", "VN", "ĐBSCL", "BRVT", "BR-VT"})


def split_mark(text: str) -> tuple[str, str | None]:
    """Return the text without the mark of a paper at its beginning, and the mark: "PLVN" for the newspaper's own.

    `split_mark("(PLVN) – Ban Dân vận")` is `("Ban Dân vận", "PLVN")`; "PLVN đưa tin" has no mark, as no dash follows.
    A sister paper's mark is as written: "PL+", "TPO". A place in brackets is none.
    """
    found = _MARK.match(text)
    mark: str | None = "PLVN"
    if found is None:
        found = _OTHER_MARK.match(text)
        mark = (found["mark"] or found["bare"]) if found is not None else None
    if found is None or mark in _PLACES or found.end() == len(text):
        return text, None
    return text[found.end() :], mark
