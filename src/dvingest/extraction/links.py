"""Where a link leads: to another article, to another page of the same newspaper, or elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from dvingest.plvn.urls import is_article, is_newspaper_host

_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|webp|mp[34])$", re.IGNORECASE)
_PAGE = re.compile(r"\.(?:html?|aspx|tpo|vnp|vov|epi|chn|ldo|shtml)$", re.IGNORECASE)

_FURTHER = re.compile(r"(?:^|&)(?:page|trang|p)=(?:[2-9]|[1-9]\d)(?:&|$)", re.IGNORECASE | re.ASCII)

AUTHOR_FOLDERS = ("/tac-gia/", "/author/")
"""Where the newspaper and papers like it list what one author wrote."""


def leads_to_author(href: str) -> bool:
    """Tell whether a link leads to the page that lists what one author wrote."""
    return any(folder in href for folder in AUTHOR_FOLDERS)


def leads_to_other_page(href: str, base: str) -> bool:
    """Tell whether a link leads to another page of the site of `base`: no attachment, no place on the same page."""
    try:
        target = urlsplit(urljoin(base, href))
        here = urlsplit(base)
    except ValueError:
        return False
    if _ATTACHMENT.search(target.path) or len(target.path) < 2:
        return False
    if href.startswith("#") or (target.path == here.path and target.fragment):
        return False
    return _site(target.hostname) == _site(here.hostname)


def leads_to_other_article(href: str, base: str) -> bool:
    """Tell whether a link leads to another article of the site of `base`."""
    if not leads_to_other_page(href, base):
        return False
    target = urljoin(base, href)
    parts = urlsplit(target)
    if is_newspaper_host(parts.hostname):
        return is_article(target)
    return bool(_PAGE.search(parts.path)) and parts.path.count("-") >= 2


def leads_to_further_part(href: str, base: str) -> bool:
    """Tell whether a link leads to a further page of the article at `base`: "?page=2"."""
    try:
        target, here = urlsplit(urljoin(base, href)), urlsplit(base)
    except ValueError:
        return False
    is_same = (target.hostname, target.path) == (here.hostname, here.path)
    return is_same and target.query != here.query and _FURTHER.search(target.query) is not None


def _site(host: str | None) -> str:
    labels = (host or "").lower().split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in {"com", "org", "net", "gov", "edu"} else 2
    return ".".join(labels[-keep:])
