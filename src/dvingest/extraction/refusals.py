"""Why a page is no article: what has to be seen on it before it is refused."""

from __future__ import annotations

import re

from dvingest.extraction.head import Head
from dvingest.extraction.nodes import node_text, select_shown
from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_all, find_first
from dvingest.model import Rejection, RejectionReason
from dvingest.plvn.urls import is_listing, is_newspaper_host, parts_of

_THING = r"(?:trang|bài viết|bài báo|nội dung|đường dẫn|liên kết|địa chỉ|tin bài|dữ liệu|kết quả)"
_FILLER = r"(?:\s*(?:này|web|bạn|mà|yêu cầu|cần|đang|tìm|tìm kiếm|truy cập|xem|muốn|hoặc|bỏ))*"
# The whole heading has to say it: an article may be about a page that was not found.
_MISSING = re.compile(
    rf"\W*(?:lỗi|error|oops|rất tiếc|xin lỗi)?\W*(?:404)?\W*(?:"
    rf"(?:page )?not found|không tìm thấy(?:\s*{_THING})?{_FILLER}|"
    rf"{_THING}{_FILLER}\s*(?:không (?:còn )?tồn tại|không tìm thấy|không khả dụng|(?:đã )?(?:bị|được) (?:xóa|xoá|gỡ))"
    rf"{_FILLER}(?:\s*(?:đã )?(?:bị|được) (?:xóa|xoá|gỡ))?{_FILLER}|"
    r")\W*",
    re.IGNORECASE,
)
_MISSING_TEXT = re.compile(
    r"(?:trang|bài viết|nội dung|đường dẫn|liên kết|địa chỉ)[^.\n]{0,60}?"
    r"(?:không tìm thấy|không (?:còn )?tồn tại|đã bị (?:xóa|xoá|gỡ)|đã được gỡ|không khả dụng)|"
    r"không tìm thấy (?:trang|bài viết|nội dung|đường dẫn)|page not found",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:đăng nhập|đăng ký)[^.\n]{0,40}?\b(?:để|mới có thể)\s+(?:đọc|xem|tiếp tục)|"
    r"dành riêng cho (?:thuê bao|thành viên)",
    re.IGNORECASE,
)
_LOGIN_PAGE = re.compile(r"(?:vui lòng|bạn cần|mời bạn) đăng nhập(?! để (?:bình luận|gửi|lưu))", re.IGNORECASE)
_COOKIE_SCRIPT = re.compile(r"document\.cookie\s*=|setCookie\(|__ddg|cf_chl|_abck|aes\.js|toNumbers\(")
_RELOAD = re.compile(
    r"location\s*\.\s*(?:reload|replace|href|assign)|location\s*=|http-equiv=[\"']?refresh", re.IGNORECASE
)
_COOKIE_TEXT = re.compile(
    r"enable (?:javascript|cookies)|bật (?:javascript|cookie)|checking your browser|just a moment|"
    r"đang kiểm tra trình duyệt",
    re.IGNORECASE,
)
# In lower case: what the three patterns above cannot do without.
_SCRIPT_SIGNS = (b"cookie", b"__ddg", b"cf_chl", b"_abck", b"aes.js", b"tonumbers(")
_RELOAD_SIGNS = (b"location", b"http-equiv")
_TEXT_SIGNS = (
    b"enable javascript",
    b"t javascript",
    b"cookie",
    b"checking your browser",
    b"just a moment",
    b"m tra tr",
)
_SITE_NAME = re.compile(r"\s+[|–—-]\s+[^|]*$")
_LISTING_TYPES = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "WebSite"})


def refuse_address(url: str) -> Rejection | None:
    """Return a rejection if the address itself says that its page is no article."""
    parts = parts_of(url)
    if parts is not None and is_newspaper_host(parts.hostname) and is_listing(url):
        return Rejection(
            url, RejectionReason.NOT_ARTICLE, "the address is one of a section, tag, media or standing page"
        )
    return None


