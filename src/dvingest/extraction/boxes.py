"""Boxes inside the body go before its text is read: adverts, related articles, buttons, tags, comments."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from dvingest.extraction.links import leads_to_other_article
from dvingest.extraction.memo import remember
from dvingest.extraction.nodes import class_names, node_text
from dvingest.extraction.selecting import find_all, find_first
from dvingest.extraction.text import letters_of
from dvingest.plvn.boilerplate import BOX_RULES, BYLINE_CLASSES, PHRASES, QUOTE_CLASSES, is_box_heading, is_page_line

_MACHINERY = frozenset(
    {
        *("script", "style", "template", "link", "meta", "svg", "button", "input", "select", "textarea", "label"),
        *("object", "embed", "iframe", "video", "source", "track"),
    }
)
# Elements that are inside of something and never a box.
_INNER = frozenset({"br", "b", "strong", "i", "em", "u", "img", "tbody", "tr", "td", "th", "sub", "sup", "thead"})
_RULE_OF_CLASS = {name: rule.name for rule in BOX_RULES for name in rule.classes}
_PREFIXES = tuple((prefix, rule.name) for rule in BOX_RULES for prefix in rule.prefixes)
_ANY_PREFIX = tuple(prefix for prefix, _ in _PREFIXES)
# The shortest phrases that every heading contains one of: most pages have none, and need not be searched further.
_HEADINGS = {phrase.text.lower() for phrase in PHRASES if phrase.place == "heading"}
_HEADING_WORDS = tuple(text for text in _HEADINGS if not any(other in text for other in _HEADINGS - {text}))
_HEADING_LETTERS = tuple({letters_of(text) for text in _HEADINGS})
_MAX_HEADING = 60
_MAX_SUMMARY = 250
_MOST_BOXES = 200
_CARD_TAGS = frozenset({"div", "section", "aside", "article", "ul", "ol", "table", "figure", "li"})
_HEADING_TAGS = "h1, h2, h3, h4, h5, h6, p, div, span, strong, b, a, li, td, th, dt, label, em, u, header"


def drop_boxes(container: LexborNode, base: str) -> Counter[str]:
    """Take boxes and author lines out of `container`, by class and by structure, and return how many by rule.

    A box that holds most of the container's text outside links is none, whatever it is called.
    """
    sweep = _Sweep(container)
    # A player's box may hold neighbours that the walk would still want to visit, so players go first.
    _repeat(lambda: _drop_first_player(container), sweep.dropped, "audio_player")
    sweep.visit(container)
    _drop_headed_boxes(container, sweep.dropped)
    _drop_cards(container, base, sweep.dropped)
    return sweep.dropped


class _Sweep:
    """One walk over a container, from the outside inwards; what goes is not entered."""

    def __init__(self, container: LexborNode) -> None:
        self.container = container
        self.dropped: Counter[str] = Counter()
        self.whole: int | None = None

    def visit(self, node: LexborNode) -> None:
        """Drop the boxes among the children of `node`, and walk on in the others."""
        for child in list(node.iter()):
            if child.is_element_node:
                self._visit_element(child, child.tag or "")

    def _visit_element(self, node: LexborNode, tag: str) -> None:
        if tag in _MACHINERY:
            if tag == "source":
                _name_picture(node)
            node.decompose()
            return
        rule = None if tag in _INNER else self._rule_for(node, tag)
        if rule is None:
            self.visit(node)
        else:
            self.dropped[rule] += 1
            node.decompose()

    def _rule_for(self, node: LexborNode, tag: str) -> str | None:
        rule = _rule_of(node, tag)
        if rule is None:
            return None
        if rule == "byline":
            belongs = _holds_picture(node) or _belongs_to_box(node, self.container) or len(node.text()) > 200
            return None if belongs else rule
        if rule in {"related_box", "list_box"}:
            # The names are ordinary words ("related", "timeline"): only what the box holds tells it from text.
            return rule if _is_box_of_links(node) else None
        if rule == "advert":
            return rule
        if self.whole is None:
            self.whole = own_text_length(self.container)
        return rule if own_text_length(node) * 2 <= self.whole else None


def _name_picture(source: LexborNode) -> None:
    """Give a picture without an address of its own the one of the `source` beside it, before that goes.

    libxml2 does not know `source` to be empty and would put the picture and its caption into it.
    """
    picture = source.parent
    img = find_first(picture, "img") if picture is not None and picture.tag == "picture" else None
    address = source.attributes.get("data-srcset") or source.attributes.get("srcset")
    if img is None or not address:
        return
    own = [img.attributes.get(name) or "" for name in ("src", "data-src", "data-original", "srcset", "data-srcset")]
    if not any(value and not value.startswith("data:") for value in own):
        img.attrs["data-srcset"] = address


def own_text_length(node: LexborNode) -> int:
    """Return how many characters of text a node has outside links."""
    total = len(_squeezed(node))
    return total - sum(len(_squeezed(link)) for link in find_all(node, "a")) if total else 0


def _squeezed(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _rule_of(node: LexborNode, tag: str) -> str | None:
    attributes = node.attributes
    names = (attributes.get("class") or "").split()
    if tag == "article":
        # A nested article element is a card of another article, unless the text itself stands in it.
        return "related_box" if "story" in names or find_first(node, "a") is not None else None
    if tag in {"nav", "form"}:
        return "page_furniture"
    if tag in {"aside", "footer"} and own_text_length(node) * 2 < len(_squeezed(node)):
        return "related_box"
    if "article__header" in names and find_first(node, "h1, time, .article__meta, .article__desc") is None:
        # Longforms repeat the header element for the heading of a chapter.
        names = [name for name in names if name != "article__header"]
    identity = attributes.get("id") or ""
    return _rule_of_names(" ".join(names), identity) if names or identity else None


@remember
def _rule_of_names(classes: str, identity: str) -> str | None:
    names = classes.split()
    if not BYLINE_CLASSES.isdisjoint(names):
        return "byline"
    for name in names:
        if name in _RULE_OF_CLASS:
            return _RULE_OF_CLASS[name]
    for mark in (*names, identity):
        if mark.startswith(_ANY_PREFIX):
            return next(rule for prefix, rule in _PREFIXES if mark.startswith(prefix))
    return None


def _drop_headed_boxes(container: LexborNode, dropped: Counter[str]) -> None:
    """Drop the links behind a heading like "Tin liên quan" together with it, whatever their markup."""
    # Most pages have no short text with the letters of a heading, and all of their text need not be searched.
    parts = container.text(separator="\0").split("\0")
    short = letters_of("".join([part for part in parts if len(part) <= _MAX_HEADING]))
    if not any(letters in short for letters in _HEADING_LETTERS):
        return
    text = unicodedata.normalize("NFC", "".join(parts)).lower()
    if not any(words in text for words in _HEADING_WORDS):
        return
    whole = own_text_length(container)
    _repeat(lambda: _drop_first_headed_box(container, whole), dropped, "headed_box")


def _drop_first_headed_box(container: LexborNode, whole: int) -> bool:
    for node in find_all(container, _HEADING_TAGS):
        if node.mem_id == container.mem_id or not 3 < len(node.text()) <= _MAX_HEADING:
            continue
        if not is_box_heading(node_text(node)):
            continue
        heading = _outermost_alone(node, container)
        box = _box_around(heading, container, whole)
        if box is not None:
            box.decompose()
            return True
        following = _following_links(heading)
        if following:
            for link in following:
                link.decompose()
            heading.decompose()
            return True
    return False


def _drop_first_player(container: LexborNode) -> bool:
    """Drop the box around an audio player, with its button and its clock."""
    for audio in find_all(container, "audio"):
        if audio.mem_id == container.mem_id:
            continue
        box = audio
        while box.parent is not None and box.parent.mem_id != container.mem_id and len(_squeezed(box.parent)) <= 80:
            box = box.parent
        box.decompose()
        return True
    return False


def _repeat(drop_first: Callable[[], bool], dropped: Counter[str], rule: str) -> None:
    """Count how often `drop_first` finds something to drop.

    What was found inside a box is gone with it and must not be looked at any more, so each search starts anew.
    """
    for _ in range(_MOST_BOXES):
        if not drop_first():
            break
        dropped[rule] += 1


def _drop_cards(container: LexborNode, base: str, dropped: Counter[str]) -> None:
    """Drop cards of other articles under any name: a thumbnail or heading that links to one, with a short summary."""
    _repeat(lambda: _drop_first_card(container, base), dropped, "card")


def _drop_first_card(container: LexborNode, base: str) -> bool:
    for node in find_all(container, "a img, h2 a, h3 a, h4 a, h5 a"):
        link = _link_around(node)
        if link is None or not leads_to_other_article(link.attributes.get("href") or "", base):
            continue
        box = None
        parent = link.parent
        while parent is not None and parent.mem_id != container.mem_id and _is_links(parent, 0):
            box = parent if parent.tag in _CARD_TAGS else box
            parent = parent.parent
        # One linked heading may head a part of a round-up; a picture of another article, or two headings, may not.
        if box is not None and (node.tag == "img" or len(find_all(box, "h2 a, h3 a, h4 a, h5 a")) >= 2):
            box.decompose()
            return True
    return False


def _link_around(node: LexborNode) -> LexborNode | None:
    current: LexborNode | None = node
    while current is not None and current.tag != "a":
        current = current.parent
    return current


def _outermost_alone(node: LexborNode, container: LexborNode) -> LexborNode:
    """Return the largest element around a heading that holds nothing else."""
    text = _squeezed(node)
    while node.parent is not None and node.parent.mem_id != container.mem_id and _squeezed(node.parent) == text:
        node = node.parent
    return node


def _box_around(heading: LexborNode, container: LexborNode, whole: int) -> LexborNode | None:
    """Return the element that begins with the heading and holds, besides it, nothing but links or cards."""
    box = None
    title = _squeezed(heading)
    node = heading.parent
    while node is not None and node.mem_id != container.mem_id and node.tag not in {"body", "html"}:
        if not _squeezed(node).startswith(title) or not _is_links(node, len(title)):
            break
        if own_text_length(node) * 2 > whole:
            break
        box = node
        node = node.parent
    return box


def _following_links(heading: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    node = heading.next
    while node is not None:
        if node.is_element_node:
            text = _squeezed(node)
            if text and not _is_links(node, 0):
                break
            if text or find_first(node, "img") is not None:
                found.append(node)
        elif node.is_text_node and (node.text_content or "").strip():
            break
        node = node.next
    return found if any(_squeezed(node) for node in found) else []


def _is_box_of_links(node: LexborNode) -> bool:
    """Tell whether a box has no words of its own but a heading: links, cards, or nothing yet, as scripts fill it."""
    if _is_links(node, _heading_length(node)):
        return True
    text = node_text(node)
    return not text or is_box_heading(text) or is_page_line(text)


def _heading_length(node: LexborNode) -> int:
    heading = find_first(node, "h2, h3, h4, h5, h6, th, b, strong, .label")
    return len(_squeezed(heading)) if heading is not None and find_first(heading, "a") is None else 0


def _is_links(node: LexborNode, heading: int) -> bool:
    """Tell whether a node holds nothing but links, or cards: a linked title with at most a short summary each."""
    links = [node, *find_all(node, "a")] if node.tag == "a" else find_all(node, "a")
    titles = [link for link in links if len(_squeezed(link)) >= 8]
    if not titles:
        return False
    own = own_text_length(node) - heading if node.tag != "a" else 0
    if own <= max(20, len(_squeezed(node)) // 5):
        return True
    if node.tag in {"p", "span"} or own > _MAX_SUMMARY * len(titles):
        return False
    # A link in the middle of a sentence is part of a text, and no title of a card.
    return all(
        len(p.text()) <= _MAX_SUMMARY and (find_first(p, "a") is None or own_text_length(p) < 30)
        for p in find_all(node, "p")
    )


def _holds_picture(node: LexborNode) -> bool:
    return len(node.text().strip()) > 60 and find_first(node, "img") is not None


def _belongs_to_box(node: LexborNode, container: LexborNode) -> bool:
    current = node.parent
    while current is not None and current.mem_id != container.mem_id:
        if current.tag in {"figure", "figcaption", "table", "blockquote"} or "caption" in (
            current.attributes.get("class") or ""
        ):
            return True
        if not QUOTE_CLASSES.isdisjoint(class_names(current)):
            return True
        current = current.parent
    return False
