"""The steps of backfill, replay and audit as Prefect tasks; beside `ingest` the only place that knows Prefect here."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from typing import Literal, TypeVar, cast
from uuid import UUID

from prefect import State, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, WorkerStatus
from prefect.deployments import run_deployment
from prefect.events import emit_event
from prefect.exceptions import ObjectNotFound
from prefect.futures import wait
from prefect.states import Cancelling, Completed, Failed

from dvingest.archive.auditing import (
    Audit,
    Findings,
    audit_identities,
    audit_rows,
    audit_runs,
    audited_window,
    conclude,
    forgotten_runs,
    mend_duplicates,
    mine,
    month_groups,
)
from dvingest.archive.backfilling import FLOW as BACKFILL
from dvingest.archive.backfilling import (
    Estimate,
    MonthDone,
    estimate,
    estimate_line,
    month_done,
    name_of,
    newest_first,
    note_month,
    refuse_if_held,
)
from dvingest.archive.backfilling import backfill_window as days_to_backfill
from dvingest.archive.purging import Purge, purge
from dvingest.archive.replaying import (
    BATCH_PAGES,
    ReadAgain,
    ReplayResult,
    Stretch,
    merge,
    plan_replay,
    publish_stretch,
    read_again,
)
from dvingest.archive.reports import (
    audit_line,
    audit_report,
    backfill_report,
    recurring_report,
    replay_line,
    replay_report,
)
from dvingest.config import Settings, load_settings
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import run_crawl
from dvingest.crawling.spool import recover_spool
from dvingest.errors import ConfigError, CrawlFailed, DvingestError, RunRejected
from dvingest.ingest import ingest_window, live_progress, today
from dvingest.lake.layout import new_run_id
from dvingest.lake.lease import HostLease
from dvingest.lake.manifests import read_manifests
from dvingest.miner import RecurringText
from dvingest.model import CheckResult, Manifest
from dvingest.receipts import adopt_run
from dvingest.settling import open_lake
from dvingest.windows import DateWindow

__all__ = [
    "Audit",
    "Engine",
    "Estimate",
    "MonthResult",
    "ReplayResult",
    "audit_line",
    "days_to_backfill",
    "replay_line",
]

T = TypeVar("T")
Engine = Literal["processes", "dask"]
DEPLOYMENT = f"{BACKFILL}/{BACKFILL}"
AUDIT_ROWS = 10_000
"""Rows that one step of the audit works through."""
FORGOTTEN_AFTER = timedelta(days=1)
"""A run without a manifest that began longer ago is dead: no crawl may take that long."""
_POLL_SECONDS = 2.0


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


def outcome_state(run: Callable[[], T], said: Callable[[T], str]) -> State[T]:
    """Return the state a flow ends in: Completed with what `said` makes of its result, or Failed with the reason."""
    try:
        result = run()
    except DvingestError as error:
        return Failed(message=str(error), data=error)
    return Completed(message=said(result), data=result)


# backfill


def backfill_line(results: Sequence[MonthResult] | Estimate, window: DateWindow) -> str:
    """Return one sentence on a backfill that went well."""
    if isinstance(results, Estimate):
        return estimate_line(window, results)
    if len(results) == 1:
        return f"{results[0].name}: {results[0].note}"
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
    return MonthResult(window, True, _note(manifest), manifest)


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
    artifact = cast(UUID, create_progress_artifact(0.0, key="backfill-progress", description=f"{len(months)} months"))
    listener = _months_listener.get()

    def note(current: str, result: MonthResult | None = None) -> None:
        if result is not None:
            results.append(result)
        share = 100.0 * len(results) / len(months)
        text = f"{len(results)} of {len(months)} months done. {current}"
        update_progress_artifact(artifact, share, description=text)
        if listener is not None:
            listener(MonthsBeat(len(results), len(months), current, result))

    if workers and pool_is_ready():
        _run_on_pool(months, parameters, parallel, note)
    else:
        _run_here(months, run_here, note)
    _conclude_backfill(window, months, results)
    return results


def pool_is_ready() -> bool:
    """Tell whether runs can be handed to workers: a server, the deployment, a living worker, and room for more runs."""
    if not os.environ.get("PREFECT_API_URL"):
        return False
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(DEPLOYMENT)
        except ObjectNotFound:
            return False
        if deployment.work_pool_name is None:
            return False
        pool = client.read_work_pool(deployment.work_pool_name)
        # The run that asks holds a slot itself: with one slot its months would wait for it for ever.
        if pool.is_paused or (pool.concurrency_limit is not None and pool.concurrency_limit < 2):
            return False
        living = client.read_workers_for_work_pool(pool.name)
        return any(worker.status == WorkerStatus.ONLINE for worker in living)


def _run_here(
    months: Sequence[DateWindow], run_here: Callable[[DateWindow], MonthResult], note: Callable[..., None]
) -> None:
    for month in months:
        note(name_of(month))
        try:
            result = run_here(month)
        except CrawlFailed as error:
            note(str(error), MonthResult(month, False, str(error), _manifest_of(error)))
            return
        except RunRejected as error:
            result = MonthResult(month, False, str(error), _manifest_of(error))
        note(result.note, result)


def _run_on_pool(
    months: Sequence[DateWindow], parameters: dict[str, object], parallel: int, note: Callable[..., None]
) -> None:
    """Keep up to `parallel` months running on the work pool until all are done or one did not get through."""
    waiting = list(months)
    running: dict[UUID, DateWindow] = {}
    stopped = False
    with get_client(sync_client=True) as client:
        try:
            while running or (waiting and not stopped):
                while waiting and not stopped and len(running) < max(1, parallel):
                    month = waiting.pop(0)
                    running[_submit(month, parameters)] = month
                    note(f"{name_of(month)} handed to the workers")
                time.sleep(_POLL_SECONDS)
                for run_id, month in list(running.items()):
                    state = client.read_flow_run(run_id).state
                    if state is None or not state.is_final():
                        continue
                    del running[run_id]
                    result = _result_of(month, state.is_completed(), state.message or state.name or "unknown")
                    stopped = stopped or not (result.good or _was_only_rejected(result))
                    note(result.note, result)
        finally:
            # Whoever ends this run, ends what it started.
            for run_id in running:
                with suppress(ObjectNotFound):
                    client.set_flow_run_state(run_id, Cancelling(message="The backfill it belongs to ended."))


def _submit(month: DateWindow, parameters: dict[str, object]) -> UUID:
    days = {"start": month.start.isoformat(), "end": month.last.isoformat()}
    run = run_deployment(
        DEPLOYMENT, parameters={**parameters, **days}, timeout=0, flow_run_name=name_of(month), as_subflow=True
    )
    return cast(FlowRun, run).id  # called outside an event loop, it has waited already


def _result_of(month: DateWindow, completed: bool, message: str) -> MonthResult:
    lake = open_lake(load_settings())
    written = [
        manifest
        for manifest in read_manifests(lake.store, lake.layout, last=50)
        if manifest.flow == BACKFILL and (manifest.start, manifest.end) == (month.start, month.end)
    ]
    manifest = written[-1] if written else None
    if completed:
        done = month_done(lake, month)
        note = f"complete since run {done.run_id}" if done else _note(manifest) if manifest else "complete"
        return MonthResult(month, True, note, manifest)
    return MonthResult(month, False, message, manifest)


def _was_only_rejected(result: MonthResult) -> bool:
    return result.manifest is not None and result.manifest.status == "rejected"


def _conclude_backfill(window: DateWindow, months: Sequence[DateWindow], results: Sequence[MonthResult]) -> None:
    rows = [(result.name, result.manifest, result.note) for result in results]
    seen = {result.window for result in results}
    rows += [(name_of(month), None, "not begun: run the same backfill again") for month in months if month not in seen]
    name = name_of(window)
    create_markdown_artifact(backfill_report(name, rows), key="backfill-months", description=f"Months of {name}.")
    bad = [result for result in results if not result.good]
    if not bad and len(results) == len(months):
        return
    sentence = (
        f"{name}: {len(bad)} of {len(months)} months have to be run again, the first is {(bad or results)[0].name}"
    )
    again = f"`dvingest backfill --start {window.start} --end {window.last}` goes on where it was"
    kind = RunRejected if all(_was_only_rejected(result) for result in bad) else CrawlFailed
    raise kind(f"{sentence}: {bad[0].note if bad else ''} {again}.", bad[0].manifest if bad else None)


def _note(manifest: Manifest) -> str:
    rest = "" if manifest.complete else ", but not every list was read to its end"
    return f"complete: {manifest.rows_inserted:,} new, {manifest.rows_updated:,} changed{rest}"


def _manifest_of(error: RunRejected) -> Manifest | None:
    return error.manifest if isinstance(error.manifest, Manifest) else None


@task(name="look", cache_policy=NO_CACHE)
def look(start: date, end: date) -> Estimate:
    """Read the listings of [start, end) and return what a backfill would fetch; nothing is fetched or written."""
    settings = load_settings()
    refuse_if_held(open_lake(settings), settings.site_host)
    order = CrawlOrder(new_run_id(datetime.now(UTC)), DateWindow(start, end), flow=BACKFILL, dry_run=True)
    with live_progress() as show:
        result = run_crawl(order, settings, on_progress=show)
    if not result.finished or result.stop_reason:
        raise CrawlFailed(f"the listings could not be read: {result.message}")
    return estimate(result.progress, settings.download_delay, result.complete)


def estimate_backfill(window: DateWindow) -> Estimate:
    """Show and return what a backfill of `window` would come to."""
    found = look(window.start, window.end)
    create_markdown_artifact(
        f"# {estimate_line(window, found)}\n", key="backfill-estimate", description=f"What {name_of(window)} would be."
    )
    return found


# replay


def replay_window(window: DateWindow, *, batch_pages: int = BATCH_PAGES, engine: Engine = "processes") -> ReplayResult:
    """Read the stored pages of `window` again and write the rows that come out differently; return what changed."""
    settings = load_settings()
    stretches = plan(window.start, window.end, batch_pages)
    results = []
    with batch_executor(settings, engine) as executor:
        for stretch in stretches:
            results.append(replay_stretch(stretch, executor))
    total = merge(results, window)
    create_markdown_artifact(
        replay_report(total), key="replay-report", description=f"What the replay of {window.start} changed."
    )
    return total


@task(name="plan", cache_policy=NO_CACHE)
def plan(start: date, end: date, batch_pages: int) -> list[Stretch]:
    """Return what has to be read for [start, end), newest months first."""
    stretches = plan_replay(open_lake(load_settings()), DateWindow(start, end), batch_pages)
    get_run_logger().info(
        "%d parts to read in %d steps", sum(one.parts for one in stretches), sum(len(one.batches) for one in stretches)
    )
    return stretches


def replay_stretch(stretch: Stretch, executor: Executor) -> ReplayResult:
    """Read one stretch of months on all cores, then publish it in one commit."""
    started = datetime.now(UTC)
    run_id = new_run_id(started)
    read: dict[int, ReadAgain] = {}

    # The work is handed over beside Prefect: it would look into every argument, and keep every result.
    @task(name="read-again", task_run_name="read again {number}", cache_policy=NO_CACHE)
    def read_batch(number: int) -> str:
        try:
            read[number] = executor.submit(read_again, stretch.batches[number]).result()
        except BrokenProcessPool:
            raise DvingestError(
                "a process that read pages was killed, perhaps for want of memory: run again with DVINGEST_PROCESSES=1."
            ) from None
        return f"{read[number].pages} pages"

    futures = [read_batch.submit(number) for number in range(len(stretch.batches))]
    wait(futures)
    for future in futures:
        future.result()

    @task(name="publish-replay", cache_policy=NO_CACHE)
    def publish_batches() -> str:
        lake = open_lake(load_settings())
        result, _ = publish_stretch(lake, run_id, started, stretch, (read.pop(number) for number in sorted(read)))
        results.append(result)
        return f"{result.changed} changed, {result.refreshed} refreshed, {result.inserted} new"

    results: list[ReplayResult] = []
    said = publish_batches()
    get_run_logger().info("%s to %s: %s", stretch.window.start, stretch.window.last, said)
    return results[0]


@contextmanager
def batch_executor(settings: Settings, engine: Engine) -> Iterator[Executor]:
    """Yield what batches run on: processes of this machine, or the workers of a Dask cluster."""
    if engine == "dask":
        if not settings.dask_address:
            raise ConfigError(
                "engine 'dask' needs DVINGEST_DASK_ADDRESS, the scheduler's address like tcp://host:8786."
            )
        try:
            from distributed import Client
        except ImportError:
            raise ConfigError("engine 'dask' needs the extra: pip install 'dvingest[dask]'.") from None
        with Client(settings.dask_address, timeout="30s", set_as_default=False) as client:  # type: ignore[no-untyped-call]
            yield client.get_executor(pure=False)
        return
    # Not forked: a fork of a process with threads, and Prefect has many, may stand still for ever.
    executor = ProcessPoolExecutor(settings.processes or os.cpu_count(), get_context("spawn"), _leave_signals)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _leave_signals() -> None:
    # Ctrl-C reaches the whole group; the parent says what is to be done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# audit


def audit_window(start: date | None, end: date | None, *, every_page: bool = False, tidy: bool = True) -> Audit:
    """Verify silver and bronze, show what was found, tidy the table; RunRejected when a required check failed."""
    lake = open_lake(load_settings())
    window = audited_window(lake, start, end, today())
    if window is None:
        raise DvingestError("there is nothing to audit: no run has published yet, run `dvingest daily` first.")
    adopted = adopt_forgotten(window.start, window.end)
    wanted = [month for month in lake.silver.months() if month in window.months()]
    groups = month_groups(wanted, lake.silver.rows_per_month(), AUDIT_ROWS)
    pieces = [verify_rows(group, every_page) for group in groups]
    pieces.append(verify_runs(window.start, window.end, every_page))
    audit = conclude(window, pieces, verify_identities(), mine_boilerplate(wanted))
    if tidy:
        tidy_table()
    show_audit(audit, adopted)
    failed = [check for check in audit.checks if check.required and not check.ok]
    if failed:
        raise RunRejected("the audit found: " + " ".join(check.note for check in failed))
    return audit


@task(name="adopt-forgotten", cache_policy=NO_CACHE)
def adopt_forgotten(start: date, end: date) -> list[str]:
    """Bring in what runs left that died too long ago for the next crawl to look at them; return their ids."""
    lake = open_lake(load_settings())
    before = new_run_id(datetime.now(UTC) - FORGOTTEN_AFTER)
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
    mended = mend_duplicates(lake, new_run_id(datetime.now(UTC)))
    if mended:
        get_run_logger().warning("one row left of articles that had several: %s", ", ".join(mended[:20]))
    compacted = lake.silver.compact()
    lake.silver.checkpoint()
    vacuumed = lake.silver.vacuum()
    said = f"{compacted} months compacted, {len(vacuumed)} old files deleted"
    get_run_logger().info(said)
    return said


def show_audit(audit: Audit, adopted: Sequence[str]) -> None:
    """Create the artifacts of an audit and emit an event per check that failed."""
    create_markdown_artifact(audit_report(audit), key="audit-report", description="What the audit found.")
    create_markdown_artifact(
        recurring_report(audit.recurring), key="audit-boilerplate", description="Texts in unusually many articles."
    )
    for check in audit.checks:
        if not check.ok:
            get_run_logger().log(40 if check.required else 30, "check %s: %s", check.name, check.note)
            _emit(check)


def _emit(check: CheckResult) -> None:
    emit_event(
        event="dvingest.check.failed",
        resource={
            "prefect.resource.id": f"dvingest.check.{check.name}",
            "dvingest.flow": "audit",
            "dvingest.required": str(check.required).lower(),
        },
        payload={"check": check.name, "note": check.note},
    )


# purge


def purge_article(name: str, *, wait_for_host: bool = True) -> Purge:
    """Take an article out of every layer while no crawl can bring it back; HostBusyError when one goes on."""
    settings = load_settings()
    lake = open_lake(settings)
    run_id = new_run_id(datetime.now(UTC))
    lease = HostLease(lake.store, lake.layout, settings.site_host, run_id, settings.lease_seconds)
    lease.acquire(wait=wait_for_host)
    with lease:
        recover_spool(settings, lake.store)
        return purge(lake, name)
