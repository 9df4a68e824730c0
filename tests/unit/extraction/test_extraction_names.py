"""The words that stand beside names in author lines: each is known, and none of a sentence is taken for one."""

from __future__ import annotations

import pytest

from dvingest.extraction.wording.byline import is_byline, is_labelled, names_source, read_byline, reads_like_names
from dvingest.extraction.wording.credits import credit_of
from dvingest.extraction.wording.roles import names_staff

LABELS = [
    *("Tác giả:", "Người viết:", "Nội dung:", "Bài viết:", "Tin:", "Bài:", "Tin, bài:", "Bài/ảnh:", "Bài và clip:"),
    *("Tin - video:", "Tin- ảnh:", "Thực hiện:", "Nhóm phóng viên thực hiện:", "Tổng hợp:", "Dịch:", "Lược dịch:"),
    *(
        "Biên dịch:",
        "Biên tập:",
        "Biên soạn:",
        "Tác giả",
        "Người viết",
        "Bởi",
        "Đăng bởi",
        "Viết bởi",
        "By",
        "Ghi chép của",
        "Bút ký của",
    ),
    *("Phóng sự của", "Truyện ngắn của", "Tản văn của", "Tạp bút của", "Thơ của"),
]
ROLES = [
    *("t/h", "th", "thực hiện", "tổng hợp", "ghi", "ghi chép", "lược ghi", "lược thuật", "lược dịch", "biên dịch"),
    *("biên soạn", "biên tập", "dịch", "thuật", "chuyển ngữ", "sưu tầm", "s/t", "st", "b/t", "phỏng vấn", "trình bày"),
    *("bài", "tin", "bài và ảnh", "tin, ảnh", "bài/ảnh", "ghi và biên tập", "tổng hợp, dịch"),
]
STANDINGS = [
    *("Luật sư", "Luật gia", "Nhà báo", "Nhà văn", "Nhà thơ", "Thạc sĩ", "Tiến sĩ", "Giáo sư", "Phó giáo sư", "Bác sĩ"),
    *("ThS.", "TS.", "PGS.", "GS.", "Thiếu tá", "Trung úy", "Thượng tá", "Đại tá", "Thiếu tướng", "Đại uý", "PGS.,"),
]
WORKPLACES = [
    *("Khoa Luật Dân sự", "Trường Luật Huế", "Đại học Luật Huế", "Học viện Tư pháp Bồn", "Viện Luật So sánh"),
    *("Văn phòng Luật Bồn", "Công ty Luật Bồn", "Đoàn Luật sư TP Bồn", "Hội Luật gia Bồn", "Sở Tư pháp Bồn"),
    *("Bộ Tư pháp Lào", "Cục Thi hành án", "Trung tâm Trợ giúp Bồn", "Tòa Kinh tế Bồn", "Công an huyện Bồn"),
]
# "Theo" as a verb, before what begins like a name.
VERBS = (
    *("dõi", "đuổi", "học", "kịp", "chân", "sát", "dấu", "gót", "bước", "đó", "nhau", "đúng", "hướng", "mẹ", "cha"),
    *("bố", "chồng", "vợ"),
)


@pytest.mark.parametrize("label", LABELS)
def test_label_before_names_is_none(label: str) -> None:
    byline = read_byline(f"{label} Mộc Lan")
    assert byline is not None
    assert byline.authors == ("Mộc Lan",)
    assert is_labelled(f"{label} Mộc Lan")


@pytest.mark.parametrize("work", ["Ảnh", "Đồ họa", "Kỹ thuật", "Trình bày", "Giọng đọc", "Hậu kỳ", "Quay, dựng"])
def test_who_made_pictures_films_or_the_page_need_not_have_written(work: str) -> None:
    byline = read_byline(f"Nội dung: Mộc Lan - {work}: Sê San")
    assert byline is not None
    assert byline.authors == ("Mộc Lan",)
    assert credit_of(f"{work}: Sê San") == "Sê San"


