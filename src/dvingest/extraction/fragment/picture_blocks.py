"""The pictures of the body: which boxes hold them, with caption and credit, marked where they stand in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dvingest.extraction.fragment.pictures import Picture, is_empty_alt, merge_pictures, read_img
from dvingest.extraction.fragment.tree import Element, line_of
from dvingest.extraction.memo import remember
from dvingest.extraction.text import is_same_text, normalise_text
from dvingest.extraction.wording.credits import credit_of
from dvingest.plvn.element_names import (
    CREDIT_CLASSES,
    GROUP_CLASSES,
    LEAD_PICTURE_CLASSES,
    NOTE_CLASSES,
    PICTURE_CLASSES,
)

_PARTS_OF_TABLE = frozenset({"td", "th", "tr", "tbody", "thead"})
_CAPTION_NAME = re.compile(
    r"(?:img|image|photo|pic|picture|figure|fig|anh)[-_]*(?:cap|desc|description|text|note)|.*chu[-_]?thich.*", re.I
)
_FRAME_NAME = re.compile(
    r"(?:img|image|photo|pic|picture|figure|anh|hinh-?anh)[-_]*(?:wrap|wrapper|block|frame|holder|item|cell|thumb)",
    re.I,
)
_CREDIT_LABEL = re.compile(r"^(?:ảnh|nguồn ảnh|nguồn|photo|source)\s*:\s*", re.IGNORECASE)
_CAPTION_ATTRIBUTES = ("cms-photo-caption", "data-caption", "data-desc")
_MAX_CAPTION = 1000
_MAX_ALBUM_CAPTION = 200
_MIN_PARAGRAPH = 80
_IMG = frozenset({"img"})
_CITED = frozenset({"credit"})
_CAPTION_TAGS = frozenset({"figcaption", "dd"})


@dataclass(slots=True)
class Group:
    """The pictures of one block, which stand at one place of the text."""

    pictures: list[Picture] = field(default_factory=list)
    leftover: str = ""
    """Text of the block that is no caption; nothing of the article is lost with a picture."""
    doubled: int = 0
    """How many captions stood there twice."""
    is_lead: bool = False
    """It is the lead picture, which no editor wrote a line below."""


def mark_pictures(container: Element, base: str, groups: list[Group]) -> None:
    """Mark every picture block in `container` with the number of what it holds, which is appended to `groups`.

    What stands in such a block is no text. Pictures without address and without caption are nothing: their group is
    empty.
    """
    taken: set[int] = set()
    lengths: dict[int, int] = {}
    for img in container.find_all(_IMG):
        if id(img) in taken:
            continue
        block = _block_of(img, lengths)
        group = read_block(block, base)
        if block is not img:
            taken.update(map(id, block.find_all(_IMG)))
        group.is_lead = not LEAD_PICTURE_CLASSES.isdisjoint(block.class_names)
        block.mark = len(groups)
        groups.append(group)


_SEPARATES = frozenset({"br", "p", "div", "td", "th", "tr", "li", "figcaption", "h2", "h3", "table", "figure", "hr"})


def _text_length(node: Element, lengths: dict[int, int]) -> int:
    """Return how much text a node has; wrappers of the whole body are asked about once for all pictures in them."""
    length = lengths.get(id(node))
    if length is None:
        length = lengths[id(node)] = len(node.text.strip())
    return length


def _block_of(img: Element, lengths: dict[int, int]) -> Element:
    """Return the element that holds the picture and what belongs to it, and nothing else."""
    block = img
    for parent in img.parents():
        tag = parent.tag
        roles = _roles_of(parent.attributes.get("class", ""))
        if tag == "table":
            if not _is_picture_table(parent, roles):
                break
            block = parent
        elif tag == "figure" or "picture" in roles or ("frame" in roles and len(parent.find_all(_IMG)) == 1):
            if tag not in _PARTS_OF_TABLE and _text_length(parent, lengths) <= _MAX_CAPTION:
                block = parent
        elif "group" in roles:
            return parent if _text_length(parent, lengths) <= _MAX_CAPTION else block
        elif tag == "li":
            return parent if _is_picture_item(parent) else block
        elif tag == "dl":
            return parent if _is_picture_above_words(parent, lengths) else block
        elif tag not in _PARTS_OF_TABLE:
            length = _text_length(parent, lengths)
            if length > _MAX_CAPTION:
                # What holds so much text is no block of a picture, nor is anything around it.
                break
            block = block if length else parent
    return block


def _is_picture_item(item: Element) -> bool:
    """Tell whether all items of a list are one picture with a short text below: an album, no steps with pictures."""
    items = list(item.parent.elements()) if item.parent is not None else []
    return len(items) > 1 and all(
        len(other.find_all(_IMG)) == 1 and len(other.text.strip()) <= _MAX_ALBUM_CAPTION and _begins_with_picture(other)
        for other in items
    )


def _is_picture_above_words(terms: Element, lengths: dict[int, int]) -> bool:
    """Tell whether a list of terms is a picture in the place of one, and a caption: so WordPress sets galleries."""
    parts = list(terms.elements())
    if [part.tag for part in parts] != ["dt", "dd"] or _text_length(terms, lengths) > _MAX_CAPTION:
        return False
    return parts[0].find_first(_IMG) is not None and not parts[0].squeezed


def _begins_with_picture(item: Element) -> bool:
    first = item.filled()[0]
    return isinstance(first, Element) and first.find_first(_IMG) is not None


def is_caption(classes: str) -> bool:
    """Tell whether class names say that an element is the caption of a picture."""
    return "caption" in _roles_of(classes)


@remember
def _roles_of(classes: str) -> frozenset[str]:
    """Return what class names say of an element in or around a picture."""
    names = classes.split()
    said = {
        "picture": not PICTURE_CLASSES.isdisjoint(names),
        "frame": any(map(_FRAME_NAME.fullmatch, names)),
        "group": not GROUP_CLASSES.isdisjoint(names),
        "note": not NOTE_CLASSES.isdisjoint(names),
        "credit": not CREDIT_CLASSES.isdisjoint(names)
        or any(name.lower().endswith(("author", "credit")) for name in names),
        "caption": any(
            name in {"fig", "box-desc", "desc", "article-avatar-desc"}
            or "caption" in name.lower()
            or _CAPTION_NAME.fullmatch(name)
            for name in names
        ),
    }
    return frozenset(role for role, is_said in said.items() if is_said)


def _is_picture_table(table: Element, roles: frozenset[str]) -> bool:
    """Tell a table that frames pictures from one that holds data with a picture in it."""
    if "note" in roles:
        return False
    if "picture" in roles:
        return len(table.text.strip()) <= 3 * _MAX_CAPTION
    if _is_layout(table):
        return False
    picture_cells = text_cells = 0
    for row in table.find_all({"tr"}):
        cells = list(row.elements())
        with_picture = [cell for cell in cells if cell.find_first(_IMG) is not None]
        texts = [cell.text.strip() for cell in cells if cell.find_first(_IMG) is None]
        # A caption is short and stands below its picture; text beside a picture is text.
        if any(len(cell.text.strip()) > 400 for cell in with_picture) or any(len(text) > 300 for text in texts):
            return False
        if with_picture and any(texts):
            return False
        picture_cells += len(with_picture)
        text_cells += sum(map(bool, texts))
    return picture_cells >= text_cells


def _is_layout(table: Element) -> bool:
    """Tell whether a table stands around the frame of a picture, or has one cell for picture and paragraphs."""
    if any(inner is not table and inner.find_first(_IMG) is not None for inner in table.find_all({"table"})):
        return True
    paragraphs = [len(paragraph.squeezed) for paragraph in table.find_all({"p"})]
    return len(table.find_all({"td", "th"})) == 1 and sum(length >= _MIN_PARAGRAPH for length in paragraphs) > 1


@dataclass(slots=True)
class _Contents:
    """What stands in a picture block, sorted."""

    images: list[Element] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def read_block(block: Element, base: str) -> Group:
    """Return the pictures of a block with their captions, and what else stands in it."""
    if block.tag == "img":
        picture = read_img(block, base)
        return Group([picture] if picture is not None and picture.url else [])
    contents = _Contents()
    _sort_contents(block, contents)
    found = [picture for picture in (read_img(img, base) for img in contents.images) if picture is not None]
    rest = normalise_text("".join(contents.rest))
    unique: list[str] = []
    doubled = 0
    for text in contents.captions:
        caption, echoed = _without_echo(text)
        doubled += echoed
        if any(is_same_text(caption, other) for other in unique):
            doubled += 1
        else:
            unique.append(caption)
    if not unique and rest:
        unique, rest = _captions_by_cell(block, len(contents.images)) or [rest], ""
    elif rest and any(is_same_text(rest, caption) for caption in unique):
        rest = ""
        doubled += 1
    kept = merge_pictures(picture for picture in found if picture.url)
    if not kept and unique:
        kept = [Picture(None)]
    if len(unique) == len(kept) > 1:
        for picture, caption in zip(kept, unique, strict=True):
            picture.caption = caption
    else:
        for picture in kept:
            picture.caption = " ".join(unique) or None
    if len(kept) == 1 and not unique:
        kept[0].declared = _declared_caption(block)
    for picture in kept:
        picture.credit = " ".join(dict.fromkeys(_CREDIT_LABEL.sub("", text) for text in contents.credits)) or None
    return Group(kept, rest, doubled)


def _declared_caption(block: Element) -> str:
    """Return what an attribute of an element of a block says a script shows below its picture."""
    said = (inner.attributes.get(name, "") for inner in block.walk() for name in _CAPTION_ATTRIBUTES)
    return next((text for text in map(normalise_text, said) if text and not is_empty_alt(text)), "")


def _captions_by_cell(table: Element, pictures: int) -> list[str]:
    """Return the texts of a table's cells if they are as many as its pictures: below each row of them its captions."""
    if table.tag != "table" or pictures < 2:
        return []
    cells = [line_of(cell) for cell in table.find_all({"td", "th"}) if cell.find_first(_IMG) is None]
    texts = [text for text in cells if text]
    return texts if len(texts) == pictures else []


