"""Boxes inside the body go before its text is read: adverts, related articles, buttons, tags, comments."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable

from dvingest.extraction.links import leads_to_other_article
from dvingest.extraction.memo import remember
from dvingest.extraction.text import letters_of
from dvingest.extraction.tree import Element, line_of
from dvingest.plvn.boilerplate import BOX_RULES, BYLINE_CLASSES, PHRASES, QUOTE_CLASSES, is_box_heading, is_page_line

_MACHINERY = frozenset(
    {
        *("script", "style", "template", "link", "meta", "svg", "button", "input", "select", "textarea", "label"),
        *("object", "embed", "iframe", "video", "source", "track", "title", "noembed", "noframes"),
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
_HEADING_TAGS = frozenset(
    {
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "a", "li", "td", "th", "dt", "label"),
        *("em", "u", "header"),
    }
)
_BOX_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "th", "b", "strong"})
_TITLES = frozenset({"h2", "h3", "h4", "h5"})
_HEAD_PARTS = frozenset({"article__meta", "article__desc"})
_LINK = frozenset({"a"})
_IMG = frozenset({"img"})


def drop_boxes(container: Element, base: str) -> Counter[str]:
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

    def __init__(self, container: Element) -> None:
        self.container = container
        self.dropped: Counter[str] = Counter()
        self.whole: int | None = None

    def visit(self, node: Element) -> None:
        """Drop the boxes among the children of `node`, and walk on in the others."""
        for child in list(node.elements()):
            self._visit_element(child)

    def _visit_element(self, node: Element) -> None:
        tag = node.tag
        if tag in _MACHINERY:
            if tag == "source":
                _name_picture(node)
            node.remove()
            return
        rule = None if tag in _INNER else self._rule_for(node)
        if rule is None:
            self.visit(node)
        else:
            self.dropped[rule] += 1
            node.remove()

    def _rule_for(self, node: Element) -> str | None:
        rule = _rule_of(node)
        if rule is None:
            return None
        if rule == "byline":
            belongs = _holds_picture(node) or _belongs_to_box(node, self.container) or len(node.text) > 200
            return None if belongs else rule
        if rule in {"related_box", "list_box"}:
            # The names are ordinary words ("related", "timeline"): only what the box holds tells it from text.
            return rule if _is_box_of_links(node) else None
        if rule == "advert":
            return rule
        if self.whole is None:
            self.whole = own_text_length(self.container)
        return rule if own_text_length(node) * 2 <= self.whole else None


def _name_picture(source: Element) -> None:
    """Give a picture without an address of its own the one of the `source` beside it, before that goes.

    Browsers choose among the sources; what the last of them names is better than nothing.
    """
    picture = source.parent
    img = picture.find_first(_IMG) if picture is not None and picture.tag == "picture" else None
    address = source.attributes.get("data-srcset") or source.attributes.get("srcset")
    if img is None or not address:
        return
    own = [img.attributes.get(name) or "" for name in ("src", "data-src", "data-original", "srcset", "data-srcset")]
    if not any(value and not value.startswith("data:") for value in own):
        img.attributes = {**img.attributes, "data-srcset": address}


def own_text_length(node: Element) -> int:
    """Return how many characters of text a node has outside links."""
    total = len(_squeezed(node))
    return total - sum(len(_squeezed(link)) for link in node.find_all(_LINK)) if total else 0


def _squeezed(node: Element) -> str:
    return " ".join(node.text.split())


def _rule_of(node: Element) -> str | None:
    tag, attributes, names = node.tag, node.attributes, node.class_names
    if tag == "article":
        # A nested article element is a card of another article, unless the text itself stands in it.
        return "related_box" if "story" in names or node.find_first(_LINK) is not None else None
    if tag in {"nav", "form"}:
        return "page_furniture"
    if tag in {"aside", "footer"} and own_text_length(node) * 2 < len(_squeezed(node)):
        return "related_box"
    if "article__header" in names and not _is_head_of_page(node):
        # Longforms repeat the header element for the heading of a chapter.
        names = [name for name in names if name != "article__header"]
    identity = attributes.get("id", "")
    return _rule_of_names(" ".join(names), identity) if names or identity else None


def _is_head_of_page(header: Element) -> bool:
    return header.find_first({"h1", "time"}) is not None or any(
        not _HEAD_PARTS.isdisjoint(inner.class_names) for inner in header.walk()
    )


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


def _drop_headed_boxes(container: Element, dropped: Counter[str]) -> None:
    """Drop the links behind a heading like "Tin liên quan" together with it, whatever their markup."""
    # Most pages have no short text with the letters of a heading, and all of their text need not be searched.
    parts = container.strings()
    short = letters_of("".join([part for part in parts if len(part) <= _MAX_HEADING]))
    if not any(letters in short for letters in _HEADING_LETTERS):
        return
    text = unicodedata.normalize("NFC", "".join(parts)).lower()
    if not any(words in text for words in _HEADING_WORDS):
        return
    whole = own_text_length(container)
    _repeat(lambda: _drop_first_headed_box(container, whole), dropped, "headed_box")


def _drop_first_headed_box(container: Element, whole: int) -> bool:
    for node in container.find_all(_HEADING_TAGS):
        if node is container or not 3 < len(node.text) <= _MAX_HEADING:
            continue
        if not is_box_heading(line_of(node)):
            continue
        heading = _outermost_alone(node, container)
        box = _box_around(heading, container, whole)
        if box is not None:
            box.remove()
            return True
        following = _following_links(heading)
        if following:
            for link in following:
                link.remove()
            heading.remove()
            return True
    return False


def _drop_first_player(container: Element) -> bool:
    """Drop the box around an audio player, with its button and its clock."""
    for audio in container.find_all({"audio"}):
        if audio is container:
            continue
        box = audio
        while box.parent is not None and box.parent is not container and len(_squeezed(box.parent)) <= 80:
            box = box.parent
        box.remove()
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


def _drop_cards(container: Element, base: str, dropped: Counter[str]) -> None:
    """Drop cards of other articles under any name: a thumbnail or heading that links to one, with a short summary."""
    _repeat(lambda: _drop_first_card(container, base), dropped, "card")


def _drop_first_card(container: Element, base: str) -> bool:
    for node in container.find_all({"a", "img"}):
        link = _link_around(node) if node.tag == "img" or node.is_within(_TITLES) else None
        if link is None or not leads_to_other_article(link.attributes.get("href", ""), base):
            continue
        box = None
        parent = link.parent
        while parent is not None and parent is not container and _is_links(parent, 0):
            box = parent if parent.tag in _CARD_TAGS else box
            parent = parent.parent
        # One linked heading may head a part of a round-up; a picture of another article, or two headings, may not.
        if box is not None and (node.tag == "img" or sum(link.is_within(_TITLES) for link in box.find_all(_LINK)) >= 2):
            box.remove()
            return True
    return False


def _link_around(node: Element) -> Element | None:
    current: Element | None = node
    while current is not None and current.tag != "a":
        current = current.parent
    return current


def _outermost_alone(node: Element, container: Element) -> Element:
    """Return the largest element around a heading that holds nothing else."""
    text = _squeezed(node)
    while node.parent is not None and node.parent is not container and _squeezed(node.parent) == text:
        node = node.parent
    return node


def _box_around(heading: Element, container: Element, whole: int) -> Element | None:
    """Return the element that begins with the heading and holds, besides it, nothing but links or cards."""
    box = None
    title = _squeezed(heading)
    node = heading.parent
    while node is not None and node is not container and node.tag not in {"body", "html"}:
        if not _squeezed(node).startswith(title) or not _is_links(node, len(title)):
            break
        if own_text_length(node) * 2 > whole:
            break
        box = node
        node = node.parent
    return box


def _following_links(heading: Element) -> list[Element]:
    found: list[Element] = []
    for node in heading.following():
        if isinstance(node, str):
            if node.strip():
                break
            continue
        text = _squeezed(node)
        if text and not _is_links(node, 0):
            break
        if text or node.find_first(_IMG) is not None:
            found.append(node)
    return found if any(_squeezed(node) for node in found) else []


def _is_box_of_links(node: Element) -> bool:
    """Tell whether a box has no words of its own but a heading: links, cards, or nothing yet, as scripts fill it."""
    if _is_links(node, _heading_length(node)):
        return True
    text = line_of(node)
    return not text or is_box_heading(text) or is_page_line(text)


def _heading_length(node: Element) -> int:
    heading = next((inner for inner in node.walk() if inner.tag in _BOX_HEADINGS or "label" in inner.class_names), None)
    return len(_squeezed(heading)) if heading is not None and heading.find_first(_LINK) is None else 0


def _is_links(node: Element, heading: int) -> bool:
    """Tell whether a node holds nothing but links, or cards: a linked title with at most a short summary each."""
    links = node.find_all(_LINK)
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
        len(p.text) <= _MAX_SUMMARY and (p.find_first(_LINK) is None or own_text_length(p) < 30)
        for p in node.find_all({"p"})
    )


def _holds_picture(node: Element) -> bool:
    return len(node.text.strip()) > 60 and node.find_first(_IMG) is not None


def _belongs_to_box(node: Element, container: Element) -> bool:
    current = node.parent
    while current is not None and current is not container:
        if current.tag in {"figure", "figcaption", "table", "blockquote"}:
            return True
        if "caption" in current.attributes.get("class", "") or not QUOTE_CLASSES.isdisjoint(current.class_names):
            return True
        current = current.parent
    return False
