"""Silver as files for people without the table: Parquet, JSON lines, CSV, or a folder for Hugging Face datasets."""

from __future__ import annotations

import csv
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dvingest.errors import ConfigError
from dvingest.windows import DateWindow, vietnamese_day

FORMATS = ("parquet", "jsonl", "csv", "hf")

# What spreadsheets take for the beginning of a formula, also in its full-width form and behind a space.
_FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    rows: int
    files: int
    first_day: str | None
    last_day: str | None


class Writer(Protocol):
    """Appends tables to one file."""

    def write(self, table: pa.Table) -> None:
        """Append the rows of `table`."""

    def close(self) -> None:
        """Finish the file."""


def check_target(out: Path, form: str) -> None:
    """Refuse an unknown format or a target that exists with ConfigError, before any work is done."""
    if form not in FORMATS:
        raise ConfigError(f"format {form!r} is not known: use one of {', '.join(FORMATS)}.")
    meant = out.suffix.removeprefix(".")
    if meant in FORMATS and meant != form:
        raise ConfigError(f"{out} ends like {meant}, but the format is {form}: say --format {meant}, or name another.")
    if out.exists() or out.is_symlink():
        raise ConfigError(f"{out} is there already: export writes a new file or folder, name another or delete it.")
    if not out.absolute().parent.is_dir():
        raise ConfigError(f"{out} has no parent folder: create {out.absolute().parent} first.")


def export(
    tables: Iterable[tuple[str, pa.Table]], window: DateWindow, form: str, out: Path, schema: pa.Schema
) -> Exported:
    """Write the rows of `window` and return what was written; `tables` come by month, oldest first.

    One file where `out` has an ending, otherwise a folder with a file per month (`hf`: per year, with a data card).
    What is under `out` in the end is whole: it is written beside it and renamed, and nothing is overwritten.
    """
    check_target(out, form)
    is_folder = form == "hf" or not out.suffix
    with _written_beside(out) as beside:
        name_of = _file_names(form, beside, is_folder=is_folder)
        with closing(_Files(form, schema)) as files:
            for month, table in tables:
                rows = in_order(within(table, window), schema)
                if rows.num_rows:
                    files.write(name_of(month), rows)
            if not files.opened:
                beside.mkdir() if is_folder else files.open(beside)
        exported = Exported(out, files.rows, files.opened, files.first_day, files.last_day)
        if form == "hf":
            (beside / "README.md").write_text(data_card(exported, schema), encoding="utf-8")
    return exported


def within(table: pa.Table, window: DateWindow) -> pa.Table:
    """Return the rows published in `window`."""
    first, after = (pa.scalar(moment, pa.timestamp("us", "UTC")) for moment in (window.starts_at, window.ends_at))
    published = table["published_at"]
    return table.filter(pc.and_(pc.greater_equal(published, first), pc.less(published, after)))


def in_order(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return the rows by time of publication with the columns of `schema`: the same rows give the same file."""
    ordered = table.sort_by([("published_at", "ascending"), ("article_id", "ascending")])
    return ordered.select(schema.names).cast(schema)


def csv_cell(value: object) -> object:
    """Return a cell of CSV: lists as JSON, and text that a spreadsheet would run as a formula behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" \u00a0").startswith(_FORMULA_SIGNS) else value
    return value


def data_card(exported: Exported, schema: pa.Schema) -> str:
    """Return the README of a Hugging Face dataset; `datasets.load_dataset` reads where the files are from its head."""
    columns = "\n".join(
        f"| `{field.name}` | `{field.type}` | {(field.metadata or {}).get(b'description', b'').decode()} |"
        for field in schema
    )
    return f"""---
language:
- vi
license: other
pretty_name: PLVN articles
size_categories:
- {_size_category(exported.rows)}
task_categories:
- text-generation
- summarization
configs:
- config_name: default
  data_files:
  - split: train
    path: "data/*.parquet"
---
# PLVN articles

{exported.rows:,} articles of the Vietnamese newspaper Báo Pháp luật Việt Nam (baophapluat.vn), published from
{exported.first_day or "-"} to {exported.last_day or "-"}: one row an article, one file a year, by time of publication.

Texts were extracted from the newspaper's pages by dvingest: captions stand with their pictures and not in the body,
adverts and related links are left out, nothing is reworded. The texts belong to the newspaper and its authors;
`gone_at` says that the newspaper has taken an article back.

| column | type | meaning |
| --- | --- | --- |
{columns}
"""


