"""The head of a scraped text: title, lead, date and author, in whatever order a scraper wrote them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import dropwhile, pairwise, takewhile

from dvingest.extraction.cleaning.joining import part_twice
from dvingest.extraction.cleaning.neighbours import is_cut_short
from dvingest.extraction.cleaning.signing import is_author_line
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.scraped.left_standing import read_left_standing
from dvingest.extraction.scraped.listed import without_rows
from dvingest.extraction.scraped.notation import Noted, read_notation
from dvingest.extraction.scraped.one_line import part_at_gaps, part_end, part_sole_line
from dvingest.extraction.scraped.records import read_record
from dvingest.extraction.scraped.rejoining import rejoin
from dvingest.extraction.scraped.seams import without_seams
from dvingest.extraction.scraped.wrapping import unwrap
from dvingest.extraction.text import NEXT_SENTENCE, is_same_text, normalise_text, without_marks
from dvingest.extraction.wording.byline import Byline, read_byline, reads_like_names
from dvingest.extraction.wording.credits import is_caption_alone
from dvingest.extraction.wording.marks import split_mark
from dvingest.extraction.wording.roles import names_staff
from dvingest.plvn.boilerplate import is_box_heading, is_page_line
from dvingest.plvn.dates import has_clock, is_date_line, parse_date
from dvingest.plvn.papers import is_name_of_site, is_newspaper
from dvingest.plvn.rows import is_network, may_stand_in_row
from dvingest.plvn.sections import is_of_menu, leads_from_front_page, leads_to_article

_SITE = re.compile(
    r"\s*[|–—-]\s*(?:Báo (?:điện tử )?(?:Pháp luật Việt Nam|PLVN)(?: điện tử)?|baophapluat\.vn|PLVN)$", re.IGNORECASE
)
_TITLE_OF_PICTURE = re.compile(r"(.+?)( (?:hinh|anh|photo) \d{1,3})?")
_NO_LETTER = re.compile(r"[\W_]+")
_TALK = ("- ", "– ")
_BAR = re.compile(r"\s*[|•]\s*")
_DASH = re.compile(r"\s+[-–]\s+")
_MAX_TITLE = 200
_FIRST = 4
_MOST_CAPTIONS = 20
# "Thu Hiền 12/01/2021 06:30", "Thu Hiền Thứ Ba, 12/01/2021 06:30"
_DAY_BEHIND = re.compile(r"(?<=\S)\s+(?=(?:(?:thứ (?!\d)\w+|chủ nhật|lúc|ngày)\W+)?\d)", re.IGNORECASE)
# What stood between two links.
_BETWEEN_LINKS = re.compile(r"[\s,;|/]+")
_SIGN_OR_MAIL = re.compile(r"[\W_]{1,3}|[\w.+-]+@[\w-]+(?:\.\w+)+")
_LONGEST_HEAD = 12
_PARAGRAPH = 100
_LONGEST_MENU = 300
_MENU = 60
_SHORTEST_TITLE = 20
_LONGEST_LEAD = 500
_MIN_CAPTION = 30


def read_lines(text: str) -> Noted:
    """Return the lines of any system's text that are not empty; scrapers write one paragraph a line."""
    record = read_record(text)
    lines = rejoin(list(map(normalise_text, part_at_gaps(unwrap(read_left_standing(record.text))).split("\n"))))
    lines = [line for line in lines if line and not _BETWEEN_LINKS.fullmatch(line)]
    if len(lines) == 1:
        lines = part_sole_line(lines[0])
    elif 1 < len(lines) <= _FIRST and len(lines[-1]) > _LONGEST_LEAD:
        lines[-1:] = filter(None, map(str.strip, part_end(lines[-1])))
    noted = read_notation(lines)
    lines = [part for line in noted.lines for said in part_twice(line) for part in without_seams(said)]
    half = len(lines) // 2
    is_twice = lines[:half] == lines[half:] and any(len(line) >= _PARAGRAPH for line in lines)
    # Pages have an article once for telephones and once more.
    noted.lines = lines[:half] if is_twice and half > _FIRST else lines
    noted.byline = read_byline(record.author) if record.author else None
    noted.tags = record.tags
    noted.url = record.url
    return noted


