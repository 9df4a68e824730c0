"""The table itself: opened, read, and changed one commit at a time."""

from __future__ import annotations

import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, Field, Transaction
from deltalake import Schema as DeltaSchema
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from dvingest.errors import ConditionFailed, StoreError, StoreRefused
from dvingest.lake.answers import missing_bucket
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.probes import require_conditional_writes
from dvingest.lake.silver.files import DataFile, ids_in, read_file, write_file
from dvingest.lake.silver.merging import Changes, Publication, Standing, decide, fold
from dvingest.lake.silver.schema import PARTITION, STATISTICS, arrow_schema, to_articles, to_table
from dvingest.model import Article, KnownArticle

log = logging.getLogger(__name__)
T = TypeVar("T")

CONTENTION_SECONDS = 180.0
"""How long a commit is tried again while others commit."""
FILES_PER_MONTH = 4
"""A publish that finds this many files in a month writes the month as one."""
_STANDING = (
    "article_id",
    "content_sha256",
    "fetched_at",
    "first_seen_at",
    "gone_at",
    "revision",
    "extractor_version",
)
_KNOWN = ("article_id", "canonical_url", "modified_at", "fetched_at", "content_sha256")
_PROPERTIES = {
    "delta.checkpointInterval": "10",
    "delta.logRetentionDuration": "interval 30 days",
    "delta.deletedFileRetentionDuration": "interval 7 days",
    "delta.dataSkippingStatsColumns": ",".join(STATISTICS),
}


