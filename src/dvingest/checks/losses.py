"""Whether a run went without more pages than it may."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import median

from dvingest.checks.counts import (
    FEW_PAGES,
    GONE,
    HISTORY,
    Verdict,
    backfill_command,
    counted,
    frequent_reasons,
    number_gone,
    number_looked_at,
    replay_command,
)
from dvingest.model import Manifest, OutcomeStatus

MOST_REJECTED = 0.05
MOST_FAILED = 0.05
MOST_GONE = 0.5
"""Of a run that nothing can be compared with: lists keep what was taken down for years."""
MORE_GONE = 0.05
"""More than usual."""


def judge_rejected(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    """Tell whether hardly any page was no article."""
    return _share_of_looked_at(
        manifest,
        OutcomeStatus.REJECTED,
        MOST_REJECTED,
        "Open the examples in the report: walls, empty pages and pages without a date are not stored as articles. "
        "If the extractor is wrong about them, fix it and run {replay}; if the newspaper was, run the same days again.",
    )


def judge_failed(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    """Tell whether hardly any page could not be had; those that were taken down do not count."""
    return _share_of_looked_at(
        manifest,
        OutcomeStatus.FAILED,
        MOST_FAILED,
        "The newspaper or the way to it has trouble; run the same days again later, only what failed is fetched.",
        but=GONE,
    )


def judge_gone(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    """Tell whether no more articles than usual are taken down."""
    gone, looked_at = number_gone(manifest), number_looked_at(manifest)
    shares = [number_gone(run) / number_looked_at(run) for run in history[-HISTORY:] if number_looked_at(run)]
    limit = min(MOST_GONE, median(shares) + MORE_GONE) if shares else MOST_GONE
    share = gone / looked_at if looked_at else 0.0
    of_all = counted(looked_at, "address", "addresses")
    figures = f"{gone:,} of {of_all} answered 404 or 410 ({share:.1%}, limit {limit:.0%})"
    if share <= limit or gone < FEW_PAGES:
        return True, f"{figures}."
    return False, (
        f"{figures}: so many articles are not taken down. Open some of the addresses in the report: if the newspaper "
        f"has new ones, discovery has to follow; if it was out of order, run {backfill_command(manifest)}."
    )


def _share_of_looked_at(
    manifest: Manifest, status: OutcomeStatus, most: float, advice: str, but: Collection[str] = ()
) -> Verdict:
    looked_at = number_looked_at(manifest)
    number = manifest.counts.get(status.value, 0)
    number -= sum(manifest.reasons.get(f"{status.value}:{reason}", 0) for reason in but)
    share = number / looked_at if looked_at > 0 else 0.0
    apart = ", not counting those that are gone" if but else ""
    of_all = counted(looked_at, "address", "addresses")
    figures = f"{number:,} of {of_all} {status.value}{apart} ({share:.1%}, limit {most:.0%})"
    reasons = frequent_reasons(manifest, status, but)
    if reasons:
        figures += f": {reasons}"
    if share <= most or number < FEW_PAGES:
        return True, f"{figures}."
    return False, f"{figures}. {advice.format(replay=replay_command(manifest))}"
