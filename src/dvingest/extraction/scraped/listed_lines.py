"""What the lines of lists of other articles look like in plain text."""

from __future__ import annotations

import re

from dvingest.extraction.cleaning.link_lines import reads_like_title
from dvingest.extraction.wording.credits import is_caption_alone
from dvingest.plvn.boilerplate import is_box_heading, is_page_line
from dvingest.plvn.dates import is_date_line
from dvingest.plvn.rows import AGO

_MIN_SPACES = 2
MIN_TEXT = 80
"""Characters of a line that is text and no title."""
# Number, age or section of a card.
_SMALL = re.compile(rf"^(?:\d{{1,2}}|{AGO}|hôm qua|vừa xong)$", re.IGNORECASE)
# With these words interviews and letters end.
_THANKS = re.compile(r"\W*xin (?:trân trọng |chân thành )?c[ảá]m ơn\b.{0,40}[!.]$", re.IGNORECASE)


def is_small_part(line: str) -> bool:
    """Tell whether a line is a heading, button, date or number beside the titles of a list."""
    return is_box_heading(line) or is_page_line(line) or is_date_line(line) or _SMALL.match(line) is not None


def is_title(line: str) -> bool:
    """Tell whether a line may be the title of another article."""
    return reads_like_title(line) and "://" not in line and not _THANKS.match(line)


def is_title_of_words(line: str) -> bool:
    """Tell whether a line may be a title, is more than two words and no caption."""
    return is_title(line) and line.count(" ") >= _MIN_SPACES and not is_caption_alone(line)
