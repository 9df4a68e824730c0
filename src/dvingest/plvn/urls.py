"""The newspaper's addresses: which are articles, what names one for good, what section they stand in."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import SplitResult, quote, unquote, urlsplit

MAIN_HOST = "baophapluat.vn"
FRONT_PAGE = f"https://{MAIN_HOST}/"

HOSTS = frozenset(
    {
        MAIN_HOST,
        "www.baophapluat.vn",
        "m.baophapluat.vn",
        "doanhnhan.baophapluat.vn",
        "phapluatplus.baophapluat.vn",
        "sao.baophapluat.vn",
        "dn.baophapluat.vn",
        "phapluatplus.vn",
        "www.phapluatplus.vn",
    }
)
"""Hosts that have been seen to serve pages of the newspaper."""

# One name per host, so that an article has one id whichever of the names it was asked for under.
_HOST_NAMES = {
    "www.baophapluat.vn": MAIN_HOST,
    # The pages for telephones carry the numbers of the main host: post376408 there is of December 2020.
    "m.baophapluat.vn": MAIN_HOST,
    "phapluatplus.vn": "phapluatplus.baophapluat.vn",
    "www.phapluatplus.vn": "phapluatplus.baophapluat.vn",
}

# First path segments under which nothing is an article, whatever the ending.
_NOT_ARTICLE_FOLDERS = frozenset(
    {
        *("api", "chuyen-muc", "media", "podcast", "podcasts", "static", "rss", "sitemaps", "sitemap"),
        *(
            "tag",
            "tags",
            "tu-khoa",
            "chu-de",
            "su-kien",
            "tim-kiem",
            "search",
            "stores",
            "uploaded",
            "ajax",
            "author",
            "tac-gia",
        ),
    }
)

_TAG_FOLDERS = frozenset({"tag", "tags", "tu-khoa"})

# Slugs of sections and standing pages, which era D and some listings also write with `.html` at the root.
_STANDING_PAGES = """
    index home trang-chu tin-moi lien-he gioi-thieu quang-cao toa-soan dieu-khoan chinh-sach-bao-mat dat-bao rss sitemap
    thong-tin-quang-cao thong-tin-toa-soan lien-he-quang-cao lien-he-toa-soan dang-nhap dang-ky tim-kiem multimedia
    video videos podcast media infographic emagazine e-magazine longform anh photo e-news tin-doc-nhieu
    chinh-tri kinh-te xa-lo-phap-luat xa-hoi ban-doc song-khoe nhip-song-hom-nay thoi-su kinh-doanh tu-phap phap-luat
    dan-sinh tieu-dung-du-luan bat-dong-san su-kien-ban-luan nhip-song tu-van-365 theo-dong-su-kien cong-nghe xe
    the-gioi-sao quoc-te van-hoa giao-duc moi-truong giao-thong y-te giai-tri the-thao du-lich tai-chinh chung-khoan
    ngan-hang kinh-te-so doanh-nghiep doanh-nhan doanh-nghiep-doanh-nhan thoi-su-chinh-tri tin-nong phap-dinh dieu-tra
    tin-dia-phuong ban-sac-viet song-an-vui gioi-thieu-sach sang-tac chinh-sach thi-truong phong-thuy khong-gian-xinh
    nha-dep san-giao-dich cu-tri tu-van don-thu van-ban-moi ban-doc-don-thu phap-luat-tin-nong hoat-dong-bo-truong
    hoat-dong-nganh-tu-phap multimedia-plus
    """
_NOT_ARTICLE_SLUGS = frozenset(_STANDING_PAGES.split())

_TAG_PAGE = re.compile(r"-tag\d+$", re.ASCII)
_PAGE_NUMBER = re.compile(r"^(?:trang|page)-?\d+$", re.ASCII)
_POST = re.compile(r"-post(\d{1,12})$", re.ASCII)
_BARE = re.compile(r"-(\d{4,9})$", re.ASCII)
# Figures in slugs are cut at their separators ("25-600-ty"), so five digits in a row at the end are the CMS's number.
_BARE_ON_SUBDOMAIN = re.compile(r"-(\d{5,7})$", re.ASCII)
_MASTER_CMS = re.compile(r"-(d\d{3,9})$", re.ASCII)
_DETAIL = re.compile(r"^/tin-tuc/chi-tiet/(\d{1,12})/?$", re.ASCII)
_YEAR = re.compile(r"^(?:19|20)\d\d$", re.ASCII)
# Where other papers of the vendor keep their AMP pages: in a folder of that name, or behind the address of the article.
_AMP = re.compile(r"^/amp(?=/)|(?<=\.html)/amp/?$", re.IGNORECASE)
_PAGE_ENDING = re.compile(r"\.(?:html?|amp)$", re.IGNORECASE)
_ID_FORM = re.compile(r"^[a-z0-9/._-]+$")
_STROKE = re.compile(r"(?<=\.html)/+$", re.IGNORECASE)
# Servers that cannot rely on cookies write the session into every link, anew for every reader.
_SESSION = re.compile(r";[a-z]*sess?(?:ion)?_?id=[^/;]*", re.IGNORECASE)
# Added by feeds, social networks and mail; the page is the same without them.
_TRACKING = re.compile(r"^(?:utm_[a-z]+|fbclid|gclid|zarsrc|zalo_[a-z]+|ref|from)$", re.ASCII)
_MAX_SLUG = 150


def is_newspaper_host(host: str | None) -> bool:
    """Tell whether `host` is the newspaper's main host, a subdomain of it, or the old name of one."""
    name = (host or "").lower().rstrip(".")
    return name in HOSTS or name.endswith(f".{MAIN_HOST}")


