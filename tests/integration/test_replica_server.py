"""The replica over HTTP: what its addresses answer, what it keeps of the requests, and the faults it can have."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from backports import zstd
from certificates import self_signed

from dvingest.errors import ConfigError
from dvingest.local.replica import DOANHNHAN, Fault, ReplicaServer, build_corpus
from dvingest.plvn.discovery import parse_feed, parse_load_more, parse_section_page, parse_sitemap
from dvingest.plvn.urls import article_id

pytestmark = pytest.mark.integration

TODAY = date(2026, 11, 23)
AGENT = "dvingest-test (+https://example.vn)"


@pytest.fixture
def server() -> Iterator[ReplicaServer]:
    with ReplicaServer(build_corpus(1, TODAY)) as server:
        yield server


class Got:
    """An answer, its body as it came over the wire."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        packed = self.headers.get("Content-Encoding") == "gzip" or self.body[:2] == b"\x1f\x8b"
        return (gzip.decompress(self.body) if packed else self.body).decode()


def get(server: ReplicaServer, path: str, timeout: float = 5.0, **headers: str) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"User-Agent": AGENT} | headers)
        return Got(connection.getresponse())
    finally:
        connection.close()


def local_path(server: ReplicaServer, url: str) -> str:
    return server.site_url(url).removeprefix(server.url)


def test_every_article_is_served_at_its_address_on_its_host(server: ReplicaServer) -> None:
    for entry in server.newspaper.corpus:
        wanted = 410 if entry.trap == "gone" else 200
        assert get(server, local_path(server, server.corpus.url(entry))).status == wanted
    assert server.requests.article_pages == len(server.corpus) - 1


def test_host_header_and_folder_lead_to_the_same_sister_site(server: ReplicaServer) -> None:
    by_folder = get(server, "/~doanhnhan/sitemaps.xml")
    by_header = get(server, "/sitemaps.xml", Host=DOANHNHAN)
    assert by_folder.body == by_header.body
    assert b"https://doanhnhan.baophapluat.vn/sitemaps/news-2026-11.xml" in by_folder.body
    assert get(server, "/sitemap.xml").status == 200
    assert get(server, "/~doanhnhan/sitemap.xml").status == 404


def test_monthly_sitemaps_come_gzipped_in_both_ways(server: ReplicaServer) -> None:
    index = parse_sitemap(get(server, "/sitemap.xml").body)
    assert index is not None
    even, odd = get(server, "/sitemaps/news-2026-10.xml"), get(server, "/sitemaps/news-2026-11.xml")
    assert even.headers["Content-Encoding"] == "gzip"
    assert odd.headers["Content-Encoding"] is None
    assert "<loc>https://baophapluat.vn/" in even.text
    assert "<loc>https://baophapluat.vn/" in odd.text
    assert get(server, "/sitemaps/news-2021-1.xml").text.count("<loc>") == 1
    assert get(server, "/sitemaps/news-2019-4.xml").status == 404


@pytest.mark.parametrize(("section", "zone", "form"), [("thoi-su", 276, "contents"), ("tu-phap", 25, "articles")])
def test_load_more_reaches_every_article_of_a_section_and_ends_with_an_empty_list(
    server: ReplicaServer, section: str, zone: int, form: str
) -> None:
    first = get(server, f"/{section}/")
    assert f'data-zone="{zone}"' in first.text
    found: set[str] = set()
    for number in range(1, 50):
        answer = get(server, f"/api/morenews-zone-{zone}-{number}.html?phrase=&page_size=20")
        links = parse_load_more(answer.body, f"https://baophapluat.vn/api/morenews-zone-{zone}-{number}.html").links
        if not links:
            break
        assert form in json.loads(answer.body)["data"]
        found |= {article_id(link.url) for link in links}
    assert not json.loads(answer.body)["data"][form]
    listed = {
        article_id(link.url) for link in parse_section_page(first.body, f"https://baophapluat.vn/{section}/").links
    }
    assert listed <= found


