"""The steps of a run as Prefect tasks, shared by the flows; only `ingest*` and `local` know Prefect."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from time import monotonic
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

from httpx import HTTPError
from prefect import Flow, State, get_run_logger, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event
from prefect.flows import load_flow_from_entrypoint
from prefect.states import Completed, Failed

from dvingest.checks import failed_checks
from dvingest.config import load_settings, project_root
from dvingest.coverage import thin_days
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import CrawlResult, run_crawl
from dvingest.crawling.spool import recover_spool
from dvingest.errors import CrawlFailed, DvingestError, RunRejected
from dvingest.lake.layout import new_run_id
from dvingest.lake.lease import HostLease
from dvingest.lake.probes import require_conditional_writes
from dvingest.model import Article, CheckResult, Manifest, Progress
from dvingest.receipts import CrawlFacts, RunPlan, adopt_run, earlier_runs, finish_run
from dvingest.reporting import calendar_svg, check_note, outcome_rows, plain, run_report, verdict_line
from dvingest.settling import (
    Published,
    Staging,
    batches_of_parts,
    dead_runs,
    newest_per_article,
    open_lake,
    publish_staged,
    stage_parts,
)
from dvingest.windows import DateWindow, vietnamese_day

__all__ = ["Manifest", "ingest_window", "run_flow", "state_of", "today", "verdict_line", "watched_by"]

T = TypeVar("T")

LONGEST_MESSAGE = 4000
BEAT_SECONDS = 2.0
"""Time between two updates of the live progress in the UI."""


class Watcher(Protocol):
    """Somebody in this process who is told what happens, like the terminal."""

    def beat(self, progress: Progress) -> None:
        """Take a beat of a crawl."""

    def finished(self, manifest: Manifest) -> None:
        """Take the manifest of a run that is stored."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell `watcher` of the runs inside."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def run_flow(entrypoint: str, **parameters: Any) -> Any:
    """Run the flow at `flows/FILE.py:FUNCTION` in this process, loaded as a deployment loads it; return its result.

    The DvingestError that made the run fail is raised here again.
    """
    flow: Flow[..., Any] = load_flow_from_entrypoint(str(project_root() / entrypoint), use_placeholder_flow=False)
    return flow(**{name: value for name, value in parameters.items() if value is not None})


