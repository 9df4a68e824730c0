"""What scraped texts of the tests are made of, and how they are read."""

from __future__ import annotations

from skin_pages import LEAD

from dvingest.extraction import clean_text
from dvingest.model import RawArticle

CAPTION = "Người dân thôn Hạ san nền đường."
LEAD_LINE = f"(PLVN) - {LEAD}"
CARDS = ["Làng gốm trăm tuổi giữ lửa nghề", "Vì sao giá thịt lợn chưa giảm"]


def clean(text: str) -> RawArticle:
    """Return the article in a text, which has to have one."""
    reading = clean_text(text)
    assert isinstance(reading, RawArticle), reading
    return reading
