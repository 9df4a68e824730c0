"""Pages broken, foreign, enormous or none at all: a rejection or a flagged article, in time, never an exception."""

from __future__ import annotations

import json
import unicodedata

import pytest
from case_pages import Case, all_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from skin_pages import HEAD, PARAGRAPHS, URL, cms_page, paragraphs

from dvingest.extraction import extract
from dvingest.extraction.dom.decode import decode_text
from dvingest.model import RawArticle, Rejection, RejectionReason

PAGE = cms_page(paragraphs())
MEBIBYTES_8 = 8 * 1024 * 1024


def article(html: bytes | str, content_type: str | None = None) -> RawArticle:
    reading = extract(html, URL, content_type=content_type)
    assert isinstance(reading, RawArticle), reading
    return reading


def assert_text_is_whole(reading: RawArticle) -> None:
    assert [block.text for block in reading.blocks] == list(PARAGRAPHS)


APART = frozenset(
    {"platform-title-not-in-h1", "cms-rows-of-share-and-follow-links", "cms-links-of-the-cms-in-sentences-stay"}
)
UNDECLARED = PAGE.replace('<meta charset="utf-8">', "")
WINDOWS = {
    "windows-1258 in meta": ("windows-1258", None),
    "windows-1258 in header": (None, "text/html; charset=windows-1258"),
    "wrong header": ("windows-1258", "text/html; charset=utf-8"),
    "header of another code page": ("windows-1258", "text/html; charset=iso-8859-1"),
    "declared nowhere": (None, None),
}


def in_windows_1258(text: str) -> bytes:
    """Return the bytes of the code page, which writes a letter and its tone mark apart."""
    out = bytearray()
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base, *tones = unicodedata.normalize("NFD", char)
            for tone in [t for t in tones if t in "\u0302\u0306\u031b"]:
                base = unicodedata.normalize("NFC", base + tone)
            out += base.encode("cp1258")
            out += "".join(t for t in tones if t not in "\u0302\u0306\u031b").encode("cp1258")
    return bytes(out)


def test_answer_of_an_api_is_no_page_though_it_holds_one() -> None:
    answer = json.dumps({"title": "Chuyện làng", "content": PAGE})
    rejection = extract(f"\ufeff{answer}".encode(), URL, content_type="application/json")
    assert isinstance(rejection, Rejection)
    assert rejection.reason is RejectionReason.NOT_HTML
    assert_text_is_whole(article(f'{{"debug": 1}}\n{PAGE}'.encode()))


@pytest.mark.parametrize(("meta", "header"), WINDOWS.values(), ids=WINDOWS.keys())
def test_page_in_windows_1258_is_read_and_flagged_where_it_had_to_be_guessed(
    meta: str | None, header: str | None
) -> None:
    page = UNDECLARED.replace("<head>", f'<head><meta charset="{meta}">' if meta else "<head>")
    reading = article(in_windows_1258(page), header)
    assert_text_is_whole(reading)
    agreed = (meta, header) in {("windows-1258", None), (None, "text/html; charset=windows-1258")}
    assert ("charset_guess" in reading.warnings) is not agreed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_declared_charset_is_no_guess(encoding: str) -> None:
    reading = article(PAGE.encode(encoding))
    assert_text_is_whole(reading)
    assert "charset_guess" not in reading.warnings


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_charset_without_a_mark_is_guessed(encoding: str) -> None:
    reading = article(PAGE.encode(encoding))
    assert_text_is_whole(reading)
    assert "charset_guess" in reading.warnings


@pytest.mark.parametrize("case", [case for case in all_cases() if case.name in APART], ids=lambda case: case.name)
def test_letters_with_their_marks_apart_are_whole_letters(case: Case) -> None:
    apart = unicodedata.normalize("NFD", case.page.decode())
    reading = extract(apart.encode(), case.meta["url"])
    assert isinstance(reading, RawArticle)
    assert isinstance(case.reading, RawArticle)
    assert reading.blocks == case.reading.blocks
    assert (reading.title, reading.lead, reading.authors) == (
        case.reading.title,
        case.reading.lead,
        case.reading.authors,
    )
    assert reading.images == case.reading.images


def test_wide_charset_in_the_header_is_no_guess_but_one_in_the_page_itself_is_not_believed() -> None:
    reading = article(PAGE.encode("utf-16-le"), "text/html; charset=utf-16")
    assert_text_is_whole(reading)
    assert "charset_guess" not in reading.warnings
    assert_text_is_whole(article(UNDECLARED.replace("<head>", '<head><meta charset="utf-16">').encode()))


