"""Who wrote an article and where it was taken from, as its author line says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dvingest.extraction.text import CAPITALS, normalise_text
from dvingest.extraction.wording.roles import (
    ROLE,
    ROLES,
    STAFF,
    STAFF_WORD,
    STANDING,
    WORK,
    without_role,
    without_workplace,
)
from dvingest.plvn.papers import is_newspaper, is_source, is_source_beside_names

# "Theo" is a verb too: who follows, watches or pursues something names no source.
_THEO = r"theo\b(?!\s+(?:dõi|đuổi|học|kịp|chân|sát|dấu|gót|bước|đó|nhau|đúng|hướng|mẹ|cha|bố|chồng|vợ)\b)"
_SOURCE = re.compile(rf"^(?:{_THEO}|nguồn\b)\s*:?\s*(.+)$", re.IGNORECASE)
_NAMED_SOURCE = re.compile(rf"^[(\[]?(?:{_THEO}|nguồn:?)\s+(?=\S)", re.IGNORECASE)
_NAMES_SOURCE = re.compile(rf"^[(\[]?(?:{_THEO}|nguồn\b)", re.IGNORECASE)
# Sentences have such words, and names of sources have not.
_TELLING = re.compile(r"\s(?:thì|là|có|được|cho|sẽ|đã)\s")
_CALLED_A_PAPER = re.compile(r"\d|(?:báo|tạp chí|trang|đài|cổng|kênh|mạng|hãng|internet|tổng hợp)\b", re.IGNORECASE)
# "Cổng thông tin điện tử Bộ Tư pháp": what offices publish in has longer names than papers.
_LONG_NAMED = re.compile(r"(?:cổng|trang|tạp chí|đài|trung tâm)\b", re.IGNORECASE)
# "Hà Linh (theo Nikkei Asia)", "An Bình - Nguồn: Reuters".
_SOURCE_BEHIND = re.compile(r"^(.*?)\s*[(\[/–—-]\s*(?:theo|nguồn)\b\s*:?\s*([^()\[\]]+?)\s*[)\]]?$", re.IGNORECASE)
# "Tác giả: ", "Tin, ảnh: ", "Nhóm phóng viên thực hiện: " before the names.
_LABEL = re.compile(
    r"^(?:tác giả|người viết|nội dung|bài viết|(?:tin|bài)(?:(?:,|/| và| &| -|-) ?(?:tin|bài|ảnh|clip|video))*|"
    r"(?:nhóm phóng viên )?thực hiện|"
    r"tổng hợp|(?:lược |biên )?dịch|biên (?:tập|soạn))\s*:\s*",
    re.IGNORECASE,
)
# "; Ảnh: Hoàng Lâm", " - Đồ họa: Minh Trang": who made the pictures need not have written.
_PHOTO = re.compile(rf"\s*[-–—,;(/]?\s*(?:{WORK}|tổng hợp ảnh)\s*:.*$", re.IGNORECASE)
# Not within brackets: what stands in them belongs to the name before.
_BETWEEN = re.compile(r"\s*(?:[,;/&|]|\s[-–—+]\s|\s+và\s+)\s*(?![^(\[]*[)\]])")
_NAME_WORD = re.compile(r"^[^\W\d_][\w.'’+-]*$")

# A label without a colon, before what begins like a name.
_BARE_LABEL = re.compile(
    r"^(?i:tác giả|người viết|(?:(?:đăng|viết) )?bởi|by|"
    r"(?:ghi chép|bút ký|phóng sự|truyện ngắn|tản văn|tạp bút|thơ) của)\s+(?=[^\W\d_])"
)
_MAIL = re.compile(r"[(<\[]?\s*[\w.+-]+@[\w-]+\.[\w.]+\s*[)>\]]?")
_MAX_WITH_MAIL = 200
_MOST_NAMES = 3
_CAP = f"[{CAPITALS}]"
# "Trần Minh Anh", or with initials: "Th. Bình", "P.Thảo".
_FULL_NAME = re.compile(rf"{_CAP}[\w'’]*\.?(?:\s{_CAP}[\w'’]*){{1,4}}|(?:{_CAP}[grhi]*\.){{1,2}}\s?{_CAP}\w*\.?")
# Whom a text speaks of; nobody signs so, though "Anh Đào" and "Cô Tấm" are names.
_ADDRESSED = re.compile(r"(?:Ông|Bà|Cụ|Anh|Chị|Cô|Em|Chú|Cháu|Bé|Bị cáo|Nạn nhân|Đối tượng) \S+ \S")
# What was taken from a page is named by its paper, as "baochinhphu.vn" is.
_ADDRESS = re.compile(r"https?://(?:www\.)?([\w.-]+)\S*")
_INITIAL = re.compile(r"(?:^|\s)[^\W\d_]\.[\s)\]–—|-]*$")
_WEEKDAY = re.compile(r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)", re.IGNORECASE)

_ALPHA = re.compile(r"[^\W\d_]")
_TAKEN_FROM = re.compile(rf"(?:(?:{ROLES})\s+)?(?:theo|nguồn|(?P<from>từ))\b\s*:?\s*(?P<what>.+)", re.IGNORECASE)
_OF_PICTURES = re.compile(r"(?:ảnh|clip|video|đồ họa|thiết kế)\b.*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)(?:[)\]]|$)\s*")
_ASIDE_BEHIND = re.compile(r"\s*[(\[][^()\[\]]*(?:[)\]][\s.]*)?$")
_WHOLLY_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class Byline:
    """An author line and what it says."""

    raw: str
    authors: tuple[str, ...] = ()
    source: str | None = None


@lru_cache(maxsize=16)
def read_byline(text: str) -> Byline | None:
    """Return the people and the agency named in an author line; None if it names neither.

    `read_byline("Minh Trang (Theo TTXVN)")` has the author "Minh Trang" and the source "TTXVN";
    `read_byline("Minh Trang (t/h)")` the author alone.
    """
    raw = normalise_text(text)
    rest = without_workplace(_without_labels(_without_brackets(raw)))
    source = None
    found = _SOURCE.match(rest)
    if found:
        rest, source = _person_before_paper(found[1])
    else:
        behind = _source_behind(rest)
        if behind:
            rest, source = behind[1], behind[2]
    people: list[str] = []
    agencies: list[str] = []
    rest = without_role(rest)
    for part in _split_names(rest):
        name, named = _read_name(_without_staff(part))
        agencies += named
        if _names_somebody(name):
            (agencies if is_source_beside_names(name) else people).append(name)
    # "Minh Tú - CTV": beside a name it is what somebody is.
    people = [name for name in people if not STAFF_WORD.fullmatch(name)] or ([] if agencies else people)
    source = _ADDRESS.sub(r"\1", normalise_text(source)).strip(" .)") if source else (agencies[0] if agencies else None)
    return Byline(raw, tuple(dict.fromkeys(people)), source) if people or source else None


def _person_before_paper(source: str) -> tuple[str, str]:
    """Return who wrote, and the paper: both stand behind "Theo" in "Theo Mai Phương/Tiền Phong"; else no person."""
    name, sign, paper = source.partition("/")
    is_person = sign and is_source(paper.strip(" .)")) and not is_source_beside_names(name.strip())
    return (name, paper) if is_person and _FULL_NAME.fullmatch(name.strip()) else ("", source)


def _split_names(text: str) -> list[str]:
    """Return the names that signs and "và" keep apart; the name of a paper may have such a sign in it itself."""
    if is_source(text):
        return [text]
    before, _, behind = text.partition("/")
    return [*_BETWEEN.split(before), behind] if is_source_beside_names(behind.strip()) else _BETWEEN.split(text)


def _names_somebody(name: str) -> bool:
    if not _ALPHA.search(name) or ROLE.fullmatch(name) or _WEEKDAY.fullmatch(name):
        return False
    return not is_newspaper(name)


def read_source(text: str) -> Byline | None:
    """Return the line of an element that names where an article was taken from; None if that is the newspaper itself.

    Whatever stands there is the source, if the line does not name people beside it: "Mai Phương (Theo TTXVN)".
    """
    line = read_byline(text)
    if line is None or not line.authors or _source_behind(line.raw):
        return line
    return Byline(line.raw, (), _without_brackets(line.raw))


def _without_brackets(text: str) -> str:
    text = _stripped(text, " .-–—|")
    if text.count("(") > text.count(")"):
        text += ")"
    found = _WHOLLY_IN_BRACKETS.fullmatch(text)
    return _stripped(found[1] if found else text, " .-–—|")


def _stripped(text: str, signs: str) -> str:
    """Return `text` without `signs` around it; the dot of a last name that is only a letter stays."""
    stripped = text.strip(signs)
    return f"{stripped}." if stripped and stripped[-1].isupper() and _INITIAL.search(text) else stripped


def _without_staff(text: str) -> str:
    found = STAFF.match(text)
    if found is None:
        return text
    name = text[found.end() :]
    return name if all(word[0].isupper() for word in name.split()) and not _names_agency(name) else text


def _read_name(text: str) -> tuple[str, list[str]]:
    """Return a name without what stands in brackets behind it, and the agencies that stand there.

    A role and a place of work are no part of the name; somebody who made the pictures is nobody who wrote.
    """
    if "(" not in text and "[" not in text:
        return _stripped(text, " .-–—()[]"), []
    agencies: list[str] = []
    asides = [aside.strip() for aside in _IN_BRACKETS.findall(text)]
    name = _stripped(_IN_BRACKETS.sub(" ", text), " .-–—()[]")
    for aside in asides:
        taken = _TAKEN_FROM.fullmatch(aside)
        if taken and taken["from"] and not (_names_agency(taken["what"]) or "." in taken["what"]):
            # "(từ Paris)" is where somebody wrote.
            continue
        if taken or _names_agency(aside):
            agencies.append(taken["what"] if taken else aside)
        elif _OF_PICTURES.fullmatch(aside):
            name = ""
    return name, agencies


def _names_agency(text: str) -> bool:
    return is_source(text) or any(is_source(part.strip()) for part in _BETWEEN.split(text))


def _without_labels(text: str) -> str:
    if "@" in text and len(text) <= _MAX_WITH_MAIL:
        text = _MAIL.sub(" ", text).strip(" -–—,;|")
    found = _BARE_LABEL.match(text)
    if found and text[found.end()].isupper():
        text = text[found.end() :]
    return _PHOTO.sub("", _LABEL.sub("", text)) if ":" in text else text


def _source_behind(text: str) -> re.Match[str] | None:
    # The pattern tries every place of a line, and few lines have one of its words.
    lowered = text.lower()
    return _SOURCE_BEHIND.match(text) if "theo" in lowered or "nguồn" in lowered else None


def is_labelled(text: str) -> bool:
    """Tell whether `text` says that names follow: "Bài và ảnh: …", "Ghi chép của …"."""
    bare = _BARE_LABEL.match(text)
    return _LABEL.match(text) is not None or (bare is not None and text[bare.end()].isupper())


def reads_like_names(text: str) -> bool:
    """Tell whether a line in plain dress is full names ("Trần Hằng - Hoàng Anh") or initials ("H.Minh"), nothing else.

    One word may be a place: "Hà Nội." may end a text. Who is called "Ông …" is written about.
    """
    text = _without_brackets(text) if text[:1] in "([" else text
    names = _split_names(_ASIDE_BEHIND.sub("", text))
    # "H.Minh/TTXVN": the agency is no name, and stands for none.
    people = [name for name in names if not is_source_beside_names(name.strip())]
    if not 0 < len(people) <= len(names) <= _MOST_NAMES or any(map(_ADDRESSED.match, people)):
        return False
    return all(map(_FULL_NAME.fullmatch, people))


def names_source(text: str) -> bool:
    """Tell whether `text` names a source: "Theo …", "(Nguồn …", or papers alone, "(TTXVN/Vietnam+)"."""
    if all(is_source(part) for part in _BETWEEN.split(_without_brackets(text))):
        return True
    return _NAMES_SOURCE.match(text) is not None


def is_byline(text: str) -> bool:
    """Tell whether `text` is nothing but names: up to six capitalised words, or "Theo" and a short source."""
    if not 2 <= len(text) <= 70 or text.endswith((":", "?", "!", ";", ",")):
        return False
    if is_source(text):
        return True
    named = _NAMED_SOURCE.match(text)
    if named:
        rest = text[named.end() :].strip(" .)]")
        is_marked = text[0] in "([" or named[0].rstrip().endswith(":")
        if not (is_marked or rest[:1].isupper() or "." in rest or _CALLED_A_PAPER.match(rest) or is_source(rest)):
            # "Theo làn hơi gợn tí" is a verse.
            return False
        if all(map(is_source, _BETWEEN.split(rest))):
            return True
        return (
            len(rest.split()) <= (9 if _LONG_NAMED.match(rest) else 6) and "," not in rest and not _TELLING.search(rest)
        )
    text = _without_labels(_without_brackets(text) if text[0] in "([" else text)
    text = without_workplace(text)
    behind = _source_behind(text)
    text = _without_staff(without_role(_without_known_asides(behind[1] if behind else text)))
    text = STANDING.sub("", text)
    names = _split_names(text)
    if len(names) > 1:
        # "Hồng Mây/Báo Tin tức": the paper is no name.
        names = [name for name in names if not is_source_beside_names(name.strip())] or names
    words = [word for name in names for word in name.strip(" .()").split()]
    return 0 < len(words) <= 8 and all(_NAME_WORD.match(word) and word[0].isupper() for word in words)


def _without_known_asides(text: str) -> str:
    """Return `text` without brackets that only author lines have: a year of birth in them tells of another line."""
    if "(" not in text and "[" not in text:
        return text
    return _IN_BRACKETS.sub(_blank_if_known, text).strip()


def _blank_if_known(found: re.Match[str]) -> str:
    aside = found[1].strip()
    is_known = ROLE.fullmatch(aside) or _TAKEN_FROM.fullmatch(aside) or _names_agency(aside)
    return " " if is_known else found[0]
