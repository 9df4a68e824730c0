"""The daily run: crawls the last days and publishes what silver does not have yet."""

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
    """Crawl the days from `day - lookback_days` to `day` and publish their articles.

    Args:
        day: Last day of the window; default: today in Viet Nam.
        lookback_days: Number of earlier days to check again; default: 2.
        sections: Slugs, like `thoi-su`; default: all.
        limit: Maximum number of article pages, the newest first.
        wait: Wait for another crawl of the newspaper to end; otherwise fail at once.
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
