"""Pages as bytes in ways that are not plain UTF-8 in composed form."""

from __future__ import annotations

import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def in_decomposed_form(html: str) -> bytes:
    """Return the page in UTF-8 with every mark as a character of its own (NFD)."""
    return unicodedata.normalize("NFD", html).encode("utf-8")


def in_code_page(html: str) -> bytes:
    """Return the page in windows-1258, which has the hats as letters and the tones as marks."""
    return "".join(_with_tone_apart(character) for character in html).encode("cp1258", "xmlcharrefreplace")


def _with_tone_apart(character: str) -> str:
    if character.isascii():
        return character
    try:
        character.encode("cp1258")
    except UnicodeEncodeError:
        pieces = unicodedata.normalize("NFD", character)
        tones = "".join(piece for piece in pieces if piece in _TONES)
        return unicodedata.normalize("NFC", "".join(piece for piece in pieces if piece not in _TONES)) + tones
    return character
