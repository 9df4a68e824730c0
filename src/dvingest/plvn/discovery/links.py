"""The links of a page: where each leads, and which articles stand together."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dvingest.plvn.discovery.names import is_page_of
from dvingest.plvn.discovery.xml import MAX_ADDRESS
from dvingest.plvn.urls import is_article, is_newspaper_host

Resolve = Callable[[str], str | None]
"""From an address as written in a page to the newspaper's, None for what is not the newspaper's."""

MAX_ANCHORS = 5_000
"""Links of one page that are looked at."""
MAX_NESTING = 12


class PageLinks:
    """The links of a page, each resolved once, and which articles stand in the boxes around them.

    Work per link is bounded, so that no page, however nested, takes long.
    """

    def __init__(self, tree: LexborHTMLParser, resolve: Resolve, page: str = "") -> None:
        """page: address of the listing; its own pages may be written like articles, /doi-song-phap-luat-p2.html."""
        self._targets: dict[str, str | None] = {}
        self._resolve = resolve
        self._in_box: dict[int, set[str]] = {}
        self._around: dict[str, list[int]] = {}
        self.articles: list[str] = []
        # Cards that are clicked as a whole have their address beside the link for the script.
        nodes = tree.css("a[href], [data-href]")
        self.is_cut = len(nodes) > MAX_ANCHORS
        for node in nodes[:MAX_ANCHORS]:
            for target in (self.target_of(node), self.target_of(node, "data-href")):
                if target and is_article(target) and not is_page_of(page, target):
                    self._add(node, target)

    def target_of(self, node: LexborNode, attribute: str = "href") -> str | None:
        """Return where a link leads in the newspaper's name, None for elsewhere."""
        value = node.attributes.get(attribute) or ""
        if value not in self._targets:
            self._targets[value] = resolved(node, attribute, self._resolve)
        return self._targets[value]

    def _add(self, anchor: LexborNode, target: str) -> None:
        boxes = boxes_around(anchor)
        for box in boxes:
            inside = self._in_box.setdefault(box, set())
            if len(inside) < 2:  # one or several is all that is asked
                inside.add(target)
        if target not in self._around:
            self.articles.append(target)
            self._around[target] = boxes

    def only_article_beside(self, node: LexborNode) -> str | None:
        """Return the article in the smallest box around a date, None where that holds several."""
        for box in boxes_around(node)[:5]:
            inside = self._in_box.get(box)
            if inside:
                return next(iter(inside)) if len(inside) == 1 else None
        return None

    def by_list(self) -> list[list[str]]:
        """Return the articles grouped by the smallest box around each that holds another one as well."""
        lists: dict[int, list[str]] = {}
        for target in self.articles:
            shared = next((box for box in self._around[target] if len(self._in_box[box]) > 1), 0)
            lists.setdefault(shared, []).append(target)
        return list(lists.values())


def boxes_around(node: LexborNode) -> list[int]:
    """Return names of the boxes around a node, the smallest first."""
    boxes: list[int] = []
    box = node.parent
    while box is not None and len(boxes) < MAX_NESTING:
        boxes.append(box.mem_id)
        box = box.parent
    return boxes


def within_base(tree: LexborHTMLParser, resolve: Resolve) -> Resolve:
    """Return a resolver that heeds the page's `<base href>`, unless that lies elsewhere, where no article does."""
    node = tree.css_first("base[href]")
    base = resolved(node, "href", resolve) if node is not None else None
    if base is None:
        return resolve

    def resolve_within(address: str) -> str | None:
        try:
            return resolve(urljoin(base, address.strip()))
        except ValueError:
            return None

    return resolve_within


def newspaper_resolver(base: str) -> Resolve:
    """Return a resolver for a page of the newspaper itself, where no mirror stands in for it."""

    def resolve(address: str) -> str | None:
        try:
            target = urljoin(base, address.strip())
            parts = urlsplit(target)
        except ValueError:
            return None
        return target if parts.scheme in ("http", "https") and is_newspaper_host(parts.hostname) else None

    return resolve


def resolved(node: LexborNode, attribute: str, resolve: Resolve) -> str | None:
    """Return the newspaper's address in an attribute, without its fragment; None where there is none."""
    value = (node.attributes.get(attribute) or "").strip()
    # "{{slug}}-post{{id}}.html" is the pattern of a script, not an address.
    if not value or len(value) > MAX_ADDRESS or value[0] == "#" or "{" in value:
        return None
    target = resolve(value)
    return target.partition("#")[0] if target else None