def refuse_gate(whole: Scope, url: str) -> Rejection | None:
    """Return a rejection if the page only sets a cookie or checks the browser and asks to come again."""
    html = whole.source
    if len(html) > 40_000:
        return None
    # The patterns take longer over all of a page than parsing it; without one of these words they find nothing.
    lowered = whole.raw.lower()
    may_reload = any(sign in lowered for sign in _RELOAD_SIGNS) and any(sign in lowered for sign in _SCRIPT_SIGNS)
    may_ask = find_first(whole.node, "h1.article__title, article") is None and any(
        sign in lowered for sign in _TEXT_SIGNS
    )
    if not may_reload and not may_ask:
        return None
    body = find_first(whole.node, "body")
    text = _visible(body.text(separator=" ", skip_empty=True)) if body is not None else ""
    for script in find_all(whole.node, "script, style, noscript") if len(text) < 20_000 else ():
        text = text.replace(_visible(script.text()), " ")
    text = _visible(text)
    if len(text) < 400 and _COOKIE_SCRIPT.search(html) and _RELOAD.search(html):
        return Rejection(url, RejectionReason.COOKIE_GATE, "a script sets a cookie and loads the page again")
    if may_ask and len(text) < 600 and _COOKIE_TEXT.search(html):
        return Rejection(url, RejectionReason.COOKIE_GATE, "the page asks to enable cookies or scripts")
    return None


def refuse_missing(whole: Scope, head: Head, url: str, body_length: int) -> Rejection | None:
    """Return a rejection if heading and title say that there is no such page, and no article stands below."""
    if body_length > 600:
        return None
    heading = select_shown(whole, ("h1", ".error-title", ".title-404"))
    title = find_first(whole.node, "title")
    for element in (heading, title):
        text = _SITE_NAME.sub("", node_text(element)) if element is not None else ""
        if text and (_MISSING.fullmatch(text) and any(char.isalnum() for char in text)):
            return Rejection(url, RejectionReason.SOFT_404, f"the page is headed {text!r}")
    if body_length >= 150 or "article:published_time" in head.metas or head.ld_articles:
        return None
    main = find_first(whole.node, "main, #site-content, .site-body, .content, body")
    if main is not None:
        found = _MISSING_TEXT.search(_visible(main.text(separator=" "))[:3000])
        if found:
            return Rejection(url, RejectionReason.SOFT_404, f"the page says {found[0]!r}")
    return None


def refuse_login(whole: Scope, url: str, body_length: int) -> Rejection | None:
    """Return a rejection if the page asks to log in before it shows the article.

    Every page may have a form to log in; it is a wall only where no article or the stump of one stands.
    """
    if body_length > 700:
        return None
    body = find_first(whole.node, "body")
    shown = body.text(separator="\n") if body is not None else ""
    for line, lowered in zip(shown.split("\n"), shown.lower().split("\n"), strict=True):
        if "đăng" not in lowered and "dành" not in lowered:
            continue
        text = _visible(line)
        # The wall's sentence stands alone; an article may tell of one.
        found = _LOGIN.search(text) or (_LOGIN_PAGE.search(text) if body_length == 0 else None)
        if found and len(text) <= 110:
            return Rejection(url, RejectionReason.LOGIN_WALL, f"the page says {text!r}")
    if body_length == 0 and find_first(whole.node, "input[type=password]") is not None:
        heading = find_first(whole.node, "h1, h2, title")
        if heading is not None and "đăng nhập" in node_text(heading).lower():
            return Rejection(url, RejectionReason.LOGIN_WALL, "the page is a form to log in")
    return None


def refuse_listing(whole: Scope, head: Head, url: str, body_length: int) -> Rejection | None:
    """Return a rejection if a page without a known container is a list: it names no article of its own and has many."""
    if body_length >= 600 and select_shown(whole, ("h1",)) is not None:
        return None
    if head.ld_articles or "article:published_time" in head.metas or head.metas.get("og:type") == "article":
        return None
    if find_first(whole.node, "[itemprop=articleBody]") is not None:
        return None
    if _LISTING_TYPES & set(head.ld_types) - {"WebSite"}:
        return Rejection(url, RejectionReason.NOT_ARTICLE, "the page calls itself a list")
    cards = len(find_all(whole.node, "article, .story, a.loading-link, .story__heading"))
    if cards >= 5 and (
        head.metas.get("og:type") == "website" or find_first(whole.node, "time, [itemprop=datePublished]") is None
    ):
        return Rejection(url, RejectionReason.NOT_ARTICLE, f"the page lists {cards} articles and is none itself")
    return None


def _visible(text: str) -> str:
    return " ".join(text.split())
