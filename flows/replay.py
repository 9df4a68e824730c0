"""The replay: stored pages extracted again with the current extractor, without requests to the newspaper."""

from datetime import date
from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from dvingest.config import load_settings
from dvingest.ingest.flow_runs import state_of
from dvingest.ingest.replay import Engine, ReplayResult, replay_line, replay_window
from dvingest.windows import DateWindow

# A thread only waits for its batch: more of them than cores do no harm and keep every core busy.
THREADS: Any = ThreadPoolTaskRunner(max_workers=32)


def run_name() -> str:
    """Return `replay 2021-01-01 to 2021-12-31`."""
    return f"replay {flow_run.parameters.get('start')} to {flow_run.parameters.get('end')}"


@flow(name="replay", flow_run_name=run_name, task_runner=THREADS, validate_parameters=True)
def replay(
    start: date,
    end: date,
    batch_pages: Annotated[int, Field(ge=50, le=10_000)] = 1_000,
    engine: Engine | None = None,
) -> State[ReplayResult]:
    """Extract and normalise the articles of these days again; only rows that come out differently are written.

    Args:
        start: First day of publication, like 2021-01-01.
        end: Last day of publication.
        batch_pages: Pages per batch.
        engine: `processes` of this machine or `dask`; default: dask if a scheduler is configured.
    """

    def run() -> ReplayResult:
        chosen: Engine = engine or ("dask" if load_settings().dask_address else "processes")
        return replay_window(DateWindow.of_days(start, end), batch_pages=batch_pages, engine=chosen)

    return state_of(run, replay_line)