def test_old_list_is_paged_by_query_and_ends(server: ReplicaServer) -> None:
    pages = [get(server, "/xa-hoi/"), get(server, "/xa-hoi/?page=2"), get(server, "/xa-hoi/?page=99")]
    links = [parse_section_page(page.body, "https://baophapluat.vn/xa-hoi/").links for page in pages]
    assert links[0]
    assert not {article_id(link.url) for link in links[0][:20]} & {article_id(link.url) for link in links[1]}
    assert not links[2]


def test_platform_section_answers_with_and_without_its_ending(server: ReplicaServer) -> None:
    assert get(server, "/chuyen-muc/phap-luat-tin-nong").body == get(server, "/chuyen-muc/phap-luat-tin-nong.html").body


def test_feeds_are_whole_cut_or_dead(server: ReplicaServer) -> None:
    home = get(server, "/rss/home.rss")
    assert len(parse_feed(home.body, "https://baophapluat.vn/rss/home.rss")) == 40
    assert not get(server, "/rss/ban-doc-1352.rss").text.rstrip().endswith("</rss>")
    dead = get(server, "/rss/van-hoa-1285.rss")
    assert (dead.status, dead.body) == (302, b"")
    assert len(get(server, "/rss/phap-luat-tin-nong-1288.rss").body) == 13


def test_old_and_new_address_of_an_article_lead_to_it(server: ReplicaServer) -> None:
    seed = server.corpus.seed_entry
    new, old = server.newspaper.seed_path("cms"), server.newspaper.seed_path("zone")
    assert "article__body" in get(server, new).text
    assert "article__content" in get(server, old).text
    assert f'rel="canonical" href="{server.corpus.url(seed)}"' in get(server, old).text
    cms = next(e for e in server.corpus if e.skin == "cms" and not e.trap and e.host == "baophapluat.vn")
    own = server.corpus.path(cms)
    for other in (f"/{cms.section.slug}/ten-cu-{cms.number}.html", f"/ten-khac-post{cms.number}.html", f"{own}/"):
        answer = get(server, other)
        assert answer.status == 301
        assert urlsplit(answer.headers["Location"]).path == own


def test_pictures_are_real_pictures(server: ReplicaServer) -> None:
    answer = get(server, "/~image/w840/Uploaded/2026/a/2026_01_01/anh.jpg")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.body.startswith(b"\x89PNG")


def test_default_user_agents_of_crawlers_are_refused(server: ReplicaServer) -> None:
    assert get(server, "/", **{"User-Agent": "Scrapy/2.19 (+https://scrapy.org)"}).status == 403
    assert get(server, "/", **{"User-Agent": "python-requests/2.32"}).status == 403
    assert get(server, "/robots.txt", **{"User-Agent": "Scrapy/2.19"}).status == 200
    assert get(server, "/").status == 200


def test_log_says_what_was_asked_when_and_by_whom(server: ReplicaServer) -> None:
    entry = server.corpus.entry(50)
    path = local_path(server, server.corpus.url(entry))
    get(server, path)
    get(server, "/khong-co-bai-nay.html")
    first, second = server.requests
    assert (first.kind, first.status, first.article, first.user_agent) == ("article", 200, 50, AGENT)
    assert (second.kind, second.status) == ("missing", 404)
    assert first.at <= second.at
    server.requests.clear()
    assert len(server.requests) == 0


def test_articles_published_while_it_runs_are_listed_everywhere(server: ReplicaServer) -> None:
    get(server, "/sitemaps/news-2026-11.xml")
    entries = server.newspaper.publish(5, datetime(2026, 11, 23, 0, 40, tzinfo=UTC) - timedelta(hours=7))
    urls = [server.corpus.url(entry) for entry in entries if entry.host == "baophapluat.vn"]
    listed = get(server, "/sitemaps/news-2026-11.xml").text + get(server, "/").text
    assert all(urlsplit(url).path in listed for url in urls)
    assert get(server, local_path(server, server.corpus.url(entries[0]))).status == 200


# faults


