"""A page becomes an article or a reason why it is none: pure functions, no network, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dvingest.extraction.page import extract
    from dvingest.extraction.plain import clean_text

EXTRACTOR_VERSION = "14"
"""Grows when the same page gives another reading; stored with every article."""

__all__ = ["EXTRACTOR_VERSION", "clean_text", "extract"]


def __getattr__(name: str) -> Any:
    # `plvn` compares with `extraction.text` and `extraction` reads with `plvn`: importing on first use lets either
    # be imported first.
    if name == "extract":
        from dvingest.extraction.page import extract

        return extract
    if name == "clean_text":
        from dvingest.extraction.plain import clean_text

        return clean_text
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
