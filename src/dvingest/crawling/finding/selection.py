"""Which of the articles that listings name are considered, and which of those are fetched."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dvingest.config import Settings
from dvingest.crawling.finding.query_numbers import NumbersInQueries
from dvingest.crawling.knowledge import Knowledge
from dvingest.crawling.ledger import Frontier, Ledger
from dvingest.crawling.mirror import Mirror
from dvingest.crawling.order import CrawlOrder
from dvingest.model import ArticleLink, Outcome, OutcomeStatus
from dvingest.plvn.urls import FRONT_PAGE, article_id, is_article, without_tracking
from dvingest.windows import month_of

log = logging.getLogger(__name__)

MAX_UNLISTED = 20
"""Articles that vanished from the listings, of which one crawl looks whether they are gone."""
FAR_AHEAD = timedelta(days=1)
"""A clock may be wrong by so much; what a listing dates later than that is not dated."""
MAX_REFUSED = 1_000
"""Addresses elsewhere, in sitemaps and feeds, that get an outcome of their own."""


class Selection:
    """Opens the account of an article, settles it where it need not be fetched, else puts it into the frontier."""

    def __init__(
        self,
        order: CrawlOrder,
        settings: Settings,
        mirror: Mirror,
        knowledge: Knowledge,
        ledger: Ledger,
        frontier: Frontier,
        now: datetime,
    ) -> None:
        self.ledger = ledger
        self.notes: list[str] = []
        """Why discovery did not reach its end, a sentence each; empty when it did."""
        self.found_articles = False
        """Whether any listing named any article, of whatever time."""
        self._has_newer = self._has_reached = False
        """Whether some date lies after the window, and whether some lies before its end."""
        self._order = order
        self._max_urls = settings.max_urls
        self._mirror = mirror
        self._knowledge = knowledge
        self._frontier = frontier
        self._now = now
        self._older: set[str] = set()
        self._inside: set[str] = set()
        self._within: set[str] = set()
        self._numbers: dict[str, tuple[int, int]] = {}
        """Host to the lowest number of its articles of the window, and how many of them have one."""
        self._unchanged: dict[str, tuple[ArticleLink, Outcome]] = {}
        """What need not be fetched by the listings so far; another may still tell that it has changed."""
        self._numbers_in_queries = NumbersInQueries()
        self._refused = 0
        self._outcomes: list[Outcome] = []

    @property
    def is_all_newer(self) -> bool:
        """Whether articles were dated, and every one of them after the window."""
        return self._has_newer and not self._has_reached

    def is_older(self, key: str) -> bool:
        """Tell whether some date puts an article before the window."""
        return key in self._older

    def was_older(self, key: str) -> bool:
        """Tell whether the store knows an article to be from before the window."""
        known = self._knowledge.articles.get(key)
        if known is not None:
            return known.published_at < self._order.window.starts_at
        # The months of the window are known. What recent runs stored beside them is older if they reach into tomorrow,
        # for which some articles are dated ahead.
        ends_now = month_of(self._now + FAR_AHEAD) in self._order.window.months()
        return ends_now and self._knowledge.has_row(key)

    def was_within(self, key: str) -> bool:
        """Tell whether the store knows an article to be from within the window."""
        known = self._knowledge.articles.get(key)
        return known is not None and self._order.window.contains(known.published_at)

    def is_inside(self, key: str) -> bool:
        """Tell whether some date puts an article into the window, or after its begin."""
        return key in self._inside

    def is_within(self, key: str) -> bool:
        """Tell whether its page dates an article within the window."""
        return key in self._within

    def is_numbered_before(self, key: str) -> bool:
        """Tell whether the CMS numbered an article before every one that a date puts into the window.

        Numbers grow with time, not strictly: so this is asked only of articles that can but be newer than the rest.
        """
        host, number = number_of(key)
        known = self._numbers.get(host)
        return number is not None and known is not None and known[1] >= 3 and number < known[0]

    def note_published(self, key: str, published_at: datetime | None) -> None:
        """Learn from its page when an article was published."""
        if published_at is not None:
            self._note_reach(published_at)
            if self._order.window.contains(published_at):
                self._within.add(key)
            (self._older if published_at < self._order.window.starts_at else self._inside).add(key)

    def note_older(self, address: str, page: str) -> None:
        """Learn that a listing dates an article before the window."""
        key = self._key_of(address, page)
        if key is not None:
            self._has_reached = True
            self._older.add(key)

    def _key_of(self, address: str, page: str) -> str | None:
        url = self._mirror.resolve(address, page)
        if url is None or not is_article(url):
            return None
        self.found_articles = True
        return self._knowledge.name_of(article_id(url))

    def consider_dated(self, link: ArticleLink) -> None:
        """Consider an article that a listing shows with the date of its publication, if that is of the window."""
        link = self._with_possible_date(link)
        if link.modified_at is None or self._order.window.contains(link.modified_at):
            self.consider(link)
        elif link.modified_at < self._order.window.starts_at:
            self.note_older(link.url, link.found_in)
        elif self._key_of(link.url, link.found_in) is not None:
            self._has_newer = True

    def consider(self, link: ArticleLink) -> None:
        """Open the account of an article, and settle it at once where it need not be fetched."""
        link = self._with_possible_date(link)
        url = self._mirror.resolve(link.url, link.found_in or FRONT_PAGE)
        if url is None:
            self.refuse(link.url)
            return
        if trouble := self._numbers_in_queries.trouble_with(url):
            self.note(trouble)
        if not is_article(url):
            return
        self.found_articles = True
        url = without_tracking(url)
        key = self._knowledge.name_of(article_id(url))
        if link.modified_at is not None:
            self._note_reach(link.modified_at)
        if link.modified_at is not None and key not in self._inside:
            self._inside.add(key)
            self._note_number(key)
        # Known are the articles of the window's months.
        self._has_reached = self._has_reached or key in self._knowledge.articles
        if self.ledger.knows(key):
            self.ledger.note_address(key, url)
            self._look_again(key, link.modified_at)
            return
        if self.ledger.considered >= self._max_urls:
            self.note(f"the budget of {self._max_urls} URLs is used up (DVINGEST_MAX_URLS).")
            return
        link = replace(link, url=url)
        self.ledger.consider(key, url, link.section)
        outcome = self._settled(key, link)
        if outcome is None:
            self._frontier.push(key, link)
        elif outcome.status is OutcomeStatus.UNCHANGED:
            self._unchanged[key] = (link, outcome)
        else:
            self.settle(key, outcome)

    def _with_possible_date(self, link: ArticleLink) -> ArticleLink:
        """Return a link without a date that lies ahead: it would make every run fetch the article again."""
        latest = max(self._now, self._order.window.ends_at) + FAR_AHEAD
        is_ahead = link.modified_at is not None and link.modified_at > latest
        return replace(link, modified_at=None) if is_ahead else link

    def _look_again(self, key: str, modified_at: datetime | None) -> None:
        """Fetch an article after all that one listing took for unchanged and another one dates later.

        A feed tells when an article was published, and is read before the sitemap that tells when it was changed.
        """
        link, _ = self._unchanged.get(key, (None, None))
        if link is None or modified_at is None:
            return
        later = replace(link, modified_at=modified_at)
        if self._settled(key, later) is None:
            del self._unchanged[key]
            self._frontier.push(key, later)

    def settle_unchanged(self) -> None:
        """Settle what all listings that were read leave unchanged."""
        unchanged, self._unchanged = self._unchanged, {}
        for key, (_, outcome) in unchanged.items():
            self.settle(key, outcome)

    def _note_reach(self, moment: datetime) -> None:
        if moment < self._order.window.ends_at:
            self._has_reached = True
        else:
            self._has_newer = True

    def _note_number(self, key: str) -> None:
        host, number = number_of(key)
        if number is not None:
            lowest, count = self._numbers.get(host, (number, 0))
            self._numbers[host] = (min(lowest, number), count + 1)

    def _settled(self, key: str, link: ArticleLink) -> Outcome | None:
        if self._mirror.to_site(link.url) is None:
            return Outcome(link.url, OutcomeStatus.SKIPPED, "off_site", key, link.section, "no mirror of its host")
        return self._knowledge.settled(link, key, self._now)

    def earlier_name(self, published_at: datetime | None, addresses: Sequence[str]) -> str | None:
        """Return the id that an article has in silver under an earlier address, if its own does not give it."""
        return self._knowledge.earlier_name(published_at, addresses)

    def is_purged(self, addresses: Iterable[str | None]) -> bool:
        """Tell whether one of a page's addresses is that of an article which was taken out for good."""
        return any(article_id(address) in self._knowledge.purged for address in addresses if address)

    def ask_for_missed(self) -> None:
        """Put what recent runs could not have into the frontier: lists without a sitemap soon name it no more."""
        for outcome in self._knowledge.missed(lambda key: self.ledger.knows(key) or key in self._older):
            key = outcome.article_id or article_id(outcome.url)
            if self._mirror.to_site(outcome.url) and self.ledger.consider(key, outcome.url, outcome.section):
                self._frontier.push(key, ArticleLink(outcome.url, None, outcome.section, ""))

    def verify_unlisted(self, *, whole_months: bool) -> None:
        """Put the known articles that no listing names any more into the frontier, to learn whether they are gone.

        whole_months: whether listings name all of the window's months, and not of its days alone.
        If there are many the listings are at fault, and the articles are left alone.
        """

        def is_named(key: str) -> bool:
            is_known = self.ledger.knows(key) or key in self._older
            return is_known or not (whole_months or self.was_within(key))

        unlisted = self._knowledge.unlisted(is_named, self._now)
        if len(unlisted) > max(MAX_UNLISTED, len(self._knowledge.articles) // 20):
            log.info("%d known articles are listed nowhere: too many to be gone", len(unlisted))
            return
        for article in unlisted[:MAX_UNLISTED]:
            link = ArticleLink(article.canonical_url, None, None, "")
            if self._mirror.to_site(link.url) and self.ledger.consider(article.article_id, link.url):
                self._frontier.push(article.article_id, link)

    def refuse(self, address: str) -> None:
        """Settle an address in a sitemap or feed that is not the newspaper's."""
        key = f"refused:{address[:200]}"
        if self._refused < MAX_REFUSED and self.ledger.consider(key, address[:500]):
            self._refused += 1
            self.settle(key, Outcome(address[:500], OutcomeStatus.SKIPPED, "off_site"))

    def miss_listing(self, url: str, kind: str, reason: str, detail: str, *, is_spare: bool) -> bool:
        """Settle a listing that was not read; False where others stand in, or earlier runs know it as gone."""
        is_forbidden = reason == "robots"
        is_news = not is_spare and not self._knowledge.is_list_gone(url, kind, reason)
        if is_news and not is_forbidden:
            self.note(f"{url} could not be read ({reason}).")
        key = f"listing:{url}"
        if self.ledger.consider(key, url):
            status = OutcomeStatus.SKIPPED if is_forbidden else OutcomeStatus.FAILED
            self.settle(key, Outcome(url, status, reason, None, None, detail or kind))
        return is_news

    def settle(self, key: str, outcome: Outcome) -> None:
        """Close an account without a page."""
        if self.ledger.settle(key, outcome.status):
            self._outcomes.append(outcome)

    def take_outcomes(self) -> list[Outcome]:
        """Return the outcomes decided since the last call."""
        taken, self._outcomes = self._outcomes, []
        return taken

    def note(self, sentence: str) -> None:
        """Remember a reason why discovery is not complete."""
        if sentence not in self.notes and len(self.notes) < 50:
            self.notes.append(sentence)
            log.info("Incomplete: %s", sentence)


def number_of(key: str) -> tuple[str, int | None]:
    """Return the host and the CMS's number in an article's id, None for one without."""
    host, _, name = key.removeprefix("plvn:").rpartition("/")
    return host, int(name) if name.isascii() and name.isdigit() else None
