"""Lists and cards of other articles inside the body, known by their headings and by what they hold."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from dvingest.extraction.fragment.repeating import drop_each
from dvingest.extraction.fragment.tree import Element, line_of
from dvingest.extraction.links import leads_to_author, leads_to_other_article, leads_to_other_page
from dvingest.extraction.text import letters_of
from dvingest.plvn.boilerplate import PHRASES, is_box_heading

_HEADING_LETTERS = re.compile(b"|".join({letters_of(phrase.text) for phrase in PHRASES if phrase.place == "heading"}))
_MAX_HEADING = 60
_MAX_SUMMARY = 250
_SHORTEST_TITLE = 8
_SHORT_WORDS = 30
_CARD_TAGS = frozenset({"div", "section", "aside", "article", "ul", "ol", "table", "figure", "li"})
_HEADING_TAGS = frozenset(
    {
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "a", "li", "td", "th", "dt", "label"),
        *("em", "u", "header"),
    }
)
_TITLES = frozenset({"h2", "h3", "h4", "h5"})
_BOX_TAGS = frozenset({"div", "section", "aside"})
_LINK = frozenset({"a"})
_ITEM = frozenset({"li"})
_ON_SHOW = frozenset({"active", "current", "is-active"})
_PART = re.compile(r"(?:bài|kỳ|phần|tập) \d{1,2}\b", re.IGNORECASE)
_IMG = frozenset({"img"})


def drop_headed_boxes(container: Element, dropped: Counter[str]) -> None:
    """Drop the links behind a heading like "Tin liên quan" together with it, whatever their markup."""
    # Most pages have no short text with the letters of a heading, and need not be searched.
    short = letters_of("".join([part for part in container.strings() if len(part) <= _MAX_HEADING]))
    if _HEADING_LETTERS.search(short) is None:
        return
    whole = container.own_length
    drop_each(lambda: _drop_first_headed_box(container, whole), dropped, "headed_box")


def _drop_first_headed_box(container: Element, whole: int) -> bool:
    for node in container.find_all(_HEADING_TAGS):
        if len(node.text) > _MAX_HEADING or not is_box_heading(line_of(node)):
            continue
        heading = _outermost_alone(node)
        if heading.has_words_before():
            continue
        box = _box_around(heading, whole)
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


def _outermost_alone(node: Element) -> Element:
    """Return the largest element around a heading that holds nothing else."""
    text = node.squeezed
    return [node, *takewhile(lambda box: box.squeezed == text, node.parents())][-1]


def _box_around(heading: Element, whole: int) -> Element | None:
    """Return the element that begins with the heading and holds, besides it, nothing but links or cards."""
    box = None
    title = heading.squeezed
    for node in heading.parents():
        if not node.squeezed.startswith(title) or not _is_links(node) or node.own_length * 2 > whole:
            break
        if _shows_above(node, heading):
            # A body that is one picture may have nothing below it but its tags.
            break
        box = node
    return box


def _shows_above(box: Element, heading: Element) -> bool:
    above = takewhile(lambda node: node is not heading, box.walk())
    return any(node.tag == "img" and node.around("a") is None for node in above)


def _following_links(heading: Element) -> list[Element]:
    found: list[Element] = []
    for node in heading.following():
        if isinstance(node, str):
            if node.strip():
                break
            continue
        text = node.squeezed
        images = node.find_all(_IMG)
        # A picture that no link surrounds is the article's.
        if (text and not _is_links(node)) or (not text and any(img.around("a") is None for img in images)):
            break
        if text or images:
            found.append(node)
    return found


def drop_cards(container: Element, base: str, dropped: Counter[str]) -> None:
    """Drop cards of other articles under any name: a thumbnail or heading that links to one, with a short summary."""
    drop_each(lambda: _drop_first_card(container, base), dropped, "card")


def _drop_first_card(container: Element, base: str) -> bool:
    judged: set[int] = set()
    rounded_up: set[int] = set()
    whole = 0
    for node in container.find_all({"a", "img"}):
        titled = None
        if node.tag == "a":
            titled = (
                _titled_box(node, base, judged)
                or _card_of_author(node)
                or _card_by_itself(node, base, container, rounded_up)
            )
        if titled is not None:
            titled.remove()
            return True
        link = node.around("a") if node.tag == "img" or node.is_within(_TITLES) else None
        if link is None or not leads_to_other_article(link.attributes.get("href", ""), base):
            continue
        box = _thumbnail_of(link)
        inner = 0
        for parent in link.parents():
            if not parent.squeezed:
                # It wraps the thumbnail.
                continue
            if not _is_links(parent) or _tells(parent, link):
                break
            if parent.tag not in _CARD_TAGS:
                continue
            around = parent.own_length
            if box is not None:
                whole = whole or container.own_length
                if (around - inner) * 2 > whole:
                    # What has most words of the body besides the card is the text, however short that is.
                    break
            box, inner = parent, around
        # One linked heading may head a part of a round-up; a picture of another article, or two headings, may not.
        if box is not None and (node.tag == "img" or sum(link.is_within(_TITLES) for link in box.find_all(_LINK)) >= 2):
            box.remove()
            return True
    return False


def _tells(box: Element, link: Element) -> bool:
    """Tell whether a box has text besides cards: a paragraph without links above `link`, or two in a row below.

    The summary of a card stands below its title, and is one paragraph.
    """
    is_above = True
    in_row = 0
    for inner in box.walk():
        if inner is link:
            is_above = False
        elif inner.tag == "p" and len(inner.squeezed) > _MAX_HEADING and inner.find_first(_LINK) is None:
            in_row += 1
            if is_above or in_row > 1:
                return True
        elif inner.tag == "a" and len(inner.squeezed) >= _SHORTEST_TITLE:
            in_row = 0
    return False


def _card_by_itself(link: Element, base: str, container: Element, rounded_up: set[int]) -> Element | None:
    """Return a link with a title and, in it or below it, a summary or a thumbnail; a linked title alone heads a part.

    Where boxes of title and summary hold most of the text they are a round-up; what is around them is noted as one.
    """
    title = link.find_first(_TITLES)
    if title is None or not leads_to_other_article(link.attributes.get("href", ""), base):
        return None
    if link.find_first(_IMG) is not None or len(link.squeezed) > len(title.squeezed) + _SHORT_WORDS:
        return link
    box = link.parent
    around = box.parent if box is not None else None
    if box is None or around is None or id(around) in rounded_up or not _is_title_above_summary(box, link):
        return None
    alike = [other for other in around.elements() if other.class_names == box.class_names]
    if sum(other.own_length for other in alike) * 2 <= container.own_length:
        return box
    rounded_up.add(id(around))
    return None


def _is_title_above_summary(box: Element, link: Element) -> bool:
    parts = box.filled() if box.tag in _BOX_TAGS else []
    if len(parts) != 2 or parts[0] is not link or isinstance(parts[1], str):
        return False
    return parts[1].tag in _BOX_TAGS and len(parts[1].squeezed) <= _MAX_SUMMARY


def _thumbnail_of(link: Element) -> Element | None:
    """Return the paragraph of a linked picture alone, if the next one is a title linked to the same article."""
    paragraph = link.parent
    if paragraph is None or paragraph.squeezed:
        return None
    following = next((other for other in paragraph.following() if not isinstance(other, str)), None)
    if following is None:
        return None
    titles = following.find_all(_LINK)
    is_same = [title.attributes.get("href") for title in titles] == [link.attributes.get("href")]
    return paragraph if is_same and len(titles[0].squeezed) >= following.own_length + 8 else None


def _titled_box(link: Element, base: str, judged: set[int]) -> Element | None:
    """Return the box around a link that holds a title in an element of its own and, below it, nothing but links.

    They lead to other pages of the site. However many links a box has, it is judged once.
    """
    box = next((box for box in link.parents() if box.tag in _BOX_TAGS and not _only_wraps(box)), None)
    if box is None or id(box) in judged:
        return None
    judged.add(id(box))
    title = box.filled()[0]
    if isinstance(title, str) or title.find_first(_IMG) is not None:
        return None
    words = title.squeezed
    own = box.own_length - sum(len(item.squeezed) + 1 for item in box.find_all(_ITEM) if _is_part_on_show(item))
    if not 3 < len(words) <= _MAX_HEADING or words[-1] in ".!?…" or not own - 2 <= len(words) <= own + 1:
        return None
    links = box.find_all(_LINK)
    is_list = all(
        len(other.squeezed) >= _SHORTEST_TITLE and leads_to_other_page(other.attributes.get("href", ""), base)
        for other in links
    )
    return box if is_list else None


def _only_wraps(box: Element) -> bool:
    """Tell whether a box holds one element or text alone."""
    return len(box.filled()) < 2


def _card_of_author(link: Element) -> Element | None:
    """Return the short box around a link to an author's page that has a portrait, and no picture of the article."""
    if not leads_to_author(link.attributes.get("href", "")):
        return None
    for box in link.parents():
        if len(box.squeezed) > _MAX_SUMMARY:
            break
        portraits = box.find_all(_IMG) if box.tag in _BOX_TAGS else []
        if portraits:
            return box if all(map(is_portrait, portraits)) else None
    return None


