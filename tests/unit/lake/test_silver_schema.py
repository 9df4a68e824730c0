"""The table's columns follow from `Article` alone."""

from __future__ import annotations

import pyarrow as pa
from lake_samples import article

from dvingest.lake.silver.schema import arrow_schema, conform, file_schema, to_articles, to_table
from dvingest.model import Article


def test_columns_are_the_fields_in_their_order() -> None:
    assert arrow_schema().names == list(Article.model_fields)


def test_types_are_those_of_the_contract() -> None:
    schema = arrow_schema()
    assert schema.field("published_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("revision").type == pa.int32()
    assert schema.field("bronze_offset").type == pa.int64()
    assert schema.field("tags").type == pa.list_(pa.field("element", pa.string()))
    assert [part.name for part in schema.field("images").type.value_type] == [
        "url", "caption", "credit", "width", "height",
    ]  # fmt: skip
    assert schema.field("gone_at").nullable
    assert not schema.field("article_id").nullable


def test_partition_column_is_not_in_the_files() -> None:
    assert "month" not in file_schema().names


def test_rows_are_articles_again() -> None:
    batch = [article(1), article(2, "2021-02", images=(), lead=None)]
    assert list(to_articles(to_table(batch))) == batch


def test_rows_can_come_from_an_iterator_of_more_articles_than_are_held_at_once() -> None:
    table = to_table(article(number) for number in range(1_201))
    assert table.column("article_id").to_pylist() == [f"plvn:{number}" for number in range(1_201)]
    assert to_table([]).schema == arrow_schema()


def test_column_a_file_lacks_is_null() -> None:
    old = to_table([article(1)]).drop_columns(["gone_at", "month"])
    assert conform(old, "2021-01").to_pylist() == to_table([article(1)]).to_pylist()
