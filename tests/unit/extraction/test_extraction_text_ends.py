"""What signs scraped texts and labels them: authors, sources and tags below the last paragraph."""

from __future__ import annotations

import pytest
from scraped_texts import LEAD_LINE, clean
from skin_pages import PARAGRAPHS, TITLE


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (["Trần Hằng - Hoàng Anh"], ("Trần Hằng", "Hoàng Anh")),
        (["H.Minh"], ("H.Minh",)),
        (["Tr.Nguyên - Kh.Linh"], ("Tr.Nguyên", "Kh.Linh")),
        (["Bài & ảnh: Quang Hưng"], ("Quang Hưng",)),
        (["Đỗ Thị Ánh - Ưng Đức"], ("Đỗ Thị Ánh", "Ưng Đức")),
        (["H.Minh/TTXVN"], ("H.Minh",)),
        (["Nhóm PV Bạn đọc"], ("Nhóm PV Bạn đọc",)),
        (["(Minh Ngọc)", "Chia sẻ", "Facebook"], ("Minh Ngọc",)),
        (["Ghi chép của Nguyễn Thị Thùy"], ("Nguyễn Thị Thùy",)),
        (["Minh Ngọc", "Từ khóa: đê, lũ"], ("Minh Ngọc",)),
    ],
)
def test_author_line_of_plain_text(lines: list[str], authors: tuple[str, ...]) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *lines, "Cùng chuyên mục", "Đọc thêm"]))
    assert article.authors == authors
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "tags",
    [
        ["Từ khóa: đê, lũ"],
        ["Từ khóa:", "đê", "lũ"],
        ["Tags: đê; lũ"],
        ["Từ khóa:", "đê", ",", "lũ"],
        ["Tags:", "đê, lũ"],
    ],
)
def test_tags_of_plain_text_are_read(tags: list[str]) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *tags, "Cùng chuyên mục", "Đọc thêm"]))
    assert article.tags == ("đê", "lũ")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("tags", ["#đê điều #lũ", "#đê điều  #lũ "])
def test_hashtags_with_spaces_at_the_end_are_tags(tags: str) -> None:
    assert clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, tags, "Đọc thêm"])).tags == ("đê điều", "lũ")


def test_clocks_of_a_report_stay_beside_a_button() -> None:
    lines = ["08:15", PARAGRAPHS[0], "Chia sẻ", "09:30", PARAGRAPHS[1]]
    article = clean("\n".join([TITLE, LEAD_LINE, *lines]))
    assert [block.text for block in article.blocks] == [line for line in lines if line != "Chia sẻ"]


def test_who_asked_signs_below_the_thanks_of_an_interview() -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, "Trân trọng cảm ơn!", "Hồng Minh", "Đọc thêm"]))
    assert (article.authors, article.blocks[-1].text) == (("Hồng Minh",), "Trân trọng cảm ơn!")


def test_source_below_the_name_that_signs_a_document_is_the_source_and_the_name_stays() -> None:
    signed = ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Pờ"]
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *signed, "Theo Moj.gov.vn"]))
    assert article.source == "Moj.gov.vn"
    assert [block.text for block in article.blocks][-3:] == signed


@pytest.mark.parametrize("tags", [["Từ khóa: đê", "lũ"], ["Từ khóa: đê", "Hà Nội", "lũ"]])
def test_tags_on_lines_below_the_label_and_the_first_one_are_tags(tags: list[str]) -> None:
    lines = [TITLE, LEAD_LINE, *PARAGRAPHS, "Minh Ngọc", *tags, "Cùng chuyên mục", "Đọc thêm"]
    article = clean("\n".join(lines))
    assert (article.authors, article.tags) == (("Minh Ngọc",), ("đê", *tags[1:]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_author_below_the_only_tag_is_no_tag() -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, "Từ khóa: đê", "Minh Ngọc"]))
    assert (article.authors, article.tags) == (("Minh Ngọc",), ("đê",))


@pytest.mark.parametrize("behind", [[], ["Bình luận", "Chưa có bình luận nào"], ["Cùng chuyên mục", "Đọc thêm"]])
def test_hashtags_on_lines_of_their_own_are_tags(behind: list[str]) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, "Hồng Mây", "#làng nghề", "#lũ", *behind]))
    assert (article.tags, article.authors) == (("làng nghề", "lũ"), ("Hồng Mây",))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("lines", [["Hai dòng được chia sẻ nhiều nhất:", "#thương quê", "#lũ về"], ["#thương quê"]])
