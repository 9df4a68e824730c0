"""The audit: silver verified against bronze and manifests, gaps found, the table's files tidied."""

from datetime import date
from typing import Annotated

from prefect import flow
from prefect.runtime import flow_run
from pydantic import Field

from dvingest.ingest import today
from dvingest.ingest_archive import Audit, audit_window


def run_name() -> str:
    """Return `audit 2026-11-23`, or the days that were asked for."""
    start, end = flow_run.parameters.get("start"), flow_run.parameters.get("end")
    return f"audit {start or 'all'} to {end or today()}" if start or end else f"audit {today()}"


@flow(name="audit", flow_run_name=run_name, validate_parameters=True)
def audit(
    start: Annotated[date | None, Field(description="First day; the first of the table where left out.")] = None,
    end: Annotated[date | None, Field(description="Last day; today where left out.")] = None,
    every_page: Annotated[
        bool, Field(description="Read every page and every part back from bronze, not a sample of each month.")
    ] = False,
    tidy: Annotated[bool, Field(description="Compact the table, write a checkpoint, delete old files.")] = True,
) -> Audit:
    """Check every month of the table, draw the coverage calendar, and name the backfills that would fill gaps."""
    return audit_window(start, end, every_page=every_page, tidy=tidy)
