"""The command status: what an operator wants to know in the morning."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from dvingest.cli.app import app, console, printable
from dvingest.cli.environment import store_ready
from dvingest.config import Settings, load_settings
from dvingest.local.prefect_server import find_server
from dvingest.local.watch import PrefectRefused, PrefectUnreachable, PrefectWatch
from dvingest.reporting import calendar_text
from dvingest.windows import VIETNAM_TIME

if TYPE_CHECKING:
    from dvingest.overview import Overview

COLOURS = {"succeeded": "green", "rejected": "red", "failed": "red", "adopted": "yellow"}


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Show last runs, coverage and what needs attention; exit code 3 when something does."""
    from dvingest.overview import look_over
    from dvingest.settling import open_lake

    with store_ready(load_settings()) as settings:
        overview = look_over(open_lake(settings), datetime.now(UTC))
        overview = overview.model_copy(update={"next_run_at": _next_run(settings)})
    if as_json:
        console.file.write(overview.model_dump_json(indent=2) + "\n")
    else:
        show_overview(overview)
    if overview.attention:
        raise typer.Exit(3)


def show_overview(overview: Overview) -> None:
    """Print the overview."""
    for run in overview.runs:
        when = f"{run.finished_at.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M}"
        days = f"{run.start} to {run.end}"
        console.print(
            f"{when}  [{COLOURS[run.status]}]{run.status:9}[/]  {run.flow:11}  {days}  {escape(printable(run.verdict))}"
        )
    if overview.per_day:
        console.print("\n" + calendar_text(overview.per_day, overview.window, overview.thin))
    sizes = ", ".join(f"{name} {size / 1e6:,.1f} MB" for name, size in overview.bytes_by_layer.items())
    console.print(f"\n{overview.rows:,} articles (table version {overview.silver_version}); {sizes}")
    if overview.next_run_at:
        console.print(f"next daily run: {overview.next_run_at.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M} in Viet Nam")
    if not overview.attention:
        console.print("[green]All is well.[/]")
    for sentence in overview.attention:
        console.print(f"[red]attention:[/] {escape(printable(sentence))}")


def _next_run(settings: Settings) -> datetime | None:
    url = find_server(settings.work_dir)
    with suppress(PrefectUnreachable, PrefectRefused):
        planned = PrefectWatch(url).next_run() if url else None
        return planned.at if planned else None
    return None