# A page names its own address in several places.
@lru_cache(maxsize=64)
def is_article(url: str) -> bool:
    """Tell whether `url` has the form of an article of the newspaper; the page may still turn out to be none."""
    parts = _plain_parts(url)
    if parts is None or not is_newspaper_host(parts.hostname):
        return False
    if _DETAIL.match(parts.path):
        return True
    folders, slug = _folders_and_slug(parts.path)
    if is_listing(url) or not _PAGE_ENDING.search(parts.path):
        return False
    if _cms_number(parts) is not None:
        return True
    # Without a number the slug is all there is: a title has several words, and below a section even more,
    # as sub-sections are written there in the same way.
    return slug.count("-") >= (3 if folders else 1)


def is_listing(url: str) -> bool:
    """Tell whether `url` is certainly no article: front page, section, tag, search, feed, media or standing page."""
    parts = _plain_parts(url)
    if parts is None:
        return False
    folders, slug = _folders_and_slug(parts.path)
    if _DETAIL.match(parts.path):
        return False
    if not _NOT_ARTICLE_FOLDERS.isdisjoint((*folders[:1], slug)):
        return True
    if _TAG_PAGE.search(slug) or _PAGE_NUMBER.match(slug) or slug in _NOT_ARTICLE_SLUGS:
        return True
    return not slug or parts.path.lower().endswith((".rss", ".xml", ".xml.gz"))


def is_tag_page(url: str) -> bool:
    """Tell whether `url`, which may be relative, has the form of a page that lists what has one tag."""
    parts = parts_of(url)
    if parts is None:
        return False
    folders, slug = _folders_and_slug(parts.path)
    return bool(folders and folders[0] in _TAG_FOLDERS and (slug or len(folders) > 1)) or bool(_TAG_PAGE.search(slug))


@lru_cache(maxsize=64)
def canonical_url(url: str) -> str:
    """Return `url` with `https`, one name per host, no query, no fragment, no port; what is unreadable as it is.

    An AMP page is named by its twin; one that ends in `.amp` only where a number says which that is.
    """
    parts = _plain_parts(url)
    if parts is None or not parts.hostname:
        return url.strip()
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    if path.endswith(".amp") and is_newspaper_host(parts.hostname) and _cms_number(parts) is not None:
        path = f"{path.removesuffix('.amp')}.html"
    return f"https://{_host(parts)}{quote(unquote(path), safe='/:@!$&()*+,;=~-._')}"


def without_tracking(url: str) -> str:
    """Return `url` without what only tells who reads it and where from; other parameters stay, in their order."""
    address, mark, query = url.partition("?")
    address = _SESSION.sub("", address)
    if not mark:
        return address
    kept = [pair for pair in query.split("&") if not _TRACKING.match(pair.partition("=")[0].lower())]
    return f"{address}?{'&'.join(kept)}" if kept else address


