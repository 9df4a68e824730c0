"""Texts that other programs made of pages: broken at a width, in Markdown, with numbers for links."""

from __future__ import annotations

import textwrap

import pytest
from scraped_texts import clean
from skin_pages import LEAD, PARAGRAPHS, TITLE

from dvingest.extraction.scraped.notation import read_notation
from dvingest.extraction.scraped.wrapping import unwrap
from dvingest.extraction.text import normalise_text

CAPTION = "Người dân thôn Hạ san nền đường."
VERSE = ["Con đường xưa lầy lội trong chiều mưa tháng bảy nước dâng cao", "Mẹ gánh rau ra chợ", "Em che nón đứng chờ"]
ROWS = [f"Nghị định {n}/2024/NĐ-CP có hiệu lực thi hành từ ngày 0{n % 9 + 1}/01/2025" for n in range(101, 112)]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize(("first", "between"), [("", "\n\n"), ("    ", "\n\n"), ("    ", "\n")])
def test_lines_broken_at_a_width_are_paragraphs_again(width: int, first: str, between: str) -> None:
    paragraphs = [" ".join(PARAGRAPHS), " ".join(reversed(PARAGRAPHS))]
    parts = [TITLE, f"(PLVN) - {LEAD}", CAPTION, CAPTION, *paragraphs, "Cùng chuyên mục", "Đọc thêm"]
    article = clean(between.join(textwrap.fill(part, width, initial_indent=first) for part in parts))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == paragraphs
    assert [image.caption for image in article.images] == [CAPTION]


def test_width_is_counted_in_bytes_as_well() -> None:
    text = " ".join(PARAGRAPHS * 3)
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], joined] if len(joined.encode()) <= 75 else [*lines, word]
    assert unwrap("\n".join(lines)) == text


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*VERSE, *VERSE, *VERSE], id="verse"),
        pytest.param(ROWS, id="rows of one length"),
        pytest.param([*PARAGRAPHS, *ROWS], id="paragraphs on lines of their own"),
        pytest.param(["- Một là, " + PARAGRAPHS[0][:60], "- hai là, " + PARAGRAPHS[1][:60]] * 3, id="items"),
    ],
)
def test_lines_that_end_where_they_should_stay(lines: list[str]) -> None:
    assert unwrap("\n".join(lines)) == "\n".join(lines)


def test_few_lines_broken_at_a_width_are_paragraphs_again() -> None:
    parts = [TITLE, f"(PLVN) - {LEAD}", *PARAGRAPHS[:2], "Mộc Lan Hạ"]
    article = clean("\n\n".join(textwrap.fill(part, 80) for part in parts))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS[:2])
    unbroken = "\n".join([*VERSE, "", PARAGRAPHS[0][:60]])
    assert unwrap(unbroken) == unbroken


@pytest.mark.parametrize("sign", ["> ", "- ", "* "])
def test_sign_before_every_line_is_no_part_of_them(sign: str) -> None:
    lines = [TITLE, f"(PLVN) - {LEAD}", *PARAGRAPHS]
    article = clean("\n".join(sign + line for line in lines))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    talk = ["- Đi đâu?", "- Ra chợ."]
    assert [block.text for block in clean("\n".join([*lines, *talk])).blocks][-2:] == talk


def test_headings_underlined_and_addresses_with_brackets_are_markdown_too() -> None:
    lines = [TITLE, "=" * 30, f"(PLVN) - {LEAD}", PARAGRAPHS[0], "Việc nhỏ", "-" * 8, PARAGRAPHS[1]]
    article = clean("\n".join([*lines, "[Mộc Lan Hạ](javascript:void(0);)"]))
    assert (article.title, article.lead, article.authors) == (TITLE, LEAD, ("Mộc Lan Hạ",))
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0], "Việc nhỏ", PARAGRAPHS[1]]


