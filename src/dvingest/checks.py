"""The verdict of a run: named checks over its manifest and the manifests of earlier runs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import median

from dvingest.leaks import LEAK_WARNINGS
from dvingest.model import CheckResult, Manifest, OutcomeStatus
from dvingest.windows import VIETNAM_TIME, DateWindow, vietnamese_day

DAILY = "daily-crawl"
BACKFILL = "backfill"
HISTORY = 14
"""Runs that a run is compared with."""

MOST_REJECTED = 0.05
MOST_FAILED = 0.05
MOST_GONE = 0.5
"""Of a run that nothing can be compared with: lists keep what was taken down for years."""
MORE_GONE = 0.05
"""More than usual."""
MOST_LEAKS = 0.02
MOST_GENERIC = 0.05
MOST_GENERIC_EVER = 0.20
LEAST_ARTICLES = 0.5
SILENCE = timedelta(hours=24)

# A newspaper that is compared over fewer articles than this alarms by chance.
FEW_ARTICLES = 5
FEW_PAGES = 3
_LONGEST_QUOTE = 600

Verdict = tuple[bool, str]

GONE = frozenset({"http_404", "http_410"})
"""Answers that are clear: asking again will not change them."""


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table: what is judged, by whom, and whether it decides over the run."""

    name: str
    required: bool
    judge: Callable[[Manifest, Sequence[Manifest]], Verdict]
    deciding_flow: str | None = None
    """The flow over whose runs it decides although it is not required."""

    def decides_over(self, manifest: Manifest) -> bool:
        """Tell whether the run is bad if it is not ok."""
        return self.required or manifest.flow == self.deciding_flow


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What share of the articles has a field: never under `floor`, never `drop` under the usual share."""

    name: str
    floor: float
    drop: float
    core: bool
    """Whether an article without it is of little use, so that losing it fails the run."""


# Floors are loose on purpose: agency copy has no author, videos have hardly any body. What is usual is learnt from
# earlier runs; the floor keeps the alarm on when a broken template has itself become usual.
FIELD_RULES = (
    FieldRule("title", floor=0.99, drop=0.01, core=True),
    FieldRule("body", floor=0.80, drop=0.10, core=True),
    FieldRule("lead", floor=0.30, drop=0.25, core=True),
    FieldRule("section", floor=0.30, drop=0.25, core=True),
    FieldRule("images", floor=0.0, drop=0.30, core=True),
    FieldRule("authors", floor=0.0, drop=0.30, core=False),
    FieldRule("source", floor=0.0, drop=0.30, core=False),
    FieldRule("tags", floor=0.0, drop=0.30, core=False),
    FieldRule("modified_at", floor=0.0, drop=0.40, core=False),
)


def run_checks(manifest: Manifest, earlier: Sequence[Manifest] = ()) -> list[CheckResult]:
    """Return one result per check, in the order of the table; `earlier` may hold runs of any flow, in any order."""
    history = comparable_runs(manifest, earlier)
    results = []
    for check in CHECKS:
        ok, note = check.judge(manifest, history)
        results.append(CheckResult(name=check.name, ok=ok, required=check.decides_over(manifest), note=note))
    return results


def failed_checks(results: Sequence[CheckResult], *, required_only: bool = False) -> list[CheckResult]:
    """Return the results that are not ok, the required ones first."""
    failed = [result for result in results if not result.ok and (result.required or not required_only)]
    return sorted(failed, key=lambda result: not result.required)


def comparable_runs(manifest: Manifest, earlier: Sequence[Manifest]) -> list[Manifest]:
    """Return the earlier runs of the same flow and site that finished, oldest first, without the run itself."""
    runs = [
        run
        for run in earlier
        if run.flow == manifest.flow
        and run.site == manifest.site
        and run.run_id < manifest.run_id
        and run.status in ("succeeded", "rejected")
    ]
    return sorted(runs, key=lambda run: run.run_id)


def share_of_generic(manifest: Manifest) -> float | None:
    """Return the share of the run's articles that no template knew, None when the run read no article."""
    read = sum(manifest.templates.values())
    return manifest.templates.get("generic", 0) / read if read else None


