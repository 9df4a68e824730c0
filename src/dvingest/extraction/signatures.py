"""Who signed an article, where the page shows it and where it declares it."""

from __future__ import annotations

from collections.abc import Sequence

from dvingest.extraction.byline import Byline, read_byline
from dvingest.extraction.head import Head, ld_authors
from dvingest.extraction.nodes import is_elsewhere, is_in_picture, node_text
from dvingest.extraction.scope import Scope
from dvingest.plvn.templates import Template


def read_shown_byline(near: Scope, template: Template) -> Byline | None:
    """Return the author line the page shows at its place, if it names anybody."""
    lines: list[Byline] = []
    for selector in template.byline:
        for node in near.css(selector):
            text = node_text(node)
            if not text or len(text) > 150 or is_elsewhere(node, near) or is_in_picture(node):
                continue
            byline = read_byline(text)
            if byline is not None and not any(other.raw in byline.raw or byline.raw in other.raw for other in lines):
                lines.append(byline)
        if any(line.authors for line in lines) and any(line.source for line in lines):
            break
    people = [line for line in lines if line.authors][:1]
    return join_bylines([line for line in lines if line in people or not line.authors])


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


def join_bylines(lines: Sequence[Byline]) -> Byline | None:
    """Return one byline with the people and the first source of all `lines`."""
    if not lines:
        return None
    return Byline(
        " ".join(dict.fromkeys(line.raw for line in lines)),
        tuple(dict.fromkeys(author for line in lines for author in line.authors)),
        next((line.source for line in lines if line.source), None),
    )
