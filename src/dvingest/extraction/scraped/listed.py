"""Lists of other articles and rows of buttons in plain text, where no link tells them from the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from dvingest.extraction.cleaning.link_lines import MAX_TITLE
from dvingest.extraction.cleaning.signing import is_author_line
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.scraped.listed_boxes import boxes_in, without_boxes
from dvingest.extraction.scraped.listed_lines import MIN_TEXT, is_small_part, is_title, is_title_of_words
from dvingest.extraction.scraped.participation import without_comments, without_poll
from dvingest.extraction.wording.byline import reads_like_names
from dvingest.extraction.wording.marks import split_mark
from dvingest.plvn.boilerplate import is_box_heading, is_page_line
from dvingest.plvn.dates import is_date_line
from dvingest.plvn.rows import may_stand_in_row, without_row
from dvingest.plvn.urls import MAIN_HOST

_MAX_SUMMARY = 500
_MAX_TAG = 40
_MOST_TAGS = 8
_FEW_BEHIND = 4
_MOST_HEADINGS = 30
_ENDS_TEXT = re.compile(r"[.!?…][”\"’)]?$")
_HASHTAG = re.compile(r"#\w[^#.!?:]{0,38}")
_HASHTAGS = re.compile(rf"{_HASHTAG.pattern}(?:\s+{_HASHTAG.pattern})+")
_TAGS = re.compile(r"^(?:từ kh(?:óa|oá)|tags?)\s*:\s*", re.IGNORECASE)
# Lists behind an article have summaries; boxes amid the text have none, and sub-headings with paragraphs may follow.
_BEHIND_ARTICLE = re.compile(r"cùng chuyên mục|^đọc (?:thêm|tiếp)|đọc nhiều", re.IGNORECASE)
_FIRST_LIST = re.compile(r"cùng chuyên mục", re.IGNORECASE)
_FOOT = re.compile(
    r"^(?:báo điện tử pháp luật việt nam$|cơ quan chủ quản\b|giấy phép (?:xuất bản|hoạt động)\b)", re.IGNORECASE
)
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_FEWEST_SPACES = 3
_PARTS_NOTHING = re.compile(
    r"[\s=_*~#•·–—-]+|"
    rf"(?:(?:link|url)\s*:\s*)?https?://(?:\w+\.)?{re.escape(MAIN_HOST)}/\S*|"
    r"(?:nguồn|source|xem bài gốc)\s*:\s*https?://\S+",
    re.IGNORECASE,
)
_FEW_LINES = 3
"""So many lines of verse or of a list are as good as one line of text."""


@dataclass(slots=True)
class Unlisted:
    """The lines without lists of other articles, and the tags that stood among them."""

    lines: list[str]
    tags: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


def drop_lists(lines: list[str], *, has_lead: bool) -> Unlisted:
    """Return the lines without lists of other articles, lines that point to one, and rows of buttons to share by.

    `has_lead`: the article's lead is known, so that another line that opens like one is another article's.
    """
    words = [index for index, line in enumerate(lines) if not _PARTS_NOTHING.fullmatch(line)]
    # Strokes and stars part nothing where no text is on one side, nor does the address of the page.
    found = Unlisted(lines[words[0] : words[-1] + 1] if words else [])
    found.lines = without_comments(found.lines, found.dropped)
    # A line of tags may be taken for a title behind a heading.
    _take_tags(found)
    _cut_end(found, has_lead)
    _take_tags(found)
    found.lines = without_boxes(found.lines, found.dropped)
    found.lines = without_poll(found.lines, found.dropped)
    found.lines = without_rows(found.lines, found.dropped)
    return found


def _cut_end(found: Unlisted, has_lead: bool) -> None:
    """Cut the text at the first heading of a box, or line of the site's foot, with nothing of the article behind it."""
    lines = found.lines
    texts = (index for index, line in enumerate(lines[:_FEW_LINES]) if len(line) >= MIN_TEXT and not is_title(line))
    headings = [
        index
        for index in range(next(texts, _FEW_LINES - 1) + 1, len(lines))
        if is_box_heading(lines[index])
        or _FOOT.match(lines[index])
        or (has_lead and _is_summary_of_other(lines[index]))
    ]
    # Below a heading of its own a summary may be in a box amid the text.
    boxed = {index for start, end in boxes_in(lines) for index in range(start + 1, end)} if headings else set()
    headings = [index for index in headings if index not in boxed or not _is_summary_of_other(lines[index])]
    # Behind the last long line there are thousands in what is no article; then the first and the last ones are asked.
    end_of_text = max((index for index, line in enumerate(lines) if len(line) > _MAX_SUMMARY), default=-1)
    headings = [index for index in headings if index > end_of_text]
    for index in headings[:_MOST_HEADINGS] + headings[_MOST_HEADINGS:][-_MOST_HEADINGS:]:
        is_summary = _is_summary_of_other(lines[index])
        behind = lines[index + 1 :]
        is_signed = _is_signed(lines[:index])
        is_below_text = _BEHIND_ARTICLE.search(lines[index]) is not None
        above = lines[index - 1]
        if above.endswith(":") and above.count(" ") >= _FEWEST_SPACES and not is_below_text:
            # A list that is announced above the box goes on below it; "Chia sẻ:" announces none.
            continue
        is_behind = is_below_text or is_signed
        if _is_list(behind, is_behind, is_signed) or (is_summary and _are_teasers(behind)):
            index = _begin_of_card(lines, index) if is_summary else index
            if _is_heading_of_tags(lines[index]):
                found.tags = _tags_below(lines[index + 1 :])
            found.lines = _without_titles_below_author(lines[:index])
            found.dropped["trailing_box"] += 1
            return


