"""What a page shows of its article outside the text: title, lead, date, authors, section and tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborNode

from dvingest.extraction.cleaning.date_lines import without_closing_date, without_row
from dvingest.extraction.container.opening import Opened
from dvingest.extraction.dom.nodes import is_elsewhere, is_in_picture, is_teaser, is_within, lead_text, node_text
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.meta.behind import byline_below, date_behind
from dvingest.extraction.meta.dating import Dates, date_around, read_dates
from dvingest.extraction.meta.lead import declared_lead, lead_beside_body, lead_in_body
from dvingest.extraction.meta.section_path import read_section_path
from dvingest.extraction.meta.signatures import read_declared_byline, read_shown_byline
from dvingest.extraction.meta.surroundings import Surroundings, find_title, look_around
from dvingest.extraction.meta.tagging import read_tags
from dvingest.extraction.meta.titles import read_title, read_titles_beside
from dvingest.extraction.text import ENDS_OF_SENTENCE
from dvingest.extraction.wording.byline import Byline
from dvingest.extraction.wording.marks import split_mark


@dataclass(slots=True)
class Heading:
    """An article's heading: what stands above and around its text, and what the page declares."""

    title: str
    title_node: LexborNode | None
    """The element that shows the title."""
    titles_disagree: bool
    dates: Dates
    section_path: tuple[str, ...]
    sections_disagree: bool
    tags: tuple[str, ...]
    kicker: str | None = None
    subtitle: str | None = None
    lead: str | None = None
    agency_prefix: str | None = None
    may_be_subtitle: bool = False
    """The lead was found by its place alone and is no sentence: one with the mark below it is the lead."""
    shown: Byline | None = None
    """Who signed, as readers see it."""
    declared: Byline | None = None
    """Who signed, as meta data say."""
    scopes: list[Scope] = field(default_factory=list)
    """The part around the article, and what is around that."""
    around: Surroundings = field(default_factory=Surroundings)
    """What stands around the title where the template names no places."""
    nearby: Surroundings = field(default_factory=Surroundings)
    """The same, also where the template's own places are empty."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of those who signed and of the source, one by one and as the page writes them together."""
        return tuple(
            name.strip(" .()")
            for byline in (self.shown, self.declared)
            if byline
            for name in (*byline.authors, byline.source, byline.raw)
            if name
        )


def read_heading(page: Opened, fetched_at: datetime | None) -> Heading:
    """Return what the page shows and declares of its article outside the text.

    A day alone that is the one of `fetched_at` may be the present day.
    """
    near, whole, head, template = page.near, page.whole, page.head, page.template
    scopes = [near, *([near.at(near.node.parent)] if near.node.parent is not None else []), whole]
    title, title_shown, titles_disagree = read_title(near, whole, template, head)
    title_node, around = title_shown, Surroundings()
    if page.containers and not template.body:
        title_node = title_shown or find_title(near, title)
        around = look_around(near, title_node, page.containers[0], fetched_at)
    section_path, sections_disagree = read_section_path(scopes, template, head, title, page.url)
    heading = Heading(
        title=title,
        title_node=title_node,
        titles_disagree=titles_disagree,
        dates=read_dates((near, whole), template, head, around.dates, fetched_at),
        section_path=section_path,
        sections_disagree=sections_disagree,
        tags=read_tags(scopes, template, head),
        scopes=scopes,
        around=around,
        nearby=around,
    )
    heading.kicker, heading.subtitle = read_titles_beside(near, template, title_shown)
    _read_lead(page, heading, fetched_at)
    _read_bylines(page, heading)
    return heading


def _read_lead(page: Opened, heading: Heading, fetched_at: datetime | None) -> None:
    shown = _shown_lead(page, page.near, heading.title_node)
    if shown is None and page.template.body:
        shown = _shown_lead(page, page.whole, heading.title_node)
    if page.containers and page.template.body and (shown is None or heading.dates.published_at is None):
        # The layout's own place is empty, or has another name.
        heading.nearby = look_around(page.near, heading.title_node, page.containers[0], fetched_at)
    text = lead_text(shown) if shown is not None else lead_beside_body(heading.nearby.between, page.head)
    if text:
        heading.lead, heading.agency_prefix = split_mark(text)
        heading.may_be_subtitle = (
            shown is None and heading.agency_prefix is None and not text.endswith(ENDS_OF_SENTENCE)
        )
    if heading.subtitle == text:
        heading.subtitle = None


def _shown_lead(page: Opened, scope: Scope, title: LexborNode | None) -> LexborNode | None:
    """Return the element named as the lead; on unknown pages a card or a picture in the body may have such a name."""
    bodies = [box for box in page.containers if title is None or not is_within(title, box)]
    for selector in page.template.lead:
        for node in scope.css(selector):
            if is_elsewhere(node, scope) or is_teaser(node, title) or not node_text(node):
                continue
            if page.template.body or not (is_in_picture(node) or any(is_within(node, box) for box in bodies)):
                return node
    return None


def _read_bylines(page: Opened, heading: Heading) -> None:
    heading.shown, heading.declared = read_shown_byline(page.near, page.template), read_declared_byline(page.head)
    if heading.shown is None and page.containers:
        heading.shown = byline_below(page.containers[-1]) or heading.around.byline


def take_from_body(page: Opened, heading: Heading, pieces: list[Piece], fetched_at: datetime | None) -> list[Piece]:
    """Return the pieces of the body without those that belong to the heading, which takes them: date and lead."""
    dates, around = heading.dates, heading.around
    pieces = without_row(pieces, dates.published_raw, around.row)
    pieces, closing = without_closing_date(pieces, dates.published_at)
    if dates.published_at is None and page.containers:
        line = closing or date_behind(page.containers[-1])
        if line is None:
            line = date_around(heading.nearby.dates, heading.scopes, page.template, fetched_at)
        dates.date_by(line)
    if heading.lead is None:
        heading.lead, heading.agency_prefix, pieces = lead_in_body(pieces, page.head, heading.title)
    elif heading.may_be_subtitle:
        lead, mark, others = lead_in_body(pieces, page.head, heading.title)
        if mark is not None:
            heading.subtitle, heading.lead, heading.agency_prefix, pieces = heading.lead, lead, mark, others
    if heading.lead is None and not page.containers and (described := declared_lead(page.head)):
        heading.lead, heading.agency_prefix = split_mark(described)
    return pieces
