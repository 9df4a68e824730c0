"""The daily run: everything of the last days that silver does not have yet."""

from datetime import date
from typing import Annotated

from prefect import State, flow
from prefect.runtime import flow_run
from pydantic import Field

from dvingest.config import load_settings, section_slugs
from dvingest.ingest.flow_runs import leave_it_to_a_later_run, state_of, today
from dvingest.ingest.window import Manifest, ingest_window
from dvingest.reporting import verdict_line
from dvingest.windows import DateWindow, days_before


def run_name() -> str:
    """Return `daily 2026-11-23`: the day that is the run's last."""
    return f"daily {flow_run.parameters.get('day') or today()}"


@flow(name="daily-crawl", flow_run_name=run_name, validate_parameters=True)
def daily_crawl(
    day: date | None = None,
    lookback_days: Annotated[int | None, Field(ge=0, le=366)] = None,
    sections: list[str] | None = None,
    limit: Annotated[int | None, Field(ge=1)] = None,
    wait: bool = True,
) -> State[Manifest]:
    """Bring the window [day - lookback_days, day] from the newspaper to silver.

    Args:
        day: Last day of the window; today in Viet Nam where left out.
        lookback_days: Days before it that are looked at again; 2 where left out.
        sections: Slugs, like `thoi-su`; all where left out.
        limit: At most so many article pages, the newest first.
        wait: Wait for another crawl of the newspaper to end, or fail at once.
    """
    settings = load_settings()

    def run() -> Manifest:
        leave_it_to_a_later_run()
        chosen = section_slugs(sections, "section") if sections is not None else settings.sections
        last = day or today()
        first = days_before(last, settings.lookback_days if lookback_days is None else lookback_days)
        window = DateWindow.of_days(first, last)
        return ingest_window("daily-crawl", window, sections=chosen, limit=limit, wait=wait)

    return state_of(run, verdict_line)