def take_title(lines: list[str]) -> tuple[str, list[str]]:
    """Return the title and the lines behind it; "" where a text begins with its lead or with a paragraph.

    What leads to the article ("Trang chủ", "Bạn đọc") stands above the title, and the paper's name behind it.
    """
    captions: list[str] = []
    while True:
        lines = lines[_end_of_menus_below_title(lines) or _end_of_way(lines) or _end_of_menus(lines) :]
        above = ["", *lines]
        first = next((i for i, line in enumerate(lines) if not _is_above_title(line, above[i])), 0)
        line, *behind = lines[first:]
        again = _find_caption_again(line, behind)
        if again is None or len(behind) == 1 or len(captions) > _MOST_CAPTIONS:
            break
        captions += [line, behind.pop(again)]
        lines = behind
    is_text = len(line) >= _PARAGRAPH and (line.endswith(".") or NEXT_SENTENCE.search(line) is not None)
    if (
        is_text
        or len(line) > _MAX_TITLE
        or line.startswith(_TALK)
        or line.endswith(":")
        or split_mark(line)[1] is not None
    ):
        return "", [*captions, line, *behind]
    title = _SITE.sub("", line)
    below = _SITE.sub("", behind[0]) if behind else ""
    if is_same_text(title, below):
        title, behind = (below if title.isupper() else title), behind[1:]
    return title, captions + behind


def _find_caption_again(line: str, behind: list[str]) -> int | None:
    """Return where the caption of a picture above the title stands again: right below it, or below the lead."""
    if line not in behind[:_FIRST] or not (line.endswith(".") or is_caption_alone(line)):
        return None
    place = behind.index(line)
    return place if place == 0 or any(split_mark(other)[1] for other in behind[:place]) else None


def _is_above_title(line: str, above: str) -> bool:
    if leads_to_article(line) or is_name_of_site(line) or is_page_line(line) or is_box_heading(line):
        return True
    # "Chia sẻ", "Facebook", "Zalo"; a report may begin with a clock.
    is_in_row = is_page_line(above) or may_stand_in_row(above)
    return is_in_row and may_stand_in_row(line) and not has_clock(line)


def _end_of_menus_below_title(lines: list[str]) -> int:
    """Return where the title stands again, below that of the window and a page's menus; 0 if it does not."""
    title = _SITE.sub("", lines[0])
    for index, line in enumerate(lines[1:_LONGEST_MENU], start=1):
        if line.startswith(title) and is_same_text(_SITE.sub("", line), title):
            menus = sum(map(is_of_menu, lines[1:index]))
            return index if menus and menus >= min(_FIRST, index - 1) else 0
        if len(line) > _MENU or line.endswith("."):
            break
    return 0


def _end_of_way(lines: list[str]) -> int:
    """Return where the way from the front page to the article ends, above which is nothing but short lines."""
    for index, line in enumerate(lines[:_LONGEST_MENU]):
        if leads_from_front_page(line):
            return index + 1
        if len(line) > _MENU or line.endswith("."):
            break
    return 0


