"""An article has one id and one address, whichever of its addresses a page or a list gives."""

import re
from unicodedata import normalize
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvingest.plvn.urls import (
    article_id,
    canonical_url,
    has_cms_number,
    is_article,
    is_listing,
    is_newspaper_host,
    is_tag_page,
    section_slug,
    slug_of,
    without_tracking,
)

IDS = [
    ("https://baophapluat.vn/su-tro-lai-cua-ao-dai-post384250.html", "plvn:384250"),
    ("http://www.baophapluat.vn/thoi-su/su-tro-lai-384250.html?x=1#a", "plvn:384250"),
    ("https://m.baophapluat.vn/hoa-giai-o-co-so-post376408.html", "plvn:376408"),
    ("https://m.baophapluat.vn/hoa-giai-o-co-so-post376408.amp", "plvn:376408"),
    ("https://baophapluat.vn/amp/hoa-giai-o-co-so-post376408.html", "plvn:376408"),
    ("https://baophapluat.vn/hoa-giai-o-co-so-post376408.html/amp", "plvn:376408"),
    ("https://baophapluat.vn/hoa-giai-o-co-so-post376408.html/amp/", "plvn:376408"),
    ("https://baophapluat.vn/hoa-giai-o-co-so-post376408.html/", "plvn:376408"),
    ("https://baophapluat.vn/hoa-giai-o-co-so-post376408.html;jsessionid=4A1F.node2?x=1", "plvn:376408"),
    ("https://baophapluat.vn/tong-ket-nam-2025.html;JSESSIONID=AB", "plvn:baophapluat.vn/tong-ket-nam-2025"),
    ("https://baophapluat.vn/amp/thoi-su/mot-vu-an-75220.html", "plvn:75220"),
    ("https://baophapluat.vn/amp/tong-ket-nam-2025.html", "plvn:baophapluat.vn/tong-ket-nam-2025"),
    ("https://baophapluat.vn/phap-luat/tin-nong/mot-vu-an-75220.html", "plvn:75220"),
    ("https://baophapluat.vn/nao-dau-xa-post7522.html", "plvn:7522"),
    ("https://baophapluat.vn/kinh-te/ngan-sach-nam-2025.html", "plvn:baophapluat.vn/ngan-sach-nam-2025"),
    ("https://baophapluat.vn/lai-quy-mot-dat-25600.html", "plvn:baophapluat.vn/lai-quy-mot-dat-25600"),
    ("https://baophapluat.vn/tong-ket-nam-2025.html", "plvn:baophapluat.vn/tong-ket-nam-2025"),
    ("https://doanhnhan.baophapluat.vn/mot-doanh-nhan-52996.html", "plvn:doanhnhan.baophapluat.vn/52996"),
    ("https://doanhnhan.baophapluat.vn/tong-ket-nam-2025.html", "plvn:doanhnhan.baophapluat.vn/tong-ket-nam-2025"),
    (
        "https://doanhnhan.baophapluat.vn/nhin-lai-nam-2025-0b2486da.html",
        "plvn:doanhnhan.baophapluat.vn/nhin-lai-nam-2025-0b2486da",
    ),
    ("http://www.phapluatplus.vn/mot-bai-bao-d43307.html", "plvn:phapluatplus.baophapluat.vn/d43307"),
    ("http://sao.baophapluat.vn/tin-tuc/chi-tiet/32992/", "plvn:sao.baophapluat.vn/32992"),
]


@pytest.mark.parametrize(("url", "expected"), IDS)
def test_an_article_has_one_id_over_eras_and_hosts(url: str, expected: str) -> None:
    assert article_id(url) == expected


ARTICLES = [url for url, _ in IDS] + [
    "https://baophapluat.vn/vinhomes-vhm-bao-lai-sau-thue-quy-i-2026-vuot-25-600-ty-dong.html",
    "https://baophapluat.vn/media-va-phap-luat-hai-nha-mot-duong.html",
    "https://baophapluat.vn/thoi-su/lu-rut-384250.html",
]


