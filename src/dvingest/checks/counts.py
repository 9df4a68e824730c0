"""What checks ask of a manifest, and how they say it."""

from __future__ import annotations

from collections.abc import Collection

from dvingest.model import Manifest, OutcomeStatus

DAILY = "daily-crawl"
BACKFILL = "backfill"
HISTORY = 14
"""Runs that a run is compared with."""

# A newspaper that is compared over fewer articles than this alarms by chance.
FEW_ARTICLES = 5
FEW_PAGES = 3

GONE = frozenset({"http_404", "http_410"})
"""Answers that are clear: asking again will not change them."""

_LONGEST_QUOTE = 600

Verdict = tuple[bool, str]
"""Whether a check is ok, and a sentence with the figures that say so and what to do."""


def articles_seen(manifest: Manifest) -> int:
    """Return how many articles the run saw, new or known."""
    # What is known already counts: a run started twice sees as many articles as the first time.
    return manifest.counts.get("stored", 0) + manifest.counts.get("unchanged", 0)


def articles_read(manifest: Manifest) -> int:
    """Return how many pages were read as articles."""
    return sum(manifest.templates.values()) or manifest.counts.get("stored", 0)


def number_looked_at(manifest: Manifest) -> int:
    """Return how many addresses were asked for, or settled by what is known of them."""
    # Skipped addresses were never asked for: with them a wall before every new article would be diluted.
    return manifest.counts.get("considered", 0) - manifest.counts.get(OutcomeStatus.SKIPPED.value, 0)


def number_gone(manifest: Manifest) -> int:
    """Return how many answered that they are not there."""
    return sum(manifest.reasons.get(f"{OutcomeStatus.FAILED.value}:{reason}", 0) for reason in GONE)


def frequent_reasons(manifest: Manifest, status: OutcomeStatus, but: Collection[str]) -> str:
    """Return the most frequent reasons of an outcome with their numbers, without those of `but`."""
    prefix = f"{status.value}:"
    found = {key.removeprefix(prefix): number for key, number in manifest.reasons.items() if key.startswith(prefix)}
    found = {reason: number for reason, number in found.items() if reason not in but}
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{number:,} {reason}" for reason, number in ranked[:4])


def unread_lists(manifest: Manifest) -> str:
    """Return what the crawl says of the lists it did not read, as the end of a sentence."""
    said = manifest.unread.strip().rstrip(".")
    if len(said) > _LONGEST_QUOTE:
        said = said[:_LONGEST_QUOTE] + " …"
    return f": {said}" if said else ", a budget was hit or it was cut short"


def backfill_command(manifest: Manifest) -> str:
    """Return the command that brings the days of the run again."""
    return f"`dvingest backfill --start {manifest.start} --end {manifest.window.last}`"


def replay_command(manifest: Manifest, start: str | None = None) -> str:
    """Return the command that reads the stored pages of the run again, or those since `start`."""
    return f"`dvingest replay --start {start or manifest.start} --end {manifest.window.last}`"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