def _begin_of_card(lines: list[str], summary: int) -> int:
    """Return where the card of a summary begins: at its title, and perhaps the date, above it."""
    title = summary - 1 - (is_date_line(lines[summary - 1]) and is_title_of_words(lines[summary - 2]))
    return title if is_title_of_words(lines[title]) and not is_date_line(lines[title]) else summary


def _is_signed(lines: list[str]) -> bool:
    """Tell whether an author's line is the last below a text, but for a few tags."""
    for index in range(len(lines) - 1, max(0, len(lines) - _MOST_TAGS), -1):
        line = lines[index]
        if _ENDS_TEXT.search(lines[index - 1]) and is_author_line(Piece("paragraph", line)):
            return True
        if len(line) > _MAX_TAG or _ENDS_TEXT.search(line):
            break
    return False


def _without_titles_below_author(lines: list[str]) -> list[str]:
    """Return the lines without titles above the heading of a box that stand below the author."""
    titles = 0
    while titles < len(lines) and is_title_of_words(lines[-1 - titles]) and not reads_like_names(lines[-1 - titles]):
        titles += 1
    name = len(lines) - titles - 1
    above = lines[max(0, name - 3) : max(0, name)]
    if titles < 2 or not above or not reads_like_names(lines[name]) or not above[-1].endswith("."):
        return lines
    return lines[: name + 1]


def _is_summary_of_other(line: str) -> bool:
    """Tell whether a line opens like a lead: behind an article it is another one's."""
    return split_mark(line)[1] == "PLVN"


def _are_teasers(lines: list[str]) -> bool:
    """Tell whether lines behind a summary are more of them: as many with the mark as without, and none a paragraph.

    What is right below the last one with the mark is no summary: there the article goes on.
    """
    marked = [index for index, line in enumerate(lines) if _is_summary_of_other(line)]
    others = [
        index for index, line in enumerate(lines) if index not in marked and not (is_title(line) or is_small_part(line))
    ]
    if not marked or marked[-1] + 1 in others or len(others) > len(marked) + 1:
        return False
    return all(len(lines[index]) <= MAX_TITLE for index in others)