def state_of(run: Callable[[], T], said: Callable[[T], str]) -> State[T]:
    """Return the state a flow ends in: Completed with what `said` makes of its result, or Failed with the reason.

    Without this, an expected error would fill the run's log with a trace back in place of one sentence.
    """
    # Prefect hands on what this logger lets through (PREFECT_LOGGING_EXTRA_LOGGERS), and by default that is warnings.
    logging.getLogger("dvingest").setLevel(logging.INFO)
    try:
        result = run()
    except DvingestError as error:
        get_run_logger().error("%s", plain(error, LONGEST_MESSAGE))
        logging.getLogger("prefect.flow_runs").addFilter(_is_news)
        if isinstance(error, RunRejected) and error.exit_code == RunRejected.exit_code and error.manifest is not None:
            # Under a name of its own, as the alarm of the check that failed rings already, and says what to do.
            return Failed(name="Rejected", message=plain(error, LONGEST_MESSAGE), data=error)
        return Failed(message=plain(error, LONGEST_MESSAGE), data=error)
    return Completed(message=said(result), data=result)


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether a line says more than the error that `state_of` has logged: Prefect logs its trace back again."""
    return not (record.exc_info and isinstance(record.exc_info[1], DvingestError))


def today() -> date:
    """Return the day it is in Viet Nam."""
    return vietnamese_day(datetime.now(UTC))


def ingest_window(
    flow_name: str,
    window: DateWindow,
    *,
    sections: Sequence[str] = (),
    limit: int | None = None,
    wait: bool = True,
) -> Manifest:
    """Run the steps for one window and return the manifest that is stored.

    Raises RunRejected after the manifest is stored when a required check failed, CrawlFailed when the crawl did not
    come to its end, HostBusyError when another crawl holds the host and `wait` is false.
    """
    settings = load_settings()
    lake = open_lake(settings)
    lake.store.ensure_bucket()
    require_conditional_writes(lake.store, lake.layout)
    started = datetime.now(UTC)
    plan = RunPlan(new_run_id(started), flow_name, window, started, limited=bool(limit or sections))
    lease = HostLease(lake.store, lake.layout, settings.site_host, plan.run_id, settings.lease_seconds)
    lease.acquire(wait=wait)
    with lease:
        recover_spool(settings, lake.store)  # a dead crawl's parts on this machine are adopted with the rest
        adopted = adopt(plan.run_id)
        result = crawl(plan, list(sections), limit)
        for number, keys in enumerate(batches_of_parts(lake, plan.run_id), 1):
            normalise(plan.run_id, number, keys)
        published = publish(plan.run_id, list(window.months()))
        manifest = report(plan, published, result, adopted)
    raise_unless_good(manifest, result.message)
    return manifest


def raise_unless_good(manifest: Manifest, message: str = "") -> None:
    """Raise CrawlFailed or RunRejected, with the sentences of the checks that failed, unless the run succeeded."""
    notes = " ".join(check.note for check in failed_checks(manifest.checks, required_only=True))
    if manifest.status == "failed":
        why = (message or notes).strip().rstrip(".") or "the crawl was cut short"
        raise CrawlFailed(
            f"{why[:1].upper()}{why[1:]}. The crawl did not come to its end; what it brought is stored "
            f"(run {manifest.run_id}).",
            manifest,
        )
    if manifest.status == "rejected":
        raise RunRejected(f"{notes} (Run {manifest.run_id} is stored.)", manifest)


@task(name="adopt", cache_policy=NO_CACHE)
def adopt(run_id: str) -> list[str]:
    """Finish what dead runs left in bronze: their rows, outcomes and manifests; return their ids."""
    lake = open_lake(load_settings())
    adopted = dead_runs(lake, run_id, datetime.now(UTC))
    for dead in adopted:
        manifest = adopt_run(lake, dead, adopted_by=run_id)
        get_run_logger().info(
            "adopted run %s, which died: %d pages, %d new rows, nothing fetched again",
            dead,
            manifest.pages_fetched,
            manifest.rows_inserted,
        )
    return adopted


@task(name="crawl", cache_policy=NO_CACHE)
def crawl(plan: RunPlan, sections: list[str], limit: int | None) -> CrawlResult:
    """Crawl the plan's window into bronze in a process of its own, and show its beats in the UI."""
    order = CrawlOrder(run_id=plan.run_id, flow=plan.flow, window=plan.window, sections=tuple(sections), limit=limit)
    with live_progress() as show:
        return run_crawl(order, load_settings(), on_progress=show)


@task(name="normalise", task_run_name="normalise-{number}", cache_policy=NO_CACHE)
def normalise(run_id: str, number: int, keys: list[str]) -> int:
    """Turn the captures of some parts into rows; return how many are articles."""
    return stage_parts(open_lake(load_settings()), run_id, number, keys)


@task(name="publish", cache_policy=NO_CACHE)
def publish(run_id: str, months: list[str]) -> Published:
    """Merge the rows into silver in one commit."""
    published = publish_staged(open_lake(load_settings()), run_id, months)
    get_run_logger().info(
        "silver: %d new, %d changed, version %s", published.inserted, published.updated, published.version
    )
    return published


@task(name="report", cache_policy=NO_CACHE)
def report(plan: RunPlan, published: Published, result: CrawlResult, adopted: list[str]) -> Manifest:
    """Judge the run, store outcomes and manifest, and show them in the UI."""
    lake = open_lake(load_settings())
    earlier = earlier_runs(lake, plan.started_at)
    facts = CrawlFacts(
        considered=result.progress.considered,
        pages_fetched=result.progress.pages_fetched,
        finished=result.finished and result.stop_reason is None,
        complete=result.complete,
        message=result.message,
    )
    staged = newest_per_article(Staging(lake.settings, plan.run_id).articles())
    new = [article for article in staged if article.article_id in published.written]
    manifest = finish_run(lake, plan, published, facts, earlier, adopted)
    places = {
        "manifest": lake.layout.manifest(manifest.run_id),
        "outcomes": lake.layout.outcomes(manifest.run_id),
        "table": lake.layout.silver,
    }
    show_run(manifest, earlier, new, places)
    if (watcher := _watcher.get()) is not None:
        watcher.finished(manifest)
    return manifest


