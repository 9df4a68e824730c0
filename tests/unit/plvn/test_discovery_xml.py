"""Sitemaps and feeds are read, broken and hostile ones within bounds."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from dvingest.plvn.discovery import parse_feed, parse_sitemap
from dvingest.plvn.discovery.xml import parse_time
from dvingest.windows import VIETNAM_TIME

A = "https://baophapluat.vn/mot-bai-bao-hay-post1.html"
B = "https://baophapluat.vn/hai-bai-bao-hay-post2.html"
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def urlset(*rows: str) -> bytes:
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</urlset>'.encode()


def row(url: str, lastmod: str = "2026-11-20T10:00:00+07:00", more: str = "") -> str:
    return f"<url><loc>{url}</loc><lastmod>{lastmod}</lastmod>{more}</url>"


def test_sitemap_lists_addresses_with_their_dates() -> None:
    found = parse_sitemap(urlset(row(A), f"<url><loc>\n {B} </loc></url>"))
    assert [entry.url for entry in found.entries] == [A, B]
    assert found.entries[0].modified_at == datetime(2026, 11, 20, 3, tzinfo=UTC)
    assert found.entries[1].modified_at is None
    assert not found.is_index
    assert found.cut is None


def test_index_is_told_from_a_sitemap() -> None:
    found = parse_sitemap(b"<sitemapindex><sitemap><loc>https://x/s.xml</loc></sitemap></sitemapindex>")
    assert found.is_index
    assert [entry.url for entry in found.entries] == ["https://x/s.xml"]


def test_files_among_pages_and_pages_in_an_index_are_told_apart() -> None:
    found = parse_sitemap(urlset(row(A), row("https://x/sitemaps/news-2026-11.xml.gz", "2020-01-01")), since=SINCE)
    assert [(entry.url == A, entry.is_file) for entry in found.entries] == [(True, False), (False, True)]
    mixed = f"<sitemapindex>{row(A)}<sitemap><loc>https://x/s</loc></sitemap>{row(B, '2020-01-01')}</sitemapindex>"
    found = parse_sitemap(mixed.encode(), since=SINCE)
    assert [(entry.url, entry.is_file) for entry in found.entries] == [(A, False), ("https://x/s", True)]
    assert found.older == (B,)


@pytest.mark.parametrize(
    "before", ["\ufeff\n\n", "<!-- made by cms -->\n", "<br />\n<b>Notice</b>: undefined & bad <p>\n"]
)
def test_what_stands_before_the_declaration_does_not_hide_the_sitemap(before: str) -> None:
    found = parse_sitemap(before.encode() + urlset(row(A)))
    assert [entry.url for entry in found.entries] == [A]
    assert found.cut is None
    refused = b'<!DOCTYPE urlset [<!ENTITY x "y">]><urlset><url><loc>&x;</loc></url></urlset>'
    assert parse_sitemap(before.encode() + b'<?xml version="1.0"?>' + refused).cut == "dtd"


def test_address_of_a_picture_is_not_the_address_of_the_article() -> None:
    body = urlset(f"<url><image:image><image:loc>https://x/a.jpg</image:loc></image:image><loc>{A}</loc></url>")
    assert [entry.url for entry in parse_sitemap(body).entries] == [A]


def test_news_sitemap_tells_when_an_article_was_published() -> None:
    news = "<news:news><news:publication_date>2026-11-19</news:publication_date></news:news>"
    (entry,) = parse_sitemap(urlset(row(A, more=news))).entries
    assert entry.published_at is not None
    assert entry.published_at.isoformat() == "2026-11-19T00:00:00+07:00"


def test_date_of_a_clip_is_not_that_of_the_article() -> None:
    clip = "<video:video><video:publication_date>2019-03-04</video:publication_date></video:video>"
    body = urlset(row(A, more=clip)).replace(b"<urlset", b'<urlset xmlns:video="v"')
    (entry,) = parse_sitemap(body).entries
    assert entry.published_at is None


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_text_with_an_address_a_line_is_a_sitemap(pack: Callable[[bytes], bytes]) -> None:
    found = parse_sitemap(pack(f"\ufeff{A}\r\n\r\n  {B}\r\nhttps://x/s.xml\r\nhết".encode()))
    assert [entry.url for entry in found.entries] == [A, B, "https://x/s.xml"]
    assert [entry.is_file for entry in found.entries] == [False, False, True]
    assert found.cut is None


def test_text_that_only_names_addresses_is_no_sitemap() -> None:
    found = parse_sitemap(f"Có lỗi\n{A}\n".encode())
    assert (found.entries, found.cut) == ((), "not_a_sitemap")


def test_lines_of_a_text_are_bounded() -> None:
    found = parse_sitemap(f"{A}\n".encode() * 5, max_entries=3)
    assert (len(found.entries), found.cut) == (3, "too_many")


def test_gzip_file_is_unpacked_whatever_it_is_called() -> None:
    assert len(parse_sitemap(gzip.compress(urlset(row(A), row(B)))).entries) == 2


def test_entries_before_the_window_are_kept_by_address_only() -> None:
    found = parse_sitemap(urlset(row(A, "2026-01-01"), row(B)), since=datetime(2026, 11, 1, tzinfo=UTC))
    assert [entry.url for entry in found.entries] == [B]
    assert found.older == (A,)


@pytest.mark.parametrize(
    ("lastmod", "is_kept"),
    [("2026-10-31", True), ("2026-10-30", False), ("2026-10-31T23:59:59+07:00", False), ("2026-11-01", True)],
)
def test_bare_day_is_over_only_when_it_is_over_everywhere(lastmod: str, is_kept: bool) -> None:
    found = parse_sitemap(urlset(row(A, lastmod)), since=datetime(2026, 11, 1, tzinfo=VIETNAM_TIME))
    assert bool(found.entries) is is_kept


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
        b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
        b'<?xml version="1.0"?><!DOCTYPE urlset SYSTEM "http://127.0.0.1/x.dtd"><urlset/>',
    ],
)
def test_document_type_is_refused(body: bytes) -> None:
    found = parse_sitemap(body)
    assert found.entries == ()
    assert found.cut == "dtd"


def test_gzip_bomb_is_cut_within_a_second_and_100_mib() -> None:
    bomb = gzip.compress(b"<urlset><url><loc>" + b" " * 100_000_000, compresslevel=1)
    tracemalloc.start()
    began = time.process_time()
    found = parse_sitemap(bomb)
    took = time.process_time() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.cut == "too_large"
    assert took < 5.0  # measured under tracemalloc on a busy machine
    assert peak < 100 * 1024 * 1024


def test_number_of_entries_is_bounded() -> None:
    found = parse_sitemap(urlset(*(row(A) for _ in range(500))), max_entries=100)
    assert len(found.entries) == 100
    assert found.cut == "too_many"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body>404</body></html>", b"not xml", b"\x1f\x8b\x08broken", b"<urlset><url><loc>a", b"<a>" * 500],
)
def test_what_is_no_sitemap_gives_no_entries_and_no_error(body: bytes) -> None:
    found = parse_sitemap(body)
    assert found.entries == ()
    assert found.cut


def test_truncated_sitemap_gives_what_was_there() -> None:
    body = urlset(row(A), row(B))
    found = parse_sitemap(body[: body.index(B.encode()) + 5])
    assert [entry.url for entry in found.entries] == [A]
    assert found.cut == "broken"


def test_blank_lines_and_a_byte_order_mark_before_the_document_do_no_harm() -> None:
    assert len(parse_sitemap(b"\xef\xbb\xbf\n\n" + urlset(row(A))).entries) == 1


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Trang chủ</title><link>https://baophapluat.vn</link>
<item><title>Tin &nbsp; A & B</title><link>{a}</link><pubDate>Fri, 20 Nov 2026 10:00:00 +0700</pubDate>
<description><![CDATA[<a href="x"><img></a> Sapo]]></description></item>
<item><guid isPermaLink="true">{b}</guid></item></channel></rss>"""


