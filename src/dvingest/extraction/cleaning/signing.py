"""Who signed at the end of a text: the author's line, labels and invitations behind it, and names that are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.text import ENDS_OF_SENTENCE, folded
from dvingest.extraction.wording.byline import (
    Byline,
    is_byline,
    is_labelled,
    names_source,
    read_byline,
    reads_like_names,
)
from dvingest.extraction.wording.credits import credit_of
from dvingest.extraction.wording.roles import names_staff, without_standing

_MAX_LABEL = 200
_MOST_LINES = 3
# At the end of a text these say what the page says of it; further up they may be its own words.
_TAIL_LABEL = re.compile(r"^(?:từ kh(?:óa|oá)|tags?|chia sẻ)\s*:\s*\S", re.IGNORECASE)
# What readers did, and to whom somebody said something, is told of them in other words or behind a comma.
_TAIL_INVITATION = re.compile(
    r"^\W*(?:(?:(?:kính |trân trọng )?mời\b.*|(?:quý )?(?:vị|độc giả|bạn đọc|khán giả) (?:có thể |hãy |vui lòng )?)"
    r"\b(?:theo dõi|đón (?:đọc|xem)|xem|tải|đăng ký)\b"
    r".*\b(?:(?:của|trên) báo|báo (?:điện tử )?pháp luật|plvn)\b(?! cáo)|"
    r"(?:like|theo dõi|đăng ký|tải)\b[^.,:;]*\b(?:báo (?:điện tử )?(?:pháp luật|plvn)|plvn)\b|"
    r"(?:like|chia sẻ)\b.*\bbài viết hữu ích\b)",
    re.IGNORECASE,
)
# "TM." and its like say on whose behalf a document is signed.
_OFFICE = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ)\.|\(đã ký\)|(?:phó )?(?:chủ tịch|thủ tướng|bộ trưởng|thứ trưởng|tổng giám đốc|giám đốc|"
    r"chánh án|thẩm phán|kiểm sát viên|chấp hành viên|công chứng viên|viện trưởng|hiệu trưởng|trưởng (?:phòng|ban)|"
    r"chủ nhiệm|cục trưởng|chánh văn phòng|tổng thư ký)\b)",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(r"\bngày\s+\d{1,2}(?:[/.-]|\s+tháng\s+)\d{1,2}(?:[/.-]|\s+năm\s+)\d{4}\.?$", re.IGNORECASE)
# What a letter closes with.
_CLOSING = re.compile(
    r"^(?:kính (?:thư|đơn|báo|cáo)|trân trọng(?: kính chào)?|thân ái|kính chào|\(?ký tên\)?|"
    r"người (?:viết (?:thư|đơn)|làm đơn|gửi(?: đơn)?|khiếu nại|tố cáo|kiến nghị))[\s,.!:]*$",
    re.IGNORECASE,
)
# In small letters nothing but its place and dress tells a name from words that end a part ("hết", "còn nữa").
_PEN_NAME = re.compile(
    r"(?!(?:còn|hết|kỳ|phần|bài|tập|xem|tiếp|mời|theo|ảnh|trích)\b)[^\W\d_]{2,7}(?: [^\W\d_]{2,7}){1,2}"
)
# Somebody put it together, and nobody is named.
_COMPILED = re.compile(r"\(?(?:(?:PV|BTV) )?(?:tổng hợp|t/h)\)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(?<=\S)\s*[(\[][^()\[\]]*[)\]]$")
# Who writes to the newspaper says where the house stands; what an author works for begins otherwise.
_LIVES = re.compile(
    r"\((?:xã|phường|thị trấn|thôn|ấp|khu phố|tổ dân phố|huyện|quận|thị xã|số nhà|ngõ)\s[^()]+\)$", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.\w+)+")
_MAX_OFFICE = 60
_NUMBER = re.compile(r"^(?:\d{1,3}[.)/]|[-–+•*])\s*")
# What is told of the whole text stands below who wrote it.
_NOTE_BELOW = re.compile(
    r"^\(?\*+\)?\s*\w|^\(?(?:tên|danh tính) (?:các )?nhân vật\b.*\bthay đổi|^\((?:còn|hết|kỳ|xem|tiếp)\b",
    re.IGNORECASE,
)


def take_signature(
    pieces: list[Piece], names: Sequence[str], dropped: Counter[str], *, has_films: bool = False
) -> tuple[list[Piece], Byline | None]:
    """Take the author's line off the end: names alone, in a place or dress that text has not; and labels behind it.

    A note below it ("* Tên nhân vật đã được thay đổi", a box, a line in italics) stays.
    """
    note = _note_below_name(pieces)
    if note is not None:
        pieces = [piece for piece in pieces if piece is not note]
    texts = [index for index, piece in enumerate(pieces) if piece.is_text]
    found: list[Byline] = []
    gone: set[int] = set()
    while texts and len(found) < _MOST_LINES:
        last = pieces[texts[-1]]
        # A name set apart may stand alone below pictures or a film.
        if len(texts) == 1 and not ((last.right or last.bold) and (has_films or len(pieces) > len(gone) + 1)):
            break
        rule = _rule_for_last(pieces, texts, names)
        if rule is None:
            break
        byline = read_byline(last.text) if rule == "byline" else None
        found += [byline] if byline else []
        dropped[rule] += 1
        gone.add(texts.pop())
    kept = [piece for index, piece in enumerate(pieces) if index not in gone]
    return kept if note is None else [*kept, note], join_bylines(found[::-1])


def join_bylines(lines: Sequence[Byline]) -> Byline | None:
    """Return one byline with the people and the first source of all `lines`."""
    if not lines:
        return None
    return Byline(
        " ".join(dict.fromkeys(line.raw for line in lines)),
        tuple(dict.fromkeys(author for line in lines for author in line.authors)),
        next((line.source for line in lines if line.source), None),
    )


def _note_below_name(pieces: list[Piece]) -> Piece | None:
    """Return the last line if it is a note below a line set to the right."""
    last = list(islice((piece for piece in reversed(pieces) if piece.is_text), 2))
    if len(last) < 2 or not last[1].right:
        return None
    note = last[0]
    is_note = note.kind == "note" or (note.italic and not note.right) or _NOTE_BELOW.match(note.text)
    return note if is_note else None


def _rule_for_last(pieces: list[Piece], texts: list[int], names: Sequence[str]) -> str | None:
    """Return what the last of `texts` is that is no text; None if it is text, or a picture's."""
    last = pieces[texts[-1]]
    if len(last.text) <= _MAX_LABEL and (_TAIL_LABEL.match(last.text) or _TAIL_INVITATION.match(last.text)):
        return "page_line"
    if _COMPILED.fullmatch(last.text) and pieces[texts[-1] - 1].text.endswith(ENDS_OF_SENTENCE):
        return "byline"
    if credit_of(last.text) is not None:
        return "credit_line" if pieces[texts[-1] - 1].is_text else None
    if len(texts) > 1 and _MAIL.fullmatch(last.text) and is_author_line(pieces[texts[-2]], names):
        return "page_line"
    if len(texts) > 1 and _is_affiliation(last, pieces[texts[-2]]):
        return "affiliation"
    if last.kind not in {"paragraph", "heading"} or not is_author_line(last, names):
        return None
    if _is_said_above(pieces, texts):
        return "repeated_byline"
    if not names_source(last.text) and (_is_list_of_names(pieces, texts) or _signs_a_document(pieces, texts)):
        return None
    is_named_above = not names and _is_named_above(pieces, texts)
    return None if is_named_above or read_byline(last.text) is None else "byline"


