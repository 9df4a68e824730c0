"""Papers, agencies and offices that articles are taken from: how they sign, and how they mark a lead, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dvingest.extraction.text import folded


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper or an agency. Its names sign articles, and mark a lead in brackets before a dash: "(Dân trí) - …"."""

    names: tuple[str, ...]
    marks: tuple[str, ...] = ()
    """What it writes before the dash without brackets: "TPO - …"."""


PAPERS = (
    Paper(("TTXVN", "Thông tấn xã Việt Nam", "VNA")),
    Paper(("Vietnam+", "VietnamPlus")),
    Paper(("VOV", "VOV.VN"), ("VOV.VN", "VOV.vn")),
    Paper(("VTV",), ("VTV.VN", "VTV.vn")),
    Paper(("VTC News", "VTC")),
    Paper(("Chinhphu.vn", "Baochinhphu.vn", "Điện tử Chính phủ", "VGP")),
    Paper(("Báo Tin tức", "Báo Tin tức và Dân tộc", "Baotintuc.vn")),
    Paper(("Nhân Dân",), ("NDO", "NDĐT")),
    Paper(("Tuổi Trẻ",), ("TTO",)),
    Paper(("Thanh Niên",), ("TNO",)),
    Paper(("Tiền Phong",), ("TPO",)),
    Paper(("Lao Động",), ("LĐO",)),
    Paper(("Người Lao Động", "NLĐ"), ("NLĐO",)),
    Paper(("Pháp Luật TP.HCM", "Pháp luật TP HCM"), ("PLO",)),
    Paper(("Hà Nội Mới",), ("HNMO",)),
    Paper(("Sài Gòn Giải Phóng",), ("SGGPO", "SGGP")),
    Paper(("Đầu tư Tài chính",), ("ĐTTCO",)),
    Paper(("Kinh tế Sài Gòn", "KTSG"), ("KTSGO",)),
    Paper(("An ninh Thủ đô",), ("ANTĐ", "ANTD.VN")),
    Paper(("Công an Nhân dân", "CAND")),
    Paper(("Quân đội Nhân dân",), ("QĐND",)),
    Paper(("Sức khỏe và Đời sống", "Sức khỏe & Đời sống", "Sức khỏe Đời sống"), ("SKĐS",)),
    Paper(("Giáo dục và Thời đại", "Giáo dục & Thời đại"), ("GD&TĐ",)),
    Paper(("Thế giới và Việt Nam", "Thế giới & Việt Nam"), ("TGVN", "BQT")),
    Paper(("Đời sống và Pháp luật", "Đời sống & Pháp luật"), ("ĐSPL",)),
    Paper(("Bảo vệ pháp luật",), ("BVPL",)),
    Paper(("Dân trí",)),
    Paper(("Dân Việt",)),
    Paper(("VnExpress",)),
    Paper(("VietNamNet",)),
    Paper(("Công lý",)),
    Paper(("Pháp lý",)),
    Paper(("Thanh tra",)),
    Paper(("Tổ Quốc",)),
    Paper(("Xây dựng",)),
    Paper(("Công Thương",)),
    Paper(("Doanh nhân",)),
    Paper(("Pháp luật Plus", "PL Plus")),
    Paper(("Reuters",)),
    Paper(("AFP",)),
    Paper(("AP",)),
    Paper(("BBC",)),
    Paper(("CNN",)),
    Paper(("TASS",)),
    Paper(("Sputnik",)),
    Paper(("RT",)),
    Paper(("Xinhua", "Tân Hoa Xã")),
    Paper(("Yonhap",)),
    Paper(("Kyodo",)),
    Paper(("Bloomberg",)),
)

_OFFICES = ("Bộ Y tế", "Bộ Công an")
"""They publish what papers print, and have no mark."""

_OWN_NAMES = frozenset(
    folded(name)
    for name in (
        *("Báo Pháp luật Việt Nam", "Báo Pháp luật Việt Nam điện tử", "Báo điện tử Pháp luật Việt Nam", "PLVN"),
        *("Pháp luật Việt Nam", "baophapluat.vn", "Báo PLVN", "BaoPhapLuat", "Toà soạn", "admin"),
        *("Pháp luật Plus", "PL Plus", "Doanh nhân"),
    )
)
"""The newspaper and its supplements, as they stand in meta data where nobody signed."""

_PAPER = f"{folded('Báo')} "
_SOURCES = frozenset(folded(name) for name in (*(name for paper in PAPERS for name in paper.names), *_OFFICES))

NAMES_IN_BRACKETS = "|".join(re.escape(name) for paper in PAPERS for name in paper.names)
BARE_MARKS = "|".join(re.escape(mark) for paper in PAPERS for mark in paper.marks)
"""Alternatives of a pattern: names that mark a lead in brackets, marks that do without."""


def is_newspaper(name: str) -> bool:
    """Tell whether a name is the newspaper's own, or that of one of its supplements."""
    return folded(name) in _OWN_NAMES


def is_name_of_site(line: str) -> bool:
    """Tell whether a line is what a page is headed by: the newspaper's name, or another one's with "Báo" before it."""
    return is_newspaper(line) or (folded(line).startswith(_PAPER) and is_source(line))


def is_source(name: str) -> bool:
    """Tell whether a name is that of another paper, an agency or an office, with or without "Báo" before it."""
    key = folded(name)
    return key not in _OWN_NAMES and (key in _SOURCES or key.removeprefix(_PAPER) in _SOURCES)


def is_source_beside_names(name: str) -> bool:
    """Tell whether what an author line has beside names is a paper, listed or not: "Báo Nghệ An", "VOV Tây Bắc"."""
    first, _, rest = name.partition(" ")
    is_called_so = rest[:1].isupper() and (folded(first) == _PAPER.strip() or is_source(first))
    return is_source(name) or (is_called_so and not is_newspaper(name))
