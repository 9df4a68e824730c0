"""Commands that run a flow: daily, backfill, replay, audit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from dvingest.cli.app import app, console, printable
from dvingest.cli.environment import may_crawl, ready
from dvingest.config import section_slugs
from dvingest.errors import ConfigError
from dvingest.windows import DateWindow, parse_day, vietnamese_day

Replica = Annotated[bool, typer.Option("--replica", help="Use the local replica of the newspaper.")]
Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for another crawl to end, or exit with 75.")]


@app.command(short_help="Crawl the last days now and publish what is new.")
def daily(
    day: Annotated[
        str | None, typer.Option(metavar="DAY", help="Last day of the window, YYYY-MM-DD; default: today.")
    ] = None,
    lookback: Annotated[
        int | None, typer.Option(metavar="DAYS", min=0, max=366, help="Number of earlier days to check again.")
    ] = None,
    section: Annotated[
        list[str] | None, typer.Option(metavar="SLUG", help="Slug of a section; may be given several times.")
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Maximum number of article pages.")] = None,
    wait: Wait = True,
    replica: Replica = False,
) -> None:
    """Crawl the last days now and publish what is new."""
    last = parse_day(day, "--day") if day else None
    _refuse_future(last, "--day")
    section_slugs(section or (), "--section")
    with ready(replica=replica, prefect=True) as settings:
        may_crawl(settings, wait=wait)
        from dvingest.cli.run_output import Terminal, show_trial
        from dvingest.ingest.flow_runs import run_flow

        with Terminal(settings.download_delay).watching() as terminal:
            run_flow(
                "flows/daily.py:daily_crawl",
                day=last,
                lookback_days=lookback,
                sections=section or None,
                limit=limit,
                wait=wait,
            )
        if replica:
            show_trial(settings, terminal.manifests[-1])


Start = Annotated[str, typer.Option(metavar="DAY", help="First day, YYYY-MM-DD.")]
End = Annotated[str, typer.Option(metavar="DAY", help="Last day, YYYY-MM-DD; future days are ignored.")]


def _refuse_future(day: date | None, option: str) -> None:
    """Raise ConfigError for a day to come, before it makes a run that fails."""
    if day is not None and day > (today := vietnamese_day(datetime.now(UTC))):
        raise ConfigError(f"{option} {day} lies in the future: give a day up to today, {today}.")


def _days(start: str, end: str) -> tuple[date, date]:
    """Return first and last day; a span that cannot be is refused here, before it makes a run that fails."""
    window = DateWindow.of_days(parse_day(start, "--start"), parse_day(end, "--end"))
    return window.start, window.last


@app.command(short_help="Crawl past months, newest first.")
def backfill(
    start: Start,
    end: End,
    parallel: Annotated[
        int, typer.Option(metavar="N", min=1, max=12, help="Months to run at once on the work pool.")
    ] = 1,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Maximum number of article pages per month.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Crawl complete months again, too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be fetched; write nothing.")] = False,
    wait: Wait = True,
    replica: Replica = False,
) -> None:
    """Crawl past months, newest first; rerun it to resume after an interruption."""
    first, last = _days(start, end)
    _refuse_future(first, "--start")
    with ready(replica=replica, prefect=True) as settings:
        may_crawl(settings, wait=wait)
        from dvingest.cli.run_output import Terminal
        from dvingest.ingest.backfill import backfill_line
        from dvingest.ingest.flow_runs import run_flow

        with Terminal(settings.download_delay).watching():
            found = run_flow(
                "flows/backfill.py:backfill",
                start=first,
                end=last,
                parallel=parallel,
                limit=limit,
                again=again,
                wait=wait,
                workers=not replica,  # workers elsewhere know nothing of the replica in this process
                dry_run=dry_run,
            )
        console.print(printable(backfill_line(found, DateWindow.of_days(first, last))), markup=False)


@app.command(short_help="Extract the stored pages of these days again.")
def replay(
    start: Start,
    end: End,
    batch_pages: Annotated[int, typer.Option(metavar="N", min=50, max=10_000, help="Pages per batch.")] = 1_000,
) -> None:
    """Extract the stored pages of these days again with the current extractor; makes no requests to the newspaper."""
    first, last = _days(start, end)
    with ready(prefect=True):
        from dvingest.cli.archive_output import show_replay
        from dvingest.ingest.flow_runs import run_flow

        show_replay(run_flow("flows/replay.py:replay", start=first, end=last, batch_pages=batch_pages))


@app.command(short_help="Verify silver against bronze, find gaps, tidy the table.")
def audit(
    start: Annotated[
        str | None, typer.Option(metavar="DAY", help="First day, YYYY-MM-DD; default: the table's first.")
    ] = None,
    end: Annotated[str | None, typer.Option(metavar="DAY", help="Last day, YYYY-MM-DD; default: yesterday.")] = None,
    every_page: Annotated[bool, typer.Option("--every-page", help="Read every page back, not a sample.")] = False,
    tidy: Annotated[bool, typer.Option("--tidy/--no-tidy", help="Compact the table and delete old files.")] = True,
) -> None:
    """Verify silver against bronze and manifests, find gaps, tidy the table's files."""
    first = parse_day(start, "--start") if start else None
    last = parse_day(end, "--end") if end else None
    _refuse_future(first, "--start")
    if first and last:
        DateWindow.of_days(first, last)
    with ready(prefect=True):
        from dvingest.cli.archive_output import show_audit
        from dvingest.ingest.flow_runs import run_flow

        show_audit(run_flow("flows/audit.py:audit", start=first, end=last, every_page=every_page, tidy=tidy))
