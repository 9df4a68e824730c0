"""The report of a run that stores articles, in Markdown: the verdict first, then what to look at."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

from dvingest.checks import failed_checks, names_of_failed
from dvingest.checks.counts import counted
from dvingest.extraction.text import without_marks
from dvingest.model import Article, CheckResult, Manifest, OutcomeStatus
from dvingest.refetching import needs_refetch
from dvingest.reporting.charts import RUNS, data_uri, trend_chart
from dvingest.reporting.text import escape, escape_note, newspaper_link, plain

STATUSES = tuple(status.value for status in OutcomeStatus)
MOST_NEW = 15
MOST_SECTIONS = 40
MOST_PARTS = 10
LONGEST_ADDRESS = 64


def verdict_line(manifest: Manifest) -> str:
    """Return one plain sentence: whether the run is good, what it brought, and what is wrong with it."""
    new = f"{manifest.rows_inserted:,} new, {manifest.rows_updated:,} changed"
    failed, doubtful = names_of_failed(manifest.checks)
    if manifest.status == "failed":
        # What its checks say follows from that, and leads astray: few articles were seen, lists were not read.
        return f"Failed: the run did not come to its end; {new}."
    if manifest.status == "succeeded" and not failed:
        owed = sum(number for name, number in manifest.reasons.items() if needs_refetch(*name.split(":", 1)))
        left = f"; {owed:,} left to the next run" if owed else ""
        doubt = f"; look at {', '.join(doubtful)}" if doubtful else ""
        return f"OK: {new}, every address accounted for{left}{doubt}."
    if manifest.status != "adopted":
        return f"Needs attention: {', '.join(failed) or 'a required check'} failed; {new}."
    return "Died; a later run took over its pages."


def outcome_rows(manifest: Manifest) -> list[dict[str, object]]:
    """Return the table of outcomes per section, most addresses first, with the total as its last row.

    Pages name their section, lists give its slug: both are one row, under the name.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for section, numbers in manifest.sections.items():
        slug = _slug(section)
        counts[slug].update(numbers)
        if names.get(slug, slug) == slug:
            names[slug] = section
    rows: list[dict[str, object]] = [
        {
            "section": plain(names[slug]) or "(none)",
            "considered": numbers.total(),
            **{status: numbers[status] for status in STATUSES},
        }
        for slug, numbers in counts.items()
    ]
    rows.sort(key=lambda row: (-_number(row["considered"]), str(row["section"])))
    if len(rows) > MOST_SECTIONS:
        others = rows[MOST_SECTIONS:]
        rest = {name: sum(_number(row[name]) for row in others) for name in ("considered", *STATUSES)}
        rows = [*rows[:MOST_SECTIONS], {"section": f"({len(others)} more)", **rest}]
    total = {name: manifest.counts.get(name, 0) for name in ("considered", *STATUSES)}
    return [*rows, {"section": "all", **total}]


def _slug(name: str) -> str:
    """Return the name of a section as the newspaper writes it in addresses: `xa-hoi` for `Xã hội`."""
    return "-".join(re.findall(r"\w+", without_marks(name)))


def run_report(
    manifest: Manifest,
    earlier: Sequence[Manifest] = (),
    *,
    name: str = "",
    new_articles: Sequence[Article] = (),
    calendar: str | None = None,
    places: Mapping[str, str] | None = None,
) -> str:
    """Return the report: `earlier` runs give the charts, `calendar` is an SVG, `places` name keys by their role."""
    title = name or run_title(manifest)
    sign = "✓" if manifest.status == "succeeded" else "✗"  # in every font, which coloured signs are not
    sections = (
        [f"# {sign} {escape(title)}: {escape_note(verdict_line(manifest))}"],
        _what_to_do(manifest),
        _what_is_new(manifest, new_articles),
        _outcomes(manifest),
        _what_was_not_stored(manifest),
        _trends(manifest, earlier),
        _calendar(calendar),
        _places(manifest, places or {}),
        ["## Checks", checks_table(manifest.checks)] if manifest.checks else [],
    )
    return "\n\n".join(paragraph for section in sections for paragraph in section) + "\n"


def newest_articles(articles: Iterable[Article]) -> list[Article]:
    """Return the few that the report names: those published last, the last one first."""
    return nlargest(MOST_NEW, articles, key=lambda article: article.published_at)


def run_title(manifest: Manifest) -> str:
    """Return how the run is called in lists of runs: by its last day, or by its days."""
    last = manifest.window.last
    return f"daily {last}" if manifest.flow == "daily-crawl" else f"{manifest.flow} {manifest.start} to {last}"


