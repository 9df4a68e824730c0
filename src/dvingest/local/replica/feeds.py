"""Sitemaps, RSS and robots.txt of the replica."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from html import escape

from dvingest.local.replica.answer import Answer
from dvingest.local.replica.parts import MAIN
from dvingest.local.replica.sections import sections_of
from dvingest.local.replica.stamps import colon

_URLSET = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_NEWS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
)


def robots(host: str) -> Answer:
    """Return robots.txt: a few folders are closed, and the sitemap is named."""
    name = "sitemap.xml" if host == MAIN else "sitemaps.xml"
    lines = (
        "User-agent: *",
        "Disallow: /noi-bo/",
        "Disallow: /tim-kiem",
        "Disallow: /in-bai/",
        "",
        "User-agent: BadBot",
        "Disallow: /",
        "",
        f"Sitemap: https://{host}/{name}",
        "",
    )
    return Answer("robots", "\n".join(lines).encode(), content_type="text/plain; charset=utf-8")


def sitemap_index(host: str, months: Iterable[str], now: datetime) -> Answer:
    """Return the index: a file per month, newest first, and files that overlap with them."""
    names = [f"news-{int(month[:4])}-{int(month[5:])}.xml" for month in months][::-1]
    names += ["categories.xml", "latest-articles.xml", "google-news.xml"]
    rows = "".join(
        f"<sitemap><loc>https://{host}/sitemaps/{name}</loc><lastmod>{colon(now)}</lastmod></sitemap>\n"
        for name in names
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}'
    return Answer("sitemap", f"{xml}</sitemapindex>\n".encode(), content_type="text/xml; charset=utf-8")


def sitemap(rows: Iterable[tuple[str, datetime]], *, encoded: bool) -> Answer:
    """Return a file of addresses, gzipped whether asked for or not.

    `encoded`: as a content encoding; else the file itself is a gzip file.
    """
    body = "".join(f"<url><loc>{escape(url)}</loc><lastmod>{colon(moment)}</lastmod></url>\n" for url, moment in rows)
    packed = gzip.compress(f"{_URLSET}{body}</urlset>\n".encode(), compresslevel=6, mtime=0)
    if encoded:
        return Answer("sitemap", packed, content_type="text/xml", headers=(("Content-Encoding", "gzip"),))
    return Answer("sitemap", packed, content_type="application/x-gzip")


def plain_sitemap(rows: Iterable[tuple[str, datetime]]) -> Answer:
    """Return a file of addresses as it is."""
    body = "".join(f"<url><loc>{escape(url)}</loc><lastmod>{colon(moment)}</lastmod></url>\n" for url, moment in rows)
    return Answer("sitemap", f"{_URLSET}{body}</urlset>\n".encode(), content_type="text/xml; charset=utf-8")


def news_sitemap(rows: Iterable[tuple[str, datetime, str]]) -> Answer:
    """Return the sitemap for Google News: title and publication date of the newest articles."""
    body = "".join(
        f"<url><loc>{escape(url)}</loc><news:news><news:publication><news:name>PLVN</news:name><news:language>vi"
        f"</news:language></news:publication><news:publication_date>{colon(moment)}</news:publication_date>"
        f"<news:title>{escape(title)}</news:title></news:news></url>\n"
        for url, moment, title in rows
    )
    return Answer("sitemap", f"{_NEWS}{body}</urlset>\n".encode(), content_type="text/xml; charset=utf-8")


def categories(host: str, now: datetime) -> Answer:
    """Return the sitemap of the sections."""
    return plain_sitemap((f"https://{host}{section.path}", now) for section in sections_of(host))


def rss(title: str, items: Iterable[tuple[str, str, str, datetime, str]]) -> Answer:
    """Return a feed of (title, link, sapo, date, picture)."""
    rows = "".join(
        f"<item><title><![CDATA[{name}]]></title><link>{escape(link)}</link><guid>{escape(link)}</guid>"
        f'<description><![CDATA[<a href="{escape(link)}"><img src="{picture}"></a>{sapo}]]></description>'
        f"<pubDate>{format_datetime(moment)}</pubDate></item>\n"
        for name, link, sapo, moment, picture in items
    )
    xml = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<link>https://{MAIN}</link>\n{rows}</channel></rss>\n"
    )
    return Answer("feed", xml.encode(), content_type="application/rss+xml; charset=utf-8")