def _end_of_menus(lines: list[str]) -> int:
    """Return where the menus of a whole page end that stand above its title; 0 if there are none.

    Then the lead comes late, and what is above it is short and no sentence, nor is the title: the last line of some
    length that is no date. Without a marked lead, several lines in the words of menus tell where they are, and the
    title follows them.
    """
    lead = next((index for index, line in enumerate(lines[:_LONGEST_MENU]) if split_mark(line)[1]), 0)
    title = lead - 1
    while title > 0 and (
        len(lines[title]) < _SHORTEST_TITLE
        or is_date_line(lines[title])
        or is_page_line(lines[title])
        or _author_beside_date(lines[title])
    ):
        title -= 1
    title -= title > 0 and lines[title - 1] == lines[title]
    above = lines[: max(0, title)]
    if len(above) >= _FIRST and not any(line.endswith(".") for line in lines[: title + 1]):
        return title if all(len(line) <= _MENU for line in above) else 0
    short = list(takewhile(lambda line: len(line) <= _MENU, lines[:_LONGEST_MENU]))
    menus = [index for index, line in enumerate(short) if is_of_menu(line)]
    if len(menus) < _FIRST or not all(parse_date(line) for line in short[: menus[0]]) or len(menus) * 2 < menus[-1] + 1:
        return 0
    below = takewhile(lambda i: not _is_paragraph(lines[i]), range(menus[-1] + 1, len(lines)))
    return next((i for i in below if len(lines[i]) >= _SHORTEST_TITLE and not is_date_line(lines[i])), menus[-1] + 1)


def _is_paragraph(line: str) -> bool:
    return len(line) >= _PARAGRAPH or line.endswith((".", ":"))


def take_date(lines: list[str], *, has_title: bool) -> tuple[str | None, list[Byline], list[str]]:
    """Return the line that says when the text was published, authors beside it, and the other lines.

    Only the first lines are asked. "Ngày 7/9/2024" without a clock is no such line, nor is any where several have a
    paragraph below them: they head the days of a diary. `has_title`: the title is among the lines, and may be a name.
    """
    if sum(is_date_line(line) and len(below) >= _PARAGRAPH for line, below in pairwise(lines)) > 1:
        return None, [], lines
    found: list[str] = []
    bylines: list[Byline] = []
    rest = list(lines)
    index = 0
    while index < min(_FIRST, len(rest)):
        line = rest[index]
        byline = _author_beside_date(line)
        is_date = is_date_line(line) and (has_clock(line) or not line.lower().startswith("ngày"))
        if not (byline or is_date or _is_place_beside_date(line)):
            index += 1
            continue
        found.append(rest.pop(index))
        while index > 1 and _SIGN_OR_MAIL.fullmatch(rest[index - 1]):
            index -= 1
            del rest[index]
        if byline is None:
            name = _find_name_at(rest, index, first=1 if has_title else 0)
            byline = read_byline(rest.pop(name)) if name is not None else None
        bylines += [byline] if byline else []
        index = 0
    return (found[0] if found else None), bylines, rest


def _find_name_at(lines: list[str], index: int, *, first: int) -> int | None:
    """Return where the name right above or below the date stands that was at `index`: whose article came out then."""
    for place in (index - 1, index):
        is_among = first <= place < len(lines) - 1
        if is_among and names_staff(lines[place]):
            return place
        if is_among and reads_like_names(lines[place]):
            # Who stands below the text as well signs it; behind the article there are tags and titles.
            others = [
                line for line in takewhile(lambda line: not is_box_heading(line), lines) if reads_like_names(line)
            ]
            return place if len(others) == 1 or _signs_below(lines, lines[place], others) else None
    return None


def _signs_below(lines: list[str], name: str, names: list[str]) -> bool:
    """Tell whether a name stands once more and below the end of a sentence, and no other name does."""
    last = len(lines) - 1 - lines[::-1].index(name)
    return names == [name, name] and lines[last - 1].endswith((".", "!", "?", "”"))


def _is_place_beside_date(line: str) -> bool:
    """Tell whether a row is section or paper and a date: "Pháp luật | 12/01/2021 06:30"."""
    others = _beside_date(line)
    return len(others) > 0 and all(is_of_menu(part) or is_newspaper(part) for part in others)


