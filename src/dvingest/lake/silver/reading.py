"""Reading the table: its versions, its months, its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.compute as pc

from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver.files import DataFile, read_file
from dvingest.lake.silver.log import Snapshot, commit_versions, read_commit, read_snapshot
from dvingest.lake.silver.schema import arrow_schema, no_rows, to_articles
from dvingest.model import Article, KnownArticle

_KNOWN = ("article_id", "canonical_url", "published_at", "modified_at", "fetched_at", "gone_at")


class TableReader:
    """What can be known of the table below `root` without changing it; every method looks at the newest version."""

    def __init__(self, store: ObjectStore, root: str) -> None:
        self._store = store
        self._root = root
        self._seen: Snapshot | None = None

    def version(self) -> int | None:
        """Return the newest version, None if there is no table yet."""
        snapshot = self._read()
        return None if snapshot is None else snapshot.version

    def history(self, limit: int | None = None) -> list[dict[str, object]]:
        """Return the commits, newest first, with `run_id` where a run made them."""
        versions = commit_versions(self._store, self._root)[::-1][:limit]
        commits = []
        for version in versions:
            actions = read_commit(self._store, self._root, version)
            information: dict[str, object] = next(
                (action["commitInfo"] for action in actions if "commitInfo" in action), {}
            )
            commits.append(information | {"version": version})
        return commits

    def months(self) -> tuple[str, ...]:
        """Return the months that have rows, oldest first."""
        return tuple(dict.fromkeys(file.month for file in self._files()))

    def rows_per_month(self) -> dict[str, int]:
        """Return how many rows each month has, from the log alone."""
        counts: dict[str, int] = {}
        for file in self._files():
            counts[file.month] = counts.get(file.month, 0) + file.rows
        return dict(sorted(counts.items()))

    def known(self, months: Sequence[str]) -> list[KnownArticle]:
        """Return what is known of the articles of `months`; only those months and six columns are read."""
        rows = self.read(months, _KNOWN).to_pylist()
        return [KnownArticle(**{name: row[name] for name in _KNOWN}) for row in rows]

    def read(self, months: Sequence[str] | None = None, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows of `months` (None: all) with `columns` (None: all), oldest month first."""
        wanted = [file for file in self._files() if months is None or file.month in months]
        pieces = [piece for _, piece in self._read_files(wanted, columns)]
        schema = pa.schema([field for field in arrow_schema() if columns is None or field.name in columns])
        return pa.concat_tables([no_rows(schema), *pieces])

    def articles(self, months: Sequence[str] | None = None) -> Iterator[Article]:
        """Yield the articles of `months` (None: all), a file at a time, oldest month first."""
        for file in self._files():
            if months is None or file.month in months:
                yield from to_articles(read_file(self._store, self._root, file))

    def find(self, article_id_or_url: str) -> Article | None:
        """Return the article with this id or canonical address, None if there is none."""
        column = "canonical_url" if "://" in article_id_or_url else "article_id"
        files = self._files()[::-1]
        if column == "article_id":
            files = [file for file in files if file.may_hold(article_id_or_url)]
        for file, piece in self._read_files(files, [column]):
            if article_id_or_url in piece.column(column).to_pylist():
                whole = read_file(self._store, self._root, file)
                return next(to_articles(only_rows(whole, column, {article_id_or_url})))
        return None

    def _read(self) -> Snapshot | None:
        self._seen = read_snapshot(self._store, self._root)
        return self._seen

    def _files(self) -> list[DataFile]:
        snapshot = self._read()
        return [] if snapshot is None else snapshot.files

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


def only_rows(rows: pa.Table, column: str, values: set[str]) -> pa.Table:
    """Return the rows whose `column` has one of `values`."""
    return rows.filter(pc.is_in(rows.column(column), value_set=pa.array(sorted(values), pa.string())))
