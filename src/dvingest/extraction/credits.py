"""Who took or drew the pictures, where a line says nothing else."""

from __future__ import annotations

import re

from dvingest.extraction.byline import is_byline

_WORK = (
    r"(?:ảnh(?: minh (?:họa|hoạ)| tư liệu)?|clip|video|đồ (?:họa|hoạ)|infographic|thiết kế|kỹ thuật|trình bày|"
    r"minh (?:họa|hoạ))"
)
_CREDIT_LINE = re.compile(
    rf"^[(\[]?\s*{_WORK}(?:\s*[,&/-]\s*{_WORK})*\s*:\s*(?P<who>[^.:;!?]{{2,60}}?)(?:\s+cung cấp)?\.?\s*[)\]]?$",
    re.IGNORECASE,
)
_LONGEST = 120


def credit_of(text: str) -> str | None:
    """Return the names in a line that is nothing but a credit ("Ảnh: Hoàng Lâm"); None for every other line."""
    found = _CREDIT_LINE.match(text) if ":" in text and len(text) <= _LONGEST else None
    return found["who"] if found and is_byline(found["who"]) else None