def test_status_fault_says_when_to_come_again(server: ReplicaServer) -> None:
    later = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    server.faults.set(Fault("status", status=429, retry_after=2, times=1), Fault("status", retry_after=later, times=1))
    first, second, third = (get(server, "/thoi-su/") for _ in range(3))
    assert (first.status, first.headers["Retry-After"]) == (429, "2")
    assert (second.status, second.headers["Retry-After"]) == (503, "Mon, 23 Nov 2026 05:00:00 GMT")
    assert third.status == 200


def test_share_of_a_fault_is_kept_and_the_same_for_the_same_seed(server: ReplicaServer) -> None:
    server.faults.set(Fault("status", status=500, share=0.3, only="image"))
    paths = [f"/static/{number}.jpg" for number in range(200)]
    statuses = [get(server, path).status for path in paths]
    assert 40 <= statuses.count(500) <= 80
    server.faults.set(*server.faults.faults)
    assert [get(server, path).status for path in paths] == statuses
    assert get(server, "/").status == 200


def test_sticky_fault_hits_the_same_paths_always(server: ReplicaServer) -> None:
    server.faults.set(Fault("status", status=500, share=0.5, sticky=True))
    for path in ("/thoi-su/", "/xa-hoi/", "/ban-doc/", "/van-hoa/"):
        assert len({get(server, path).status for _ in range(3)}) == 1


def test_truncated_body_is_shorter_than_it_said(server: ReplicaServer) -> None:
    server.faults.set(Fault("truncated"))
    with pytest.raises(http.client.IncompleteRead):
        get(server, "/thoi-su/")


def test_cut_connection_gives_no_answer(server: ReplicaServer) -> None:
    server.faults.set(Fault("reset"))
    with pytest.raises((http.client.RemoteDisconnected, http.client.BadStatusLine, ConnectionError)):
        get(server, "/thoi-su/")
    assert server.requests[0].status == 0


def test_slow_answer_and_dripping_body_take_their_time(server: ReplicaServer) -> None:
    server.faults.set(Fault("slow", path="/thoi-su/", seconds=0.4), Fault("drip", seconds=0.02))
    begin = time.monotonic()
    assert get(server, "/thoi-su/").status == 200
    assert time.monotonic() - begin >= 0.4
    with pytest.raises(TimeoutError):
        _read_for(server, "/xa-hoi/", seconds=0.5)


