"""Reports of replay, audit and backfill in Markdown, with the verdict in the first line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dvingest.archive.findings import Audit, commands
from dvingest.archive.replaying import ReplayResult
from dvingest.checks import names_of_failed
from dvingest.miner import RecurringText
from dvingest.model import Manifest
from dvingest.reporting import calendar_svg, data_uri, escape, escape_note, newspaper_link, plain, verdict_line
from dvingest.reporting.run import checks_table, notes_on, table

MOST_ROWS = 30
MOST_LINES = 12


def replay_line(result: ReplayResult) -> str:
    """Return one sentence on what a replay did."""
    if not result.pages and not result.unread:
        return "no page of these days is stored"
    written = result.changed + result.inserted + result.refreshed
    if not written:
        return f"nothing to change in {result.pages:,} pages"
    return (
        f"{written:,} rows written of {result.pages:,} pages: {result.changed:,} with other content, "
        f"{result.inserted:,} new, {result.refreshed:,} that only name the new extractor"
    )


def audit_line(audit: Audit) -> str:
    """Return one sentence on what an audit found."""
    failed, doubtful = names_of_failed(audit.checks)
    if failed:
        return f"{', '.join(failed)} failed"
    thin = [f"{len(audit.thin):,} days have suspiciously few articles"] if audit.thin else []
    look = [f"look at {', '.join(doubtful)}"] if doubtful else []
    return "; ".join(thin + look) or "everything is there"


def replay_report(result: ReplayResult) -> str:
    """Return what a replay changed, with a few rows before and after."""
    days = f"{result.window.start} to {result.window.last}"
    rows = [
        ["pages read again", f"{result.pages:,}"],
        ["rows with other content", f"{result.changed:,}"],
        ["rows that only name the new extractor", f"{result.refreshed:,}"],
        ["articles that had no row before", f"{result.inserted:,}"],
        ["pages that change nothing", f"{result.unchanged:,}"],
        ["pages rejected", f"{result.rejected.total():,}" + _reasons(result)],
        ["rows held back: only the generic way reads their page today", f"{len(result.held_back):,}"],
        ["rows whose page is rejected today; they stay", f"{len(result.lost):,}"],
    ]
    if result.unread:
        rows.append(["parts that could not be read; the rows of their pages stay", f"{len(result.unread):,}"])
    sign = "✗" if result.unread else "✓"
    parts = [f"# {sign} replay {days}: {replay_line(result)}", table(("what", "number"), rows)]
    if result.unread:
        parts += ["## Parts that could not be read", "\n".join(f"* {escape(why)}" for why in result.unread[:MOST_ROWS])]
    if result.lost:
        names = [f"* {escape(name)}: {escape(reason)}" for name, reason in sorted(result.lost.items())[:MOST_ROWS]]
        parts += ["## Rows whose page is rejected today", "\n".join(names)]
    if result.examples:
        parts.append("## Before and after")
    for example in result.examples:
        lines = [f"* {_sign(line.kind)} {escape(line.text, 400)}" for line in example.lines[:MOST_LINES]]
        if len(example.lines) > MOST_LINES:
            lines.append(f"* and {len(example.lines) - MOST_LINES} more lines")
        parts += [f"### {newspaper_link(example.url, example.title)} ({escape(example.article_id)})", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def audit_report(audit: Audit) -> str:
    """Return what an audit found, the coverage calendar, and the commands that would fill the gaps."""
    checks = audit.checks
    failed, doubtful = names_of_failed(checks)
    is_sound = not (audit.thin or failed or doubtful)
    verdict = f"{'✗' if failed else '✓' if is_sound else '!'} audit: {audit_line(audit)}"
    days = f"{audit.window.start} to {audit.window.last}"
    parts = [
        f"# {verdict}",
        f"{days}: {audit.rows:,} rows in these months, {audit.runs:,} runs, {audit.parts:,} parts, "
        f"{audit.sampled:,} pages read back.",
        *(["## What to do", "\n".join(notes)] if (notes := notes_on(checks)) else []),
        checks_table(checks),
        "## Coverage",
        f"![Articles per day]({data_uri(calendar_svg(audit.per_day, audit.window, audit.thin))})",
    ]
    if audit.backfills:
        some = commands(audit)
        lines = [f"* `{command}`" for command in some[:MOST_ROWS]]
        if len(some) > MOST_ROWS:
            lines.append(f"* and {len(some) - MOST_ROWS} more, older ones")
        parts += [f"## Backfills that would fill {len(audit.thin):,} thin days", "\n".join(lines)]
    parts += recurring_section(audit.recurring)
    return "\n\n".join(parts) + "\n"


def recurring_section(recurring: Sequence[RecurringText]) -> list[str]:
    """Return the paragraphs of a report that list texts which recur in many articles."""
    if not recurring:
        return []
    return ["## Texts in unusually many articles", table(*recurring_table(recurring[:MOST_ROWS], escape))]


def recurring_report(recurring: Sequence[RecurringText]) -> str:
    """Return the list as an artifact of its own."""
    title = f"# {len(recurring):,} texts stand in unusually many articles"
    how = (
        "What stands at the end of articles is probably boilerplate: add it to the cleaning rules, then run a replay. "
        "Headings and sentences with figures of their own come last, as they are likely the articles' own."
    )
    return "\n\n".join([title, how, *recurring_section(recurring)[1:]]) + "\n"


def recurring_table(
    recurring: Sequence[RecurringText], shown: Callable[[str], str] = plain
) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return headings and rows of the texts that recur, what comes from articles as `shown` gives it."""
    headings = ("articles", "share", "at the end", "text", "sections", "months", "examples")
    rows = [
        [
            f"{text.articles:,}",
            f"{text.share:.1%}",
            f"{text.trailing:.0%}",
            shown(text.text),
            shown(", ".join(f"{section} {number}" for section, number in text.sections[:3])),
            _months(text),
            shown(", ".join(text.examples)),
        ]
        for text in recurring
    ]
    return headings, rows


def _months(text: RecurringText) -> str:
    first, last = text.first_month, text.last_month
    return first if first == last else f"{first} to {last}"


def backfill_report(name: str, months: Sequence[tuple[str, Manifest | None, str]]) -> str:
    """Return how the months went: name, manifest if one was written, and a sentence."""
    bad = [month for month, _, note in months if not note.startswith("complete")]
    verdict = "✓" if not bad else "✗"
    said = "every month is complete" if not bad else f"{len(bad):,} of {len(months):,} months need another run"
    rows, notes = [], []
    for month, manifest, note in months:
        counts = manifest.counts if manifest else {}
        figures = [
            f"{counts.get(key, 0):,}" for key in ("considered", "stored", "unchanged", "rejected", "failed", "skipped")
        ]
        text = note if manifest is None or note.startswith("complete") else f"{note} {verdict_line(manifest)}"
        rows.append([escape(month), *(figures if manifest else ["-"] * 6)])
        notes.append(f"* {escape(month)}: {escape_note(text)}")
    headings = ("month", "considered", "stored", "unchanged", "rejected", "failed", "skipped")
    return "\n\n".join([f"# {verdict} {escape(name)}: {said}", table(headings, rows), "\n".join(notes)]) + "\n"


def _reasons(result: ReplayResult) -> str:
    some = ", ".join(f"{escape(reason)} {number:,}" for reason, number in result.rejected.most_common(5))
    return f" ({some})" if some else ""


def _sign(kind: str) -> str:
    return {"removed": "**−**", "added": "**+**", "kept": "·", "place": "in"}[kind]
