"""Addresses that tell articles apart by a number in their query, which is no part of an article's name."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from dvingest.plvn.urls import has_cms_number

MANY = 3
"""So many numbers of one parameter are those of articles: what tells readers or moments apart is one on a page."""

# No years, and no days.
_NUMBER = re.compile(r"(?:^|&)([a-z_-]{1,20})=(?!(?:19|20)\d\d(?:[01]\d[0-3]\d)?(?:&|$))(\d{4,12})(?=&|$)", re.ASCII)
# A column of comments leads many times to one article, and caches are passed by with the moment or a version.
_OF_ONE_ARTICLE = re.compile(r"comment|cmt|binh-?luan|reply|^(?:t|ts|time|v|ver|version|page)$")


class NumbersInQueries:
    """Watches for articles that would all be taken for one, or for none."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], set[str]] = {}
        """Path and name of a parameter to the numbers it was seen with."""

    def trouble_with(self, url: str) -> str:
        """Return a sentence where the address is one of many that are those of articles; else ""."""
        path, _, query = url.partition("?")
        # Folders are those of sections, films and pictures; all of a newspaper may stand behind its front page.
        is_other = has_cms_number(path) or (path.endswith("/") and urlsplit(path).path != "/")
        for name, number in [] if is_other else _NUMBER.findall(query.lower()):
            if _OF_ONE_ARTICLE.search(name):
                continue
            numbers = self._seen.setdefault((path, name), set())
            numbers.add(number)
            if len(numbers) >= MANY:
                return (
                    f"addresses that differ only in the number behind {path}?{name}= are articles that no id tells "
                    "apart: the newspaper names its articles anew, which dvingest has to learn."
                )
        return ""
