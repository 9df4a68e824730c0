"""Small SVG pictures for Markdown, as data URIs: nothing is loaded from anywhere."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape as escape_xml

from dvingest.model import Manifest
from dvingest.reporting.text import plain

RUNS = 14

_ROW = 30
_LABEL = 130
_PLOT = 260
_FIGURE = 110


@dataclass(frozen=True, slots=True)
class Trend:
    """A row of the chart: a share (0 to 1) per run, and whether a high one is bad."""

    label: str
    share: Callable[[Manifest], float | None]
    high_is_bad: bool = False


def _coverage(field: str) -> Callable[[Manifest], float | None]:
    return lambda run: run.field_coverage.get(field)


def _template(name: str) -> Callable[[Manifest], float | None]:
    return lambda run: run.templates.get(name, 0) / sum(run.templates.values()) if any(run.templates.values()) else None


def _outcome(status: str) -> Callable[[Manifest], float | None]:
    return lambda run: run.counts.get(status, 0) / run.counts["considered"] if run.counts.get("considered") else None


TRENDS = (
    Trend("generic template", _template("generic"), high_is_bad=True),
    Trend("rejected", _outcome("rejected"), high_is_bad=True),
    Trend("failed", _outcome("failed"), high_is_bad=True),
    Trend("lead", _coverage("lead")),
    Trend("section", _coverage("section")),
    Trend("images", _coverage("images")),
    Trend("authors", _coverage("authors")),
    Trend("tags", _coverage("tags")),
)


def trend_chart(runs: Sequence[Manifest]) -> str:
    """Return an SVG with a line per share over the last 14 of `runs` (oldest first) and the last figure beside it."""
    runs = runs[-RUNS:]
    rows = [(trend, [trend.share(run) for run in runs]) for trend in TRENDS]
    rows = [(trend, shares) for trend, shares in rows if any(share is not None for share in shares)]
    height = _ROW * len(rows) + 8
    width = _LABEL + _PLOT + _FIGURE
    body = "".join(_trend_row(trend, shares, 4 + _ROW * number) for number, (trend, shares) in enumerate(rows))
    return svg(width, height, body, f"Shares over the last {len(runs)} runs")


def svg(width: int, height: int, body: str, title: str) -> str:
    """Return a whole SVG document on a white ground, so that it can be read in dark themes too."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12"><title>{escape_xml(plain(title))}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{body}</svg>'
    )


def data_uri(document: str) -> str:
    """Return the SVG `document` as an address that a Markdown image can name."""
    return "data:image/svg+xml;base64," + base64.b64encode(document.encode()).decode()


def _trend_row(trend: Trend, shares: Sequence[float | None], top: int) -> str:
    floor, step = top + _ROW - 8, _PLOT / max(1, len(shares) - 1)
    points = [
        (_LABEL + number * step, floor - share * (_ROW - 12))
        for number, share in enumerate(shares)
        if share is not None
    ]
    colour = "#c0392b" if trend.high_is_bad else "#2471a3"
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    last = shares[-1]
    figure = "none read" if last is None else f"{last:.1%}" if trend.high_is_bad else f"{last:.0%}"
    return (
        f'<text x="4" y="{floor}" fill="#333">{escape_xml(trend.label)}</text>'
        f'<path d="M{_LABEL} {floor}h{_PLOT}" stroke="#ddd"/>'
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        f'<circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="2.5" fill="{colour}"/>'
        f'<text x="{_LABEL + _PLOT + 12}" y="{floor}" fill="{colour}">{figure}</text>'
    )
