"""Which rows a batch writes, given what stands in the table: pure, so that it can be tested without a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisive:
    """What decides about a row of an article: columns of the table, none that holds text of it."""

    article_id: str
    canonical_url: str
    month: str
    content_sha256: str
    published_at: datetime
    fetched_at: datetime
    first_seen_at: datetime
    gone_at: datetime | None
    revision: int
    extractor_version: str


DECISIVE = tuple(column.name for column in fields(Decisive))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Decisive):
    """A row that stands in the table.

    It is in several files only where the same article got into two months in two runs; the newest row counts then.
    """

    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival(Decisive):
    """A row that a batch brings."""

    index: int
    """Its place in the batch."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publish did to the table."""

    version: int | None
    """The commit's version; None when nothing had to be written."""
    inserted: int = 0
    updated: int = 0
    """Rows with new content."""
    months: tuple[str, ...] = ()
    """Months whose rows changed, oldest first."""
    already: bool = False
    """The run had published all of it before; nothing was written now."""
    unchanged: int = 0
    marked: int = 0
    """Rows whose `gone_at` changed and nothing else."""


@dataclass(slots=True)
class Changes:
    """What a batch changes."""

    inserted: dict[str, Arrival] = field(default_factory=dict)
    replaced: dict[str, Arrival] = field(default_factory=dict)
    """By article_id; the row that stands in the table is taken out, whatever month it is in."""
    marked: dict[str, datetime | None] = field(default_factory=dict)
    """Rows that keep everything but their `gone_at`."""
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.inserted or self.replaced or self.marked)

    def arrivals(self) -> tuple[Arrival, ...]:
        """Return the rows of the batch that are written."""
        return (*self.inserted.values(), *self.replaced.values())

    def as_publication(self, version: int, standing: Mapping[str, Standing]) -> Publication:
        """Return what a commit of these changes as `version` does to the table."""
        left = {standing[article_id].month for article_id in (*self.replaced, *self.marked)}
        arrived = {arrival.month for arrival in self.arrivals()}
        return Publication(
            version,
            inserted=len(self.inserted),
            updated=len(self.replaced),
            months=tuple(sorted(left | arrived)),
            unchanged=self.unchanged,
            marked=len(self.marked),
        )


def decide(
    batch: Iterable[Arrival],
    standing: Mapping[str, Standing],
    gone: Mapping[str, datetime] | None = None,
    *,
    is_replay: bool = False,
) -> Changes:
    """Return what `batch` and the marks `gone` change in rows that are `standing`.

    A row changes only if its content, date or address differs and the fetch is newer; with other content it is the
    next revision. A replay reads old pages again: what it has to say of the same fetch is written in any case, and of a
    newer one also a row of another extractor version. A page that is fetched from its address again is no longer gone.
    """
    changes = Changes()
    for row in fold(batch).values():
        there = standing.get(row.article_id)
        if there is None:
            changes.inserted[row.article_id] = row
            continue
        differs = row.content_sha256 != there.content_sha256
        is_read_again = is_replay and row.fetched_at == there.fetched_at
        is_newer = row.fetched_at > there.fetched_at
        # The text tells nothing of a date that was corrected, nor of the address that the article has now.
        is_other = differs or row.published_at != there.published_at or row.canonical_url != there.canonical_url
        is_other = is_other or (is_replay and row.extractor_version != there.extractor_version)
        if is_read_again or (is_newer and is_other):
            changes.replaced[row.article_id] = replace(
                row,
                revision=there.revision + differs,
                first_seen_at=min(there.first_seen_at, row.first_seen_at),
                # A replay says nothing about the newspaper's site of today.
                gone_at=there.gone_at if is_replay else row.gone_at,
            )
        elif is_newer and not is_replay and row.gone_at != there.gone_at:
            changes.marked[row.article_id] = row.gone_at
        else:
            changes.unchanged += 1
    for article_id, moment in (gone or {}).items():
        _mark_gone(changes, standing, article_id, moment)
    return changes


def fold(batch: Iterable[Arrival]) -> dict[str, Arrival]:
    """Return one row per article: the newest fetch, with the earliest sight and the revisions between counted."""
    newest: dict[str, Arrival] = {}
    for row in sorted(batch, key=lambda row: row.fetched_at):
        before = newest.get(row.article_id)
        if before is None:
            newest[row.article_id] = row
            continue
        differs = row.content_sha256 != before.content_sha256
        newest[row.article_id] = replace(
            row,
            revision=max(row.revision, before.revision + differs),
            first_seen_at=min(row.first_seen_at, before.first_seen_at),
        )
    return newest


def _mark_gone(changes: Changes, standing: Mapping[str, Standing], article_id: str, moment: datetime) -> None:
    there = standing.get(article_id)
    if there is not None and there.gone_at is None and article_id not in changes.replaced:
        changes.marked[article_id] = moment
