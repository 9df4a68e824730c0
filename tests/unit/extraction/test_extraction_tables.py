"""Tables of data are kept row by row; tables that only lay out text are text."""

from __future__ import annotations

import pytest
from skin_pages import PARAGRAPHS, cms_page, paragraphs, read_page

from dvingest.extraction.fragment.tables import Table, read_table


def table(*rows: str) -> Table:
    return read_table(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")


TWO = "<p>Một.</p><p>Hai.</p>"
LONG = "".join(f"<div>{text}</div>" for text in PARAGRAPHS)


@pytest.mark.parametrize(
    ("rows", "is_data"),
    [
        pytest.param(["<th>Giống</th><th>Giá</th>", "<td>Cọ</td><td>120</td>"], True, id="rows of cells"),
        pytest.param(["<td>Cọ</td><td>120</td>"], False, id="one row"),
        pytest.param(["<td>Cọ</td>", "<td>120</td>"], False, id="one column"),
        pytest.param(["<td>Cọ</td><td><img></td>", "<td>Tre</td><td><img></td>"], False, id="pictures beside words"),
        pytest.param(["<td>Cọ</td><td>120</td>", f"<td>Tre</td><td>{TWO}</td>"], False, id="paragraphs in a cell"),
        pytest.param(["<td>Cọ</td><td>120</td>", f"<td>Tre</td><td>{LONG}</td>"], False, id="long divisions in a cell"),
        pytest.param(
            ["<td>Cọ</td><td>120</td>", f"<td>Tre</td><td><div>{LONG[: LONG.index('</div>') + 6]}</div></td>"],
            True,
            id="one division in another",
        ),
    ],
)
def test_table_of_data_has_rows_of_cells_without_running_text(rows: list[str], is_data: bool) -> None:
    assert table(*rows).is_data is is_data


def test_rows_are_lines_and_cells_are_parted_and_nested_rows_are_text_of_their_cell() -> None:
    inner = "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"
    read = table("<td>Cọ<br>đỏ<!-- x --></td><td></td>", "<td></td>", f"<td>Tre</td><td>{inner}</td><td></td>")
    assert read.text == "Cọ đỏ\nTre\ta b"


def test_caption_of_a_table_is_its_first_row_and_links_keep_their_addresses() -> None:
    read = read_table("<table><caption>Giá cọ</caption><tr><td><a href='/x'>Cọ</a><a>Tre</a></td></tr></table>")
    assert (read.rows, read.links) == ([["Giá cọ"], ["CọTre"]], [("Cọ", "/x"), ("Tre", "")])


@pytest.mark.parametrize(
    ("rows", "is_columns"),
    [
        ([f"<td>{TWO}</td><td>{TWO}</td><td></td>"], True),
        ([f"<td>{TWO}</td><td>Ba</td>"], False),
        ([f"<td>{TWO}</td>"], False),
        ([f"<td>{TWO}</td><td>{TWO}</td>"] * 2, False),
    ],
)
def test_text_in_columns_is_one_row_of_cells_with_paragraphs(rows: list[str], is_columns: bool) -> None:
    assert table(*rows).is_columns is is_columns


def test_nothing_is_a_table_without_rows() -> None:
    assert (read_table("").rows, read_table("").is_data) == ([], False)


def test_picture_with_its_caption_beside_paragraphs_in_one_row_is_layout() -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-1.jpg">'
    cells = f"<td>{img}<br><em>Bà con san nền đường.</em></td><td>{paragraphs(PARAGRAPHS[1:])}</td>"
    article = read_page(cms_page(f"<p>{PARAGRAPHS[0]}</p><table border='0'><tr>{cells}</tr></table>"))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == ["Bà con san nền đường."]


def test_rows_of_pictures_beside_what_is_told_of_them_stay_a_table() -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-{}.jpg">'
    rows = "".join(f"<tr><td>{img.format(n)} Mẫu {n}</td><td>Giá {n} triệu đồng</td></tr>" for n in (1, 2))
    article = read_page(cms_page(f"{paragraphs()}<table border='1'>{rows}</table>"))
    assert [block.kind for block in article.blocks][-1] == "table"
