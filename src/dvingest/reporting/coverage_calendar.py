"""The coverage calendar: a square a day, weeks as columns, years under each other; as SVG and for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from statistics import median

from dvingest.reporting.charts import svg
from dvingest.windows import DateWindow

GAP, THIN = "gap", "thin"
"""States of a day that ask for a backfill: nothing stored, or suspiciously little."""

_LEVELS = ("1", "2", "3", "4")
_COLOURS = {GAP: "#d73a49", THIN: "#f0883e", "1": "#c6e48b", "2": "#7bc96f", "3": "#239a3b", "4": "#196127"}
_GLYPHS = {GAP: "×", THIN: "!", "1": "░", "2": "▒", "3": "▓", "4": "█"}
_STYLES = {GAP: "red", THIN: "yellow", "1": "green", "2": "green", "3": "green", "4": "bold green"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")

_CELL = 13
_LEFT = 44
_TOP = 34
_YEAR = 7 * _CELL + 30


def calendar_svg(counts: Mapping[date, int], window: DateWindow, thin: Collection[date] = ()) -> str:
    """Return the SVG for articles per day; days of `window` without any are gaps, `thin` ones are marked too."""
    years = _years(window)
    states = _states(counts, window, thin)
    body = "".join(_year_svg(year, states, _TOP + number * _YEAR) for number, year in enumerate(years))
    total = sum(counts.get(day, 0) for day in window.days())
    title = f"{total:,} articles from {window.start} to {window.last}"
    heading = f'<text x="4" y="14" fill="#333">{title}</text>{_legend_svg()}'
    return svg(_LEFT + 54 * _CELL + 8, _TOP + len(years) * _YEAR, heading + body, title)


def calendar_text(counts: Mapping[date, int], window: DateWindow, thin: Collection[date] = ()) -> str:
    """Return the calendar as lines of at most 60 characters, with rich's marks for colours.

    The signs differ as the colours do, so that it can be read without them.
    """
    states = _states(counts, window, thin)
    lines = []
    for year in _years(window):
        lines.append(f"{year} {_month_heading(year)}".rstrip())
        for weekday, name in enumerate(_WEEKDAYS):
            signs = "".join(_sign(states.get(day)) if day.year == year else " " for day in _weekday_row(year, weekday))
            lines.append(f"{name:<4} {signs}".rstrip())
    lines.append("")
    lines.append("     " + "  ".join(f"{_sign(state)} {meaning}" for state, meaning in _meanings(short=True)))
    return "\n".join(lines)


def _years(window: DateWindow) -> range:
    """Return the years of `window`, newest first."""
    return range(window.last.year, window.start.year - 1, -1)


def _states(counts: Mapping[date, int], window: DateWindow, thin: Collection[date]) -> dict[date, str]:
    """Return the state of each day; levels are measured against the year's own median, as the newspaper has grown."""
    usual: dict[int, float] = {}
    for year in _years(window):
        some = [number for day, number in counts.items() if day.year == year and number > 0]
        usual[year] = median(some) if some else 1.0
    states = {}
    for day in window.days():
        number = counts.get(day, 0)
        if number <= 0:
            states[day] = GAP
        elif day in thin:
            states[day] = THIN
        else:
            ratio = number / usual[day.year]
            states[day] = _LEVELS[(ratio >= 0.5) + (ratio >= 0.9) + (ratio >= 1.2)]
    return states


def _year_svg(year: int, states: Mapping[date, str], top: int) -> str:
    labels = f'<text x="4" y="{top + 10}" fill="#333" font-weight="bold">{year}</text>'
    for number, name in enumerate(_MONTHS, 1):
        labels += f'<text x="{_x(date(year, number, 1))}" y="{top + 10}" fill="#777" font-size="10">{name}</text>'
    for weekday, name in enumerate(_WEEKDAYS):
        labels += f'<text x="12" y="{top + 26 + weekday * _CELL}" fill="#777" font-size="9">{name}</text>'
    squares: dict[str, list[str]] = {}
    for day, state in states.items():
        if day.year == year:
            square = f"M{_x(day)} {top + 17 + day.weekday() * _CELL}h11v11h-11z"
            squares.setdefault(state, []).append(square)
    return labels + "".join(f'<path fill="{_COLOURS[state]}" d="{"".join(of)}"/>' for state, of in squares.items())


def _legend_svg() -> str:
    pieces, x = [], _LEFT + 23 * _CELL
    for state, meaning in _meanings():
        pieces.append(f'<rect x="{x}" y="4" width="11" height="11" fill="{_COLOURS[state]}"/>')
        pieces.append(f'<text x="{x + 15}" y="14" fill="#555" font-size="10">{meaning}</text>')
        x += 22 + 6 * len(meaning)
    return "".join(pieces)


def _meanings(*, short: bool = False) -> tuple[tuple[str, str], ...]:
    few = ("few", "fewer", "usual", "more") if short else ("under half", "fewer", "usual", "more")
    return (
        (GAP, "none"),
        (THIN, "suspect" if short else "suspiciously few"),
        *zip(_LEVELS, few, strict=True),
    )


def _week(day: date) -> int:
    """Column of a day: weeks begin on Monday, the first may be short."""
    first = date(day.year, 1, 1)
    return ((day - first).days + first.weekday()) // 7


def _x(day: date) -> int:
    return _LEFT + _week(day) * _CELL


def _weekday_row(year: int, weekday: int) -> Iterator[date]:
    first = date(year, 1, 1)
    monday = first - timedelta(days=first.weekday())
    for week in range(_week(date(year, 12, 31)) + 1):
        yield monday + timedelta(days=7 * week + weekday)


def _month_heading(year: int) -> str:
    heading = [" "] * 56
    for number, name in enumerate(_MONTHS, 1):
        column = _week(date(year, number, 1))
        heading[column : column + 3] = name
    return "".join(heading)


def _sign(state: str | None) -> str:
    return " " if state is None else f"[{_STYLES[state]}]{_GLYPHS[state]}[/]"
