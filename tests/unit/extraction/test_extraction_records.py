"""Texts out of records and tables that scrapers keep articles in, and texts all on one line."""

from __future__ import annotations

import csv
import io
import json

import pytest
from scraped_texts import clean
from skin_pages import LEAD, PARAGRAPHS, TITLE

from dvingest.extraction import clean_text
from dvingest.extraction.scraped.records import read_record
from dvingest.model import RawArticle, Rejection, RejectionReason

CAPTION = "Người dân thôn Hạ san nền đường sau trận lũ đêm 12/1 tại xã Bồn."
LINES = [f"(PLVN) - {LEAD}", CAPTION, CAPTION, *PARAGRAPHS, "Cùng chuyên mục", "Đọc thêm"]
BODY = "\n\n".join(LINES)
URL = "https://baophapluat.vn/duong-ve-thon-ha-post501234.html"


def table(*rows: list[str], delimiter: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue()


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(json.dumps({"url": URL, "title": TITLE, "content": BODY}), id="JSON"),
        pytest.param(json.dumps({"text": f"{TITLE}\n{BODY}"}, ensure_ascii=False, indent=2), id="JSON of text alone"),
        pytest.param(json.dumps([{"title": TITLE, "sapo": LINES[0], "content": LINES[1:]}]), id="list of one record"),
        pytest.param(json.dumps([TITLE, *LINES]), id="list of lines"),
        pytest.param(json.dumps(f"{TITLE}\n{BODY}"), id="string"),
        pytest.param(table(["", "title", "content", "tags"], ["0", TITLE, BODY, ""]), id="row of a table"),
        pytest.param("\ufeff" + table(["text"], [f"{TITLE}\n{BODY}"]), id="column of a table"),
        pytest.param(table(["title", "content"], [TITLE, BODY], delimiter="\t"), id="row between tabs"),
        pytest.param(table(["title", "content"], [TITLE, BODY], delimiter=";"), id="row between semicolons"),
        pytest.param(str([TITLE, *LINES]), id="list as Python writes it"),
        pytest.param("\n\n".join(f'"{line}"' for line in (TITLE, *LINES)), id="quoted lines"),
        pytest.param(",\n".join(f'"{line}"' for line in (TITLE, *LINES)), id="quoted lines with commas"),
        pytest.param('"' + f"{TITLE}\n{BODY}\n".replace('"', '""') + '"', id="cell of a table"),
        pytest.param(f"Tiêu đề: {TITLE}\nSapo: {LEAD}\nNội dung: {BODY}", id="labels"),
        pytest.param(f"Title: {TITLE}\nURL: {URL}\n\n{BODY}", id="labels above the text"),
        pytest.param(f'---\ntitle: "{TITLE}"\nurl: {URL}\n---\n\n{BODY}', id="labels between strokes"),
        pytest.param(
            f'---\ntitle: "{TITLE}"\nhostname: baophapluat.vn\ntags:\n- lũ\n---\n\n{BODY}',
            id="unknown labels between strokes",
        ),
        pytest.param(" ".join([TITLE, *LINES]), id="one line"),
        pytest.param("".join([TITLE, *LINES]), id="one line without spaces"),
        pytest.param(" | ".join([TITLE, *LINES]), id="one line with bars"),
        pytest.param(" ".join([TITLE, *LINES[:-1], "Làng gốm giữ lửa Đọc thêm Giá thịt"]), id="one line with titles"),
    ],
)
def test_text_in_a_record_or_on_one_line_is_the_same_text(record: str) -> None:
    article = clean(record)
    assert (article.title, article.lead, article.agency_prefix) == (TITLE, LEAD, "PLVN" if "PLVN" in record else None)
    assert "".join(block.text for block in article.blocks).replace(" ", "") == "".join(PARAGRAPHS).replace(" ", "")
    assert [image.caption for image in article.images] == [CAPTION]


def test_address_in_a_record_is_that_of_the_article_unless_another_is_given() -> None:
    record = json.dumps({"url": URL, "title": TITLE, "content": BODY})
    article, other = clean_text(record), clean_text(record, "https://baophapluat.vn/khac-post1.html")
    assert (article.url, other.url) == (URL, "https://baophapluat.vn/khac-post1.html")
    assert clean(json.dumps({"link": "/duong-ve.html", "title": TITLE, "content": BODY})).url == ""