@pytest.mark.parametrize("url", ARTICLES)
def test_addresses_of_articles_are_articles(url: str) -> None:
    assert is_article(url)
    assert not is_listing(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://m.baophapluat.vn/hoa-giai-o-co-so-post376408.amp",
        "https://baophapluat.vn/amp/hoa-giai-o-co-so-post376408.html",
        "https://baophapluat.vn/hoa-giai-o-co-so-post376408.html/amp",
        "https://baophapluat.vn/hoa-giai-o-co-so-post376408.html/amp/?x=1",
    ],
)
def test_page_for_telephones_is_named_by_its_twin(url: str) -> None:
    assert is_article(url)
    assert canonical_url(url) == "https://baophapluat.vn/hoa-giai-o-co-so-post376408.html"
    assert section_slug(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://baophapluat.vn/amp/",
        "https://baophapluat.vn/amp/thoi-su/",
        "https://baophapluat.vn/amp/tin-nong.html",
        "https://baophapluat.vn/amp/tu-khoa/xuat-khau-go-nam-nay.html",
    ],
)
def test_list_for_telephones_is_a_list(url: str) -> None:
    assert is_listing(url)
    assert not is_article(url)


def test_folder_that_only_begins_like_that_of_pages_for_telephones_is_a_section() -> None:
    assert section_slug("https://baophapluat.vn/ampe-ke/a-b-c-d-e-123456.html") == "ampe-ke"
    assert canonical_url("https://baophapluat.vn/loa-va-amp/amp.html") == "https://baophapluat.vn/loa-va-amp/amp.html"


@pytest.mark.parametrize(
    "url",
    [
        "https://baophapluat.vn/",
        "https://baophapluat.vn",
        "https://baophapluat.vn/thoi-su/",
        "https://baophapluat.vn/thoi-su",
        "https://baophapluat.vn/phap-luat/tin-nong.html",
        "https://baophapluat.vn/bat-dong-san.html",
        "https://baophapluat.vn/chuyen-muc/kinh-te.html",
        "https://baophapluat.vn/chuyen-muc/phap-luat-tin-nong",
        "https://baophapluat.vn/da-lat-tag285.html",
        "https://baophapluat.vn/tu-khoa/xuat-khau-go-nam-nay.html",
        "https://baophapluat.vn/media/mot-video-rat-hay-va-dai.html",
        "https://baophapluat.vn/podcasts/chuyen-cua-toa-an-so-12.html",
        "https://baophapluat.vn/static/dieu-khoan-su-dung-trang-web.html",
        "https://baophapluat.vn/api/morenews-zone-276-2.html",
        "https://baophapluat.vn/rss/home.rss",
        "https://baophapluat.vn/sitemaps/news-2019-4.xml",
        "https://baophapluat.vn/tim-kiem/?q=a",
        "https://phapluatplus.baophapluat.vn/news/4617.amp",
        "https://plo.vn/mot-bai-cua-bao-khac-post384250.html",
        "https://baophapluat.vn.example.com/mot-bai-post384250.html",
        "http://[",
        "",
        "mailto:toasoan@example.com",
        "https://baophapluat.vn/mot-bai-khong-co-duoi",
        "https://baophapluat.vn/thoi-su/chuyen-la.html",
        "https://baophapluat.vn/trang-2.html",
        "https://baophapluat.vn/su-kien.html",
    ],
)
def test_other_addresses_are_not_articles(url: str) -> None:
    assert not is_article(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/tu-khoa/xuat-khau-go.html", True),
        ("https://baophapluat.vn/tag/go", True),
        ("/tags/go/", True),
        ("/da-lat-tag285.html", True),
        ("/tag/", False),
        ("/bat-dau-tag-ten-vao-anh.html", False),
        ("/chuyen-muc/kinh-te.html", False),
    ],
)
def test_page_of_a_tag_is_known_by_its_address(url: str, expected: bool) -> None:
    assert is_tag_page(url) is expected


def test_canonical_url_keeps_only_what_names_the_page() -> None:
    assert (
        canonical_url("http://WWW.baophapluat.vn:80//a-b-post1.html?utm=x#y") == "https://baophapluat.vn/a-b-post1.html"
    )
    assert canonical_url("https://baophapluat.vn") == "https://baophapluat.vn/"


def test_section_is_read_from_the_path() -> None:
    assert section_slug("https://baophapluat.vn/thoi-su/a-b-c-123456.html") == "thoi-su"
    assert section_slug("https://baophapluat.vn/chuyen-muc/phap-luat.html") == "phap-luat"
    assert section_slug("https://baophapluat.vn/a-b-c-post123456.html") is None


