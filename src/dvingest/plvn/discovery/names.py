"""What the address of a listing says: the days a sitemap file covers, the page number of a section page."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dvingest.windows import DateWindow, first_of_next_month

# news-2019-4.xml, 2026-01, 2026-1-15, 2026-1-15-31: the forms seen or accepted by other readers of the newspaper.
_PARTED = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_./](?P<m>\d{1,2})(?:[-_./](?P<d>\d{1,2})(?:[-_./](?P<e>\d{1,2}))?)?(?!\d)"
)
_PACKED = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)?(?!\d)")
# /2026/11/29.xml, /2026/11.xml, /2026/thang-11.xml; 2026/5.xml may as well be the fifth file of the year.
_IN_FOLDERS = re.compile(
    r"/(?P<y>20\d\d)/(?:(?P<m>\d{1,2})/(?:ngay-?)?(?P<d>\d{1,2})|(?:thang-?|month-?|(?=\d\d\.))(?P<m2>\d{1,2}))\.\w+(?:\.gz)?$",
    re.ASCII,
)
_YEAR = re.compile(r"(?<!\d)(?P<y>20\d\d)(?!\d)")

# page-sitemap.xml lists standing pages, sitemap.xml?page=3 is a third of all.
_NO_ARTICLES = re.compile(r"topic|tag|chu-de|author|tac-gia|image|photo|static|page(?![-_=]?\d)", re.IGNORECASE)
_SECTIONS = re.compile(r"categor|section|zone|chuyen-?muc", re.IGNORECASE)
_RECENT = re.compile(r"latest|google-?news|news-?sitemap|sitemap-?news|moi-nhat|recent", re.IGNORECASE)

_PAGE_PARAMETERS = ("page", "p", "trang", "pageindex")
_PAGE_IN_PATH = re.compile(
    r"(?P<head>/(?:trang|page)[-/]?|/p|-trang-|-p)(?P<n>\d{1,6})(?P<tail>/?|\.html?)$", re.IGNORECASE | re.ASCII
)
_LINK = re.compile(r"<([^<>]{1,2000})>([^<]*)")
_REL_NEXT = re.compile(r"""\brel\s*=\s*(?:["'](?:[^"']*\s)?)?next(?=[\s"',;]|$)""", re.IGNORECASE)
_LOAD_MORE = re.compile(
    r"(?P<head>/morenews-[a-z]+-\d{1,9}-)(?P<n>\d{1,6})(?P<tail>(?:\.html?)?)$", re.IGNORECASE | re.ASCII
)


class SitemapKind(Enum):
    """What a sitemap file is for, by its name."""

    ARTICLES = "articles"
    RECENT = "recent"
    """Only the newest articles, which the file of the month lists as well."""
    SECTIONS = "sections"
    OTHER = "other"
    """Topics, tags, pictures: no articles in it."""


def kind_of_sitemap(url: str) -> SitemapKind:
    """Return what a sitemap file is for; what its name does not tell counts as articles."""
    name = _name(url)
    if span_of_sitemap(url):
        return SitemapKind.OTHER if re.search(r"topic|tag|author", name, re.IGNORECASE) else SitemapKind.ARTICLES
    if _SECTIONS.search(name):
        return SitemapKind.SECTIONS
    if _RECENT.search(name):
        return SitemapKind.RECENT
    return SitemapKind.OTHER if _NO_ARTICLES.search(name) else SitemapKind.ARTICLES


def span_of_sitemap(url: str) -> DateWindow | None:
    """Return the days in the file's name or in that of its folders, None where they name none or an impossible one."""
    name = _name(url)
    places = ((_IN_FOLDERS, urlsplit(url).path), (_PARTED, name), (_PACKED, name), (_YEAR, name))
    found = next((match for form, text in places if (match := form.search(text))), None)
    return _span({key[0]: int(value) for key, value in found.groupdict().items() if value}) if found else None


def page_number(url: str) -> int | None:
    """Return the page number in a listing's address, None where there is none (the first page)."""
    parts = urlsplit(url)
    for key, value in parse_qsl(parts.query):
        if _is_page_number(key, value):
            return int(value)
    found = _LOAD_MORE.search(parts.path) or _PAGE_IN_PATH.search(parts.path)
    return int(found["n"]) if found else None


def _is_page_number(key: str, value: str) -> bool:
    return key.lower() in _PAGE_PARAMETERS and value.isascii() and value.isdigit() and len(value) <= 6


def is_load_more(url: str) -> bool:
    """Tell whether the address is one of the load-more API, which answers JSON."""
    return bool(_LOAD_MORE.search(urlsplit(url).path))


def following_page(url: str, step: int = 1) -> str:
    """Return the address of the next page in the form this one has; `?page=2` where it has no number yet."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for index, (key, value) in enumerate(pairs):
        if _is_page_number(key, value):
            pairs[index] = (key, str(int(value) + step))
            return urlunsplit(parts._replace(query=urlencode(pairs)))
    for form in (_LOAD_MORE, _PAGE_IN_PATH):
        found = form.search(parts.path)
        if found:
            path = parts.path[: found.start()] + f"{found['head']}{int(found['n']) + step}{found['tail']}"
            return urlunsplit(parts._replace(path=path))
    return urlunsplit(parts._replace(query=urlencode([*pairs, ("page", str(1 + step))])))


def next_in_header(value: str) -> str:
    """Return the address that a `Link` header calls the next page, empty where it names none."""
    return next((link[1].strip() for link in _LINK.finditer(value) if _REL_NEXT.search(link[2])), "")


def listing_base(url: str) -> str:
    """Return the address without page number, ending and query: equal for all pages of one section."""
    path = _PAGE_IN_PATH.sub("", urlsplit(url).path)
    return re.sub(r"\.html?$", "", path, flags=re.IGNORECASE).rstrip("/").lower()


def is_page_of(listing: str, url: str) -> bool:
    """Tell whether the address is that of a numbered page of a listing."""
    return page_number(url) is not None and listing_base(url) == listing_base(listing)


def names_below(url: str, listing: str) -> tuple[str, ...]:
    """Return what an address adds to that of a listing, () if it is none of its parts.

    A part stands in the section's folder, or is joined to it with a hyphen: /chuyen-muc/phap-luat-tin-nong.
    """
    base, below = listing_base(listing), listing_base(url)
    rest = below.removeprefix(base) if base and below.startswith(base) else ""
    return tuple(rest[1:].split("/")) if rest[:1] in ("/", "-") and len(rest) > 1 else ()


def _name(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.rstrip("/").rpartition("/")[2] + "?" + parts.query


def _span(fields: dict[str, int]) -> DateWindow | None:
    try:
        if "m" not in fields:
            return DateWindow(date(fields["y"], 1, 1), date(fields["y"] + 1, 1, 1))
        month = date(fields["y"], fields["m"], 1)
        if "d" not in fields:
            return DateWindow(month, first_of_next_month(month))
        first = month.replace(day=fields["d"])
        if "e" not in fields:
            return DateWindow.of_days(first, first)
        # A range that ends on a smaller day runs into the next month; 2026-2-26-30 ends with February.
        end_month = month if fields["e"] >= fields["d"] else first_of_next_month(month)
        last = min(fields["e"], (first_of_next_month(end_month) - timedelta(days=1)).day)
        return DateWindow.of_days(first, end_month.replace(day=last))
    except ValueError:
        return None
