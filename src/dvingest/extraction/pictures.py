"""The pictures of a fragment: each with its caption and credit, taken out of the text around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from dvingest.extraction.text import is_same_text, normalise_text
from dvingest.model import Image
from dvingest.plvn.boilerplate import CREDIT_CLASSES, GROUP_CLASSES, NOTE_CLASSES, PICTURE_CLASSES

MARKER = "dv-picture"
"""Stands in the fragment where a picture was, so that the text keeps its order around it."""

_ADDRESSES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-photo-original-src",
    "data-img-src",
    "src",
)
_PLACEHOLDER = re.compile(
    r"(?:^|/)(?:blank|spacer|grey|gray|loading|lazy|placeholder|pixel|no-?image|transparent|1x1|dot)[\w-]*\.(?:gif|png|svg|jpe?g)$",
    re.IGNORECASE,
)
_DATED = re.compile(r"/(\d{4}_\d{2}_\d{2})/([^/]+)$", re.ASCII)
_SIZE_FOLDER = re.compile(r"/(?:w\d+|h\d+|\d+x\d+|thumb(?:_w|s)?|zoom|resize|crop)(?=/)", re.IGNORECASE)
# Elements that may stand between a picture and its block without meaning anything of their own.
_TRANSPARENT = frozenset(
    {"a", "span", "p", "div", "center", "strong", "em", "b", "i", "picture", "font", "td", "tr", "tbody"}
)
_CREDIT_LABEL = re.compile(r"^(?:ảnh|nguồn ảnh|nguồn|photo|source)\s*:\s*", re.IGNORECASE)
_MAX_CAPTION = 1000


@dataclass(slots=True)
class Picture:
    """A picture while the article is being read."""

    url: str | None
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    alt: str = ""
    in_video: bool = False

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


def take_pictures(soup: BeautifulSoup, root: Tag, base: str) -> tuple[list[list[Picture]], int]:
    """Replace every picture block in `root` by a marker; return its pictures and how many captions were doubled.

    The marker's `n` is the index into the list. Pictures without address and without caption are nothing and vanish.
    """
    groups: list[list[Picture]] = []
    doubled = 0
    taken: set[int] = set()
    for img in root.find_all("img"):
        if id(img) in taken:
            continue
        block = _block_of(img, root)
        read = _read_block(block, base)
        taken.update(id(other) for other in read.images)
        doubled += read.doubled
        if read.pictures:
            marker = soup.new_tag(MARKER)
            marker["n"] = str(len(groups))
            groups.append(read.pictures)
            block.insert_before(marker)
        if read.leftover:
            paragraph = soup.new_tag("p")
            paragraph.append(read.leftover)
            block.insert_before(paragraph)
        block.extract()
    return groups, doubled


def merge_pictures(pictures: Iterable[Picture]) -> list[Picture]:
    """Return each picture once, at its first place, with the first caption and credit that any showing of it has."""
    found: dict[str, Picture] = {}
    for picture in pictures:
        earlier = found.get(picture.identity)
        if earlier is None:
            found[picture.identity] = replace(picture)
            continue
        earlier.caption = earlier.caption or picture.caption
        earlier.credit = earlier.credit or picture.credit
        if earlier.width is None:
            earlier.width, earlier.height = picture.width, picture.height
    return list(found.values())


def classes_of(tag: Tag) -> list[str]:
    """Return the class names of `tag`."""
    value = tag.attrs.get("class")
    if not value:
        return []
    return value.split() if isinstance(value, str) else list(value)


def text_of(node: PageElement) -> str:
    """Return the text of a node on one line; blocks and line breaks in it are separated by a space."""
    if isinstance(node, NavigableString):
        return normalise_text(node) if type(node) is NavigableString else ""
    pieces: list[str] = []
    if isinstance(node, Tag):
        _collect_text(node, pieces)
    return normalise_text("".join(pieces))


_SEPARATES = frozenset(
    {"br", "p", "div", "td", "th", "tr", "li", "figcaption", "h2", "h3", "h4", "table", "figure", "hr"}
)


def _collect_text(tag: Tag, pieces: list[str]) -> None:
    for child in tag.contents:
        # Comments and scripts are strings too, of other types.
        if type(child) is NavigableString:
            pieces.append(child)
        elif isinstance(child, Tag):
            around = " " if child.name in _SEPARATES else ""
            pieces.append(around)
            _collect_text(child, pieces)
            pieces.append(around)


def _block_of(img: Tag, root: Tag) -> Tag:
    """Return the element that holds the picture and what belongs to it, and nothing else."""
    block = img
    parent = img.parent
    while parent is not None and parent is not root:
        if parent.name == "table":
            if not _is_picture_table(parent):
                break
            block = parent
        elif parent.name == "figure" or not PICTURE_CLASSES.isdisjoint(classes_of(parent)):
            if parent.name not in {"td", "tr"} and len(text_of(parent)) <= _MAX_CAPTION:
                block = parent
        elif not GROUP_CLASSES.isdisjoint(classes_of(parent)):
            if len(text_of(parent)) > _MAX_CAPTION:
                break
            return parent
        elif parent.name not in _TRANSPARENT:
            break
        elif parent.name not in {"td", "tr", "tbody"} and not has_text(parent):
            block = parent
        elif parent.name in {"p", "div"} and not _may_continue(parent):
            break
        parent = parent.parent
    return block


def has_text(tag: Tag) -> bool:
    """Tell whether a word stands anywhere in `tag`."""
    for child in tag.contents:
        if type(child) is NavigableString:
            if not child.isspace() and child:
                return True
        elif isinstance(child, Tag) and has_text(child):
            return True
    return False


def _may_continue(parent: Tag) -> bool:
    """Tell whether a box that has text besides its picture can still be part of a larger picture block."""
    above = parent.parent
    for _ in range(4):
        if above is None:
            return False
        if above.name in {"table", "figure"} or not GROUP_CLASSES.isdisjoint(classes_of(above)):
            return True
        if not PICTURE_CLASSES.isdisjoint(classes_of(above)):
            return True
        above = above.parent
    return False


def _is_picture_table(table: Tag) -> bool:
    """Tell a table that frames pictures from one that holds data with a picture in it."""
    names = classes_of(table)
    if not NOTE_CLASSES.isdisjoint(names):
        return False
    if not PICTURE_CLASSES.isdisjoint(names):
        return len(text_of(table)) <= 3 * _MAX_CAPTION
    picture_cells = text_cells = 0
    for row in table.find_all("tr"):
        cells = row.find_all(["td", "th"], recursive=False)
        with_picture = [cell for cell in cells if cell.find("img") is not None]
        texts = [cell.get_text(strip=True) for cell in cells if cell.find("img") is None]
        # A caption is short and stands below its picture; text beside a picture is text.
        if any(len(text_of(cell)) > 400 for cell in with_picture):
            return False
        if with_picture and any(texts):
            return False
        if any(len(text) > 300 for text in texts):
            return False
        picture_cells += len(with_picture)
        text_cells += sum(1 for text in texts if text)
    return picture_cells >= text_cells > 0 or (picture_cells > 0 and text_cells == 0)


@dataclass(slots=True)
class _Block:
    """What a picture block holds."""

    images: list[Tag] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    leftover: str = ""
    """Text that is no caption; nothing of the article is lost with a picture."""
    doubled: int = 0


def _read_block(block: Tag, base: str) -> _Block:
    """Return the pictures of a block with their captions, and what else stands in it."""
    read = _Block()
    if block.name == "img":
        read.images = [block]
        picture = _read_img(block, base)
        read.pictures = [picture] if picture is not None and picture.url else []
        return read
    _sort_contents(block, read)
    found = [picture for picture in (_read_img(img, base) for img in read.images) if picture is not None]
    rest = normalise_text("".join(read.rest))
    unique: list[str] = []
    for caption in read.captions:
        caption, echoed = _without_echo(caption)
        read.doubled += echoed
        if any(is_same_text(caption, other) for other in unique):
            read.doubled += 1
        else:
            unique.append(caption)
    if not unique and rest:
        unique, rest = [rest], ""
    elif rest and any(is_same_text(rest, caption) for caption in unique):
        rest = ""
        read.doubled += 1
    kept = merge_pictures(picture for picture in found if picture.url)
    if not kept and unique:
        kept = [Picture(None)]
    if len(unique) == len(kept) > 1:
        for picture, caption in zip(kept, unique, strict=True):
            picture.caption = caption
    else:
        for picture in kept:
            picture.caption = " ".join(unique) or None
    for picture in kept:
        picture.credit = " ".join(dict.fromkeys(_CREDIT_LABEL.sub("", text) for text in read.credits)) or None
    read.pictures, read.leftover = kept, rest
    return read


def _without_echo(text: str) -> tuple[str, bool]:
    """Return a caption that its cell holds twice once, and whether it did."""
    middle = len(text) // 2
    is_echo = len(text) > 20 and text[middle] == " " and text[:middle] == text[middle + 1 :]
    return (text[:middle], True) if is_echo else (text, False)


def _sort_contents(tag: Tag, read: _Block) -> None:
    for child in tag.contents:
        if type(child) is NavigableString:
            read.rest.append(child)
            continue
        if not isinstance(child, Tag):
            continue
        if child.name == "img":
            read.images.append(child)
            continue
        words = read.credits if _is_credit(child) else read.captions if _is_caption(child) else None
        if words is not None and not _has_img(child):
            inner = _Block()
            if words is read.captions:
                # A caption's cell may hold the credit as well.
                _sort_contents(child, inner)
                read.credits += inner.credits
                text = normalise_text(" ".join([*inner.captions, "".join(inner.rest)]))
            else:
                text = text_of(child)
            if text:
                words.append(text)
            continue
        around = " " if child.name in _SEPARATES else ""
        read.rest.append(around)
        _sort_contents(child, read)
        read.rest.append(around)


def _has_img(tag: Tag) -> bool:
    return any(isinstance(child, Tag) and (child.name == "img" or _has_img(child)) for child in tag.contents)


def _is_credit(tag: Tag) -> bool:
    names = classes_of(tag)
    return not CREDIT_CLASSES.isdisjoint(names) or any(name.lower().endswith(("author", "credit")) for name in names)


def _is_caption(tag: Tag) -> bool:
    if tag.name == "figcaption":
        return True
    names = classes_of(tag)
    return any(name in {"fig", "box-desc", "desc"} or "caption" in name.lower() for name in names)


def _read_img(img: Tag, base: str) -> Picture | None:
    width, height = _pixels(img, "width"), _pixels(img, "height")
    if width is not None and height is not None and width <= 2 and height <= 2 and not img.get("data-src"):
        return None
    return Picture(
        url=_address(img, base),
        width=width,
        height=height,
        alt=normalise_text(str(img.get("alt") or "")),
    )


def _address(img: Tag, base: str) -> str | None:
    for name in _ADDRESSES:
        value = str(img.get(name) or "").strip()
        if value and not value.startswith(("data:", "blob:", "about:", "javascript:")):
            try:
                url = urljoin(base, value)
                parts = urlsplit(url)
            except ValueError:
                continue
            if parts.scheme in {"http", "https"} and not _PLACEHOLDER.search(parts.path):
                return url
    srcset = str(img.get("data-srcset") or img.get("srcset") or "").split(",")[-1].split()
    if srcset and not srcset[0].startswith("data:"):
        try:
            url = urljoin(base, srcset[0])
        except ValueError:
            return None
        return url if url.startswith(("http://", "https://")) else None
    return None


def _pixels(img: Tag, side: str) -> int | None:
    for name in (side, f"data-{side}"):
        found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", str(img.get(name) or ""), re.ASCII)
        if found and int(found[1]) > 0:
            return int(found[1])
    return None