def _reconciled(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    considered = manifest.counts.get("considered", 0)
    parts = {status.value: manifest.counts.get(status.value, 0) for status in OutcomeStatus}
    total = sum(parts.values())
    sum_text = " + ".join(f"{number:,} {name}" for name, number in parts.items())
    if considered == total:
        return True, f"{considered:,} addresses considered = {sum_text}."
    return False, (
        f"{considered:,} addresses considered, but {sum_text} = {total:,}: {abs(considered - total):,} have no outcome "
        "or two. Run the same days again, and keep the run's outcomes for a bug report if it happens twice."
    )


def _complete(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    if manifest.complete:
        return True, "Every list the crawl knew of was read to its end."
    if manifest.limited:
        return True, "The crawl was asked for a part of the window only, and is not complete by intention."
    return False, (
        f"Not every list was read to its end{_unread(manifest)}. What is stored is not fetched twice: run the same "
        f"days again, {_backfill_command(manifest)}."
    )


def _enough_articles(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    seen = _articles_seen(manifest)
    if not manifest.complete and not seen:
        # An empty month is no fault, but only lists that were read can say that it is empty.
        return False, (
            f"0 articles seen{_unread(manifest)}. Look what the newspaper answers, `dvingest doctor`, then run "
            f"{_backfill_command(manifest)}."
        )
    if manifest.limited or not manifest.complete:
        return True, f"{seen:,} articles seen; not compared, since the crawl did not look at the whole window."
    whole = [run for run in history if run.complete and not run.limited and _length(run) == _length(manifest)]
    if manifest.flow != DAILY:
        # Another month says nothing about this one: the newspaper has grown fiftyfold over its eras.
        whole = [run for run in whole if run.start == manifest.start]
    same_weekday = [run for run in whole if run.end.weekday() == manifest.end.weekday()]
    basis, name = (
        (same_weekday[-8:], "runs that ended on the same weekday")
        if len(same_weekday) >= 2
        else (
            whole[-HISTORY:],
            "earlier runs",
        )
    )
    if not basis:
        return True, f"{seen:,} articles seen; no earlier run of as many days to compare with."
    usual = median(_articles_seen(run) for run in basis)
    figures = f"{seen:,} articles seen, {usual:,.0f} is the median of {len(basis)} {name}"
    if usual < FEW_ARTICLES or seen >= LEAST_ARTICLES * usual:
        return True, f"{figures}."
    return False, (
        f"{figures}: fewer than half. Look whether the newspaper's sitemap and section pages still list "
        f"their articles, then run {_backfill_command(manifest)}."
    )


def _core_fields(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    return _fields(manifest, history, [rule for rule in FIELD_RULES if rule.core])


def _other_fields(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    return _fields(manifest, history, [rule for rule in FIELD_RULES if not rule.core])


def _fields(manifest: Manifest, history: Sequence[Manifest], rules: Sequence[FieldRule]) -> Verdict:
    read = _articles_read(manifest)
    if read < FEW_ARTICLES:
        return True, f"{_counted(read, 'article')} read: too few to judge their fields."
    basis = [run for run in history if _articles_read(run) >= FEW_ARTICLES][-HISTORY:]
    fallen, steady = [], []
    for rule in rules:
        if rule.name not in manifest.field_coverage:
            continue
        share = manifest.field_coverage[rule.name]
        shares = [run.field_coverage[rule.name] for run in basis if rule.name in run.field_coverage]
        usual = median(shares) if shares else None
        if share < _least_share(rule, usual, read):
            fallen.append(f"{rule.name} {share:.0%}" + (f" (usually {usual:.0%})" if usual is not None else ""))
        else:
            steady.append(f"{rule.name} {share:.0%}")
    if not fallen:
        return True, f"Of {read:,} articles: {', '.join(steady) or 'no field counted'}."
    return False, (
        f"Of {read:,} articles fewer than usual have: {', '.join(fallen)}. The newspaper's pages have "
        "probably changed: compare one with its template; the raw pages are kept; "
        f"after the fix run {_replay_command(manifest)}."
    )


def _least_share(rule: FieldRule, usual: float | None, read: int) -> float:
    if usual is None:
        return rule.floor
    # Three standard errors: ten articles of a quiet hour do not alarm because three of them have no picture.
    chance = 3 * sqrt(usual * (1 - usual) / read)
    return max(rule.floor, usual - max(rule.drop, chance))


def _generic_share(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    share = share_of_generic(manifest)
    if share is None:
        return True, "No article read."
    generic = manifest.templates.get("generic", 0)
    shares = [past for run in history[-HISTORY:] if (past := share_of_generic(run)) is not None]
    usual = median(shares) if shares else 0.0
    limit = min(MOST_GENERIC_EVER, usual + MOST_GENERIC)
    figures = f"templates: {share:.0%} generic ({generic:,} of {_counted(sum(manifest.templates.values()), 'article')})"
    few = generic < FEW_PAGES and generic < sum(manifest.templates.values())
    if share <= limit or few:
        return True, f"{figures}; the limit is {limit:.0%}."
    # The first run that saw it may have read articles of days before its last one.
    since, first = _window(manifest).last, manifest.start
    for run in reversed(history):
        past = share_of_generic(run)
        if past is None:
            continue
        if past <= limit:
            break
        since, first = min(since, _window(run).last), min(first, run.start)
    return False, (
        f"{figures} since {since}, usually {usual:.0%}: the newspaper has pages that no template knows. "
        f"Their text is kept and so are the raw pages; after the fix run {_replay_command(manifest, str(first))}."
    )


def _rejected_share(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    return _share_of_looked_at(
        manifest,
        OutcomeStatus.REJECTED,
        MOST_REJECTED,
        "Open the examples in the report: walls, empty pages and pages without a date are not stored as articles. "
        "If the extractor is wrong about them, fix it and run {replay}; if the newspaper was, run the same days again.",
    )


def _failed_share(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    return _share_of_looked_at(
        manifest,
        OutcomeStatus.FAILED,
        MOST_FAILED,
        "The newspaper or the way to it has trouble; run the same days again later, only what failed is fetched.",
        but=GONE,
    )


def _gone_share(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    gone, looked_at = _gone(manifest), _looked_at(manifest)
    shares = [_gone(run) / _looked_at(run) for run in history[-HISTORY:] if _looked_at(run)]
    limit = min(MOST_GONE, median(shares) + MORE_GONE) if shares else MOST_GONE
    share = gone / looked_at if looked_at else 0.0
    of_all = _counted(looked_at, "address", "addresses")
    figures = f"{gone:,} of {of_all} answered 404 or 410 ({share:.1%}, limit {limit:.0%})"
    if share <= limit or gone < FEW_PAGES:
        return True, f"{figures}."
    return False, (
        f"{figures}: so many articles are not taken down. Open some of the addresses in the report: if the newspaper "
        f"has new ones, discovery has to follow; if it was out of order, run {_backfill_command(manifest)}."
    )


def _looked_at(manifest: Manifest) -> int:
    # Skipped addresses were never asked for: with them a wall before every new article would be diluted.
    return manifest.counts.get("considered", 0) - manifest.counts.get(OutcomeStatus.SKIPPED.value, 0)


def _gone(manifest: Manifest) -> int:
    return sum(manifest.reasons.get(f"{OutcomeStatus.FAILED.value}:{reason}", 0) for reason in GONE)


def _share_of_looked_at(
    manifest: Manifest, status: OutcomeStatus, most: float, advice: str, but: Collection[str] = ()
) -> Verdict:
    looked_at = _looked_at(manifest)
    number = manifest.counts.get(status.value, 0)
    number -= sum(manifest.reasons.get(f"{status.value}:{reason}", 0) for reason in but)
    share = number / looked_at if looked_at > 0 else 0.0
    figures = (
        f"{number:,} of {_counted(looked_at, 'address', 'addresses')} {status.value} ({share:.1%}, limit {most:.0%})"
    )
    reasons = _reasons(manifest, status, but)
    if reasons:
        figures += f": {reasons}"
    if share <= most or number < FEW_PAGES:
        return True, f"{figures}."
    return False, f"{figures}. {advice.format(replay=_replay_command(manifest))}"


def _no_leaks(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    leaks = {name: manifest.warnings[name] for name in LEAK_WARNINGS if manifest.warnings.get(name)}
    number, read = sum(leaks.values()), _articles_read(manifest)
    if not number:
        return True, f"No known boilerplate and no caption in the bodies of {_counted(read, 'article')}."
    figures = ", ".join(f"{count:,} {name}" for name, count in leaks.items()) + f" in {_counted(read, 'article')}"
    if number < FEW_PAGES or number <= MOST_LEAKS * read:
        return True, f"{figures}."
    return False, (
        f"{figures}, over {MOST_LEAKS:.0%}: text from around the articles reached the bodies. Add the phrase or "
        f"box to the cleaning rules and run {_replay_command(manifest)}; `dvingest audit` lists what recurs."
    )


def _not_silent(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    if manifest.flow != DAILY or manifest.limited:
        return True, "Only whole daily runs are judged by how new their articles are."
    moment = looked_at_moment(manifest)
    dates = [run.newest_published_at for run in (*history, manifest) if run.newest_published_at]
    newest = max((date for date in dates if date <= moment), default=None)
    if newest is None:
        return True, "No article with a date in this run or an earlier one: nothing to measure silence from."
    silent = moment - newest
    hours = silent / timedelta(hours=1)
    published = f"{newest.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M} in Viet Nam"
    figures = f"The newest article is {hours:,.0f} hours old (published {published})"
    if silent <= SILENCE:
        return True, f"{figures}."
    if _is_mostly_weekend(moment):
        return True, f"{figures}; at weekends that is no alarm."
    return False, (
        f"{figures}: silence on a weekday. Open the newspaper in a browser: if it goes on publishing, its sitemap or "
        "section pages have changed and discovery has to follow; if it does not, run the same days again later."
    )


def looked_at_moment(manifest: Manifest) -> datetime:
    """Return the moment up to which the run could see articles: its finish, or the end of a window in the past."""
    window = _window(manifest)
    return manifest.finished_at if window.contains(manifest.finished_at) else window.ends_at


def _is_mostly_weekend(moment: datetime) -> bool:
    # Over the 24 hours before: early on Monday it is Sunday that was silent.
    return vietnamese_day(moment - SILENCE / 2).weekday() >= 5


CHECKS = (
    Check("reconciled", True, _reconciled),
    # Tomorrow's run looks at these days again; nobody looks again at a month that a backfill has brought.
    Check("complete", False, _complete, deciding_flow=BACKFILL),
    Check("enough_articles", True, _enough_articles),
    Check("core_fields", True, _core_fields),
    Check("other_fields", False, _other_fields),
    Check("templates", True, _generic_share),
    Check("rejected_share", True, _rejected_share),
    Check("failed_share", True, _failed_share),
    Check("gone_share", True, _gone_share),
    Check("boilerplate", True, _no_leaks),
    Check("silence", True, _not_silent),
)
"""Every check there is. A required one that is not ok makes the run Failed; another is a warning in the report."""


def _window(manifest: Manifest) -> DateWindow:
    return DateWindow(manifest.start, manifest.end)


def _length(manifest: Manifest) -> int:
    return (manifest.end - manifest.start).days


def _articles_seen(manifest: Manifest) -> int:
    # What is known already counts: a run started twice sees as many articles as the first time.
    return manifest.counts.get("stored", 0) + manifest.counts.get("unchanged", 0)


def _articles_read(manifest: Manifest) -> int:
    return sum(manifest.templates.values()) or manifest.counts.get("stored", 0)


def _reasons(manifest: Manifest, status: OutcomeStatus, but: Collection[str] = ()) -> str:
    prefix = f"{status.value}:"
    found = {key.removeprefix(prefix): number for key, number in manifest.reasons.items() if key.startswith(prefix)}
    found = {reason: number for reason, number in found.items() if reason not in but}
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{number:,} {reason}" for reason, number in ranked[:4])


def _unread(manifest: Manifest) -> str:
    """Return what the crawl says of the lists it did not read, as the end of a sentence."""
    said = manifest.unread.strip().rstrip(".")
    if len(said) > _LONGEST_QUOTE:
        said = said[:_LONGEST_QUOTE] + " …"
    return f": {said}" if said else ", a budget was hit or it was cut short"


def _backfill_command(manifest: Manifest) -> str:
    return f"`dvingest backfill --start {manifest.start} --end {_window(manifest).last}`"


def _replay_command(manifest: Manifest, start: str | None = None) -> str:
    return f"`dvingest replay --start {start or manifest.start} --end {_window(manifest).last}`"


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
