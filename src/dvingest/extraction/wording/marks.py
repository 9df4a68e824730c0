"""The mark of the paper at the beginning of a lead: "(PLVN) - …"."""

from __future__ import annotations

import re

from dvingest.plvn.papers import BARE_MARKS, NAMES_IN_BRACKETS

# The newspaper's own, also twice over: "(PLVN) -", "(PLVN Online) –", "PLVN -", "(PLVN -)", "(Pháp luật Việt Nam) -".
_MARK = re.compile(
    r"^\s*(?:(?:[-–—‑]\s*)?[(\[]\s*(?:Báo\s+)?PLVN(?:\s+Online)?\s*(?:[-–—‑]\s*)?[)\]]\s*[-–—−‒―‑_:.]*\s*|"
    r"PLVN\s*[-–—−‒―‑_]+\s*|[(\[]\s*(?:Báo\s+)?Pháp\s+luật\s+Việt\s+Nam\s*[)\]]\s*[-–—−‒―‑_]+\s*)+",
    re.IGNORECASE,
)
# Of other papers and agencies, in brackets before a dash. Letters alone spell no word and so no place: "(PARIS) -" and
# "(HUẾ) -" say where a story begins. An O behind them is an edition on the web.
_INITIALS = r"[BCDĐFGHKLMNPQRSTVX&]{2,7}[O+]|[BCDĐFGHKLMNPQRSTVX&]{3,7}"
_IN_BRACKETS = re.compile(
    rf"^\s*[(\[]\s*(?P<mark>{_INITIALS}|[A-Za-z][\w-]*\.(?:vn|VN|com)|(?:Báo )?(?:{NAMES_IN_BRACKETS})(?: Online)?)"
    r"\s*[)\]]\s*[-–—−‒―]+\s*"
)
# Bare, a name before a dash may be what the lead is about: "Shopee.vn - Sàn thương mại…", "GD&TĐ - hai ngành…".
_BARE = re.compile(rf"^\s*(?P<mark>{BARE_MARKS})(?: Online)?(?:\s*[-–—−‒―]+|\.(?=\s))\s*")
_PLACES = frozenset({"TPHCM", "TPHN", "TPĐN", "TPHP", "TPCT", "HCM", "ĐBSCL", "BRVT", "TTH"})


def split_mark(text: str) -> tuple[str, str | None]:
    """Return the text without the mark of a paper at its beginning, and the mark: "PLVN" for the newspaper's own.

    `split_mark("(PLVN) – Ban Dân vận")` is `("Ban Dân vận", "PLVN")`; "PLVN đưa tin" has no mark, as no dash follows.
    A sister paper's mark is as written: "PL+", "TPO". A place in brackets is none.
    """
    found = _MARK.match(text)
    if found is not None:
        mark = "PLVN"
    else:
        found = (_IN_BRACKETS if text.lstrip()[:1] in {"(", "["} else _BARE).match(text)
        if found is None or found["mark"] in _PLACES or (found.re is _BARE and text[found.end() :][:1].islower()):
            return text, None
        mark = found["mark"]
    return (text[found.end() :], mark) if found.end() < len(text) else (text, None)


def is_mark_alone(line: str) -> bool:
    """Tell whether a line is the newspaper's mark in brackets and nothing else."""
    return line[:1] in {"(", "["} and _MARK.fullmatch(line) is not None
