"""What earlier runs know, asked before anything is fetched: articles in silver, purged ones, recent outcomes."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from dvingest.config import Settings
from dvingest.crawling.order import CrawlOrder
from dvingest.errors import DvingestError
from dvingest.lake.layout import Layout
from dvingest.lake.manifests import read_manifests, readable_outcomes
from dvingest.lake.objects import ObjectStore
from dvingest.lake.purged import PurgedIds, read_purged
from dvingest.lake.silver import SilverTable
from dvingest.model import SAME_AS_BEFORE, ArticleLink, KnownArticle, Manifest, Outcome, OutcomeStatus
from dvingest.plvn.urls import article_id, canonical_url, has_cms_number, slug_of
from dvingest.refetching import WALLS, needs_refetch
from dvingest.windows import month_of

log = logging.getLogger(__name__)

RECENT_RUNS = 8
"""Runs whose outcomes are looked at: so many of the last ones, and of those of the same days."""
REJECTED_AGAIN = timedelta(hours=20)
"""A page that was no article is looked at again by the next day's run, not by one started right after.

Unless a check refused the run, which then asks for just that: to run the same days again.
"""
VERIFIED_AGAIN = timedelta(hours=20)
"""The same for an article that the newspaper does not list any more."""
CLOCKS_APART = timedelta(minutes=15)
"""So far the newspaper's clock may be behind ours, which stores let go wrong by so much."""
_MINUTE = timedelta(minutes=1)
"""Many pages show no seconds."""
_HAS_ROW = frozenset({OutcomeStatus.STORED, OutcomeStatus.UNCHANGED})
_NUMBER = re.compile(r"-(?:post)?\d+$", re.ASCII)
_DAYS_IN_A_ROW = 3
_ABSENT = frozenset(
    {("sitemap", "robots"), *(("section", reason) for reason in ("http_404", "http_410", "no_list", "robots"))}
)
"""What kind of list may be not there, or forbidden, for good."""
_GIVEN_UP = 5
"""Runs that could not have a page after which it is asked for only where a listing names it."""


