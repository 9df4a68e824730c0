"""Who signs a text is told by place and dress, and text that names somebody stays."""

from __future__ import annotations

from collections import Counter

import pytest
from skin_pages import PARAGRAPHS, cms_page, paragraphs, read_page

from dvingest.extraction.cleaning.signing import is_author_line, take_signature
from dvingest.extraction.fragment.pictures import Picture
from dvingest.extraction.fragment.pieces import Piece

TEXT = [Piece("paragraph", text) for text in PARAGRAPHS]
PICTURE = Piece("paragraph", "", [Picture("https://image.baophapluat.vn/a.jpg", "Đường ra chợ.")])


def line(text: str, **dress: bool) -> Piece:
    return Piece("paragraph", text, **dress)  # type: ignore[arg-type]


def sign(*pieces: Piece, names: tuple[str, ...] = ()) -> tuple[list[str], tuple[str, ...]]:
    """Return the lines that stay behind the text and the authors."""
    kept, byline = take_signature([*TEXT, *pieces], names, Counter())
    return [piece.text for piece in kept[len(TEXT) :] if piece.is_text], byline.authors if byline else ()


AUTHOR = line("Mộc Lan Hạ", right=True)
NOTE = "* Tên nhân vật trong bài đã được thay đổi."


@pytest.mark.parametrize(
    ("pieces", "kept", "authors"),
    [
        pytest.param([AUTHOR, line(NOTE)], [NOTE], ["Mộc Lan Hạ"], id="note below"),
        pytest.param([AUTHOR, line("(Còn nữa)", right=True)], ["(Còn nữa)"], ["Mộc Lan Hạ"], id="end of a part below"),
        pytest.param([AUTHOR, line("Sông về xuôi")], ["Mộc Lan Hạ", "Sông về xuôi"], [], id="text below a poet"),
        pytest.param([line("Mộc Lan Hạ"), line("Theo TTXVN")], [], ["Mộc Lan Hạ"], id="source below"),
        pytest.param([line("Mẫn", bold=True)], [], ["Mẫn"], id="one word in bold"),
        pytest.param([line("Mẫn")], ["Mẫn"], [], id="one word"),
        pytest.param(
            [AUTHOR, line("Sê San", right=True), line("Vi Hậu", right=True)],
            [],
            ["Mộc Lan Hạ", "Sê San", "Vi Hậu"],
            id="three to the right",
        ),
        pytest.param(
            [line("Mộc Lan Hạ"), line("Sê San"), line("Vi Hậu")], ["Mộc Lan Hạ", "Sê San", "Vi Hậu"], [], id="winners"
        ),
        pytest.param([line("Những người đỗ:"), line("Mộc Lan Hạ")], ["Những người đỗ:", "Mộc Lan Hạ"], [], id="named"),
        pytest.param([line("Toàn văn ở đây:"), AUTHOR], ["Toàn văn ở đây:"], ["Mộc Lan Hạ"], id="right below a colon"),
        pytest.param([line("Bài viết:"), line("Mộc Lan Hạ")], ["Bài viết:"], ["Mộc Lan Hạ"], id="below a label"),
        pytest.param(
            [line("Lá rơi"), line("Sê San"), line("Gió về"), line("Vi Hậu"), line("Mưa tạnh"), line("Mộc Lan Hạ")],
            ["Lá rơi", "Sê San", "Gió về", "Vi Hậu", "Mưa tạnh", "Mộc Lan Hạ"],
            [],
            id="poems",
        ),
        pytest.param(
            [line("Sê San"), line("Lá rơi."), line("Vi Hậu"), line("Gió về."), line("Mộc Lan Hạ")],
            ["Sê San", "Lá rơi.", "Vi Hậu", "Gió về."],
            ["Mộc Lan Hạ"],
            id="below parts that names head",
        ),
        pytest.param(
            [line("Mộc Lan Hạ"), line("Lá rơi."), AUTHOR], ["Mộc Lan Hạ", "Lá rơi."], ["Mộc Lan Hạ"], id="twice"
        ),
        pytest.param(
            [line("Luật có hiệu lực với mọi hộ dân trong thôn và trong xã kể từ ngày 1/7/2025."), line("Mộc Lan Hạ")],
            ["Luật có hiệu lực với mọi hộ dân trong thôn và trong xã kể từ ngày 1/7/2025."],
            ["Mộc Lan Hạ"],
            id="below a sentence that ends in a day",
        ),
        pytest.param(
            [line("Giám đốc Sở cho biết đường sẽ được trải nhựa xong trước mùa lũ năm nay."), line("Mộc Lan Hạ")],
            ["Giám đốc Sở cho biết đường sẽ được trải nhựa xong trước mùa lũ năm nay."],
            ["Mộc Lan Hạ"],
            id="below a sentence that begins with an office",
        ),
        pytest.param([AUTHOR, line("(Hội Nhà báo)", right=True)], [], ["Mộc Lan Hạ"], id="place of work"),
        pytest.param(
            [AUTHOR, line("(Đường ra chợ) của làng", right=True)],
            ["Mộc Lan Hạ", "(Đường ra chợ) của làng"],
            [],
            id="brackets that end amid a line",
        ),
        pytest.param(
            [AUTHOR, line("(Bài đã đăng trên tạp chí của Hội Nhà văn huyện Bồn số ra tháng sáu)", right=True)],
            ["Mộc Lan Hạ", "(Bài đã đăng trên tạp chí của Hội Nhà văn huyện Bồn số ra tháng sáu)"],
            [],
            id="much in brackets",
        ),
    ],
)
def test_who_signs_is_told_by_place_and_dress(pieces: list[Piece], kept: list[str], authors: list[str]) -> None:
    assert sign(*pieces) == (kept, tuple(authors))