def test_day_in_a_record_is_the_day_of_its_text() -> None:
    article = clean(json.dumps({"title": TITLE, "date": "2024-06-12 17:05", "content": BODY}))
    assert article.published_at is not None
    assert (article.title, article.published_at.isoformat()) == (TITLE, "2024-06-12T17:05:00+07:00")


@pytest.mark.parametrize(
    "record",
    [
        json.dumps({"title": TITLE, "content": BODY, "authors": ["Minh Châu", "Hoa Lê"], "tags": ["đê", "lũ"]}),
        table(["title", "text", "author", "keywords"], [TITLE, BODY, "Minh Châu, Hoa Lê", "đê, lũ"]),
        f"Tiêu đề: {TITLE}\nTác giả: Minh Châu, Hoa Lê\nTags: đê; lũ\nNội dung: {BODY}",
    ],
    ids=["JSON", "table", "labels"],
)
def test_author_and_tags_of_a_record_are_those_of_the_article(record: str) -> None:
    article = clean(record)
    assert (article.authors, article.tags) == (("Minh Châu", "Hoa Lê"), ("đê", "lũ"))
    assert "".join(block.text for block in article.blocks) == "".join(PARAGRAPHS)


def test_excerpt_in_a_record_is_the_lead_where_the_text_has_none() -> None:
    record = {"title": TITLE, "text": "\n".join(PARAGRAPHS), "excerpt": f"(PLVN) - {LEAD}", "raw_text": "", "id": None}
    article = clean(json.dumps(record))
    assert (article.lead, [block.text for block in article.blocks]) == (LEAD, list(PARAGRAPHS))


def test_escapes_in_a_list_as_python_writes_it_are_read() -> None:
    lines = [TITLE, 'Ông nói: "Hết rồi"', "Trưởng thôn hỏi: 'Ai?'", "Xã\u200bBồn", *PARAGRAPHS]
    assert [block.text for block in clean(str(lines)).blocks] == [*lines[1:3], "XãBồn", *PARAGRAPHS]


def test_text_whose_lead_cannot_be_parted_on_one_line_is_the_body() -> None:
    article = clean(" ".join([TITLE, LINES[0], *PARAGRAPHS, *PARAGRAPHS, "Cùng chuyên mục"]))
    assert (article.title, article.lead) == (TITLE, None)
    assert [block.text for block in article.blocks] == [" ".join([LEAD, *PARAGRAPHS, *PARAGRAPHS])]
    assert isinstance(clean_text(f"{TITLE}\n{LINES[0]}"), Rejection)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["“Cò” đất hết đường sống”", *PARAGRAPHS], id="quotation marks"),
        pytest.param(['"Cò" đất hết đường sống', *PARAGRAPHS, 'Ông nói: "Hết rồi"'], id="quoted at both ends"),
        pytest.param(["[Ảnh] Đường về thôn Hạ", *PARAGRAPHS], id="brackets"),
        pytest.param(["['Cò' đất] hết đường sống", *PARAGRAPHS], id="quotation in brackets"),
        pytest.param(['"Cò" đất hết đường sống', '"Hết rồi"', '"Thôi"', *PARAGRAPHS], id="quoted lines amid others"),
        pytest.param(["Ba điều về lũ, text, và mạng", *PARAGRAPHS], id="commas above a text"),
        pytest.param(["Lịch họp của xã", "Thời gian: 8h ngày 12/6", "Nội dung: sửa đường", *PARAGRAPHS], id="labels"),
        pytest.param(["Lũ", "Link: https://dichvucong.gov.vn/", *PARAGRAPHS], id="one label"),
    ],
)
def test_text_that_only_begins_like_a_record_stays(lines: list[str]) -> None:
    article = clean("\n".join(lines))
    assert [article.title, *(block.text for block in article.blocks)] == lines


def test_records_of_several_articles_are_none() -> None:
    for several in (json.dumps([{"text": BODY}] * 2), table(["id", "text"], ["1", BODY], ["2", BODY]), '{"a": [{}]}'):
        assert isinstance(clean_text(several), RawArticle | Rejection)


