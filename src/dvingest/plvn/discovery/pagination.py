"""The rows of page numbers on a section page, and which of them is the next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from dvingest.plvn.discovery.links import MAX_ANCHORS, PageLinks
from dvingest.plvn.discovery.names import listing_base, page_number
from dvingest.plvn.urls import is_article

_TO_PAGES = "a[href], option[value^='/'], option[value^='?'], option[value^='http']"
# "Trang sau »", "Xem tiếp", "« Cũ hơn", ">". Back in time is on in a list, and arrows may point there.
_NEXT = re.compile(
    r"(?=.)(?:(?:trang )?(?:sau|kế|tiếp)(?: theo)?|(?:xem|đọc) (?:thêm|tiếp)|next"
    r"|[«‹←< ]*(?:(?:ngày|hôm) trước|(?:(?:tin|bài) )?cũ hơn|older(?: posts)?))?[ »›→>]*",
    re.IGNORECASE,
)
_SHOWN_NUMBER = re.compile(r"(?:trang )?(\d{1,4})", re.IGNORECASE | re.ASCII)
_LAST_NUMBER = re.compile(r"/(\d{1,4})$", re.ASCII)
# A calendar's cells are numbers as well, and lead to days.
_DAY = re.compile(r"date|day|ngay|\d[-/.]\d", re.IGNORECASE | re.ASCII)


@dataclass(slots=True)
class Pages:
    """The pages of a listing that one of them links to."""

    numbered: dict[int, str] = field(default_factory=dict)
    """By the number in their addresses."""
    called_next: list[str] = field(default_factory=list)
    """Without a number in the address; the words on the link say that it is the next."""
    shown: dict[int, str] = field(default_factory=dict)
    """By the number that the link shows, where the address counts in a way of its own: ?offset=20, /thoi-su/2/."""

    def wanted(self, url: str) -> list[int]:
        """Return the numbers that the page behind the one at `url` may have in its address."""
        number = page_number(url)
        # Where a page 0 is linked the first has that number; it may still be another name of the first.
        return [number + 1] if number is not None else [1, 2] if 0 in self.numbered else [2]

    def shown_next(self, url: str) -> str | None:
        """Return the page that is shown as the next of the one at `url`.

        That one is not linked, or leads to itself: 1 [2] 3.
        """
        shown = self.shown
        own = next((number for number, target in shown.items() if target == url), None)
        gap = next((number + 1 for number in shown if number + 2 in shown and number + 1 not in shown), 1)
        return shown.get((own or gap) + 1)


def pages_of_same(tree: LexborHTMLParser, links: PageLinks, url: str) -> Pages:
    """Return the pages of the same listing that a page at `url` links to."""
    base = listing_base(url)
    pages = Pages()
    for node in tree.css(_TO_PAGES)[:MAX_ANCHORS]:
        target = links.target_of(node, "href" if node.tag == "a" else "value")
        if not target:
            continue
        text = node.text(strip=True)
        number, is_same, last = page_number(target), listing_base(target) == base, _number_below(target, base)
        if (shown := _SHOWN_NUMBER.fullmatch(text)) and number is None:
            counts_itself = not _DAY.search(urlsplit(target).query) if is_same else last == shown[1]
            if counts_itself:
                pages.shown.setdefault(int(shown[1]), target)
        if not (is_same or last) or (number is None and is_article(target)):
            continue
        if number is not None:
            pages.numbered.setdefault(number, target)
        # An arrow may be a picture, whose meaning stands in an attribute.
        names = (text, *(node.attributes.get(name) or "" for name in ("title", "aria-label")))
        if target != url and any(map(_NEXT.fullmatch, names)):
            pages.called_next.append(target)
    return pages


def _number_below(target: str, base: str) -> str:
    """Return the number that an address adds to that of a listing, or has in the place of the one there."""
    path = listing_base(target)
    last = _LAST_NUMBER.search(path)
    return last[1] if last and path[: last.start()] == _LAST_NUMBER.sub("", base) else ""
