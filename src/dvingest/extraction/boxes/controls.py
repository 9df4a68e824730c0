"""What readers operate inside the body: players, forms, rows of buttons, tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from dvingest.extraction.boxes.button_rows import UNFOLDING, drop_rows, is_dressed_as_button
from dvingest.extraction.boxes.offers import drop_offers
from dvingest.extraction.fragment.pictures import read_img
from dvingest.extraction.fragment.repeating import drop_each
from dvingest.extraction.fragment.tree import Element
from dvingest.plvn.boilerplate import is_page_line
from dvingest.plvn.urls import FRONT_PAGE

_FIELDS = frozenset({"form", "input", "textarea", "select"})
_OPERATED = frozenset({"a", "button"})
_IMG = frozenset({"img"})
_SPACES_OF_A_HEADING = 3
_MAX_PLAYER = 80
_MAX_FORM = 300
# A question to choose an answer to, the name of a newsletter: sentences of an article are longer.
_MAX_LABEL = 90
_MAX_ROW = 50
_REPLY = re.compile(r"trả lời|phản hồi|reply", re.IGNORECASE)
_MAX_COMMENT = 1500
_MIN_SENTENCE = 30
_TEXT = 2
_TO_READERS = re.compile(r"\b(?:bạn|quý vị|độc giả|chúng tôi|vui lòng|mời|hãy)\b", re.IGNORECASE)
_ANSWERS = 2
_YES = re.compile(r"có|hữu ích", re.IGNORECASE)
_ANSWER = re.compile(r"(?:có|không|chưa|hữu ích|không hữu ích|chưa hữu ích)(?: \(\d+\))?", re.IGNORECASE)
_BUTTON_TAG = frozenset({"button"})


def drop_controls(body: Element, dropped: Counter[str]) -> None:
    """Drop players and forms with what belongs to them, offers, rows of buttons, and tables of contents."""
    elements = body.walk()
    tags = {element.tag for element in elements}
    if "button" in tags:
        drop_each(lambda: _drop_first_vote(body), dropped, "form")
        _keep_unfolding(body)
    if "audio" in tags:
        drop_each(lambda: _drop_first_player(body), dropped, "audio_player")
    if not tags.isdisjoint(_FIELDS):
        drop_each(lambda: _drop_first_form(body), dropped, "form")
    if any(element.tag in _OPERATED and _REPLY.fullmatch(element.squeezed) for element in elements):
        drop_each(lambda: _drop_first_comments(body), dropped, "comments")
    if "a" in tags:
        drop_offers(body, dropped)
        for link in filter(is_dressed_as_button, drop_rows(body, dropped)):
            link.remove()
            dropped["button"] += 1


def _drop_first_vote(body: Element) -> bool:
    """Drop a question to readers that buttons answer with yes and no, and that nothing else stands beside."""
    for button in body.find_all(_BUTTON_TAG):
        for box in button.parents() if _YES.fullmatch(button.squeezed) else ():
            answers = [other.squeezed for other in box.find_all(_BUTTON_TAG)]
            if len(answers) < _ANSWERS:
                continue
            question = box.squeezed.removesuffix("".join(answers)).removesuffix(" ".join(answers)).strip()
            if question.endswith("?") and len(question) <= _MAX_LABEL and all(map(_ANSWER.fullmatch, answers)):
                box.remove()
                return True
            if question:
                break
    return False


def _keep_unfolding(body: Element) -> None:
    """Make paragraphs of the buttons that head a part of the text: they ask, or say that they show and hide it."""
    for button in body.find_all({"button"}):
        text = button.squeezed
        heads = text.endswith("?") or not UNFOLDING.isdisjoint(button.attributes)
        if heads and text.count(" ") >= _SPACES_OF_A_HEADING and not is_page_line(text):
            button.tag = "p"


def _drop_first_player(body: Element) -> bool:
    """Drop the box around an audio player, with its button and its clock."""
    for audio in body.find_all({"audio"}):
        box = [audio, *takewhile(_may_be_player, audio.parents())][-1]
        box.remove()
        return True
    return False


def _may_be_player(box: Element) -> bool:
    """Tell whether a box has few words and no photo, as an article that is one picture has below its player."""
    return len(box.squeezed) <= _MAX_PLAYER and not any(
        read_img(img, FRONT_PAGE) is not None and ".svg" not in img.attributes.get("src", "")
        for img in box.find_all(_IMG)
    )


def _remove_if_minor(box: Element, body: Element) -> bool:
    """Take a box out that holds at most half of the body's text, and tell whether it did."""
    is_minor = len(box.squeezed) * 2 <= len(body.squeezed)
    if is_minor:
        box.remove()
    return is_minor


def _drop_first_form(body: Element) -> bool:
    """Drop a form, a poll or a subscription with its heading and its note; sentences beside it stay."""
    for field in body.find_all(_FIELDS):
        if field.attributes.get("type") == "hidden":
            continue
        box = [field, *takewhile(_is_form, field.parents())][-1]
        if _remove_if_minor(box, body):
            return True
    return False


def _drop_first_comments(body: Element) -> bool:
    """Drop comments of readers, whatever they are called: a button to reply closes each of them.

    In questions and answers the answer stands behind such words.
    """
    for button in body.find_all(_OPERATED):
        if button is body or not _REPLY.fullmatch(button.squeezed):
            continue
        around = [button, *button.parents()]
        box = next((box for box in around if len(box.squeezed) > _MAX_ROW), around[-1])
        words = box.squeezed
        behind = words[words.rfind(button.squeezed) + len(button.squeezed) :]
        if not _MAX_ROW < len(words) <= _MAX_COMMENT or len(behind) > _MAX_ROW:
            continue
        box = [box, *takewhile(_is_list_of_comments, box.parents())][-1]
        if _remove_if_minor(box, body):
            return True
    return False


def _is_list_of_comments(box: Element) -> bool:
    return all(
        len(part.squeezed) <= _MAX_LABEL
        or any(_REPLY.fullmatch(button.squeezed) for button in part.find_all(_OPERATED))
        for part in box.elements()
    )


def _is_form(box: Element) -> bool:
    """Tell whether short labels are all that a box holds, and what is said to readers.

    One sentence of another kind may stand there; two are a text, however short.
    """
    if len(box.squeezed) > _MAX_FORM or box.find_first(_IMG) is not None:
        return False
    labels = [text.strip() for text in box.strings()]
    sentences = [text for text in labels if len(text) >= _MIN_SENTENCE and text.endswith(".")]
    told = [text for text in sentences if not is_page_line(text) and not _TO_READERS.search(text)]
    return len(told) < _TEXT and all(len(text) <= _MAX_LABEL for text in labels)