def show_run(
    manifest: Manifest,
    earlier: Sequence[Manifest],
    new: Sequence[Article],
    places: Mapping[str, str],
) -> None:
    """Create the artifacts of a finished run, and tell of the checks that failed."""
    report_text = run_report(
        manifest,
        earlier,
        new_articles=new,
        calendar=coverage_picture(manifest.per_day),
        places=places,
    )
    with picture_only("outcomes and report"):
        create_table_artifact(
            outcome_rows(manifest),
            key=f"{manifest.flow}-outcomes",
            description="What became of every URL, per section.",
        )
        create_markdown_artifact(report_text, key=f"{manifest.flow}-report", description=verdict_line(manifest))
    # A crawl that broke off rings the alarm of failed runs: its checks would only say the same in other words.
    tell_failed_checks(manifest.flow, manifest.checks, ring=manifest.status != "failed", run_id=manifest.run_id)


def tell_failed_checks(flow_name: str, checks: Sequence[CheckResult], *, ring: bool = True, **more: str) -> None:
    """Log every check that failed, and emit an event for those that alarms listen to.

    Where a required check failed, warnings come from the same cause and do not ring beside it.
    """
    failed = failed_checks(checks)
    for check in failed:
        level = logging.ERROR if check.required else logging.WARNING
        get_run_logger().log(level, "check %s: %s", check.name, check_note(check))
    for check in [check for check in failed if check.required] or failed if ring else []:
        emit_event(
            event="dvingest.check.failed",
            resource={
                "prefect.resource.id": f"dvingest.check.{check.name}",
                "dvingest.flow": flow_name,
                "dvingest.required": str(check.required).lower(),
            },
            payload={"check": check.name, "note": check.note, **more},
        )


def coverage_picture(per_day: Mapping[date, int]) -> str | None:
    """Return the coverage calendar of the days counted, None where there are none."""
    if not per_day:
        return None
    window = DateWindow.of_days(min(per_day), max(per_day))
    return calendar_svg(per_day, window, thin_days(per_day, window))


@contextmanager
def live_progress() -> Iterator[Callable[[Progress], None]]:
    """Yield a function that shows a beat in the UI and to the watcher."""
    artifact = cast(UUID, create_progress_artifact(0.0, key="crawl-progress", description="The crawl starts."))
    shown = monotonic()
    watcher = _watcher.get()

    def show(progress: Progress) -> None:
        nonlocal shown
        if watcher is not None:
            watcher.beat(progress)
        if monotonic() - shown >= BEAT_SECONDS or progress.phase == "finished":
            shown = monotonic()
            share = 100.0 * progress.done / progress.considered if progress.considered else 0.0
            with picture_only("live progress"):
                update_progress_artifact(artifact, min(share, 100.0), description=progress_line(progress))

    yield show


@contextmanager
def picture_only(what: str) -> Iterator[None]:
    """Go on without the picture in the UI when Prefect's server is away: the truth is in the store."""
    try:
        yield
    except HTTPError as error:  # its client has tried for a minute
        get_run_logger().warning("%s cannot be shown, as the Prefect server does not answer: %s", what, error)


def progress_line(progress: Progress) -> str:
    """Return one line for a person: what is done, how fast, what the crawl is doing."""
    rate = progress.pages_fetched / progress.elapsed_seconds if progress.elapsed_seconds else 0.0
    return (
        f"{progress.phase}: {progress.done:,} of {progress.considered:,} URLs done "
        f"({progress.stored:,} captured, {progress.unchanged:,} unchanged, {progress.rejected:,} rejected, "
        f"{progress.failed:,} failed, {progress.skipped:,} skipped), {rate:.1f} pages/s, "
        f"{progress.parts_uploaded:,} parts stored. {progress.message}"
    ).strip()
