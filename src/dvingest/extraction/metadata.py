"""What a page says of its article outside the body, each field from its sources in a fixed order of trust."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from dvingest.extraction.head import Head, crumb_names, ld_sections, ld_values
from dvingest.extraction.nodes import is_elsewhere, is_in_card, node_text, select_shown
from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_all, find_first
from dvingest.extraction.text import folded, is_same_text, normalise_text
from dvingest.plvn.dates import is_date_line, parse_date, parse_publication
from dvingest.plvn.templates import Template
from dvingest.plvn.urls import MAIN_HOST, canonical_url, has_cms_number, is_article, is_newspaper_host, is_tag_page

_SITE_SUFFIX = re.compile(
    r"\s*[|–—-]\s*(?:báo\s+)?(?:điện tử\s+)?(?:pháp luật việt nam|plvn|baophapluat\.vn|pháp luật plus)"
    r"(?:\s+điện tử)?\s*$",
    re.IGNORECASE,
)

# What a title loses only if the page declares it without: "Bài 2:" is a part of it.
_KIND_LABEL = re.compile(
    r"(?:video|clip|podcast|audio|infographics?|(?:chùm )?ảnh|photo|trực tiếp|live|longform|e-?magazine)\W*",
    re.IGNORECASE,
)

# Joining with the page's address changes nothing in these.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+/[\w./-]*", re.ASCII)

_HOME = frozenset({"trang chủ", "home", "trang nhất", "trang chu"})

_PUBLISHED_METAS = (
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "pubdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
)
# Some pages write the day there on which they were made: what is shown is trusted more.
_MADE_METAS = ("datecreated", "date")

_TAG_SIGNS = (b"/tu-khoa/", b"/tag/", b"/tags/", b"-tag")
_LINKS_TO_TAGS = "h1, a[href*='/tu-khoa/'], a[href*='/tag/'], a[href*='/tags/'], a[href*='-tag']"
_TAG_LABEL = re.compile(r"(?:các )?(?:từ (?:khóa|khoá)|tags?|thẻ|chủ đề)(?: bài viết| liên quan)?", re.IGNORECASE)
_AROUND_TAGS = " :,;.|•·#/-–"
_ITEMS = frozenset({"li", "span", "h4", "h5", "strong", "b"})
_BOXES_IN_FOOT = frozenset({"footer", "nav", "aside", "body"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})

# A card of another article: how far its date stands from its box, where none can be, and its title beside a section's
# name, the longest of which has 25 characters.
_LEVELS_OF_CARD = 4
# Names that stand nowhere but on an article.
_PARTS_OF_ARTICLE = (".article__", ".head-post")
_NO_CARD = frozenset({"body", "html", "main", "header"})
_SHORT_TITLE = 15
_LONGER_THAN_SECTION = 30
_HYPHENS_OF_TITLE = 4
_NEWSPAPER = f"https://{MAIN_HOST}/"

_MODIFIED_METAS = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified")


@dataclass(slots=True)
class Dates:
    """When the article was published and changed, and how the page writes it."""

    published_raw: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    disagree: bool = False


def read_title(near: Scope, whole: Scope, template: Template, head: Head) -> tuple[str, LexborNode | None, bool]:
    """Return the title, the element that shows it, and whether the page's places disagree about it."""
    shown = select_shown(near, template.title) or select_shown(whole, template.title)
    text = node_text(shown) if shown is not None else ""
    declared = [
        *(normalise_text(str(article.get("headline") or "")) for article in head.ld_articles),
        normalise_text(head.metas.get("og:title", "")),
    ]
    declared = [_without_site(title) for title in declared if title]
    if not text:
        text = next(iter(declared), "")
        if not text:
            element = whole.first(("title",))
            text = _without_site(node_text(element)) if element is not None else ""
        return text, None, False
    if text not in declared:
        text = _without_label(shown, text, declared)
    return text, shown, bool(declared) and not any(_agree_in_words(text, title) for title in declared)


