"""The table as everybody knows it: read, changed, and its files kept in shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from dvingest.lake.silver.files import DataFile, ids_in, write_file
from dvingest.lake.silver.schema import PARTITION
from dvingest.lake.silver.writing import TableWriter


class SilverTable(TableWriter):
    """The Delta table below a layout's prefix."""

    def compact(self, months: Sequence[str] | None = None) -> int:
        """Write each month that has several files as one; return how many months that were. No row changes."""

        def attempt() -> int:
            snapshot = self._read()
            by_month: dict[str, list[DataFile]] = {}
            for file in [] if snapshot is None else snapshot.files:
                if months is None or file.month in months:
                    by_month.setdefault(file.month, []).append(file)
            scattered = {month: files for month, files in by_month.items() if len(files) > 1}
            if snapshot is None or not scattered:
                return 0
            adds = []
            for month, files in scattered.items():
                rows = pa.concat_tables([piece for _, piece in self._read_files(files, None)])
                add = write_file(self._store, self._root, month, rows, datetime.now(UTC))
                adds.append(replace(add, data_change=False))
            old = [file for files in scattered.values() for file in files]
            self._writer.commit(snapshot, adds, old, {"change": "compact"}, data_change=False)
            return len(scattered)

        return self._until_committed("compact the table", attempt)

    def checkpoint(self) -> None:
        """Write a checkpoint, so that readers need not read the log from its beginning, and drop expired commits."""
        snapshot = self._read()
        if snapshot is not None:
            self._writer.checkpoint(snapshot)
            self._writer.drop_expired_commits(snapshot)

    def vacuum(self, retention: timedelta = timedelta(days=7)) -> list[str]:
        """Delete files that no version of the last `retention` names; return their paths.

        Whoever reads or commits for longer than `retention` loses the files under his feet.
        """
        snapshot = self._read()
        if snapshot is None:
            return []
        limit = datetime.now(UTC) - retention
        expired = []
        for info in list(self._store.list(f"{self._root}/{PARTITION}=")):
            path = info.key.removeprefix(f"{self._root}/")
            if path in snapshot.files_by_path or not path.endswith(".parquet"):
                continue
            # A file nobody names was written by a commit that failed, or that is just under way.
            removed = snapshot.removed.get(path)
            since = info.modified if removed is None else datetime.fromtimestamp(removed / 1000, UTC)
            if since <= limit:
                self._store.delete(info.key)
                expired.append(path)
        return expired

    def purge_files(self, article_ids: Sequence[str]) -> list[str]:
        """Delete every data file that holds one of the articles and that the newest version does not name.

        Together with `delete` this leaves no byte of them; older versions that named these files become unreadable.
        """
        wanted = set(article_ids)
        named = {file.path for file in self._files()}
        purged = []
        for info in list(self._store.list(f"{self._root}/{PARTITION}=")):
            path = info.key.removeprefix(f"{self._root}/")
            if path not in named and path.endswith(".parquet") and wanted & ids_in(self._store, info.key, info.size):
                self._store.delete(info.key)
                purged.append(path)
        return purged
