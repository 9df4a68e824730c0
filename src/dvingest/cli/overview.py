"""The command status: what an operator wants to know in the morning."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from dvingest.cli.app import app, console, printable
from dvingest.cli.environment import store_ready
from dvingest.config import load_settings, without_credentials
from dvingest.local.disk import probe_disk
from dvingest.local.outlook import outlook
from dvingest.local.prefect_server import known_server
from dvingest.local.watch import Hindrance
from dvingest.reporting import calendar_text
from dvingest.windows import VIETNAM_TIME

if TYPE_CHECKING:
    from dvingest.overview import Overview

COLOURS = {"succeeded": "green", "rejected": "red", "failed": "red", "adopted": "yellow"}


@app.command(short_help="Show last runs, coverage and what needs attention.")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Show last runs, coverage and what needs attention; exit code 3 when something does."""
    from dvingest.overview import look_over
    from dvingest.settling import open_lake

    asked = load_settings()
    is_embedded = asked.uses_embedded_store
    with store_ready(asked) as settings:
        lake = open_lake(settings)
        if is_embedded:
            lake.store.ensure_bucket()  # it is ours, and on the first day it is not there yet
        overview = look_over(lake, datetime.now(UTC))
        server = known_server(settings)
        planned, hindrance = outlook(server) if server else (None, None)
        overview = overview.model_copy(update={"next_run_at": planned})
        if hindrance and not hindrance.is_chosen:
            overview.attention.append(f"The next daily run will not begin: {hindrance.sentence}.")
        has_room, sentence = probe_disk(settings.work_dir)
        if not has_room:
            overview.attention.append(f"The disk is nearly full: {sentence}")
    if as_json:
        console.file.write(overview.model_dump_json(indent=2) + "\n")
    else:
        show_overview(overview, server, hindrance)
    if overview.attention:
        raise typer.Exit(3)


def show_overview(overview: Overview, server: str | None, hindrance: Hindrance | None = None) -> None:
    """Print the overview, what needs attention last: beside the prompt."""
    if overview.runs:
        console.print("[bold]Last runs[/] (times in Viet Nam)")
    for run in overview.runs:
        when = f"{run.finished_at.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M}"
        days = f"{run.start} to {run.end}"
        console.print(
            f"{when}  [{COLOURS[run.status]}]{run.status:9}[/]  {run.flow:11}  {days}  {escape(printable(run.verdict))}"
        )
    if overview.per_day:
        console.print("\n[bold]Articles per day[/]")
        console.print(calendar_text(overview.per_day, overview.window, overview.thin))
    sizes = ", ".join(f"{name} {size / 1e6:,.1f} MB" for name, size in overview.bytes_by_layer.items())
    version = "" if overview.silver_version is None else f" (table version {overview.silver_version})"
    console.print(f"\n{overview.rows:,} articles{version}; {sizes}")
    if overview.crawled_by:
        console.print(escape(f"the newspaper is being asked by {overview.crawled_by}"))
    console.print(f"next daily run: {_schedule(overview, server, hindrance)}")
    if not overview.attention:
        console.print("[green]All is well.[/]")
    for sentence in overview.attention:
        console.print(f"[red]attention:[/] {escape(printable(sentence))}")


def _schedule(overview: Overview, server: str | None, hindrance: Hindrance | None) -> str:
    if server is None:
        return "none is planned, as no Prefect server is known: `dvingest up` keeps one with the schedule."
    ui = without_credentials(server).removesuffix("/api")
    if overview.next_run_at is None:
        why = hindrance.sentence if hindrance else "its scheduler has not come to it yet"
        return f"none is planned at {ui}: {why}."
    return f"{overview.next_run_at.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M} in Viet Nam, see {ui}"