@dataclass(slots=True)
class Knowledge:
    """Answers whether an article has to be fetched."""

    articles: dict[str, KnownArticle] = field(default_factory=dict)
    """By id, and by the id that the address of today would give where that is another."""
    purged: PurgedIds = field(default_factory=PurgedIds)
    earlier: dict[str, tuple[datetime, Outcome]] = field(default_factory=dict)
    """Article id to when a recent run looked at it, and what became of it there."""
    compared: dict[str, datetime] = field(default_factory=dict)
    """Article id to when a recent run fetched it again and found it the same: its row keeps its older date."""
    owed: dict[str, Outcome] = field(default_factory=dict)
    """Article id to the outcome of one that a recent run of these days wanted and could not have."""
    absent_lists: dict[str, frozenset[date]] = field(default_factory=dict)
    """List to the days on which the runs of this flow, one after the other, found it not there or forbidden."""
    aliases: dict[str, tuple[str, frozenset[date]]] = field(default_factory=dict)
    """Article id to the article whose page stood in its place, and the days on which runs found it so."""
    months: frozenset[str] = frozenset()
    """Months that `articles` are of."""
    read_month: Callable[[str], Sequence[KnownArticle]] = lambda _: ()
    """Reads the articles of another month, which pages turn out to be of."""
    _by_slug: dict[tuple[str | None, str, datetime], str] | None = None
    _renamed: dict[str, str] = field(default_factory=dict)
    """Id that the address of today gives, to the id in silver, of articles of other months."""
    _months_read: set[str] = field(default_factory=set)

    def settled(self, link: ArticleLink, article_id: str, now: datetime) -> Outcome | None:
        """Return the outcome of an article that need not be fetched; None for one that has to be."""
        if article_id in self.purged:
            return Outcome(link.url, OutcomeStatus.SKIPPED, "purged", article_id, link.section)
        known = self.articles.get(article_id)
        if known is not None:
            if is_changed(link.modified_at, known, self.compared.get(article_id)):
                return None
            return Outcome(link.url, OutcomeStatus.UNCHANGED, None, article_id, link.section)
        if self.is_earlier_address(article_id):
            page, _ = self.aliases[article_id]
            return Outcome(link.url, OutcomeStatus.SKIPPED, "duplicate", article_id, link.section, page)
        return self._as_before(link, article_id, now)

    def is_earlier_address(self, article_id: str) -> bool:
        """Tell whether an address leads to another article for good: pages are not mixed up for days."""
        _, days = self.aliases.get(article_id, ("", ()))
        return len(days) >= _DAYS_IN_A_ROW

    def unlisted(self, is_listed: Callable[[str], bool], now: datetime) -> list[KnownArticle]:
        """Return the known articles that no listing names any more and that were not looked at lately, newest first.

        Without those that are known to be gone: by their rows, or by pages in their place that say so.
        """
        listed = {article.article_id for key, article in self.articles.items() if is_listed(key)}
        found = [
            article
            for key, article in self.articles.items()
            if key == article.article_id
            and key not in listed
            and key not in self.purged
            and article.gone_at is None
            and not self._is_refused(key)
            and now - article.fetched_at > VERIFIED_AGAIN
        ]
        return sorted(found, key=lambda article: article.fetched_at, reverse=True)

    def has_row(self, article_id: str) -> bool:
        """Tell whether a recent run stored an article, or found it stored."""
        _, before = self.earlier.get(article_id, (None, None))
        return before is not None and before.status in _HAS_ROW

    def is_list_gone(self, url: str, kind: str, reason: str) -> bool:
        """Tell whether a list is not there for good: menus keep what the newspaper has closed."""
        return (kind, reason) in _ABSENT and len(self.absent_lists.get(url, ())) >= _DAYS_IN_A_ROW

    def _is_refused(self, article_id: str) -> bool:
        _, before = self.earlier.get(article_id, (None, None))
        return before is not None and before.status is OutcomeStatus.REJECTED

    def missed(self, is_listed: Callable[[str], bool]) -> list[Outcome]:
        """Return what recent runs of these days could not have, and no listing names any more."""
        return [
            outcome
            for key, outcome in self.owed.items()
            if not is_listed(key) and key not in self.articles and key not in self.purged
        ]

    def name_of(self, article_id: str) -> str:
        """Return the id that an article has in silver by the one that an address gives."""
        known = self.articles.get(article_id)
        return known.article_id if known is not None else article_id

    def earlier_name(self, published_at: datetime | None, addresses: Sequence[str]) -> str | None:
        """Return the id that an article has in silver under an earlier address, if its own does not give it.

        The newspaper has moved to addresses without numbers: the words of the slug stay, and the minute of publication.
        `addresses` are those of the article, its own one first.
        """
        name = article_id(addresses[0])
        known = self.articles.get(name)
        if known is not None or published_at is None or any(map(has_cms_number, addresses)):
            return known.article_id if known is not None and known.article_id != name else None
        if self._by_slug is None:
            self._by_slug = {}
            self._note_slugs(self.articles.values())
        self._look_into(month_of(published_at))
        return self._renamed.get(name) or self._by_slug.get(_slug_and_minute(addresses[0], published_at))

    def _look_into(self, month: str) -> None:
        """Learn the names of a month that the window does not touch, once: old articles are shown and edited too."""
        if month in self.months or month in self._months_read:
            return
        self._months_read.add(month)
        try:
            found = self.read_month(month)
        except DvingestError as trouble:
            log.warning("The articles of %s are not known: %s", month, trouble)
            return
        names = {article_id(one.canonical_url): one.article_id for one in found}
        self._renamed.update({name: known for name, known in names.items() if name != known})
        self._note_slugs(found)

    def _note_slugs(self, articles: Iterable[KnownArticle]) -> None:
        numbered = (one for one in articles if has_cms_number(one.canonical_url))
        names = {_slug_and_minute(one.canonical_url, one.published_at): one.article_id for one in numbered}
        self._by_slug = (self._by_slug or {}) | names

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


def _slug_and_minute(url: str, published_at: datetime) -> tuple[str | None, str, datetime]:
    address = canonical_url(url)
    words = _NUMBER.sub("", slug_of(address)) if has_cms_number(address) else slug_of(address)
    return urlsplit(address).hostname, words, published_at.astimezone(UTC).replace(second=0, microsecond=0)


def is_changed(modified_at: datetime | None, known: KnownArticle, compared_at: datetime | None = None) -> bool:
    """Tell whether a listing's date says that an article has changed since it was seen.

    No date says nothing, nor does that of the publication or the change that the page itself tells.
    """
    told = known.published_at if known.modified_at is None else known.modified_at
    if modified_at is None or modified_at < told + _MINUTE:
        return False
    return modified_at > max(known.fetched_at, compared_at or known.fetched_at) - CLOCKS_APART