def article_id(url: str) -> str:
    """Return the name of the article that stays the same over eras.

    `plvn:384250` where the main host's CMS gave a number, `plvn:<host>/<number>` on a subdomain, as each counts on its
    own, else `plvn:<host>/<slug>`.
    """
    parts = _plain_parts(url)
    if parts is None or not parts.hostname:
        return f"plvn:unknown/{_digest(url)}"
    host = _host(parts)
    number = _cms_number(parts)
    if number is not None:
        return f"plvn:{number}" if host == MAIN_HOST else f"plvn:{_bounded(host)}/{number}"
    _, slug = _folders_and_slug(parts.path)
    if not slug:
        slug = unquote(parts.path).strip("/").lower()
    return f"plvn:{_bounded(host)}/{_bounded(slug or 'index')}"


def has_cms_number(url: str) -> bool:
    """Tell whether the CMS's number stands in `url`, which makes its id independent of slug and section."""
    parts = _plain_parts(url)
    return parts is not None and _cms_number(parts) is not None


def slug_of(url: str) -> str:
    """Return the last piece of the path without its ending, in small letters: the words of a title, then a number."""
    parts = _plain_parts(url)
    return _folders_and_slug(parts.path)[1] if parts is not None else ""


def section_slug(url: str) -> str | None:
    """Return the section named in the path: `thoi-su` for `/thoi-su/…-123456.html`; None where it names none."""
    parts = _plain_parts(url)
    if parts is None:
        return None
    folders, slug = _folders_and_slug(parts.path)
    if folders and folders[0] == "chuyen-muc":
        return folders[1] if len(folders) > 1 else (slug or None)
    if folders and folders[0] not in _NOT_ARTICLE_FOLDERS and not _DETAIL.match(parts.path):
        return folders[0]
    return slug if not folders and slug in _NOT_ARTICLE_SLUGS else None


@lru_cache(maxsize=64)
def parts_of(url: str) -> SplitResult | None:
    """Return the parts of `url`; None where it cannot be read."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.hostname
    except ValueError:
        return None
    return parts


@lru_cache(maxsize=64)
def _plain_parts(url: str) -> SplitResult | None:
    """Return the parts of `url` as the page is really called.

    Without the session of a reader and a stroke behind the ending; those of its twin where it is an AMP page in a
    folder or behind an article.
    """
    parts = parts_of(url)
    if parts is None or not is_newspaper_host(parts.hostname):
        return parts
    return parts._replace(path=_STROKE.sub("", _AMP.sub("", _SESSION.sub("", parts.path))))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().rstrip(".")
    return _HOST_NAMES.get(host, host)


@lru_cache(maxsize=64)
def _folders_and_slug(path: str) -> tuple[tuple[str, ...], str]:
    """Return the path's folders and its last piece without ending; a path that ends in "/" has no last piece."""
    pieces = [piece for piece in normalize("NFC", unquote(path).lower()).split("/") if piece]
    if not pieces or path.endswith("/"):
        return tuple(pieces), ""
    return tuple(pieces[:-1]), _PAGE_ENDING.sub("", pieces[-1])


def _cms_number(parts: SplitResult) -> str | None:
    detail = _DETAIL.match(parts.path)
    if detail:
        return detail[1]
    if not _PAGE_ENDING.search(parts.path):
        return None
    folders, slug = _folders_and_slug(parts.path)
    post = _POST.search(slug)
    if post:
        return post[1]
    if _host(parts) != MAIN_HOST:
        found = _BARE_ON_SUBDOMAIN.search(slug) or _MASTER_CMS.search(slug)
        return found[1] if found else None
    # At the root a number at the end belongs to the title ("…-nam-2025.html"): eras A and B wrote the section first.
    bare = _BARE.search(slug) if folders else None
    return bare[1] if bare and not _YEAR.match(bare[1]) else None


def _bounded(text: str) -> str:
    """Return `text` if short and plain, else its plain beginning with a digest, so that ids stay usable in keys."""
    if len(text) <= _MAX_SLUG and _ID_FORM.match(text) and ".." not in text:
        return text
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:100]
    return f"{plain}-{_digest(text)}" if plain else _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