def test_hashtags_that_are_announced_and_single_ones_stay(lines: list[str]) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *lines]))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, *lines]


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (["(TTXVN/Vietnam+)", "Nguồn: https://www.vietnamplus.vn/duong-ve-thon-ha-post1006275.vnp"], "TTXVN"),
        (["Theo Nhịp sống thị trường", "Copy link", "Link bài gốc", "Lấy link!"], "Nhịp sống thị trường"),
        (
            ["Theo TTXVN", "Trở thành người đầu tiên tặng sao cho bài viết", "0", "0", "Bình luận hay", "Chia sẻ"],
            "TTXVN",
        ),
        (["Theo TTXVN", "Khám phá thêm chủ đề", "nhà ở xã hội", "đại biểu"], "TTXVN"),
        (
            ["Theo TTXVN", "Đọc tiếp", "Về trang Chủ đề", "Tặng sao cho bài viết hay", "Thêm Tuổi Trẻ trên Google"],
            "TTXVN",
        ),
        (["Theo TTXVN", "Quay lại chuyên mục", "Chủ đề liên quan", "ô tô", "chợ huyện"], "TTXVN"),
        (["Theo TTXVN", "Chọn Báo Pháp luật Việt Nam làm nguồn ưu tiên trên Google"], "TTXVN"),
        (["Theo TTXVN", "Đọc thêm về:", "xuất khẩu gạo", "chợ huyện"], "TTXVN"),
        (
            ["Theo TTXVN", "(*) Không sao chép dưới mọi hình thức khi chưa có sự đồng ý bằng văn bản của Cơ quan Báo."],
            "TTXVN",
        ),
    ],
)
def test_what_other_papers_write_below_the_source_goes(lines: list[str], source: str) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *lines]))
    assert article.source == source
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "Đăng ký tại: https://dichvucong.gov.vn/dang-ky",
        "Không sao chép dưới mọi hình thức đề thi trước giờ mở niêm phong.",
        "Theo dõi báo cáo trên Zalo mỗi tuần là việc của trưởng thôn.",
        "Chọn lúa làm nguồn thu chính.",
        "Chọn nước sông Bồn làm nguồn ưu tiên",
        "Theo dõi báo động lũ trên Zalo",
        "Thị trường tham khảo thêm giá chợ huyện.",
    ],
)
def test_last_line_in_the_words_of_such_notes_stays(line: str) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, line]))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, line]


@pytest.mark.parametrize(
    "tail", [["12/01/2021 06:30"], ["Hồng Mây", "Thứ Ba 12/01/2021 | 06:30 GMT+7"], ["Cập nhật lúc 13/01/2021 08:00"]]
)
def test_day_and_clock_below_a_text_dated_above_it_are_no_text(tail: list[str]) -> None:
    article = clean("\n\n".join([TITLE, "12/01/2021 06:30", LEAD_LINE, *PARAGRAPHS, *tail, "Đọc thêm"]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert (article.published_raw, article.authors) == ("12/01/2021 06:30", tuple(tail[:-1]))


def test_another_day_and_clock_at_the_end_of_a_text_stay() -> None:
    lines = [*PARAGRAPHS, "Lễ khánh thành sẽ diễn ra vào:", "20/01/2021 08:00"]
    article = clean("\n\n".join([TITLE, "12/01/2021 06:30", LEAD_LINE, *lines, "Đọc thêm"]))
    assert [block.text for block in article.blocks] == lines


def test_label_of_the_address_a_text_was_taken_from_is_no_text() -> None:
    article = clean("\n\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, "Hồng Mây", "Link gốc", "Đọc thêm"]))
    assert ([block.text for block in article.blocks], article.authors) == (list(PARAGRAPHS), ("Hồng Mây",))


def test_address_of_an_author_below_the_name_is_no_text_and_that_of_an_office_is() -> None:
    article = clean("\n\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, "Hồng Mây", "hongmay@bao.vn", "Đọc thêm"]))
    assert ([block.text for block in article.blocks], article.authors) == (list(PARAGRAPHS), ("Hồng Mây",))
    lines = [*PARAGRAPHS, "Hồ sơ xin gửi về địa chỉ:", "hoso@xabon.gov.vn"]
    article = clean("\n\n".join([TITLE, LEAD_LINE, *lines, "Đọc thêm"]))
    assert [block.text for block in article.blocks] == lines