def load_knowledge(settings: Settings, order: CrawlOrder, now: datetime) -> Knowledge:
    """Read what is known of the window; StoreError when the store cannot be asked."""
    store, layout = ObjectStore(settings), Layout(settings.prefix)
    silver = SilverTable(store, layout)
    known = {article.article_id: article for article in silver.known(order.window.months())}
    warn_of_times_to_come(known.values(), now)
    known = {article_id(article.canonical_url): article for article in known.values()} | known
    version = silver.version()
    knowledge = Knowledge(known, read_purged(store, layout))
    if version is not None:
        knowledge.months = frozenset(order.window.months())
        knowledge.read_month = lambda month: silver.known([month])
    _learn_of_runs(knowledge, store, layout, order, now.date(), version)
    log.info(
        "Known already: %d articles, %d purged, %d outcomes of recent runs",
        len(known),
        len(knowledge.purged),
        len(knowledge.earlier),
    )
    return knowledge


def warn_of_times_to_come(known: Iterable[KnownArticle], now: datetime) -> None:
    """Warn where articles were fetched later than it is now: of two fetches the one with the later time counts."""
    to_come = [one.fetched_at for one in known if one.fetched_at > now + CLOCKS_APART]
    if to_come:
        log.warning(
            "Articles of these days (%d) were fetched at a time to come, up to %s, and what changes in them is not "
            "taken before then: a clock is wrong or was, see that this machine's is set (NTP).",
            len(to_come),
            f"{max(to_come):%Y-%m-%d %H:%M} UTC",
        )


def _learn_of_runs(
    knowledge: Knowledge, store: ObjectStore, layout: Layout, order: CrawlOrder, today: date, version: int | None
) -> None:
    """Learn what recent runs settled, and what those of the same days still owe; `version` is the table's."""
    tries: Counter[str] = Counter()
    manifests = read_manifests(store, layout, since=today - timedelta(days=14))
    newest = max((one.silver_version or 0 for one in manifests), default=0)
    has_rows = version is not None and version >= newest
    if not has_rows and newest:
        log.warning(
            "The table is older than what runs have written: what this run finds missing is fetched again, "
            "'dvingest replay' brings the rest back from stored pages."
        )
    of_these_days = [one for one in manifests if one.window.overlaps(order.window)]
    # A backfill of many months is many runs: what runs of these days owe must not be forgotten over them.
    looked_at = {one.run_id: one for one in (*of_these_days[-RECENT_RUNS:], *manifests[-RECENT_RUNS:])}
    for run_id, manifest in sorted(looked_at.items()):
        is_of_these_days = manifest in of_these_days
        absent: set[str] = set()
        for outcome in readable_outcomes(store, layout, run_id):
            if (outcome.detail, outcome.reason) in _ABSENT:
                absent.add(outcome.url)
            # Under the address that was listed as well: a page may name another as its own, and get its id from there.
            for key in {outcome.article_id or "", article_id(outcome.url)} - {""}:
                _learn_what_became(knowledge, key, outcome, manifest, has_rows=has_rows)
                if not needs_refetch(outcome.status, outcome.reason):
                    knowledge.owed.pop(key, None)
                elif is_of_these_days and key == outcome.article_id:
                    knowledge.owed[key] = outcome
                    tries[key] += 1
        if manifest.flow == order.flow and not manifest.limited and manifest.status in ("succeeded", "rejected"):
            before, day = knowledge.absent_lists, frozenset({manifest.started_at.date()})
            knowledge.absent_lists = {url: before.get(url, frozenset()) | day for url in absent}
    for key in [key for key in knowledge.owed if tries[key] >= _GIVEN_UP or knowledge.is_earlier_address(key)]:
        del knowledge.owed[key]


def _learn_what_became(knowledge: Knowledge, key: str, outcome: Outcome, manifest: Manifest, *, has_rows: bool) -> None:
    """Learn from one outcome of a run; rows it tells of count only where the table still `has_rows` of that run."""
    when = manifest.started_at
    if _is_rejected(outcome):
        # Unless a check refused the run, which asks to run the same days again.
        if manifest.status != "rejected":
            knowledge.earlier[key] = (when, outcome)
    elif has_rows and outcome.status in _HAS_ROW:
        knowledge.earlier[key] = (when, outcome)
    else:
        knowledge.earlier.pop(key, None)
    if outcome.reason == "other_article":
        page, days = knowledge.aliases.get(key, ("", frozenset()))
        day = frozenset({when.date()})
        knowledge.aliases[key] = outcome.detail, days | day if page == outcome.detail else day
    if outcome.detail == SAME_AS_BEFORE:
        knowledge.compared[key] = when


def _is_rejected(outcome: Outcome) -> bool:
    """Tell whether a page is itself no article; one that led elsewhere, as a wall does, may be there next time."""
    is_itself = outcome.article_id == article_id(outcome.url)
    return outcome.status is OutcomeStatus.REJECTED and outcome.reason not in WALLS and is_itself
