"""Date and author that stand right behind the body, where no template names them."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from dvingest.extraction.cleaning.signing import is_author_line
from dvingest.extraction.dom.nodes import element_behind, node_text
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.fragment.dress import dress_of
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.links import leads_to_author, leads_to_other_page
from dvingest.extraction.wording.byline import Byline, is_byline, read_byline
from dvingest.plvn.dates import has_clock, is_date_line
from dvingest.plvn.urls import FRONT_PAGE, is_tag_page

_LEVELS_OF_WRAPPERS = 3
# So many elements behind the body are looked at: names, adverts and rows of tags stand between it and what is sought.
_MAX_PASSED = 3
_MAX_ROW = 90
_MAX_BYLINE = 200
_MAX_LABEL = 20
_PARTS_OF_PAGE = frozenset({"footer", "aside", "nav", "header"})
_PARTS_OF_TEXT = "p, a, h2, h3, h4, li"


def date_behind(container: LexborNode) -> str | None:
    """Return the line of day and clock that stands alone behind the body; between them there may be names and adverts.

    Behind anything else it is that of another article, or of the present day.
    """
    following = element_behind(container)
    for _ in range(_MAX_PASSED):
        if following is None or following.tag in _PARTS_OF_PAGE:
            break
        is_short = len(following.text()) <= _MAX_ROW
        line = node_text(following) if is_short else ""
        if has_clock(line) and is_date_line(line):
            return line
        is_text = not is_byline(line) if line else not is_short and find_first(following, _PARTS_OF_TEXT) is not None
        if is_text:
            break
        following = element_behind(following)
    return None


def byline_below(container: LexborNode) -> Byline | None:
    """Return the author line right behind the body, where a wrapper of the text leaves it outside.

    Behind a wrapper of the wrapper only what is set to the right, as names are, or names a source is one.
    """
    box = container
    for level in range(_LEVELS_OF_WRAPPERS):
        line = _text_behind(box)
        if line is not None:
            text = node_text(line) if len(line.text()) <= _MAX_BYLINE and not _is_linked_topic(line) else ""
            dress = dress_of(line.attributes)
            piece = Piece("paragraph", text, right=dress.right, bold=dress.bold)
            is_set_off = dress.right or text.lower().lstrip("([").startswith(("theo ", "nguồn"))
            return read_byline(text) if is_author_line(piece) and (level == 0 or is_set_off) else None
        if box.parent is None or box.parent.tag in {"body", "main"} or find_first(box.parent, "h1") is not None:
            return None
        box = box.parent
    return None


def _text_behind(node: LexborNode) -> LexborNode | None:
    """Return the first element with text behind `node` in the same box; a row of links, as of tags, is passed over."""
    following = element_behind(node)
    for _ in range(_MAX_PASSED):
        if following is not None and following.tag == "footer" and _is_in_article(node):
            # The foot of the article, not of the site.
            following = next(iter(following.iter()), None)
        if following is None or (following.text().strip() and not _is_row(following)):
            return following
        following = element_behind(following)
    return None


def _is_in_article(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "article"


def _is_row(node: LexborNode) -> bool:
    links = find_all(node, "a")
    linked = sum(len(link.text().strip()) for link in links)
    # A single tag may read like a name.
    is_row = len(links) > 1 or any(_leads_to_tag(link) for link in links)
    return is_row and len(node.text().strip()) - linked <= _MAX_LABEL


def _is_linked_topic(node: LexborNode) -> bool:
    """Tell whether all words of a line are a link to a page that lists what is told of them, which is no author's."""
    link = find_first(node, "a[href]")
    if link is None or node_text(link) != node_text(node):
        return False
    href = link.attributes["href"] or ""
    return leads_to_other_page(href, FRONT_PAGE) and not leads_to_author(href)


def _leads_to_tag(link: LexborNode) -> bool:
    return link.attributes.get("rel") == "tag" or is_tag_page(link.attributes.get("href") or "")
