"""The coverage calendar has a square for every day, and gaps can be told from thin days without colours."""

import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

from rich.text import Text

from dvingest.reporting import calendar_svg, calendar_text
from dvingest.windows import DateWindow

YEARS = DateWindow.of_days(date(2023, 3, 1), date(2024, 12, 31))
COUNTS = dict.fromkeys(YEARS.days(), 120) | {date(2024, 2, 10): 0, date(2024, 2, 12): 15}
THIN = {date(2024, 2, 12)}


def test_svg_has_one_square_per_day_and_years_under_each_other_newest_first() -> None:
    document = calendar_svg(COUNTS, YEARS, THIN)
    root = ElementTree.fromstring(document)
    assert root.tag.endswith("svg")
    assert len(re.findall(r"h11v11h-11z", document)) == len(list(YEARS.days()))
    assert document.index(">2024<") < document.index(">2023<")


def test_gaps_and_thin_days_have_colours_of_their_own() -> None:
    document = calendar_svg(COUNTS, YEARS, THIN)
    paths = dict(re.findall(r'<path fill="(#\w+)" d="([^"]*)"', document))
    assert paths["#d73a49"].count("z") == 1
    assert paths["#f0883e"].count("z") == 1


def test_squares_of_one_year_do_not_lie_on_each_other() -> None:
    leap_year_that_begins_on_a_sunday = DateWindow.of_days(date(2012, 1, 1), date(2012, 12, 31))
    squares = re.findall(r"M(\d+) (\d+)h11", calendar_svg({}, leap_year_that_begins_on_a_sunday))
    assert len(squares) == len(set(squares)) == 366


def shown(*arguments: Any) -> str:
    """Return the calendar as a terminal without colours shows it."""
    return Text.from_markup(calendar_text(*arguments)).plain


def test_terminal_calendar_has_a_sign_per_day() -> None:
    text = shown(COUNTS, YEARS, THIN)
    assert text.count("▓") + text.count("░") + text.count("▒") + text.count("█") - 4 == len(list(YEARS.days())) - 2
    assert text.count("×") == 1 + 1
    assert text.count("!") == 1 + 1
    assert max(len(line) for line in text.splitlines()) <= 60


def test_terminal_calendar_puts_a_day_into_its_week_and_row() -> None:
    day = date(2024, 2, 10)
    lines = shown({day: 5}, DateWindow.of_days(date(2024, 1, 1), date(2024, 12, 31))).splitlines()
    saturday_row = lines[1 + day.weekday()]
    column = 5 + ((day - date(2024, 1, 1)).days) // 7
    assert saturday_row[column] == "▓"
    assert saturday_row[column - 1] == "×"


def test_levels_follow_the_year_so_that_a_small_old_newspaper_is_not_a_gap() -> None:
    window = DateWindow.of_days(date(2014, 1, 1), date(2015, 12, 31))
    counts = {day: (3 if day.year == 2014 else 130) for day in window.days()}
    text = shown(counts, window)
    assert text.count("▓") == len(counts) + 1
    assert "░" in text.splitlines()[-1]
    assert window.start + timedelta(days=1) in counts
