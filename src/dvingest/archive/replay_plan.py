"""Plans a replay: which parts have to be read for the articles of some days, in which steps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dvingest.lake.manifests import read_manifests
from dvingest.model import OutcomeStatus
from dvingest.settling import Lake
from dvingest.windows import DateWindow

BATCH_PAGES = 1_000
STRETCH_PAGES = 8_000
"""Pages whose rows are published in one commit; bounds the memory of a replay over many years."""


@dataclass(frozen=True, slots=True)
class Known:
    """What decides whether a row read again is written: what silver has."""

    content_sha256: str
    extractor_version: str
    fetched_at: datetime
    template: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Parts that one process reads, with what silver has of the articles in them."""

    keys: tuple[str, ...]
    window: DateWindow
    known: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole months that are read and published together."""

    window: DateWindow
    batches: tuple[Batch, ...]

    @property
    def parts(self) -> int:
        """How many parts are read."""
        return sum(len(batch.keys) for batch in self.batches)


def plan_replay(lake: Lake, window: DateWindow, batch_pages: int = BATCH_PAGES) -> list[Stretch]:
    """Return what has to be read for the articles of `window`, newest months first; months without any are left out."""
    keys = _parts_of_rejections(lake, window)
    stretches: list[Stretch] = []
    waiting: list[tuple[DateWindow, tuple[str, ...], dict[str, dict[str, Known]]]] = []
    pages = 0
    for month in reversed(window.split_by_month()):
        known = _known_by_part(lake, month)
        parts = tuple(sorted({*known, *(key for key, span in keys.items() if _overlap(span, month))}))
        if not parts:
            continue
        waiting.append((month, parts, known))
        pages += max(sum(len(rows) for rows in known.values()), len(parts))
        if pages >= STRETCH_PAGES:
            stretches.append(_stretch(waiting, batch_pages))
            waiting, pages = [], 0
    if waiting:
        stretches.append(_stretch(waiting, batch_pages))
    return stretches


def _known_by_part(lake: Lake, month: DateWindow) -> dict[str, dict[str, Known]]:
    columns = (
        "article_id",
        "content_sha256",
        "extractor_version",
        "fetched_at",
        "template",
        "bronze_key",
        "published_at",
    )
    found: dict[str, dict[str, Known]] = {}
    for row in lake.silver.read(month.months(), columns).to_pylist():
        if month.contains(row["published_at"]):
            known = Known(row["content_sha256"], row["extractor_version"], row["fetched_at"], row["template"])
            found.setdefault(row["bronze_key"], {})[row["article_id"]] = known
    return found


def _parts_of_rejections(lake: Lake, window: DateWindow) -> dict[str, DateWindow]:
    """Return the parts of runs over these days that rejected pages: read rightly, they may be articles."""
    found: dict[str, DateWindow] = {}
    for manifest in read_manifests(lake.store, lake.layout, since=window.start):
        span = DateWindow(manifest.start, manifest.end)
        if manifest.counts.get(OutcomeStatus.REJECTED.value) and _overlap(span, window):
            found.update({part.key: span for part in manifest.parts if part.pages})
    return found


def _overlap(one: DateWindow, other: DateWindow) -> bool:
    return one.start < other.end and other.start < one.end


def _stretch(
    months: Sequence[tuple[DateWindow, tuple[str, ...], Mapping[str, Mapping[str, Known]]]], batch_pages: int
) -> Stretch:
    window = DateWindow(min(month.start for month, _, _ in months), max(month.end for month, _, _ in months))
    known: dict[str, dict[str, Known]] = {}
    for _, _, by_part in months:
        for key, rows in by_part.items():
            known.setdefault(key, {}).update(rows)
    keys = sorted({key for _, parts, _ in months for key in parts})
    # A part also holds older fetches of articles whose row came from another part; they are sorted out at the end.
    groups = _groups(keys, known, batch_pages)
    return Stretch(
        window,
        tuple(
            Batch(group, window, {name: there for key in group for name, there in known.get(key, {}).items()})
            for group in groups
        ),
    )


def _groups(keys: Sequence[str], known: Mapping[str, Collection[str]], batch_pages: int) -> Iterator[tuple[str, ...]]:
    """Yield keys in groups of about `batch_pages` pages; parts of daily runs are small, so rows are counted."""
    group: list[str] = []
    pages = 0
    for key in keys:
        group.append(key)
        pages += max(1, len(known.get(key, ())))
        if pages >= 0.95 * batch_pages:
            yield tuple(group)
            group, pages = [], 0
    if group:
        yield tuple(group)
