"""Walls: pages that ask to log in, or to pay, before they show the article."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.nodes import IN_LINE, class_names, is_elsewhere, node_text
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_first
from dvingest.model import Rejection, RejectionReason

# In lower case: what no wall can do without. Several patterns that begin with a word are found faster than one of all.
_SIGNS_OF_WALL = tuple(
    re.compile(sign)
    for sign in (
        *(rf"{deed}(?:[^.]|\.(?=\d)){{0,60}}?\s(?:để|mới có thể)\s" for deed in ("đăng nhập", "đăng ký", "mua gói")),
        r"dành (?:riêng )?cho (?:thuê bao|thành viên|độc giả trả phí)",
    )
)
# Who subscribes to a channel or a letter reads the article without.
_LOGIN = re.compile(
    r"(?:đăng nhập|mua gói|đăng ký(?!\s+(?:kênh|nhận|bản tin|theo dõi|youtube|zalo)\b))(?:[^.\n]|\.(?=\d)){0,40}?"
    r"\b(?:để|mới có thể)\s+"
    r"(?P<what>(?:tiếp tục\s+)?(?:đọc|xem)\b|tiếp tục\b)(?P<rest>.*)",
    re.IGNORECASE,
)
# "Nội dung này chỉ dành cho thuê bao"; not "dành cho thành viên gia đình".
_FOR_MEMBERS = re.compile(
    r"\b(?:bài(?: viết| báo)?|nội dung|tin|phần)(?: này)?(?: chỉ)? dành (?:riêng )?cho "
    r"(?:thuê bao|thành viên|độc giả trả phí)(?=\W*$|[.,;:!?(]|\s+(?:của|báo|vip|trả|và|có|đã)\b)",
    re.IGNORECASE,
)
# A reader may log in for other things than the article.
_OF_READERS = re.compile(
    r"bình luận|ý kiến|thảo luận|phản hồi|\bgửi\b|\blưu\b(?! trữ)|đã (?:đọc|xem)|thông báo|theo dõi|yêu thích|lịch sử",
    re.IGNORECASE,
)
_OF_ARTICLE = re.compile(r"\s*(?:tiếp|bài|nội dung|đầy đủ|toàn bộ|toàn văn|trọn vẹn|tin này)\b", re.IGNORECASE)
_TO_READER = re.compile(r"\W*(?:vui lòng|xin|mời|hãy|bạn|quý|độc giả|để|đăng nhập|đăng ký)\b", re.IGNORECASE)
_END_OF_OBJECT = re.compile(r"[.,;!?]|(?<=\w)\s(?:và|hoặc)\s", re.IGNORECASE)
_LOGIN_PAGE = re.compile(r"(?:vui lòng|bạn cần|mời bạn) đăng nhập", re.IGNORECASE)
_PLACE_OF_READERS = re.compile(r"comment|binh-?luan|y-?kien", re.IGNORECASE)
# It opens when a reader asks for it, or by itself.
_WINDOW = re.compile(r"modal|popup|dialog", re.IGNORECASE)
_MAX_WALL = 110
# "để xem", "để đọc miễn phí": with more words it names something else than the article.
_MAX_UNNAMED = 2


def refuse_login(whole: Scope, url: str, body_length: int) -> Rejection | None:
    """Return a rejection if the page asks to log in before it shows the article.

    Every page may have a form to log in; it is a wall only where no article or the stump of one stands, and only if it
    is the article that a reader logs in for, not the menu or the comments.
    """
    if body_length > 700:
        return None
    body = find_first(whole.node, "body")
    shown = body.text(separator="\n").lower() if body is not None else ""
    may_be_wall = any(sign.search(shown) for sign in _SIGNS_OF_WALL) or (body_length == 0 and "đăng nhập" in shown)
    if body is not None and may_be_wall:
        wall = _find_wall(whole, body, body_length == 0)
        if wall is not None:
            return Rejection(url, RejectionReason.LOGIN_WALL, f"the page says {wall!r}")
    if body_length == 0 and find_first(whole.node, "input[type=password]") is not None:
        heading = find_first(whole.node, "h1, h2, title")
        if heading is not None and "đăng nhập" in node_text(heading).lower():
            return Rejection(url, RejectionReason.LOGIN_WALL, "the page is a form to log in")
    return None


def _find_wall(whole: Scope, body: LexborNode, is_empty: bool) -> str | None:
    """Return the sentence of a wall, which stands alone; an article may tell of one.

    Naming what is to be read it may stand anywhere; without, only below the title and not among what readers do.
    """
    below = is_empty
    for node in body.traverse(include_text=True):
        if not node.is_text_node:
            below = below or (node.tag == "h1" and "logo" not in class_names(node))
            continue
        words = (node.text_content or "").lower()
        if "đăng" not in words and "dành" not in words and "mua gói" not in words:
            continue
        line = _line_around(node)
        text = " ".join((line.text_content or "").split()) if line.is_text_node else node_text(line)
        if not text or len(text) > _MAX_WALL:
            continue
        wish = _wish_in(text, is_empty)
        may_stand = wish == "article" or (
            wish == "something" and below and _TO_READER.match(text) is not None and not is_elsewhere(line, whole)
        )
        if may_stand and not _is_of_readers(line, wish == "article") and not _is_title(text, whole):
            return text
    return None


def _is_title(text: str, whole: Scope) -> bool:
    title = find_first(whole.node, "title")
    return title is not None and node_text(title).startswith(text)


def _wish_in(text: str, is_empty: bool) -> str:
    """Return what a line asks to log in for: "article", "something" that it does not name, or "" if for neither."""
    found = _LOGIN.search(text)
    if found is not None and _is_quoted(text[: found.start()]):
        return ""
    if found is None:
        asks = is_empty and _LOGIN_PAGE.search(text) and not _OF_READERS.search(text)
        return "article" if asks or _FOR_MEMBERS.search(text) else ""
    wanted = _END_OF_OBJECT.split(found["rest"], maxsplit=1)[0]
    if _OF_READERS.search(wanted):
        return ""
    if found["what"].lower() not in {"đọc", "xem", "tiếp tục"} or _OF_ARTICLE.match(wanted):
        return "article"
    return "something" if len(wanted.split()) <= _MAX_UNNAMED else ""


def _is_quoted(before: str) -> bool:
    """Tell whether a quotation is open behind `before`: somebody tells of a wall."""
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _line_around(node: LexborNode) -> LexborNode:
    """Return the element of the line a text stands in; a link in it does not end the sentence."""
    line = node
    while line.parent is not None and line.parent.tag in IN_LINE:
        line = line.parent
    parent = line.parent
    return parent if parent is not None and len(parent.text()) <= 2 * _MAX_WALL else line


def _is_of_readers(node: LexborNode, is_sure: bool) -> bool:
    """Tell whether a line stands where readers write, or is not shown; unless it is sure also in a window."""
    current: LexborNode | None = node
    while current is not None and current.tag not in {"body", "html"}:
        if current.is_element_node:
            attributes = current.attributes
            names = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
            if (
                current.tag in {"script", "style"}
                or "hidden" in attributes
                or "display:none" in (attributes.get("style") or "").replace(" ", "")
                or _PLACE_OF_READERS.search(names)
                or (not is_sure and _WINDOW.search(names))
                or (current.tag == "form" and find_first(current, "textarea") is not None)
            ):
                return True
        current = current.parent
    return False