def _without_label(shown: LexborNode | None, text: str, declared: Sequence[str]) -> str:
    """Return a title without the label of its kind that stands before or behind it in an element of its own."""
    for title in declared:
        if not title or not (text.endswith(title) or text.startswith(title)):
            continue
        label = text.removesuffix(title) if text.endswith(title) else text.removeprefix(title)
        label = label.strip()
        is_apart = shown is not None and any(node_text(child) == label for child in shown.iter())
        if is_apart and _KIND_LABEL.fullmatch(label):
            return title
    return text


def _without_site(title: str) -> str:
    # The search is slow, and few titles have one of these signs.
    return _SITE_SUFFIX.sub("", title) if any(sign in title for sign in "|–—-") else title


def _agree_in_words(one: str, other: str) -> bool:
    if one == other:
        return True
    key, other_key = folded(one), folded(other)
    return key in other_key or other_key in key


def read_titles_beside(near: Scope, template: Template, title: LexborNode | None) -> tuple[str | None, str | None]:
    """Return kicker and subtitle: by their names, else the second title by its place above or below the first."""
    kicker, subtitle = select_shown(near, template.kicker), select_shown(near, template.subtitle)
    beside = select_shown(near, template.by_place)
    if beside is not None and title is not None and beside.mem_id != title.mem_id:
        in_order = [node.mem_id for node in near.css(", ".join((*template.by_place, *template.title)))]
        if title.mem_id not in in_order:
            in_order.append(title.mem_id)
        if in_order.index(beside.mem_id) < in_order.index(title.mem_id):
            kicker = kicker or beside
        else:
            subtitle = subtitle or beside
    return (node_text(kicker) if kicker is not None else None, node_text(subtitle) if subtitle is not None else None)


def read_dates(scopes: Sequence[Scope], template: Template, head: Head, lines: Sequence[str] = ()) -> Dates:
    """Return the dates in the order of trust: meta elements, JSON-LD, `time` and its like, `lines` near the title.

    Of the scopes the first is the part around the article: a line there that is nothing but a date is trusted more
    than what the rest of the page names like one.
    """
    found: list[tuple[str, datetime]] = []
    shown_change: datetime | None = None
    for raw in _published_sources(scopes, template, head, list(filter(is_date_line, lines))):
        moment, changed = parse_publication(raw)
        if moment is not None:
            found.append((raw, moment))
            shown_change = shown_change or changed
    if not found:
        for raw in (*(line for line in lines if len(line) <= 160), *_made_sources(head)):
            moment, shown_change = parse_publication(raw)
            if moment is not None:
                found.append((normalise_text(raw), moment))
                break
    dates = Dates()
    if found:
        dates.published_raw, dates.published_at = normalise_text(found[0][0]), found[0][1]
        dates.disagree = any(not _agree(found[0], other) for other in found[1:])
    declared = [*(head.metas.get(name) for name in _MODIFIED_METAS), *ld_values(head, "dateModified")]
    changes = (parse_date(value) for value in declared)
    dates.modified_at = next((moment for moment in changes if moment is not None), shown_change)
    return dates


def read_section_path(
    scopes: Sequence[Scope], template: Template, head: Head, title: str
) -> tuple[tuple[str, ...], bool]:
    """Return the names of the sections from the outermost inwards, and whether meta data names another."""
    path: list[str] = []
    below: list[str] = []
    for scope, selector in ((scope, selector) for scope in scopes for selector in template.breadcrumbs):
        above, behind = _part_at_title(scope, selector, title)
        path = _names(map(node_text, above))
        if path:
            break
        below = below or _names(map(node_text, behind))
    path = path or below
    if not path:
        for crumbs in head.ld_breadcrumbs:
            path = _names(crumb_names(crumbs))
            if path:
                break
    path = [name for name in path if not is_same_text(name, title)]
    declared = [normalise_text(head.metas.get("article:section", "")), *ld_sections(head)]
    declared = _names(name for name in declared if name)
    if not path:
        return tuple(declared[:1]), False
    disagree = bool(declared) and not any(is_same_text(name, other) for name in path for other in declared)
    return tuple(path), disagree


