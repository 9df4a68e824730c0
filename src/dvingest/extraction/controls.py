"""What readers operate inside the body: players, forms, rows of buttons, tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import takewhile

from dvingest.extraction.offers import drop_offers
from dvingest.extraction.repeating import drop_each
from dvingest.extraction.telling import is_amid_words
from dvingest.extraction.tree import Element
from dvingest.plvn.boilerplate import is_page_line

_FIELDS = frozenset({"form", "input", "textarea", "select"})
_LINK = frozenset({"a"})
_OPERATED = frozenset({"a", "button"})
_IMG = frozenset({"img"})
_UNFOLDING = frozenset({"aria-expanded", "aria-controls", "data-target", "data-bs-target"})
_SPACES_OF_A_HEADING = 3
_MAX_PLAYER = 80
_MAX_FORM = 300
# A question to choose an answer to, the name of a newsletter: sentences of an article are longer.
_MAX_LABEL = 90
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
_REPLY = re.compile(r"trả lời|phản hồi|reply", re.IGNORECASE)
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
_MAX_COMMENT = 1500
_MAX_PAGE_NUMBER = 3
_MIN_SENTENCE = 30
_TEXT = 2
_TO_READERS = re.compile(r"\b(?:bạn|quý vị|độc giả|chúng tôi|vui lòng|mời|hãy)\b", re.IGNORECASE)
_ANSWERS = 2
_YES = re.compile(r"có|hữu ích", re.IGNORECASE)
_ANSWER = re.compile(r"(?:có|không|chưa|hữu ích|không hữu ích|chưa hữu ích)(?: \(\d+\))?", re.IGNORECASE)
_BUTTON_TAG = frozenset({"button"})
_FOLLOW = re.compile(r"theo dõi|quan tâm|chia sẻ", re.IGNORECASE)


def drop_controls(body: Element, dropped: Counter[str]) -> None:
    """Drop players and forms with what belongs to them, offers, rows of buttons, and tables of contents."""
    elements = body.walk()
    tags = {element.tag for element in elements}
    if "button" in tags:
        drop_each(lambda: _drop_first_vote(body), dropped, "form")
        _keep_unfolding(body)
    if "audio" in tags:
        drop_each(lambda: _drop_first_player(body), dropped, "audio_player")
    if not tags.isdisjoint(_FIELDS):
        drop_each(lambda: _drop_first_form(body), dropped, "form")
    if any(element.tag in _OPERATED and _REPLY.fullmatch(element.squeezed) for element in elements):
        drop_each(lambda: _drop_first_comments(body), dropped, "comments")
    if "a" in tags:
        drop_offers(body, dropped)
        for link in filter(_is_dressed_as_button, _drop_rows(body, dropped)):
            link.remove()
            dropped["button"] += 1


def _drop_first_vote(body: Element) -> bool:
    """Drop a question to readers that buttons answer with yes and no, and that nothing else stands beside."""
    for button in body.find_all(_BUTTON_TAG):
        for box in button.parents() if _YES.fullmatch(button.squeezed) else ():
            answers = [other.squeezed for other in box.find_all(_BUTTON_TAG)]
            if len(answers) < _ANSWERS:
                continue
            question = box.squeezed.removesuffix("".join(answers)).removesuffix(" ".join(answers)).strip()
            if question.endswith("?") and len(question) <= _MAX_LABEL and all(map(_ANSWER.fullmatch, answers)):
                box.remove()
                return True
            if question:
                break
    return False


def _keep_unfolding(body: Element) -> None:
    """Make paragraphs of the buttons that head a part of the text: they ask, or say that they show and hide it."""
    for button in body.find_all({"button"}):
        text = button.squeezed
        heads = text.endswith("?") or not _UNFOLDING.isdisjoint(button.attributes)
        if heads and text.count(" ") >= _SPACES_OF_A_HEADING and not is_page_line(text):
            button.tag = "p"


def _drop_first_player(body: Element) -> bool:
    """Drop the box around an audio player, with its button and its clock."""
    for audio in body.find_all({"audio"}):
        box = [audio, *takewhile(lambda box: len(box.squeezed) <= _MAX_PLAYER, audio.parents())][-1]
        box.remove()
        return True
    return False


def _remove_if_minor(box: Element, body: Element) -> bool:
    """Take a box out that holds at most half of the body's text, and tell whether it did."""
    is_minor = len(box.squeezed) * 2 <= len(body.squeezed)
    if is_minor:
        box.remove()
    return is_minor


def _drop_first_form(body: Element) -> bool:
    """Drop a form, a poll or a subscription with its heading and its note; sentences beside it stay."""
    for field in body.find_all(_FIELDS):
        if field.attributes.get("type") == "hidden":
            continue
        box = [field, *takewhile(_is_form, field.parents())][-1]
        if _remove_if_minor(box, body):
            return True
    return False


def _drop_first_comments(body: Element) -> bool:
    """Drop comments of readers, whatever they are called: a button to reply closes each of them.

    In questions and answers the answer stands behind such words.
    """
    for button in body.find_all(_OPERATED):
        if button is body or not _REPLY.fullmatch(button.squeezed):
            continue
        around = [button, *button.parents()]
        box = next((box for box in around if len(box.squeezed) > _MAX_ROW), around[-1])
        words = box.squeezed
        behind = words[words.rfind(button.squeezed) + len(button.squeezed) :]
        if not _MAX_ROW < len(words) <= _MAX_COMMENT or len(behind) > _MAX_ROW:
            continue
        box = [box, *takewhile(_is_list_of_comments, box.parents())][-1]
        if _remove_if_minor(box, body):
            return True
    return False


def _is_list_of_comments(box: Element) -> bool:
    return all(
        len(part.squeezed) <= _MAX_LABEL
        or any(_REPLY.fullmatch(button.squeezed) for button in part.find_all(_OPERATED))
        for part in box.elements()
    )


def _is_form(box: Element) -> bool:
    """Tell whether short labels are all that a box holds, and what is said to readers.

    One sentence of another kind may stand there; two are a text, however short.
    """
    if len(box.squeezed) > _MAX_FORM or box.find_first(_IMG) is not None:
        return False
    labels = [text.strip() for text in box.strings()]
    sentences = [text for text in labels if len(text) >= _MIN_SENTENCE and text.endswith(".")]
    told = [text for text in sentences if not is_page_line(text) and not _TO_READERS.search(text)]
    return len(told) < _TEXT and all(len(text) <= _MAX_LABEL for text in labels)


def _drop_rows(body: Element, dropped: Counter[str]) -> list[Element]:
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


def _is_dressed_as_button(link: Element) -> bool:
    """Tell whether a link is called a button and says as little; one that unfolds something heads a part."""
    if not any(map(_NAME_OF_BUTTON.search, link.class_names)) or not _UNFOLDING.isdisjoint(link.attributes):
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
