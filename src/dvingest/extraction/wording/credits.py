"""Who took or drew the pictures, as lines and captions say it."""

from __future__ import annotations

import re

from dvingest.extraction.wording.byline import is_byline, is_labelled
from dvingest.extraction.wording.roles import WORK

# A full stop in a name is that of an initial or of an address: "P.Thảo", "Th. Bình", "Chinhphu.vn".
_WHO = r"(?:[^.:;!?()\[\]]|\.(?=\w)|(?:(?<=\b[A-ZĐ])|(?<=\b[A-ZĐ][ghru]))\.(?!\w)){2,60}"
# "Ảnh: Hoàng Lâm", "(Clip, ảnh: TTXVN)" on a line of its own.
_CREDIT_LINE = re.compile(
    rf"^[(\[]?\s*{WORK}(?:\s*[,&/-]\s*{WORK})*\s*:\s*(?P<who>{_WHO}?)(?:\s+cung cấp)?\.?\s*[)\]]?$",
    re.IGNORECASE,
)
_LONGEST = 120

_OF_PICTURE = (
    r"(?i:(?:nguồn )?(?:ảnh|hình)(?: (?:minh (?:họa|hoạ)|tư liệu|trong bài))?|photo|đồ (?:họa|hoạ)|video|clip)"
)
# "(ảnh trên)" and "(ảnh)" point from a text to its picture.
_NOTE = (
    r"(?i:(?:ảnh|hình(?: ảnh)?) (?:minh (?:họa|hoạ)|tư liệu|chụp (?:từ )?màn hình|cắt từ clip|internet|nvcc|cắt ra))"
)
# At the end of a caption: "… (Ảnh: Hoàng Lâm)", "… - Nguồn ảnh: TTXVN", "… (Ảnh minh họa)".
_CREDIT_BEHIND = re.compile(
    rf"(?:\s*[.,;]?\s*[(\[]\s*(?:{_OF_PICTURE}\s*:\s*{_WHO}|(?i:ảnh)\s+(?=[A-ZĐ]){_WHO}|Ảnh do {_WHO}|"
    rf"{_NOTE}(?:[\s,:.–-]+(?i:nguồn\s*:\s*)?{_WHO})?)"
    # Amid a sentence "bức ảnh: …" goes on; a mark before it or a capital letter begins something new.
    rf"\.?\s*[)\]]|(?:\s*[-–—/,;.]\s*|\s(?=[A-ZĐẢ])){_OF_PICTURE}\s*:\s*{_WHO}|"
    rf"\s*[.–—-]\s*{_NOTE}(?:\s*[(\[]{_WHO}[)\]])?)[\s.]*$"
)
# "Ảnh minh họa", "(Ảnh tư liệu: TTXVN)" on a line of its own.
_ILLUSTRATION = re.compile(
    rf"^[(\[]?\s*{_NOTE}(?:\s*[.:,(\[–—-][\s.:,(\[–—-]*(?:(?i:nguồn|ảnh)\s*:\s*)?{_WHO})?[\s.)\]]*$"
)
# In lower case: what no credit at the end can do without. Looking for it takes a tenth of the time of the pattern.
_PICTURES = ("ảnh", "hình", "photo", "đồ h", "video", "clip")
_SET_OFF = re.compile(r"[(\[:]|[.–—-]\s*(?:ảnh|hình)")
_LONGEST_CAPTION = 300


def credit_of(text: str) -> str | None:
    """Return the names in a line that is nothing but a credit ("Ảnh: Hoàng Lâm"); None for every other line."""
    found = _CREDIT_LINE.match(text) if ":" in text and len(text) <= _LONGEST else None
    return found["who"] if found and is_byline(found["who"]) else None


def split_credit(text: str) -> tuple[str, str | None]:
    """Return a caption without the credit it ends in, and that credit as written.

    `split_credit("Cầu sau lũ. (Ảnh: TTXVN)")` is `("Cầu sau lũ", "(Ảnh: TTXVN)")`.
    """
    if len(text) > _LONGEST_CAPTION or not _may_end_in_credit(text.lower()):
        return text, None
    found = _CREDIT_BEHIND.search(text)
    if found is None or found.start() == 0:
        return text, None
    return text[: found.start()].rstrip(), found[0].lstrip(" .,;-–—/").rstrip()


def _may_end_in_credit(lowered: str) -> bool:
    return any(map(lowered.__contains__, _PICTURES)) and _SET_OFF.search(lowered) is not None


def is_caption_alone(text: str, *, at_end: bool = False) -> bool:
    """Tell whether a line is a caption by its own words: it ends in a credit, or calls its picture an illustration.

    Who wrote text and took pictures ("Bài và ảnh: …") is an author line; so is a name with a credit `at_end` of a text.
    """
    if len(text) > _LONGEST_CAPTION:
        return False
    if _ILLUSTRATION.match(text):
        return True
    said, credit = split_credit(text)
    return credit is not None and " " in said and not is_labelled(text) and not (at_end and is_byline(said))