def _part_at_title(scope: Scope, selector: str, title: str) -> tuple[list[LexborNode], list[LexborNode]]:
    """Return the links above and those below the title, which may be the next article's where that is loaded too."""
    links = [link for link in scope.css(selector) if not is_in_card(link, scope)]
    if not links or scope.raw.count(b"<h1") < 2:
        return links, []
    above: set[int] = set()
    for node in find_all(scope.node, f"h1, {selector}"):
        if node.tag == "h1" and is_same_text(node_text(node), title):
            return [link for link in links if link.mem_id in above], [
                link for link in links if link.mem_id not in above
            ]
        above.add(node.mem_id)
    return links, []


def read_tags(scopes: Sequence[Scope], template: Template, head: Head) -> tuple[str, ...]:
    """Return the tags the page shows, else those its meta data lists."""
    for scope, selector in ((scope, selector) for scope in scopes for selector in template.tags):
        tags = _names(node_text(link).strip("#") for link in scope.css(selector) if not is_in_card(link, scope))
        if tags:
            return tuple(tags)
    tags = _names(text.strip("#") for text in _linked_tags(scopes[0]))
    if tags:
        return tuple(tags)
    if head.article_tags:
        return tuple(_names(normalise_text(tag) for tag in head.article_tags))
    for keywords in (*ld_values(head, "keywords"), head.metas.get("news_keywords", "")):
        tags = _names(normalise_text(tag) for tag in re.split(r"[,;]", keywords))
        if tags:
            return tuple(tags)
    return ()


def _linked_tags(near: Scope) -> Iterator[str]:
    """Yield the texts of links to pages of tags, from the first row below the title that has nothing but them.

    Words linked within a sentence, the menu of what is read most and rows below another heading are none.
    """
    if not any(sign in near.raw for sign in _TAG_SIGNS):
        return
    row: LexborNode | None = None
    below = False
    for node in find_all(near.node, _LINKS_TO_TAGS):
        if node.tag == "h1":
            below = below or "logo" not in (node.attributes.get("class") or "").split()
            continue
        if not below or not is_tag_page(node.attributes.get("href") or ""):
            continue
        if is_elsewhere(node, near) and not _is_in_own_foot(node, near):
            continue
        box = _row_of(node)
        if row is None and box is not None and _is_row_of_tags(box):
            row = box
        if row is not None and box is not None and box.mem_id == row.mem_id:
            yield node_text(node)


def _is_in_own_foot(node: LexborNode, near: Scope) -> bool:
    current = node.parent
    while current is not None and current.tag not in _BOXES_IN_FOOT:
        current = current.parent
    return current is not None and current.tag == "footer" and not is_in_card(node, near)


def _row_of(link: LexborNode) -> LexborNode | None:
    """Return what holds a link and its like: its parent, or the list it is an item of."""
    box = link.parent
    while box is not None and box.tag in _ITEMS and node_text(box) == node_text(link):
        box = box.parent
    return box


def _is_row_of_tags(box: LexborNode) -> bool:
    links = find_all(box, "a[href]")
    if not all(is_tag_page(link.attributes.get("href") or "") for link in links):
        return False
    rest = whole = node_text(box)
    for link in links:
        rest = rest.replace(node_text(link), " ", 1)
    label = rest.strip(_AROUND_TAGS)
    if label:
        return _TAG_LABEL.fullmatch(label) is not None
    if box.tag == "p" and not whole.startswith("#"):
        # A line of the text that is a link.
        return False
    before = _element_before(box)
    if before is None or before.tag not in _HEADINGS:
        return True
    return _TAG_LABEL.fullmatch(node_text(before).strip(_AROUND_TAGS)) is not None


