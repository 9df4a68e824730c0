"""Why a page is no article: what has to be seen on it before it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from dvingest.extraction.container.grounds import all_grounds
from dvingest.extraction.container.wordless import PATIENCE, is_shown
from dvingest.extraction.dom.head import Head
from dvingest.extraction.dom.nodes import IN_LINE, is_elsewhere, node_text, select_shown
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.model import Rejection, RejectionReason
from dvingest.plvn.dates import has_clock, parse_date
from dvingest.plvn.urls import is_article, is_listing, is_newspaper_host, parts_of

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
    r"(?:không tìm thấy|không (?:còn )?tồn tại|không (?:còn |có )(?:trên|trong) hệ thống|đã bị (?:xóa|xoá|gỡ)|"
    r"đã được gỡ|không khả dụng)|"
    r"không tìm thấy (?:trang|bài viết|nội dung|đường dẫn)|page not found",
    re.IGNORECASE,
)
_PARTS = frozenset({"p", "div", "section", "article", "ul", "ol", "li", "table", "h1", "h2", "h3", "h4"})
_SHORT_TEXT = 80
_LONG_TEXT = 600
# Gates that set a cookie by script, and have the browser come again or wait.
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
_SHOWN = frozenset({"figure", "video"})
_LINES_OF_HEAD = 8
_MAX_DATE_ROW = 120
_REFERENCE_MARKS = (">>", "»", "▶", "►")
_MAX_REFERENCE = 300
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
    headed = node_text(heading) if heading is not None else ""
    named = node_text(title) if title is not None else ""
    for text in (headed, "" if headed and named.startswith(headed) else _SITE_NAME.sub("", named)):
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


def refuse_listing(whole: Scope, head: Head, url: str) -> Rejection | None:
    """Return a rejection if a page without a known container is a list: it names no article of its own and has many."""
    if head.ld_articles or "article:published_time" in head.metas or head.metas.get("og:type") == "article":
        return None
    if find_first(whole.node, "[itemprop=articleBody]") is not None:
        return None
    cards = len(find_all(whole.node, "article, .story, a.loading-link, .story__heading"))
    declared = _LISTING_TYPES & set(head.ld_types) - {"WebSite"}
    # An article may declare nothing but the list of others beside it.
    calls_itself_list = bool(declared) and not (declared == {"ItemList"} and _tells_under_its_date(whole, url))
    if not calls_itself_list and cards < 5:
        return None
    own_text = sum(ground.score for ground in all_grounds(whole))
    if own_text >= _LONG_TEXT and select_shown(whole, ("h1",)) is not None:
        return None
    if calls_itself_list:
        return Rejection(url, RejectionReason.NOT_ARTICLE, "the page calls itself a list")
    is_list = cards >= 5 and (head.metas.get("og:type") == "website" or _has_only_cards(whole))
    if is_list and not _tells_under_its_date(whole, url):
        return Rejection(url, RejectionReason.NOT_ARTICLE, f"the page lists {cards} articles and is none itself")
    return None


def _has_only_cards(whole: Scope) -> bool:
    """Tell whether no time of the page stands outside of cards, nor, where cards have times, a paragraph."""
    times = find_all(whole.node, "time, [itemprop=datePublished]")
    if not all(is_elsewhere(node, whole) for node in times):
        return False
    return not times or not any(
        len(node.text().strip()) >= _SHORT_TEXT and not is_elsewhere(node, whole) for node in find_all(whole.node, "p")
    )


def _tells_under_its_date(whole: Scope, url: str) -> bool:
    """Tell whether the page dates and tells something itself: below its title stand day and clock, and under them text.

    A picture or a film that stands in no card tells something, too.

    All that counts only above the first link to another article: a list may print the present day below its title.
    """
    row, length = False, 0
    for count, line in enumerate(_lines_below_title(whole, url)):
        if row:
            length += len(line)
            if length >= _SHORT_TEXT or not line:
                return True
        elif (
            len(line) <= _MAX_DATE_ROW
            and line[-1:] not in {"", "."}
            and has_clock(line)
            and parse_date(line) is not None
        ):
            row = True
        elif count >= _LINES_OF_HEAD:
            break
    return False


def _lines_below_title(whole: Scope, url: str) -> Iterator[str]:
    """Yield the lines from the title down to the first link to another article; an empty one for what is shown."""
    title = select_shown(whole, ("h1",))
    if title is None:
        return
    started, patience = False, PATIENCE
    title_id, seen = title.mem_id, None
    for node in whole.node.traverse(include_text=True):
        if node.mem_id == title_id:
            started = True
        elif not started:
            continue
        elif node.tag == "a":
            try:
                target = urljoin(url, node.attributes.get("href") or "").partition("#")[0]
            except ValueError:
                continue
            if is_article(target) and target != url and not _is_reference(node):
                return
        elif node.tag in _SHOWN and patience:
            patience -= 1
            if not is_elsewhere(node, whole) and is_shown(node, url):
                yield ""
        elif node.is_text_node and (node.text_content or "").strip():
            box = node
            while box.parent is not None and (box.is_text_node or box.tag in IN_LINE):
                box = box.parent
            if box.mem_id in {title_id, seen} or box.tag in {"script", "style"} or is_elsewhere(box, whole):
                continue
            if any(child.tag in _PARTS for child in box.iter()):
                # Words that stand beside whole parts of the page are a line by themselves.
                yield _visible(node.text_content or "")
                continue
            seen = box.mem_id
            text = node_text(box)
            if not text.startswith(_REFERENCE_MARKS):
                yield text


def _is_reference(link: LexborNode) -> bool:
    """Tell whether a link stands on a line that an editor marked as a reference: ">> Kỳ 1: …" above a text."""
    box = link
    while box.parent is not None and box.tag in IN_LINE:
        box = box.parent
    return len(box.text()) <= _MAX_REFERENCE and node_text(box).startswith(_REFERENCE_MARKS)


def _visible(text: str) -> str:
    return " ".join(text.split())
