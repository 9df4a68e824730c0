"""Which sections an article stands in, as breadcrumbs, lines above its title, meta data and its address say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.head import Head, crumb_names, ld_sections
from dvingest.extraction.dom.nodes import (
    class_names,
    is_elsewhere,
    is_in_card,
    node_text,
    shown_above,
    shown_behind,
)
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.links import leads_to_author
from dvingest.extraction.meta.surroundings import find_title
from dvingest.extraction.text import folded, is_same_text, normalise_text
from dvingest.plvn.dates import is_date_line
from dvingest.plvn.templates import Template
from dvingest.plvn.urls import is_listing, is_newspaper_host, is_tag_page, parts_of

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
    titles = [node for node in whole.headings() if not is_elsewhere(node, whole)]
    row = next((node for node in titles if is_same_text(node_text(node), title)), titles[0] if titles else None)
    row = row or find_title(whole, title)
    if row is None:
        return []
    above, below = shown_above(row), shown_behind(row)
    for _ in range(_MOST_ROWS):
        if above is None or not _may_be_row(above) or not _may_stand_between(above):
            break
        above = shown_above(above)
    found = _sections_in(above, whole, url) if above is not None else None
    if found is not None:
        return found[0]
    for _ in range(_MOST_ROWS):
        # Below the title, perhaps behind a second one, they stand beside the date; else they may be references.
        found = _sections_in(below, whole, url) if below is not None else None
        if found is not None and found[1]:
            return found[0]
        below = shown_behind(below) if below is not None else None
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
    if len(scope.headings()) < 2:
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
