"""Who signed an article, where the page shows it and where it declares it."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from dvingest.extraction.cleaning.signing import join_bylines
from dvingest.extraction.dom.head import Head, ld_authors
from dvingest.extraction.dom.nodes import class_names, is_elsewhere, is_in_picture, node_text
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all
from dvingest.extraction.links import AUTHOR_FOLDERS
from dvingest.extraction.text import normalise_text
from dvingest.extraction.wording.byline import Byline, is_byline, read_byline, read_source
from dvingest.plvn.dates import is_date_line, parse_date
from dvingest.plvn.element_names import QUOTE_CLASSES
from dvingest.plvn.templates import Template

_TO_AUTHORS = ", ".join(f"a[href*='{folder}']" for folder in AUTHOR_FOLDERS)
_MAX_AUTHORS = 3
_LEVELS_OF_QUOTES = 3
_SPACES_OF_A_SENTENCE = 5
_LONGEST = 150
# As long as another name with a label, and shorter than a sentence.
_MAX_BESIDE = 40
_MAX_TAKEN = 70


def read_shown_byline(near: Scope, template: Template) -> Byline | None:
    """Return the author line the page shows at its place, if it names anybody."""
    lines: list[Byline] = []
    has_quotes = near.classes is None or not QUOTE_CLASSES.isdisjoint(near.classes)
    for selector in (*template.byline, *template.source):
        read = read_source if selector in template.source else read_byline
        for node in near.css(selector):
            text = _names_in(node)
            if len(text) > _LONGEST or is_elsewhere(node, near) or is_in_picture(node):
                continue
            if _is_quoted(node, has_names=has_quotes):
                continue
            if text.endswith(".") and text.count(" ") >= _SPACES_OF_A_SENTENCE and not is_byline(text):
                continue
            byline = read(text)
            if byline is not None and not any(other.raw in byline.raw or byline.raw in other.raw for other in lines):
                lines.append(byline)
        if any(line.authors for line in lines) and any(line.source for line in lines):
            break
    people = [line for line in lines if line.authors][:1]
    return join_bylines([line for line in lines if line in people or not line.authors]) or _read_linked_authors(near)


def _is_quoted(node: LexborNode, *, has_names: bool) -> bool:
    """Tell whether an element stands in a quote, where it names who is quoted; `has_names`: quotes have names here."""
    around = node.parent
    for _ in range(_LEVELS_OF_QUOTES):
        if around is None:
            break
        if around.tag == "blockquote" or (has_names and not QUOTE_CLASSES.isdisjoint(class_names(around))):
            return True
        around = around.parent
    return False


def _names_in(node: LexborNode) -> str:
    """Return the text of an element without the date beside the names; links alone are one author each."""
    text = node_text(node)
    if any(map(str.isdigit, text)) and parse_date(text) is not None:
        for line in filter(is_date_line, map(node_text, find_all(node, "time, span, small, div, p"))):
            text = normalise_text(text.replace(line, " ", 1)).strip(" -–|•·")
    links = [node_text(link) for link in find_all(node, "a")] if " " in text else []
    return ", ".join(dict.fromkeys(links)) if len(links) > 1 and " ".join(links) == text else text


def _read_linked_authors(near: Scope) -> Byline | None:
    """Return whoever a link to an author's own page names, on a line that has no more than names.

    More than a few are a list of columnists, and a name amid a sentence is one somebody writes about.
    """
    if not any(folder.encode() in near.raw for folder in AUTHOR_FOLDERS):
        return None
    lines: dict[str, Byline] = {}
    for link in find_all(near.node, _TO_AUTHORS):
        text = node_text(link)
        around = link.parent
        if not is_byline(text) or around is None or is_elsewhere(link, near) or is_in_picture(link):
            continue
        byline = read_byline(text)
        if byline is not None and not _is_amid_words(link, around):
            lines.setdefault(byline.raw, byline)
    return join_bylines(list(lines.values())) if len(lines) <= _MAX_AUTHORS else None


def _is_amid_words(link: LexborNode, around: LexborNode) -> bool:
    """Tell whether the text around a link goes on: more than a date or a label stands beside it."""
    rest = node_text(around).replace(node_text(link), "", 1)
    return len(rest) > _MAX_BESIDE and parse_date(rest) is None


def read_declared_byline(head: Head) -> Byline | None:
    """Return who meta data and JSON-LD name; the newspaper itself is nobody."""
    for text in (
        head.metas.get("dable:author"),
        *ld_authors(head),
        head.metas.get("article:author"),
        head.metas.get("author"),
    ):
        if text and not text.startswith(("http://", "https://")):
            byline = read_byline(text)
            if byline is not None:
                return byline
    return None


def choose_byline(
    heading: Byline | None, taken: Sequence[str], last_line: Byline | None, declared: Byline | None
) -> Byline | None:
    """Return the byline that the page shows, else the one at the end of the text, else the declared; a source from any.

    Where the heading shows none, `taken` does: the lines of elements that were taken out of the body for their names.
    """
    shown = heading or _read_taken(taken)
    chosen = next((byline for byline in (shown, last_line, declared) if byline is not None), None)
    if chosen is None:
        return None
    closing = last_line or Byline("")
    # Beside a source meta data name whoever put the page together; a last line may repeat it.
    authors = chosen.authors or tuple(name for name in closing.authors if name != chosen.source)
    return Byline(chosen.raw, authors, chosen.source or closing.source)


def _read_taken(lines: Sequence[str]) -> Byline | None:
    bylines = [read_byline(line) for line in lines if len(line) <= _MAX_TAKEN]
    return join_bylines([byline for byline in bylines if byline is not None])
