"""Changing the table's rows: one commit at a time, each decided on the version that it is put on top of."""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from deltalake.transaction import AddAction

from dvingest.errors import StoreError
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.probes import require_conditional_writes
from dvingest.lake.purged import read_purged
from dvingest.lake.silver.commits import COMMITS_PER_CHECKPOINT, ConflictError, DeltaLogWriter, UnclearError
from dvingest.lake.silver.files import DataFile, read_file, write_file
from dvingest.lake.silver.log import Snapshot
from dvingest.lake.silver.merging import DECISIVE, Arrival, Changes, Publication, Standing, decide, fold
from dvingest.lake.silver.reading import TableReader, only_rows
from dvingest.lake.silver.schema import to_table
from dvingest.model import Article

log = logging.getLogger(__name__)
T = TypeVar("T")

CONTENTION_SECONDS = 180.0
"""How long a commit is tried again while others commit."""
FILES_PER_MONTH = 4
"""A publish that finds this many files in a month writes the month as one."""
_WRITTEN_ANEW = ("revision", "first_seen_at", "gone_at")
"""Columns of a row that depend on what stood in the table before it."""


class TableWriter(TableReader):
    """The Delta table below a layout's prefix. Every change is one commit made on top of the version it was decided on.

    delta-rs writes the log. Everything else goes through ObjectStore, because only there a byte that was altered on its
    way is noticed: a merge inside delta-rs would write what it misread into a new file.
    """

    def __init__(self, store: ObjectStore, layout: Layout) -> None:
        super().__init__(store, layout.silver)
        self._layout = layout
        self._writer = DeltaLogWriter(store, layout.silver)
        self.uri = self._writer.uri

    def publish(
        self,
        articles: Iterable[Article],
        run_id: str,
        *,
        months: Sequence[str] = (),
        gone: Mapping[str, datetime] | None = None,
        is_replay: bool = False,
    ) -> Publication:
        """Write what is new in `articles` in one commit that carries `run_id`, and return what changed.

        Rows are looked for in the months of the articles and in `months`: an article that was dated into another of
        these months leaves the one it stood in. `gone` marks articles the newspaper took away. A batch that changes
        nothing, as the same one again, writes nothing; purged articles are left out. StoreRefused where the store does
        not keep conditions.
        """
        batch = to_table(articles)
        arrivals = _arrivals(batch)
        at_hand = {arrival.month for arrival in arrivals} | set(months)
        require_conditional_writes(self._store, self._layout)
        intended = Publication(None)

        def attempt() -> Publication:
            nonlocal intended
            snapshot = self._read_or_create()
            version = snapshot.runs.get(run_id)
            if version is not None and version == intended.version:
                return intended  # our own commit, whose answer was lost
            # Read after the table: what is purged from now on is taken out of what this commit adds, or it conflicts.
            purged = read_purged(self._store, self._layout)
            standing = self._standing(snapshot.files, at_hand, gone or {})
            allowed = [arrival for arrival in arrivals if arrival.article_id not in purged]
            changes = decide(allowed, standing, gone, is_replay=is_replay)
            if not changes:
                return Publication(version, already=version is not None, unchanged=changes.unchanged)
            intended = changes.as_publication(snapshot.version + 1, standing)
            self._commit_changes(snapshot, standing, changes, batch, run_id)
            return intended

        return self._until_committed(f"publish run {run_id}", attempt)

    def drop_duplicates(self, run_id: str) -> list[str]:
        """Keep the newest row of every article that stands in several, in one commit; return the ids of these articles.

        Such rows come about when the newspaper dates an article into a month that no run had at hand.
        """

        def attempt() -> list[str]:
            snapshot = self._read()
            if snapshot is None:
                return []
            twins = self._twins(snapshot.files)
            if not twins:
                return []
            files = self._may_hold_any(snapshot.files, twins)
            standing: dict[str, Standing] = {}
            self._collect(standing, files, twins)
            rows = pa.concat_tables(
                only_rows(read_file(self._store, self._root, file), "article_id", twins) for file in files
            )
            newest = fold(_arrivals(rows))
            self._commit_changes(snapshot, standing, Changes(replaced=newest), rows, run_id)
            return sorted(newest)

        return self._until_committed("drop duplicates", attempt)

    def delete(self, article_ids: Sequence[str], run_id: str) -> int:
        """Take the articles' rows out of the newest version and return how many there were.

        Older versions still hold them until `purge_files`.
        """
        wanted = set(article_ids)

        def attempt() -> int:
            snapshot = self._read()
            if snapshot is None:
                return 0
            touched = []
            for file, piece in self._read_files(self._may_hold_any(snapshot.files, wanted), ["article_id"]):
                if wanted & set(piece.column("article_id").to_pylist()):
                    touched.append(file)
            if not touched:
                return 0
            adds: list[AddAction] = []
            removed = 0
            for file in touched:
                whole = read_file(self._store, self._root, file)
                kept = _without(whole, wanted)
                removed += whole.num_rows - kept.num_rows
                if kept.num_rows:
                    adds.append(write_file(self._store, self._root, file.month, kept, datetime.now(UTC)))
            self._writer.commit(snapshot, adds, touched, {"run_id": run_id, "change": "delete"})
            return removed

        return self._until_committed("delete articles from the table", attempt)

    def _read_or_create(self) -> Snapshot:
        """Return the newest version, of a table that has every column of today."""
        snapshot = self._read()
        if snapshot is None:
            self._writer.create()
        elif not self._writer.add_columns(snapshot):
            return snapshot
        snapshot = self._read()
        if snapshot is None:
            raise StoreError(f"The table at {self.uri} was created and is not there: check the store.")
        return snapshot

    def _standing(
        self, files: Sequence[DataFile], months: set[str], gone: Mapping[str, datetime]
    ) -> dict[str, Standing]:
        standing: dict[str, Standing] = {}
        at_hand = [file for file in files if file.month in months]
        elsewhere = [file for file in files if file.month not in months]
        self._collect(standing, at_hand, None)
        missing = {article_id for article_id in gone if article_id not in standing}
        if missing:
            self._collect(standing, self._may_hold_any(elsewhere, missing), missing)
        return standing

    def _collect(self, standing: dict[str, Standing], files: Sequence[DataFile], only: set[str] | None) -> None:
        for file, piece in self._read_files(files, DECISIVE):
            for row in piece.to_pylist():
                if only is not None and row["article_id"] not in only:
                    continue
                here = Standing(files=(file.path,), **row)
                twin = standing.get(here.article_id)
                if twin is not None:
                    newest = max(twin, here, key=lambda one: one.fetched_at)
                    here = replace(newest, files=(*twin.files, file.path))
                standing[here.article_id] = here

    def _twins(self, files: Sequence[DataFile]) -> set[str]:
        """Return the ids that stand in several rows of these files."""
        rows: Counter[str] = Counter()
        for _, piece in self._read_files(files, ["article_id"]):
            rows.update(map(str, piece.column("article_id").to_pylist()))
        return {article_id for article_id, number in rows.items() if number > 1}

    def _may_hold_any(self, files: Sequence[DataFile], article_ids: set[str]) -> list[DataFile]:
        return [file for file in files if any(file.may_hold(article_id) for article_id in article_ids)]

    def _commit_changes(
        self,
        snapshot: Snapshot,
        standing: Mapping[str, Standing],
        changes: Changes,
        batch: pa.Table,
        run_id: str,
    ) -> None:
        """Write the files of every month that changes, with rows of `batch`, and commit them."""
        leaving = {article_id: standing[article_id] for article_id in (*changes.replaced, *changes.marked)}
        arriving: dict[str, list[Arrival]] = {}
        for arrival in changes.arrivals():
            arriving.setdefault(arrival.month, []).append(arrival)
        rewritten = {path for there in leaving.values() for path in there.files}
        for month in arriving:
            in_month = [file for file in snapshot.files if file.month == month]
            if len(in_month) >= FILES_PER_MONTH:
                rewritten |= {file.path for file in in_month}
        old = [file for file in snapshot.files if file.path in rewritten]
        adds: list[AddAction] = []
        for month in sorted({file.month for file in old} | set(arriving)):
            pieces = [_rows_of(arriving[month], batch)] if month in arriving else []
            for file in old:
                if file.month == month:
                    rows = read_file(self._store, self._root, file)
                    pieces += [_without(rows, set(leaving)), _marked(rows, changes.marked)]
            rows = pa.concat_tables(pieces)
            if rows.num_rows:
                adds.append(write_file(self._store, self._root, month, rows, datetime.now(UTC)))
        metadata: dict[str, object] = {
            "run_id": run_id,
            "inserted": len(changes.inserted),
            "updated": len(changes.replaced),
            "marked": len(changes.marked),
        }
        self._writer.commit(snapshot, adds, old, metadata, run_id=run_id)

    def _until_committed(self, action: str, attempt: Callable[[], T]) -> T:
        """Return what `attempt` returns, deciding anew on the newest version whenever its commit did not get there."""
        began = time.monotonic()
        tries = 0
        while True:
            tries += 1
            try:
                done = attempt()
                break
            except ConflictError:
                if time.monotonic() - began > CONTENTION_SECONDS:
                    raise StoreError(
                        f"Could not {action}: others committed first {tries} times in {CONTENTION_SECONDS:.0f} s; "
                        "run it again when fewer write."
                    ) from None
            except UnclearError:
                if time.monotonic() - began > self._store.patience:
                    raise
            time.sleep(random.uniform(0, min(3.0, 0.05 * 2 ** min(tries, 8))))
        self._checkpoint_now_and_then()
        return done

    def _checkpoint_now_and_then(self) -> None:
        """Write a checkpoint if there are many commits since the last one; what was committed stands in any case."""
        if self._seen is None or self._seen.version + 1 - self._seen.checkpoint < COMMITS_PER_CHECKPOINT:
            return
        try:
            snapshot = self._read()
            if snapshot is not None and snapshot.version - snapshot.checkpoint >= COMMITS_PER_CHECKPOINT:
                self._writer.checkpoint(snapshot)
        except StoreError as error:
            log.warning("%s", error)


