"""Rows of links that readers operate: to share and to follow, to turn pages, to parts of the page; paid ones too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from dvingest.extraction.fragment.telling import is_amid_words
from dvingest.extraction.fragment.tree import Element

_LINK = frozenset({"a"})
_IMG = frozenset({"img"})
UNFOLDING = frozenset({"aria-expanded", "aria-controls", "data-target", "data-bs-target"})
"""Attributes of what unfolds a part of the text."""
_MAX_ROW = 50
_MAX_CONTENTS_LABEL = 25
# Where buttons to share and to follow lead.
_NETWORK = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:facebook\.com|fb\.com|twitter\.com|x\.com|zalo\.me|t\.me|telegram\.me|linkedin\.com|"
    r"pinterest\.com|news\.google\.com)/|"
    # A channel, no film.
    r"^https?://(?:www\.)?(?:youtube\.com/(?:@|c/|channel/|user/)|(?:tiktok|instagram)\.com/@?[\w.]+/?$)",
    re.IGNORECASE | re.ASCII,
)
# What buttons beside a text say: "Chia sẻ", "In bài viết", "Lưu bài", "A+".
_BUTTON = re.compile(
    r"(?:chia sẻ|facebook|fb|twitter|x|zalo|messenger|telegram|linkedin|pinterest|e-?mail|copy link|"
    r"sao chép(?: liên kết)?|in(?: bài(?: viết)?)?|gửi (?:cho )?(?:e-?mail|mail|bạn bè)|lưu(?: bài(?: viết)?)?|"
    r"google news|a ?[+-]|[«‹<]? ?(?:(?:trở|quay) (?:về|lại)|về|lên) (?:trang chủ|đầu trang|trang trước))",
    re.IGNORECASE,
)
_NAME_OF_BUTTON = re.compile(r"(?:^|[-_])(?:btn|button)(?:$|[-_])", re.IGNORECASE)
_PAGE_TURN = re.compile(r"(?:trang (?:sau|trước|cuối|đầu|kế)|trước|sau|tiếp)?\s*[«»‹›<>]*", re.IGNORECASE)
_STORE = re.compile(r"^https?://(?:apps\.apple\.com|play\.google\.com)/", re.IGNORECASE)
# What the newspaper asks its readers to do; what somebody in a text does on a network reads otherwise.
_INVITATION = re.compile(
    r"^\W*(?:(?:mời|quét mã|nhấn|bấm|tải (?:ứng dụng|app)|cài đặt|đọc (?:báo|tin(?! nhắn)))\b.*"
    r"\b(?:báo\b|độc giả\b|bạn đọc\b|quý vị\b|ứng dụng|app\b|kênh\b|tại đây\b)|"
    r"theo dõi\b.*\b(?:báo|chúng tôi|plvn|google news)\b)",
    re.IGNORECASE,
)
_OTHER_SITE = re.compile(r"(?:https?:)?//(?!(?:[\w-]+\.)*baophapluat\.vn\b)", re.IGNORECASE)
_ANYTHING = re.compile("")
_MOST_PARTS = 10
# The sizes in which places for adverts are sold.
_SIZES_OF_ADVERTS = frozenset(
    {("300", "250"), ("336", "280"), ("300", "600"), ("160", "600"), ("728", "90"), ("970", "250"), ("320", "100")}
)
_ADVERT = re.compile(r"\W*(?:quảng cáo|qc|advertisement|(?:nội dung )?tài trợ)\W*", re.IGNORECASE)
_MAX_INVITATION = 150
_MAX_BUTTON = 12
_MAX_PAGE_NUMBER = 3
_FOLLOW = re.compile(r"theo dõi|quan tâm|chia sẻ", re.IGNORECASE)


def drop_rows(body: Element, dropped: Counter[str]) -> list[Element]:
    """Drop the largest boxes of nothing but buttons, or links to places of their own page; return the links left."""
    links = body.find_all(_LINK)
    for is_such, fits, most, invitation in (
        (_leads_within, _leads_within, _MAX_CONTENTS_LABEL, None),
        (_turns_page, _is_page_number, _MAX_CONTENTS_LABEL, None),
        (_is_button, _is_beside_button, _MAX_ROW, _FOLLOW),
        (_leads_to_network, _leads_to_network, _MAX_INVITATION, _INVITATION),
        (_leads_to_store, _leads_to_store, _MAX_INVITATION, _INVITATION),
        (_is_paid_picture, _is_paid, _MAX_CONTENTS_LABEL, _ANYTHING),
    ):
        # A box is judged once, however many links it holds; one that is dropped takes its links along.
        judged: dict[int, bool] = {}
        gone: set[int] = set()
        for link in filter(is_such, links):
            box = None if id(link) in gone else _widest_row(link, fits, most, invitation, judged)
            if box is not None:
                gone.update(map(id, box.find_all(_LINK)))
                box.remove()
                dropped["button_row"] += 1
        links = [link for link in links if id(link) not in gone]
    return links


def _widest_row(
    link: Element,
    fits: Callable[[Element], bool],
    most: int,
    invitation: re.Pattern[str] | None,
    judged: dict[int, bool],
) -> Element | None:
    """Return the largest box around `link` that holds fitting links alone and a label of at most `most` characters.

    It holds several links, or one that the label invites to press.
    """
    box = None
    for current in link.parents():
        is_row = judged.get(id(current))
        if is_row is None:
            is_row = judged[id(current)] = current.own_length <= most and _holds_only(current, fits)
        if not is_row:
            break
        invites = invitation is not None and invitation.search(current.squeezed) is not None
        if invites or (most < _MAX_INVITATION and len(current.find_all(_LINK)) > 1):
            box = current
    return box


def _holds_only(box: Element, fits: Callable[[Element], bool]) -> bool:
    return all(map(fits, box.find_all(_LINK))) and all(img.around("a") is not None for img in box.find_all(_IMG))


def _leads_within(link: Element) -> bool:
    href = link.attributes.get("href", "")
    return href.startswith("#") and len(href) > 1


def _leads_to_network(link: Element) -> bool:
    return _NETWORK.match(link.attributes.get("href", "")) is not None


def _leads_to_store(link: Element) -> bool:
    return _STORE.match(link.attributes.get("href", "")) is not None


def _is_paid(link: Element) -> bool:
    return "sponsored" in link.attributes.get("rel", "").split() or _is_banner(link)


def _is_banner(link: Element) -> bool:
    """Tell whether a link leads to another site from a box that its name, or all its words, call an advert."""
    target = _OTHER_SITE.match(link.attributes.get("href", ""))
    box = link.parent
    if target is None or box is None:
        return False
    images = link.find_all(_IMG)
    if images and all(
        (img.attributes.get("width"), img.attributes.get("height")) in _SIZES_OF_ADVERTS for img in images
    ):
        return True
    if any(name.startswith("banner") for name in box.class_names):
        return True
    # Reading all of a large box for each link in it would take long.
    return len(box.children) <= _MOST_PARTS and _ADVERT.fullmatch(box.squeezed) is not None


def _is_paid_picture(link: Element) -> bool:
    return _is_paid(link) and link.find_first(_IMG) is not None


def is_dressed_as_button(link: Element) -> bool:
    """Tell whether a link is called a button and says as little; one that unfolds something heads a part."""
    if not any(map(_NAME_OF_BUTTON.search, link.class_names)) or not UNFOLDING.isdisjoint(link.attributes):
        return False
    text = link.squeezed
    if not 0 < len(text) <= _MAX_CONTENTS_LABEL or text[-1] in ".?!" or _leads_within(link):
        return False
    return not is_amid_words(link)


def _is_button(link: Element) -> bool:
    return _leads_to_network(link) or _BUTTON.fullmatch(link.squeezed) is not None


def _is_beside_button(link: Element) -> bool:
    """Tell whether a link is a button, or leads nowhere and is as short as one: "A+", "In"."""
    dead = link.attributes.get("href", "#").startswith(("#", "javascript:"))
    return _is_button(link) or (dead and len(link.squeezed) <= _MAX_BUTTON)


def _turns_page(link: Element) -> bool:
    text = link.squeezed
    return text != "" and _PAGE_TURN.fullmatch(text) is not None


def _is_page_number(link: Element) -> bool:
    return _turns_page(link) or (link.squeezed.isdecimal() and len(link.squeezed) <= _MAX_PAGE_NUMBER)