def test_markdown_is_read_as_a_reader_reads_it() -> None:
    lines = [
        f"# {TITLE}",
        f"**(PLVN) - {LEAD}**",
        f"[![{CAPTION}](https://image.baophapluat.vn/a.jpg)](https://baophapluat.vn/a.html)",
        f"_{CAPTION}_",
        f"{PARAGRAPHS[0]} [Thôn Hạ](https://baophapluat.vn/thon-ha-tag28.html) đã yên.",
        "![](/a.jpg)",
        "* [Làng gốm giữ lửa](/lang-gom-post1.html)",
        "* [Vì sao giá thịt chưa giảm?](/gia-thit-post2.html)",
        f"> {PARAGRAPHS[1]}",
        "[Minh Trang](/tac-gia/minh-trang.html)",
        "Từ khóa: [đê](/de-tag1.html) [lũ](/lu-tag2.html)",
        "### [Cùng chuyên mục](/xa-hoi/)",
        "[Nhà mới ở bản Pù](/nha-moi-post3.html)",
    ]
    article = clean("\n\n".join(lines))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == [f"{PARAGRAPHS[0]} Thôn Hạ đã yên.", PARAGRAPHS[1]]
    assert [image.caption for image in article.images] == [CAPTION]
    assert (article.authors, article.tags) == (("Minh Trang",), ("đê", "lũ"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Trên _Báo Bồn_, tác giả _Lò Văn Bồn_ kể.", "Trên Báo Bồn, tác giả Lò Văn Bồn kể."),
        ("“_Ai cũng mừng_”, *ông Bồn* nói.", "“Ai cũng mừng”, ông Bồn nói."),
        ("**_Lấy mẫu tại chỗ_**", "Lấy mẫu tại chỗ"),
        ("_**Lấy mẫu tại chỗ**_", "Lấy mẫu tại chỗ"),
        ("***Lấy mẫu tại chỗ***", "Lấy mẫu tại chỗ"),
        ("  * Đoàn số 1 kiểm tra rau quả;", "Đoàn số 1 kiểm tra rau quả;"),
        ("Tệp mau_bieu_01, phép tính 5 * 3 * 2 và 2*3*4.", "Tệp mau_bieu_01, phép tính 5 * 3 * 2 và 2*3*4."),
        ("Họ tên: ____ tuổi: ____ (_ghi rõ_)", "Họ tên: ____ tuổi: ____ (ghi rõ)"),
        ("_![](/b.jpg)_", ""),
    ],
)
def test_emphasis_and_items_of_markdown_are_no_part_of_the_words(written: str, said: str) -> None:
    noted = read_notation([f"# {TITLE}", normalise_text(written), PARAGRAPHS[0]])
    assert noted.lines == [TITLE, *filter(None, [said]), PARAGRAPHS[0]]


def test_numbers_of_links_and_their_list_go() -> None:
    lines = [
        TITLE,
        f"(PLVN) - {LEAD}",
        f"[3]Thôn Hạ đã yên. {PARAGRAPHS[0]}",
        "* [4]Làng gốm giữ lửa",
        "* [5]Vì sao giá thịt chưa giảm?",
        PARAGRAPHS[1],
        "References",
        "1. https://baophapluat.vn/",
        "3. https://baophapluat.vn/thon-ha-tag28.html",
        "4. https://baophapluat.vn/lang-gom-post1.html",
        "5. https://baophapluat.vn/gia-thit-post2.html",
    ]
    assert [block.text for block in clean("\n".join(lines)).blocks] == [
        f"Thôn Hạ đã yên. {PARAGRAPHS[0]}",
        PARAGRAPHS[1],
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Theo [1]Bộ luật Hình sự, mức phạt là 5 * 3 = 15 triệu.", "References"], id="numbers of notes"),
        pytest.param(
            ["2 * 3 * 4", "2**3**4", "a_b_c", "Họ tên: ______ tuổi: ____", "***", "_____", "* Ghi chú: *", "#đê #lũ"],
            id="signs that are none",
        ),
        pytest.param(["> 50 tuổi", "Số 1. Điều [a] (b)"], id="signs of a text without links"),
    ],
)
def test_signs_in_other_texts_stay(lines: list[str]) -> None:
    assert read_notation(lines).lines == lines


@pytest.mark.parametrize("rule", ["---", "***", "====="])
def test_strokes_between_all_lines_part_nothing(rule: str) -> None:
    parts = [TITLE, f"(PLVN) - {LEAD}", CAPTION, CAPTION, *PARAGRAPHS, "Cùng chuyên mục"]
    article = clean(f"\n{rule}\n".join(parts))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    stanzas = [*PARAGRAPHS, "***", *VERSE, "***", *VERSE]
    assert [block.text for block in clean("\n".join([TITLE, *stanzas])).blocks] == stanzas


def test_sign_before_the_first_line_alone_takes_nothing_off_the_others() -> None:
    lines = ["- Người già;", "trẻ em;", "- phụ nữ."]
    assert read_notation(lines).lines == lines


def test_numbered_addresses_without_a_heading_that_end_a_text_stay() -> None:
    lines = ["Nguồn đã dùng [1]ở trên.", "1. https://baophapluat.vn/a.html"]
    assert read_notation(lines).lines == lines


def test_picture_whose_title_has_brackets_is_a_picture() -> None:
    caption = "Bà Mai (thứ hai từ phải) trao quà. (Ảnh: NVCC)"
    article = clean("\n".join([TITLE, f"(PLVN) - {LEAD}", f'![{caption}](/a.jpg "{caption}")', *PARAGRAPHS]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == [caption]
