"""What a page says of its article outside the body, each field from its sources in a fixed order of trust."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from dvingest.extraction.head import Head, crumb_names, ld_sections
from dvingest.extraction.links import leads_to_author
from dvingest.extraction.nodes import (
    class_names,
    element_before,
    element_behind,
    is_elsewhere,
    is_in_card,
    node_text,
    select_shown,
)
from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_all, find_first
from dvingest.extraction.surroundings import find_title
from dvingest.extraction.text import folded, is_same_text, normalise_text
from dvingest.plvn.dates import is_date_line
from dvingest.plvn.papers import is_newspaper
from dvingest.plvn.templates import Template
from dvingest.plvn.urls import is_listing, is_newspaper_host, is_tag_page, parts_of

# Behind a declared title: " - PLVN", " | Pháp luật | Báo Pháp luật Việt Nam điện tử".
_SITE_SUFFIX = re.compile(
    r"(?:\s*\|[^|]{1,30})?\s*[|–—-]\s*(?:báo\s+)?(?:điện tử\s+)?"
    r"(?:pháp luật việt nam|plvn|baophapluat\.vn|pháp luật plus)(?:\s+điện tử)?\s*$",
    re.IGNORECASE,
)

# What a title loses only if the page declares it without: "Bài 2:" is a part of it.
_KIND_LABEL = re.compile(
    r"(?:video|clip|podcast|audio|infographics?|(?:chùm )?ảnh|photo|trực tiếp|live|longform|e-?magazine|"
    r"mới|hot|nóng|độc quyền)\W*",
    re.IGNORECASE,
)

_KICKER_NAMES = frozenset({"kicker", "pretitle", "article__kicker", "article__label", "article__pretitle"})

# Skins of kindred papers, and names that programs make: "c-detail__kicker", "Detail_subtitle__x1".
_CALLED_KICKER = re.compile(r"kicker|pre-?title|eyebrow", re.IGNORECASE)
_CALLED_SUBTITLE = re.compile(r"sub-?(?:title|head)", re.IGNORECASE)
_MAX_TITLE_BESIDE = 300
# What programs for web pages declare of every article.
_NO_SECTIONS = frozenset({"news", "article", "articles"})
_MOST_SECTIONS = 4
_MOST_ROWS = 3
_BETWEEN_SECTIONS = " ,;|/›»>•·-–—"
_FEWEST_OF_WAY = 2
_MAX_KICKER = 60
_MARKS_OF_WAY = "/›»>"
_SUFFIX = re.compile(r"(?:/|\.html)$")
_MAX_ROW = 2000
_HOME = frozenset({"trang chủ", "home", "trang nhất", "trang chu"})


def read_title(near: Scope, whole: Scope, template: Template, head: Head) -> tuple[str, LexborNode | None, bool]:
    """Return the title, the element that shows it, and whether the page's places disagree about it."""
    shown = _select_title(near, template) or _select_title(whole, template)
    text = node_text(shown) if shown is not None else ""
    declared = [
        *(normalise_text(str(article.get("headline") or "")) for article in head.ld_articles),
        normalise_text(head.metas.get("og:title", "")),
    ]
    declared = [_without_site(title) for title in declared if title]
    if shown is None or not text:
        text = next(iter(declared), "")
        if not text:
            element = whole.first(("title",))
            text = _without_site(node_text(element)) if element is not None else ""
        return text, None, False
    if text not in declared:
        text = _without_label(shown, text, declared)
    return text, shown, bool(declared) and not any(_agree_in_words(text, title) for title in declared)


def _select_title(scope: Scope, template: Template) -> LexborNode | None:
    """Return the first element that shows a title; the logo, which has the newspaper's name, is a heading too."""
    for selector in template.title:
        for node in scope.css(selector):
            text = "" if is_elsewhere(node, scope) else node_text(node)
            if text and not is_newspaper(text):
                return node
    return None


def _without_label(shown: LexborNode, text: str, declared: Sequence[str]) -> str:
    """Return a title without a label of its kind, a kicker or a link that stands in an element of its own in it."""
    for title in declared:
        if not title or not (text.endswith(title) or text.startswith(title)):
            continue
        label = (text.removesuffix(title) if text.endswith(title) else text.removeprefix(title)).strip()
        apart = next((child for child in shown.iter() if node_text(child) == label), None)
        if apart is not None and (
            apart.tag == "a" or _KIND_LABEL.fullmatch(label) or not _KICKER_NAMES.isdisjoint(class_names(apart))
        ):
            return title
    return text


