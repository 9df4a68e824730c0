"""Finds boilerplate from data: paragraphs and trailing sentences that stand in unusually many articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from dvingest.extraction.text import folded
from dvingest.model import Article

LEAST_ARTICLES = 5
LEAST_SHARE = 0.005
"""Of the articles of the months in which the text occurs."""
MOST_EXAMPLES = 3
TRAILING_BLOCKS = 3

_LONGEST_SAMPLE = 240
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?…:])\s+(?=[^\W\d_a-zà-ỹ]|\d)")


@dataclass(frozen=True, slots=True)
class RecurringText:
    """A text that many articles share."""

    text: str
    """As one of the articles has it; figures may differ in the others."""
    articles: int
    share: float
    """Of the articles of the months in which it occurs."""
    trailing: float
    """Share of its occurrences among the last blocks of a body: near 1 for what stands below articles."""
    sections: tuple[tuple[str, int], ...]
    first_month: str
    last_month: str
    examples: tuple[str, ...]
    """Ids of articles that have it."""


@dataclass(slots=True)
class _Trace:
    """What is kept of a text that may turn out to recur."""

    sample: str
    per_section: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    trailing: int = 0
    examples: list[str] = field(default_factory=list)


def find_recurring(
    articles: Iterable[Article], *, least_articles: int = LEAST_ARTICLES, least_share: float = LEAST_SHARE
) -> list[RecurringText]:
    """Return the texts that recur, the one in most articles first.

    Articles come month by month: what occurs once in a month is forgotten at its end, so that memory is bounded by a
    month's text, however long the archive. A text is counted once per article; figures and tone marks' places do not
    tell two texts apart.
    """
    kept: dict[bytes, _Trace] = {}
    of_month: dict[bytes, _Trace] = {}
    per_month: Counter[str] = Counter()
    month = None
    for article in articles:
        if article.month != month:
            _keep_recurring(of_month, kept)
            of_month, month = {}, article.month
        per_month[article.month] += 1
        _count(article, of_month)
    _keep_recurring(of_month, kept)
    found = (_judge(trace, per_month) for trace in kept.values())
    recurring = [text for text in found if text.articles >= least_articles and text.share >= least_share]
    return sorted(recurring, key=lambda text: (-text.articles, -text.trailing, text.text))


def _count(article: Article, traces: dict[bytes, _Trace]) -> None:
    for key, sample, trailing in _pieces(article):
        trace = traces.get(key)
        if trace is None:
            trace = traces[key] = _Trace(sample)
        trace.per_section[article.section or "-"] += 1
        trace.months[article.month] += 1
        trace.trailing += trailing
        if len(trace.examples) < MOST_EXAMPLES:
            trace.examples.append(article.article_id)


def _pieces(article: Article) -> Iterator[tuple[bytes, str, bool]]:
    """Yield each paragraph of the body and the last sentence of its last block, each text once."""
    seen: set[bytes] = set()
    last = len(article.blocks) - TRAILING_BLOCKS
    for number, block in enumerate(article.blocks):
        for text in block.text.splitlines():
            key = _key(text)
            if key and key not in seen:
                seen.add(key)
                yield key, text[:_LONGEST_SAMPLE], number >= last
    if article.blocks:
        sentences = _SENTENCE_END.split(article.blocks[-1].text)
        key = _key(sentences[-1])
        if len(sentences) > 1 and key and key not in seen:
            yield key, sentences[-1][:_LONGEST_SAMPLE], True


def _key(text: str) -> bytes:
    """Return a short hash of what a reader takes for the same text; empty for text without letters."""
    comparable = _DIGITS.sub("0", folded(text)).strip(" .:;-*>»")
    if not any(sign.isalpha() for sign in comparable):
        return b""
    return blake2b(comparable.encode(), digest_size=10).digest()


def _keep_recurring(of_month: dict[bytes, _Trace], kept: dict[bytes, _Trace]) -> None:
    for key, trace in of_month.items():
        if trace.months.total() < 2 and key not in kept:
            continue
        if key not in kept:
            kept[key] = trace
            continue
        known = kept[key]
        known.per_section.update(trace.per_section)
        known.months.update(trace.months)
        known.trailing += trace.trailing
        known.examples = (known.examples + trace.examples)[:MOST_EXAMPLES]


def _judge(trace: _Trace, per_month: Counter[str]) -> RecurringText:
    number = trace.months.total()
    return RecurringText(
        text=trace.sample,
        articles=number,
        share=number / sum(per_month[month] for month in trace.months),
        trailing=trace.trailing / number,
        sections=tuple(trace.per_section.most_common(5)),
        first_month=min(trace.months),
        last_month=max(trace.months),
        examples=tuple(trace.examples),
    )
