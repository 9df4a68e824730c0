"""Which rows a batch writes, given what stands in the table: pure, so that it can be tested without a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dvingest.model import Article


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about a row that stands in the table, and in which files it is.

    These are several files only where the same article got into two months in two runs; the newest row counts then.
    """

    article_id: str
    canonical_url: str
    month: str
    files: tuple[str, ...]
    content_sha256: str
    published_at: datetime
    fetched_at: datetime
    first_seen_at: datetime
    gone_at: datetime | None
    revision: int
    extractor_version: str


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

    inserted: dict[str, Article] = field(default_factory=dict)
    replaced: dict[str, Article] = field(default_factory=dict)
    """By article_id; the row that stands in the table is taken out, whatever month it is in."""
    marked: dict[str, datetime | None] = field(default_factory=dict)
    """Rows that keep everything but their `gone_at`."""
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.inserted or self.replaced or self.marked)

    def as_publication(self, version: int, standing: Mapping[str, Standing]) -> Publication:
        """Return what a commit of these changes as `version` does to the table."""
        left = {standing[article_id].month for article_id in (*self.replaced, *self.marked)}
        arrived = {article.month for article in (*self.inserted.values(), *self.replaced.values())}
        return Publication(
            version,
            inserted=len(self.inserted),
            updated=len(self.replaced),
            months=tuple(sorted(left | arrived)),
            unchanged=self.unchanged,
            marked=len(self.marked),
        )


def decide(
    batch: Iterable[Article],
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
    for article in fold(batch).values():
        there = standing.get(article.article_id)
        if there is None:
            changes.inserted[article.article_id] = article
            continue
        differs = article.content_sha256 != there.content_sha256
        is_read_again = is_replay and article.fetched_at == there.fetched_at
        is_newer = article.fetched_at > there.fetched_at
        # The text tells nothing of a date that was corrected, nor of the address that the article has now.
        is_other = differs or article.published_at != there.published_at or article.canonical_url != there.canonical_url
        is_other = is_other or (is_replay and article.extractor_version != there.extractor_version)
        if is_read_again or (is_newer and is_other):
            revision = there.revision + differs
            first_seen_at = min(there.first_seen_at, article.first_seen_at)
            # A replay says nothing about the newspaper's site of today.
            gone_at = there.gone_at if is_replay else article.gone_at
            update = {"revision": revision, "first_seen_at": first_seen_at, "gone_at": gone_at}
            changes.replaced[article.article_id] = article.model_copy(update=update)
        elif is_newer and not is_replay and article.gone_at != there.gone_at:
            changes.marked[article.article_id] = article.gone_at
        else:
            changes.unchanged += 1
    for article_id, moment in (gone or {}).items():
        _mark_gone(changes, standing, article_id, moment)
    return changes


def fold(batch: Iterable[Article]) -> dict[str, Article]:
    """Return one article per id: the newest fetch, with the earliest sight and the revisions between counted."""
    newest: dict[str, Article] = {}
    for article in sorted(batch, key=lambda article: article.fetched_at):
        before = newest.get(article.article_id)
        if before is None:
            newest[article.article_id] = article
            continue
        differs = article.content_sha256 != before.content_sha256
        newest[article.article_id] = article.model_copy(
            update={
                "revision": max(article.revision, before.revision + differs),
                "first_seen_at": min(article.first_seen_at, before.first_seen_at),
            }
        )
    return newest


def _mark_gone(changes: Changes, standing: Mapping[str, Standing], article_id: str, moment: datetime) -> None:
    there = standing.get(article_id)
    if there is not None and there.gone_at is None and article_id not in changes.replaced:
        changes.marked[article_id] = moment