def _author_beside_date(line: str) -> Byline | None:
    """Return the author in a row of name and date: "Thu Hiền | 12/01/2021 06:30"."""
    others = _beside_date(line)
    return read_byline(others[0]) if len(others) == 1 and is_author_line(Piece("paragraph", others[0])) else None


def _beside_date(line: str) -> list[str]:
    """Return the parts of a row that has a date among them without that; none of any other line."""
    signs = [between for between in (_BAR, _DASH) if between.search(line)]
    if not signs:
        behind = _DAY_BEHIND.search(line)
        is_row = behind is not None and has_clock(line) and is_date_line(line[behind.start() :])
        return [line[: behind.start()].strip()] if behind and is_row else []
    # "Thu Hiền | 12/01/2021 - 06:30", "Thu Hiền - Thứ Ba 12/01/2021 | 06:30"
    for parts in (between.split(line, maxsplit=most) for between in signs for most in (1, 0)):
        others = [part for part in parts if part and not is_date_line(part)]
        if any(map(is_date_line, parts)):
            return others
    return []


def take_lead(lines: list[str], dropped: Counter[str]) -> tuple[str | None, str | None, list[Byline], list[str]]:
    """Return the lead, its mark, the authors named between title and lead, and the other lines.

    Rows of buttons above the lead go with it: with what is below it they make none.
    """
    for index in [i for i, line in enumerate(lines[:_LONGEST_HEAD]) if not _is_button(line)][:_FIRST]:
        line = lines[index]
        text, mark = split_mark(line)
        if mark is not None:
            bylines: list[Byline] = []
            above: list[str] = []
            for other in lines[:index]:
                # A name that stands below the lead once more is seen in a picture.
                is_name = other not in lines[index:] and not is_page_line(other)
                byline = read_byline(other) if is_name and is_author_line(Piece("paragraph", other)) else None
                above, bylines = (above, [*bylines, byline]) if byline else ([*above, other], bylines)
            above = [
                other for other in without_rows(above, dropped) if not (is_page_line(other) or leads_to_article(other))
            ]
            above = [other for other in above if not is_network(other)]
            behind = lines[index + 1 :]
            if (
                behind
                and behind[0].endswith(".")
                and len(behind[0]) >= _MIN_CAPTION
                and text.endswith(f". {behind[0]}")
            ):
                text = text.removesuffix(f" {behind[0]}")
                behind.insert(0, behind[0])
            if not above and len(text) > _LONGEST_LEAD and not any(map(_is_paragraph, behind)):
                # The whole text on one line.
                return None, mark, bylines, [text, *behind]
            if behind and is_cut_short(text, split_mark(behind[0])[0]):
                # The page's description, cut short, before the lead itself.
                text = split_mark(behind.pop(0))[0]
            elif behind and is_cut_short(split_mark(behind[0])[0], text):
                behind.pop(0)
            return text, mark, bylines, above + behind
    return None, None, [], lines


def _is_button(line: str) -> bool:
    return is_page_line(line) or may_stand_in_row(line)


def without_networks(lines: list[str]) -> list[str]:
    """Return the lines below a lead without networks to share by; where more stand further below they head parts."""
    rest = list(dropwhile(is_network, lines))
    return rest if rest and not any(map(is_network, rest)) else lines


def drop_titles_of_pictures(lines: list[str], title: str) -> list[str]:
    """Return the lines without those that say the title again and number it, or say it without marks.

    Pictures without a caption have that.
    """
    said = _words(title)
    kept: list[str] = []
    for line in lines:
        is_near = len(title) - 8 <= len(line) <= len(title) + 16
        found = _TITLE_OF_PICTURE.fullmatch(_words(line)) if is_near else None
        if found is None or found[1] != said or not (found[2] or line.lstrip("•·▪ ").isascii()):
            kept.append(line)
    return kept


def _words(text: str) -> str:
    """Return letters and figures of `text` without case and marks, with single spaces for all else."""
    return " ".join(_NO_LETTER.sub(" ", without_marks(text)).split())
