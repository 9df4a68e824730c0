"""Lines that only lead to other articles, by their links or by what they announce, and the labels above them."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urljoin

from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.links import leads_to_other_page
from dvingest.extraction.wording.byline import is_byline
from dvingest.plvn.boilerplate import is_box_heading, is_sure_box_heading, opening_phrase
from dvingest.plvn.urls import is_listing

_POINTER = re.compile(r"^(?:>>+|»+|&gt;&gt;|►|▶|>)\s*\S")
_POINTER_BEHIND = re.compile(r"\s*(?:\.\.)?\s*(?:>>+|»)\s*(?P<where>[^>»]{2,40})$")
_INVITATION = re.compile(r"^\W*mời\b", re.IGNORECASE)
_IN_A_LAW = re.compile(r"\s*(?:(?:điều|khoản|điểm|mục|chương)\s+(?:\d|[a-đivx]+\b)|phụ lục)", re.IGNORECASE)
_PART = re.compile(r"(?:bài|kỳ|phần|tập) \d{1,2}\s*[:.–-]\s*", re.IGNORECASE)
NO_TITLE_END = re.compile(r"[.:;,…]$|[.!?…][”\"’)]$")
"""What no title ends with."""
MAX_TITLE = 200
"""Characters of the title of another article."""
_PARAGRAPH = 60
_MAX_LABEL = 40
_RUN = [True, True]
_ITEM = re.compile(r"(?:[-–—+*•]|\d{1,2}[.)]|[a-zđ]\))\s")


def drop_links(pieces: list[Piece], base: str, dropped: Counter[str], *, has_markup: bool) -> list[Piece]:
    """Return the pieces without lines that only lead to other articles: runs of links, announced ones, single ones.

    Three or more single links with text between them are a round-up, whose headings they are; those stay, unless they
    are dressed like text and it has begun before the first of them.
    """
    kept: list[Piece] = []
    for piece in pieces:
        _take_pointer_off(piece, dropped)
    pieces = [piece for piece in pieces if piece.text or not piece.hrefs]
    links = [is_link_to_article(piece, base) for piece in pieces]
    announced = [_announces(piece, has_markup) or _lists_topics(piece, base) for piece in pieces]
    if any(links):
        _spare_items(pieces, links)
    following = _following_texts(pieces)
    labels = _label_links(pieces, links)
    in_run = [link and any(links[max(0, at - 1) : at] + links[at + 1 : at + 2]) for at, link in enumerate(links)]
    lonely = sum(link and not (in_run[at] or announced[at]) for at, link in enumerate(links[:-1]))
    first = next((index for index, link in enumerate(links) if link), 0)
    begun = sum(len(piece.text) >= _PARAGRAPH for piece in pieces[:first]) > 1
    for index, piece in enumerate(pieces):
        behind = following[index]
        if is_box_heading(piece.text) and (
            is_sure_box_heading(piece.text) or (behind is not None and is_link_to_article(behind, base))
        ):
            dropped["box_heading"] += 1
        elif labels[index]:
            dropped["label_of_links"] += 1
        elif announced[index]:
            dropped["announced_link"] += 1
        elif links[index] and (in_run[index] or lonely <= 2 or behind is None or (begun and not is_dressed_up(piece))):
            dropped["link_line"] += 1
        else:
            kept.append(piece)
    return kept


def _take_pointer_off(piece: Piece, dropped: Counter[str]) -> None:
    """Take the linked words behind ">>" at the end off a paragraph."""
    found = _POINTER_BEHIND.search(piece.text) if ">>" in piece.text or "»" in piece.text else None
    if found and piece.linked >= len(found["where"]) and "«" not in piece.text:
        piece.text, piece.linked = piece.text[: found.start()], piece.linked - len(found["where"])
        dropped["announced_link"] += 1


def _spare_items(pieces: list[Piece], links: list[bool]) -> None:
    """Unmark the links of a list most of whose items are none: they are items of the text, like the others."""
    start = 0
    for index in range(len(pieces) + 1):
        if index < len(pieces) and pieces[index].kind == "list_item":
            continue
        if sum(links[start:index]) * 2 < index - start:
            links[start:index] = [False] * (index - start)
        start = index + 1


def _label_links(pieces: list[Piece], links: list[bool]) -> list[bool]:
    """Tell of each piece whether it is a short line with a colon at its end, right before a run of links: its label.

    The links of a run may stand in one piece, with a break between them. Where items of a list follow behind them it
    announces these. A sub-heading needs no colon where nothing but links follows it.
    """
    last_text = max((index for index, piece in enumerate(pieces) if piece.is_text and not links[index]), default=-1)
    labels = [
        len(piece.text) <= _MAX_LABEL
        and (piece.text.endswith(":") or (index == last_text + 1 and _heads_links(piece)))
        and (links[index : index + 2] == _RUN or (any(links[index : index + 1]) and len(pieces[index].hrefs) > 1))
        for index, piece in enumerate(pieces, start=1)
    ]
    for index in [index for index, is_label in enumerate(labels) if is_label]:
        behind = next((at for at in range(index + 1, len(pieces)) if not links[at]), index)
        labels[index] = behind == index or not (pieces[behind].kind == "list_item" or _ITEM.match(pieces[behind].text))
    return labels


def _heads_links(piece: Piece) -> bool:
    is_heading = piece.kind == "heading" or (piece.kind == "paragraph" and piece.bold)
    return is_heading and not piece.right and piece.text[-1:] not in {*".!?…”)", ""} and not is_byline(piece.text)


def _following_texts(pieces: list[Piece]) -> list[Piece | None]:
    """Return for each piece the next one behind it that is text."""
    following: list[Piece | None] = []
    nearest: Piece | None = None
    for piece in reversed(pieces):
        following.append(nearest)
        nearest = piece if piece.is_text else nearest
    following.reverse()
    return following


def _announces(piece: Piece, has_markup: bool) -> bool:
    """Tell whether a line announces another article ("Xem thêm: …", ">> …").

    In markup such a line has a link; without one it names the articles of a law to be read.
    """
    if _POINTER.match(piece.text) and (piece.linked * 2 >= len(piece.text) or _INVITATION.match(piece.text)):
        return True
    opening = opening_phrase(piece.text)
    if opening is None:
        return False
    if opening.strip(" >»►▶").lower().startswith("mời"):
        # Nothing in a law is read by invitation.
        return True
    if has_markup:
        # "Chủ đề: …" may open a sentence with a link in it.
        return piece.linked * 2 >= len(piece.text) or (piece.linked > 0 and not piece.text.endswith("."))
    is_title = len(piece.text) <= MAX_TITLE and not piece.text.endswith(".")
    return is_title and _IN_A_LAW.match(piece.text, len(opening) + 1) is None


def _lists_topics(piece: Piece, base: str) -> bool:
    """Tell whether a line is a short label and links to lists: what the article's running story or topic is called."""
    label = piece.text.find(":", 0, _MAX_LABEL) + 1
    if not (label and piece.hrefs and piece.linked * 10 >= (len(piece.text) - label) * 8):
        return False
    return all(leads_to_other_page(href, base) and is_listing(urljoin(base, href)) for href in piece.hrefs)


def is_link_to_article(piece: Piece, base: str) -> bool:
    """Tell whether a whole line is a link to other pages of the same newspaper, as the title of another article is.

    The number of its part in a series may stand before it.
    """
    if not piece.hrefs:
        return False
    part = _PART.match(piece.text)
    if piece.linked * 10 < (len(piece.text) - (part.end() if part else 0)) * 8:
        return False
    if piece.kind != "table" and (len(piece.text) > MAX_TITLE * len(piece.hrefs) or piece.text.endswith(".")):
        return False
    return all(leads_to_other_page(href, base) for href in piece.hrefs)


def reads_like_title(line: str) -> bool:
    """Tell whether a line is as short as the title of another article, and ends like one."""
    return len(line) <= MAX_TITLE and NO_TITLE_END.search(line) is None


def is_dressed_up(piece: Piece) -> bool:
    """Tell whether a line is set like a heading of the text."""
    return piece.kind == "heading" or piece.bold
