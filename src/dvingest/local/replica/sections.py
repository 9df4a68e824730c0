"""The sections of the replica: names as the newspaper's, listings in each of its ways."""

from __future__ import annotations

from functools import cache

from dvingest.local.replica.parts import DOANHNHAN, PHAPLUATPLUS, Section

SECTIONS = (
    Section("thoi-su", "Thời sự", 276, "json", ("thoi-su",)),
    Section("tu-phap", "Tư pháp", 25, "html", ("tu-phap",)),
    Section("hoat-dong-nganh-tu-phap", "Hoạt động ngành Tư pháp", 1301, "html", ("tu-phap",), "tu-phap"),
    Section("phap-luat", "Pháp luật", 1287, "platform", ("phap-luat",)),
    Section("phap-luat-tin-nong", "Tin nóng", 1288, "platform", ("phap-luat",), "phap-luat"),
    Section("kinh-te", "Kinh tế", 13, "platform", ("kinh-te",)),
    Section("tai-chinh", "Tài chính", 1376, "json", ("kinh-te:1",), "kinh-te"),
    Section("xa-hoi", "Xã hội", 1311, "query", ("xa-hoi",)),
    Section("giao-duc", "Giáo dục", 1326, "html", ("xa-hoi:0",), "xa-hoi"),
    Section("moi-truong", "Môi trường", 1339, "json", ("xa-hoi:1",), "xa-hoi"),
    Section("van-hoa", "Văn hóa", 1285, "json", ("van-hoa",)),
    Section("bat-dong-san", "Bất động sản", 1341, "platform", ("bat-dong-san",)),
    Section("ban-doc", "Bạn đọc", 1352, "query", ("ban-doc",)),
)
"""Sections of the main host, in the order of its menu."""

DOANHNHAN_SECTIONS = (
    Section("tai-chinh", "Tài chính", 2101, "json", ("kinh-te",), host=DOANHNHAN),
    Section("doanh-nghiep", "Doanh nghiệp", 2102, "query", ("kinh-te",), host=DOANHNHAN),
)
PHAPLUATPLUS_SECTIONS = (
    Section("an-ninh-trat-tu", "An ninh trật tự", 3101, "platform", ("phap-luat",), host=PHAPLUATPLUS),
)

ALL_SECTIONS = (*SECTIONS, *DOANHNHAN_SECTIONS, *PHAPLUATPLUS_SECTIONS)


@cache
def section_path(section: Section) -> tuple[Section, ...]:
    """Return the sections from the outermost to `section`."""
    parents = tuple(outer for outer in SECTIONS if outer.slug == section.parent and outer.host == section.host)
    return (*parents, section)


@cache
def sections_of(host: str) -> tuple[Section, ...]:
    """Return the sections of one host, in the order of its menu."""
    return tuple(section for section in ALL_SECTIONS if section.host == host)
