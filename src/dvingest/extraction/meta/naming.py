"""The address that a page names as its own, and whether it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from dvingest.extraction.dom.head import Head
from dvingest.extraction.text import plain_words
from dvingest.plvn.urls import (
    article_id,
    canonical_url,
    has_cms_number,
    is_article,
    is_newspaper_host,
    slug_of,
)

# Joining with the page's address changes nothing in these.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+/[\w./-]*", re.ASCII)

_POST = re.compile(r"-(?:post)?\d+$", re.ASCII)
_OF_THIS_TITLE = 0.8
"""So many of a slug's words stand in the title that it was made of."""
_OF_SOME_TITLE = 0.5
"""So many of them may stand in it after it was edited."""
_WORDS_THAT_TELL = 4
"""A slug of fewer words may be a name that an editor gave."""


def read_canonical(head: Head, url: str, title: str) -> str | None:
    """Return the address the page names as its own, if it is an article of the host it was fetched from.

    An editor's mistake, or a template's, names another article, whose row would get this text.
    """
    for value in (head.canonical, head.metas.get("og:url")):
        if not value:
            continue
        try:
            target = value if _PLAIN_ADDRESS.fullmatch(value) else urljoin(url, value.strip())
            host = urlsplit(target).hostname
            same = host == urlsplit(url).hostname
        except ValueError:
            continue
        is_saved = same and not is_newspaper_host(host) and bool(urlsplit(target).path.strip("/"))
        if is_saved or (is_article(target) and not _names_another(target, url, title)):
            return canonical_url(target)
    return None


def is_another_article(own: str, url: str) -> bool:
    """Tell whether the page served at `url` is that of another article, by the address it rightly names as its own.

    A number may have gone out of an address and a title may have been edited: some of the slug's words stay.
    """
    if not is_article(url) or article_id(own) == article_id(url):
        return False
    words, others = (frozenset(plain_words(_POST.sub("", slug_of(address)))) for address in (own, url))
    fewer = min(len(words), len(others))
    return fewer >= _WORDS_THAT_TELL and len(words & others) / fewer < _OF_SOME_TITLE


def _names_another(target: str, url: str, title: str) -> bool:
    """Tell whether an address is that of another article than the one at `url`: the words of its slug tell."""
    if target == url or not is_article(url) or article_id(target) == article_id(url):
        return False
    words = frozenset(plain_words(title))
    of_target, of_url = (_share(plain_words(_POST.sub("", slug_of(address))), words) for address in (target, url))
    # Slugs alone may both be of this title, before and after it was edited; two numbers never are of one article.
    are_numbered = has_cms_number(target) and has_cms_number(url)
    return of_url >= _OF_THIS_TITLE and of_target < (of_url if are_numbered else _OF_SOME_TITLE)


def _share(slug: Sequence[str], words: frozenset[str]) -> float:
    """Return how many of a slug's words stand in a title; 1 where it has no words to judge by."""
    return sum(word in words for word in slug) / len(slug) if slug else 1.0