def _is_said_above(pieces: list[Piece], texts: list[int]) -> bool:
    """Tell whether the last line stands right above as well, below the end of a sentence: cells within cells."""
    text = pieces[texts[-1]].text
    above = [pieces[index].text for index in texts[-4:-1]]
    others = [line for line in above if line != text]
    return above[-1:] == [text] and len(others) > 0 and others[-1][-1] in ".!?”…"


def _is_affiliation(line: Piece, above: Piece) -> bool:
    """Tell whether a line in brackets below an author, both set to the right, says where the author works."""
    is_below = line.right and above.right and line.text.startswith("(") and line.text.endswith(")")
    return is_below and len(line.text) <= _MAX_OFFICE and not _LIVES.match(line.text) and is_author_line(above)


def _is_list_of_names(pieces: list[Piece], texts: list[int]) -> bool:
    """Tell whether the last lines are names in plain dress, one below the other: winners or the dead, no authors."""
    last = [pieces[index] for index in texts[-3:]]
    if last[-1].right:
        return False
    above = next(
        (pieces[index] for index in reversed(texts) if not is_byline(_without_number(pieces[index].text))), None
    )
    if above is not None and above.text.endswith(":") and not is_labelled(above.text):
        return True
    if last[-1].bold:
        return False
    if all(is_byline(piece.text) for piece in last):
        return True
    # Several poems are signed each, below a line of verse.
    if last[-2].text.endswith((".", "!", "?", "”")):
        return False
    return sum(reads_like_names(pieces[index].text) for index in texts[:-1]) >= 2


def _without_number(text: str) -> str:
    return _NUMBER.sub("", text)


def _is_named_above(pieces: list[Piece], texts: list[int]) -> bool:
    """Tell whether the last line stands further up as a line as well: it is whom the text is about."""
    last = pieces[texts[-1]]
    is_set_apart = last.right or last.bold
    return not is_set_apart and any(pieces[index].text == last.text for index in texts[:-1])


def _signs_a_document(pieces: list[Piece], texts: list[int]) -> bool:
    """Tell whether the last line stands in the block of office and name below a document, or below a letter's day."""
    above, last = pieces[texts[-2]].text if len(texts) > 1 else "", pieces[texts[-1]].text
    signs = (_PLACE_AND_DAY.search, _CLOSING.match, _OFFICE.match)
    return _OFFICE.match(last) is not None or (len(above) <= _MAX_OFFICE and any(sign(above) for sign in signs))


def is_author_line(piece: Piece, names: Sequence[str] = ()) -> bool:
    """Tell whether a line is nothing but who wrote the text: one of `names`, or names in a dress text has not."""
    text = piece.text
    if _LIVES.search(text):
        return False
    # "Bình Minh (TTXVN)" is signed by Bình Minh.
    bare = _IN_BRACKETS.sub("", text) if text.endswith((")", "]")) else text
    if any(folded(line).strip(" .()") == folded(name) for line in (text, bare) for name in names):
        return True
    is_set_like_name = piece.right and (piece.bold or piece.italic)
    if names_staff(text) or (is_set_like_name and text.islower() and _PEN_NAME.fullmatch(text)):
        return True
    is_set_apart = piece.bold or piece.right
    # A place of work in brackets has small letters too.
    if not is_byline(bare if is_set_apart else text):
        return False
    if is_set_apart or is_labelled(text) or names_source(text) or "@" in text:
        return True
    return not names and reads_like_names(without_standing(text))