def _is_list(lines: list[str], summaries: bool, is_over: bool) -> bool:
    """Tell whether lines are cards: titles, each with at most one summary behind it, dates, numbers, buttons.

    Without titles nothing but small parts may follow. Unless the article is over, as the author's line or another lead
    says, a summary with more titles above it than other cards have is a paragraph below a box amid the text.
    """
    titles, others = 0, 0
    above_summaries: list[int] = []
    for line in lines:
        if is_small_part(line):
            if is_box_heading(line):
                if above_summaries == [1] and not titles and not is_over and _FIRST_LIST.search(line):
                    # A link amid the text with a paragraph below it: behind the text no list comes before this one.
                    return False
                titles, others = 0, others + titles
                summaries = summaries or _BEHIND_ARTICLE.search(line) is not None
        elif is_title(line):
            titles += not reads_like_names(line)
        elif split_mark(line)[1] is not None:
            is_over, titles = True, 0
        elif summaries and titles and len(line) <= _MAX_SUMMARY:
            above_summaries.append(titles)
            titles = 0
        else:
            return False
    if is_over or not above_summaries:
        return True
    first, *later = above_summaries
    return first <= min(later, default=others + titles)


def _take_tags(found: Unlisted) -> None:
    """Take tags off the end, with at most names and buttons behind them: a line or lines below a label, or hashtags."""
    end = len(found.lines)
    for index in reversed(range(max(0, end - _FEW_BEHIND - _MOST_TAGS), end)):
        line, behind = found.lines[index], found.lines[index + 1 :]
        label = _TAGS.match(line)
        below = above = 0
        if _HASHTAG.fullmatch(line):
            above = len(list(takewhile(_HASHTAG.fullmatch, reversed(found.lines[:index]))))
            tags = [tag[1:] for tag in found.lines[index - above : index + 1]]
            if not above or found.lines[index - above - 1].endswith(":"):
                # A single one may be what the text is about, and so may those that it announces.
                continue
        elif _HASHTAGS.fullmatch(line):
            tags = line.split("#")[1:]
        elif label is not None and label.end() < len(line) <= MAX_TITLE:
            tags = _parted([line[label.end() :]])
            below = _count_tags(behind, found.lines[:index]) if len(tags) == 1 else 0
        else:
            continue
        if below or len(behind) < _FEW_BEHIND:
            found.tags = [tag.strip(" ,;.") for tag in (*tags, *_parted(behind[:below]))]
            found.dropped["page_line"] += 1
            del found.lines[index - above : index + 1 + below]
            return


def _count_tags(lines: list[str], above: list[str]) -> int:
    """Return how many lines below a label and its first tag are tags as well: up to the end or a box, unless a name."""
    tags = list(takewhile(_may_be_tags, lines))
    is_whole = len(tags) == len(lines) or is_small_part(lines[len(tags)])
    may_be_name = all(map(reads_like_names, tags)) and not _is_signed(above)
    return len(tags) if is_whole and not may_be_name and len(tags) < _MOST_TAGS else 0


def _may_be_tags(line: str) -> bool:
    return max(map(len, _parted([line]))) <= _MAX_TAG and is_title(line) and not is_small_part(line)


def _is_heading_of_tags(line: str) -> bool:
    return _TAGS.match(f"{line.rstrip(' :')}:") is not None


def _tags_below(lines: list[str]) -> list[str]:
    return [tag.strip(" ,.#") for tag in _parted(takewhile(_may_be_tags, lines))]


def _parted(lines: Iterable[str]) -> list[str]:
    """Return the tags of lines that may have several each."""
    return [tag for line in lines for tag in re.split(r"[,;]", line)]


def without_rows(lines: list[str], dropped: Counter[str]) -> list[str]:
    """Return the lines without networks, clocks and answers in a row with a button or note of the page.

    Alone they may be the text's.
    """
    # A report by the clock may begin below the buttons.
    has_clocks = sum(_CLOCK.fullmatch(line) is not None for line in lines) >= _FEW_LINES
    kept: list[str] = []
    row: list[str] = []
    for line in (*lines, ""):
        if line and (is_page_line(line) or may_stand_in_row(line)):
            row.append(line)
            continue
        sure = list(filter(is_page_line, row))
        clock = [row.pop()] if sure and has_clocks and _CLOCK.fullmatch(row[-1]) else []
        left = without_row(row, sure)
        dropped["page_line"] += len(row) - len(left)
        kept += [*left, *clock, line]
        row = []
    return kept[:-1]