def is_portrait(img: Element) -> bool:
    """Tell whether a picture is that of an author: by its name, or by the author's page it links to."""
    around = img.around("a")
    addresses = img.attributes.get("src", "") + img.attributes.get("data-src", "")
    return "avatar" in addresses or (around is not None and leads_to_author(around.attributes.get("href", "")))


def _is_part_on_show(item: Element) -> bool:
    """Tell whether an item of a list is the part of a series that is being read, which is no link there."""
    return item.find_first(_LINK) is None and (
        not _ON_SHOW.isdisjoint(item.class_names) or _PART.match(item.squeezed) is not None
    )


def is_box_of_links(node: Element) -> bool:
    """Tell whether a box has no words of its own but a heading: links, cards, or nothing yet, as scripts fill it."""
    text = line_of(node)
    return not text or is_box_heading(text) or _is_links(node)


def _is_links(node: Element) -> bool:
    """Tell whether a node holds nothing but links, or cards: a linked title with at most a short summary each."""
    links = node.find_all(_LINK)
    titles = [link for link in links if len(link.squeezed) >= _SHORTEST_TITLE]
    if not titles:
        return False
    own = node.own_length
    if own <= max(20, len(node.squeezed) // 5):
        return True
    if node.tag in {"p", "span"} or own > _MAX_SUMMARY * len(titles):
        return False
    # A link in the middle of a sentence is part of a text, and no title of a card.
    return all(
        len(p.text) <= _MAX_SUMMARY and (p.find_first(_LINK) is None or p.own_length < 30) for p in node.find_all({"p"})
    )
