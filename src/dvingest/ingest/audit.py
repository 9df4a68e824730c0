"""The steps of an audit as Prefect tasks."""

from datetime import UTC, date, datetime, timedelta

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from dvingest.archive.auditing import (
    audit_identities,
    audit_rows,
    audit_runs,
    audited_window,
    conclude,
    forgotten_runs,
    mine,
    month_groups,
)
from dvingest.archive.findings import Audit, Findings
from dvingest.archive.reports import audit_line, audit_report, recurring_report
from dvingest.checks import failed_checks
from dvingest.config import load_settings
from dvingest.errors import DvingestError, RunRejected
from dvingest.ingest.artifacts import show_page, tell_failed_checks
from dvingest.ingest.flow_runs import today
from dvingest.lake.layout import new_run_id
from dvingest.lake.opened import open_lake
from dvingest.miner import RecurringText
from dvingest.run_manifest import adopt_run
from dvingest.windows import DateWindow

# Named here as well for the flows, which import from no room below this one.
__all__ = ["Audit", "audit_line"]

AUDIT_ROWS = 10_000
"""Rows that one step of the audit works through."""
FORGOTTEN_AFTER = timedelta(days=1)
"""A run without a manifest is dead when it has had as long as a crawl may take, and this for waiting its turn."""


def audit_window(start: date | None, end: date | None, *, every_page: bool = False, tidy: bool = True) -> Audit:
    """Verify silver and bronze, show what was found, tidy the table; RunRejected when a required check failed."""
    lake = open_lake(load_settings())
    window = audited_window(lake, start, end, today())
    if window is None:
        raise DvingestError("there is nothing to audit: no run has published yet, run `dvingest daily` first.")
    adopt_forgotten(window.start, window.end)
    wanted = [month for month in lake.silver.months() if month in window.months()]
    groups = month_groups(wanted, lake.silver.rows_per_month(), AUDIT_ROWS)
    pieces = [verify_rows(group, every_page) for group in groups]
    pieces.append(verify_runs(window.start, window.end, every_page))
    audit = conclude(window, pieces, verify_identities(), mine_boilerplate(wanted))
    if tidy:
        tidy_table()
    show_audit(audit)
    if failed := failed_checks(audit.checks, required_only=True):
        raise RunRejected("the audit found: " + " ".join(check.note for check in failed))
    return audit


@task(name="adopt-forgotten", cache_policy=NO_CACHE)
def adopt_forgotten(start: date, end: date) -> list[str]:
    """Bring in what runs left that died too long ago for the next crawl to look at them; return their ids."""
    lake = open_lake(load_settings())
    longest = timedelta(seconds=lake.settings.crawl_timeout) + FORGOTTEN_AFTER
    before = new_run_id(datetime.now(UTC) - longest)
    dead = [run_id for run_id in forgotten_runs(lake, DateWindow(start, end)) if run_id < before]
    for run_id in dead:
        adopt_run(lake, run_id, adopted_by=new_run_id(datetime.now(UTC)))
        get_run_logger().info("adopted run %s, which died and was forgotten", run_id)
    return dead


@task(name="verify-rows", task_run_name="verify from {months[0]}", cache_policy=NO_CACHE)
def verify_rows(months: list[str], every_page: bool) -> Audit:
    """Check the rows of some months against themselves and their pages."""
    return audit_rows(open_lake(load_settings()), months, every_page=every_page)


@task(name="verify-runs", cache_policy=NO_CACHE)
def verify_runs(start: date, end: date, every_part: bool) -> Audit:
    """Check what the runs over [start, end) promised."""
    return audit_runs(open_lake(load_settings()), DateWindow(start, end), every_part=every_part)


@task(name="verify-identities", cache_policy=NO_CACHE)
def verify_identities() -> Findings:
    """Check that nothing stands twice."""
    return audit_identities(open_lake(load_settings()))


@task(name="mine-boilerplate", cache_policy=NO_CACHE)
def mine_boilerplate(months: list[str]) -> list[RecurringText]:
    """Find the texts that recur in unusually many articles."""
    return mine(open_lake(load_settings()), months)


@task(name="tidy", cache_policy=NO_CACHE)
def tidy_table() -> str:
    """Leave one row per article, compact months with many files, write a checkpoint, delete files nobody reads."""
    lake = open_lake(load_settings())
    mended = lake.silver.drop_duplicates(new_run_id(datetime.now(UTC)))
    if mended:
        get_run_logger().warning("one row left of articles that had several: %s", ", ".join(mended[:20]))
    compacted = lake.silver.compact()
    lake.silver.checkpoint()
    vacuumed = lake.silver.vacuum()
    said = f"{compacted} months compacted, {len(vacuumed)} old files deleted"
    get_run_logger().info(said)
    return said


def show_audit(audit: Audit) -> None:
    """Create the artifacts of an audit and emit an event per check that failed."""
    show_page(audit_report(audit), key="audit-report", description="What the audit found.")
    show_page(
        recurring_report(audit.recurring), key="audit-boilerplate", description="Texts in unusually many articles."
    )
    tell_failed_checks("audit", audit.checks)
