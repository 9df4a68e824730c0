"""Parquet files of the table: written once under a new name, and verified whenever they are read."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake.transaction import AddAction

from dvingest.errors import ObjectMissing, StoreError, said
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver.schema import PARTITION, STATISTICS, conform, file_schema

REPAIR = (
    "restore it from the backup of the bucket, or move the folder `silver` away and run `dvingest replay` over all its "
    "days."
)
_READ_WHOLE = 512 * 1024
"""Files up to this size are read with one request; of larger ones only the columns wanted."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the table as its log names it."""

    path: str
    """Relative to the table."""
    month: str
    size: int
    rows: int
    first_id: str | None
    last_id: str | None
    """Smallest and largest article_id in it; None where the log does not say."""

    def may_hold(self, article_id: str) -> bool:
        """Tell whether the article can be in this file."""
        return self.first_id is None or self.last_id is None or self.first_id <= article_id <= self.last_id


def write_file(store: ObjectStore, root: str, month: str, table: pa.Table, now: datetime) -> AddAction:
    """Store the rows of one month under a new name below `root`; return what the log has to say of it."""
    rows = table.sort_by([("published_at", "ascending"), ("article_id", "ascending")])
    rows = rows.select(file_schema().names).cast(file_schema())
    sink = io.BytesIO()
    pq.write_table(
        rows,
        sink,
        compression="zstd",
        row_group_size=5_000,
        write_statistics=list(STATISTICS),
        use_dictionary=True,
        write_page_checksum=True,  # a reader of single columns has nothing else to verify them by
    )
    data = sink.getvalue()
    path = f"{PARTITION}={month}/{secrets.token_hex(16)}.parquet"
    store.put_if_absent(f"{root}/{path}", data, "application/vnd.apache.parquet")
    return AddAction(path, len(data), {PARTITION: month}, int(now.timestamp() * 1000), True, _statistics(rows))


def read_file(store: ObjectStore, root: str, file: DataFile, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the file's rows, verified: the whole object by its digest, single columns by their page checksums."""
    key = f"{root}/{file.path}"
    wanted = None if columns is None else [name for name in columns if name != PARTITION]
    try:
        source: Any
        if columns is None or file.size <= _READ_WHOLE:
            data = store.get_named(key)
            if len(data) != file.size:
                raise StoreError(f"File {key!r} has {len(data)} bytes, the table's log says {file.size}.")
            source = pa.BufferReader(data)
        else:
            source = pa.PythonFile(_RemoteFile(store, key, file.size), mode="r")
        opened = pq.ParquetFile(source, page_checksum_verification=True, pre_buffer=True)
        present = [name for name in wanted if name in opened.schema_arrow.names] if wanted is not None else None
        table = opened.read(columns=present, use_threads=False)
    except ObjectMissing:
        raise StoreError(f"File {key!r} of the table is missing: {REPAIR}") from None
    except (pa.ArrowException, OSError) as error:
        raise StoreError(f"File {key!r} of the table is damaged ({said(error)}): {REPAIR}") from None
    if table.num_rows == 0 and opened.metadata.num_rows:
        # Only the partition column was asked for.
        table = pa.table({"_": pa.nulls(opened.metadata.num_rows)})
    return conform(table, file.month, columns)


def ids_in(store: ObjectStore, key: str, size: int) -> set[str]:
    """Return the article ids in a Parquet object, also in one the table no longer names."""
    source = pa.PythonFile(_RemoteFile(store, key, size), mode="r")
    try:
        table = pq.ParquetFile(source, page_checksum_verification=True).read(columns=["article_id"])
    except (pa.ArrowException, OSError) as error:
        raise StoreError(f"File {key!r} of the table is damaged: {said(error)}") from None
    return {str(value) for value in table.column("article_id").to_pylist()}


class _RemoteFile(io.RawIOBase):
    """An object as a file that reads only the bytes asked for."""

    def __init__(self, store: ObjectStore, key: str, size: int) -> None:
        super().__init__()
        self._store, self._key, self._size = store, key, size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = base + offset
        return self._position

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._size - self._position)
        length = left if size is None or size < 0 else min(size, left)
        data = self._store.get_range(self._key, self._position, length) if length else b""
        self._position += len(data)
        return data


def _statistics(rows: pa.Table) -> str:
    smallest, largest, nulls = {}, {}, {}
    for name in STATISTICS:
        found: Any = pc.min_max(rows.column(name)).as_py()
        smallest[name], largest[name] = _bound(found["min"], 0), _bound(found["max"], 999)
        nulls[name] = rows.column(name).null_count
    return json.dumps({"numRecords": rows.num_rows, "minValues": smallest, "maxValues": largest, "nullCount": nulls})


def _bound(value: str | datetime, microseconds: int) -> str:
    # The log's moments have milliseconds: bounds are moved outwards, so that no reader skips a file by rounding.
    if isinstance(value, str):
        return value
    moment = value.astimezone(UTC) + timedelta(microseconds=microseconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
