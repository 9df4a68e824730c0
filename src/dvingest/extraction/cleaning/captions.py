"""A caption stands once, at its picture; a paragraph that only looks like one stays.

What a picture block says of itself is decided in `pictures`. Here the paragraphs around a picture are judged:

* Equal to the caption of a picture right beside it, its credit aside: a repetition, dropped.
* Equal to the `alt` of a picture right beside it that has no caption: its caption, no guess.
* Nothing but who took or drew it ("Ảnh: …"), right behind a picture: its credit.
* Right behind a picture without caption, in an element with a caption's name: its caption, no guess.
* Right behind a picture without caption, saying one thing twice (`alt` and caption): its caption (`caption_guess`).
* Right behind a picture without caption, ending in who took it ("… (Ảnh: TTXVN)"), whatever its `alt` says: its caption
  (`caption_guess`).
* Right behind a picture without caption, at most 300 characters, not ending in a colon or a question mark, and alone
  with the picture in a box without being set as a paragraph, or wholly in italics or centred where the next paragraph
  is not: its caption (`caption_guess`). A verse has several such lines, an interview asks in italics.
* In a dress that no line has but those right behind pictures without caption, be it of small headings or bold lines in
  the middle, or none but those right before them, at least two: their captions (`caption_guess`).
* Right behind a picture without caption, and saying all of its `alt`, which has five words at least, with at most 60
  characters more: its caption (`caption_guess`). An `alt` of four words may be but a name, with which sentences begin.
* Right behind a picture without caption, `alt` or declared caption that says something, plain: its caption
  (`caption_guess`) only if every sign agrees, see `_reads_like_caption`. Nothing in the markup says so: it is shorter
  than the paragraphs and names what is seen, where a sentence that explains, pleads or points back is text; or it is
  the only kind of line in the body that does not end like a sentence.
* Where nothing shown is one, the caption an attribute declares, which a script shows.

An `alt` or declared caption that is the article's title, as programs fill them in, says nothing of the picture.
"""

from __future__ import annotations

import re
from statistics import median

from dvingest.extraction.cleaning.caption_dress import (
    HEADS_PART,
    MAX_SET_APART,
    OF_A_LAW_OR_LETTER,
    forget_usual_dress,
    is_bare,
    take_by_dress,
)
from dvingest.extraction.cleaning.joining import half_of
from dvingest.extraction.fragment.pictures import Picture, is_empty_alt
from dvingest.extraction.fragment.pieces import SENTENCE_END, Piece
from dvingest.extraction.text import CAPITALS, folded, is_same_text, plain_words
from dvingest.extraction.wording.credits import credit_of, is_caption_alone, split_credit

_QUOTES = '“"'
_MAX_PLAIN = 160
_MAX_LINE = 60
_MIN_SPACES_OF_ALT = 4
_MIN_SPACES_SAID_TWICE = 3
_MAX_BEHIND_ALT = 60
# A text goes on so, with "Tuy nhiên", "Theo …" or a day; a caption begins with what is seen.
_NO_CAPTION_START = re.compile(
    r"^(?:[-–—•+*“\"‘'(]|\d+[.)]|theo |tuy nhiên|ngoài ra|bên cạnh|trước đó|đồng thời|do đó|do vậy|vì vậy|vì thế|"
    r"như vậy|cụ thể|sau đó|được biết|hiện nay|hiện,|hiện (?!trạng|trường|vật)|"
    r"đến nay|tại đây|tại phiên|bởi|nhưng|và |còn |song |mặt khác|trong khi|nếu |khi |để |thế nhưng|đáng chú ý|"
    r"đặc biệt|cũng |cùng với|liên quan|về |trả lời|phát biểu|kết luận|nhân dịp|qua đó|từ đó|ngay sau|đây là|"
    r"điều này|việc này|vụ việc|dự kiến|xin |"
    r"(?:đó|đây|như|dù|mặc dù|tuy|muốn|mọi|việc) |(?:hơn|một|hai|ba|bốn|năm|thứ \w+) (?:thế|nữa|là)\b|thậm chí|chính |"
    r"lúc (?:này|đó|ấy)|khi đó|ngày nay|thực (?:tế|ra|chất)|rõ ràng|có lẽ|dường như|từ (?:khi|năm|những năm|nay)|"
    r"(?:(?:rạng )?sáng|trưa|chiều|tối|đêm|ngày|lúc|khoảng|hồi) (?:ngày )?\d|"
    r"(?:trước|sau) khi|trong (?:những|phạm vi|trường hợp|lĩnh vực|quá trình|thời gian|số|thực)|một trong|trên cơ sở|"
    r"cuối cùng|trước hết|nhìn chung|kính (?:gửi|thưa|mong|đề nghị|thư)|thân gửi|trân trọng)",
    re.IGNORECASE,
)
# A caption names what is seen; who explains, pleads, points back or speaks of himself goes on telling.
_GOES_ON = re.compile(
    rf"\b(?:là|này|ấy|rằng|thì|mà|gì|cần(?! [{CAPITALS}])|(?<!bên )(?<!bìa )(?<!qua )(?<!sang )phải|có thể|"
    rf"[Tt]ôi|(?<!một )mình|[Cc]húng|[Nn]ó|[Hh]ắn|[Nn]gươi|[Đđ]ừng|[Hh]ãy|nhé)\b"
)
# Who "chia sẻ tại buổi lễ" is seen doing so; who "cho biết" something is quoted.
_SPEECH = re.compile(
    r"\b(?:cho biết|cho hay|cho rằng)\b|"
    r"\b(?:nói|khẳng định|nhấn mạnh|chia sẻ|bày tỏ|thông tin|kể)\b(?!\s+(?:tại|trong|với|cùng|bên|chuyện))",
    re.IGNORECASE,
)


