"""The columns of silver, generated from `Article`, and articles as rows of them."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import pyarrow as pa
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from dvingest.errors import StoreError
from dvingest.model import Article

PARTITION = "month"
STATISTICS = ("article_id", "published_at", "fetched_at")
"""Columns with smallest and largest value per file; none that holds text of an article."""
_ROWS_AT_ONCE = 500
"""Rows that are Python objects at one time: an article takes five times as much memory there as in Arrow."""
_NAMED = {"int32": pa.int32(), "int64": pa.int64()}
_SIMPLE: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
}


def arrow_schema() -> pa.Schema:
    """Return the table's schema in the order of the fields of `Article`."""
    return pa.schema([_field(name, info) for name, info in Article.model_fields.items()])


def described_schema() -> pa.Schema:
    """Return the schema with what each column means as its `description`, for files that leave the table."""
    fields = zip(arrow_schema(), Article.model_fields.values(), strict=True)
    return pa.schema([field.with_metadata({"description": info.description or ""}) for field, info in fields])


def file_schema() -> pa.Schema:
    """Return the schema of a data file: without the partition column, which stands in the path."""
    schema = arrow_schema()
    return schema.remove(schema.get_field_index(PARTITION))


def no_rows(schema: pa.Schema) -> pa.Table:
    """Return a table of this schema without rows."""
    # An `empty_table` would make pyarrow load pandas where that is installed: a fifth of a second in every crawl.
    return pa.Table.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)


def to_table(articles: Iterable[Article]) -> pa.Table:
    """Return the articles as rows; of an iterator only some hundred are held at a time."""
    schema = arrow_schema()
    pieces = [no_rows(schema)]
    left = iter(articles)
    while rows := [article.model_dump() for article in islice(left, _ROWS_AT_ONCE)]:
        pieces.append(pa.Table.from_pylist(rows, schema=schema))
    return pa.concat_tables(pieces)


def to_articles(table: pa.Table) -> Iterator[Article]:
    """Yield the rows as articles."""
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            try:
                yield Article.model_validate(row)
            except ValidationError as error:
                where, what = error.errors()[0]["loc"][0], error.errors()[0]["msg"]
                raise StoreError(
                    f"Row {row['article_id']!r} of the table is no article ({where}: {what}): another program "
                    "wrote it; delete it and run `dvingest replay` over its day."
                ) from None


def conform(table: pa.Table, month: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Return a data file's rows with the partition column, in today's order; columns it lacks are null."""
    wanted = [field for field in arrow_schema() if columns is None or field.name in columns]
    arrays: list[Any] = []
    for field in wanted:
        if field.name == PARTITION:
            arrays.append(pa.array([month] * table.num_rows, pa.string()))
        elif field.name in table.column_names:
            arrays.append(table.column(field.name).cast(field.type))
        else:
            arrays.append(pa.nulls(table.num_rows, field.type))
    return pa.Table.from_arrays(arrays, schema=pa.schema(wanted))


def _field(name: str, info: FieldInfo) -> pa.Field[Any]:
    inner, is_optional = _without_none(info.annotation)
    extra = info.json_schema_extra
    named = extra.get("arrow") if isinstance(extra, dict) else None
    return pa.field(name, _NAMED[str(named)] if named else _type(inner), nullable=is_optional)


def _type(annotation: object) -> pa.DataType:
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    origin = typing.get_origin(annotation)
    if origin is typing.Literal:
        return pa.string()
    if origin is tuple:
        # "element" is what Parquet and Delta call it; another name makes some readers see another type.
        return pa.list_(pa.field("element", _type(typing.get_args(annotation)[0])))
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        hints = typing.get_type_hints(annotation)
        return pa.struct(
            [pa.field(f.name, _type(_without_none(hints[f.name])[0])) for f in dataclasses.fields(annotation)]
        )
    raise TypeError(f"Article has a field of type {annotation!r}, for which there is no Arrow type: add one here.")


def _without_none(annotation: object) -> tuple[object, bool]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [argument for argument in typing.get_args(annotation) if argument is not type(None)]
        return rest[0], True
    return annotation, False
