"""The receipt of a run: what became of its URLs, what its articles have in common, and the verdict on both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from dvingest import __version__
from dvingest.checks import DAILY, FIELD_RULES, failed_checks, run_checks
from dvingest.extraction import EXTRACTOR_VERSION
from dvingest.lake.manifests import read_manifests, write_manifest, write_outcomes
from dvingest.lake.opened import Lake
from dvingest.lake.staging import Staging
from dvingest.leaks import leaks_of
from dvingest.model import SCHEMA_VERSION, Article, Manifest, Outcome, OutcomeStatus, RunStatus
from dvingest.publishing import (
    Published,
    batches_of_parts,
    publish_staged,
    settle_outcomes,
    stage_parts,
)
from dvingest.windows import DateWindow, vietnamese_day

EXAMPLES = 5
"""URLs kept per reason, for the reader of the report."""
HISTORY = timedelta(days=120)
"""How far back the runs lie that a run is compared with."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run was asked to do."""

    run_id: str
    flow: str
    window: DateWindow
    started_at: datetime
    limited: bool = False


@dataclass(frozen=True, slots=True)
class CrawlFacts:
    """What the crawl says of itself: how many URLs it considered and pages it fetched, and whether it got through."""

    considered: int
    pages_fetched: int
    finished: bool
    complete: bool
    message: str = ""


def finish_run(
    lake: Lake,
    plan: RunPlan,
    published: Published,
    facts: CrawlFacts,
    earlier: Sequence[Manifest],
    adopted: Sequence[str] = (),
) -> Manifest:
    """Judge the run, store its outcomes and then its manifest, the last thing a run writes; return the manifest."""
    staging = Staging(lake.settings, plan.run_id)
    rows = WindowRows.of(lake, plan.window, before=datetime.now(UTC))
    outcomes = [rows.with_section(outcome) for outcome in settle_outcomes(staging.outcomes(), published)]
    manifest = describe_run(lake, plan, published, facts, outcomes)
    newest = max((when for when in (manifest.newest_published_at, rows.newest) if when), default=None)
    manifest = manifest.model_copy(
        update={"adopted": list(adopted), "newest_published_at": newest, "per_day": carried_on(earlier, rows.per_day)}
    )
    checks = run_checks(manifest, earlier)
    status: RunStatus = "succeeded"
    if not facts.finished:
        status = "failed"
    elif failed_checks(checks, required_only=True):
        status = "rejected"
    manifest = manifest.model_copy(update={"checks": checks, "status": status})
    _store(lake, manifest, outcomes)
    staging.clear()
    return manifest


def carried_on(earlier: Sequence[Manifest], per_day: Mapping[date, int]) -> dict[date, int]:
    """Return the articles per day of the last year: as the last run knew them, with what this one has counted.

    So the calendar costs no request, however large the table is.
    """
    newest_first = sorted(earlier, key=lambda manifest: manifest.finished_at, reverse=True)
    known = next((manifest.per_day for manifest in newest_first if manifest.per_day), {})
    counted = {**known, **per_day}
    last = max(counted)
    return {day: counted[day] for day in sorted(counted) if counted[day] and day > last - timedelta(days=366)}


def adopt_run(lake: Lake, dead: str, adopted_by: str) -> Manifest:
    """Bring what a dead run left in bronze to its end: rows, outcomes, manifest; nothing is fetched."""
    staging = Staging(lake.settings, dead)
    staging.clear()
    for number, keys in enumerate(batches_of_parts(lake, dead), 1):
        stage_parts(lake, dead, number, keys, is_dead=True)
    started = datetime.strptime(dead[:16], "%Y%m%dt%H%M%Sz").replace(tzinfo=UTC)
    plan = RunPlan(dead, DAILY, _window_of(staging.articles(), started), started, limited=True)
    published = publish_staged(lake, dead, plan.window.months())
    outcomes = list(settle_outcomes(staging.outcomes(), published))
    facts = CrawlFacts(len(outcomes), sum(part.pages for part in staging.receipts()), finished=False, complete=False)
    manifest = describe_run(lake, plan, published, facts, outcomes)
    manifest = manifest.model_copy(update={"status": "adopted", "adopted_by": adopted_by})
    _store(lake, manifest, outcomes)
    staging.clear()
    return manifest


def earlier_runs(lake: Lake, now: datetime) -> list[Manifest]:
    """Return the manifests of the last months, oldest first."""
    return list(read_manifests(lake.store, lake.layout, since=(now - HISTORY).date()))


