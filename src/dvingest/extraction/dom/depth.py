"""Pages nested beyond reason are flattened before any parser sees them."""

from __future__ import annotations

import re

MAX_DEPTH = 150
"""Real pages nest some forty levels deep; libxml2 loses what lies deeper than 256 and lexbor's time grows squared."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>?")
# Elements that end by themselves, or hold nothing: thousands in a row are no depth.
_FLAT = frozenset(
    {
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
        *("p", "li", "dt", "dd", "option", "optgroup", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup"),
        *("html", "head", "body", "script", "style"),
    }
)


def flatten(html: str) -> str:
    """Return `html` without the tags deeper than `MAX_DEPTH`; their text stays."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return html if deepest <= MAX_DEPTH else _Flattener().flatten(html)


class _Flattener:
    def __init__(self) -> None:
        self.depth = 0

    def flatten(self, html: str) -> str:
        return _TAG.sub(self._keep, html)

    def _keep(self, tag: re.Match[str]) -> str:
        if tag[2].lower() in _FLAT:
            return tag[0]
        if tag[1]:
            self.depth = max(0, self.depth - 1)
            # A space stands in for the tag, or words of two boxes would grow together.
            return tag[0] if self.depth < MAX_DEPTH else " "
        self.depth += 1
        return tag[0] if self.depth <= MAX_DEPTH else " "
