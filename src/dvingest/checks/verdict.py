"""Every check there is, and the verdict over a run that they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dvingest.checks.completeness import judge_articles, judge_complete, judge_reconciled, judge_silence
from dvingest.checks.counts import Verdict
from dvingest.checks.losses import judge_failed, judge_gone, judge_rejected
from dvingest.checks.quality import judge_core_fields, judge_leaks, judge_other_fields, judge_templates
from dvingest.model import CheckResult, Manifest


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table: what is judged, by whom, and whether the run is bad if it is not ok."""

    name: str
    required: bool
    judge: Callable[[Manifest, Sequence[Manifest]], Verdict]


CHECKS = (
    Check("reconciled", True, judge_reconciled),
    Check("complete", True, judge_complete),
    Check("enough_articles", True, judge_articles),
    Check("core_fields", True, judge_core_fields),
    Check("other_fields", False, judge_other_fields),
    Check("templates", True, judge_templates),
    Check("rejected_share", True, judge_rejected),
    Check("failed_share", True, judge_failed),
    Check("gone_share", True, judge_gone),
    Check("boilerplate", True, judge_leaks),
    Check("silence", True, judge_silence),
)
"""Every check there is. A required one that is not ok makes the run Rejected; another is a warning in the report."""


def run_checks(manifest: Manifest, earlier: Sequence[Manifest] = ()) -> list[CheckResult]:
    """Return one result per check, in the order of the table; `earlier` may hold runs of any flow, in any order."""
    history = comparable_runs(manifest, earlier)
    results = []
    for check in CHECKS:
        ok, note = check.judge(manifest, history)
        results.append(CheckResult(name=check.name, ok=ok, required=check.required, note=note))
    return results


def failed_checks(results: Sequence[CheckResult], *, required_only: bool = False) -> list[CheckResult]:
    """Return the results that are not ok, the required ones first."""
    failed = [result for result in results if not result.ok and (result.required or not required_only)]
    return sorted(failed, key=lambda result: not result.required)


def names_of_failed(results: Sequence[CheckResult]) -> tuple[list[str], list[str]]:
    """Return the names of the checks that are not ok: the required ones, and those that only warn."""
    failed = failed_checks(results)
    return [one.name for one in failed if one.required], [one.name for one in failed if not one.required]


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
