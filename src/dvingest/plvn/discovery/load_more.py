"""Answers of the load-more API: the articles in them, and what an answer without any says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from dvingest.model import ArticleLink
from dvingest.plvn.discovery.links import MAX_NESTING, PageLinks, Resolve, newspaper_resolver
from dvingest.plvn.discovery.moments import parse_moment, slack_of
from dvingest.plvn.discovery.names import following_page, page_number
from dvingest.plvn.discovery.pages import ListingPage, articles_of
from dvingest.plvn.discovery.xml import MAX_ADDRESS
from dvingest.plvn.urls import is_article, section_slug

# Names of fields in answers for scripts, in small letters.
_ADDRESS_FIELDS = ("url", "link", "href", "share_url", "shareurl")
_DATE_FIELDS = (
    *("date", "publish_time", "published_at", "published", "publishdate", "publish_date", "date_published"),
    *("datepublished", "update_time"),
)
_NEXT_FIELDS = ("next", "nexturl", "nextpage", "nextpageurl", "nextlink")
_GOES_ON = re.compile(r"more|next", re.IGNORECASE)


def parse_load_more(body: bytes, url: str, resolve: Resolve | None = None, now: datetime | None = None) -> ListingPage:
    """Return the articles of a load-more answer: JSON records, JSON with HTML in it, or bare HTML. Never raises."""
    resolve = resolve or newspaper_resolver(url)
    try:
        return _from_json(json.loads(body.decode("utf-8-sig", "replace")), url, resolve, now)
    except (ValueError, RecursionError):
        articles, lists = _from_fragment(body, url, resolve, now)
        return ListingPage(articles, lists, trouble=_trouble_of(body, has_links=bool(articles)))


def listed_in_json_ld(body: bytes, url: str, resolve: Resolve, now: datetime | None) -> tuple[ArticleLink, ...]:
    """Return the articles that a page names in JSON-LD."""
    links: dict[str, ArticleLink] = {}
    for node in LexborHTMLParser(body).css("script[type='application/ld+json']"):
        try:
            answer = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        for link in _links_in_json(answer, url, resolve, now):
            links.setdefault(link.url, link)
    return tuple(links.values())


def _from_json(answer: object, url: str, resolve: Resolve, now: datetime | None) -> ListingPage:
    links: dict[str, ArticleLink] = {}
    for link in _links_in_json(answer, url, resolve, now):
        links.setdefault(link.url, link)
    found = tuple(links.values())
    trouble = "" if links or _holds_list(answer) or _holds_nothing(answer) else "no_list"
    following = _named_next(answer, resolve)
    if following is None or (not following and page_number(url) is not None):
        following = (following_page(url),)
    return ListingPage(found, (found,), following if links else (), trouble=trouble)


def _named_next(answer: object, resolve: Resolve) -> tuple[str, ...] | None:
    """Return the address of the next answer as this one names it, () where it says that there is none.

    None where it says nothing of it. The articles in an answer may have followers of their own, so lists are left.
    """
    for name, value in answer.items() if isinstance(answer, dict) else ():
        if str(name).lower().replace("_", "") in _NEXT_FIELDS:
            target = resolve(value) if isinstance(value, str) and "/" in value and len(value) <= MAX_ADDRESS else None
            if target or not value:
                return (target,) if target else ()
        found = _named_next(value, resolve)
        if found is not None:
            return found
    return None


def _trouble_of(body: bytes, *, has_links: bool) -> str:
    """Tell what is wrong with an answer that is no JSON: fragments of HTML have no title."""
    begin = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begin in (b"{", b"[", b""):
        return "broken" if begin else "empty"
    return "no_list" if b"<title" in body.lower() and not has_links else ""


def _holds_list(answer: object) -> bool:
    """Tell whether an answer without articles has a place for them: a list, or HTML that is empty."""
    values = answer.values() if isinstance(answer, dict) else ()
    return isinstance(answer, list) or answer == "" or any(map(_holds_list, values))


def _holds_nothing(answer: object) -> bool:
    """Tell whether an answer is null, as some servers write an empty list, and nothing in it speaks of an error."""
    leaves = list(_leaves(answer))
    return any(value is None for _, value in leaves) and not any(_may_be_error(*leaf) for leaf in leaves)


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, str(key))
    else:
        yield name, value


def _may_be_error(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return not value and not _GOES_ON.search(name)
    return value is not None and not (isinstance(value, int) and 0 <= value < 400)


def _from_fragment(
    html: bytes | str, url: str, resolve: Resolve, now: datetime | None
) -> tuple[tuple[ArticleLink, ...], tuple[tuple[ArticleLink, ...], ...]]:
    tree = LexborHTMLParser(html)
    return articles_of(tree, PageLinks(tree, resolve), url, now)


def _links_in_json(
    value: object, url: str, resolve: Resolve, now: datetime | None, depth: int = 0
) -> Iterator[ArticleLink]:
    if depth > MAX_NESTING:
        return
    if isinstance(value, list):
        for entry in value[:1_000]:
            yield from _links_in_json(entry, url, resolve, now, depth + 1)
    elif isinstance(value, str):
        if "<a" in value and "href" in value:
            yield from _from_fragment(value, url, resolve, now)[0]
    elif isinstance(value, dict):
        fields = {str(key).lower(): entry for key, entry in value.items()}
        address = next((fields[key] for key in _ADDRESS_FIELDS if isinstance(fields.get(key), str)), None)
        target = resolve(address) if address and len(address) <= MAX_ADDRESS else None
        if target and is_article(target):
            dated = (fields.get(key) for key in _DATE_FIELDS)
            shown = next((entry for entry in dated if entry and parse_moment(entry, now)), None)
            yield ArticleLink(target, parse_moment(shown, now), section_slug(target), url, slack_of(shown))
            return
        for entry in value.values():
            if isinstance(entry, list | dict | str):
                yield from _links_in_json(entry, url, resolve, now, depth + 1)
