"""Boxes in the body that offer something: goods, a newsletter, an app; known by what they ask to press."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

from dvingest.extraction.fragment.repeating import drop_each
from dvingest.extraction.fragment.telling import is_amid_words
from dvingest.extraction.fragment.tree import Element, line_of

_LINK = frozenset({"a"})
_MAX_OFFER = 300
# The name of an article of a shop, or what a newsletter brings; a paragraph of the text is longer or ends like one.
_MAX_PART = 120


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that asks to be pressed, and what else the box around it says."""

    button: re.Pattern[str]
    beside: re.Pattern[str]
    why: str


_PRICE = r"\d{1,3}(?:[.,]\d{3})+\s*(?:đ|₫|vnđ|vnd|đồng)(?!\w)"
OFFERS = (
    Offer(
        re.compile(
            r"(?:mua|đặt) (?:ngay|hàng|mua|tại .{2,30})|(?:xem|tới|đến) (?:giá|nơi bán|ưu đãi)|thêm vào giỏ(?: hàng)?",
            re.IGNORECASE,
        ),
        re.compile(_PRICE, re.IGNORECASE),
        "goods of a shop that pays for each sale",
    ),
    Offer(
        re.compile(r"(?:đăng ký|subscribe)(?: (?:ngay|miễn phí|nhận tin))?", re.IGNORECASE),
        re.compile(r"\b(?:bản tin|newsletter|nhận tin)\b", re.IGNORECASE),
        "subscription to a newsletter whose form a script opens",
    ),
    Offer(
        re.compile(r"(?:tham gia|trả lời|bình chọn)(?: (?:ngay|khảo sát|tại đây))?", re.IGNORECASE),
        re.compile(r"\b(?:khảo sát|bình chọn|thăm dò ý kiến)\b", re.IGNORECASE),
        "question to the readers that is asked on another page",
    ),
    Offer(
        re.compile(r"(?:tải|cài)(?: đặt)?(?: (?:ngay|về|app|ứng dụng))*", re.IGNORECASE),
        re.compile(r"\b(?:ứng dụng|app)\b", re.IGNORECASE),
        "the newspaper's app",
    ),
)
_BUTTONS = re.compile("|".join(f"(?:{offer.button.pattern})" for offer in OFFERS), re.IGNORECASE)
_LONGEST_BUTTON = 45
_AROUND = " >»›→▶!"


def drop_offers(body: Element, dropped: Counter[str]) -> None:
    """Drop boxes around a link that asks to buy, subscribe or install, if they say no more than what is offered."""
    if any(_is_button(link) for link in body.find_all(_LINK)):
        drop_each(lambda: _drop_first_offer(body), dropped, "offer")


def _is_button(link: Element) -> bool:
    text = link.squeezed
    if len(text) > _LONGEST_BUTTON or _BUTTONS.fullmatch(text.strip(_AROUND)) is None:
        return False
    # In a sentence it is what somebody may do.
    return not is_amid_words(link)


def _drop_first_offer(body: Element) -> bool:
    for link in filter(_is_button, body.find_all(_LINK)):
        text = link.squeezed.strip(_AROUND)
        offers = [offer for offer in OFFERS if offer.button.fullmatch(text)]
        around = takewhile(_may_be_offer, link.parents())
        boxes = [box for box in around if any(offer.beside.search(line_of(box)) for offer in offers)]
        if boxes:
            boxes[-1].remove()
            return True
    return False


def _may_be_offer(box: Element) -> bool:
    return len(box.squeezed) <= _MAX_OFFER and all(
        len(text) <= _MAX_PART and not (len(text) > _MAX_PART // 2 and text.endswith(".")) for text in box.strings()
    )