def read_canonical(head: Head, url: str) -> str | None:
    """Return the address the page names as its own, if it is an article of the host it was fetched from."""
    for value in (head.canonical, head.metas.get("og:url")):
        if not value:
            continue
        try:
            target = value if _PLAIN_ADDRESS.fullmatch(value) else urljoin(url, value.strip())
            host = urlsplit(target).hostname
            same = host == urlsplit(url).hostname
        except ValueError:
            continue
        if is_article(target) or (same and not is_newspaper_host(host) and urlsplit(target).path.strip("/")):
            return canonical_url(target)
    return None


def _published_sources(scopes: Sequence[Scope], template: Template, head: Head, lines: Sequence[str]) -> Iterator[str]:
    declared = [head.metas[name] for name in _PUBLISHED_METAS if name in head.metas] + ld_values(head, "datePublished")
    yield from declared
    # A line may say when the article was changed: it is no witness against what the page declares.
    lines = lines if not any(map(parse_date, declared)) else ()
    for index, scope in enumerate(scopes):
        shown = _shown_date(scope, template) or (lines[0] if lines and index == 0 else None)
        if shown:
            yield shown
            return


def _made_sources(head: Head) -> Iterator[str]:
    """Yield what declares when the page or its film was made, which only counts where nothing else is dated."""
    yield from ld_values(head, "uploadDate")
    yield from head.page_dates
    yield from (head.metas[name] for name in _MADE_METAS if name in head.metas)


def _shown_date(scope: Scope, template: Template) -> str | None:
    """Return the date in the first element that is named like one, outside of lists of other articles."""
    for selector in template.time:
        is_sure = selector.startswith(_PARTS_OF_ARTICLE)
        own = (node for node in scope.css(selector) if not is_elsewhere(node, scope))
        for node in islice(own if is_sure else (node for node in own if not _is_in_list(node)), 2):
            attributes = node.attributes
            for value in (
                attributes.get("datetime"),
                attributes.get("content"),
                attributes.get("data-time"),
                node_text(node),
                attributes.get("title"),
            ):
                if value and parse_date(value) is not None:
                    return value
    return None


def _is_in_list(node: LexborNode) -> bool:
    """Tell whether a date stands in an item of a list beside the title it belongs to: a link to another article.

    The head of an article may be a list as well, but links only to sections and authors there.
    """
    current = node.parent
    for _ in range(_LEVELS_OF_CARD):
        if current is None or current.tag in _NO_CARD:
            return False
        if current.tag == "li" or _has_equal_neighbour(current):
            if find_first(current, "h1") is not None:
                return False
            if any(map(_is_title, find_all(current, "a[href]"))):
                return True
        current = current.parent
    return False


def _has_equal_neighbour(node: LexborNode) -> bool:
    names = node.attributes.get("class")
    if not names:
        return False
    for neighbour in (_next_element(node), _element_before(node)):
        if neighbour is not None and neighbour.tag == node.tag and neighbour.attributes.get("class") == names:
            return True
    return False


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def _element_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


def _is_title(link: LexborNode) -> bool:
    text = link.text().strip()
    if len(text) < _SHORT_TITLE:
        return False
    if len(text) >= _LONGER_THAN_SECTION:
        return True
    href = link.attributes.get("href") or ""
    url = href if "://" in href else _NEWSPAPER + href.lstrip("/")
    return is_article(url) and (has_cms_number(url) or href.count("-") >= _HYPHENS_OF_TITLE)


def _agree(one: tuple[str, datetime], other: tuple[str, datetime]) -> bool:
    """Tell whether two datings mean the same; one without a clock only has to name the day."""
    seconds = abs((one[1] - other[1]).total_seconds())
    if not (re.search(r"\d[:hg]\s*\d", one[0]) and re.search(r"\d[:hg]\s*\d", other[0])):
        return seconds < 86_400 or one[0].isdigit() or other[0].isdigit()
    return seconds < 60


def _names(texts: Iterator[str]) -> list[str]:
    """Return the texts without empty ones, doubles and the front page."""
    kept: dict[str, str] = {}
    for text in texts:
        name = normalise_text(text).strip(" ›»>/|")
        if name and len(name) <= 100 and folded(name) not in _HOME:
            kept.setdefault(folded(name), name)
    return list(kept.values())