def settle_captions(pieces: list[Piece], title: str) -> tuple[list[Piece], int, bool]:
    """Return the pieces without captions, how many repeated ones went, and whether a caption had to be guessed."""
    _forget_title(pieces, title)
    forget_usual_dress(pieces)
    pieces, guessed = take_by_dress(pieces)
    kept: list[Piece] = []
    repeated = 0
    lengths = [len(piece.text) for piece in pieces if piece.is_text and piece.kind == "paragraph"]
    sentences = _is_in_sentences(pieces)
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if piece.is_text:
            kept.append(piece)
            continue
        # In a round-up each bold name heads a part, also where its picture is called the same.
        if kept and not kept[-1].bold and _is_caption_of(kept[-1], piece.pictures):
            kept.pop()
            repeated += 1
        kept.append(piece)
        said_twice = not piece.closed and _say_once(pieces[index : index + 3])
        while index < len(pieces) and _is_caption_of(pieces[index], piece.pictures):
            index += 1
            repeated += 1
        if index == len(pieces) or (piece.closed and not pieces[index].caption):
            continue
        if _take_credit(piece.pictures, pieces[index]):
            index += 1
        elif _take_following(piece, pieces[index], pieces[index + 1 :], lengths, sentences, said_twice=said_twice):
            guessed = guessed or not pieces[index].caption
            index += 1
            while index < len(pieces) and _is_caption_of(pieces[index], piece.pictures):
                index += 1
                repeated += 1
            if index < len(pieces) and _take_credit(piece.pictures, pieces[index]):
                index += 1
    for piece in kept:
        for picture in piece.pictures:
            picture.caption = picture.caption or picture.declared or None
    return kept, repeated, guessed


def _forget_title(pieces: list[Piece], title: str) -> None:
    said = [picture for piece in pieces for picture in piece.pictures if picture.alt or picture.declared]
    name = plain_words(title) if said else []
    for picture in said:
        if plain_words(picture.alt) == name:
            picture.alt = ""
        if plain_words(picture.declared) == name:
            picture.declared = ""


def _is_caption_of(piece: Piece, pictures: list[Picture]) -> bool:
    """Tell whether a paragraph says again what a picture beside it says; its `alt` becomes its caption by that."""
    if not piece.is_text or piece.kind not in {"paragraph", "note", "quote"}:
        return False
    for picture in pictures:
        if picture.caption is not None and _says_the_same(piece.text, picture.caption):
            picture.caption = max(picture.caption, piece.text, key=len)
            return True
    for picture in pictures:
        if picture.caption is None and any(is_same_text(piece.text, said) for said in (picture.alt, picture.declared)):
            for other in pictures:
                other.caption = other.caption or piece.text
            return True
    return False


def _say_once(behind: list[Piece]) -> bool:
    """Let a paragraph right behind a picture that says one thing twice say it once, and tell whether it did.

    So do two in a row, if no verse goes on below them. Nobody writes a paragraph so; a cry is repeated.
    """
    if not behind or not behind[0].is_text or behind[0].kind != "paragraph" or behind[0].bold:
        return False
    text = behind[0].text
    is_row = len(behind) > 1 and behind[1].text == text and not any(map(_is_short_line, behind[2:]))
    said = text if is_row else half_of(text)
    if said is None or len(said) > MAX_SET_APART or said.count(" ") < _MIN_SPACES_SAID_TWICE or said[-1] in "!?:":
        return False
    behind[0].text = said
    return True


def _says_the_same(text: str, caption: str) -> bool:
    return is_same_text(split_credit(text)[0], split_credit(caption)[0])


def _take_credit(pictures: list[Picture], piece: Piece) -> bool:
    """Give the credit that stands as a paragraph behind pictures to them."""
    who = credit_of(piece.text)
    if who is None:
        return False
    for picture in pictures:
        picture.credit = picture.credit or who
    return True