def _without_site(title: str) -> str:
    # The search is slow, and few titles have one of these signs.
    return _SITE_SUFFIX.sub("", title) if any(sign in title for sign in "|–—-") else title


def _agree_in_words(one: str, other: str) -> bool:
    key, other_key = folded(one), folded(other)
    return key in other_key or other_key in key


def read_titles_beside(near: Scope, template: Template, title: LexborNode | None) -> tuple[str | None, str | None]:
    """Return kicker and subtitle: by their names, else the second title by its place above or below the first."""
    kicker, subtitle = select_shown(near, template.kicker), select_shown(near, template.subtitle)
    beside = select_shown(near, template.by_place)
    if beside is not None and title is not None and beside.mem_id != title.mem_id:
        in_order = [node.mem_id for node in near.css(", ".join((*template.by_place, *template.title)))]
        in_order.append(title.mem_id)
        if in_order.index(beside.mem_id) < in_order.index(title.mem_id):
            kicker = kicker or beside
        else:
            subtitle = subtitle or beside
    if title is not None:
        kicker = kicker or _line_named(_row_above(title), _CALLED_KICKER)
        subtitle = subtitle or _line_named(_shown_behind(title), _CALLED_SUBTITLE)
    return (node_text(kicker) if kicker is not None else None, node_text(subtitle) if subtitle is not None else None)


def _line_named(row: LexborNode | None, called: re.Pattern[str]) -> LexborNode | None:
    """Return an element beside the title if a class calls it so, and it is one line without links."""
    if row is None or not any(map(called.search, class_names(row))) or len(row.text()) > _MAX_TITLE_BESIDE:
        return None
    return row if all(inner.mem_id == row.mem_id for inner in find_all(row, "a, p, div, time")) else None


def read_section_path(
    scopes: Sequence[Scope], template: Template, head: Head, title: str, url: str
) -> tuple[tuple[str, ...], bool]:
    """Return the names of the sections from the outermost inwards, and whether meta data names another."""
    path: list[str] = []
    below: list[str] = []
    for scope, selector in ((scope, selector) for scope in scopes for selector in template.breadcrumbs):
        links = scope.css(selector)
        if not links:
            continue
        above, behind = _part_at_title(links, scope, selector, title)
        path = distinct_names(map(node_text, above))
        if path:
            break
        below = below or distinct_names(map(node_text, behind))
    path = (
        path or below or next(filter(None, (distinct_names(crumb_names(crumbs)) for crumbs in head.ld_breadcrumbs)), [])
    )
    path = [name for name in path if not is_same_text(name, title)]
    declared = [normalise_text(head.metas.get("article:section", "")), *ld_sections(head)]
    declared = distinct_names(name for name in declared if name and name.lower() not in _NO_SECTIONS)
    if not path:
        beside = _sections_above_title(scopes[-1], title, url)
        # Meta data name one section; a row that begins or ends in it has the whole path.
        ends = beside[:1] + beside[-1:] if declared and len(beside) > 1 else []
        if any(is_same_text(name, declared[0]) for name in ends):
            return tuple(beside), False
        return tuple(declared[:1] or beside or _sections_of_address(scopes[-1], url)), False
    disagree = bool(declared) and not any(is_same_text(name, other) for name in path for other in declared)
    return tuple(path), disagree


def _sections_above_title(whole: Scope, title: str, url: str) -> list[str]:
    """Return what stands right above the title, if it is nothing but a few links to sections: a path without a name."""
    titles = [node for node in find_all(whole.node, "h1") if not is_elsewhere(node, whole)]
    row = next((node for node in titles if is_same_text(node_text(node), title)), titles[0] if titles else None)
    row = row or find_title(whole, title)
    if row is None:
        return []
    above, below = _row_above(row), _shown_behind(row)
    for _ in range(_MOST_ROWS):
        if above is None or not _may_be_row(above) or not _may_stand_between(above):
            break
        above = _row_above(above)
    found = _sections_in(above, whole, url) if above is not None else None
    if found is not None:
        return found[0]
    for _ in range(_MOST_ROWS):
        # Below the title, perhaps behind a second one, they stand beside the date; else they may be references.
        found = _sections_in(below, whole, url) if below is not None else None
        if found is not None and found[1]:
            return found[0]
        below = _shown_behind(below) if below is not None else None
    return []


