"""The title of an article, and what stands above and below it as kicker and subtitle."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.head import Head
from dvingest.extraction.dom.nodes import class_names, is_elsewhere, node_text, select_shown, shown_above, shown_behind
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all
from dvingest.extraction.text import folded, normalise_text
from dvingest.plvn.papers import is_newspaper
from dvingest.plvn.templates import Template

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
        kicker = kicker or _line_named(shown_above(title), _CALLED_KICKER)
        subtitle = subtitle or _line_named(shown_behind(title), _CALLED_SUBTITLE)
    return (node_text(kicker) if kicker is not None else None, node_text(subtitle) if subtitle is not None else None)


def _line_named(row: LexborNode | None, called: re.Pattern[str]) -> LexborNode | None:
    """Return an element beside the title if a class calls it so, and it is one line without links."""
    if row is None or not any(map(called.search, class_names(row))) or len(row.text()) > _MAX_TITLE_BESIDE:
        return None
    return row if all(inner.mem_id == row.mem_id for inner in find_all(row, "a, p, div, time")) else None