def test_feed_with_stray_ampersands_is_read() -> None:
    links = parse_feed(RSS.format(a=A, b=B).encode(), "https://baophapluat.vn/rss/home.rss", "thoi-su")
    assert [link.url for link in links] == [A, B]
    assert links[0].modified_at == datetime(2026, 11, 20, 3, tzinfo=UTC)
    assert links[0].section == "thoi-su"


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ('encoding="utf-8"', b"Lu\xe2\xf2t \xd0\xe2t \xf0ai & \x0b nh\xe0"),
        ("", b"\xc4\x90\xe1\xba"),
        ('encoding="windows-1258"', b"Lu\xe2t & nh\xe0"),
    ],
)
def test_feed_whose_titles_are_in_another_encoding_than_it_says_is_read(declared: str, title: bytes) -> None:
    head = f'<?xml version="1.0" {declared}?><rss version="2.0"><channel><item><title>'.encode()
    body = head + title + f"</title><link>{A}</link></item><item><link>{B}</link></item></channel></rss>".encode()
    assert [link.url for link in parse_feed(body, "https://baophapluat.vn/rss/home.rss")] == [A, B]


@pytest.mark.parametrize("name", ["guid", "feedburner:origLink"])
def test_link_over_a_counter_of_clicks_gives_way_to_the_address_beside_it(name: str) -> None:
    item = f"<item><link>{{}}</link><{name}>{{}}</{name}></item>"
    body = f"<rss><channel>{item.format('https://feeds.example/~r/1', A)}{item.format(A, B)}</channel></rss>"
    assert [link.url for link in parse_feed(body.encode(), "https://baophapluat.vn/rss/home.rss")] == [A, A]


def test_atom_feed_is_read() -> None:
    body = f'<feed><entry><link rel="alternate" href="{A}"/><updated>2026-11-20T03:00:00Z</updated></entry></feed>'
    (link,) = parse_feed(body.encode(), "https://baophapluat.vn/feed")
    assert (link.url, link.modified_at) == (A, datetime(2026, 11, 20, 3, tzinfo=UTC))


def test_base_of_an_atom_feed_is_heeded() -> None:
    entry = f'<entry><link rel="self" href="x.atom"/><link href="{A.rpartition("/")[2]}"/></entry>'
    body = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://baophapluat.vn/">{entry}</feed>'
    assert [link.url for link in parse_feed(body.encode(), "https://baophapluat.vn/feed/tin.atom")] == [A]


@pytest.mark.parametrize("body", [b"", b"0123456789abc", b"<html></html>", b"<rss><channel><item><link>x"])
def test_dead_feed_gives_no_links(body: bytes) -> None:
    assert parse_feed(body, "https://baophapluat.vn/rss/home.rss") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-20T00:00:00+07:00"),
        ("2026-11-20T10:00:00+0700", "2026-11-20T10:00:00+07:00"),
        ("2026-11-20T03:00:00Z", "2026-11-20T03:00:00+00:00"),
        ("Fri, 20 Nov 2026 10:00:00 +0700", "2026-11-20T10:00:00+07:00"),
        ("2026-11-20 10:00:00", "2026-11-20T10:00:00+07:00"),
        ("0001-01-01T00:00:00Z", None),
        ("hôm qua", None),
        ("", None),
        ("9999-99-99", None),
    ],
)
def test_dates_of_listings_always_have_a_zone(text: str, expected: str | None) -> None:
    moment = parse_time(text)
    assert (moment.isoformat() if moment else None) == expected
