"""Plans a replay: which parts have to be read for the articles of some days, in which steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dvingest.archive.promises import promised_ids
from dvingest.lake.manifests import read_manifests
from dvingest.lake.opened import Lake
from dvingest.lake.purged import read_purged
from dvingest.model import Manifest, OutcomeStatus
from dvingest.normalise import page_digest
from dvingest.windows import DateWindow

BATCH_PAGES = 1_000
STRETCH_PAGES = 8_000
"""Pages whose rows are published in one commit; bounds the memory of a replay over many years."""


@dataclass(frozen=True, slots=True)
class Known:
    """What decides whether a row read again is written: what silver has."""

    content_sha256: str
    extractor_version: str
    page_digest: str
    """Of all columns that follow from the page, so that what another program has altered is written again."""
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
    manifests = [one for one in read_manifests(lake.store, lake.layout, since=window.start) if one.parts]
    rejected, lost = _parts_of_rejections(manifests, window), _parts_of_lost_rows(lake, manifests, window)
    stretches: list[Stretch] = []
    waiting: list[_Month] = []
    for span in reversed(window.split_by_month()):
        known = _known_by_part(lake, span)
        month = _Month(
            span,
            {key: len(rows) for key, rows in known.items()}
            | {key: 1 for key, days in rejected.items() if key not in known and days.overlaps(span)}
            | {key: pages for key, (pages, months) in lost.items() if months & {*span.months()}},
            known,
        )
        if not month.sizes:
            continue
        waiting.append(month)
        if sum(sum(one.sizes.values()) for one in waiting) >= STRETCH_PAGES:
            stretches.append(_stretch(waiting, batch_pages))
            waiting = []
    if waiting:
        stretches.append(_stretch(waiting, batch_pages))
    return stretches


@dataclass(frozen=True, slots=True)
class _Month:
    """What has to be read for the articles of a month."""

    window: DateWindow
    sizes: Mapping[str, int]
    """Part to pages of the month in it, about: parts of daily runs are small and hold more than one month's."""
    known: Mapping[str, Mapping[str, Known]]
    """Part to the rows that came from it."""


def _known_by_part(lake: Lake, month: DateWindow) -> dict[str, dict[str, Known]]:
    found: dict[str, dict[str, Known]] = {}
    for row in lake.silver.articles(month.months()):
        if month.contains(row.published_at):
            known = Known(row.content_sha256, row.extractor_version, page_digest(row), row.fetched_at, row.template)
            found.setdefault(row.bronze_key, {})[row.article_id] = known
    return found


def _parts_of_rejections(manifests: Iterable[Manifest], window: DateWindow) -> dict[str, DateWindow]:
    """Return the parts of runs over these days that rejected pages: read rightly, they may be articles."""
    found: dict[str, DateWindow] = {}
    for manifest in manifests:
        if manifest.counts.get(OutcomeStatus.REJECTED.value) and manifest.window.overlaps(window):
            found.update({part.key: manifest.window for part in manifest.parts if part.pages})
    return found


def _parts_of_lost_rows(
    lake: Lake, manifests: Iterable[Manifest], window: DateWindow
) -> dict[str, tuple[int, frozenset[str]]]:
    """Return the parts of runs whose articles have no row any more, with their pages and the months of the run."""
    there = frozenset(lake.silver.read(None, ["article_id"])["article_id"].to_pylist())
    purged = read_purged(lake.store, lake.layout)
    found: dict[str, tuple[int, frozenset[str]]] = {}
    for manifest in manifests:
        # A run also stores articles from outside its days, if it has fetched them.
        months = frozenset([*manifest.window.months(), *manifest.published_months])
        if months & {*window.months()} and not there.issuperset(promised_ids(lake, manifest.run_id, purged)):
            found.update({part.key: (part.pages, months) for part in manifest.parts if part.pages})
    return found


def _stretch(months: Sequence[_Month], batch_pages: int) -> Stretch:
    window = DateWindow(min(month.window.start for month in months), max(month.window.end for month in months))
    known: dict[str, dict[str, Known]] = {}
    sizes: Counter[str] = Counter()
    for month in months:
        sizes.update(month.sizes)
        for key, rows in month.known.items():
            known.setdefault(key, {}).update(rows)
    # A part also holds older fetches of articles whose row came from another part; they are sorted out at the end.
    groups = _groups(sizes, batch_pages)
    return Stretch(
        window,
        tuple(
            Batch(group, window, {name: there for key in group for name, there in known.get(key, {}).items()})
            for group in groups
        ),
    )


def _groups(sizes: Mapping[str, int], batch_pages: int) -> Iterator[tuple[str, ...]]:
    """Yield the parts in groups of about `batch_pages` pages."""
    group: list[str] = []
    pages = 0
    for key in sorted(sizes):
        group.append(key)
        pages += sizes[key]
        if pages >= 0.95 * batch_pages:
            yield tuple(group)
            group, pages = [], 0
    if group:
        yield tuple(group)
