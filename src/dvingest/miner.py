"""Finds boilerplate from data: paragraphs and trailing sentences that stand in unusually many articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import takewhile
from math import ceil
from typing import NamedTuple

from dvingest.extraction.text import CAPITALS, folded
from dvingest.model import Article

LEAST_ARTICLES = 5
FEWEST_ARTICLES = 3
"""In place of LEAST_ARTICLES if that is more than LEAST_SHARE_OF_NEWS of a small archive."""
LEAST_SHARE = 0.005
"""Of the articles of the months in which the text occurs."""
LEAST_SECTION_SHARE = 0.01
"""Of the articles of the section that has it most, from the first month in which the text occurs to the last."""
LEAST_SHARE_OF_NEWS = 0.02
"""In place of LEAST_SHARE for a sentence that has several figures of its own in each of them."""
REMEMBERED = 20_000
"""Articles after which a text that has not come again is forgotten: half a year of the newspaper."""
MOST_EXAMPLES = 3
TRAILING_BLOCKS = 3

_LONGEST_SAMPLE = 240
# What stands in a text alone often enough, like "PV:" or "Còn nữa", is none for being met in a section once a month.
_LEAST_WORDS = 4
# "Cập nhật 10:30 12/03/2026" is boilerplate; a sentence of some length with figures of its own in each article is news.
_LEAST_FIGURES = 2
_WORDS_OF_NEWS = 8
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(rf"(?<=[.!?…:])\s+(?=[{CAPITALS}\d])")


@dataclass(frozen=True, slots=True)
class RecurringText:
    """A text that many articles share."""

    text: str
    """As one of the articles has it; figures may differ in the others."""
    articles: int
    share: float
    """Of the articles of the months in which it occurs; of the section that has it most where that says too little."""
    trailing: float
    """Share of its occurrences among the last blocks of a body: near 1 for what stands below articles."""
    sections: tuple[tuple[str, int], ...]
    first_month: str
    last_month: str
    examples: tuple[str, ...]
    """Ids of articles that have it."""
    is_doubtful: bool
    """Likely the articles' own: a heading or label within bodies, or a sentence in which several figures differ."""


@dataclass(slots=True)
class _Trace:
    """What is kept of a text that may turn out to recur."""

    sample: str
    per_section: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    trailing: int = 0
    examples: list[str] = field(default_factory=list)
    headings: int = 0
    figures: str = ""
    has_figures_of_its_own: bool = False

    def add(self, piece: _Piece, section: str, month: str, article_id: str) -> None:
        self.has_figures_of_its_own |= bool(self.months) and piece.figures != self.figures
        self.figures = piece.figures
        self.per_section[section] += 1
        self.months[month] += 1
        self.trailing += piece.is_trailing
        self.headings += piece.is_heading
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append(article_id)

    def update(self, later: _Trace) -> None:
        self.has_figures_of_its_own |= later.has_figures_of_its_own or later.figures != self.figures
        self.per_section.update(later.per_section)
        self.months.update(later.months)
        self.trailing += later.trailing
        self.headings += later.headings
        self.examples = (self.examples + later.examples)[:MOST_EXAMPLES]


class _Piece(NamedTuple):
    """A text of an article's body."""

    sample: str
    is_trailing: bool
    is_heading: bool
    figures: str


class _Once(NamedTuple):
    """A text that was met in one article of its month; the text itself is not kept."""

    piece: _Piece
    section: str
    month: str
    article_id: str
    number: int
    """Of articles read by the end of its month."""


def find_recurring(articles: Iterable[Article], *, remembered: int = REMEMBERED) -> list[RecurringText]:
    """Return the texts that recur, the one in most articles first and the doubtful ones last.

    Articles come month by month: a text that does not come again in its month nor in the `remembered` articles after it
    is forgotten, so that memory is bounded, however long the archive. A text is counted once per article; figures and
    tone marks' places do not tell two texts apart.
    """
    kept: dict[bytes, _Trace] = {}
    once: dict[bytes, _Once] = {}
    of_month: dict[bytes, _Trace] = {}
    totals: Counter[tuple[str, str]] = Counter()
    month = None
    for number, article in enumerate(articles):
        if article.month != month:
            _keep_recurring(of_month, kept, once, number)
            _forget(once, number - remembered)
            of_month, month = {}, article.month
        totals[article.month, _section(article)] += 1
        _count(article, of_month)
    _keep_recurring(of_month, kept, once, 0)
    found = (_judge(trace, totals) for trace in kept.values())
    return sorted((text for text in found if text), key=_rank)


def _section(article: Article) -> str:
    return article.section or "-"


def _rank(text: RecurringText) -> tuple[bool, int, float, str]:
    return text.is_doubtful, -text.articles, -text.trailing, text.text