def test_only_hosts_of_the_newspaper_are_its_hosts() -> None:
    assert is_newspaper_host("tv.baophapluat.vn")
    assert is_newspaper_host("www.phapluatplus.vn")
    assert not is_newspaper_host("notbaophapluat.vn")
    assert not is_newspaper_host(None)


def test_number_of_the_cms_is_told_from_figures_of_a_title() -> None:
    assert has_cms_number("https://baophapluat.vn/a-post384250.html")
    assert not has_cms_number("https://baophapluat.vn/tong-ket-nam-2025.html")


@given(st.text(max_size=400))
def test_ids_are_plain_and_bounded_whatever_the_address(path: str) -> None:
    for url in (f"https://baophapluat.vn/{path}.html", path):
        assert re.fullmatch(r"[a-z0-9/.:_-]{1,400}", article_id(url))


@given(st.text(max_size=200))
def test_canonical_url_of_a_canonical_url_is_itself(path: str) -> None:
    once = canonical_url(f"https://baophapluat.vn/{path}")
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://baophapluat.vn/a-post1.html?utm_source=rss&utm_medium=x", "https://baophapluat.vn/a-post1.html"),
        ("https://baophapluat.vn/a-post1.html?id=7&fbclid=abc", "https://baophapluat.vn/a-post1.html?id=7"),
        ("https://baophapluat.vn/a-post1.html?page=2", "https://baophapluat.vn/a-post1.html?page=2"),
        ("https://baophapluat.vn/a-post1.html", "https://baophapluat.vn/a-post1.html"),
        ("https://baophapluat.vn/a-post1.html;jsessionid=9F2?x=1", "https://baophapluat.vn/a-post1.html?x=1"),
        ("https://baophapluat.vn/a-post1.html;phien-ban=2", "https://baophapluat.vn/a-post1.html;phien-ban=2"),
    ],
)
def test_only_parameters_that_track_readers_are_left_out(url: str, expected: str) -> None:
    assert without_tracking(url) == expected


def test_slug_has_one_id_whether_its_letters_are_composed_or_not() -> None:
    forms = [quote(normalize(form, "/chuyện-làng-ở-miền-núi.html")) for form in ("NFC", "NFD")]
    assert len({article_id(f"https://baophapluat.vn{form}") for form in forms}) == 1


@pytest.mark.parametrize(
    "url", ["https://baophapluat.vn/tin.rss", "https://baophapluat.vn/a-b-c.xml", "https://baophapluat.vn/a-b-c.xml.gz"]
)
def test_feed_and_sitemap_are_lists(url: str) -> None:
    assert is_listing(url)


def test_address_that_cannot_be_read_is_asked_everything_in_vain() -> None:
    url = " http://[ "
    assert not any(asked(url) for asked in (is_listing, is_tag_page, has_cms_number, is_article))
    assert (section_slug(url), slug_of(url), canonical_url(url)) == (None, "", "http://[")
    assert article_id(url).startswith("plvn:unknown/")
    assert canonical_url("mailto:a@b.example") == "mailto:a@b.example"


@pytest.mark.parametrize(
    "url",
    [
        "https://vnexpress.example/a-b-post4617.amp",
        "https://phapluatplus.baophapluat.vn/news/4617.amp",
        "https://vnexpress.example/amp/a-b-post4617.html",
        "https://vnexpress.example/a-b.html;jsessionid=9F2",
    ],
)
def test_address_of_another_paper_and_a_page_for_telephones_without_a_number_are_named_as_they_are(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/chuyen-muc/phap-luat/tin-nong.html", "phap-luat"),
        ("/chuyen-muc/", None),
        ("/tin-tuc/chi-tiet/32992", None),
        ("/bat-dong-san.html", "bat-dong-san"),
        ("/tag/bat-dong-san.html", None),
    ],
)
def test_section_of_other_pages_is_read_from_the_path(url: str, expected: str | None) -> None:
    assert section_slug(f"https://baophapluat.vn{url}") == expected


def test_slug_that_is_long_or_not_plain_is_named_by_a_digest() -> None:
    assert not has_cms_number("https://baophapluat.vn/thoi-su/lu-rut-384250")
    for slug in ("a-" * 80 + "b", "a..b-c"):
        assert re.fullmatch(
            r"plvn:baophapluat\.vn/[a-z-]+-[0-9a-f]{16}", article_id(f"https://baophapluat.vn/{slug}.html")
        )
