"""What an audit found, and the verdict on it by named checks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from dvingest.checks.quality import MOST_LEAKS
from dvingest.miner import RecurringText
from dvingest.model import CheckResult
from dvingest.windows import DateWindow

EXAMPLES = 5


@dataclass(slots=True)
class Findings:
    """Counts of what is wrong, with a few examples each."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, example: str) -> None:
        """Count one more of a kind."""
        self.counts[kind] += 1
        examples = self.examples.setdefault(kind, [])
        if len(examples) < EXAMPLES:
            examples.append(example)

    def update(self, other: Findings) -> None:
        """Take in the findings of another part of the archive."""
        for kind, examples in other.examples.items():
            mine = self.examples.setdefault(kind, [])
            mine += examples[: EXAMPLES - len(mine)]
        self.counts.update(other.counts)


@dataclass(slots=True)
class Audit:
    """What an audit saw."""

    window: DateWindow
    rows: int = 0
    sampled: int = 0
    """Rows whose page was read back and read again."""
    runs: int = 0
    parts: int = 0
    findings: Findings = field(default_factory=Findings)
    per_day: Counter[date] = field(default_factory=Counter)
    thin: tuple[date, ...] = ()
    backfills: tuple[DateWindow, ...] = ()
    recurring: list[RecurringText] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    """Dead runs whose pages nobody has taken over."""

    @property
    def checks(self) -> list[CheckResult]:
        """The verdict by named checks."""
        return [_judge(rule, self) for rule in _RULES]


def commands(audit: Audit) -> list[str]:
    """Return the backfills that would fill the gaps, as they are typed, newest first."""
    return [f"dvingest backfill --start {window.start} --end {window.last}" for window in audit.backfills]


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    required: bool
    kinds: tuple[str, ...]
    good: str
    advice: str
    share: float = 0.0
    """Share of the rows up to which it is tolerated."""


_RULES = (
    _Rule(
        "hashes",
        True,
        ("wrong_hash", "wrong_body", "wrong_month", "other_content"),
        "{rows:,} rows have the hash, body and month of their text; {sampled:,} are what their pages say",
        "Run `dvingest replay` over their months: rows are made again from their pages.",
    ),
    _Rule(
        "duplicates",
        True,
        ("duplicate_id", "duplicate_url"),
        "no id and no address stands twice",
        "The audit leaves the row that was fetched last, unless it is told not to tidy: run it again to see.",
    ),
    _Rule(
        "same_text",
        False,
        ("same_text",),
        "no text stands under two ids",
        "The newspaper printed a text twice, or one article has two addresses: look at the examples.",
    ),
    _Rule(
        "records",
        True,
        ("no_part", "no_page"),
        "every row's part is there, and {sampled:,} pages stand where their rows say",
        "Bronze has lost pages: restore it from its backup, or fetch the days again with `dvingest backfill`.",
    ),
    _Rule(
        "parts",
        True,
        ("part_missing", "part_changed"),
        "{parts:,} parts of {runs:,} runs are as their manifests say",
        "Restore these parts from the backup of the bucket; the rows of silver are not touched by it.",
    ),
    _Rule(
        "manifests",
        True,
        ("manifest_damaged",),
        "the manifests of {runs:,} runs can be read",
        "Restore it from the backup of the bucket, or delete it: a run without one is taken over as a dead one is.",
    ),
    _Rule(
        "rows",
        True,
        ("missing_row",),
        "every article that a run stored has its row",
        "Run `dvingest replay` over their days: it makes rows for stored pages that have none.",
    ),
    _Rule(
        "leaks",
        True,
        ("boilerplate_leak", "caption_leak"),
        "no known boilerplate and no caption in the bodies",
        "Add the phrases to the cleaning rules, then run `dvingest replay` over their months.",
        share=MOST_LEAKS,
    ),
    _Rule(
        "dates",
        False,
        ("future_date",),
        "no article is dated in the future",
        "Look at the examples: the newspaper mistyped a date, or the extractor misread it.",
    ),
)


def _judge(rule: _Rule, audit: Audit) -> CheckResult:
    found = {kind: audit.findings.counts[kind] for kind in rule.kinds if audit.findings.counts[kind]}
    if not found:
        good = rule.good.format(rows=audit.rows, sampled=audit.sampled, parts=audit.parts, runs=audit.runs)
        return CheckResult(name=rule.name, ok=True, required=rule.required, note=f"{good[0].upper()}{good[1:]}.")
    figures = ", ".join(f"{number:,} {kind}" for kind, number in found.items())
    examples = "; ".join(example for kind in found for example in audit.findings.examples[kind][:2])
    is_ok = sum(found.values()) <= rule.share * audit.rows
    note = f"{figures} (for example {examples}). {rule.advice}"
    return CheckResult(name=rule.name, ok=is_ok, required=rule.required, note=note)