def _file_names(form: str, beside: Path, *, is_folder: bool) -> Callable[[str], Path]:
    if form == "hf":
        return lambda month: beside / "data" / f"{month[:4]}.parquet"
    if is_folder:
        return lambda month: beside / f"{month}.{form}"
    return lambda _month: beside


class _ParquetWriter:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)

    def close(self) -> None:
        self._writer.close()


class _JsonLinesWriter:
    def __init__(self, path: Path, _schema: pa.Schema) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def write(self, table: pa.Table) -> None:
        for row in table.to_pylist():
            self._file.write(json.dumps(row, ensure_ascii=False, default=_json_value) + "\n")

    def close(self) -> None:
        self._file.close()


class _CsvWriter:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_NONNUMERIC)
        self._writer.writerow(schema.names)

    def write(self, table: pa.Table) -> None:
        for row in table.to_pylist():
            self._writer.writerow([csv_cell(value) for value in row.values()])

    def close(self) -> None:
        self._file.close()


_WRITERS: dict[str, type[_ParquetWriter] | type[_JsonLinesWriter] | type[_CsvWriter]] = {
    "parquet": _ParquetWriter,
    "hf": _ParquetWriter,
    "jsonl": _JsonLinesWriter,
    "csv": _CsvWriter,
}


class _Files:
    """The files of an export, one open at a time, and what is in them."""

    def __init__(self, form: str, schema: pa.Schema) -> None:
        self._form, self._schema = form, schema
        self._path: Path | None = None
        self._writer: Writer | None = None
        self.opened = self.rows = 0
        self.first_day: str | None = None
        self.last_day: str | None = None

    def open(self, path: Path) -> Writer:
        self.close()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._writer = path, _WRITERS[self._form](path, self._schema)
        self.opened += 1
        return self._writer

    def write(self, path: Path, rows: pa.Table) -> None:
        writer = self._writer if self._writer and path == self._path else self.open(path)
        writer.write(rows)
        self.rows += rows.num_rows
        dates = rows["published_at"]
        self.first_day = self.first_day or f"{vietnamese_day(dates[0].as_py())}"
        self.last_day = f"{vietnamese_day(dates[-1].as_py())}"

    def close(self) -> None:
        if self._writer:
            self._writer.close()
        self._writer = None


@contextmanager
def _written_beside(out: Path) -> Iterator[Path]:
    """Yield a free path beside `out`; it becomes `out` if all goes well, and nothing is left if not."""
    beside = out.with_name(f".{out.name}.{os.getpid()}-{secrets.token_hex(3)}")
    try:
        yield beside
        _rename_to_free(beside, out)
    finally:
        if beside.is_dir():
            shutil.rmtree(beside, ignore_errors=True)
        else:
            beside.unlink(missing_ok=True)


def _rename_to_free(beside: Path, out: Path) -> None:
    taken = ConfigError(f"{out} came into being meanwhile: nothing was overwritten, name another target.")
    if beside.is_dir():
        if out.exists():
            raise taken
        beside.rename(out)
        return
    try:
        out.hardlink_to(beside)  # unlike a rename, a link never replaces what is there
    except FileExistsError:
        raise taken from None
    except OSError:  # a file system without links
        if out.exists():
            raise taken from None
        beside.rename(out)


def _json_value(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _size_category(rows: int) -> str:
    for limit, name in ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")):
        if rows < limit:
            return name
    return "1M<n<10M"
