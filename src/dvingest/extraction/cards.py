"""Lists and cards of other articles inside the body, known by their headings and by what they hold."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from dvingest.extraction.links import leads_to_author, leads_to_other_article, leads_to_other_page
from dvingest.extraction.repeating import drop_each
from dvingest.extraction.text import letters_of
from dvingest.extraction.tree import Element, line_of
from dvingest.plvn.boilerplate import PHRASES, is_box_heading, is_page_line

# The shortest phrases that every heading contains one of: most pages have none, and need not be searched further.
_HEADINGS = {phrase.text.lower() for phrase in PHRASES if phrase.place == "heading"}
_HEADING_WORDS = tuple(text for text in _HEADINGS if not any(other in text for other in _HEADINGS - {text}))
_HEADING_LETTERS = tuple({letters_of(text) for text in _HEADINGS})
_MAX_HEADING = 60
_MAX_SUMMARY = 250
_SHORT_WORDS = 30
_CARD_TAGS = frozenset({"div", "section", "aside", "article", "ul", "ol", "table", "figure", "li"})
_HEADING_TAGS = frozenset(
    {
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "a", "li", "td", "th", "dt", "label"),
        *("em", "u", "header"),
    }
)
_BOX_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "th", "b", "strong"})
_TITLES = frozenset({"h2", "h3", "h4", "h5"})
_BOX_TAGS = frozenset({"div", "section", "aside"})
_LINK = frozenset({"a"})
_ITEM = frozenset({"li"})
_ON_SHOW = frozenset({"active", "current", "is-active"})
_PART = re.compile(r"(?:bài|kỳ|phần|tập) \d{1,2}\b", re.IGNORECASE)
_LINK_OR_IMG = frozenset({"a", "img"})
_IMG = frozenset({"img"})


def drop_headed_boxes(container: Element, dropped: Counter[str]) -> None:
    """Drop the links behind a heading like "Tin liên quan" together with it, whatever their markup."""
    # Most pages have no short text with the letters of a heading, and all of their text need not be searched.
    parts = container.strings()
    short = letters_of("".join([part for part in parts if len(part) <= _MAX_HEADING]))
    if not any(letters in short for letters in _HEADING_LETTERS):
        return
    text = unicodedata.normalize("NFC", "".join(parts)).lower()
    if not any(words in text for words in _HEADING_WORDS):
        return
    whole = container.own_length
    drop_each(lambda: _drop_first_headed_box(container, whole), dropped, "headed_box")


def _drop_first_headed_box(container: Element, whole: int) -> bool:
    for node in container.find_all(_HEADING_TAGS):
        if node is container or not 3 < len(node.text) <= _MAX_HEADING:
            continue
        if not is_box_heading(line_of(node)):
            continue
        heading = _outermost_alone(node, container)
        if heading.has_words_before():
            continue
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


def _outermost_alone(node: Element, container: Element) -> Element:
    """Return the largest element around a heading that holds nothing else."""
    text = node.squeezed
    while node.parent is not None and node.parent is not container and node.parent.squeezed == text:
        node = node.parent
    return node


def _box_around(heading: Element, container: Element, whole: int) -> Element | None:
    """Return the element that begins with the heading and holds, besides it, nothing but links or cards."""
    box = None
    title = heading.squeezed
    node = heading.parent
    while node is not None and node is not container and node.tag not in {"body", "html"}:
        if not node.squeezed.startswith(title) or not _is_links(node, len(title)):
            break
        if node.own_length * 2 > whole:
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
        text = node.squeezed
        images = node.find_all(_IMG)
        # A picture that no link surrounds is the article's.
        if (text and not _is_links(node, 0)) or (not text and any(img.around("a") is None for img in images)):
            break
        if text or images:
            found.append(node)
    return found if any(node.squeezed for node in found) else []


def drop_cards(container: Element, base: str, dropped: Counter[str]) -> None:
    """Drop cards of other articles under any name: a thumbnail or heading that links to one, with a short summary."""
    drop_each(lambda: _drop_first_card(container, base), dropped, "card")


def _drop_first_card(container: Element, base: str) -> bool:
    judged: set[int] = set()
    for node in container.find_all({"a", "img"}):
        titled = None
        if node.tag == "a":
            titled = _titled_box(node, container, base, judged) or _card_of_author(node, container)
            if (
                titled is None
                and _is_card_by_itself(node)
                and leads_to_other_article(node.attributes.get("href", ""), base)
            ):
                titled = node
        if titled is not None:
            titled.remove()
            return True
        link = node.around("a") if node.tag == "img" or node.is_within(_TITLES) else None
        if link is None or not leads_to_other_article(link.attributes.get("href", ""), base):
            continue
        box = _thumbnail_of(link) if node.tag == "img" else None
        parent = link.parent
        while (
            parent is not None and parent is not container and _is_links(parent, 0) and not _tells_above(parent, link)
        ):
            box = parent if parent.tag in _CARD_TAGS else box
            parent = parent.parent
        # One linked heading may head a part of a round-up; a picture of another article, or two headings, may not.
        if box is not None and (node.tag == "img" or sum(link.is_within(_TITLES) for link in box.find_all(_LINK)) >= 2):
            box.remove()
            return True
    return False


def _tells_above(box: Element, link: Element) -> bool:
    """Tell whether a box has a paragraph without links above `link`: the summary of a card stands below its title."""
    for inner in box.walk():
        if inner is link:
            return False
        if inner.tag == "p" and len(inner.squeezed) > _MAX_HEADING and inner.find_first(_LINK) is None:
            return True
    return False


def _is_card_by_itself(link: Element) -> bool:
    """Tell whether a link holds a title and, beside it, a summary or a thumbnail; a linked title alone heads a part."""
    title = link.find_first(_TITLES)
    return title is not None and (
        link.find_first(_IMG) is not None or len(link.squeezed) > len(title.squeezed) + _SHORT_WORDS
    )


def _thumbnail_of(link: Element) -> Element | None:
    """Return the paragraph of a linked picture alone, if the next one is a title linked to the same article."""
    paragraph = link.parent
    if paragraph is None or paragraph.tag != "p" or paragraph.squeezed:
        return None
    following = next((other for other in paragraph.following() if not isinstance(other, str)), None)
    if following is None or following.tag != "p":
        return None
    titles = following.find_all(_LINK)
    is_same = [title.attributes.get("href") for title in titles] == [link.attributes.get("href")]
    return paragraph if is_same and len(titles[0].squeezed) >= following.own_length + 8 else None


def _titled_box(link: Element, container: Element, base: str, judged: set[int]) -> Element | None:
    """Return the box around a link that holds a title in an element of its own and, below it, nothing but links.

    They lead to other pages of the site. However many links a box has, it is judged once.
    """
    box = link.parent
    while box is not None and (box.tag not in _BOX_TAGS or _only_wraps(box)) and box is not container:
        box = box.parent
    if box is None or box is container or id(box) in judged:
        return None
    judged.add(id(box))
    title, *others = [child for child in box.children if not (isinstance(child, str) and child.isspace())]
    if isinstance(title, str) or title.find_first(_LINK_OR_IMG) is not None:
        return None
    words = title.squeezed
    own = box.own_length - sum(len(item.squeezed) + 1 for item in box.find_all(_ITEM) if _is_part_on_show(item))
    if not 3 < len(words) <= _MAX_HEADING or words[-1] in ".!?…" or not own - 2 <= len(words) <= own + 1:
        return None
    links = box.find_all(_LINK)
    is_list = all(
        len(other.squeezed) >= 8 and leads_to_other_page(other.attributes.get("href", ""), base) for other in links
    )
    return box if is_list and not any(isinstance(other, str) for other in others) else None


def _only_wraps(box: Element) -> bool:
    """Tell whether a box holds one element or text alone."""
    inside = (child for child in box.children if not (isinstance(child, str) and child.isspace()))
    return next(inside, None) is None or next(inside, None) is None


def _card_of_author(link: Element, container: Element) -> Element | None:
    """Return the short box around a link to an author's page that has a portrait, and no picture of the article."""
    if not leads_to_author(link.attributes.get("href", "")):
        return None
    box = link.parent
    while box is not None and box is not container and len(box.squeezed) <= _MAX_SUMMARY:
        portraits = box.find_all(_IMG) if box.tag in _BOX_TAGS else []
        if portraits:
            return box if all(is_portrait(img) for img in portraits) else None
        box = box.parent
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
    if _is_links(node, _heading_length(node)):
        return True
    text = line_of(node)
    return not text or is_box_heading(text) or is_page_line(text)


def _heading_length(node: Element) -> int:
    heading = next((inner for inner in node.walk() if inner.tag in _BOX_HEADINGS or "label" in inner.class_names), None)
    return len(heading.squeezed) if heading is not None and heading.find_first(_LINK) is None else 0


def _is_links(node: Element, heading: int) -> bool:
    """Tell whether a node holds nothing but links, or cards: a linked title with at most a short summary each."""
    links = node.find_all(_LINK)
    titles = [link for link in links if len(link.squeezed) >= 8]
    if not titles:
        return False
    own = node.own_length - heading if node.tag != "a" else 0
    if own <= max(20, len(node.squeezed) // 5):
        return True
    if node.tag in {"p", "span"} or own > _MAX_SUMMARY * len(titles):
        return False
    # A link in the middle of a sentence is part of a text, and no title of a card.
    return all(
        len(p.text) <= _MAX_SUMMARY and (p.find_first(_LINK) is None or p.own_length < 30) for p in node.find_all({"p"})
    )