def _take_following(
    place: Piece, piece: Piece, rest: list[Piece], lengths: list[int], sentences: bool, *, said_twice: bool
) -> bool:
    """Give the paragraph behind captionless pictures to them if it is their caption; in a note both stand in it."""
    pictures = place.pictures
    if not piece.is_text or any(picture.caption for picture in pictures):
        return False
    following = rest[0] if rest and rest[0].is_text else None
    belongs = piece.kind == "paragraph" or (
        piece.kind == place.kind and (piece.kind in {"note", "heading"} or _is_above_the_quote(piece, following))
    )
    if piece.kind == "heading":
        belongs = belongs and (piece.caption or _is_no_heading(piece, following))
    if not belongs or not (
        piece.caption
        or said_twice
        or piece.kind == "heading"
        or (not piece.right and is_caption_alone(piece.text, at_end=not rest))
        or _is_set_like_caption(piece, following)
        or any(_goes_on_from_alt(piece.text, picture) for picture in pictures)
        or _reads_like_caption(pictures, piece, rest, lengths, sentences)
    ):
        return False
    for picture in pictures:
        picture.caption = piece.text
    return True


def _is_above_the_quote(piece: Piece, following: Piece | None) -> bool:
    """Tell whether a line in italics stands above the words in quotation marks of the same box, and is none of them."""
    if following is None or piece.text[0] in _QUOTES:
        return False
    return piece.italic and following.kind == piece.kind and following.text[0] in _QUOTES


def _is_no_heading(piece: Piece, following: Piece | None) -> bool:
    """Tell whether a line set as a heading, right behind a picture set so too, ends or is dressed like a caption."""
    if piece.text.endswith(".") or is_caption_alone(piece.text):
        return HEADS_PART.match(piece.text) is None
    return piece.italic and _is_set_like_caption(piece, following)


def _is_set_like_caption(piece: Piece, following: Piece | None) -> bool:
    """Tell whether a paragraph is set in italics or centred and the one behind it is not."""
    text = piece.text
    # Speaker lines and questions of interviews are in italics as well, and end in a colon or open with a dash.
    if len(text) > MAX_SET_APART or text.endswith((":", "?", "!", ";", ",")) or text[0] in "-–—":
        return False
    if OF_A_LAW_OR_LETTER.match(text):
        return False
    if piece.beside_picture and not piece.linked:
        return True
    if piece.italic and not (following is not None and following.italic and credit_of(following.text) is None):
        return True
    is_line_apart = (
        piece.centre and not piece.bold and not piece.linked and text[0] not in '“"' and any(map(str.isalpha, text))
    )
    return is_line_apart and not (following is not None and following.centre)


def _is_in_sentences(pieces: list[Piece]) -> bool:
    """Tell whether all paragraphs of a body end like sentences, but those right behind pictures without caption."""
    before: Piece | None = None
    for piece in pieces:
        is_open = piece.is_text and piece.kind == "paragraph" and not piece.bold and not SENTENCE_END.search(piece.text)
        if is_open and (before is None or not is_bare(before)):
            return False
        before = piece
    return True


def _reads_like_caption(
    pictures: list[Picture], piece: Piece, rest: list[Piece], lengths: list[int], sentences: bool
) -> bool:
    """Tell whether a plain paragraph is a caption: short by itself and among its neighbours, and opening no thought.

    Amid `sentences` it need not be shorter than they are if it does not end like one.
    """
    text = piece.text
    if any(map(_has_telling_alt, pictures)) or piece.bold or piece.right or piece.linked or len(text) > _MAX_PLAIN:
        return False
    if text.endswith((":", "?", "!", ";", ",", "”", '"')) or not text[0].isupper() or _NO_CAPTION_START.match(text):
        return False
    if (_SPEECH.search(text) and text.endswith(".")) or HEADS_PART.match(text) or OF_A_LAW_OR_LETTER.match(text):
        return False
    if text.count("“") != text.count("”"):
        # The quotation has begun, or goes on, in another paragraph.
        return False
    following = next((other for other in rest if other.is_text), None)
    if following is not None and following.text[0].islower():
        return False
    is_open = sentences and text.count(" ") >= _MIN_SPACES_OF_ALT and not SENTENCE_END.search(text)
    if not is_open and _GOES_ON.search(text):
        return False
    if not is_open and len(rest) > 1 and all(map(_is_short_line, rest[:2])):
        # It opens a verse or a list.
        return False
    others = list(lengths)
    if len(text) in others:
        others.remove(len(text))
    return len(others) >= 2 and (is_open or len(text) * 2 <= median(others))


def _is_short_line(piece: Piece) -> bool:
    return piece.is_text and len(piece.text) <= _MAX_LINE


def _goes_on_from_alt(text: str, picture: Picture) -> bool:
    """Tell whether a paragraph says what the `alt` of a picture says, and a few words more."""
    said = folded(picture.alt).rstrip(" .…")
    behind = folded(text)
    if said.count(" ") < _MIN_SPACES_OF_ALT or not behind.startswith(said):
        return False
    behind = behind[len(said) :]
    return len(behind) <= _MAX_BEHIND_ALT and not behind[:1].isalnum() and not _SPEECH.search(text)


def _has_telling_alt(picture: Picture) -> bool:
    return picture.declared != "" or (picture.alt != "" and not is_empty_alt(picture.alt))
