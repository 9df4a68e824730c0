"""What an element of the page says, and whether it stands where the article is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.links import leads_to_other_page
from dvingest.extraction.memo import remember
from dvingest.extraction.text import normalise_text
from dvingest.plvn.urls import FRONT_PAGE

# Places of a page where other articles, or the present day, are shown.
_ELSEWHERE_TAGS = frozenset({"nav", "aside", "footer", "button"})

_ELSEWHERE_CLASSES = frozenset(
    {
        *("site-header", "site-footer", "sidebar", "sub-col", "story", "related-news", "article-relate", "box-relate"),
        *("zone", "content-list", "box-content", "navigator", "menu", "topbar", "header-top", "loading-link"),
        # The logo is a heading too on this newspaper.
        "logo",
    }
)

_BLOCK_TAGS = frozenset(
    {"br", "p", "div", "li", "td", "th", "tr", "ul", "ol", "table", "section", "h1", "h2", "h3", "h4"}
)
_NOT_INLINE = _BLOCK_TAGS | {"script", "style"}
_OF_PICTURES = frozenset({"figure", "figcaption", "table"})
IN_LINE = frozenset({"a", "b", "strong", "em", "i", "u", "span", "font", "button"})
"""Elements within a line; none of them ends it."""
# Sections and authors are linked too.
_SPACES_OF_A_TITLE = 4


def select_shown(scope: Scope, selectors: Sequence[str]) -> LexborNode | None:
    """Return the first element with text that a selector finds outside cards, columns and the site's head."""
    for selector in selectors:
        for node in scope.css(selector):
            if not is_elsewhere(node, scope) and node_text(node):
                return node
    return None


def node_text(node: LexborNode) -> str:
    """Return the text of an element on one line; line breaks and blocks in it are spaces."""
    only = node.first_child
    if only is None or (only.is_text_node and only.next is None):
        return normalise_text(only.text_content or "") if only is not None else ""
    inside = {inner.tag for inner in only.traverse()}
    following = only.next
    while following is not None:
        inside.update([inner.tag for inner in following.traverse()])
        following = following.next
    return normalise_text(node.text() if inside.isdisjoint(_NOT_INLINE) else _parted_text(node))


def _parted_text(node: LexborNode) -> str:
    """Return the text of an element with a space wherever a block begins or ends, and without scripts."""
    pieces: list[str] = []
    for inner in node.traverse(include_text=True):
        if inner.is_text_node:
            before = inner.parent
            pieces.append(inner.text_content or "" if before is None or before.tag not in {"script", "style"} else "")
            while before is not None and before.mem_id != node.mem_id and _is_last(inner, before):
                pieces.append(" " if before.tag in _BLOCK_TAGS else "")
                inner, before = before, before.parent
        elif inner.tag in _BLOCK_TAGS:
            pieces.append(" ")
    return "".join(pieces)


def _is_last(node: LexborNode, parent: LexborNode) -> bool:
    last = parent.last_child
    return last is not None and last.mem_id == node.mem_id


def lead_text(node: LexborNode) -> str:
    """Return the text of a lead's element without lists of links to other articles, which some skins keep in it."""
    text = node_text(node)
    if find_first(node, "a") is None:
        return text
    for inner in find_all(node, "ul, ol, table, div"):
        links = find_all(inner, "a")
        listed = node_text(inner) if links else ""
        if listed and (inner.tag != "div" or (listed != text and _is_row_of_others(listed, links))):
            text = normalise_text(text.replace(listed, " ", 1))
    return _without_last_links(node, text)


def _is_row_of_others(text: str, links: list[LexborNode]) -> bool:
    """Tell whether the text of a box is that of its links, which lead to other articles."""
    leads_on = all(leads_to_other_page(link.attributes.get("href") or "", FRONT_PAGE) for link in links)
    return leads_on and normalise_text(" ".join(map(node_text, links))) == text


def _without_last_links(node: LexborNode, text: str) -> str:
    """Return a lead's text without links to other articles that stand alone behind a break, not in its sentence."""
    last = _last_with_words(node.last_child)
    while last is not None:
        linked = node_text(last)
        before = last.prev
        while before is not None and before.is_text_node and not any(map(str.isalnum, before.text_content or "")):
            before = before.prev
        stands_alone = before is not None and before.tag == "br" and not linked.endswith(".")
        if not stands_alone or not leads_to_other_page(last.attributes.get("href") or "", FRONT_PAGE):
            break
        text = text.removesuffix(linked).rstrip(" >»►▶•-–")
        last = _last_with_words(before)
    return text


