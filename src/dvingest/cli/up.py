"""The command up: everything on one machine, with a live summary."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from dvingest.cli.app import app, console, printable
from dvingest.cli.environment import replica_ready
from dvingest.config import load_settings
from dvingest.local.prefect_api import RunLine, Snapshot
from dvingest.local.up import run_up
from dvingest.windows import VIETNAM_TIME

WHOLE_REPLICA = 125
"""Days before today that hold every article of the replica."""

COLOURS = {"COMPLETED": "green", "RUNNING": "cyan", "FAILED": "red", "CRASHED": "red", "CANCELLED": "yellow"}


@app.command(short_help="Run store, Prefect, schedule, alarms and a worker here.")
def up(
    port: Annotated[
        int | None, typer.Option(metavar="PORT", min=1, max=65535, help="Port of the Prefect UI; default: a free one.")
    ] = None,
    now: Annotated[bool, typer.Option("--now", help="Start a daily run immediately, besides the schedule.")] = False,
    replica: Annotated[
        bool, typer.Option("--replica", help="Crawl the local replica of the newspaper, starting now.")
    ] = False,
) -> None:
    """Run store, Prefect server with UI, schedule, alarms and a worker on this machine; Ctrl-C stops everything."""
    settings = load_settings()
    first_run: dict[str, Any] | None = {"lookback_days": WHOLE_REPLICA} if replica else ({} if now else None)
    with ExitStack() as stack:
        if replica:
            settings = stack.enter_context(replica_ready())
        live = stack.enter_context(summary())
        live.say(f"Newspaper: {settings.site_url}" + (" (replica)" if replica else ""))
        run_up(settings, port=port, first_run=first_run, announce=live.say, show=live.show)


@contextmanager
def summary() -> Iterator[Summary]:
    """Yield the summary: a picture that is drawn anew on a terminal, a line per change elsewhere."""
    if not console.is_terminal:
        yield Lines()
        return
    with Live(console=console, auto_refresh=False, transient=True) as live:
        yield Picture(live)


class Summary(ABC):
    """What the terminal shows of a running stack."""

    def say(self, sentence: str) -> None:
        """Print a sentence that stays."""
        console.print(f"{datetime.now(UTC).astimezone(VIETNAM_TIME):%H:%M:%S} {printable(sentence)}", markup=False)

    @abstractmethod
    def show(self, snapshot: Snapshot) -> None:
        """Show what there is to see now."""


class Lines(Summary):
    """One line per run that begins or ends, for a log."""

    def __init__(self) -> None:
        self._said: set[tuple[str, str]] = set()
        self._first = True

    def show(self, snapshot: Snapshot) -> None:
        """Print what has changed since the last time; what had ended before the start is not news."""
        for run in reversed(snapshot.ended):
            self._tell(run, quiet=self._first)
        for run in snapshot.active:
            self._tell(run, quiet=False)
        self._first = False

    def _tell(self, run: RunLine, *, quiet: bool) -> None:
        change = (run.flow_run_id, run.label)
        if change in self._said:
            return
        self._said.add(change)
        if not quiet:
            self.say(f"{run.name}: {_ending(run)}")


class Picture(Summary):
    """Running runs with their progress, the next ones, the last ones."""

    def __init__(self, live: Live) -> None:
        self.live = live

    def show(self, snapshot: Snapshot) -> None:
        """Draw the picture anew."""
        self.live.update(picture_of(snapshot), refresh=True)


def picture_of(snapshot: Snapshot) -> RenderableType:
    """Return the picture of a snapshot."""
    table = Table.grid(padding=(0, 2), expand=True)
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_column(overflow="ellipsis", no_wrap=True, ratio=1)  # it alone gives way where the terminal is narrow
    if not snapshot.workers:
        table.add_row("", Text("no worker yet", "yellow"))
    for run in snapshot.active:
        bar = ProgressBar(total=100, completed=run.progress, width=16) if run.progress is not None else ""
        table.add_row("now", _name(run), bar, printable(run.doing or run.label))
    for run in snapshot.waiting[:2]:
        table.add_row("next", _name(run), _clock(run.at), "")
    for run in snapshot.ended:
        table.add_row("", _name(run), _clock(run.ended_at), Text(printable(_ending(run)[:120]), _colour(run)))
    return Group(Text("─" * 60, "dim"), table)


def _ending(run: RunLine) -> str:
    return f"{run.label}: {run.message}" if run.message else run.label


def _name(run: RunLine) -> Text:
    return Text(printable(run.name))


def _colour(run: RunLine) -> str:
    return COLOURS.get(run.state, "")


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM_TIME):%d.%m. %H:%M}" if moment else ""
