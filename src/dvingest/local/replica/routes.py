"""From host, path and query to the newspaper's answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from urllib.parse import parse_qs

from dvingest.local.replica import feeds, listings
from dvingest.local.replica.answer import Answer, missing, page, redirect
from dvingest.local.replica.corpus import slugify
from dvingest.local.replica.furniture import Link
from dvingest.local.replica.newspaper import Newspaper
from dvingest.local.replica.parts import HOSTS, MAIN, Entry, Section
from dvingest.local.replica.pictures import picture
from dvingest.local.replica.prose import mix
from dvingest.local.replica.sections import section_path, sections_of
from dvingest.windows import DateWindow, first_of_next_month

_LOAD_MORE = re.compile(r"^/api/morenews-(zone|latest)-(\d+)-(\d+)(?:\.html)?$")
_MONTH = re.compile(r"^/sitemaps/news-(\d{4})-(\d{1,2})\.xml$")
_FEED = re.compile(r"^/rss/([a-z-]+?)(?:-(\d+))?\.rss$")
_GAPS = 25
"""One article in so many is missing from its section pages; the sitemaps name it."""
_LAGGING = 40
"""Of so many newest articles some are not yet in the sitemaps."""
_T = TypeVar("_T")
IMAGE_HOST = f"image.{MAIN}"


class Routes:
    """Answers requests for one newspaper; what takes long to make is kept until something changes."""

    def __init__(self, newspaper: Newspaper, page_size: int = 20) -> None:
        self.newspaper = newspaper
        self.page_size = page_size
        self._kept: dict[tuple[object, ...], object] = {}
        self._kept_version = -1
        self._listings: dict[Section | str, list[int]] = {}
        self._learned = 0

    def answer(self, host: str, path: str, query: str = "") -> Answer:
        """Return what the newspaper's `host` answers for `path`."""
        if host == IMAGE_HOST or (path.startswith("/static/") and not path.endswith(".html")):
            return picture(path)
        if path == "/robots.txt":
            return feeds.robots(host)
        if path.endswith(".xml"):
            return self._sitemap(host, path)
        if path.endswith(".rss"):
            return self._feed(host, path)
        if path == "/":
            return self._home(host)
        if found := _LOAD_MORE.match(path):
            return self._load_more(host, found, query)
        if section := self._section_at(host, path):
            return self._section_page(section, path, query)
        entry = self.newspaper.corpus.find(host, path.rstrip("/"))
        return self._article(entry, path) if entry else missing()

    # articles

    def _article(self, entry: Entry, path: str) -> Answer:
        """Return the page, or a redirect to it from another of the article's addresses."""
        own = self.newspaper.corpus.path(entry)
        entry = self.newspaper.entry(entry.index)
        if path == own:
            return self.newspaper.article_answer(entry)
        if entry.trap == "seed" and path == self.newspaper.seed_path("zone"):
            return page("article", self.newspaper.seed_page("zone"), article=entry.index)
        if path == self._other_form(entry) and entry.skin in ("zone", "legacy") and "-post" in path:
            # Old articles answer under the new form as well, without sending on.
            return self.newspaper.article_answer(entry)
        return redirect(own if entry.number % 2 else f"https://{entry.host}{own}")

    def _other_form(self, entry: Entry) -> str:
        """Return the article's address in the form it is not known by: old for new, new for old."""
        own = self.newspaper.corpus.path(entry)
        if entry.skin == "platform" or entry.host != MAIN:
            return own
        slug = slugify(self.newspaper.corpus.title(entry))
        if own.endswith(f"-post{entry.number}.html"):
            return f"/{entry.section.slug}/{slug}-{entry.number}.html"
        return f"/{slug}-post{entry.number}.html"

    # listings

    def _home(self, host: str) -> Answer:
        newest = self._links(self._newest(host)[:30], host)
        elsewhere = [link for other in HOSTS if other != host for link in self._links(self._newest(other)[:6], host)]
        return listings.home(host, newest, elsewhere)

    def _section_at(self, host: str, path: str) -> Section | None:
        for section in sections_of(host):
            own = section.path.removesuffix(".html").rstrip("/")
            if path in (own, own + "/", own + ".html") and (
                section.listing == "platform" or not path.endswith(".html")
            ):
                return section
        return None

    def _section_page(self, section: Section, path: str, query: str) -> Answer:
        number = _number(query, "page", 1)
        if section.listing in ("json", "html"):
            number = 1
        indices = self.in_section(section)
        shown = indices[(number - 1) * self.page_size : number * self.page_size]
        has_more = number * self.page_size < len(indices)
        links = self._links(shown, section.host)
        return listings.section_page(section, number, links, has_more=has_more, page_size=self.page_size)

    def _load_more(self, host: str, found: re.Match[str], query: str) -> Answer:
        kind, zone, number = found[1], int(found[2]), max(1, int(found[3]))
        size = min(40, _number(query, "page_size", self.page_size))
        section = next((section for section in sections_of(host) if section.zone == zone), None)
        if kind == "zone" and section is None:
            return missing()
        indices = self._newest(host) if section is None or kind == "latest" else self.in_section(section)
        shown = indices[(number - 1) * size : number * size]
        entries = [self.newspaper.entry(index) for index in shown]
        items = [(self.newspaper.link(entry, host, summary=True), entry.published_at) for entry in entries]
        return listings.load_more(section or sections_of(host)[0], items)

    def _links(self, indices: list[int], host: str) -> list[Link]:
        return [self._listed(self.newspaper.entry(index), host) for index in indices]

    def _listed(self, entry: Entry, host: str) -> Link:
        """Return an article as listings name it: relative, absolute, in the old form, with a query."""
        link = self.newspaper.link(entry, host)
        if entry.host != host:
            return link
        own, absolute = link.href, f"https://{entry.host}{link.href}"
        forms = (own, own, absolute, f"http://{entry.host}{own}", self._other_form(entry), f"{absolute}?utm_source=web")
        href = own if entry.trap == "seed" else forms[mix(entry.index, 10) % len(forms)]
        return replace(link, href=href)

    def _newest(self, host: str) -> list[int]:
        return self._keep(lambda: self._newest_first(host), "newest", host)

    def in_section(self, section: Section) -> list[int]:
        """Return the places of the articles that a section's pages list, newest first."""
        return self._keep(lambda: self._newest_first(section), "section", section)

    def _newest_first(self, listing: Section | str) -> list[int]:
        self._learn_listings()
        indices = self._listings.get(listing, [])[::-1]
        if self.newspaper.moved():
            indices.sort(key=lambda index: self.newspaper.entry(index).published_at, reverse=True)
        return indices

    def _learn_listings(self) -> None:
        """Put the articles that were added since the last time into the lists of their host and sections."""
        for index in range(self._learned, len(self.newspaper.corpus)):
            entry = self.newspaper.corpus.entry(index)
            self._listings.setdefault(entry.host, []).append(index)
            if not is_missing_in_sections(entry):
                # A parent section lists what stands in its children.
                wanted = {
                    *section_path(entry.section),
                    *(section_path(second) if (second := entry.second_section) else ()),
                }
                for section in wanted:
                    self._listings.setdefault(section, []).append(index)
        self._learned = len(self.newspaper.corpus)

    # sitemaps and feeds

    def _sitemap(self, host: str, path: str) -> Answer:
        paper = self.newspaper
        if path == ("/sitemap.xml" if host == MAIN else "/sitemaps.xml"):
            return feeds.sitemap_index(host, self._months(), paper.newest_at())
        if path == "/sitemaps/categories.xml":
            return feeds.categories(host, paper.newest_at())
        newest = [paper.entry(index) for index in self._newest(host)[:60]]
        if path == "/sitemaps/latest-articles.xml":
            return feeds.plain_sitemap(
                (paper.corpus.url(e), paper.modified_at(e)) for e in newest if self.is_in_sitemap(e)
            )
        if path == "/sitemaps/google-news.xml":
            fresh = (
                e for e in newest if e.published_at > paper.newest_at() - timedelta(days=2) and self.is_in_sitemap(e)
            )
            return feeds.news_sitemap((paper.corpus.url(e), e.published_at, paper.corpus.title(e)) for e in fresh)
        found = _MONTH.match(path)
        if not found or not 1 <= int(found[2]) <= 12:
            return missing()
        first = date(int(found[1]), int(found[2]), 1)
        window = DateWindow(first, first_of_next_month(first))
        return self._keep(lambda: self._month(host, window), "month", host, first)

    def _month(self, host: str, window: DateWindow) -> Answer:
        paper = self.newspaper
        entries = [entry for entry in paper.listed_in(window, [host]) if self.is_in_sitemap(entry)]
        if not entries and f"{window.start:%Y-%m}" not in self._months():
            return missing()  # the index names no such month
        rows = [(paper.corpus.url(entry), paper.modified_at(entry)) for entry in entries]
        return feeds.sitemap(rows, encoded=window.start.month % 2 == 0)

    def is_in_sitemap(self, entry: Entry) -> bool:
        """Tell whether the sitemaps name the article yet: they lag behind section pages and feeds."""
        is_new = entry.index >= len(self.newspaper.corpus) - _LAGGING
        return not is_new or bool(entry.trap) or mix(entry.index, 12) % 5 != 0

    def _months(self) -> list[str]:
        moved = {f"{entry.published_at:%Y-%m}" for entry in self.newspaper.moved()}
        return sorted({*self.newspaper.corpus.months(), *moved})

    def _feed(self, host: str, path: str) -> Answer:
        found = _FEED.match(path)
        name = found[1] if found else ""
        if name == "van-hoa":
            return redirect("/", 302)
        if name == "phap-luat-tin-nong":
            return Answer("feed", b"<rss></rss>\r\n", content_type="application/rss+xml")
        section = next((section for section in sections_of(host) if section.slug == name), None)
        if name == "home" or path == "/tin-moi.rss":
            indices = self._newest(host)[:40]
        elif section is not None:
            indices = self.in_section(section)[:30]
        else:
            return missing()
        entries = [self.newspaper.entry(index) for index in indices]
        items = [self._item(entry) for entry in entries]
        answer = feeds.rss(section.name if section else "Trang chủ", items)
        # One feed breaks off in the middle of an entry.
        return replace(answer, body=answer.body[: len(answer.body) * 2 // 3]) if name == "ban-doc" else answer

    def _item(self, entry: Entry) -> tuple[str, str, str, datetime, str]:
        link = self.newspaper.link(entry, summary=True)
        mark = self.newspaper.content(entry).mark
        url = self.newspaper.corpus.url(entry) + ("?utm_source=rss" if entry.index % 3 == 0 else "")
        return link.title, url, mark + link.summary, entry.published_at, f"https://{IMAGE_HOST}/t/{entry.number}.jpg"

    def _keep(self, make: Callable[[], _T], *key: object) -> _T:
        if self._kept_version != self.newspaper.version:
            self._kept.clear()
            self._kept_version = self.newspaper.version
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value]  # stored under its own key


def is_missing_in_sections(entry: Entry) -> bool:
    """Tell whether the section pages miss the article; the sitemaps name it."""
    return not entry.trap and mix(entry.index, 11) % _GAPS == 1


def _number(query: str, name: str, default: int) -> int:
    value = parse_qs(query).get(name, [""])[0]
    return max(1, int(value)) if value.isdigit() and len(value) < 7 else default