@pytest.mark.parametrize("role", ROLES)
def test_role_in_brackets_behind_a_name_is_no_part_of_it(role: str) -> None:
    for line in (f"Mộc Lan ({role})", f"Mộc Lan [{role}]"):
        byline = read_byline(line)
        assert byline is not None
        assert (byline.authors, byline.source) == (("Mộc Lan",), None)
        assert is_byline(line)


@pytest.mark.parametrize("role", ["t/h", "ghi", "thực hiện", "tổng hợp", "lược ghi", "biên dịch", "chuyển ngữ"])
def test_role_behind_a_name_needs_no_bracket(role: str) -> None:
    byline = read_byline(f"Mộc Lan {role}")
    assert byline is not None
    assert byline.authors == ("Mộc Lan",)


@pytest.mark.parametrize("standing", STANDINGS)
def test_standing_before_a_name_makes_it_no_sentence(standing: str) -> None:
    assert is_byline(f"{standing} Lê Quang Ân")


@pytest.mark.parametrize("work", WORKPLACES)
def test_place_of_work_behind_a_name_with_a_standing_is_no_part_of_it(work: str) -> None:
    for between in (", ", " - ", " – "):
        byline = read_byline(f"TS. Lê Quang Ân{between}{work}")
        assert byline is not None
        assert byline.authors == ("TS. Lê Quang Ân",)


@pytest.mark.parametrize("verb", VERBS)
def test_verb_that_begins_like_a_source_names_none(verb: str) -> None:
    assert not is_byline(f"Theo {verb} Mộc Lan")
    assert not names_source(f"Theo {verb} Mộc Lan")
    byline = read_byline(f"Theo {verb} Mộc Lan")
    assert byline is None or byline.source is None


@pytest.mark.parametrize(
    "source",
    [
        *("báo xã", "tạp chí luật", "trang nhà", "đài huyện", "cổng thông tin", "kênh tỉnh", "mạng xã", "hãng tin"),
        *("internet", "tổng hợp", "24h"),
    ],
)
def test_source_in_small_letters_is_one_where_it_is_called_a_paper(source: str) -> None:
    assert is_byline(f"Theo {source}")
    assert not is_byline("Theo làn gió")


@pytest.mark.parametrize(
    "line",
    [
        *("PV", "P.V", "P.V.", "BTV", "CTV", "Phóng viên", "Cộng tác viên", "Nhóm PV", "Nhóm phóng viên PLVN"),
        *("PV Báo PLVN", "PV Thời sự", "Ban Kinh tế", "Nhóm phóng viên Pháp luật", "(PV)"),
        "Phóng viên Bạn đọc",
    ],
)
def test_word_for_somebody_of_the_newsroom_signs(line: str) -> None:
    assert names_staff(line)
    assert not names_staff(f"{line} cho biết")


@pytest.mark.parametrize(
    "who", ["Ông", "Bà", "Cụ", "Anh", "Chị", "Cô", "Em", "Chú", "Cháu", "Bé", "Bị cáo", "Nạn nhân", "Đối tượng"]
)
def test_whom_a_text_speaks_of_signs_nothing(who: str) -> None:
    assert not reads_like_names(f"{who} Lò Văn Inh")
    assert reads_like_names("Anh Đào")
    assert reads_like_names("Cô Tấm")


@pytest.mark.parametrize("what", ["ảnh", "clip", "video", "đồ họa", "thiết kế", "tổng hợp ảnh"])
def test_who_made_the_pictures_did_not_write(what: str) -> None:
    for line in (f"Mộc Lan - {what}: Sê San", f"Mộc Lan ({what}: Sê San)", f"Mộc Lan; {what}: Sê San"):
        byline = read_byline(line)
        assert byline is not None
        assert byline.authors == ("Mộc Lan",)


@pytest.mark.parametrize("day", ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Thứ 5", "Chủ Nhật"])
def test_weekday_is_nobody(day: str) -> None:
    assert read_byline(day) is None
