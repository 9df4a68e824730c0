"""One picture: its address, its size, and what stays the same of it over the years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

from dvingest.extraction.fragment.tree import Element
from dvingest.extraction.text import normalise_text
from dvingest.model import Image

_ADDRESSES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-photo-original-src",
    "data-img-src",
    "data-echo",
    "src",
)
_PLACEHOLDER = re.compile(
    # The whole name, with at most a size or a word for it: "dot-" and "loading-" begin the names of real pictures.
    r"(?:^|/)(?:blank|spacer|gr[ea]y|loading|lazy|lazyload|placeholder|pixel|no-?image|transparent|1x1|dot)"
    r"(?:[_-]?(?:\d{1,4}(?:x\d{1,4})?|gif|bg|img|image|spinner|icon))?\.(?:gif|png|svg|jpe?g)$",
    re.IGNORECASE,
)
# What stands beside text and is no picture of the article: portraits of authors, drawings and codes of the site.
_FURNITURE = re.compile(
    r"/(?:avatars?|static|emoji(?:\.php)?)/|/logo(?:[_-](?:print|in|header|footer|plvn))?\.\w{3,4}$|/made_with_\w+\.svg$|"
    r"/qr(?:[_-]?(?:code|app|zalo))?[_-]?\d{0,2}\.\w{3,4}$",
    re.IGNORECASE,
)
# What counts readers by a picture nobody sees.
_TRACKER = re.compile(
    r"//(?:[\w-]+\.)*(?:facebook\.com/tr|scorecardresearch\.com|doubleclick\.net|google-analytics\.com)\b|/(?:pixel|collect)\?"
)
_ICON_CLASSES = frozenset({"emoji", "icon", "wp-smiley", "emoticon", "avatar"})
_MAX_ICON = 40
# Adverts have sizes like 728x90 and 980x120; what the newsroom uploaded, in a folder of its day, may be a wide view.
_STRIP, _MAX_STRIP = 6, 130
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;:]*?url\(\s*[\"']?([^\"')\s]+)", re.IGNORECASE)
_BACKGROUND_NAMES = ("data-bg", "data-background-image", "data-background", "data-bg-url")
# A line or a pattern that sets parts off.
_DECORATION = re.compile(r"repeat-[xy]|(?<![-\w])height\s*:\s*(?:[0-3]?\d|40)px", re.IGNORECASE)
_DRAWING = re.compile(r"\.svg(?:\?|$)", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"[^\s,]+\.(?:jpe?g|png|webp|gif|avif)(?:\?[^\s,]*)?", re.IGNORECASE)
# A first impression, or what is shown where the picture cannot be had.
_STAND_INS = re.compile(r"blur|low|tiny|placeholder|error|fallback|avatar|thumb")
# What editors' programs write where nobody described the picture: title and number, the file's name, a number.
_EMPTY_ALT = re.compile(
    r"(?:^|[\s–-])(?:[aả]nh|h[iì]nh(?: [aả]nh)?)\s*\d+(?:\s+\S+\.(?:jpe?g|png))?\.?$|"
    r"^[\w.-]+\.(?:jpe?g|png|gif|webp)$|^[\w-]*\d[\w-]*$",
    re.IGNORECASE,
)
# Frameworks serve pictures by such a page, which names the picture itself.
_RESIZER = ("/_next/image", "/_vercel/image")
# As nearly all are: nothing in it has to be taken apart.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(/[\w.,~%+@=/-]*)", re.ASCII)
_DATED = re.compile(r"/(\d{4}_\d{2}_\d{2})/([^/]+)$", re.ASCII)
_SIZE_FOLDER = re.compile(r"/(?:w\d+|h\d+|\d+x\d+|thumb(?:_w|s)?|zoom|resize|crop)(?=/)", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", re.ASCII)


@dataclass(slots=True)
class Picture:
    """A picture while the article is being read."""

    url: str | None
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    alt: str = ""
    declared: str = ""
    """A caption that no reader sees before a script shows it."""

    @property
    def identity(self) -> str:
        """What stays the same over sizes, hosts and years of serving: date folder and file name, if it has them."""
        return picture_identity(self.url) if self.url else f"caption:{self.caption}"

    def as_image(self) -> Image:
        """Return the record that is kept."""
        return Image(self.url, self.caption, self.credit, self.width, self.height)


def picture_identity(url: str) -> str:
    """Return a key that is equal for two addresses of one picture.

    The year after `Uploaded/` is that of serving and the folder behind it an encoding of the user's name, so neither
    counts; the folder of the upload's day and the file's name do.
    """
    path = urlsplit(url).path
    dated = _DATED.search(path)
    if dated:
        return f"{dated[1]}/{dated[2].lower()}"
    return _SIZE_FOLDER.sub("", path).lower()


def merge_pictures(pictures: Iterable[Picture]) -> list[Picture]:
    """Return each picture once, at its first place, with the first caption and credit that any showing of it has."""
    found: dict[str, Picture] = {}
    for picture in pictures:
        identity = picture.identity
        earlier = found.get(identity)
        if earlier is None:
            found[identity] = picture
            continue
        earlier.caption = earlier.caption or picture.caption
        earlier.credit = earlier.credit or picture.credit
        earlier.width, earlier.height = earlier.width or picture.width, earlier.height or picture.height
    return list(found.values())


def read_img(img: Element, base: str) -> Picture | None:
    """Return the picture of an `img`; None if it is a drawing of the page and no picture of the article."""
    attributes = img.attributes
    width, height = _pixels(attributes, "width"), _pixels(attributes, "height")
    if width is not None and height is not None and max(width, height) <= _MAX_ICON and "data-src" not in attributes:
        return None
    if not _ICON_CLASSES.isdisjoint(img.class_names):
        return None
    url = _address(attributes, base)
    path = urlsplit(url).path if url is not None else ""
    if url is not None and _TRACKER.search(url):
        return None
    is_strip = width is not None and height is not None and height <= _MAX_STRIP and width >= _STRIP * height
    if (is_strip or _FURNITURE.search(path)) and not _DATED.search(path):
        return None
    return Picture(
        url=url,
        width=width,
        height=height,
        alt=normalise_text(attributes.get("alt", "")),
    )


def is_empty_alt(text: str) -> bool:
    """Tell whether an `alt` is what a program wrote: it says nothing of the picture."""
    return _EMPTY_ALT.search(text) is not None


def is_blank(node: Element) -> bool:
    """Tell whether an element holds nothing but space."""
    return all(isinstance(child, str) and child.isspace() for child in node.children)


def show_background(node: Element) -> None:
    """Put an `img` into an empty element that shows a picture as its background."""
    attributes = node.attributes
    style = attributes.get("style", "")
    found = _BACKGROUND.search(style)
    address = found[1] if found else next(filter(None, map(attributes.get, _BACKGROUND_NAMES)), None)
    if address is None or _DECORATION.search(style) or _DRAWING.search(address):
        return
    shown = {"src": address, "alt": attributes.get("aria-label", ""), "class": attributes.get("class", "")}
    node.children = [Element("img", shown, node, [])]


def _address(attributes: Mapping[str, str], base: str) -> str | None:
    for name in _ADDRESSES:
        value = attributes.get(name, "").strip()
        if value:
            url = _absolute(value, base)
            if url is not None:
                return url
    sizes = attributes.get("data-srcset") or attributes.get("srcset", "")
    largest = sizes.split(",")[-1].split()
    if largest and "data:" not in sizes:
        return _absolute(largest[0], base)
    # Scripts have many names for it; whatever says the address of a picture does, where nothing else is one.
    for name, value in attributes.items():
        address = _PICTURE_FILE.match(value.strip()) if name.startswith("data-") else None
        if address and not _STAND_INS.search(name):
            return _absolute(address[0], base)
    return None


def _absolute(value: str, base: str) -> str | None:
    try:
        url = value if value.startswith(("http://", "https://")) else urljoin(base, value)
        plain = _PLAIN_ADDRESS.fullmatch(url)
        if plain is not None:
            return None if _PLACEHOLDER.search(plain[1]) else url
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.path.endswith(_RESIZER):
        named = parse_qs(parts.query).get("url", [""])[0]
        return _absolute(named, base) if named else None
    # A host that ends in a colon is the beginning of a second address: two were pasted together.
    is_address = parts.scheme in {"http", "https"} and not parts.netloc.endswith(":")
    return url if is_address and not _PLACEHOLDER.search(parts.path) else None


def _pixels(attributes: Mapping[str, str], side: str) -> int | None:
    for name in (side, f"data-{side}"):
        found = _PIXELS.fullmatch(attributes.get(name, ""))
        if found and int(found[1]) > 0:
            return int(found[1])
    return None
