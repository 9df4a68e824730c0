"""Exports are whole or not there, overwrite nothing, and hold no formula."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dvingest.errors import ConfigError
from dvingest.exporting import check_target, csv_cell, export
from dvingest.windows import DateWindow

SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("title", pa.string(), metadata={"description": "Headline."}),
        pa.field("tags", pa.list_(pa.string())),
        pa.field("blocks", pa.list_(pa.struct([("kind", pa.string()), ("text", pa.string())]))),
        pa.field("published_at", pa.timestamp("us", "UTC")),
    ]
)
FORMULAS = ("=1+1", "+84 912", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =HYPERLINK(1)")
WINDOW = DateWindow.of_days(date(2025, 12, 1), date(2026, 1, 31))


def a_month(month: str, titles: list[str]) -> tuple[str, pa.Table]:
    start = datetime.fromisoformat(f"{month}-10T00:00:00+00:00")
    rows = [
        {
            "article_id": f"plvn:{number}",
            "title": title,
            "tags": ["luật", "đất"],
            "blocks": [{"kind": "paragraph", "text": "Một."}],
            "published_at": start - timedelta(hours=number),
        }
        for number, title in enumerate(titles)
    ]
    return month, pa.Table.from_pylist(rows, SCHEMA)


def two_months() -> list[tuple[str, pa.Table]]:
    return [a_month("2025-12", ["Một", "Hai"]), a_month("2026-01", ["Ba"])]


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv"])
def test_one_file_holds_all_rows_by_time(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    exported = export(two_months(), WINDOW, form, out, SCHEMA)
    assert (exported.rows, exported.files, exported.first_day) == (3, 1, "2025-12-10")
    match form:
        case "parquet":
            titles = pq.read_table(out)["title"].to_pylist()
        case "jsonl":
            titles = [json.loads(line)["title"] for line in out.read_text(encoding="utf-8").splitlines()]
        case _:
            with out.open(encoding="utf-8", newline="") as lines:
                titles = [row["title"] for row in csv.DictReader(lines)]
    assert titles == ["Hai", "Một", "Ba"]
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_has_a_file_per_month(tmp_path: Path) -> None:
    export(two_months(), WINDOW, "jsonl", tmp_path / "out", SCHEMA)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2025-12.jsonl", "2026-01.jsonl"]


def test_hf_layout_has_a_file_per_year_and_a_card_that_names_them(tmp_path: Path) -> None:
    export(two_months(), WINDOW, "hf", tmp_path / "set", SCHEMA)
    assert sorted(path.name for path in (tmp_path / "set" / "data").iterdir()) == ["2025.parquet", "2026.parquet"]
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert card.startswith("---\n")
    assert 'path: "data/*.parquet"' in card
    assert "| `title` | `string` | Headline. |" in card


def test_only_days_of_the_window_are_exported(tmp_path: Path) -> None:
    window = DateWindow.of_days(date(2025, 12, 10), date(2025, 12, 10))
    late = a_month("2025-12", ["Trong"] * 8 + ["Ngoài ngày"])
    exported = export([late], window, "jsonl", tmp_path / "out.jsonl", SCHEMA)
    # Seven o'clock in Viet Nam is midnight in UTC: eight hours before lies on the day before.
    assert exported.rows == 8


def test_an_empty_window_gives_an_empty_file_with_columns(tmp_path: Path) -> None:
    export([], WINDOW, "parquet", tmp_path / "out.parquet", SCHEMA)
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.num_rows == 0
    assert table.column_names == SCHEMA.names
    assert export([], WINDOW, "csv", tmp_path / "folder", SCHEMA).files == 0
    assert (tmp_path / "folder").is_dir()


@pytest.mark.parametrize("name", ["out.csv", "folder"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / "out.csv").write_text("mine")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ConfigError, match="is there already"):
        export(two_months(), WINDOW, "csv", tmp_path / name, SCHEMA)
    assert (tmp_path / "out.csv").read_text() == "mine"


def test_a_target_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"

    def slow():  # type: ignore[no-untyped-def]
        yield two_months()[0]
        out.write_text("mine")

    with pytest.raises(ConfigError, match="came into being"):
        export(slow(), WINDOW, "jsonl", out, SCHEMA)
    assert out.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [out]


def test_nothing_is_left_when_reading_breaks_off(tmp_path: Path) -> None:
    def broken():  # type: ignore[no-untyped-def]
        yield two_months()[0]
        raise OSError("store is gone")

    for form, name in (("parquet", "a.parquet"), ("hf", "set"), ("csv", "folder")):
        with pytest.raises(OSError, match="store is gone"):
            export(broken(), WINDOW, form, tmp_path / name, SCHEMA)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("out", "form", "words"),
    [
        ("x.pdf", "pdf", "use one of parquet, jsonl, csv, hf"),
        ("no/such/folder/x.csv", "csv", "has no parent folder"),
        ("x.csv", "parquet", "x.csv ends like csv, but the format is parquet: say --format csv"),
        ("x.parquet", "jsonl", "ends like parquet, but the format is jsonl"),
    ],
)
def test_a_wrong_target_is_refused_with_the_allowed_form(tmp_path: Path, out: str, form: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        check_target(tmp_path / out, form)


@pytest.mark.parametrize("title", FORMULAS)
def test_formulas_in_csv_are_text(tmp_path: Path, title: str) -> None:
    export([a_month("2025-12", [title])], WINDOW, "csv", tmp_path / "out.csv", SCHEMA)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
        cell = next(iter(csv.DictReader(lines)))["title"]
    assert cell == f"'{title}"


def test_ordinary_cells_of_csv_stay_as_they_are() -> None:
    assert csv_cell("Giá tăng 3-5%") == "Giá tăng 3-5%"
    assert csv_cell(None) == ""
    assert csv_cell(["a", "b"]) == '["a", "b"]'
    assert csv_cell(datetime(2026, 1, 2, 3, tzinfo=UTC)) == "2026-01-02T03:00:00+00:00"
    assert csv_cell(7) == 7


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    month, table = a_month("2025-12", ["Một", "Hai", "Ba"])
    for name, rows in (("a", table), ("b", table.take([2, 0, 1]))):
        export([(month, rows)], WINDOW, "parquet", tmp_path / f"{name}.parquet", SCHEMA)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
