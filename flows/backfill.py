"""The backfill: a past period month by month, newest first; each month is a flow run of its own."""

from datetime import date
from typing import Annotated, Any, cast

from prefect import State, flow
from prefect.runtime import flow_run
from pydantic import Field

from dvingest.ingest.backfill import (
    Estimate,
    MonthResult,
    backfill_line,
    backfill_month,
    backfill_months,
    backfill_name,
    days_to_backfill,
    estimate_backfill,
)
from dvingest.ingest.flow_runs import state_of, today
from dvingest.windows import DateWindow


def run_name() -> str:
    """Return `backfill 2021-01`, or `backfill 2021-01 to 2021-12` for the run that starts the months."""
    return backfill_name(flow_run.parameters.get("start"), flow_run.parameters.get("end"))


@flow(name="backfill", flow_run_name=run_name, validate_parameters=True)
def backfill(
    start: date,
    end: date,
    parallel: Annotated[int, Field(ge=1, le=12)] = 1,
    limit: Annotated[int | None, Field(ge=1)] = None,
    again: bool = False,
    wait: bool = True,
    workers: bool = True,
    dry_run: bool = False,
) -> State[list[MonthResult] | Estimate]:
    """Crawl the days from `start` to `end` and publish them; rerun it to resume after an interruption.

    Args:
        start: First day, like 2021-01-01.
        end: Last day; future days are ignored.
        parallel: Months to run at once on the work pool; only one of them crawls at a time.
        limit: Maximum number of article pages per month, the newest first.
        again: Crawl complete months again, too.
        wait: Wait for another crawl of the newspaper to end; otherwise fail at once.
        workers: Hand the months to workers, if there are any.
        dry_run: Only estimate pages and hours; nothing is fetched or written.
    """
    options: dict[str, Any] = {"limit": limit, "again": again, "wait": wait, "workers": workers}

    def run_here(month: DateWindow) -> MonthResult:
        # A flow that returns a state gives its caller what is in it, or raises.
        results = cast(list[MonthResult], backfill(start=month.start, end=month.last, **options))
        return results[0]

    def run() -> list[MonthResult] | Estimate:
        window = days_to_backfill(start, end, today())
        if dry_run:
            return estimate_backfill(window)
        if len(window.months()) == 1:
            return [backfill_month(window, limit=limit, wait_for_host=wait, again=again)]
        return backfill_months(window, run_here, options, parallel=parallel, workers=workers)

    return state_of(run, lambda results: backfill_line(results, DateWindow.of_days(start, end)))