def _count(article: Article, traces: dict[bytes, _Trace]) -> None:
    for key, piece in _pieces(article):
        trace = traces.get(key)
        if trace is None:
            trace = traces[key] = _Trace(piece.sample)
        trace.add(piece, _section(article), article.month, article.article_id)


def _pieces(article: Article) -> Iterator[tuple[bytes, _Piece]]:
    """Yield each paragraph of the body, its labels before a colon, its first and last sentence, each once."""
    seen: set[bytes] = set()
    last = len(article.blocks) - TRAILING_BLOCKS
    for number, block in enumerate(article.blocks):
        for text in block.text.splitlines():
            key = _key(text)
            if key and key not in seen:
                seen.add(key)
                yield key, _piece(text, number >= last, block.kind == "heading")
            opening, *more = _SENTENCE_END.split(text, maxsplit=1)
            is_label = opening.endswith(":")
            key = _key(opening) if more and (number == 0 or is_label) else b""
            if key and key not in seen:
                seen.add(key)
                yield key, _piece(opening, number >= last, is_label)
    if article.blocks:
        sentences = _SENTENCE_END.split(article.blocks[-1].text)
        key = _key(sentences[-1])
        if len(sentences) > 1 and key and key not in seen:
            yield key, _piece(sentences[-1], True, False)


def _piece(text: str, is_trailing: bool, is_heading: bool) -> _Piece:
    return _Piece(text[:_LONGEST_SAMPLE], is_trailing, is_heading, " ".join(_DIGITS.findall(text)))


def _key(text: str) -> bytes:
    """Return a short hash of what a reader takes for the same text; empty for text without letters."""
    comparable = _DIGITS.sub("0", folded(text)).strip(" .:;-*>»")
    if not any(sign.isalpha() for sign in comparable):
        return b""
    return blake2b(comparable.encode(), digest_size=10).digest()


def _keep_recurring(
    of_month: dict[bytes, _Trace], kept: dict[bytes, _Trace], once: dict[bytes, _Once], number: int
) -> None:
    for key, trace in of_month.items():
        earlier = once.pop(key, None)
        if key in kept:
            kept[key].update(trace)
        elif earlier is not None:
            kept[key] = _Trace(trace.sample)
            kept[key].add(earlier.piece, earlier.section, earlier.month, earlier.article_id)
            kept[key].update(trace)
        elif trace.months.total() > 1:
            kept[key] = trace
        else:
            section, month = next(iter(trace.per_section)), next(iter(trace.months))
            piece = _Piece("", trace.trailing > 0, trace.headings > 0, trace.figures)
            once[key] = _Once(piece, section, month, trace.examples[0], number)


def _forget(once: dict[bytes, _Once], before: int) -> None:
    """Take out what was met before that many articles were read; the oldest stands first."""
    for key in list(takewhile(lambda key: once[key].number < before, once)):
        del once[key]


def _judge(trace: _Trace, totals: Counter[tuple[str, str]]) -> RecurringText | None:
    """Return the text if it recurs in the months in which it occurs, in the whole time between, or in a section."""
    number = trace.months.total()
    if number < max(FEWEST_ARTICLES, min(LEAST_ARTICLES, ceil(totals.total() * LEAST_SHARE_OF_NEWS))):
        return None
    trailing = trace.trailing / number
    is_dense = max(trace.months.values()) > 1
    first, last = min(trace.months), max(trace.months)
    # What never came twice in a month is held against the months between as well: five in ten years say nothing.
    share = number / sum(
        articles
        for (month, _), articles in totals.items()
        if (month in trace.months if is_dense else first <= month <= last)
    )
    words = len(trace.sample.split())
    is_news = (
        trace.has_figures_of_its_own and trace.figures.count(" ") >= _LEAST_FIGURES - 1 and words >= _WORDS_OF_NEWS
    )
    is_notable = not is_news and (trailing >= 0.5 or words >= _LEAST_WORDS)
    if share < (LEAST_SHARE_OF_NEWS if is_news else LEAST_SHARE) or not (is_dense or is_notable):
        section, there = trace.per_section.most_common(1)[0]
        share = there / sum(
            articles for (month, name), articles in totals.items() if name == section and first <= month <= last
        )
        if there < LEAST_ARTICLES or share < LEAST_SECTION_SHARE or not is_notable:
            return None
    return RecurringText(
        text=trace.sample,
        articles=number,
        share=share,
        trailing=trailing,
        sections=tuple(trace.per_section.most_common(5)),
        first_month=first,
        last_month=last,
        examples=tuple(trace.examples),
        is_doubtful=is_news or (trailing < 0.5 and trace.headings > number / 2),
    )
