"""What the address of a file or a list says: its days, its kind, its next page."""

from __future__ import annotations

from datetime import date

import pytest

from dvingest.plvn.discovery import SitemapKind, following_page, kind_of_sitemap, page_number, span_of_sitemap
from dvingest.plvn.discovery.names import next_in_header

BASE = "https://baophapluat.vn/sitemaps/"


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("news-2019-4.xml", date(2019, 4, 1), date(2019, 5, 1)),
        ("news-2021-12.xml.gz", date(2021, 12, 1), date(2022, 1, 1)),
        ("articles-2026-1-15.xml", date(2026, 1, 15), date(2026, 1, 16)),
        ("articles-2026-1-15-31.xml", date(2026, 1, 15), date(2026, 2, 1)),
        ("articles-2026-2-26-30.xml", date(2026, 2, 26), date(2026, 3, 1)),
        ("articles-2026-1-28-3.xml", date(2026, 1, 28), date(2026, 2, 4)),
        ("sitemap-202101.xml", date(2021, 1, 1), date(2021, 2, 1)),
        ("archive-2018.xml", date(2018, 1, 1), date(2019, 1, 1)),
        ("2026/11/29.xml", date(2026, 11, 29), date(2026, 11, 30)),
        ("2026/11.xml.gz", date(2026, 11, 1), date(2026, 12, 1)),
        ("2026/thang-4.xml", date(2026, 4, 1), date(2026, 5, 1)),
    ],
)
def test_name_of_a_file_tells_the_days_it_covers(name: str, start: date, end: date) -> None:
    span = span_of_sitemap(BASE + name)
    assert span is not None
    assert (span.start, span.end) == (start, end)


@pytest.mark.parametrize(
    "name",
    [
        "sitemap-1.xml",
        "news-2021-13.xml",
        "news.xml",
        "post-123456.xml",
        "a-2021-2-31.xml",
        "2026/5.xml",
        "2026/40.xml",
    ],
)
def test_name_without_possible_days_tells_nothing(name: str) -> None:
    assert span_of_sitemap(BASE + name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("news-2021-1.xml", SitemapKind.ARTICLES),
        ("articles-3.xml", SitemapKind.ARTICLES),
        ("categories.xml", SitemapKind.SECTIONS),
        ("latest-articles.xml", SitemapKind.RECENT),
        ("google-news.xml", SitemapKind.RECENT),
        ("topics.xml", SitemapKind.OTHER),
        ("page-sitemap.xml", SitemapKind.OTHER),
        ("sitemap.xml?page=3", SitemapKind.ARTICLES),
        ("sitemap-page-3.xml", SitemapKind.ARTICLES),
        ("tags-2021-1.xml", SitemapKind.OTHER),
    ],
)
def test_kind_of_a_file_stands_in_its_name(name: str, kind: SitemapKind) -> None:
    assert kind_of_sitemap(BASE + name) is kind


@pytest.mark.parametrize(
    ("url", "number", "following"),
    [
        ("https://baophapluat.vn/thoi-su/", None, "https://baophapluat.vn/thoi-su/?page=2"),
        ("https://baophapluat.vn/thoi-su/?page=4", 4, "https://baophapluat.vn/thoi-su/?page=5"),
        ("https://baophapluat.vn/thoi-su/trang-9.html", 9, "https://baophapluat.vn/thoi-su/trang-10.html"),
        (
            "https://baophapluat.vn/api/morenews-zone-276-3.html?phrase=&page_size=20",
            3,
            "https://baophapluat.vn/api/morenews-zone-276-4.html?phrase=&page_size=20",
        ),
    ],
)
def test_next_page_keeps_the_form_of_the_address(url: str, number: int | None, following: str) -> None:
    assert page_number(url) == number
    assert following_page(url) == following


@pytest.mark.parametrize(
    ("header", "following"),
    [
        ('</thoi-su/k2/>; rel="next"', "/thoi-su/k2/"),
        ('</thoi-su/>; rel=prev, <?start=20>; title="Trang sau"; rel=next', "?start=20"),
        ("<https://baophapluat.vn/k2>;rel='Next'", "https://baophapluat.vn/k2"),
        ('</k2>; rel="last next"', "/k2"),
        ('</wp-json/>; rel="https://api.w.org/next", </x>; rel=nextcloud, </next>; rel=first', ""),
        ("rel=next", ""),
        ("", ""),
    ],
)
def test_next_page_is_read_from_the_header(header: str, following: str) -> None:
    assert next_in_header(header) == following


def test_number_of_an_article_is_no_page_number() -> None:
    assert page_number("https://baophapluat.vn/mot-bai-post384250.html") is None
