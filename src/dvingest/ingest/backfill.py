"""The steps of a backfill as Prefect tasks: months one after the other here, or on the work pool."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime

from prefect import get_run_logger, tags, task
from prefect.cache_policies import NO_CACHE

from dvingest.archive.backfilling import FLOW as BACKFILL
from dvingest.archive.backfilling import (
    Estimate,
    MonthDone,
    MonthResult,
    estimate,
    estimate_line,
    month_done,
    month_note,
    name_of,
    newest_first,
    note_month,
)
from dvingest.archive.backfilling import backfill_window as days_to_backfill
from dvingest.archive.reports import backfill_report
from dvingest.config import load_settings
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import run_crawl
from dvingest.errors import ConfigError, CrawlFailed, RunRejected
from dvingest.ingest.artifacts import ProgressBar, live_progress, show_page
from dvingest.ingest.window import ingest_window
from dvingest.ingest.work_pool import pool_is_ready, run_on_pool
from dvingest.lake.layout import new_run_id
from dvingest.lake.lease import refuse_if_held
from dvingest.lake.opened import open_lake
from dvingest.model import Manifest
from dvingest.windows import DateWindow

# Named here as well for the flows, which import from no room below this one.
__all__ = ["Estimate", "MonthResult", "days_to_backfill"]


@dataclass(frozen=True, slots=True)
class MonthsBeat:
    """How far a backfill is: for a progress bar over months."""

    done: int
    total: int
    current: str
    last: MonthResult | None = None


_months_listener: ContextVar[Callable[[MonthsBeat], None] | None] = ContextVar("months_listener", default=None)


@contextmanager
def months_shown_by(listener: Callable[[MonthsBeat], None]) -> Iterator[None]:
    """Hand the beats of the backfills run inside to `listener`."""
    token = _months_listener.set(listener)
    try:
        yield
    finally:
        _months_listener.reset(token)


def backfill_line(results: Sequence[MonthResult] | Estimate, window: DateWindow) -> str:
    """Return one sentence on a backfill that went well."""
    if isinstance(results, Estimate):
        return estimate_line(window, results)
    if len(results) == 1:
        return results[0].note
    return f"{len(results)} months complete"


def backfill_name(start: date | str | None, end: date | str | None) -> str:
    """Return how a backfill is called by its parameters, which come as text from the server."""
    try:
        return name_of(DateWindow.of_days(date.fromisoformat(str(start)), date.fromisoformat(str(end))))
    except (ValueError, ConfigError):
        return f"backfill {start} to {end}"


def backfill_month(window: DateWindow, *, limit: int | None, wait_for_host: bool, again: bool) -> MonthResult:
    """Bring one month, unless it is complete already; raises what `ingest_window` raises."""
    done = None if again else find_done(window.start, window.end)
    if done is not None:
        note = f"complete since run {done.run_id}: {done.articles:,} articles, the newspaper was asked nothing"
        get_run_logger().info("%s %s", name_of(window), note)
        return MonthResult(window, True, note)
    manifest = ingest_window(BACKFILL, window, limit=limit, wait=wait_for_host)
    note_month(open_lake(load_settings()), manifest)
    return MonthResult(window, True, month_note(manifest), manifest)


@task(name="look-up-month", cache_policy=NO_CACHE)
def find_done(start: date, end: date) -> MonthDone | None:
    """Return the note that [start, end) is a month which needs nothing more."""
    lake = open_lake(load_settings())
    lake.store.ensure_bucket()
    return month_done(lake, DateWindow(start, end))


def backfill_months(
    window: DateWindow,
    run_here: Callable[[DateWindow], MonthResult],
    parameters: dict[str, object],
    *,
    parallel: int,
    workers: bool,
) -> list[MonthResult]:
    """Run every month of `window` as a flow run of its own, newest first, and return how they went.

    On the work pool where a server with the deployment and a living worker is there, else one after the other by
    `run_here`. A month that fails its checks does not stop the others; a crawl that did not get through does, as the
    next month would fare no better. Raises RunRejected or CrawlFailed at the end if any month has to be run again.
    """
    months = newest_first(window)
    results: list[MonthResult] = []
    bar = ProgressBar("backfill-progress", f"{len(months)} months")
    listener = _months_listener.get()

    def note(current: str, result: MonthResult | None = None) -> None:
        if result is not None:
            results.append(result)
        get_run_logger().info("%s", current if result is None else f"{result.name}: {result.note}")
        share = 100.0 * len(results) / len(months)
        bar.show(share, f"{len(results)} of {len(months)} months done. {current}")
        if listener is not None:
            listener(MonthsBeat(len(results), len(months), current, result))

    if workers and pool_is_ready():
        run_on_pool(months, parameters, parallel, note)
    else:
        _run_here(months, run_here, note)
    _conclude_backfill(window, months, results)
    return results


def _run_here(
    months: Sequence[DateWindow], run_here: Callable[[DateWindow], MonthResult], note: Callable[..., None]
) -> None:
    for month in months:
        note(name_of(month))
        try:
            with tags(*month.months()):
                result = run_here(month)
        except CrawlFailed as error:
            note(str(error), MonthResult(month, False, str(error), _manifest_of(error)))
            return
        except RunRejected as error:
            result = MonthResult(month, False, str(error), _manifest_of(error))
        note(result.note, result)


def _conclude_backfill(window: DateWindow, months: Sequence[DateWindow], results: Sequence[MonthResult]) -> None:
    rows = [(result.name, result.manifest, result.note) for result in results]
    seen = {result.window for result in results}
    rows += [(name_of(month), None, "not begun: run the same backfill again") for month in months if month not in seen]
    name = name_of(window)
    show_page(backfill_report(name, rows), key="backfill-months", description=f"Months of {name}.")
    bad = [result for result in results if not result.good]
    if not bad:
        return
    first, kind = bad[0], RunRejected if all(result.was_only_rejected for result in bad) else CrawlFailed
    raise kind(
        f"{name}: {len(bad)} of {len(months)} months have to be run again, the first is {first.name}: {first.note} "
        f"`dvingest backfill --start {window.start} --end {window.last}` goes on where it was.",
        first.manifest,
    )


def _manifest_of(error: RunRejected) -> Manifest | None:
    return error.manifest if isinstance(error.manifest, Manifest) else None


@task(name="look", cache_policy=NO_CACHE)
def look(start: date, end: date) -> Estimate:
    """Read the listings of [start, end) and return what a backfill would fetch; nothing is fetched or written."""
    settings = load_settings()
    lake = open_lake(settings)
    refuse_if_held(lake.store, lake.layout, settings.site_host)
    order = CrawlOrder(new_run_id(datetime.now(UTC)), DateWindow(start, end), flow=BACKFILL, dry_run=True)
    with live_progress() as show:
        result = run_crawl(order, settings, on_progress=show)
    if not result.finished or result.stop_reason:
        raise CrawlFailed(f"the listings could not be read: {result.message}")
    return estimate(result.progress, settings.download_delay, result.complete)


def estimate_backfill(window: DateWindow) -> Estimate:
    """Show and return what a backfill of `window` would come to."""
    found = look(window.start, window.end)
    show_page(
        f"# {estimate_line(window, found)}\n", key="backfill-estimate", description=f"What {name_of(window)} would be."
    )
    return found
