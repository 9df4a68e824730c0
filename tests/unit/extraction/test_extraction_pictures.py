"""Which address an element of a picture names, and what is no picture of the article."""

from __future__ import annotations

import pytest
from skin_pages import PARAGRAPHS, URL, cms_page, paragraphs, read_page

from dvingest.extraction.fragment.pictures import Picture, merge_pictures, read_img
from dvingest.extraction.fragment.tree import Element

IMAGES = "https://image.baophapluat.vn"


def read(**attributes: str) -> Picture | None:
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return read_img(Element("img", named, None, []), URL)


def address(**attributes: str) -> str | None:
    picture = read(**attributes)
    assert picture is not None
    return picture.url


@pytest.mark.parametrize(
    ("attributes", "url"),
    [
        ({"src": f"{IMAGES}/a.jpg"}, f"{IMAGES}/a.jpg"),
        ({"src": "/a.jpg?w=1"}, "https://baophapluat.vn/a.jpg?w=1"),
        ({"src": "data:image/gif;base64,R0", "data_src": "/a.jpg"}, "https://baophapluat.vn/a.jpg"),
        ({"srcset": f"{IMAGES}/a-1.jpg 300w, {IMAGES}/a-2.jpg 600w"}, f"{IMAGES}/a-2.jpg"),
        ({"srcset": "x.jpg 1x", "data_srcset": "/a.jpg 1x, /b.jpg 2x"}, "https://baophapluat.vn/b.jpg"),
        ({"srcset": "data:image/gif;base64,R0lGOD", "data_file": "/a.jpg"}, "https://baophapluat.vn/a.jpg"),
        ({"alt": "anh-1.jpg"}, None),
        ({"data_blur": "/a.jpg"}, None),
        ({"data_file": "anh này đẹp"}, None),
        ({"src": "/blank.gif"}, None),
        ({"src": "https://x.example/loading.gif?v=2"}, None),
        ({"src": "https://x.example/dot-lua.jpg"}, "https://x.example/dot-lua.jpg"),
        ({"src": "/_next/image?url=%2Fa.jpg&w=640"}, "https://baophapluat.vn/a.jpg"),
        ({"src": "/_next/image?w=640"}, None),
        ({"src": "https://x.example:https://x.example/a.jpg"}, None),
        ({"src": "http://["}, None),
        ({"src": "file:///C:/a.jpg"}, None),
    ],
)
def test_address_of_a_picture_is_the_one_a_reader_sees(attributes: dict[str, str], url: str | None) -> None:
    assert address(**attributes) == url


@pytest.mark.parametrize(
    "attributes",
    [
        {"src": "/a.gif", "width": "16", "height": "16"},
        {"src": "/a.png", "class": "emoji"},
        {"src": "https://www.facebook.com/tr?id=1&ev=PageView"},
        {"src": "https://x.example/collect?id=1"},
        {"src": "/a.jpg", "width": "728", "height": "90"},
        {"src": "/static/logo.png"},
        {"src": "/images/logo_print.gif"},
        {"src": "/images/qr-code.png"},
        {"src": "/images/qr_zalo_2.png"},
    ],
)
def test_drawing_advert_or_counter_is_no_picture(attributes: dict[str, str]) -> None:
    assert read(**attributes) is None


@pytest.mark.parametrize(
    "attributes",
    [
        {"data_src": "/a.jpg", "width": "1", "height": "1"},
        {"src": "/a.jpg", "width": "16"},
        {"src": "/a.jpg", "width": "1200", "height": "200"},
        {"src": "/a/2024_06_12/rong.jpg", "width": "980", "height": "120"},
        {"src": "/static/2024_06_12/a.jpg"},
        {"src": "/images/logo-xa-bon.gif"},
        {"src": "/images/qr-cho-tung-sap-hang-1200.jpg"},
    ],
)
def test_picture_that_waits_is_wide_or_was_uploaded_on_a_day_is_one(attributes: dict[str, str]) -> None:
    assert read(**attributes) is not None


def test_size_is_read_in_pixels_from_either_attribute() -> None:
    for attributes in ({"width": "640px", "height": "480.0"}, {"data_width": "640", "width": "0", "height": "480"}):
        picture = read(src="/a.jpg", **attributes)
        assert picture is not None
        assert (picture.width, picture.height) == (640, 480)
    picture = read(src="/a.jpg", width="100%", height="auto")
    assert picture is not None
    assert (picture.width, picture.height) == (None, None)


def test_picture_shown_twice_has_caption_credit_and_size_of_either_showing() -> None:
    first = Picture(f"{IMAGES}/w100/2024_06_12/a.jpg", None, "Mộc Lan")
    second = Picture(f"{IMAGES}/w840/2024_06_12/A.jpg", "Chợ Bồn.", None, 840, 560)
    third = Picture(f"{IMAGES}/w840/2024_06_12/b.jpg", "Chợ khác.", "Sê San", 1, 1)
    merged = merge_pictures([first, second, Picture(first.url, "Chợ khác.", "Vi Hậu", 9, 9), third])
    assert [(one.caption, one.credit, one.width, one.height) for one in merged] == [
        ("Chợ Bồn.", "Mộc Lan", 840, 560),
        ("Chợ khác.", "Sê San", 1, 1),
    ]


@pytest.mark.parametrize(
    ("element", "url"),
    [
        ("<div style='background-image: url(/a/x.jpg)'></div>", "https://baophapluat.vn/a/x.jpg"),
        ("<a href='/a/x.jpg' style='background: url(\"/a/x.jpg\") center'> </a>", "https://baophapluat.vn/a/x.jpg"),
        ("<div data-bg='/a/x.jpg'></div>", "https://baophapluat.vn/a/x.jpg"),
        ("<div style='background: url(/a/x.svg)'></div>", None),
        ("<div style='background: url(/a/x.jpg) repeat-x'></div>", None),
        ("<div style='height: 12px; background: url(/a/x.jpg)'></div>", None),
        ("<div style='background: #fff'></div>", None),
    ],
)
def test_background_of_an_empty_element_is_a_picture(element: str, url: str | None) -> None:
    article = read_page(cms_page(paragraphs() + element))
    assert [image.url for image in article.images] == ([url] if url else [])
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_words_on_a_background_are_text() -> None:
    words = "<div style='background-image: url(/a/x.jpg)'>Đường thông thì chợ đông, ông Bồn nói.</div>"
    article = read_page(cms_page(paragraphs() + words))
    assert article.blocks[-1].text == "Đường thông thì chợ đông, ông Bồn nói."
    assert article.images == ()
