"""Where line breaks part paragraphs, and what runs of inline text say of the block they make."""

from __future__ import annotations

import pytest

from dvingest.extraction.fragment.pieces import BREAK, Run, ends_paragraph, make_piece, split_at_breaks, split_names

LONG = "Con đường nối ba thôn ven sông với chợ huyện."


def run(text: str, *, bold: bool = False, italic: bool = False, href: str | None = None) -> Run:
    return Run(text, bold, italic, href)


NEXT_LINE = run(BREAK)


def texts(parts: list[list[Run]]) -> list[str]:
    return ["".join(run.text for run in part) for part in parts]


@pytest.mark.parametrize(
    ("runs", "parts"),
    [
        pytest.param([run("Gió về"), NEXT_LINE, run("trăng lên")], ["Gió về trăng lên"], id="verse"),
        pytest.param([run("Gió về."), NEXT_LINE, run("Trăng lên")], ["Gió về.", "Trăng lên"], id="sentences"),
        pytest.param([run("Nói: “Đi"), run("!”"), NEXT_LINE, run("Họ đi")], ["Nói: “Đi!”", "Họ đi"], id="quotation"),
        pytest.param([run("Gió"), NEXT_LINE, run(" "), NEXT_LINE, run("Trăng")], ["Gió ", "Trăng"], id="two breaks"),
        pytest.param(
            [run("Gồm"), NEXT_LINE, run("- Cọ"), NEXT_LINE, run("2. Tre")], ["Gồm", "- Cọ", "2. Tre"], id="list"
        ),
        pytest.param([NEXT_LINE, NEXT_LINE, run("Gió"), NEXT_LINE], ["Gió"], id="breaks around"),
        pytest.param([run("Đường mới", bold=True), NEXT_LINE, run(LONG)], ["Đường mới", LONG], id="heading"),
        pytest.param(
            [run("Đường mới", bold=True), NEXT_LINE, run(LONG, bold=True)], [f"Đường mới {LONG}"], id="bold below bold"
        ),
        pytest.param([run("Đường mới", bold=True), NEXT_LINE, run("Gió")], ["Đường mới Gió"], id="bold above little"),
        pytest.param(
            [run("Đường mới", bold=True), NEXT_LINE, run("Gió"), NEXT_LINE, run(LONG)],
            [f"Đường mới Gió {LONG}"],
            id="bold above a short line",
        ),
        pytest.param(
            [run("Đường " * 25, bold=True), NEXT_LINE, run(LONG)], [f"{'Đường ' * 25} {LONG}"], id="much in bold"
        ),
        pytest.param(
            [run("Đường", bold=True), run(" "), run("mới", bold=True), NEXT_LINE, run(LONG)],
            ["Đường mới", LONG],
            id="plain space in a heading",
        ),
        pytest.param(
            [run("Đường"), run(" mới", bold=True), NEXT_LINE, run(LONG)], [f"Đường mới {LONG}"], id="half bold"
        ),
    ],
)
def test_breaks_part_paragraphs_and_join_lines(runs: list[Run], parts: list[str]) -> None:
    assert texts(split_at_breaks(runs)) == parts


@pytest.mark.parametrize(
    ("runs", "ends"),
    [
        ([run("Gió về."), NEXT_LINE], True),
        ([run("Gió về"), NEXT_LINE], False),
        ([run("Gió về"), NEXT_LINE, run(" "), NEXT_LINE], True),
        ([run("Gió về."), run("”")], True),
        ([run("Một hai. Ba bốn năm sáu")], False),
        ([NEXT_LINE, run("a"), NEXT_LINE, run("b")], False),
    ],
)
def test_paragraph_ends_with_a_sentence_or_two_breaks(runs: list[Run], ends: bool) -> None:
    assert ends_paragraph(runs) is ends


@pytest.mark.parametrize(
    ("runs", "names"),
    [
        ([run("Mộc Lan"), NEXT_LINE, run("Sê San"), NEXT_LINE], ["Mộc Lan", "Sê San"]),
        ([run("Mộc Lan"), NEXT_LINE, run("(xã Bồn)")], ["Mộc Lan (xã Bồn)"]),
        ([run("Gió về"), NEXT_LINE, run("trăng lên")], ["Gió về trăng lên"]),
        ([run("Mộc Lan")], ["Mộc Lan"]),
    ],
)
def test_names_on_lines_of_their_own_are_several(runs: list[Run], names: list[str]) -> None:
    assert texts(split_names(runs)) == names


def test_block_is_dressed_like_all_its_words_and_knows_its_links() -> None:
    runs = [run("Đường", bold=True, href="/a"), run(" – "), run("mới", bold=True, href="/a"), run("!", href="/b")]
    piece = make_piece(runs, "paragraph")
    assert piece is not None
    assert (piece.text, piece.bold, piece.italic, piece.linked, piece.hrefs) == ("Đường – mới!", True, False, 8, ["/a"])
    signs = make_piece([run("***", bold=True), run("*", bold=True)], "paragraph")
    assert signs is not None
    assert not signs.bold
    assert make_piece([run(" "), NEXT_LINE], "paragraph") is None
    assert make_piece([run(" ")], "paragraph") is None
