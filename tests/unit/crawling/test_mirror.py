"""The newspaper's addresses and those of a mirror stand for one another, and no other host is asked."""

from __future__ import annotations

import pytest

from dvingest.config import Settings
from dvingest.crawling.mirror import Mirror

REPLICA = Settings(
    site_url="http://127.0.0.1:8000",
    mirrors={"doanhnhan.baophapluat.vn": "http://127.0.0.1:8000/~doanhnhan"},
)


def test_newspaper_stands_for_itself_without_a_mirror() -> None:
    mirror = Mirror(Settings())
    assert mirror.to_site("http://baophapluat.vn/a-b.html?x=1#y") == "https://baophapluat.vn/a-b.html?x=1"
    assert mirror.to_site("https://www.baophapluat.vn/a.html") == "https://baophapluat.vn/a.html"
    assert mirror.to_site("https://doanhnhan.baophapluat.vn/a.html") == "https://doanhnhan.baophapluat.vn/a.html"
    assert mirror.to_site("https://example.com/a.html") is None
    assert mirror.private_endpoints == frozenset()


@pytest.mark.parametrize(
    ("newspaper", "site"),
    [
        ("https://baophapluat.vn/a.html", "http://127.0.0.1:8000/a.html"),
        ("https://baophapluat.vn", "http://127.0.0.1:8000/"),
        ("https://doanhnhan.baophapluat.vn/b.html?p=2", "http://127.0.0.1:8000/~doanhnhan/b.html?p=2"),
    ],
)
def test_addresses_pass_to_the_mirror_and_back(newspaper: str, site: str) -> None:
    mirror = Mirror(REPLICA)
    assert mirror.to_site(newspaper) == site
    assert mirror.to_newspaper(site) == (newspaper if "/" in newspaper[8:] else newspaper + "/")


def test_host_without_a_mirror_is_never_asked_while_another_is_mirrored() -> None:
    assert Mirror(REPLICA).to_site("https://phapluatplus.baophapluat.vn/a.html") is None


@pytest.mark.parametrize(
    "written",
    [
        "/bai-mot-hai-post1.html",
        "bai-mot-hai-post1.html",
        "http://127.0.0.1:8000/bai-mot-hai-post1.html",
        "https://baophapluat.vn/bai-mot-hai-post1.html",
        "http://www.baophapluat.vn/bai-mot-hai-post1.html",
        "//baophapluat.vn/bai-mot-hai-post1.html",
        "  /bai-mot-\nhai-post1.html ",
        "\\bai-mot-hai-post1.html",
        "/bai-mot-hai-post1.html%0A",
        "/bai-mot-hai-post1.html%0d%0a%20",
    ],
)
def test_every_way_to_write_a_link_means_the_same_article(written: str) -> None:
    assert (
        Mirror(REPLICA).resolve(written, "https://baophapluat.vn/") == "https://baophapluat.vn/bai-mot-hai-post1.html"
    )


def test_link_on_a_mirrored_subdomain_means_the_subdomain_with_or_without_the_folder() -> None:
    mirror, page = Mirror(REPLICA), "https://doanhnhan.baophapluat.vn/"
    expected = "https://doanhnhan.baophapluat.vn/a-b-52996.html"
    assert mirror.resolve("/a-b-52996.html", page) == expected
    assert mirror.resolve("/~doanhnhan/a-b-52996.html", page) == expected
    assert mirror.resolve("http://127.0.0.1:8000/~doanhnhan/a-b-52996.html", page) == expected


@pytest.mark.parametrize(
    "written",
    [
        "https://example.com/a-post1.html",
        "http://127.0.0.1:9000/a-post1.html",
        "http://127.0.0.1/a-post1.html",
        "https://127.0.0.1:8000/a-post1.html",
        "http://localhost:8000/a-post1.html",
        "http://2130706433:8000/a-post1.html",
        "http://[::1]:8000/a-post1.html",
        "https://baophapluat.vn:8443/a-post1.html",
        "https://baophapluat.vn@example.com/a-post1.html",
        "https://user:secret@baophapluat.vn/a-post1.html",
        "https://baophapluat.vn.example.com/a-post1.html",
        "https://xbaophapluat.vn/a-post1.html",
        "file:///etc/passwd",
        "ftp://baophapluat.vn/a-post1.html",
        "javascript:alert(1)",
        "data:text/html,x",
        "gopher://baophapluat.vn/",
        "/a\x00b-post1.html",
        "/a\u202eb-post1.html",
        "/" + "a" * 3_000 + "-post1.html",
        "http://[bad/a-post1.html",
        "http://baophapluat.vn:99999/a-post1.html",
    ],
)
def test_what_is_not_the_newspaper_is_nothing(written: str) -> None:
    assert Mirror(REPLICA).resolve(written, "https://baophapluat.vn/") is None


def test_only_configured_endpoints_may_be_private() -> None:
    assert Mirror(REPLICA).private_endpoints == {("127.0.0.1", 8000)}