def _last_with_words(node: LexborNode | None) -> LexborNode | None:
    while node is not None and not any(
        map(str.isalnum, node.text() if node.is_element_node else node.text_content or "")
    ):
        node = node.prev
    return node


def is_elsewhere(node: LexborNode, scope: Scope) -> bool:
    """Tell whether an element stands in a card, a side column, a form or the head or foot of the site."""
    return _is_below(node, _is_place_of_others, scope.known.elsewhere)


def is_in_card(node: LexborNode, scope: Scope) -> bool:
    """Tell whether an element stands in a card of another article, a side column or the foot of the site."""
    return _is_below(node, _is_card, scope.known.in_card)


def is_teaser(node: LexborNode, title: LexborNode | None) -> bool:
    """Tell whether an element stands right behind the linked title of an article other than that of `title`."""
    before = element_before(node)
    link = find_first(before, "a[href]") if before is not None else None
    if before is None or link is None:
        return False
    words = node_text(link)
    is_own = title is not None and words == node_text(title)
    return words.count(" ") >= _SPACES_OF_A_TITLE and words == node_text(before) and not is_own


def _is_below(node: LexborNode, is_such: Callable[[str, str], bool], known: dict[int, bool]) -> bool:
    """Tell whether an element, or one around it, is such; each element on the way is asked once a page."""
    passed: list[int] = []
    answer = False
    current: LexborNode | None = node
    while current is not None:
        identity = current.mem_id
        earlier = known.get(identity)
        if earlier is not None:
            answer = earlier
            break
        tag = current.tag or ""
        if tag == "body" or tag == "html":
            break
        passed.append(identity)
        if is_such(tag, current.attributes.get("class") or "") and not (tag == "footer" and _heads_article(current)):
            answer = True
            break
        current = current.parent
    for identity in passed:
        known[identity] = answer
    return answer


def _heads_article(footer: LexborNode) -> bool:
    """Tell whether a `footer` opens an article: Drupal sets who wrote it and when into one above the text."""
    around = footer.parent
    return around is not None and around.tag == "article" and element_before(footer) is None


@remember
def _is_place_of_others(tag: str, classes: str) -> bool:
    return tag in _ELSEWHERE_TAGS or not _ELSEWHERE_CLASSES.isdisjoint(classes.split())


@remember
def _is_card(tag: str, classes: str) -> bool:
    return tag in {"footer", "aside"} or "story" in classes.split()


def is_custom(tag: str | None) -> bool:
    """Tell whether the site made an element up ("<news-sapo>"); what is no element has a stroke in front in lexbor."""
    return tag is not None and "-" in tag and tag[0] != "-"


def class_names(node: LexborNode) -> list[str]:
    """Return the class names of an element."""
    return (node.attributes.get("class") or "").split()


def is_in_picture(node: LexborNode) -> bool:
    """Tell whether an element stands in a figure or a table, where names are of photographers."""
    return is_in_any(node, _OF_PICTURES)


def is_in_any(node: LexborNode, tags: frozenset[str]) -> bool:
    """Tell whether an element, or one around it in the body of the page, has one of some tags."""
    current: LexborNode | None = node
    while current is not None and current.tag not in {"body", "html"}:
        if current.tag in tags:
            return True
        current = current.parent
    return False


def element_behind(node: LexborNode) -> LexborNode | None:
    """Return the next element beside this one."""
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def element_before(node: LexborNode) -> LexborNode | None:
    """Return the element before this one, beside it."""
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


def shown_above(node: LexborNode) -> LexborNode | None:
    """Return the first element with text before this one or the boxes around it; an empty place is passed."""
    current: LexborNode | None = node
    while current is not None and current.tag != "body":
        before = element_before(current)
        while before is not None and not before.text().strip():
            before = element_before(before)
        if before is not None:
            return before
        current = current.parent
    return None


def shown_behind(node: LexborNode) -> LexborNode | None:
    """Return the first element with text behind this one, beside it."""
    behind = element_behind(node)
    while behind is not None and not behind.text().strip():
        behind = element_behind(behind)
    return behind


def is_within(node: LexborNode, outer: LexborNode) -> bool:
    """Tell whether an element is `outer` or stands in it."""
    current: LexborNode | None = node
    while current is not None:
        if current.mem_id == outer.mem_id:
            return True
        current = current.parent
    return False