@pytest.mark.parametrize(
    "charset", ["utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "hex", "undefined"]
)
def test_charset_that_no_browser_knows_is_not_tried(charset: str) -> None:
    assert_text_is_whole(article(in_windows_1258(UNDECLARED), f"text/html; charset={charset}"))


@pytest.mark.parametrize("charset", ["iso-8859-1", "latin1", "us-ascii"])
def test_labels_of_western_europe_are_read_as_browsers_do_which_is_no_guess(charset: str) -> None:
    page = cms_page("<p>“Chợ huyện” – họp mỗi tuần hai phiên, người bán nhiều hơn người mua…</p>")
    bytes_of_1252 = page.replace('charset="utf-8"', f'charset="{charset}"').encode("cp1252", "xmlcharrefreplace")
    reading = article(bytes_of_1252, f"text/html; charset={charset}")
    assert reading.body == "“Chợ huyện” – họp mỗi tuần hai phiên, người bán nhiều hơn người mua…"
    assert "charset_guess" not in reading.warnings


@pytest.mark.parametrize(
    "begin", [b"%PDF-1.4", b"\x89PNG", b"\xff\xd8\xff\xe0", b"GIF89a", b"PK\x03\x04", b"\x1f\x8b", b"RIFF"]
)
def test_file_that_is_no_text_is_known_by_how_it_begins_and_any_by_its_control_characters(begin: bytes) -> None:
    words = " ".join(PARAGRAPHS).encode()
    assert decode_text(begin + words) is None
    assert decode_text(words[:100] + b"\x01\x02\x03" * 50 + words) is None
    assert decode_text(words) is not None


def test_utf_8_under_a_wrong_header_is_read_and_flagged() -> None:
    reading = article(UNDECLARED.encode(), "text/html; charset=windows-1252")
    assert_text_is_whole(reading)
    assert "charset_guess" in reading.warnings


def test_bytes_that_fit_no_charset_are_flagged() -> None:
    reading = article(PAGE.encode().replace("chợ huyện".encode(), b"ch\xe1\xbb huy\xffn"))
    assert "charset_guess" in reading.warnings


def test_zero_bytes_vanish_and_are_flagged() -> None:
    reading = article(PAGE.encode().replace("chợ".encode(), "c\x00hợ".encode()))
    assert_text_is_whole(reading)
    assert "charset_guess" in reading.warnings


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"", RejectionReason.NO_BODY),
        (b" \n ", RejectionReason.NO_BODY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, RejectionReason.NOT_HTML),
        (bytes(range(256)) * 400, RejectionReason.NOT_HTML),
        (b'{"data": []}', RejectionReason.NOT_HTML),
        (b'<?xml version="1.0"?><rss><channel></channel></rss>', RejectionReason.NOT_HTML),
        ("chỉ là chữ", RejectionReason.NOT_HTML),
        (b"<html></html>", RejectionReason.NO_BODY),
        (b"x" * (MEBIBYTES_8 + 1), RejectionReason.TOO_LARGE),
        (cms_page("").encode(), RejectionReason.NO_BODY),
        (cms_page(paragraphs(), head='<meta charset="utf-8">').encode(), RejectionReason.NO_DATE),
    ],
)
def test_what_is_no_article_is_rejected_for_its_reason(html: bytes | str, reason: RejectionReason) -> None:
    reading = extract(html, URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is reason
    assert reading.detail


def test_picture_pasted_into_the_text_makes_no_body_too_large_and_keeps_its_caption() -> None:
    pasted = f'<img src="data:image/png;base64,{"iVBORw0K" * 150_000}">'
    table = f"<table class='picture'><tr><td>{pasted}</td></tr><tr><td class='caption'>Chợ huyện.</td></tr></table>"
    reading = article(cms_page(table + paragraphs()))
    assert_text_is_whole(reading)
    assert [(picture.url, picture.caption) for picture in reading.images] == [(None, "Chợ huyện.")]


def test_page_cut_off_is_flagged() -> None:
    page = PAGE.encode()
    reading = extract(page[: page.index(PARAGRAPHS[2].encode())], URL)
    assert isinstance(reading, RawArticle)
    assert "truncated_page" in reading.warnings


ODD_LD = [
    "[" * 5000,
    json.dumps({"@type": ["NewsArticle", 1], "headline": ["a"], "author": [[1], None], "datePublished": {"a": 1}}),
    json.dumps({"@graph": [{"@type": "BreadcrumbList", "itemListElement": [1, {"item": 3}, {"name": None}]}]}),
    "null",
    '"x"',
]


@pytest.mark.parametrize("text", ODD_LD, ids=range(len(ODD_LD)))
def test_odd_json_ld_does_no_harm(text: str) -> None:
    assert_text_is_whole(
        article(cms_page(paragraphs(), head=f'{HEAD}<script type="application/ld+json">{text}</script>'))
    )


@settings(max_examples=100)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=300)))
def test_no_input_raises(html: bytes | str) -> None:
    assert isinstance(extract(html, URL), Rejection)


TANGLE = """
<p> </p> <div> </div> <table> <tr> <td> </table> <img_src=/a.jpg> <br> <b> </b> <a_href=x> </a> <figure> </figure> <ul>
<li> </ul> <!-- --> &amp; chữ nghĩa. Đọc_thêm <h2> </h2> <blockquote> <svg> <iframe_src=x> <video_src=x> <form> <
<article_class=story> \x00 \ufffd <script> </script> class="
"""


@settings(max_examples=100)
@given(st.lists(st.sampled_from(TANGLE.replace("\n", " ").strip(" ").split(" ")), max_size=50))
def test_no_tangle_of_elements_raises_or_loses_the_text_before_it(pieces: list[str]) -> None:
    reading = extract(cms_page(paragraphs() + " ".join(pieces).replace("_", " ")), URL)
    assert isinstance(reading, RawArticle)
    assert [block.text for block in reading.blocks][:2] == list(PARAGRAPHS[:2])