def test_name_that_heads_a_last_box_is_text() -> None:
    note = Piece("note", "Đường rộng sáu mét.")
    assert sign(line("Mộc Lan Hạ", bold=True), note) == (["Mộc Lan Hạ", "Đường rộng sáu mét."], ())


@pytest.mark.parametrize(
    ("dress", "authors"), [({"bold": True}, ("Mộc Lan Hạ",)), ({"right": True}, ("Mộc Lan Hạ",)), ({}, ())]
)
def test_only_text_beside_pictures_names_who_took_them_where_it_is_set_apart(
    dress: dict[str, bool], authors: tuple[str, ...]
) -> None:
    _, byline = take_signature([PICTURE, PICTURE, line("Mộc Lan Hạ", **dress)], (), Counter())
    assert (byline.authors if byline else ()) == authors
    assert take_signature([line("Mộc Lan Hạ", **dress)], (), Counter())[1] is None


@pytest.mark.parametrize(
    "words",
    [
        "Chia sẻ với phóng viên Báo Pháp luật Việt Nam, ông Sùng nói sẽ hiến thêm đất.",
        "Theo dõi vụ việc, Báo Pháp luật Việt Nam sẽ thông tin tiếp.",
        "Tải trọng của cầu là ba tấn, theo tài liệu gửi PLVN.",
        "Bạn đọc ở thôn Hạ sau khi xem bài trên Báo Pháp luật Việt Nam đã gửi năm triệu đồng.",
        "Theo dõi Báo Pháp luật Việt Nam để đọc tiếp " + "những bài về đường làng " * 8,
    ],
)
def test_last_sentence_that_names_the_newspaper_is_no_invitation(words: str) -> None:
    assert sign(line(words), line("Mộc Lan Hạ", right=True)) == ([words], ("Mộc Lan Hạ",))
    assert sign(line(words)) == ([words], ())


@pytest.mark.parametrize(
    "words",
    [
        *("Quý bạn đọc hãy đón đọc loạt bài trên Báo Pháp luật Việt Nam.", "Đăng ký kênh YouTube của Báo PLVN"),
        *("Trân trọng mời quý vị đón xem bản tin của báo", "Chia sẻ: Facebook", "Like fanpage PLVN"),
    ],
)
def test_invitation_and_label_below_the_author_go_with_the_author(words: str) -> None:
    assert sign(AUTHOR, line(words)) == ([], ("Mộc Lan Hạ",))


@pytest.mark.parametrize(
    ("text", "dress", "expected"),
    [
        ("mây hạ", {"right": True, "italic": True}, True),
        ("mây hạ", {"right": True}, False),
        ("mây hạ", {"bold": True}, False),
        ("Đêm cuối năm", {"right": True, "italic": True}, False),
        ("Mộc Lan (giảng viên luật)", {"right": True}, True),
        ("Mộc Lan (giảng viên luật)", {}, False),
        ("Mộc Lan", {}, True),
    ],
)
def test_dress_tells_who_wrote(text: str, dress: dict[str, bool], expected: bool) -> None:
    assert is_author_line(line(text, **dress)) is expected


def test_declared_author_signs_in_any_dress_and_nobody_else_in_a_plain_one() -> None:
    assert is_author_line(line("Mẫn (ghi từ hiện trường)"), ("Mẫn",))
    assert not is_author_line(line("Mộc Lan"), ("Mẫn",))
    assert is_author_line(line("Mộc Lan", bold=True), ("Mẫn",))
    assert sign(line("Mẫn"), line("Đường thông."), line("Mẫn"), names=("Mẫn",)) == (["Mẫn", "Đường thông."], ("Mẫn",))


def test_thousands_of_notes_set_to_the_right_are_read_to_the_end() -> None:
    notes = [line(f"* Ghi chú {number}", right=True) for number in range(3000)]
    kept, byline = take_signature([*TEXT, *notes], (), Counter())
    assert (len(kept), byline) == (len(TEXT) + len(notes), None)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<em>Bài và ảnh: Lê Thị Bưởi</em>", ("Lê Thị Bưởi",)),
        ("Tác giả: Lê Thị Bưởi", ("Lê Thị Bưởi",)),
        ("<b>Lê Thị Bưởi</b>", ()),
        ("Thực hiện: xã Bồn và huyện.", ()),
    ],
)
def test_author_line_with_a_label_may_open_the_text(line: str, authors: tuple[str, ...]) -> None:
    article = read_page(cms_page(f"<p>{line}</p>{paragraphs()}"))
    assert article.authors == authors
    assert len(article.blocks) == len(PARAGRAPHS) + (not authors)
