"""Bytes of a page become text: what it declares about itself is weighed against what the bytes are."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_BYTES = 8 * 1024 * 1024

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TAG = re.compile(r"<(?:!doctype|!--|/?[a-z][a-z0-9-]*[\s/>])", re.IGNORECASE)
_FEED = re.compile(r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|urlset|sitemapindex|svg)[\s>]", re.DOTALL)
_JSON = re.compile(r"[\ufeff\s]*[\[{]")
_CONTROL = bytes([*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_SIGNATURES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x00",
    b"\x7fELF",
)
# Codecs that browsers never apply to a page, or that are none for text.
_NOT_FOR_PAGES = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"})
# Letters that windows-1258 has bytes for: a page that writes them like this is in another charset.
_WRITTEN_AS_REFERENCE = re.compile(rb"&#(?:259|273|417|432|x(?:103|111|1a1|1b0));", re.IGNORECASE)
# The Encoding Standard reads these labels as windows-1252, whose quotation marks and dashes such pages have.
_MEANT_AS_1252 = frozenset({"iso8859-1", "ascii"})
# Letters only Vietnamese writes in such number; right decodings of its pages are full of them.
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ\u0300\u0301\u0303\u0309\u0323]")
_LETTER_AND_MARKS = re.compile(r"[^\W\d_][\u0300-\u0303\u0306\u0309\u031b\u0323]{1,3}")
# The first byte in UTF-8 of U+0300 to U+033F.
_BEFORE_MARKS = b"\xcc"
# What wrong decodings of Vietnamese are full of.
_MOJIBAKE = re.compile(r"[\u0080-\u009f\ufffd¡-¿×÷ÃÄÅÆÐØÞßåæðøþ†‡ˆ‰€]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, and whether its charset had to be guessed."""

    text: str
    guessed: bool
    raw: bytes
    """The text in UTF-8, in which things are counted and found faster; the bytes as they came, if they were that."""


def decode_page(html: bytes | str, content_type: str | None) -> Decoded | None:
    """Return the page as text; None if it is no HTML at all.

    `guessed` is set where nothing declares the charset, declarations disagree, or the bytes do not fit them.
    """
    decoded = _decode(html, content_type)
    if decoded is None or not _TAG.search(decoded.text) or _FEED.match(decoded.text[:4096]) or _is_json(decoded.text):
        return None
    return _composed(decoded) if _BEFORE_MARKS in decoded.raw else decoded


def _is_json(text: str) -> bool:
    """Tell whether all of a text is JSON, whose strings may hold a page; a careless server prints some before one."""
    if not _JSON.match(text):
        return False
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _composed(decoded: Decoded) -> Decoded:
    """Return a page whose letters stand beside their marks, as in windows-1258 and on Macs, with whole letters.

    Letter by letter: marks without end behind one letter would take the time of their number squared.
    """
    text = _LETTER_AND_MARKS.sub(lambda letter: unicodedata.normalize("NFC", letter[0]), decoded.text)
    return _decoded(text, decoded.guessed)


def decode_text(content: bytes) -> Decoded | None:
    """Return a file as text, whatever system wrote it; None if it is a picture, an archive or the like."""
    return _decode(content, None)


def _decode(content: bytes | str, content_type: str | None) -> Decoded | None:
    if isinstance(content, str):
        decoded = _decoded(content, False)
    elif content.startswith(_SIGNATURES):
        return None
    else:
        decoded = _decode_marked(content) or _decode_declared(content, content_type)
    if b"\x00" in decoded.raw:
        decoded = _decoded(decoded.text.replace("\x00", ""), True)
    begin = decoded.raw[:4096]
    controls = len(begin) - len(begin.translate(None, _CONTROL))
    return None if controls > len(begin) // 20 else decoded


def _decode_marked(content: bytes) -> Decoded | None:
    """Return what a byte order mark or plain ASCII leaves no doubt about."""
    for bom, charset in _BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :].decode(charset, "replace"), False)
    if content.isascii() and b"\x00" not in content:
        return Decoded(content.decode("ascii"), False, content)
    return None


def _decoded(text: str, guessed: bool) -> Decoded:
    return Decoded(text, guessed or "\ufffd" in text, text.encode("utf-8", "replace"))


def _decode_declared(html: bytes, content_type: str | None) -> Decoded:
    declared = [name for name in (_from_header(content_type), _from_page(html)) if name]
    wide = _decode_wide(html, declared)
    if wide is not None:
        return wide
    try:
        # Bytes of another charset are almost never valid UTF-8, so this outweighs any declaration.
        text = html.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_best(html, declared)
    guessed = not declared or any(name != "utf-8" for name in declared) or "\ufffd" in text
    return Decoded(text, guessed, html)


def _decode_wide(html: bytes, declared: list[str]) -> Decoded | None:
    """Return UTF-16 without a byte order mark, told by which half of its ASCII letters is zero."""
    sample = html[:2000]
    if b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) // 8:
        return None
    charset = "utf-16-be" if even > odd else "utf-16-le"
    return _decoded(html.decode(charset, "replace"), not any(name.startswith("utf-16") for name in declared))


def _decode_best(html: bytes, declared: list[str]) -> Decoded:
    """Return the reading that looks most like Vietnamese, the declared ones first among equals."""
    vietnamese = [] if _WRITTEN_AS_REFERENCE.search(html) else ["cp1258"]
    candidates = list(dict.fromkeys([*declared, "utf-8", *vietnamese, "cp1252"]))
    sample = html[:400_000]
    best = max(candidates, key=lambda name: (_score(sample, name), -candidates.index(name)))
    agreed = bool(declared) and all(name == best for name in declared)
    return _decoded(html.decode(best, "replace"), not agreed)


def _score(sample: bytes, charset: str) -> int:
    text = sample.decode(charset, "replace")
    # Counted one by one: a list of hundreds of thousands of letters takes more memory than the page.
    return sum(1 for _ in _VIETNAMESE.finditer(text)) - 3 * sum(1 for _ in _MOJIBAKE.finditer(text))


def _from_header(content_type: str | None) -> str | None:
    found = _HEADER_CHARSET.search(content_type or "")
    return _python_name(found[1]) if found else None


def _from_page(html: bytes) -> str | None:
    found = _CHARSET.search(html[:20_000])
    return _python_name(found[1].decode("ascii", "replace")) if found else None


@lru_cache(maxsize=64)
def _python_name(label: str) -> str | None:
    try:
        info = codecs.lookup(label)
        # Of no bytes at all nothing is asked.
        b"text".decode(label, "replace")
    except (LookupError, ValueError):
        return None
    if info.name in _MEANT_AS_1252:
        return "cp1252"
    return None if info.name in _NOT_FOR_PAGES else info.name
