"""The steps of a run over one window as Prefect tasks: crawl, normalise, publish, report."""

from collections.abc import Sequence
from datetime import UTC, datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from dvingest.checks import failed_checks
from dvingest.config import load_settings
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import CrawlResult, run_crawl
from dvingest.crawling.spool import prepare_spool, recover_spool
from dvingest.errors import CrawlFailed, RunRejected
from dvingest.ingest.artifacts import live_progress, show_run, tell_watcher
from dvingest.lake.layout import new_run_id
from dvingest.lake.lease import HostLease
from dvingest.lake.opened import open_lake
from dvingest.lake.origin import refuse_mixed_origins
from dvingest.lake.probes import require_conditional_writes
from dvingest.lake.staging import Staging
from dvingest.model import Manifest
from dvingest.publishing import Published, batches_of_parts, dead_runs, publish_staged, stage_parts
from dvingest.reporting import newest_articles
from dvingest.run_manifest import CrawlFacts, RunPlan, adopt_run, earlier_runs, finish_run
from dvingest.windows import DateWindow

# Named here as well for the flows, which import from no room below this one.
__all__ = ["Manifest"]


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
    come to its end, HostBusyError when another crawl holds the host and `wait` is false, ConfigError where the store
    holds articles of a replica, or is to get them beside real ones.
    """
    settings = load_settings()
    prepare_spool(settings)
    lake = open_lake(settings)
    lake.store.ensure_bucket()
    require_conditional_writes(lake.store, lake.layout)
    refuse_mixed_origins(settings)
    started = datetime.now(UTC)
    plan = RunPlan(new_run_id(started), flow_name, window, started, limited=bool(limit or sections))
    lease = HostLease(lake.store, lake.layout, settings.site_host, plan.run_id, settings.lease_seconds)
    lease.acquire(wait=wait)
    with lease:
        recover_spool(settings, lake.store)  # a dead crawl's parts on this machine are adopted with the rest
        adopted = adopt(plan.run_id)
        result = crawl_under(lease, plan, tuple(sections), limit)
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
            f"{why[:1].upper()}{why[1:]}. The crawl did not come to its end; what it brought is stored, and the "
            f"next run of these days continues from there (run {manifest.run_id}).",
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


def crawl_under(lease: HostLease, plan: RunPlan, sections: tuple[str, ...], limit: int | None) -> CrawlResult:
    """Crawl the plan's window into bronze in a process of its own, as long as the host is ours; show its beats."""

    # The lease lives in this process and nowhere else, so it is no argument of the step.
    @task(name="crawl", cache_policy=NO_CACHE)
    def crawl(order: CrawlOrder) -> CrawlResult:
        with live_progress() as show:
            return run_crawl(
                order,
                load_settings(),
                on_progress=show,
                is_lost=lambda: lease.is_lost,
                is_unsure=lambda: lease.is_unsure,
            )

    return crawl(CrawlOrder(run_id=plan.run_id, flow=plan.flow, window=plan.window, sections=sections, limit=limit))


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
    staged = Staging(lake.settings, plan.run_id).newest()
    new = newest_articles(article for article in staged if article.article_id in published.written)
    manifest = finish_run(lake, plan, published, facts, earlier, adopted)
    places = {
        "manifest": lake.layout.manifest(manifest.run_id),
        "outcomes": lake.layout.outcomes(manifest.run_id),
        "table": lake.layout.silver,
    }
    show_run(manifest, earlier, new, places)
    tell_watcher(manifest)
    return manifest
