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
    """Bring the days from `start` to `end` from the newspaper to silver; run it again to go on after any stop.

    Args:
        start: First day, like 2021-01-01.
        end: Last day; days after today are left out.
        parallel: Months on the work pool at once; the newspaper is asked by one of them at a time.
        limit: At most so many article pages a month, the newest first.
        again: Look again at months that are complete.
        wait: Wait for another crawl of the newspaper to end, or fail at once.
        workers: Give the months to workers where there are some.
        dry_run: Only say how many pages and hours it would be; nothing is fetched or written.
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
