"""Boxes inside the body go before its text is read: adverts, related articles, buttons, tags, comments."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from dvingest.extraction.boxes.cards import drop_cards, drop_headed_boxes, is_box_of_links, is_portrait
from dvingest.extraction.boxes.controls import drop_controls
from dvingest.extraction.fragment.pictures import is_blank, show_background
from dvingest.extraction.fragment.telling import is_amid_words, is_sentence, reads_like_text, tells, tells_amid_text
from dvingest.extraction.fragment.tree import BLOCKS, Element, line_of
from dvingest.extraction.links import leads_to_author
from dvingest.extraction.memo import remember
from dvingest.extraction.wording.byline import is_byline
from dvingest.plvn.element_names import BOX_RULES, BYLINE_CLASSES, QUOTE_CLASSES

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
# Elements that are boxes, or may be, without any name.
_BOX_TAGS = frozenset({"article", "nav", "aside", "footer"})
# Elements inside of lines.
_WORDS = frozenset({"a", "span", "font", "small", "cite", "abbr", "mark", "q", "time"})
_PICTURES = frozenset({"img", "video", "iframe"})
_NAMED_FOR_SPEAKERS = frozenset({"byline", "comments", "tags"})
_MAX_HIDDEN = 300
_MAX_CARD = 400
_MAX_NAME = 20
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NAME_OF_BOX = re.compile(r"(?:^|[-_])box(?:$|[-_])", re.IGNORECASE)
# A number of the newsroom, or its address; those of the state for people in need are short.
_REACHES = re.compile(r"\d(?:[\s.-]?\d){7}|@")
# Around elements it takes the space from between them, and they have sizes of their own.
_NO_SIZE = re.compile(r"font-size:0(?:px|pt|em|rem|%)?(?:;|!|$)")
_OF_HEAD = frozenset({"h1", "time"})
_LINK = frozenset({"a"})
_TITLE = frozenset({"h1"})
_SPACES_OF_A_TITLE = 4
_IMG = frozenset({"img"})


def is_in_advert(node: Element) -> bool:
    """Tell whether an element of a body stands in a box named as an advert."""
    return any(
        _rule_of_names(box.attributes.get("class", ""), box.attributes.get("id", "")) == "advert"
        for box in node.parents()
    )


@dataclass(slots=True)
class Dropped:
    """What was taken out of a body."""

    counts: Counter[str] = field(default_factory=Counter)
    """How many by rule."""
    bylines: list[str] = field(default_factory=list)
    """Texts of the elements that name who wrote it."""


def drop_boxes(body: Element, base: str) -> Dropped:
    """Take boxes, buttons and author lines out of `body`, by class and by structure, and return what went.

    A box that holds most of the body's text outside links is none, whatever it is called.
    """
    sweep = _Sweep(body)
    # A player's box may hold neighbours that the walk would still want to visit, so what is operated goes first.
    drop_controls(body, sweep.dropped.counts)
    sweep.visit(body)
    drop_headed_boxes(body, sweep.dropped.counts)
    drop_cards(body, base, sweep.dropped.counts)
    return sweep.dropped


class _Sweep:
    """One walk over a body, from the outside inwards; what goes is not entered."""

    def __init__(self, body: Element) -> None:
        self.body = body
        self.dropped = Dropped()
        self._whole: int | None = None

    def visit(self, node: Element) -> None:
        """Drop the boxes among the children of `node`, and walk on in the others."""
        children = list(node.elements())
        for child in children:
            self._visit_element(child, children)

    def _visit_element(self, node: Element, siblings: list[Element]) -> None:
        tag = node.tag
        if tag in _MACHINERY:
            if tag == "source":
                _name_picture(node)
            node.remove()
            return
        rule = self._rule_for(node, siblings) if node.attributes or tag in _BOX_TAGS else None
        if rule is None:
            children = node.children
            if tag != "img" and node.attributes and is_blank(node):
                show_background(node)
            elif children:
                self.visit(node)
            return
        self.dropped.counts[rule] += 1
        if rule == "byline":
            self.dropped.bylines.append(_author_on_card(node) or _line_of_names(node))
        around = node.parent
        node.remove()
        if rule == "related_box" and around is not None and _is_emptied(around):
            around.remove()

    def _rule_for(self, node: Element, siblings: list[Element]) -> str | None:
        if _is_hidden(node):
            return "hidden"
        if node.tag in _INNER or (node.tag in _WORDS and is_amid_words(node)):
            return None
        rule = _rule_of(node)
        if rule is None:
            return None
        if node.tag == "p" and (reads_like_text(node) or (rule in _NAMED_FOR_SPEAKERS and tells_amid_text(node))):
            return None
        if rule == "comments" and _is_remark_alone(node, siblings) and tells_amid_text(node):
            return None
        if rule == "byline":
            if _author_on_card(node) is not None:
                return rule
            belongs = _holds_picture(node) or _belongs_to_box(node, self.body) or len(node.text) > 200
            return None if belongs else rule
        if rule in {"related_box", "list_box"}:
            # The names are ordinary words ("related", "timeline"): only what the box holds tells it from text.
            return rule if is_box_of_links(node) else None
        if rule == "advert":
            return rule
        if rule == "hotline" and tells(node) and not _REACHES.search(node.squeezed):
            return None
        if node.tag not in _BOX_TAGS and _RULE_OF_CLASS.keys().isdisjoint(node.class_names) and tells(node):
            # "share-story", "comment-expert": the beginning of a name proves nothing against sentences.
            return None
        if self._whole is None:
            self._whole = self.body.own_length
        return rule if node.own_length * 2 <= self._whole else None


def _is_remark_alone(node: Element, siblings: list[Element]) -> bool:
    """Tell whether a box called "comment" holds one paragraph, and is the only one: comments have names, in rows."""
    inside = node.filled()
    holds_paragraph = len(inside) == 1 and not isinstance(inside[0], str) and inside[0].tag == "p"
    return holds_paragraph and [other for other in siblings if "comment" in other.class_names] == [node]


def _author_on_card(node: Element) -> str | None:
    """Return the name on the card of an author, which has a portrait or links to a page of the author's own."""
    if len(node.text) > _MAX_CARD:
        return None
    images = node.find_all(_IMG)
    has_portrait = bool(images) and all(map(is_portrait, images))
    if not has_portrait and not any(leads_to_author(link.attributes.get("href", "")) for link in node.find_all(_LINK)):
        return None
    return next((text for text in (inner.squeezed for inner in node.walk()) if is_byline(text)), None)


