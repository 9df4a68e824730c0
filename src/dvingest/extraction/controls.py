"""What readers operate inside the body: players, forms, rows of buttons, tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from dvingest.extraction.repeating import drop_each
from dvingest.extraction.tree import Element

_FIELDS = frozenset({"form", "input", "textarea", "select"})
_LINK = frozenset({"a"})
_IMG = frozenset({"img"})
_MAX_PLAYER = 80
_MAX_FORM = 300
# A question to choose an answer to, the name of a newsletter: sentences of an article are longer.
_MAX_LABEL = 90
_MAX_ROW = 50
_MAX_CONTENTS_LABEL = 25
_NETWORK = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:facebook\.com|fb\.com|twitter\.com|x\.com|zalo\.me|t\.me|telegram\.me|linkedin\.com|"
    r"pinterest\.com|news\.google\.com)/",
    re.IGNORECASE | re.ASCII,
)
_BUTTON = re.compile(
    r"(?:chia sẻ|facebook|fb|twitter|x|zalo|messenger|telegram|linkedin|pinterest|e-?mail|copy link|"
    r"sao chép(?: liên kết)?|in bài(?: viết)?|google news)",
    re.IGNORECASE,
)
_FOLLOW = re.compile(r"theo dõi|quan tâm|chia sẻ", re.IGNORECASE)


def drop_controls(body: Element, dropped: Counter[str]) -> None:
    """Drop players and forms with what belongs to them, rows of buttons, and tables of contents."""
    tags = {element.tag for element in body.walk()}
    if "audio" in tags:
        drop_each(lambda: _drop_first_player(body), dropped, "audio_player")
    if not tags.isdisjoint(_FIELDS):
        drop_each(lambda: _drop_first_form(body), dropped, "form")
    if "a" in tags:
        _drop_rows(body, dropped)


def _drop_first_player(body: Element) -> bool:
    """Drop the box around an audio player, with its button and its clock."""
    for audio in body.find_all({"audio"}):
        if audio is body:
            continue
        box = audio
        while box.parent is not None and box.parent is not body and len(box.parent.squeezed) <= _MAX_PLAYER:
            box = box.parent
        box.remove()
        return True
    return False


def _drop_first_form(body: Element) -> bool:
    """Drop a form, a poll or a subscription with its heading and its note; sentences beside it stay."""
    for field in body.find_all(_FIELDS):
        if field is body or field.attributes.get("type") == "hidden":
            continue
        box = field
        while box.parent is not None and box.parent is not body and _is_form(box.parent):
            box = box.parent
        if len(box.squeezed) * 2 <= len(body.squeezed):
            box.remove()
            return True
    return False


def _is_form(box: Element) -> bool:
    return (
        len(box.squeezed) <= _MAX_FORM
        and all(len(text) <= _MAX_LABEL for text in box.strings())
        and box.find_first(_IMG) is None
    )


def _drop_rows(body: Element, dropped: Counter[str]) -> None:
    """Drop the largest boxes that hold nothing but buttons, or nothing but links to places of their own page."""
    for fits, most, invitation in ((_leads_within, _MAX_CONTENTS_LABEL, None), (_is_button, _MAX_ROW, _FOLLOW)):
        links = [link for link in body.find_all(_LINK) if fits(link)]
        # A box is judged once, however many links it holds; one that is dropped takes its links along.
        judged: dict[int, bool] = {}
        gone: set[int] = set()
        for link in links:
            box = None if id(link) in gone else _widest_row(link, body, fits, most, invitation, judged)
            if box is not None:
                gone.update(map(id, box.find_all(_LINK)))
                box.remove()
                dropped["button_row"] += 1


def _widest_row(
    link: Element,
    body: Element,
    fits: Callable[[Element], bool],
    most: int,
    invitation: re.Pattern[str] | None,
    judged: dict[int, bool],
) -> Element | None:
    """Return the largest box around `link` that holds fitting links alone and a label of at most `most` characters.

    It holds several links, or one that the label invites to press.
    """
    box = None
    current = link.parent
    while current is not None and current is not body:
        is_row = judged.get(id(current))
        if is_row is None:
            is_row = judged[id(current)] = current.own_length <= most and _holds_only(current, fits)
        if not is_row:
            break
        links = current.find_all(_LINK)
        if len(links) > 1 or (invitation is not None and invitation.search(current.squeezed)):
            box = current
        current = current.parent
    return box


def _holds_only(box: Element, fits: Callable[[Element], bool]) -> bool:
    return all(map(fits, box.find_all(_LINK))) and all(img.around("a") is not None for img in box.find_all(_IMG))


def _leads_within(link: Element) -> bool:
    href = link.attributes.get("href", "")
    return href.startswith("#") and len(href) > 1


def _is_button(link: Element) -> bool:
    return bool(_NETWORK.match(link.attributes.get("href", "")) or _BUTTON.fullmatch(link.squeezed))
