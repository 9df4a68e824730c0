"""Text as it is stored and as it is compared: one form, one kind of space, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Format and control characters that no reader sees. Those that separate lines or words are spaces instead, see below.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0001-\U000e007f\u0890\u0891\u08e2\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]+"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# From the first letter of a word only: a word of millions of letters is asked once.
_WORD_WITH_TONE = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)+")
_TONE = re.compile(f"[{_TONES}]")
_LONGEST_WORD = 20
_SAME_MARKS = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
# `str.translate` asks the table for every letter, which takes half the time of a comparison.
_MARK_OF_MANY = re.compile(f"[{''.join(_SAME_MARKS)}]")
_PLAIN_WORD = re.compile(r"[a-z]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())

ENDS_OF_SENTENCE = (".", "!", "?", "”", "…")
CAPITALS = "".join(filter(str.isupper, map(chr, range(ord("A"), ord("ỹ")))))
"""The capitals of Vietnamese, for sets in patterns: in Unicode some of them take turns with small letters."""
# "TP. Hồ Chí Minh" ends no sentence.
NEXT_SENTENCE = re.compile(rf"[^\W\d_{CAPITALS}]{{2}}[.…] [{CAPITALS}]")


def normalise_text(text: str) -> str:
    """Return `text` in NFC, on one line, with single plain spaces, without invisible characters.

    Letters stay as written: "hoà" and "hòa" both keep their tone mark where the page has it.
    """
    if text.isprintable():
        # The plain space is the only one that is printable.
        text = unicodedata.normalize("NFC", text)
        return text.strip() if "  " not in text else " ".join(text.split())
    # An invisible character may stand between a letter and its mark, so they go before composing.
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def folded(text: str) -> str:
    """Return a key that is equal for texts a reader takes for the same, to compare and never to store.

    Case, spaces, kinds of quotes and dashes, and the place of the tone mark in a word do not count:
    `folded("Văn Hoá") == folded("văn hóa")`.
    """
    # Captions are compared again and again; whole bodies once, and they would fill the memory.
    return _fold_again(text) if len(text) <= 1000 else _fold(text)


def _fold(text: str) -> str:
    marks = _MARK_OF_MANY.sub(lambda mark: _SAME_MARKS[mark[0]], normalise_text(text))
    words = marks.casefold().split(" ")
    return " ".join([_fold_word(word) if len(word) <= _LONGEST_WORD else _fold_part(word) for word in words])


_fold_again = lru_cache(maxsize=2048)(_fold)


def _fold_part(part: str) -> str:
    plain = unicodedata.normalize("NFD", part)
    return unicodedata.normalize("NFC", _WORD_WITH_TONE.sub(_tone_to_the_end, plain))


# A language has some thousand syllables.
_fold_word = lru_cache(maxsize=16_384)(_fold_part)


def _tone_to_the_end(word: re.Match[str]) -> str:
    letters = word[0]
    return _TONE.sub("", letters) + "".join(_TONE.findall(letters))


def letters_of(text: str) -> bytes:
    """Return the letters from a to z in `text`, without marks and case: part of those of every text it is part of."""
    return unicodedata.normalize("NFD", text.casefold()).encode("ascii", "ignore").translate(None, _NO_LETTERS)


def plain_words(text: str) -> list[str]:
    """Return the words of `text` as addresses write them: `plain_words("Đầu tư 5G") == ["dau", "tu", "g"]`."""
    return _PLAIN_WORD.findall(without_marks(text))


def without_marks(text: str) -> str:
    """Return `text` in small letters without marks, all else as it is: "xa dong, 5g" for "Xã Đông, 5G"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join([letter for letter in letters if not unicodedata.combining(letter)])


def is_same_text(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but what `folded` ignores and a full stop at the end."""
    return one == other or folded(one).rstrip(" .") == folded(other).rstrip(" .")