def check_note(check: CheckResult) -> str:
    """Return the sentence of a check without its name in front, where the name is shown anyway."""
    return check.note.removeprefix(f"{check.name}: ")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table of cells that are escaped already."""
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def notes_on(checks: Sequence[CheckResult]) -> list[str]:
    """Return what the checks that failed say, a line each: tables of the UI cut off what is long."""
    return [
        f"* **{escape(check.name)}**{'' if check.required else ' (warning)'}: {escape_note(check_note(check))}"
        for check in failed_checks(checks)
    ]


def checks_table(checks: Sequence[CheckResult]) -> str:
    """Return every check with its verdict and figures."""
    rows = [
        [
            escape(check.name),
            "ok" if check.ok else "**failed**" if check.required else "warning",
            escape_note(check_note(check)),
        ]
        for check in checks
    ]
    return table(("check", "verdict", "figures"), rows)


def _what_to_do(manifest: Manifest) -> list[str]:
    lines = notes_on(manifest.checks)
    if manifest.status == "failed" and manifest.stopped:
        lines = [
            f"* **The crawl stopped:** {escape_note(manifest.stopped)}",
            "* When that is mended, press Retry on the run's page or wait for the next run: what is stored is not "
            "fetched twice. `dvingest doctor` tells whether newspaper, store and Prefect answer.",
            *lines,
        ]
    return ["## What to do", "\n".join(lines)] if lines else []


def _what_is_new(manifest: Manifest, articles: Sequence[Article]) -> list[str]:
    days = f"the days from {manifest.start} to {manifest.window.last}"
    text = (
        f"{manifest.rows_inserted:,} new articles and {manifest.rows_updated:,} changed ones for {days}. "
        f"{manifest.pages_fetched:,} article pages fetched."
    )
    if manifest.adopted:
        text += f" Parts of {counted(len(manifest.adopted), 'earlier run')} that died were taken over."
    lines = [
        f"* {newspaper_link(article.canonical_url, article.title)}"
        + (f" ({escape(article.section)})" if article.section else "")
        for article in articles
    ]
    more = manifest.rows_inserted + manifest.rows_updated - len(articles)
    if articles and more > 0:
        lines.append(f"* and {more:,} more")
    return ["## What is new", text, *(["\n".join(lines)] if lines else [])]


def _outcomes(manifest: Manifest) -> list[str]:
    rows = [
        [escape(row["section"]), *(f"{_number(row[name]):,}" for name in ("considered", *STATUSES))]
        for row in outcome_rows(manifest)
    ]
    return ["## Outcomes per section", table(("section", "considered", *STATUSES), rows)]


def _what_was_not_stored(manifest: Manifest) -> list[str]:
    if not manifest.reasons:
        return []
    rows = []
    for key, number in sorted(manifest.reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        status, _, reason = key.partition(":")
        examples = "<br>".join(newspaper_link(url, _short(url)) for url in manifest.examples.get(key, ()))
        rows.append([escape(status), escape(reason) or "(no reason)", f"{number:,}", examples])
    return ["## What was not stored, and why", table(("outcome", "reason", "addresses", "examples"), rows)]


def _short(url: str) -> str:
    """Return the address as text that a table has room for; the tables of the UI cut off what is longer."""
    text = url.partition("://")[2]
    return text if len(text) <= LONGEST_ADDRESS else f"{text[: LONGEST_ADDRESS - 25]}…{text[-24:]}"


def _trends(manifest: Manifest, earlier: Sequence[Manifest]) -> list[str]:
    past = [run for run in earlier if run.flow == manifest.flow and run.run_id < manifest.run_id]
    runs = [*sorted(past, key=lambda run: run.run_id), manifest][-RUNS:]
    if not manifest.templates and not manifest.field_coverage:
        return []
    templates = ", ".join(f"{escape(name)} {number:,}" for name, number in sorted(manifest.templates.items()))
    over = f"last {len(runs)} runs" if len(runs) > 1 else "this run"
    picture = f"![Shares of fields and templates, {over}]({data_uri(trend_chart(runs))})"
    return [
        f"## Fields and templates, {over}",
        picture,
        f"Templates of this run: {templates or 'none'}.",
    ]


def _calendar(calendar: str | None) -> list[str]:
    return [] if calendar is None else ["## Coverage", f"![Articles per day]({data_uri(calendar)})"]


def _places(manifest: Manifest, places: Mapping[str, str]) -> list[str]:
    rows = [[escape(role), f"`{plain(key)}`"] for role, key in places.items()]
    version = "none written" if manifest.silver_version is None else str(manifest.silver_version)
    rows.append(["table version", version])
    if manifest.published_months:
        rows.append(["months", escape(", ".join(manifest.published_months))])
    rows += [["part", f"`{plain(part.key)}` ({part.pages:,} pages)"] for part in manifest.parts[:MOST_PARTS]]
    if len(manifest.parts) > MOST_PARTS:
        rows.append(["part", f"and {len(manifest.parts) - MOST_PARTS:,} more"])
    return ["## Where it is", table(("what", "where"), [["run", f"`{plain(manifest.run_id)}`"], *rows])]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