def _read_for(server: ReplicaServer, path: str, seconds: float) -> int:
    """Read a body until it ends; TimeoutError after `seconds`."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("GET", path, headers={"User-Agent": AGENT})
    response = connection.getresponse()
    until = time.monotonic() + seconds
    size = 0
    try:
        while chunk := response.read1(1024):
            size += len(chunk)
            if time.monotonic() > until:
                raise TimeoutError
    finally:
        connection.close()
    return size


def test_endless_body_never_ends(server: ReplicaServer) -> None:
    server.faults.set(Fault("endless"))
    with pytest.raises(TimeoutError):
        _read_for(server, "/thoi-su/", seconds=0.3)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_bomb_is_a_thousand_times_larger_decoded(server: ReplicaServer, encoding: str) -> None:
    server.faults.set(Fault("bomb", encoding=encoding))  # type: ignore[arg-type]
    answer = get(server, "/thoi-su/")
    assert answer.headers["Content-Encoding"] == encoding
    decoded = _decoded_size(answer.body, encoding)
    assert decoded >= 64 * 1024 * 1024
    assert decoded > 900 * len(answer.body)


def _decoded_size(body: bytes, encoding: str) -> int:
    match encoding:
        case "gzip":
            return len(gzip.decompress(body))
        case "deflate":
            return len(zlib.decompress(body))
        case "br":
            return len(brotli.decompress(body))
        case _:
            return len(zstd.decompress(body))


def test_redirects_lead_where_they_were_told(server: ReplicaServer) -> None:
    server.faults.set(
        Fault("redirect", path="/thoi-su/", target="{path}"),
        Fault("redirect", path="/xa-hoi/", target="file:///etc/passwd"),
    )
    assert get(server, "/thoi-su/").headers["Location"] == "/thoi-su/"
    assert get(server, "/xa-hoi/").headers["Location"] == "file:///etc/passwd"


def test_listing_without_end_has_always_new_articles(server: ReplicaServer) -> None:
    server.faults.set(Fault("endless_listing", only="listing"))
    numbers: list[str] = []
    for path in ("/thoi-su/", "/xa-hoi/?page=2", "/api/morenews-zone-276-7.html", "/api/morenews-zone-276-900.html"):
        answer = get(server, path)
        if path.startswith("/api/"):
            assert json.loads(answer.body)["data"]["articles"]
        numbers += re.findall(r"post(\d+)\.html", answer.text)
    assert len(numbers) == len(set(numbers)) == 80
    assert get(server, f"/tin-cu-tiep-theo-1-post{numbers[0]}.html").status == 404


def test_huge_sitemap_has_as_many_entries_as_told(server: ReplicaServer) -> None:
    server.faults.set(Fault("huge_sitemap", only="sitemap", size=50_000))
    answer = get(server, "/sitemaps/news-2026-11.xml", timeout=20)
    assert gzip.decompress(answer.body).count(b"<loc>") == 50_000


def test_sitemap_can_be_replaced(server: ReplicaServer) -> None:
    body = b"<urlset><url><loc>https://baophapluat.vn/&x;.html</loc></url></urlset>"
    server.faults.set(Fault("replace", path="/sitemap.xml", body=body, content_type="text/xml"))
    assert get(server, "/sitemap.xml").body == body


# life and death


def test_server_speaks_tls_with_a_certificate_nobody_signed(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path, "localhost")
    with ReplicaServer(build_corpus(1, TODAY, 5), certificate=certificate) as server:
        assert server.url.startswith("https://")
        trusting = ssl.create_default_context(cafile=certificate[0])
        connection = http.client.HTTPSConnection("localhost", server.port, context=trusting, timeout=5)
        connection.request("GET", "/", headers={"User-Agent": AGENT})
        assert connection.getresponse().status == 200
        connection.close()
        strict = http.client.HTTPSConnection("localhost", server.port, timeout=5)
        with pytest.raises(ssl.SSLCertVerificationError):
            strict.request("GET", "/")
        strict.close()


def test_port_that_is_taken_is_named() -> None:
    with ReplicaServer(build_corpus(1, TODAY, 3)) as server:
        other = ReplicaServer(build_corpus(1, TODAY, 3), port=server.port)
        with pytest.raises(ConfigError, match=str(server.port)):
            other.start()


def test_stopping_waits_for_no_client_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    server = ReplicaServer(build_corpus(1, TODAY, 20)).start()
    server.faults.set(Fault("endless", path="/thoi-su/"), Fault("slow", path="/xa-hoi/", seconds=60))
    idle = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    idle.request("GET", "/", headers={"User-Agent": AGENT})
    idle.getresponse().read()
    busy = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=5) for _ in range(3)]
    for connection, path in zip(busy, ("/thoi-su/", "/xa-hoi/", "/thoi-su/"), strict=True):
        connection.request("GET", path, headers={"User-Agent": AGENT})
    time.sleep(0.2)
    begin = time.monotonic()
    server.stop()
    assert time.monotonic() - begin < 10
    assert set(threading.enumerate()) == before
    with pytest.raises(ConnectionRefusedError):
        get(server, "/")
    for connection in (idle, *busy):
        connection.close()


def test_some_hundred_pages_are_served_in_a_second(server: ReplicaServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    paths = [local_path(server, server.corpus.url(entry)) for entry in server.corpus] * 3
    begin = time.monotonic()
    for path in paths:
        connection.request("GET", path, headers={"User-Agent": AGENT})
        connection.getresponse().read()
    rate = len(paths) / (time.monotonic() - begin)
    connection.close()
    # Measured 1,900 on an idle core; the floor leaves room for a busy machine.
    assert rate > 150