def _line_of_names(node: Element) -> str:
    """Return the line of an element that names authors; where more is told of them, the first block that is a name."""
    line = line_of(node)
    # Most are as short as a name, and need no look.
    if len(line) <= _MAX_NAME or is_byline(line):
        return line
    blocks = (inner.squeezed for inner in node.walk() if inner.tag in BLOCKS)
    return next(filter(is_byline, blocks), line)


def _is_emptied(box: Element) -> bool:
    """Tell whether nothing but its heading is left of an element named as a box, whose cards are gone."""
    left = [child if isinstance(child, str) else child.tag for child in box.filled()]
    return len(left) == 1 and left[0] in _HEADINGS and any(map(_NAME_OF_BOX.search, box.class_names))


def _name_picture(source: Element) -> None:
    """Give a picture without an address of its own the one of the `source` beside it, before that goes.

    Browsers choose among the sources; what the first of them names is better than nothing.
    """
    img = source.parent.find_first(_IMG) if source.parent is not None else None
    address = source.attributes.get("data-srcset") or source.attributes.get("srcset", "")
    if img is None:
        return
    own = [img.attributes.get(name, "") for name in ("src", "data-src", "data-original", "srcset", "data-srcset")]
    if all(value.startswith("data:") for value in own if value):
        img.attributes = {**img.attributes, "data-srcset": address}


def _is_hidden(node: Element) -> bool:
    """Tell whether readers never see an element; what a click unfolds of a text is long, or holds pictures."""
    attributes = node.attributes
    if "style" not in attributes and "hidden" not in attributes:
        return False
    style = attributes.get("style", "").replace(" ", "").lower()
    is_hidden = "hidden" in attributes or "display:none" in style
    if "font-size:0" in style and _NO_SIZE.search(style) and not any(node.elements()):
        return True
    return is_hidden and len(node.text) <= _MAX_HIDDEN and node.find_first(_PICTURES) is None


def _rule_of(node: Element) -> str | None:
    tag, attributes, names = node.tag, node.attributes, node.class_names
    if tag == "article":
        # A nested article element is a card of another article, unless the text itself stands in it.
        is_card = "story" in names or (any(map(_may_be_of_card, node.find_all(_LINK))) and not _holds_text(node))
        return "related_box" if is_card else None
    if tag == "nav":
        return "page_furniture"
    if tag in {"aside", "footer"} and node.own_length * 2 < len(node.squeezed):
        return "related_box"
    if "article__header" in names and node.find_first(_OF_HEAD) is None:
        # Longforms repeat the header element for the heading of a chapter.
        names = [name for name in names if name != "article__header"]
    identity = attributes.get("id", "")
    return _rule_of_names(" ".join(names), identity) if names or identity else None


def _may_be_of_card(link: Element) -> bool:
    """Tell whether a link is no tag or author: it has a picture or the words of a title, or stands in a heading."""
    has_title = link.squeezed.count(" ") >= _SPACES_OF_A_TITLE
    return has_title or link.find_first(_IMG | _HEADINGS) is not None or link.is_within(_HEADINGS)


def _holds_text(article: Element) -> bool:
    """Tell whether a nested article element has the title, or opens with text and has two paragraphs of it.

    A card opens with its linked title, or has that in a heading.
    """
    paragraphs = 0
    for node in article.walk():
        if node.tag in _TITLE:
            return True
        if node.tag in _HEADINGS and (node.find_first(_LINK) is not None or node.around("a") is not None):
            return False
        if node.tag in _LINK and not paragraphs and node.squeezed.count(" ") >= _SPACES_OF_A_TITLE:
            return False
        paragraphs += node.tag == "p" and is_sentence(node)
        if paragraphs > 1:
            return True
    return False


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


def _holds_picture(node: Element) -> bool:
    return len(node.text.strip()) > 60 and node.find_first(_IMG) is not None


def _belongs_to_box(node: Element, body: Element) -> bool:
    return any(
        box.tag in {"figure", "figcaption", "blockquote"}
        or "caption" in box.attributes.get("class", "")
        or not QUOTE_CLASSES.isdisjoint(box.class_names)
        # A table around most of the text is layout.
        or (box.tag == "table" and box.own_length * 2 <= body.own_length)
        for box in node.parents()
    )
