"""What earlier runs know, asked before anything is fetched: articles in silver, purged ones, recent outcomes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dvingest.config import Settings
from dvingest.crawling.order import CrawlOrder
from dvingest.lake.layout import Layout
from dvingest.lake.manifests import read_manifests, readable_outcomes
from dvingest.lake.objects import ObjectStore
from dvingest.lake.purged import PurgedIds, read_purged
from dvingest.lake.silver import SilverTable
from dvingest.model import ArticleLink, KnownArticle, Outcome, OutcomeStatus
from dvingest.plvn.urls import article_id

log = logging.getLogger(__name__)

RECENT_RUNS = 8
"""Runs whose outcomes are looked at."""
REJECTED_AGAIN = timedelta(hours=20)
"""A page that was no article is looked at again by the next day's run, not by one started right after."""
VERIFIED_AGAIN = timedelta(hours=20)
"""The same for an article that the newspaper does not list any more."""
_HAS_ROW = frozenset({OutcomeStatus.STORED, OutcomeStatus.UNCHANGED})


@dataclass(slots=True)
class Knowledge:
    """Answers whether an article has to be fetched."""

    articles: dict[str, KnownArticle] = field(default_factory=dict)
    purged: PurgedIds = field(default_factory=PurgedIds)
    earlier: dict[str, tuple[datetime, Outcome]] = field(default_factory=dict)
    """Article id to when a recent run looked at it, and what became of it there."""

    def settled(self, link: ArticleLink, article_id: str, now: datetime) -> Outcome | None:
        """Return the outcome of an article that need not be fetched; None for one that has to be."""
        if article_id in self.purged:
            return Outcome(link.url, OutcomeStatus.SKIPPED, "purged", article_id, link.section)
        known = self.articles.get(article_id)
        if known is not None:
            if is_changed(link.modified_at, known):
                return None
            return Outcome(link.url, OutcomeStatus.UNCHANGED, None, article_id, link.section)
        return self._as_before(link, article_id, now)

    def unlisted(self, is_listed: Callable[[str], bool], now: datetime) -> list[KnownArticle]:
        """Return the known articles that no listing names any more and that were not looked at lately, newest first."""
        found = [
            article
            for key, article in self.articles.items()
            if not is_listed(key) and key not in self.purged and now - article.fetched_at > VERIFIED_AGAIN
        ]
        return sorted(found, key=lambda article: article.fetched_at, reverse=True)

    def _as_before(self, link: ArticleLink, article_id: str, now: datetime) -> Outcome | None:
        when, before = self.earlier.get(article_id, (None, None))
        if when is None or before is None or (link.modified_at is not None and link.modified_at > when):
            return None
        if before.status in _HAS_ROW:
            # Listed without a date, and published in another month than those that were asked for in silver.
            return Outcome(link.url, OutcomeStatus.UNCHANGED, None, article_id, link.section)
        if now - when > REJECTED_AGAIN:
            return None
        return Outcome(link.url, before.status, before.reason, article_id, link.section, before.detail)


def is_changed(modified_at: datetime | None, known: KnownArticle) -> bool:
    """Tell whether a listing's date says that an article has changed since silver saw it; no date says nothing."""
    if modified_at is None:
        return False
    return modified_at > known.fetched_at and (known.modified_at is None or modified_at > known.modified_at)


def load_knowledge(settings: Settings, order: CrawlOrder, now: datetime) -> Knowledge:
    """Read what is known of the window; StoreError when the store cannot be asked."""
    store, layout = ObjectStore(settings), Layout(settings.prefix)
    silver = SilverTable(store, layout)
    known = {article.article_id: article for article in silver.known(order.window.months())}
    has_table = bool(known) or silver.version() is not None
    knowledge = Knowledge(known, read_purged(store, layout), _earlier(store, layout, now.date(), has_table))
    log.info(
        "Known already: %d articles, %d purged, %d outcomes of recent runs",
        len(known),
        len(knowledge.purged),
        len(knowledge.earlier),
    )
    return knowledge


def _earlier(store: ObjectStore, layout: Layout, today: date, has_table: bool) -> dict[str, tuple[datetime, Outcome]]:
    found: dict[str, tuple[datetime, Outcome]] = {}
    for manifest in read_manifests(store, layout, since=today - timedelta(days=14), last=RECENT_RUNS):
        for outcome in readable_outcomes(store, layout, manifest.run_id):
            # Under the address that was listed as well: a page may name another as its own, and get its id from there.
            for key in {outcome.article_id or "", article_id(outcome.url)} - {""}:
                if outcome.status is OutcomeStatus.REJECTED or (has_table and outcome.status in _HAS_ROW):
                    found[key] = (manifest.started_at, outcome)
                else:
                    found.pop(key, None)
    return found
