"""Names of papers and agencies as they mark their leads, as data."""

from __future__ import annotations

PAPER_NAMES = (
    *("Doanh nhân", "Pháp luật Plus", "PL Plus", "Dân trí", "Dân Việt", "VTC News", "Lao Động", "Người Lao Động"),
    *("Công lý", "Tổ Quốc", "Tiền Phong", "Tuổi Trẻ", "Thanh Niên", "Nhân Dân", "Thanh tra", "Xây dựng", "Công Thương"),
    *("VnExpress", "VietNamNet", "VietnamPlus", r"Vietnam\+", "VOV", "CAND", "AFP", "Reuters", "TASS", "NLĐ", "KTSG"),
)
"""Names of papers and agencies that stand in brackets before a dash at the beginning of a lead, besides initials."""
BARE_MARKS = (
    *(
        "TPO",
        "TTO",
        "TNO",
        "PLO",
        "NLĐO",
        "LĐO",
        "HNMO",
        "SGGPO",
        "KTSGO",
        "ANTĐ",
        "QĐND",
        "SKĐS",
        "GD&TĐ",
        "ĐSPL",
        "BVPL",
    ),
    *(r"VOV\.(?:VN|vn)", r"VTV\.(?:VN|vn)"),
)
"""Marks of papers that stand there without brackets."""