def describe_run(
    lake: Lake, plan: RunPlan, published: Published, facts: CrawlFacts, outcomes: Sequence[Outcome]
) -> Manifest:
    """Return the manifest of a run without a verdict."""
    staging = Staging(lake.settings, plan.run_id)
    now = datetime.now(UTC)
    census = Census.of(staging.newest(), before=now)
    counts = Counter(outcome.status.value for outcome in outcomes)
    reasons, examples = _reasons(outcomes)
    return Manifest(
        run_id=plan.run_id,
        flow=plan.flow,
        site=lake.settings.site_url,
        host=lake.settings.site_host,
        start=plan.window.start,
        end=plan.window.end,
        started_at=plan.started_at,
        finished_at=now,
        status="failed",
        counts={"considered": facts.considered, **{status.value: counts[status.value] for status in OutcomeStatus}},
        reasons=reasons,
        sections=_sections(outcomes),
        examples=examples,
        pages_fetched=facts.pages_fetched,
        templates=dict(census.templates),
        field_coverage=census.coverage,
        dropped=dict(staging.dropped()),
        warnings=dict(census.warnings),
        parts=staging.receipts(),
        complete=facts.complete,
        stopped="" if facts.finished else facts.message,
        unread=facts.message if facts.finished and not facts.complete else "",
        limited=plan.limited,
        newest_published_at=census.newest,
        published_months=list(published.months),
        rows_inserted=published.inserted,
        rows_updated=published.updated,
        silver_version=published.version,
        versions={"dvingest": __version__, "extractor": EXTRACTOR_VERSION, "schema": SCHEMA_VERSION},
    )


@dataclass(frozen=True, slots=True)
class WindowRows:
    """What silver holds of a run's window by its end: an address that was not fetched again has its section there."""

    sections: Mapping[str, str | None]
    newest: datetime | None
    per_day: Mapping[date, int]
    """Articles on every day of the window's months, days without any as well."""

    @classmethod
    def of(cls, lake: Lake, window: DateWindow, before: datetime) -> WindowRows:
        """Read the sections of the window's months, articles per day, and the newest date not after `before`."""
        table = lake.silver.read(window.months(), columns=["article_id", "section", "published_at"])
        sections: dict[str, str | None] = {}
        per_day = dict.fromkeys(window.whole_months().days(), 0)
        rows = table.to_pylist()
        for row in rows:
            sections[row["article_id"]] = row["section"]
            per_day[vietnamese_day(row["published_at"])] += 1
        return cls(sections, _newest((row["published_at"] for row in rows), before), per_day)

    def with_section(self, outcome: Outcome) -> Outcome:
        """Return the outcome with the section that the article's page names, where silver knows it."""
        section = self.sections.get(outcome.article_id or "")
        return replace(outcome, section=section) if section else outcome


@dataclass(frozen=True, slots=True)
class Census:
    """What a run's articles have in common, counted for the checks."""

    templates: Counter[str]
    warnings: Counter[str]
    coverage: dict[str, float]
    newest: datetime | None

    @classmethod
    def of(cls, rows: Iterable[Article], before: datetime) -> Census:
        """Count templates, warnings and leaks, fields, and find the newest date that is not after `before`."""
        templates: Counter[str] = Counter()
        warnings: Counter[str] = Counter()
        have: Counter[str] = Counter()
        fields = [rule.name for rule in FIELD_RULES]
        published = []
        for row in rows:
            published.append(row.published_at)
            templates[row.template] += 1
            warnings.update(row.warnings)
            warnings.update(leaks_of(row))
            have.update(name for name in fields if getattr(row, name))
        coverage = {name: round(have[name] / len(published), 4) for name in fields} if published else {}
        return cls(templates, warnings, coverage, _newest(published, before))


def _newest(moments: Iterable[datetime], before: datetime) -> datetime | None:
    """Return the latest moment that is not after `before`: an article dated ahead hides that none have come since."""
    return max((moment for moment in moments if moment <= before), default=None)


def _store(lake: Lake, manifest: Manifest, outcomes: Sequence[Outcome]) -> None:
    write_outcomes(lake.store, lake.layout, manifest.run_id, outcomes)
    write_manifest(lake.store, lake.layout, manifest)


def _reasons(outcomes: Sequence[Outcome]) -> tuple[dict[str, int], dict[str, list[str]]]:
    reasons: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.reason:
            reason = f"{outcome.status.value}:{outcome.reason}"
            reasons[reason] += 1
            if len(examples[reason]) < EXAMPLES:
                examples[reason].append(outcome.url)
    return dict(reasons.most_common()), dict(examples)


def _sections(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    sections: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        sections[outcome.section or ""][outcome.status.value] += 1
    return {name: dict(counts) for name, counts in sorted(sections.items())}


def _window_of(rows: Iterable[Article], started: datetime) -> DateWindow:
    days = [vietnamese_day(started), *(vietnamese_day(row.published_at) for row in rows)]
    return DateWindow.of_days(min(days), max(days))
