"""Commands that run a flow: daily, backfill, replay, audit."""

from __future__ import annotations

from typing import Annotated

import typer

from dvingest.cli.app import app
from dvingest.cli.environment import ready
from dvingest.cli.showing import Terminal, show_trial
from dvingest.windows import parse_day

Replica = Annotated[bool, typer.Option("--replica", help="Use the local replica of the newspaper.")]
Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for another crawl to end, or leave with 75.")]


@app.command()
def daily(
    day: Annotated[str | None, typer.Option(help="Last day of the window, YYYY-MM-DD; today in Viet Nam.")] = None,
    lookback: Annotated[
        int | None, typer.Option(min=0, max=366, help="Days before it that are looked at again.")
    ] = None,
    section: Annotated[list[str] | None, typer.Option(help="Slug of a section; may be given several times.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many article pages.")] = None,
    wait: Wait = True,
    replica: Replica = False,
) -> None:
    """Run the daily flow now: what is new in the last days, from the newspaper to silver."""
    last = parse_day(day, "--day") if day else None
    with ready(replica=replica, prefect=True) as settings:
        from dvingest.ingest import run_flow

        with Terminal().watching() as terminal:
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
