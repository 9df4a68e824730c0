"""What scrapers leave standing in a text and no reader reads: tags, entities, escapes, letters of a wrong charset."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"&(?:[a-z]{2,8}\d{0,2}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
# "\n" in two characters stands in what was cut out of JSON.
_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]|\\r\\n|\\n")
# What programs put in the place of a picture.
_PLACE = re.compile(r"\{img\d{0,3}\}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_TAG = re.compile(r"&lt;(?:/p|br ?/?|/div|/td|/h\d|/li)&gt;", re.IGNORECASE)
# The bytes of "á", "ế", "ọ", "đ", "ư" in UTF-8, each read as a letter.
_MISREAD = re.compile(r"Ã[\u0080-\u00bf]|á[º»]|Ä[\u0080-\u00bf\u2018]|Æ[°¡]")
_OCTETS = {
    bytes([octet]).decode("cp1252"): octet for octet in range(0x80, 0xA0) if octet not in b"\x81\x8d\x8f\x90\x9d"
}
_UNSEEN = re.compile(
    r"<(script|style)\b[^<>]*>(?:(?!<(?:script|style)\b).)*?</\1\s*>|<!--(?:(?!<!--).)*?-->", re.I | re.S
)
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>(?:(?!</?p\b).)*", re.I | re.S)
# Text alone, in an element of captions: said twice, as scrapers of paragraphs and cells have it, it is known for one.
_CAPTION = re.compile(
    r"<(?:figcaption\b|(?:td|div|p|span)\s[^<>]*\bclass=[\"'](?:[^\"'<>]*\bcaption|fig[\"']))[^<>]*>"
    r"\s{0,80}(?:<(?:p|em|i|span)\b[^<>]*>\s{0,80}){0,3}([^<>]{3,400})<",
    re.IGNORECASE,
)
_ALT = re.compile(r"<img\b[^<>]*?\balt=(?:\"([^\"<>]{3,400})\"|'([^'<>]{3,400})')[^<>]*>", re.IGNORECASE)
# "a <b and c> d" has a sign and a word, and no attribute.
_ATTRIBUTES = r"(?:\s[^<>=]*=[^<>]*|(?:\s+(?:controls|autoplay|muted|loop|allowfullscreen|async|defer))*\s*/?)"
# Tags that end a line, and those that stand within one.
_BLOCK = re.compile(
    r"</?(?:p|br|hr|div|table|t(?:body|head|foot|r|d|h)|caption|ul|ol|li|dl|dt|dd|h[1-6]|figure|figcaption|blockquote|"
    rf"section|article|aside|main|header|footer|nav|center|address|pre){_ATTRIBUTES}>",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|su[bp]|small|big|mark|time|label|button|img|picture|source|video|audio|iframe|"
    rf"ins|script|style|o:p){_ATTRIBUTES}>",
    re.IGNORECASE,
)


def read_left_standing(text: str) -> str:
    """Return `text` with plain line breaks, and without tags, entities and escapes, of which it may have some."""
    text = _read_escapes(_read_as_utf8(text))
    if _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    if "<" in text:
        text = _UNSEEN.sub("", text)
        # Within a paragraph the source is broken anywhere.
        text = _PARAGRAPH.sub(lambda found: " ".join(found[0].split()), text)
        text = _with_captions_twice(text)
        text = _INLINE.sub("", _BLOCK.sub("\n", text))
    text = _PLACE.sub("\n", _BREAK.sub("\n", text))
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def _read_as_utf8(text: str) -> str:
    """Return `text` as it was, if its UTF-8 was read as the charset of Western Europe: else no letter of it fits."""
    if not _MISREAD.search(text):
        return text
    octets = bytearray()
    for char in text:
        octet = ord(char) if ord(char) < 0x100 else _OCTETS.get(char)
        if octet is None:
            return text
        octets.append(octet)
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return text


def _read_escapes(text: str) -> str:
    """Return `text` without escapes of JSON."""
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if text.count('"') == text.count('\\"'):
        # A stroke that ends a path stands before some quotation mark, not before each of them.
        text = text.replace('\\"', '"')
    # Beyond the first plane a letter has two escapes.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _SURROGATE.search(text) else text


def _with_captions_twice(text: str) -> str:
    """Return `text` with a second line for captions, and for descriptions of pictures that are a line elsewhere."""
    text = _CAPTION.sub(lambda found: f"<br>{found[1]}<br>{found[0]}", text)
    said = {line.strip() for line in re.findall(r">([^<>]{3,400})<", text)}
    return _ALT.sub(
        lambda found: f"<br>{found[1] or found[2]}<br>" if (found[1] or found[2]).strip() in said else "", text
    )
