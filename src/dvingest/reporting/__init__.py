"""What people read about runs: Markdown, tables, charts and the coverage calendar. Pure."""

from dvingest.reporting.charts import data_uri, trend_chart
from dvingest.reporting.coverage_calendar import calendar_svg, calendar_text
from dvingest.reporting.run import check_note, newest_articles, outcome_rows, run_report, verdict_line
from dvingest.reporting.text import escape, escape_note, newspaper_link, plain

__all__ = [
    "calendar_svg",
    "calendar_text",
    "check_note",
    "data_uri",
    "escape",
    "escape_note",
    "newest_articles",
    "newspaper_link",
    "outcome_rows",
    "plain",
    "run_report",
    "trend_chart",
    "verdict_line",
]
