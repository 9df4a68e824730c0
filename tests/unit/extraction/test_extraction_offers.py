"""Buttons of offers, networks and pages: each word of them is known, and stays in a sentence."""

from __future__ import annotations

import pytest
from skin_pages import PARAGRAPHS, cms_page, paragraphs, read_page


def lines(body: str) -> list[str]:
    """Return what of `body` stays in the text of a page."""
    return [block.text for block in read_page(cms_page(body + paragraphs())).blocks][: -len(PARAGRAPHS)]


SHOP = [
    *("Mua ngay", "Đặt hàng", "Đặt mua", "Mua tại Cửa hàng Bồn", "Xem giá", "Tới nơi bán", "Đến ưu đãi"),
    *("Thêm vào giỏ", "Thêm vào giỏ hàng >"),
]


@pytest.mark.parametrize("button", SHOP)
def test_goods_beside_a_button_to_buy_are_no_text(button: str) -> None:
    link = f"<a href='https://shop.example/1'>{button}</a>"
    assert lines(f"<div class='k1'><p>Ghế mây</p><p>1.250.000 đ</p>{link}</div>") == []
    assert lines(f"<p>Bấm {link} là hết 1.250.000 đ, chị kể.</p>") == [f"Bấm {button} là hết 1.250.000 đ, chị kể."]


@pytest.mark.parametrize("price", ["120.000 đ", "120,000₫", "1.250.000 VNĐ", "120.000VND", "120.000 đồng"])
def test_price_beside_a_button_makes_an_offer_in_any_currency_sign(price: str) -> None:
    assert (
        lines(f"<div class='k1'><p>Ghế mây</p><p>{price}</p><a href='https://shop.example/1'>Mua ngay</a></div>") == []
    )


OTHERS = [
    *(("Đăng ký ngay", "Bản tin tuần"), ("Subscribe", "Newsletter"), ("Đăng ký miễn phí", "Nhận tin mỗi sáng")),
    *(("Đăng ký nhận tin", "Bản tin"), ("Tham gia ngay", "Khảo sát bạn đọc"), ("Trả lời khảo sát", "Thăm dò ý kiến")),
    *(("Bình chọn tại đây", "Bình chọn cầu đẹp"), ("Cài đặt ngay", "Ứng dụng đọc báo"), ("Tải về", "App Báo")),
    *(("Tải app", "App đọc tin"), ("Cài ứng dụng", "Ứng dụng mới")),
]


@pytest.mark.parametrize(("button", "beside"), OTHERS)
def test_letter_survey_or_app_beside_its_button_is_no_text(button: str, beside: str) -> None:
    link = f"<a href='https://khac.example/1'>{button}</a>"
    assert lines(f"<div class='k1'><p>{beside}</p>{link}</div>") == []
    assert lines(f"<p>{beside} có nút {link} ở cuối, ông Bồn nói.</p>") == [
        f"{beside} có nút {button} ở cuối, ông Bồn nói."
    ]


NETWORKS = [
    *("facebook.com", "fb.com", "twitter.com", "x.com", "zalo.me", "t.me", "telegram.me", "linkedin.com"),
    *("pinterest.com", "news.google.com"),
]


@pytest.mark.parametrize("host", NETWORKS)
def test_link_to_a_network_alone_is_a_button(host: str) -> None:
    assert lines(f"<div class='k1'><a href='https://www.{host}/plvn'>Theo dõi</a></div>") == []


@pytest.mark.parametrize(
    "path",
    [
        *("youtube.com/@plvn", "youtube.com/c/plvn", "youtube.com/channel/UC1", "youtube.com/user/plvn"),
        *("tiktok.com/@plvn", "instagram.com/plvn/"),
    ],
)
def test_link_to_a_channel_alone_is_a_button(path: str) -> None:
    assert lines(f"<div class='k1'><a href='https://www.{path}'>Theo dõi</a></div>") == []
