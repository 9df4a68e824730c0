"""Which elements tell something of the article, whatever they are called: editors' programs reuse any class."""

from __future__ import annotations

from itertools import islice, takewhile

from dvingest.extraction.fragment.tree import BLOCKS, Element
from dvingest.extraction.text import ENDS_OF_SENTENCE
from dvingest.extraction.wording.byline import is_byline

_MIN_SENTENCE = 100
_MIN_SHORT_SENTENCE = 30
# An advert or a picture may stand between.
_CLOSE = 3
_OPERATED = frozenset({"textarea", "input", "button", "select"})
_PARAGRAPH = frozenset({"p"})
_PARAGRAPHS = frozenset({"p", "div"})
_LINK = frozenset({"a"})


def reads_like_text(paragraph: Element) -> bool:
    """Tell whether a paragraph is a sentence of some length without links."""
    text = paragraph.squeezed
    ends = text.endswith((*ENDS_OF_SENTENCE, ";", ":"))
    return len(text) >= _MIN_SENTENCE and ends and paragraph.find_first(_LINK) is None


def tells_amid_text(paragraph: Element) -> bool:
    """Tell whether a short sentence without links has a paragraph close below: names, comments and tags end a text."""
    text = paragraph.squeezed
    if len(text) < _MIN_SHORT_SENTENCE or not text.endswith(ENDS_OF_SENTENCE) or is_byline(text):
        return False
    below = islice((other for other in paragraph.following() if not isinstance(other, str)), _CLOSE)
    return paragraph.find_first(_LINK) is None and any(
        other.tag in _PARAGRAPHS and not other.class_names and other.squeezed.endswith(ENDS_OF_SENTENCE)
        for other in below
    )


def tells(node: Element) -> bool:
    """Tell whether a box has a paragraph that is a sentence without links, and nothing to fill in or press."""
    return node.find_first(_OPERATED) is None and any(map(is_sentence, node.find_all(_PARAGRAPH)))


def is_sentence(paragraph: Element) -> bool:
    """Tell whether a paragraph is a sentence without links, however short."""
    text = paragraph.squeezed
    is_whole = len(text) >= _MIN_SHORT_SENTENCE and text.endswith(ENDS_OF_SENTENCE)
    return is_whole and paragraph.find_first(_LINK) is None


def is_amid_words(node: Element) -> bool:
    """Tell whether an inline element stands in a line that has other words: the CMS gives links in sentences classes.

    `a.cms-relate` is such a link, and a box of links only where it stands alone.
    """
    line = takewhile(lambda element: element.tag not in BLOCKS, (node, *node.parents()))
    return any(element.has_words_before() or element.has_words_behind() for element in line)