class SilverTable:
    """The Delta table below a layout's prefix. Every change is one commit made on top of the version it was decided on.

    delta-rs keeps the log. The data files go through ObjectStore, because only there a byte that was altered on its
    way is noticed: a merge inside delta-rs would write what it misread into a new file.
    """

    def __init__(self, store: ObjectStore, layout: Layout) -> None:
        self._store = store
        self._layout = layout
        self._root = layout.silver
        self.uri = f"s3://{store.bucket}/{layout.silver}"

    # reading

    def version(self) -> int | None:
        """Return the newest version, None if there is no table yet."""
        table = self._open()
        return None if table is None else table.version()

    def has_run(self, run_id: str) -> bool:
        """Tell whether `run_id` has published."""
        table = self._open()
        return table is not None and _run_version(table, run_id) is not None

    def history(self, limit: int | None = None) -> list[dict[str, object]]:
        """Return the commits, newest first, with `run_id` where a run made them."""
        table = self._open()
        return [] if table is None else self._ask("read the history of the table", lambda: table.history(limit))

    def months(self) -> tuple[str, ...]:
        """Return the months that have rows, oldest first."""
        table = self._open()
        return () if table is None else tuple(sorted({file.month for file in _files(table)}))

    def rows_per_month(self) -> dict[str, int]:
        """Return how many rows each month has, from the log alone."""
        counts: dict[str, int] = {}
        table = self._open()
        for file in [] if table is None else _files(table):
            counts[file.month] = counts.get(file.month, 0) + file.rows
        return dict(sorted(counts.items()))

    def files_per_month(self) -> dict[str, int]:
        """Return how many data files each month has, from the log alone."""
        counts: dict[str, int] = {}
        table = self._open()
        for file in [] if table is None else _files(table):
            counts[file.month] = counts.get(file.month, 0) + 1
        return dict(sorted(counts.items()))

    def duplicates(self) -> dict[str, tuple[str, ...]]:
        """Return the articles that stand in several rows, with the months of these rows; every month is looked at."""
        months: dict[str, list[str]] = {}
        for row in self.read(columns=["article_id", PARTITION]).to_pylist():
            months.setdefault(row["article_id"], []).append(row[PARTITION])
        return {article_id: tuple(found) for article_id, found in months.items() if len(found) > 1}

    def known(self, months: Sequence[str]) -> list[KnownArticle]:
        """Return what is known of the articles of `months`; only those months and five columns are read."""
        rows = self.read(months, _KNOWN).to_pylist()
        return [KnownArticle(**{name: row[name] for name in _KNOWN}) for row in rows]

    def read(self, months: Sequence[str] | None = None, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows of `months` (None: all) with `columns` (None: all), oldest month first."""
        table = self._open()
        files = [] if table is None else _files(table)
        wanted = [file for file in files if months is None or file.month in months]
        pieces = [piece for _, piece in self._read_files(wanted, columns)]
        schema = arrow_schema()
        empty = pa.schema([field for field in schema if columns is None or field.name in columns]).empty_table()
        return pa.concat_tables([empty, *pieces])

    def articles(self, months: Sequence[str] | None = None) -> Iterator[Article]:
        """Yield the articles of `months` (None: all), a file at a time, oldest month first."""
        table = self._open()
        for file in [] if table is None else _files(table):
            if months is None or file.month in months:
                yield from to_articles(read_file(self._store, self._root, file))

    def find(self, article_id_or_url: str) -> Article | None:
        """Return the article with this id or canonical address, None if there is none."""
        table = self._open()
        column = "canonical_url" if "://" in article_id_or_url else "article_id"
        files = [] if table is None else _files(table)[::-1]
        if column == "article_id":
            files = [file for file in files if file.may_hold(article_id_or_url)]
        for file, piece in self._read_files(files, [column]):
            if article_id_or_url in piece.column(column).to_pylist():
                whole = read_file(self._store, self._root, file)
                return next(to_articles(_only(whole, column, {article_id_or_url})))
        return None

    # changing

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
        these months leaves the one it stood in. `gone` marks articles the newspaper took away. A run that has
        published already, and a batch that changes nothing, write nothing. StoreRefused where the store does not keep
        conditions.
        """
        batch = list(articles)
        at_hand = {article.month for article in batch} | set(months)
        require_conditional_writes(self._store, self._layout)
        intended = Publication(None)

        def attempt() -> Publication:
            nonlocal intended
            table = self._with_all_columns(self._open() or self._create())
            version = _run_version(table, run_id)
            if version is not None:
                # Either an earlier publish, or our own commit whose answer was lost.
                return intended if version == intended.version else Publication(version, already=True)
            files = _files(table)
            standing = self._standing(files, at_hand, gone or {})
            changes = decide(batch, standing, gone, is_replay=is_replay)
            if not changes:
                return Publication(None, unchanged=changes.unchanged)
            intended = changes.as_publication(table.version() + 1, standing)
            self._commit_changes(table, files, standing, changes, run_id)
            return intended

        return self._until_committed(f"publish run {run_id}", attempt)

    def mark_gone(self, gone: Mapping[str, datetime], run_id: str) -> Publication:
        """Set `gone_at` of articles that do not have it yet; their text stays."""
        return self.publish((), run_id, gone=gone)

    def drop_duplicates(self, run_id: str) -> int:
        """Keep the newest row of every article that stands in several; return how many articles that were."""
        twins = self.duplicates()
        newest: dict[str, Article] = {}
        for article in self.articles(sorted({month for found in twins.values() for month in found})):
            if article.article_id in twins:
                newest[article.article_id] = fold([*filter(None, [newest.get(article.article_id)]), article])[
                    article.article_id
                ]

        def attempt() -> int:
            table = self._open()
            if table is None or not newest:
                return 0
            files = _files(table)
            standing = self._standing(files, {file.month for file in files}, {})
            changes = Changes(replaced={key: one for key, one in newest.items() if len(standing[key].files) > 1})
            if changes:
                self._commit_changes(table, files, standing, changes, run_id)
            return len(changes.replaced)

        return self._until_committed("drop duplicates", attempt)

    def delete(self, article_ids: Sequence[str], run_id: str) -> int:
        """Take the articles' rows out of the newest version and return how many there were.

        Older versions still hold them until `purge_files`.
        """
        wanted = set(article_ids)

        def attempt() -> int:
            table = self._open()
            if table is None:
                return 0
            touched = []
            for file, piece in self._read_files(self._may_hold_any(_files(table), wanted), ["article_id"]):
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
            self._commit(table, adds, touched, {"run_id": run_id, "change": "delete"}, run_id=None)
            return removed

        return self._until_committed("delete articles from the table", attempt)

    # upkeep

    def compact(self, months: Sequence[str] | None = None) -> int:
        """Write each month that has several files as one; return how many months that were. No row changes."""

        def attempt() -> int:
            table = self._open()
            by_month: dict[str, list[DataFile]] = {}
            for file in [] if table is None else _files(table):
                if months is None or file.month in months:
                    by_month.setdefault(file.month, []).append(file)
            scattered = {month: files for month, files in by_month.items() if len(files) > 1}
            if table is None or not scattered:
                return 0
            adds = []
            for month, files in scattered.items():
                rows = pa.concat_tables([piece for _, piece in self._read_files(files, None)])
                add = write_file(self._store, self._root, month, rows, datetime.now(UTC))
                adds.append(replace(add, data_change=False))
            old = [file for files in scattered.values() for file in files]
            self._commit(table, adds, old, {"change": "compact"}, run_id=None, data_change=False)
            return len(scattered)

        return self._until_committed("compact the table", attempt)

    def checkpoint(self) -> None:
        """Write a checkpoint, so that readers need not read the log from its beginning, and drop expired log files."""
        table = self._open()
        if table is not None:
            self._ask("write a checkpoint of the table", table.create_checkpoint)
            self._ask("drop expired log files of the table", table.cleanup_metadata)

    def vacuum(self, retention: timedelta = timedelta(days=7)) -> list[str]:
        """Delete files that no version of the last `retention` names; return their paths.

        Whoever reads or commits for longer than `retention` loses the files under his feet.
        """
        table = self._open()
        if table is None:
            return []
        hours = int(retention.total_seconds() // 3600)
        return self._ask(
            "vacuum the table",
            lambda: table.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True),
        )

    def purge_files(self, article_ids: Sequence[str]) -> list[str]:
        """Delete every data file that holds one of the articles and that the newest version does not name.

        Together with `delete` this leaves no byte of them; older versions that named these files become unreadable.
        """
        wanted = set(article_ids)
        table = self._open()
        named = set() if table is None else {file.path for file in _files(table)}
        purged = []
        for info in list(self._store.list(f"{self._root}/{PARTITION}=")):
            path = info.key.removeprefix(f"{self._root}/")
            if path not in named and path.endswith(".parquet") and wanted & ids_in(self._store, info.key, info.size):
                self._store.delete(info.key)
                purged.append(path)
        return purged

    # how it is done

    def _open(self) -> DeltaTable | None:
        try:
            return self._ask(
                "open the table", lambda: DeltaTable(self.uri, storage_options=self._store.storage_options())
            )
        except _NoTable:
            return None

    def _create(self) -> DeltaTable:
        with contextlib.suppress(_Conflict):  # somebody else created it at the same moment
            self._ask(
                "create the table",
                lambda: DeltaTable.create(
                    self.uri,
                    schema=DeltaSchema.from_arrow(arrow_schema()),
                    mode="ignore",
                    partition_by=[PARTITION],
                    name="articles",
                    description="Articles of the newspaper PLVN, cleaned; written by dvingest.",
                    configuration=_PROPERTIES,
                    storage_options=self._store.storage_options(),
                ),
            )
        table = self._open()
        if table is None:
            raise StoreError(f"The table at {self.uri} was created and is not there: check the store.")
        return table

    def _with_all_columns(self, table: DeltaTable) -> DeltaTable:
        """Return the table with the columns that were added to `Article` since it was created."""
        present = {field.name for field in table.schema().fields}
        lacking = [field for field in DeltaSchema.from_arrow(arrow_schema()).fields if field.name not in present]
        if lacking:
            added = [Field(field.name, field.type, nullable=True) for field in lacking]
            self._ask("add columns to the table", lambda: table.alter.add_columns(added))
        return table

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
        for file, piece in self._read_files(files, _STANDING):
            for row in piece.to_pylist():
                if only is not None and row["article_id"] not in only:
                    continue
                here = Standing(month=file.month, files=(file.path,), **row)
                twin = standing.get(here.article_id)
                if twin is not None:
                    newest = max(twin, here, key=lambda one: one.fetched_at)
                    here = replace(newest, files=(*twin.files, file.path))
                standing[here.article_id] = here

    def _may_hold_any(self, files: Sequence[DataFile], article_ids: set[str]) -> list[DataFile]:
        return [file for file in files if any(file.may_hold(article_id) for article_id in article_ids)]

    def _read_files(
        self, files: Sequence[DataFile], columns: Sequence[str] | None
    ) -> Iterator[tuple[DataFile, pa.Table]]:
        """Yield files with their rows, in order; a few are read ahead, since most of the time is waiting."""
        if len(files) < 2 or columns is None:
            for file in files:
                yield file, read_file(self._store, self._root, file, columns)
            return
        with ThreadPoolExecutor(4, "silver") as readers:
            for start in range(0, len(files), 16):
                some = files[start : start + 16]
                yield from zip(
                    some, readers.map(lambda file: read_file(self._store, self._root, file, columns), some), strict=True
                )

    def _commit_changes(
        self,
        table: DeltaTable,
        files: Sequence[DataFile],
        standing: Mapping[str, Standing],
        changes: Changes,
        run_id: str,
    ) -> None:
        """Write the files of every month that changes and commit them."""
        leaving = {article_id: standing[article_id] for article_id in (*changes.replaced, *changes.marked)}
        arriving: dict[str, list[Article]] = {}
        for article in (*changes.inserted.values(), *changes.replaced.values()):
            arriving.setdefault(article.month, []).append(article)
        rewritten = {path for there in leaving.values() for path in there.files}
        for month in arriving:
            in_month = [file for file in files if file.month == month]
            if len(in_month) >= FILES_PER_MONTH:
                rewritten |= {file.path for file in in_month}
        old = [file for file in files if file.path in rewritten]
        adds: list[AddAction] = []
        for month in sorted({file.month for file in old} | set(arriving)):
            pieces = [to_table(arriving[month])] if month in arriving else []
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
        self._commit(table, adds, old, metadata, run_id=run_id)

    def _commit(
        self,
        table: DeltaTable,
        adds: Sequence[AddAction],
        old: Sequence[DataFile],
        metadata: dict[str, object],
        *,
        run_id: str | None,
        data_change: bool = True,
    ) -> None:
        """Put the next version, or raise _Conflict if somebody else was first."""
        version = table.version() + 1
        now = int(time.time() * 1000)
        removes = [RemoveAction(file.path, data_change, now, file.size, {PARTITION: file.month}) for file in old]
        properties = CommitProperties(
            custom_metadata=metadata,
            max_commit_retries=0,  # what was decided on one version must not be put on top of another
            app_transactions=[Transaction(run_id, version)] if run_id else None,
        )
        self._ask(
            f"commit version {version} of the table",
            lambda: table.create_write_transaction(
                [*adds, *removes],
                mode="append",
                schema=table.schema(),
                partition_by=[PARTITION],
                commit_properties=properties,
            ),
        )

    def _until_committed(self, action: str, attempt: Callable[[], T]) -> T:
        """Return what `attempt` returns, deciding anew on the newest version whenever somebody else was first."""
        began = time.monotonic()
        tries = 0
        while True:
            tries += 1
            try:
                return attempt()
            except _Conflict:
                if time.monotonic() - began > CONTENTION_SECONDS:
                    raise StoreError(
                        f"Could not {action}: others committed first {tries} times in {CONTENTION_SECONDS:.0f} s; "
                        "run it again when fewer write."
                    ) from None
            time.sleep(random.uniform(0, min(3.0, 0.05 * 2 ** min(tries, 8))))

    def _ask(self, action: str, question: Callable[[], T]) -> T:
        """Return delta-rs's answer; its errors become ours, in one sentence without what the store wrote."""
        try:
            return question()
        except TableNotFoundError:
            raise _NoTable from None
        except CommitFailedError:
            raise _Conflict from None
        except (DeltaError, OSError) as error:
            text = str(error)
            if any(sign in text for sign in ("403", "AccessDenied", "InvalidAccessKeyId", "Unauthorized")):
                raise StoreRefused(
                    f"The store refused to {action}: check the AWS_* credentials and the policy of the bucket.",
                    "rights",
                ) from None
            if "NoSuchBucket" in text:
                raise missing_bucket(self._store.bucket) from None
            log.debug("delta-rs could not %s: %s", action, text)
            raise StoreError(f"Could not {action} at {self.uri}: {_first_words(text)}") from None


class _NoTable(StoreError):
    """There is no table yet."""


class _Conflict(ConditionFailed):
    """Another commit has taken the version."""


def _run_version(table: DeltaTable, run_id: str) -> int | None:
    return table.transaction_version(run_id)


def _files(table: DeltaTable) -> list[DataFile]:
    """Return the files of the version, oldest month first."""
    actions = pa.table(table.get_add_actions(flatten=True))
    rows = actions.to_pylist()
    found = [
        DataFile(
            path=row["path"],
            month=row[f"partition.{PARTITION}"],
            size=row["size_bytes"],
            rows=row["num_records"],
            first_id=row.get("min.article_id"),
            last_id=row.get("max.article_id"),
        )
        for row in rows
    ]
    return sorted(found, key=lambda file: (file.month, file.path))


def _only(rows: pa.Table, column: str, values: set[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows.column(column), value_set=pa.array(sorted(values), pa.string())))


def _without(rows: pa.Table, article_ids: set[str]) -> pa.Table:
    is_in = pc.is_in(rows.column("article_id"), value_set=pa.array(sorted(article_ids), pa.string()))
    return rows.filter(pc.invert(is_in))


def _marked(rows: pa.Table, marked: Mapping[str, datetime | None]) -> pa.Table:
    found = _only(rows, "article_id", set(marked))
    moments = [marked[str(article_id)] for article_id in found.column("article_id").to_pylist()]
    index = found.schema.get_field_index("gone_at")
    return found.set_column(index, found.schema.field(index), pa.array(moments, found.schema.field(index).type))


def _first_words(text: str) -> str:
    return " ".join(text.split())[:200]
