"""The command status: what an operator wants to know in the morning."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from dvingest.cli.app import app, console, printable
from dvingest.cli.environment import store_ready
from dvingest.cli.wrapping import wrapped
from dvingest.config import load_settings, without_credentials
from dvingest.local.disk import probe_disk
from dvingest.local.prefect_api import Blocker
from dvingest.local.prefect_server import known_server
from dvingest.local.prefect_status import schedule_outlook
from dvingest.reporting import calendar_text
from dvingest.windows import VIETNAM_TIME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dvingest.overview import Overview, RunSummary

COLOURS = {"succeeded": "green", "rejected": "red", "failed": "red", "adopted": "yellow"}


@app.command(short_help="Show last runs, coverage and what needs attention.")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show last runs, coverage and what needs attention; exit code 3 when something does."""
    from dvingest.lake.opened import open_lake
    from dvingest.overview import read_overview

    asked = load_settings()
    is_embedded = asked.uses_embedded_store
    with store_ready(asked) as settings:
        lake = open_lake(settings)
        if is_embedded:
            lake.store.ensure_bucket()  # it is ours, and on the first day it is not there yet
        overview = read_overview(lake, datetime.now(UTC))
        server = known_server(settings)
        planned, blocker = schedule_outlook(server) if server else (None, None)
        overview = overview.model_copy(update={"next_run_at": planned})
        if blocker and not blocker.is_chosen:
            overview.attention.append(f"The next daily run will not begin: {blocker.sentence}.")
        has_room, sentence = probe_disk(settings.work_dir)
        if not has_room:
            overview.attention.append(f"The disk is nearly full: {sentence}")
    if as_json:
        console.file.write(overview.model_dump_json(indent=2) + "\n")
    else:
        show_overview(overview, server, blocker)
    if overview.attention:
        raise typer.Exit(3)


def show_overview(overview: Overview, server: str | None, blocker: Blocker | None = None) -> None:
    """Print the overview in lines that fit, what needs attention last: beside the prompt."""
    if overview.runs:
        console.print("[bold]Last runs[/] (times in Viet Nam)")
        _show_runs(overview.runs)
    if overview.per_day:
        console.print("\n[bold]Articles per day[/]")
        console.print(calendar_text(overview.per_day, overview.window, overview.thin))
    sizes = ", ".join(f"{name} {size / 1e6:,.1f} MB" for name, size in overview.bytes_by_layer.items())
    version = "" if overview.silver_version is None else f" (table version {overview.silver_version})"
    if overview.runs or overview.per_day:
        console.print()
    _tell("", f"{overview.rows:,} articles{version}; {sizes}")
    if overview.crawled_by:
        _tell("", f"being crawled now by {overview.crawled_by}")
    _tell("", f"next daily run: {_schedule(overview, server, blocker)}")
    if not overview.attention:
        console.print("[green]All is well.[/]")
    for sentence in overview.attention:
        _tell("attention:", sentence, style="red")


def _show_runs(runs: Sequence[RunSummary]) -> None:
    """Print a line per run, or two where the verdict of any has no room beside its days."""
    heads = [(f"{run.finished_at.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M}", _days(run)) for run in runs]
    days_wide = max(len(days) for _, days in heads)
    verdict_at = len(heads[0][0]) + 2 + 9 + 2 + 11 + 2 + days_wide + 2
    is_beside = all(verdict_at + len(run.verdict) <= console.width for run in runs)
    hang = verdict_at if is_beside else len(heads[0][0]) + 2
    for run, (when, days) in zip(runs, heads, strict=True):
        verdict = wrapped(printable(run.verdict), console, taken=hang, hang=hang)
        between = " " * (days_wide - len(days) + 2) if is_beside else "\n" + " " * hang
        console.print(
            f"{when}  [{COLOURS[run.status]}]{run.status:9}[/]  {run.flow:11}  {days}{between}{escape(verdict)}"
        )


def _days(run: RunSummary) -> str:
    return f"{run.start}" if run.start == run.end else f"{run.start} to {run.end}"


def _tell(label: str, sentence: str, *, style: str = "") -> None:
    taken = len(label) + 1 if label else 0
    shown = f"[{style}]{label}[/] " if label else ""
    console.print(f"{shown}{escape(wrapped(printable(sentence), console, taken=taken, hang=2))}")


def _schedule(overview: Overview, server: str | None, blocker: Blocker | None) -> str:
    if server is None:
        return "none is scheduled, as no Prefect server is configured: `dvingest up` starts one with the schedule."
    ui = without_credentials(server).removesuffix("/api")
    if overview.next_run_at is None:
        why = blocker.sentence if blocker else "its scheduler has not planned it yet"
        return f"none is scheduled at {ui}: {why}."
    return f"{overview.next_run_at.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M} in Viet Nam, see {ui}"
