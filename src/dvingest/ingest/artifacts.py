"""Shows a run while it goes on and when it is done: in Prefect's UI, to its alarms, to a terminal."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from time import monotonic
from typing import Protocol, cast
from uuid import UUID

from httpx import HTTPError
from prefect import get_run_logger
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.events import emit_event

from dvingest.checks import failed_checks
from dvingest.checks.counts import counted
from dvingest.coverage import thin_days
from dvingest.model import Article, CheckResult, Manifest, Progress
from dvingest.reporting import calendar_svg, check_note, outcome_rows, run_report, verdict_line
from dvingest.windows import DateWindow

BEAT_SECONDS = 2.0
"""Time between two updates of the live progress in the UI."""
AWAY_SECONDS = 300.0
"""Time between two tries at a server that is away."""


class Watcher(Protocol):
    """Somebody in this process who is told what happens, like the terminal."""

    def beat(self, progress: Progress) -> None:
        """Take a beat of a crawl."""

    def finished(self, manifest: Manifest) -> None:
        """Take the manifest of a run that is stored."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell `watcher` of the runs inside."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell_watcher(manifest: Manifest) -> None:
    """Hand the manifest of a run that is stored to whoever watches."""
    if (watcher := _watcher.get()) is not None:
        watcher.finished(manifest)


def show_run(
    manifest: Manifest,
    earlier: Sequence[Manifest],
    new: Sequence[Article],
    places: Mapping[str, str],
) -> None:
    """Create the artifacts of a finished run, and tell of the checks that failed."""
    report_text = run_report(
        manifest,
        earlier,
        new_articles=new,
        calendar=coverage_picture(manifest.per_day),
        places=places,
    )
    with best_effort("outcomes and report"):
        create_table_artifact(
            outcome_rows(manifest),
            key=f"{manifest.flow}-outcomes",
            description="What became of every URL, per section.",
        )
        create_markdown_artifact(report_text, key=f"{manifest.flow}-report", description=verdict_line(manifest))
    # A crawl that broke off rings the alarm of failed runs: its checks would only say the same in other words.
    tell_failed_checks(manifest.flow, manifest.checks, ring=manifest.status != "failed", run_id=manifest.run_id)


def tell_failed_checks(flow_name: str, checks: Sequence[CheckResult], *, ring: bool = True, **more: str) -> None:
    """Log every check that failed, and emit an event for those that alarms listen to.

    Where a required check failed, warnings come from the same cause and do not ring beside it.
    """
    failed = failed_checks(checks)
    for check in failed:
        level = logging.ERROR if check.required else logging.WARNING
        get_run_logger().log(level, "check %s: %s", check.name, check_note(check))
    for check in [check for check in failed if check.required] or failed if ring else []:
        emit_event(
            event="dvingest.check.failed",
            resource={
                "prefect.resource.id": f"dvingest.check.{check.name}",
                "dvingest.flow": flow_name,
                "dvingest.required": str(check.required).lower(),
            },
            payload={"check": check.name, "note": check.note, **more},
        )


def coverage_picture(per_day: Mapping[date, int]) -> str | None:
    """Return the coverage calendar of the days counted, None where there are none."""
    if not per_day:
        return None
    window = DateWindow.of_days(min(per_day), max(per_day))
    return calendar_svg(per_day, window, thin_days(per_day, window))


@contextmanager
def live_progress() -> Iterator[Callable[[Progress], None]]:
    """Yield a function that shows a beat in the UI and to the watcher."""
    bar = ProgressBar("crawl-progress", "The crawl starts.")
    shown = monotonic()
    watcher = _watcher.get()

    def show(progress: Progress) -> None:
        nonlocal shown
        if watcher is not None:
            watcher.beat(progress)
        if monotonic() - shown >= BEAT_SECONDS or progress.phase == "finished":
            shown = monotonic()
            share = 100.0 * progress.done / progress.considered if progress.considered else 0.0
            bar.show(min(share, 100.0), progress_line(progress))

    yield show


class ProgressBar:
    """A bar in the UI, as far as the server takes it.

    Each try at a server that is away takes a minute, and the beats of the crawl wait meanwhile: so it is left alone for
    a while then.
    """

    def __init__(self, key: str, description: str) -> None:
        self._key = key
        self._artifact: UUID | None = None
        self._not_before = 0.0
        self.show(0.0, description)

    def show(self, share: float, description: str) -> None:
        """Show how many percent are done."""
        if monotonic() < self._not_before:
            return
        self._not_before = monotonic() + AWAY_SECONDS
        with best_effort("live progress"):
            if self._artifact is None:
                made = create_progress_artifact(share, key=self._key, description=description)
                self._artifact = cast(UUID, made)
            else:
                update_progress_artifact(self._artifact, share, description=description)
            self._not_before = 0.0


def show_page(markdown: str, *, key: str, description: str) -> None:
    """Keep a page of Markdown with the run, as far as the server takes it."""
    with best_effort(key):
        create_markdown_artifact(markdown, key=key, description=description)


@contextmanager
def best_effort(what: str) -> Iterator[None]:
    """Go on without the picture in the UI when Prefect's server is away: the truth is in the store."""
    try:
        yield
    except HTTPError as error:  # its client has tried for a minute
        get_run_logger().warning("%s cannot be shown, as the Prefect server does not answer: %s", what, error)


def progress_line(progress: Progress) -> str:
    """Return one line for a person: what is done, how fast, what the crawl is doing."""
    rate = progress.pages_fetched / progress.elapsed_seconds if progress.elapsed_seconds else 0.0
    return (
        f"{progress.phase}: {progress.done:,} of {progress.considered:,} URLs done "
        f"({progress.stored:,} captured, {progress.unchanged:,} unchanged, {progress.rejected:,} rejected, "
        f"{progress.failed:,} failed, {progress.skipped:,} skipped), {rate:.1f} pages/s, "
        f"{counted(progress.parts_uploaded, 'part')} stored. {progress.message}"
    ).strip()
