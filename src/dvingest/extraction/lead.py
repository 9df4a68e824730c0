"""The lead (sapo) where no template says which element it is: by its mark, its place, or the page's description."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from dvingest.extraction.lines import split_mark
from dvingest.extraction.metadata import Head, is_elsewhere, node_text
from dvingest.extraction.pieces import Piece
from dvingest.extraction.text import folded, is_same_text
from dvingest.plvn.dates import is_date_line, parse_date

_LEAVES = frozenset({"p", "div", "h2", "h3", "h4", "span", "time", "section", "li", "strong", "b", "em"})


def lines_between(title: LexborNode | None, container: LexborNode) -> list[str]:
    """Return the lines of text the page shows between the title and the body; none where the body holds the title."""
    if title is None:
        return []
    around = title.parent
    for _ in range(8):
        if around is None or around.tag in {"html"}:
            return []
        if _holds(around, container):
            break
        around = around.parent
    if around is None or around.mem_id == container.mem_id or _holds(container, title):
        return []
    lines: list[str] = []
    started = False
    for node in around.traverse(include_text=False):
        if node.mem_id == container.mem_id:
            break
        if node.mem_id == title.mem_id:
            started = True
        elif started and node.tag in _LEAVES and not _holds(title, node) and not is_elsewhere(node):
            if any(child.tag in {"p", "div", "h2", "h3", "section", "ul", "ol"} for child in node.iter()):
                continue
            text = node_text(node)
            if text and not (lines and text in lines[-1]):
                lines.append(text)
        if len(lines) > 40:
            break
    return lines


def dates_below(title: LexborNode | None, container: LexborNode) -> list[str]:
    """Return the first line below the title that is nothing but a date, in a body that holds its own title."""
    started = False
    if title is None or not _holds(container, title):
        return []
    for node in container.traverse(include_text=False):
        if node.mem_id == title.mem_id:
            started = True
        elif started and node.tag in _LEAVES:
            text = node.text()
            if len(text) > 200 and node.tag == "p":
                # The text has begun; dates in it and behind it are not the article's own.
                break
            if len(text) <= 100 and is_date_line(node_text(node)) and not is_elsewhere(node):
                return [node_text(node)]
    return []


def lead_beside_body(lines: list[str], head: Head) -> str | None:
    """Return the line between title and body that is the lead: marked, described by the page, or the only long one."""
    for line in lines:
        if split_mark(line)[1] is not None:
            return line
    described = _description(head)
    for line in lines:
        if described and len(line) >= 40 and _begins_alike(line, described):
            return line
    long_lines = [line for line in lines if len(line) >= 60 and parse_date(line[:60]) is None]
    return long_lines[0] if len(long_lines) == 1 else None


def lead_in_body(pieces: list[Piece], head: Head, title: str) -> tuple[str | None, str | None, list[Piece]]:
    """Return lead, mark and the other pieces where a first piece is the lead: marked, described, or above the date."""
    texts = [index for index, piece in enumerate(pieces) if piece.is_text]
    start = next((at + 1 for at, index in enumerate(texts[:6]) if is_same_text(pieces[index].text, title)), 0)
    described = _description(head)
    for at, index in enumerate(texts[start : start + 3]):
        piece = pieces[index]
        if piece.kind not in {"paragraph", "heading"}:
            continue
        text, mark = split_mark(piece.text)
        following = pieces[texts[start + at + 1]].text if start + at + 1 < len(texts) else ""
        before_date = at == 0 and start > 0 and len(text) >= 40 and is_date_line(following)
        if mark or before_date or (described and len(text) >= 40 and is_same_text(text, described)):
            return text, mark, pieces[:index] + pieces[index + 1 :]
    return None, None, pieces


def _description(head: Head) -> str:
    text = head.first(("og:description", "description", "twitter:description")) or ""
    return split_mark(text)[0].rstrip(" .…")


def _begins_alike(line: str, described: str) -> bool:
    key = folded(described)[:60]
    return len(key) >= 30 and folded(split_mark(line)[0]).startswith(key)


def _holds(outer: LexborNode, inner: LexborNode) -> bool:
    current: LexborNode | None = inner
    while current is not None:
        if current.mem_id == outer.mem_id:
            return True
        current = current.parent
    return False
