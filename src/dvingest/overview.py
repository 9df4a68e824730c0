"""The state of the copy at a glance, read from the store alone: last runs, gaps, size, and what needs attention."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, Field

from dvingest.checks import DAILY, failed_checks
from dvingest.coverage import articles_per_day, suggest_backfills, thin_days
from dvingest.lake.lease import holder_of
from dvingest.lake.manifests import read_manifests
from dvingest.lake.opened import Lake
from dvingest.model import Manifest
from dvingest.publishing import dead_runs
from dvingest.reporting import verdict_line
from dvingest.windows import DateWindow, vietnamese_day

SHOWN_RUNS = 10
OVERDUE = timedelta(hours=26)
"""A daily run is missed when none has finished for this long."""
SHOWN_GAPS = 5


class RunSummary(BaseModel):
    """One finished run."""

    run_id: str
    flow: str
    start: date
    end: date
    finished_at: datetime
    status: str
    verdict: str


class Overview(BaseModel):
    """What there is to know in the morning."""

    looked_at: datetime
    attention: list[str]
    """One sentence per thing that somebody has to do; empty when all is well."""
    runs: list[RunSummary]
    """Newest first."""
    rows: int
    per_day: dict[date, int] = Field(description="Articles per day of the last year.")
    thin: list[date]
    """Days with suspiciously few articles."""
    first_day: date
    bytes_by_layer: dict[str, int]
    silver_version: int | None
    crawled_by: str | None = None
    """The run that asks the newspaper now."""
    next_run_at: datetime | None = None
    """When the schedule runs next, where a Prefect server was asked."""

    @property
    def window(self) -> DateWindow:
        """The days of the calendar."""
        return DateWindow.of_days(self.first_day, vietnamese_day(self.looked_at))


def read_overview(lake: Lake, now: datetime) -> Overview:
    """Return the overview as it is at `now` (aware)."""
    damaged: list[str] = []
    manifests = read_manifests(lake.store, lake.layout, last=60, damaged=damaged)
    today = vietnamese_day(now)
    months = [month for month in lake.silver.months() if month >= f"{today - timedelta(days=365):%Y-%m}"]
    published = lake.silver.read(months, columns=["published_at"])["published_at"].to_pylist()
    per_day = articles_per_day(moment for moment in published if moment is not None)
    holder = holder_of(lake.store, lake.layout, lake.settings.site_host)
    first = max(min(per_day, default=today), today - timedelta(days=365))
    # Today is not over: that it has few articles says nothing.
    thin = thin_days(per_day, DateWindow(first, today)) if first < today else ()
    return Overview(
        looked_at=now,
        attention=_attention(manifests, len(damaged), dead_runs(lake, "", now), thin, now),
        runs=[_summary(manifest) for manifest in reversed(manifests[-SHOWN_RUNS:])],
        rows=sum(lake.silver.rows_per_month().values()),
        per_day=per_day,
        thin=list(thin),
        first_day=first,
        bytes_by_layer={
            name: sum(info.size for info in lake.store.list(prefix))
            for name, prefix in (
                ("bronze", lake.layout.bronze),
                ("silver", lake.layout.silver + "/"),
                ("runs", lake.layout.runs),
            )
        },
        silver_version=lake.silver.version(),
        crawled_by=holder.shown if holder else None,
    )


def _attention(
    manifests: list[Manifest], damaged: int, dead: list[str], thin: tuple[date, ...], now: datetime
) -> list[str]:
    sentences = []
    if damaged:
        sentences.append(
            f"Manifests that cannot be read, as if their runs had not been: {damaged}; `dvingest audit` names them."
        )
    daily = [manifest for manifest in manifests if manifest.flow == DAILY and manifest.status != "adopted"]
    if not daily and not damaged:
        sentences.append("No daily run has finished yet: run `dvingest daily`, or `dvingest up` for the schedule.")
    elif daily:
        last = daily[-1]
        if last.status != "succeeded":
            notes = last.stopped or " ".join(check.note for check in failed_checks(last.checks, required_only=True))
            sentences.append(f"The last daily run ({last.run_id}) is not good: {notes or verdict_line(last)}")
        if now - last.finished_at > OVERDUE:
            hours = (now - last.finished_at) / timedelta(hours=1)
            sentences.append(
                f"No daily run has finished for {hours:,.0f} hours: check the worker, then run `dvingest daily`."
            )
    if dead:
        sentences.append(f"Runs that left pages and no manifest: {len(dead)}; the next run adopts them.")
    for window in suggest_backfills(thin)[:SHOWN_GAPS]:
        sentences.append(
            f"Few articles from {window.start} to {window.last}: "
            f"`dvingest backfill --start {window.start} --end {window.last}`."
        )
    return sentences


def _summary(manifest: Manifest) -> RunSummary:
    return RunSummary(
        run_id=manifest.run_id,
        flow=manifest.flow,
        start=manifest.start,
        end=manifest.window.last,
        finished_at=manifest.finished_at.astimezone(UTC),
        status=manifest.status,
        verdict=verdict_line(manifest),
    )