def _arrivals(batch: pa.Table) -> list[Arrival]:
    return [Arrival(index=index, **row) for index, row in enumerate(batch.select(DECISIVE).to_pylist())]


def _rows_of(arrivals: Sequence[Arrival], batch: pa.Table) -> pa.Table:
    """Return the rows of `batch` as they are written."""
    rows = batch.take([arrival.index for arrival in arrivals])
    for name in _WRITTEN_ANEW:
        rows = _with_column(rows, name, [getattr(arrival, name) for arrival in arrivals])
    return rows


def _without(rows: pa.Table, article_ids: set[str]) -> pa.Table:
    is_in = pc.is_in(rows.column("article_id"), value_set=pa.array(sorted(article_ids), pa.string()))
    return rows.filter(pc.invert(is_in))


def _marked(rows: pa.Table, marked: Mapping[str, datetime | None]) -> pa.Table:
    found = only_rows(rows, "article_id", set(marked))
    moments = [marked[str(article_id)] for article_id in found.column("article_id").to_pylist()]
    return _with_column(found, "gone_at", moments)


def _with_column(rows: pa.Table, name: str, values: Sequence[object]) -> pa.Table:
    index = rows.schema.get_field_index(name)
    return rows.set_column(index, rows.schema.field(index), pa.array(values, rows.schema.field(index).type))
