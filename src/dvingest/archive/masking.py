"""Masks what the page of one article shows of another: links to it, their titles, the teaser beside them.

Every masked letter becomes as many "x" as it has bytes, so that the page keeps its length, its markup and its shape.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urljoin

from dvingest.model import RawArticle
from dvingest.plvn.urls import article_id, parts_of

SHORTEST = 12
"""Letters a title needs to be looked for outside links: shorter ones are words that anybody uses."""
TEASER = 32
"""A teaser may break off: so many letters from the beginning of a text make it that text."""

_NUMBER = re.compile(r"(\d{4,})$", re.ASCII)
_TOKEN = re.compile(r"""[^\s"'<>\\]+""")
_ANCHOR = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
_ANCHOR_END = re.compile(r"</a\b|<a\b", re.IGNORECASE)
_LONGEST_ANCHOR = 20_000
_NAMING_ATTRIBUTE = re.compile(
    r"""\b(?:title|alt|aria-label|data-[\w-]*title)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
# A letter as pages write it: itself, an entity, or an escape of JSON.
_LETTER = re.compile(r"&#?\w{1,31};|\\u[0-9a-fA-F]{4}|[^\W_]|[\u0300-\u036f]|[\udc80-\udcff]")
# A piece of an address, which may stand percent-encoded in another.
_PIECE = re.compile(r"(?:(?!%2f|%3f|%26|%3d)[^/?&=#])+", re.IGNORECASE)
_ERRORS = {"utf-8": "surrogateescape", "utf-16-le": "surrogatepass", "utf-16-be": "surrogatepass"}
_SENTENCE_END = re.compile(r"[.!?…:;]\s+")
_BETWEEN_WORDS = re.compile(r"[ \u00a0,“”]*")
_WORDLESS = ("http", "https", "www", "post", "html", "htm")


@dataclass(frozen=True, slots=True)
class Traces:
    """What an article can be recognised by on the pages of others."""

    ids: frozenset[str]
    addresses: frozenset[str]
    """The last piece of every address it had, like `mot-bai-viet-post384250.html`."""
    numbers: frozenset[str]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    texts: tuple[str, ...]
    """Paragraphs and captions. Like titles and leads they are letters only, the longest first."""
    needles: tuple[bytes, ...]
    """One of these stands on every page that has to be looked at."""

    @classmethod
    def of(cls, wanted: str, addresses: Iterable[str], readings: Iterable[RawArticle]) -> Traces:
        """Return the traces of the article `wanted` with its addresses and everything that was ever read from it."""
        titles: set[str] = set()
        leads: set[str] = set()
        texts: set[str] = set()
        urls = set(addresses)
        for reading in readings:
            titles |= {title for title in (reading.title, reading.subtitle) if title}
            urls |= {url for url in (reading.url, reading.canonical_url) if url}
            leads |= {reading.lead} if reading.lead else set()
            captions = (image.caption for image in reading.images)
            texts |= {text for text in (*captions, *(block.text for block in reading.blocks)) if text}
        pieces = {piece for piece in map(_last_piece, urls) if piece.count("-")}
        number = _NUMBER.search(wanted)
        numbers = {number[1]} if number else set()
        if not number and wanted.count("-"):
            pieces.add(wanted.rpartition("/")[2])
        words = {form for title in titles if len(_base_letters(title)) >= SHORTEST for form in (title, title.upper())}
        return cls(
            ids=frozenset({wanted, *map(article_id, urls)}),
            addresses=frozenset(pieces),
            numbers=frozenset(numbers),
            titles=_keys(titles, SHORTEST),
            leads=_keys(leads, TEASER),
            texts=_keys(texts, TEASER),
            needles=tuple(sorted({text.encode() for text in (*numbers, *pieces, *words)})),
        )

    def are_on(self, page: bytes) -> bool:
        """Tell whether `page` may show something of the article; cheap, and true of a few pages too many."""
        return any(needle in page for needle in self.needles) or page[:2] in (b"\xff\xfe", b"\xfe\xff")


def quotes(own: RawArticle | None, traces: Traces) -> bool:
    """Tell whether the text of another page holds words of the article: a quotation, or a text both have."""
    kept = _kept_of(own)
    return any(
        text[place : place + TEASER] in kept
        for text in (*traces.titles, *traces.leads, *traces.texts)
        for place in range(0, max(1, len(text) - TEASER + 1), TEASER // 2)
    )


def masked_pages(body: bytes, url: str, traces: Traces, own: RawArticle | None) -> Iterator[bytes]:
    """Yield the page masked, each time with less masked than before; the last has only the links masked.

    What was read as the text of the page itself stays: a page whose text were masked would lose its article at the
    next replay. Whoever asks takes the first page from which the same is read as before.
    """
    kept = _kept_of(own)
    codec = _codec_of(body)
    source = body.decode(codec, _ERRORS[codec])
    views = [_View.of(source, with_tags=with_tags) for with_tags in (True, False)]
    for texts in ((*traces.titles, *traces.leads, *traces.texts), (*traces.titles, *traces.leads), ()):
        page = _Page(source)
        _mask_links(page, url, traces, kept)
        for text in texts:
            for view in views:
                _mask_text(page, view, text, kept)
        yield page.encoded(body, codec)


def _mask_links(page: _Page, url: str, traces: Traces, kept: str) -> None:
    signs = (*traces.numbers, *traces.addresses)
    for token in _TOKEN.finditer(page.text):
        if _leads_to(token[0], url, traces):
            for piece in _PIECE.finditer(token[0]):
                if any(sign in piece[0] for sign in signs):
                    page.mask(token.start() + piece.start(), token.start() + piece.end(), spare=_WORDLESS)
    for anchor in _ANCHOR.finditer(page.text):
        if any(_leads_to(token, url, traces) for token in _TOKEN.findall(anchor[0])):
            end = _ANCHOR_END.search(page.text, anchor.end(), anchor.end() + _LONGEST_ANCHOR)
            _mask_anchor(page, anchor.start(), end.start() if end else anchor.end(), kept)


def _mask_anchor(page: _Page, start: int, end: int, kept: str) -> None:
    """Mask a link's words, and the names it and its pictures bear, unless the page's own text has them."""
    source = page.text[start:end]
    spares_words = _base_letters(unescape(_TAG.sub(" ", source))) in kept
    place = start
    for tag in _TAG.finditer(source):
        if not spares_words:
            page.mask(place, start + tag.start())
        for name in _NAMING_ATTRIBUTE.finditer(tag[0]):
            if _base_letters(unescape(name[1])) not in kept:
                page.mask(start + tag.start() + name.start(1), start + tag.start() + name.end(1))
        place = start + tag.end()
    if not spares_words:
        page.mask(place, end)


def _mask_text(page: _Page, view: _View, text: str, kept: str) -> None:
    """Mask `text`, or what a teaser gives of it, wherever the view has it, unless the page's own text has it."""
    probe = text[:TEASER]
    if probe in kept:
        return
    begin = view.letters.find(probe)
    while begin >= 0:
        end = begin + len(probe)
        while end - begin < len(text) and view.letters[end : end + 1] == text[end - begin]:
            end += 1
        for place in range(begin, end):
            page.mask(view.starts[place], view.ends[place])
        begin = view.letters.find(probe, end)


def _leads_to(token: str, url: str, traces: Traces) -> bool:
    """Tell whether something that may be an address, or hold one, is the article's."""
    if not any(sign in token for sign in (*traces.numbers, *traces.addresses)):
        return False
    plain = unquote(unescape(token))
    if any(piece in plain for piece in traces.addresses):
        return True
    inner = re.search(r"https?://\S+$", plain[1:])
    return any(article_id(urljoin(url, address)) in traces.ids for address in (plain, *((inner[0],) if inner else ())))


class _Page:
    """The text of a page, and which of its letters are masked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._spans: list[tuple[int, int]] = []

    def mask(self, start: int, end: int, spare: Iterable[str] = ()) -> None:
        """Mask the letters between two places, but for the words to `spare`."""
        for word in re.finditer(r"(?:&#?\w{1,31};|[^\W_]|[\u0300-\u036f]|[\udc80-\udcff])+", self.text[start:end]):
            if word[0].lower() in spare:
                continue
            ending = re.match(r"post(?=\d+$)", word[0]) if spare else None
            self._spans.append((start + word.start() + (4 if ending else 0), start + word.end()))

    def encoded(self, body: bytes, codec: str) -> bytes:
        """Return the page in its bytes, every masked letter as so many "x"; `body` itself where none is masked."""
        if not self._spans:
            return body
        errors = _ERRORS[codec]
        pieces: list[bytes] = []
        place = 0
        for start, end in self._joined():
            pieces.append(self.text[place:start].encode(codec, errors))
            # Digits stay digits, so that an address keeps its form.
            unit = ("0" if self.text[start:end].isdecimal() else "x").encode(codec)
            pieces.append(unit * (len(self.text[start:end].encode(codec, errors)) // len(unit)))
            place = end
        pieces.append(self.text[place:].encode(codec, errors))
        return b"".join(pieces)

    def _joined(self) -> Iterator[tuple[int, int]]:
        """Yield what is masked in order, words of one text as one: the page has to fit where it was, compressed."""
        spans = sorted(self._spans)
        start, end = spans[0]
        for next_start, next_end in spans[1:]:
            if next_start <= end or _BETWEEN_WORDS.fullmatch(self.text, end, next_start):
                end = max(end, next_end)
                continue
            yield start, end
            start, end = next_start, next_end
        yield start, end


@dataclass(frozen=True, slots=True)
class _View:
    """The letters of a page's source without case, marks and all between them, and where each one stands."""

    letters: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, source: str, *, with_tags: bool) -> _View:
        """Return the view of a source; without its tags, a text that is partly bold is one text."""
        if not with_tags:
            source = _TAG.sub(lambda tag: " " * len(tag[0]), source)
        letters: list[str] = []
        starts, ends = array("L"), array("L")
        for found in _LETTER.finditer(source):
            for letter in _base_letters(_written(found[0])):
                letters.append(letter)
                starts.append(found.start())
                ends.append(found.end())
        return cls("".join(letters), starts, ends)