def _without_echo(text: str) -> tuple[str, bool]:
    """Return a caption that its cell holds twice once, and whether it did."""
    middle = len(text) // 2
    is_echo = len(text) > 20 and text[middle] == " " and text[:middle] == text[middle + 1 :]
    return (text[:middle], True) if is_echo else (text, False)


def _sort_contents(node: Element, contents: _Contents) -> None:
    for child in node.children:
        if isinstance(child, str):
            contents.rest.append(child)
        elif child.tag == "img":
            contents.images.append(child)
        elif not _sort_words(child, contents):
            # A credit in an element of its own is set apart by its style where no space is.
            around = " " if child.tag in _SEPARATES or credit_of(line_of(child)) else ""
            contents.rest.append(around)
            _sort_contents(child, contents)
            contents.rest.append(around)


def _sort_words(node: Element, contents: _Contents) -> bool:
    """Sort a caption or credit in; tell whether the element was one. A caption's cell may hold the credit as well."""
    roles = _roles_of(node.attributes.get("class", ""))
    if node.tag == "cite" and any(map(str.strip, contents.rest)):
        # Behind the words of a caption it is whose they or the picture are; alone it is the caption.
        roles = _CITED
    if node.tag not in _CAPTION_TAGS and "credit" not in roles and "caption" not in roles:
        return False
    if node.find_first(_IMG) is not None:
        return False
    if "credit" in roles:
        text = line_of(node)
        contents.credits += [text] if text else []
        return True
    inner = _Contents()
    _sort_contents(node, inner)
    contents.credits += inner.credits
    text = normalise_text(" ".join([*inner.captions, "".join(inner.rest)]))
    contents.captions += [text] if text else []
    return True
