"""The months of a backfill: in which order, which are done already, how long the rest will take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ValidationError

from dvingest.errors import ConfigError, ObjectMissing
from dvingest.lake.opened import Lake
from dvingest.model import Manifest, Progress
from dvingest.refetching import needs_refetch
from dvingest.windows import DateWindow, first_of_next_month, vietnamese_day

FLOW = "backfill"


class MonthDone(BaseModel):
    """The note that a whole month was brought."""

    month: str
    run_id: str
    finished_at: datetime
    articles: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a backfill would fetch."""

    urls: int
    to_fetch: int
    hours: float
    complete: bool
    """Every listing was read to its end; otherwise there are more."""


@dataclass(frozen=True, slots=True)
class MonthResult:
    """How a month of a backfill went."""

    window: DateWindow
    good: bool
    note: str
    manifest: Manifest | None = None

    @property
    def name(self) -> str:
        """How its run is called."""
        return name_of(self.window)

    @property
    def was_only_rejected(self) -> bool:
        """Whether its crawl came to its end and only the checks refused what it brought."""
        return self.manifest is not None and self.manifest.status == "rejected"


def backfill_window(start: date, end: date, today: date) -> DateWindow:
    """Return the days asked for up to today; ConfigError when they lie in the future or are reversed."""
    if start > today:
        raise ConfigError(f"start {start} lies in the future: a backfill brings days up to today, {today}.")
    if start > end:
        raise ConfigError(f"start {start} lies after end {end}: give a start that is not later than the end.")
    return DateWindow.of_days(start, min(end, today))


def newest_first(window: DateWindow) -> tuple[DateWindow, ...]:
    """Return one window per month, newest first."""
    return tuple(reversed(window.split_by_month()))


def name_of(window: DateWindow) -> str:
    """Return how a run over the window is called: `backfill 2021-01`, `backfill 2021-01-10 to 2021-01-12`."""
    if is_whole_month(window):
        return f"backfill {window.start:%Y-%m}"
    months = window.months()
    if window.start.day == 1 and window.end.day == 1:
        return f"backfill {months[0]} to {months[-1]}"
    return f"backfill {window.start} to {window.last}"


def is_whole_month(window: DateWindow) -> bool:
    """Tell whether the window is one calendar month."""
    return window.start.day == 1 and window.end == first_of_next_month(window.start)


def month_done(lake: Lake, window: DateWindow) -> MonthDone | None:
    """Return the note that the window, a whole month, needs nothing more; None if it does or is only part of one."""
    if not is_whole_month(window):
        return None
    try:
        return MonthDone.model_validate_json(lake.store.get(lake.layout.month_done(f"{window.start:%Y-%m}")))
    except (ObjectMissing, ValidationError):  # a note that is none is no note: the month is looked at again
        return None


def note_month(lake: Lake, manifest: Manifest) -> MonthDone | None:
    """Write the note if the run brought everything of a whole month that was over; return it."""
    if not brings_whole_month(manifest):
        return None
    articles = manifest.counts.get("stored", 0) + manifest.counts.get("unchanged", 0)
    done = MonthDone(
        month=f"{manifest.start:%Y-%m}", run_id=manifest.run_id, finished_at=manifest.finished_at, articles=articles
    )
    lake.store.put(lake.layout.month_done(done.month), done.model_dump_json(indent=1).encode(), "application/json")
    return done


def month_note(manifest: Manifest) -> str:
    """Return a few words on a month that was brought."""
    return f"complete: {manifest.rows_inserted:,} new, {manifest.rows_updated:,} changed"


def brings_whole_month(manifest: Manifest) -> bool:
    """Tell whether a run leaves nothing to bring: the month was over, no list cut short, no article still owed."""
    outcomes = (key.partition(":") for key in manifest.reasons)
    return (
        is_whole_month(manifest.window)
        and manifest.status == "succeeded"
        and manifest.complete
        and not manifest.limited
        and not any(needs_refetch(status, reason) for status, _, reason in outcomes)
        # The last evening's articles may be listed a little later.
        and vietnamese_day(manifest.finished_at) > manifest.end
    )


def estimate(progress: Progress, delay: float, complete: bool) -> Estimate:
    """Return what a crawl that only looked, and skipped every page it would have fetched, would have come to."""
    return Estimate(progress.considered, progress.skipped, progress.skipped * delay / 3600, complete)


def estimate_line(window: DateWindow, found: Estimate) -> str:
    """Return one sentence on what a backfill would come to."""
    rest = "" if found.complete else "; not every list could be read to its end, there are more"
    minutes = max(1, round(60 * found.hours))
    span = f"{minutes} min" if minutes < 120 else f"{found.hours:,.1f} hours"
    return (
        f"{name_of(window)} would consider {found.urls:,} addresses and fetch {found.to_fetch:,} pages, "
        f"at least {span}{rest}. Nothing was written."
    )


def time_left(progress: Progress, delay: float) -> timedelta | None:
    """Return how long the pages still waiting will take, None while they are still being found.

    The delay between two requests is the least a page costs; the pace so far counts where it is slower.
    """
    if progress.phase != "fetching":
        return None
    waiting = progress.considered - progress.done
    pace = progress.elapsed_seconds / progress.pages_fetched if progress.pages_fetched else delay
    return timedelta(seconds=round(waiting * max(delay, pace)))