def _written(letter: str) -> str:
    if len(letter) == 1:
        return letter
    return chr(int(letter[2:], 16)) if letter.startswith("\\u") else unescape(letter)


def _base_letters(text: str) -> str:
    """Return letters and digits only, without case and marks: an address spells a title like that."""
    if text.isascii():
        return text.lower() if text.isalnum() else "".join(filter(str.isalnum, text.lower()))
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(filter(str.isalnum, plain))


def _keys(texts: Iterable[str], shortest: int) -> tuple[str, ...]:
    """Return the letters of the texts from each of their sentences on, the longest first."""
    # A teaser may begin with any sentence.
    pieces = (text[begin:] for text in texts for begin in (0, *(end.end() for end in _SENTENCE_END.finditer(text))))
    keys = {key for piece in pieces if len(key := _base_letters(piece)) >= shortest}
    return tuple(sorted(keys, key=len, reverse=True))


def _kept_of(own: RawArticle | None) -> str:
    """Return the letters of everything that was read as the text of the page itself."""
    if own is None:
        return ""
    captions = (image.caption for image in own.images)
    return " ".join(_base_letters(text) for text in (own.title, own.subtitle, own.lead, *captions, own.body) if text)


def _last_piece(url: str) -> str:
    parts = parts_of(url)
    return parts.path.rstrip("/").rpartition("/")[2] if parts else ""


def _codec_of(body: bytes) -> str:
    if len(body) % 2 == 0 and body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16-le" if body[0] == 0xFF else "utf-16-be"
    return "utf-8"  # what is none passes through unchanged, its letters in ASCII are seen