def _sections_in(row: LexborNode, whole: Scope, url: str) -> tuple[list[str], str] | None:
    """Return the sections that a row links to, and the date in it; None if there is more in it, or nothing."""
    if not _may_be_row(row):
        return None
    links = find_all(row, "a[href]")
    rest = node_text(row)
    is_menu = is_elsewhere(row, whole) or find_first(row, "nav") is not None
    if is_menu and not _is_way_from_front_page(links, rest):
        return None
    for link in links:
        if not _leads_to_section(link.attributes["href"] or "", url):
            return None
        rest = rest.replace(node_text(link), "", 1)
    rest = rest.strip(_BETWEEN_SECTIONS)
    names = distinct_names(map(node_text, links))
    return (names, rest) if names and (not rest or is_date_line(rest)) else None


def _is_way_from_front_page(links: Sequence[LexborNode], row: str) -> bool:
    """Tell whether links lead from the front page inwards, which those of a menu do not.

    Each address goes on from the one before, or a mark stands between the names.
    """
    if len(links) < _FEWEST_OF_WAY or folded(node_text(links[0])) not in _HOME:
        return False
    folders = [_SUFFIX.sub("", link.attributes["href"] or "") for link in links[1:]]
    return any(mark in row for mark in _MARKS_OF_WAY) or all(map(str.startswith, folders[1:], folders))


def _may_be_row(node: LexborNode) -> bool:
    """Tell whether an element has so little text, with what indents its source, and so few links; menus have more."""
    return len(node.text()) <= _MAX_ROW and len(find_all(node, "a[href]")) <= _MOST_SECTIONS


def _row_above(node: LexborNode) -> LexborNode | None:
    """Return the element before this one or the boxes around it; a place that is empty, as for a kicker, is passed."""
    current: LexborNode | None = node
    while current is not None and current.tag != "body":
        before = element_before(current)
        while before is not None and not before.text().strip():
            before = element_before(before)
        if before is not None:
            return before
        current = current.parent
    return None


def _shown_behind(node: LexborNode) -> LexborNode | None:
    behind = element_behind(node)
    while behind is not None and not behind.text().strip():
        behind = element_behind(behind)
    return behind


def _may_stand_between(row: LexborNode) -> bool:
    """Tell whether a row is a kicker, nothing but the date, links to pages of authors, or called one to share."""
    if is_date_line(node_text(row)) or any("share" in name or "social" in name for name in class_names(row)):
        return True
    links = find_all(row, "a[href]")
    if not links and len(node_text(row)) <= _MAX_KICKER:
        return True
    is_theirs = bool(links) and all(leads_to_author(link.attributes["href"] or "") for link in links)
    return is_theirs and normalise_text(" ".join(map(node_text, links))) == node_text(row)


def _leads_to_section(href: str, url: str) -> bool:
    try:
        target = urljoin(url, href)
        host = urlsplit(target).hostname
    except ValueError:
        return False
    return is_newspaper_host(host) and is_listing(target) and not (is_tag_page(target) or leads_to_author(target))


def _sections_of_address(whole: Scope, url: str) -> list[str]:
    """Return what the page's links to the folders of its own address are called; eras A and B have sections there."""
    parts = parts_of(url)
    folders = parts.path.split("/")[1:-1] if parts is not None else []
    called: dict[str, list[str]] = {"/".join(["", *folders[: depth + 1]]): [] for depth in range(len(folders))}
    for link in find_all(whole.node, "a[href]") if called else ():
        target = parts_of(link.attributes["href"] or "")
        names = called.get(target.path.rstrip("/").removesuffix(".html")) if target is not None else None
        if names is not None:
            names += distinct_names(iter([node_text(link)]))
    return [names[0] for names in called.values() if names]


def _part_at_title(
    links: list[LexborNode], scope: Scope, selector: str, title: str
) -> tuple[list[LexborNode], list[LexborNode]]:
    """Return the links above and those below the title, which may be the next article's where that is loaded too."""
    links = [link for link in links if not is_in_card(link, scope)]
    if scope.raw.count(b"<h1") < 2:
        return links, []
    above: set[int] = set()
    for node in find_all(scope.node, f"h1, {selector}"):
        if node.tag == "h1" and is_same_text(node_text(node), title):
            return [link for link in links if link.mem_id in above], [
                link for link in links if link.mem_id not in above
            ]
        above.add(node.mem_id)
    return links, []


def distinct_names(texts: Iterator[str]) -> list[str]:
    """Return the texts without empty ones, doubles and the front page."""
    kept: dict[str, str] = {}
    for text in texts:
        name = normalise_text(text).strip(" ›»>/|")
        key = folded(name)
        if name and len(name) <= 100 and key not in _HOME:
            kept.setdefault(key, name)
    return list(kept.values())