@pytest.mark.parametrize(
    "several",
    [
        "\n".join([json.dumps({"title": TITLE, "text": BODY})] * 3) + "\n",
        json.dumps([{"text": BODY}] * 3),
        table(["title", "content", "url"], *([f"{TITLE} {number}", BODY, URL] for number in "123")),
        "\ufeff" + table(["id", "Tiêu đề", "Nội dung"], *([n, f"{TITLE} {n}", BODY] for n in "123"), delimiter="\t"),
    ],
)
def test_file_of_several_articles_is_rejected_with_their_number(several: str) -> None:
    assert clean_text(several) == Rejection(
        "", RejectionReason.NOT_ARTICLE, "3 articles in one file: give each its own"
    )


def test_deep_or_broken_records_are_read_in_no_time() -> None:
    for text in (
        "[" * 100_000,
        "['" + "\\'" * 50_000,
        "['a', " * 50_000,
        '"a"\n' * 50_000,
        "title;text\n" + "a;b\n" * 50_000,
        '{"text": "' + "a" * 100_000,
        '"' * 99_999,
        "title: a\n" * 50_000,
    ):
        assert isinstance(clean_text(text), RawArticle | Rejection)


@pytest.mark.parametrize(
    "lines",
    [
        ["Nội dung", "Người dân ba thôn, chợ huyện, trường học và trạm y tế đều có đường mới."],
        ["Thời gian: 8h ngày 12/6/2024", "Người dân ba thôn họp ở nhà văn hóa.", PARAGRAPHS[0]],
    ],
    ids=["title called like a column", "label without a title"],
)
def test_text_that_begins_like_a_record_and_is_none_stays(lines: list[str]) -> None:
    assert read_record("\n".join(lines)).text == "\n".join(lines)


def test_table_of_the_paragraphs_of_one_article_is_not_rejected() -> None:
    rows = [[TITLE, paragraph] for paragraph in PARAGRAPHS]
    for text in (table(["title", "text"], *rows), "Văn bản, nội dung\n" + "\n".join(PARAGRAPHS)):
        assert isinstance(clean_text(text), RawArticle)


GAPS = [
    "Theo trạm khí tượng huyện, bão đổ bộ vào bờ lúc nửa đêm. Gió giật cấp 11, nhiều nhà bị tốc mái.",
    "Cây đổ nằm rải rác trên đường ra chợ. Người dân cưa cành mở lối đi từ tờ mờ sáng.",
    CAPTION,
    CAPTION,
    "Trưởng thôn khuyến cáo bà con ở trong nhà cho đến khi tan bão. Xã đã chuẩn bị mì gói và nước uống.",
    "Đến trưa, điện có lại ở ba thôn, hai thôn còn chờ. Đội thợ điện huyện cho biết sẽ làm xuyên đêm nay.",
    "Trường học mở cửa trở lại vào thứ hai. Thầy cô đã về trường dọn bùn từ chiều.",
]


def test_paragraphs_joined_by_wide_gaps_are_parted() -> None:
    paragraphs = [line for line in GAPS if line != CAPTION]
    for text in (f"{TITLE}\n{'  '.join(GAPS)}", json.dumps({"title": TITLE, "content": "   ".join(GAPS)})):
        article = clean(text)
        assert (article.title, [block.text for block in article.blocks]) == (TITLE, paragraphs)
        assert [image.caption for image in article.images] == [CAPTION]


def test_wide_gaps_behind_every_sentence_part_nothing() -> None:
    typed = ".  ".join("  ".join(line for line in GAPS if line != CAPTION).replace(".  ", ". ").split(". "))
    assert len(clean(f"{TITLE}\n{typed}").blocks) == 1


@pytest.mark.parametrize("mark", ["(PLVN) -", "(PLO)-", "(Dân trí) –", "(Chinhphu.vn) -"])
def test_mark_of_any_paper_parts_a_text_on_one_line(mark: str) -> None:
    paragraphs = [*(line for line in GAPS if line != CAPTION), *PARAGRAPHS]
    article = clean(" ".join([TITLE, "14/05/2025 13:25", mark, *paragraphs]))
    assert (article.title, article.published_raw) == (TITLE, "14/05/2025 13:25")
    assert article.body == " ".join(paragraphs)


def test_brackets_before_a_dash_in_a_title_are_no_mark() -> None:
    head = f"{TITLE} (Kỳ 1) - Đường về (Huế) -"
    assert clean(" ".join([head, *GAPS])).blocks[0].text.startswith(head)
