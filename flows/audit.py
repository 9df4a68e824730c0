"""The audit: silver verified against bronze and manifests, gaps found, the table compacted."""

from datetime import date

from prefect import State, flow
from prefect.runtime import flow_run

from dvingest.ingest.audit import Audit, audit_line, audit_window
from dvingest.ingest.flow_runs import leave_it_to_a_later_run, state_of, today


def run_name() -> str:
    """Return `audit 2026-11-23`, or the days that were asked for."""
    start, end = flow_run.parameters.get("start"), flow_run.parameters.get("end")
    return f"audit {start or 'all'} to {end or 'now'}" if start or end else f"audit {today()}"


@flow(name="audit", flow_run_name=run_name, validate_parameters=True)
def audit(
    start: date | None = None, end: date | None = None, every_page: bool = False, tidy: bool = True
) -> State[Audit]:
    """Check every month of the table, draw the coverage calendar, and name the backfills that would fill gaps.

    Args:
        start: First day; default: the first of the table.
        end: Last day; default: yesterday.
        every_page: Read every page and every part back from bronze, not a sample of each month.
        tidy: Compact the table, write a checkpoint, delete old files.
    """

    def run() -> Audit:
        leave_it_to_a_later_run()
        return audit_window(start, end, every_page=every_page, tidy=tidy)

    return state_of(run, audit_line)
