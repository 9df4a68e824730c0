"""When an article was published and changed, from its sources in a fixed order of trust."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.head import Head, ld_values
from dvingest.extraction.dom.nodes import element_before, element_behind, is_elsewhere, node_text
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.text import normalise_text
from dvingest.plvn.dates import has_clock, is_date_line, names_day_of, parse_change, parse_date, parse_publication
from dvingest.plvn.templates import Template
from dvingest.plvn.urls import FRONT_PAGE, has_cms_number, is_article

_PUBLISHED_METAS = (
    "article:published_time",
    "article:published",
    "article:publish_date",
    "og:pubdate",
    "datepublished",
    "og:article:published_time",
    "pubdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
)
# Some pages write the day there on which they were made: what is shown is trusted more.
_MADE_METAS = ("datecreated", "date")

# A card of another article: how far its date stands from its box, where none can be, and its title beside a section's
# name, the longest of which has 25 characters.
_LEVELS_OF_CARD = 4
# Names that stand nowhere but on an article.
_PARTS_OF_ARTICLE = (".article__", ".head-post")
_PARTS_OF_PAGE = frozenset({"body", "main", "header"})
_SHORT_TITLE = 15
_LONGER_THAN_SECTION = 30
_HYPHENS_OF_TITLE = 4
_MAX_LINE = 160
_SLOW_CLOCK = timedelta(minutes=10)
_MONTHS = 12

_MODIFIED_METAS = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified")


@dataclass(slots=True)
class Dates:
    """When the article was published and changed, and how the page writes it."""

    published_raw: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    disagree: bool = False

    def date_by(self, line: str | None) -> None:
        """Take the date of publication from a line, if there is one."""
        if line is not None:
            self.published_raw, self.published_at = line, parse_publication(line)[0]


def read_dates(
    scopes: Sequence[Scope],
    template: Template,
    head: Head,
    lines: Sequence[str],
    fetched_at: datetime | None,
) -> Dates:
    """Return the dates in the order of trust: meta elements, JSON-LD, `time` and its like, `lines` near the title.

    Of the scopes the first is the part around the article: a line there that is nothing but a date is trusted more
    than what the rest of the page names like one. A day alone above the title is none if it is that of `fetched_at`.
    """
    found: list[tuple[str, datetime]] = []
    shown_change: datetime | None = None
    dated = list(filter(is_date_line, lines))
    for raw in _published_sources(scopes, template, head, dated, fetched_at):
        moment, changed = parse_publication(raw)
        if moment is not None:
            found.append((raw, moment))
            shown_change = shown_change or changed
    if not found:
        for raw in _weak_sources(scopes[0], head, lines):
            moment, shown_change = parse_publication(raw)
            if moment is not None:
                found.append((normalise_text(raw), moment))
                break
    dates = Dates()
    if found:
        shown = [(line, moment) for line in dated if (moment := parse_publication(line)[0])]
        found[0] = _as_shown(found[0], [*found[1:], *shown])
        dates.published_raw, dates.published_at = normalise_text(found[0][0]), found[0][1]
        dates.disagree = any(not _agree(found[0], other) for other in found[1:])
    declared = [*(head.metas.get(name) for name in _MODIFIED_METAS), *ld_values(head, "dateModified")]
    changes = (parse_date(value) for value in declared)
    dates.modified_at = next((moment for moment in changes if moment is not None), shown_change)
    if dates.modified_at is None and dates.published_at is not None:
        later = (moment for line in lines if (moment := parse_change(line)) and moment > dates.published_at)
        dates.modified_at = next(later, None)
    return dates


def _as_shown(first: tuple[str, datetime], others: Sequence[tuple[str, datetime]]) -> tuple[str, datetime]:
    """Return the first dating, or one that shows the same clock where the first calls it UTC or has the month first."""
    moment = first[1]
    clocks = [moment.replace(tzinfo=None, second=0)] if not moment.utcoffset() else []
    if moment.month != moment.day <= _MONTHS and moment.utcoffset():
        clocks.append(moment.replace(tzinfo=None, second=0, day=moment.month, month=moment.day))
    same = (other for other in others if other[1].utcoffset() and other[1].replace(tzinfo=None, second=0) in clocks)
    return next(same, first)


def _published_sources(
    scopes: Sequence[Scope], template: Template, head: Head, lines: Sequence[str], fetched_at: datetime | None
) -> Iterator[str]:
    declared = [head.metas[name] for name in _PUBLISHED_METAS if name in head.metas] + ld_values(head, "datePublished")
    yield from declared
    # A line may say when the article was changed: it is no witness against what the page declares.
    lines = lines if not any(map(parse_date, declared)) else ()
    beside = next(filter(has_clock, lines[:1]), None)
    for scope in scopes:
        # A line with day and clock beside the title is surer than what may stand in a card.
        shown = _in_full(beside, scope) if beside else _shown_date(scope, template, fetched_at)
        if shown:
            yield shown
            return


def _in_full(line: str, scope: Scope) -> str:
    """Return the date that the `time` element of a shown line carries, as it may tell the change; else the line."""
    carried = (node.attributes.get("datetime") for node in scope.css("time[datetime]") if node_text(node) == line)
    return next((value for value in carried if value and parse_date(value) is not None), line)


def _epochs(near: Scope) -> Iterator[str]:
    """Yield the seconds since 1970 that elements near the title carry where they show "Hôm qua"."""
    for node in near.css("[data-timestamp]") if b"data-timestamp" in near.raw else ():
        value = (node.attributes.get("data-timestamp") or "").strip()
        if parse_date(value) is not None and not is_elsewhere(node, near) and not _is_in_list(node):
            yield value


def _weak_sources(near: Scope, head: Head, lines: Sequence[str]) -> Iterator[str]:
    """Yield what only counts where nothing else is dated; last what declares when the page or its film was made."""
    yield from _epochs(near)
    yield from lines
    yield from ld_values(head, "uploadDate")
    yield from head.page_dates
    yield from (head.metas[name] for name in _MADE_METAS if name in head.metas)


def _shown_date(scope: Scope, template: Template, fetched_at: datetime | None) -> str | None:
    """Return the date in the first element that is named like one, outside of lists of other articles."""
    for selector in template.time:
        is_sure = selector.startswith(_PARTS_OF_ARTICLE)
        own = (node for node in scope.css(selector) if not is_elsewhere(node, scope))
        for node in islice(own if is_sure else (node for node in own if not _is_in_list(node)), 2):
            value = _date_of(node)
            if value is None:
                continue
            if is_sure or not (names_day_of(value, fetched_at) and _is_above_title(node, scope)):
                return value
    return None


def _date_of(node: LexborNode) -> str | None:
    """Return the date that an element carries or shows, whichever is read first."""
    attributes = node.attributes
    for name in ("datetime", "content", "data-time"):
        value = attributes.get(name)
        if value and parse_date(value) is not None:
            return value
    for value in (node_text(node), attributes.get("title")):
        if value and parse_date(value) is not None:
            return value
    return None


def _is_above_title(node: LexborNode, scope: Scope) -> bool:
    """Tell whether an element stands above the title, where the heads of sites show the present day."""
    order = [other.mem_id for other in find_all(scope.node, f"h1, {node.tag}")]
    title = find_first(scope.node, "h1")
    return title is not None and order.index(node.mem_id) < order.index(title.mem_id)


def date_around(
    lines: Sequence[str], scopes: Sequence[Scope], template: Template, fetched_at: datetime | None
) -> str | None:
    """Return the first of the dated `lines` around the title, else one beside the breadcrumbs, for an empty place.

    A clock that shows when the page was fetched is the page's, and dates no article.
    """
    line = lines[0] if lines else _beside_crumbs(scopes, template)
    moment = parse_publication(line)[0] if line is not None else None
    is_present = moment is not None and fetched_at is not None and abs(fetched_at - moment) <= _SLOW_CLOCK
    return None if is_present else line


def _beside_crumbs(scopes: Sequence[Scope], template: Template) -> str | None:
    """Return the line of day and clock in the row of the breadcrumbs; a day alone may be the present one."""
    for scope in scopes:
        for selector in template.breadcrumbs:
            link = next((link for link in scope.css(selector) if not is_elsewhere(link, scope)), None)
            line = _line_of_row(link.parent) if link is not None else None
            if line is not None:
                return line
    return None


def _line_of_row(row: LexborNode | None) -> str | None:
    """Return the line of day and clock in a row, or in the boxes around it as long as they are no parts of the page."""
    while row is not None and row.tag not in _PARTS_OF_PAGE and len(row.text()) <= _MAX_LINE:
        for node in find_all(row, "time, span, small, div, p, li"):
            text = node_text(node)
            if has_clock(text) and is_date_line(text):
                return text
        row = row.parent
    return None


def _is_in_list(node: LexborNode) -> bool:
    """Tell whether a date stands in an item of a list beside the title it belongs to: a link to another article.

    The head of an article may be a list as well, but links only to sections and authors there.
    """
    current = node.parent
    for _ in range(_LEVELS_OF_CARD):
        if current is None:
            break
        if current.tag == "li" or _has_equal_neighbour(current):
            if find_first(current, "h1") is not None:
                return False
            if any(map(_is_title, find_all(current, "a[href]"))):
                return True
        current = current.parent
    return False


def _has_equal_neighbour(node: LexborNode) -> bool:
    names = node.attributes.get("class")
    if not names:
        return False
    for neighbour in (element_behind(node), element_before(node)):
        if neighbour is not None and neighbour.tag == node.tag and neighbour.attributes.get("class") == names:
            return True
    return False


def _is_title(link: LexborNode) -> bool:
    text = link.text().strip()
    if len(text) < _SHORT_TITLE:
        return False
    if len(text) >= _LONGER_THAN_SECTION:
        return True
    href = link.attributes.get("href") or ""
    url = href if "://" in href else FRONT_PAGE + href.lstrip("/")
    return is_article(url) and (has_cms_number(url) or href.count("-") >= _HYPHENS_OF_TITLE)


def _agree(one: tuple[str, datetime], other: tuple[str, datetime]) -> bool:
    """Tell whether two datings mean the same; one without a clock only has to name the day."""
    seconds = abs((one[1] - other[1]).total_seconds())
    if not (has_clock(one[0]) and has_clock(other[0])):
        return seconds < 86_400
    return seconds < 60
