"""Links, pictures and emphasis as programs write them that turn pages into text: Markdown, and the numbers of lynx."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dvingest.extraction.links import leads_to_author
from dvingest.extraction.scraped.listed_lines import is_small_part, is_title_of_words
from dvingest.extraction.wording.byline import Byline

_SIGNS = re.compile(r"\]\((?:https?:|/)|^#{1,6} \S|^!\[|^={3,}$", re.MULTILINE)
# Below a heading.
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_RULE = re.compile(r"[\s=_*~#•·–—-]+")
_BEFORE_ALL = frozenset({"> ", "- ", "* ", "+ ", "• "})
_FEW = 3
# "javascript:void(0);" has brackets in it.
_URL = r"((?:[^()\s]|\([^()\s]{0,200}\)){0,2000})"
_TITLE = r"(?:\s+(?:\"[^\"]{0,400}\"|'[^']{0,400}'))?"
_HEADING = re.compile(r"^#{1,6}\s+(?=\S)")
_TOP = re.compile(r"^#\s+\S")
_MENU_ITEM = re.compile(r"^[*+-]\s+\S.{0,30}$")
_SHORTEST_CARD = 30
_QUOTE = re.compile(r"^>\s+(?=\S)")
_ESCAPED = re.compile(r"\\([-.#+_*()\[\]>|`])")
_PICTURE = re.compile(rf"!\[([^\]]{{0,400}})\]\({_URL}{_TITLE}\)")
_LINK = re.compile(rf"\[([^\[\]]{{0,400}})\]\({_URL}{_TITLE}\)")
_ROW_OF_LINKS = re.compile(rf"(\[[^\[\]]+\]\({_URL}\))\s+(?=\[[^\[\]]+\]\()")
_WHOLE_LINK = re.compile(rf"^(?:[*+•-]\s+)?\W{{0,4}}\[([^\[\]]+)\]\({_URL}{_TITLE}\)\W{{0,4}}$")
# Blanks of a form and powers of a number have the same signs.
_STRONG = re.compile(r"(?<![\w*])(\*\*|__)(?=[^\s_*])(.{1,400}?)(?<=[^\s_*])\1(?![\w*])")
_STRONG_AND_SLANTED = re.compile(
    r"(?<![\w*])(?:\*\*_|_\*\*|\*{3})(?=[^\s_*])([^*]{1,400}?)(?<=[^\s_*])(?:_\*\*|\*\*_|\*{3})(?![\w*])"
)
_WHOLLY_SLANTED = re.compile(r"^([*_])(?=\S)([^*_]+)(?<=\S)\1$")
# Where links and headings have signs, words in italics amid a sentence have them too.
_SLANTED = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_]{1,400})(?<=[^\s*_])\1(?![\w*_])")
# A title in a list of other articles ends so but rarely.
_ITEM = re.compile(r"^\* +(?=\S.*[.;,:]$)")
_LIST_OF_ADDRESSES = re.compile(r"^(?:References|(?:Visible|Hidden) links:?)$")
_ADDRESS = re.compile(r"^(\d{1,4})\. ?((?:https?|mailto|javascript|file|tel):\S*)$")
_NUMBER = re.compile(r"\[(\d{1,4})\](?=\S)")
_WHOLE_NUMBERED = re.compile(r"^(?:[*+•o-]\s+)?\[(\d{1,4})\](\S.*)$")


@dataclass(slots=True)
class Noted:
    """The lines as a reader reads them, where those lead that are nothing but a link, and what a record says beside."""

    lines: list[str]
    links: dict[str, str] = field(default_factory=dict)
    byline: Byline | None = None
    tags: tuple[str, ...] = ()
    url: str = ""


def read_notation(lines: list[str]) -> Noted:
    """Return the lines without notation; the description of a picture stands twice, as captions do in scraped texts."""
    noted = _read_numbers(_without_signs_before_all(_without_rules(lines)))
    if not _SIGNS.search("\n".join(noted.lines)):
        noted.lines = [_without_emphasis(line) for line in noted.lines]
        return noted
    noted.lines = _without_cards(_without_menus(noted.lines))
    read: list[str] = []
    for line in noted.lines:
        if _UNDERLINE.fullmatch(line):
            continue
        line = _QUOTE.sub("", _HEADING.sub("", line))
        pictures = [alt.strip() for alt, _ in _PICTURE.findall(line)]
        line = _PICTURE.sub("", line)
        if pictures and not any(map(str.isalnum, line)):
            line = ""
        for alt in pictures:
            read += [alt, alt] if " " in alt else []
        whole = _WHOLE_LINK.match(line)
        line = _without_emphasis(_LINK.sub(r"\1", _ROW_OF_LINKS.sub(r"\1, ", line)))
        line = _SLANTED.sub(r"\2", line if whole else _ITEM.sub("", line, count=1))
        line = " ".join(_ESCAPED.sub(r"\1", line).split())
        if whole and line and not leads_to_author(whole[2]):
            noted.links[line] = whole[2]
        read += [line] if line else []
    noted.lines = read
    return noted


def _without_menus(lines: list[str]) -> list[str]:
    """Return the lines from the only heading of the first rank on, if short items and links alone stand above it."""
    tops = [index for index, line in enumerate(lines) if _TOP.match(line)]
    above = lines[: tops[0]] if len(tops) == 1 else []
    are_menus = all(_WHOLE_LINK.match(line) or (_MENU_ITEM.match(line) and line[-1] not in ".:;") for line in above)
    return lines[len(above) :] if are_menus else lines


def _without_cards(lines: list[str]) -> list[str]:
    """Return the lines without headings at the end that nothing stands below: titles of other articles.

    One may be that of a lost table; a rank that heads parts of the text, or several ranks, may be the article's.
    """
    start = len(lines)
    while start and (_HEADING.match(lines[start - 1]) or is_small_part(lines[start - 1])):
        start -= 1
    titles = [line for line in lines[start:] if not is_small_part(line)]
    ranks = {line.split(maxsplit=1)[0] for line in titles}
    are_cards = all(len(line) >= _SHORTEST_CARD and is_title_of_words(_HEADING.sub("", line)) for line in titles)
    is_used = any(line.split(maxsplit=1)[0] in ranks for line in lines[:start])
    return lines[:start] if len(titles) > 1 and len(ranks) == 1 and are_cards and not is_used else lines


def _without_rules(lines: list[str]) -> list[str]:
    """Return the lines without strokes, if some stand between each two; stanzas have more lines than these."""
    texts = [line for line in lines if not _RULE.fullmatch(line)]
    return texts if len(texts) * 3 < len(lines) * 2 else lines


def _without_signs_before_all(lines: list[str]) -> list[str]:
    """Return the lines without the sign of a quotation or list that stands before each of them."""
    sign = lines[0][:2] if len(lines) >= _FEW else ""
    if sign not in _BEFORE_ALL or not all(f"{line} ".startswith(sign) for line in lines):
        return lines
    return [line[2:] for line in lines if line[2:]]


def _without_emphasis(line: str) -> str:
    if "*" not in line and "_" not in line:
        return line
    line = _STRONG.sub(r"\2", _STRONG_AND_SLANTED.sub(r"\1", line))
    slanted = _WHOLLY_SLANTED.match(line)
    return slanted[2] if slanted else line


def _read_numbers(lines: list[str]) -> Noted:
    """Return the lines without the numbers of links, where the addresses stand at the end below their heading."""
    start = len(lines)
    addresses: dict[str, str] = {}
    while start and (_LIST_OF_ADDRESSES.match(lines[start - 1]) or (found := _ADDRESS.match(lines[start - 1]))):
        start -= 1
        if not _LIST_OF_ADDRESSES.match(lines[start]) and found:
            addresses[found[1]] = found[2]
    if not addresses or not any(map(_LIST_OF_ADDRESSES.match, lines[start:])):
        return Noted(list(lines))
    noted = Noted([])
    for line in lines[:start]:
        whole = _WHOLE_NUMBERED.match(line)
        text = _NUMBER.sub("", line)
        href = addresses.get(whole[1]) if whole and not _NUMBER.search(whole[2]) else None
        if href and not leads_to_author(href):
            noted.links[text] = href
        noted.lines.append(text)
    return noted
