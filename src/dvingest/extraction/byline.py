"""Who wrote an article and where it was taken from, as its author line says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dvingest.extraction.text import folded, normalise_text

_SOURCE = re.compile(r"^(?:theo|nguồn)\b\s*:?\s*(.+)$", re.IGNORECASE)
_SOURCE_BEHIND = re.compile(r"^(.*?)\s*[(\[/–—-]\s*(?:theo|nguồn)\b\s*:?\s*([^()\[\]]+?)\s*[)\]]?$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:tác giả|người viết|bài viết|bài|bài(?: và|,) ảnh|tin(?: và|,) ảnh|(?:nhóm phóng viên )?thực hiện)\s*:\s*",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"\s*[-–—,;(/]?\s*(?:ảnh|clip|video|đồ họa|thiết kế|tổng hợp ảnh)\s*:.*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;/&|]|\s[-–—+]\s|\s+và\s+)\s*")
_NAME_WORD = re.compile(r"^[^\W\d_][\w.'’+-]*$")

AGENCIES = frozenset(
    folded(name)
    for name in (
        *(
            "TTXVN",
            "Thông tấn xã Việt Nam",
            "Vietnam+",
            "VietnamPlus",
            "VOV",
            "VTV",
            "VnExpress",
            "Tuổi Trẻ",
            "Thanh Niên",
        ),
        *(
            "Dân Trí",
            "Tiền Phong",
            "Nhân Dân",
            "Chinhphu.vn",
            "Baochinhphu.vn",
            "Reuters",
            "AFP",
            "AP",
            "BBC",
            "CNN",
            "TASS",
        ),
        *(
            "Sputnik",
            "Xinhua",
            "Tân Hoa Xã",
            "Yonhap",
            "Kyodo",
            "RT",
            "Bloomberg",
            "Bộ Y tế",
            "Bộ Công an",
            "VGP",
            "VNA",
        ),
    )
)
# The newspaper's own names stand in meta data where nobody signed.
_NEWSPAPER = frozenset(
    folded(name)
    for name in (
        *("Báo Pháp luật Việt Nam", "Báo Pháp luật Việt Nam điện tử", "Báo điện tử Pháp luật Việt Nam", "PLVN"),
        *("Pháp luật Việt Nam", "baophapluat.vn", "Báo PLVN", "BaoPhapLuat", "Pháp luật Plus", "Toà soạn", "admin"),
    )
)


@dataclass(frozen=True, slots=True)
class Byline:
    """An author line and what it says."""

    raw: str
    authors: tuple[str, ...] = ()
    source: str | None = None


@lru_cache(maxsize=16)
def read_byline(text: str) -> Byline | None:
    """Return the people and the agency named in an author line; None if it names neither.

    `read_byline("Minh Trang (Theo TTXVN)")` has the author "Minh Trang" and the source "TTXVN".
    """
    raw = normalise_text(text)
    rest = _without_labels(raw.strip(" .-–—()[]|"))
    source = None
    found = _SOURCE.match(rest)
    if found:
        rest, source = "", found[1]
    else:
        behind = _source_behind(rest)
        if behind:
            rest, source = behind[1], behind[2]
    names = [name.strip(" .-–—()") for name in _BETWEEN.split(rest)]
    people = [name for name in names if name and folded(name) not in _NEWSPAPER]
    agencies = [name for name in people if folded(name) in AGENCIES]
    authors = tuple(dict.fromkeys(name for name in people if name not in agencies))
    source = normalise_text(source).strip(" .)") if source else (agencies[0] if agencies else None)
    return Byline(raw, authors, source or None) if authors or source else None


def _without_labels(text: str) -> str:
    return _PHOTO.sub("", _LABEL.sub("", text)) if ":" in text else text


def _source_behind(text: str) -> re.Match[str] | None:
    # The pattern tries every place of a line, and few lines have one of its words.
    lowered = text.lower()
    return _SOURCE_BEHIND.match(text) if "theo" in lowered or "nguồn" in lowered else None


def is_byline(text: str) -> bool:
    """Tell whether `text` is nothing but names: up to six capitalised words, or "Theo" and a short source."""
    if not 2 <= len(text) <= 70 or text.endswith((":", "?", "!", ";", ",")):
        return False
    if re.match(r"^[(\[]?(?:theo|nguồn:?)\s+\S", text, re.IGNORECASE):
        rest = re.sub(r"^[(\[]?(?:theo|nguồn:?)\s+", "", text, flags=re.IGNORECASE).strip(" .)]")
        return len(rest.split()) <= 6 and "," not in rest and not re.search(r"\s(?:thì|là|có|được|cho|sẽ|đã)\s", rest)
    text = _without_labels(text)
    behind = _source_behind(text)
    words = [word for name in _BETWEEN.split(behind[1] if behind else text) for word in name.strip(" .()").split()]
    return 0 < len(words) <= 8 and all(_NAME_WORD.match(word) and word[0].isupper() for word in words)
