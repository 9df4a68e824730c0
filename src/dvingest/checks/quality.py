"""Whether the pages of a run were read as those of earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from dvingest.checks.counts import (
    FEW_ARTICLES,
    FEW_PAGES,
    HISTORY,
    Verdict,
    articles_read,
    counted,
    replay_command,
)
from dvingest.leaks import LEAK_WARNINGS
from dvingest.model import Manifest

MOST_LEAKS = 0.02
MOST_GENERIC = 0.05
MOST_GENERIC_EVER = 0.20


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


def judge_core_fields(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    """Tell whether the fields that an article is of little use without are there as often as usual."""
    return _fields(manifest, history, [rule for rule in FIELD_RULES if rule.core])


def judge_other_fields(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    """Tell the same of the fields that an article may lack."""
    return _fields(manifest, history, [rule for rule in FIELD_RULES if not rule.core])


def _fields(manifest: Manifest, history: Sequence[Manifest], rules: Sequence[FieldRule]) -> Verdict:
    read = articles_read(manifest)
    if read < FEW_ARTICLES:
        return True, f"{counted(read, 'article')} read: too few to judge their fields."
    basis = [run for run in history if articles_read(run) >= FEW_ARTICLES][-HISTORY:]
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
        f"after the fix run {replay_command(manifest)}."
    )


def _least_share(rule: FieldRule, usual: float | None, read: int) -> float:
    if usual is None:
        return rule.floor
    # Three standard errors: ten articles of a quiet hour do not alarm because three of them have no picture.
    chance = 3 * sqrt(usual * (1 - usual) / read)
    return max(rule.floor, usual - max(rule.drop, chance))


def judge_templates(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    """Tell whether no more pages than usual are ones that no template knows."""
    share = share_of_generic(manifest)
    if share is None:
        return True, "No article read."
    generic = manifest.templates.get("generic", 0)
    shares = [past for run in history[-HISTORY:] if (past := share_of_generic(run)) is not None]
    usual = median(shares) if shares else 0.0
    limit = min(MOST_GENERIC_EVER, usual + MOST_GENERIC)
    figures = f"templates: {share:.0%} generic ({generic:,} of {counted(sum(manifest.templates.values()), 'article')})"
    few = generic < FEW_PAGES and generic < sum(manifest.templates.values())
    if share <= limit or few:
        return True, f"{figures}; the limit is {limit:.0%}."
    # The first run that saw it may have read articles of days before its last one.
    since, first = manifest.window.last, manifest.start
    for run in reversed(history):
        past = share_of_generic(run)
        if past is None:
            continue
        if past <= limit:
            break
        since, first = min(since, run.window.last), min(first, run.start)
    return False, (
        f"{figures} since {since}, usually {usual:.0%}: the newspaper has pages that no template knows. "
        f"Their text is kept and so are the raw pages; after the fix run {replay_command(manifest, str(first))}."
    )


def share_of_generic(manifest: Manifest) -> float | None:
    """Return the share of the run's articles that no template knew, None when the run read no article."""
    read = sum(manifest.templates.values())
    return manifest.templates.get("generic", 0) / read if read else None


def judge_leaks(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    """Tell whether the bodies are free of boilerplate and captions."""
    leaks = {name: manifest.warnings[name] for name in LEAK_WARNINGS if manifest.warnings.get(name)}
    number, read = sum(leaks.values()), articles_read(manifest)
    if not number:
        return True, f"No known boilerplate and no caption in the bodies of {counted(read, 'article')}."
    figures = ", ".join(f"{count:,} {name}" for name, count in leaks.items()) + f" in {counted(read, 'article')}"
    if number < FEW_PAGES or number <= MOST_LEAKS * read:
        return True, f"{figures}."
    return False, (
        f"{figures}, over {MOST_LEAKS:.0%}: text from around the articles reached the bodies. Add the phrase or "
        f"box to the cleaning rules and run {replay_command(manifest)}; `dvingest audit` lists what recurs."
    )
