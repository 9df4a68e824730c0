"""Turns the words of an article into pieces: where pictures, headings and bylines stand in each skin."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from dvingest.local.replica.parts import Content, Entry, Photo, PhotoShape, Piece, Skin, Text
from dvingest.local.replica.prose import Facts, Prose, compose, mix, pen_name, seed_text, sources
from dvingest.local.replica.sections import section_path

MARKS = ("(PLVN) - ",) * 9 + ("(PLVN) – ", "(PLVN) -", "(PLVN)- ", "PLVN - ", "(PLVN)-")
"""The ways of writing the mark; agency copy has none."""

_SHAPES: dict[Skin, tuple[PhotoShape, ...]] = {
    "cms": ("normal", "inline", "syndicated", "quote", "plain", "figure", "source", "normal"),
    "zone": ("fig", "fig", "normal"),
    "platform": ("figure", "figure", "source"),
    "legacy": ("syndicated",),
}
_FILE_NAMES = ("anh", "img", "hinh", "phong-su", "toan-canh", "hoi-nghi", "dsc")


def write_content(entry: Entry, title: str, facts: Facts, seed: int) -> Content:
    """Return the article of `entry`, without what a trap would change."""
    prose = compose(facts, seed, entry.index)
    dice = Random(mix(seed, entry.index, 7))
    is_agency_copy = dice.random() < 0.2
    pieces = _with_headings([Text("paragraph", text) for text in prose.paragraphs], prose, dice)
    pieces = _with_photos(pieces, prose, entry, dice)
    pieces = _with_extras(pieces, prose, entry, dice)
    avatar = None
    if entry.skin in ("zone", "platform") and dice.random() < 0.3:
        avatar = photo(entry, 9, prose.captions[3], "figure")
        if dice.random() < 0.3:
            # The lead picture is often set into the text once more.
            pieces.insert(2, photo(entry, 9, prose.captions[3], _SHAPES[entry.skin][0]))
    source = dice.choice(sources()) if is_agency_copy else None
    authors = () if source or dice.random() < 0.1 else _authors(dice)
    return Content(
        title=title,
        lead=prose.lead,
        mark="" if is_agency_copy else dice.choice(MARKS),
        pieces=tuple(pieces),
        section_path=tuple(section.name for section in section_path(entry.section)),
        kicker=f"Ghi nhận tại {facts.words['district']}" if entry.skin == "zone" and dice.random() < 0.25 else None,
        avatar=avatar,
        authors=authors,
        source=source,
        tags=prose.tags,
        modified_at=entry.published_at + timedelta(minutes=dice.randint(7, 300)) if dice.random() < 0.2 else None,
    )


def seed_content(entry: Entry) -> Content:
    """Return the seed article as the editor saw it: one picture, seven paragraphs."""
    title, lead, caption, paragraphs = seed_text()
    picture = photo(entry, 1, caption, "normal")
    return Content(
        title=title,
        lead=lead.removeprefix(MARKS[0]),
        mark=MARKS[0],
        pieces=(picture, *(Text("paragraph", text) for text in paragraphs)),
        section_path=tuple(section.name for section in section_path(entry.section)),
        authors=("Minh Trang",),
        tags=("Hải Phòng", "Công tác dân vận"),
    )


def photo(
    entry: Entry,
    place: int,
    caption: str | None,
    shape: PhotoShape,
    *,
    credit: str | None = None,
    quote: str | None = None,
) -> Photo:
    """Return the picture at `place` of an article; the same arguments name the same file."""
    dice = mix(entry.index, entry.number, place)
    width, height = ((1200, 800), (1280, 853), (840, 630), (1024, 683))[dice % 4]
    name = f"{_FILE_NAMES[dice % len(_FILE_NAMES)]}-{place}-{dice >> 8 & 0x1FFF}.jpg"
    uploaded = (entry.published_at - timedelta(hours=dice >> 16 & 15)).date()
    return Photo(name, uploaded, caption, shape, credit=credit, quote=quote, width=width, height=height)


def _authors(dice: Random) -> tuple[str, ...]:
    first, second = pen_name(dice), pen_name(dice)
    return (first, second) if dice.random() < 0.15 and first != second else (first,)


def _with_headings(pieces: list[Piece], prose: Prose, dice: Random) -> list[Piece]:
    if len(pieces) < 6 or dice.random() < 0.4:
        return pieces
    result = list(pieces)
    result.insert(4, Text("heading", prose.headings[1]))
    result.insert(2, Text("heading", prose.headings[0]))
    return result


def _with_photos(pieces: list[Piece], prose: Prose, entry: Entry, dice: Random) -> list[Piece]:
    """Return the pieces with one to three pictures, never two in a row and never before a heading."""
    result = list(pieces)
    shapes = _SHAPES[entry.skin]
    after_text = [
        place for place in range(1, len(result)) if _is_paragraph(result[place]) and _is_paragraph(result[place - 1])
    ]
    places = sorted({0 if dice.random() < 0.4 else 1, *dice.sample(after_text, min(2, len(after_text)))}, reverse=True)
    for number, place in enumerate(places[: dice.randint(1, 3)]):
        if place > 1 or _is_paragraph(result[place]):
            shape = shapes[(entry.variant + number) % len(shapes)]
            result.insert(place, _dressed_photo(entry, number, shape, prose))
    return result


def _dressed_photo(entry: Entry, number: int, shape: PhotoShape, prose: Prose) -> Photo:
    caption = prose.captions[number]
    if shape == "quote":
        return photo(entry, number + 1, caption, shape, quote=prose.quotes[0])
    if shape == "source":
        return photo(entry, number + 1, caption, shape, credit=f"Ảnh: {pen_name(Random(entry.number + number))}")
    # Some pictures have no caption: the long paragraph after them is none.
    has_caption = shape in ("syndicated", "plain") or (entry.variant + number) % 9
    return photo(entry, number + 1, caption if has_caption else None, shape)


def _with_extras(pieces: list[Piece], prose: Prose, entry: Entry, dice: Random) -> list[Piece]:
    result = list(pieces)
    if dice.random() < 0.15:
        result.append(Text("quote", prose.quotes[1]))
        result.append(Text("paragraph", f"Đó cũng là điều {prose.people[2]} nhắc lại khi chia tay chúng tôi."))
    if entry.skin == "cms" and dice.random() < 0.15:
        result.insert(len(result) // 2 + 1, Text("note", f"Trao đổi thêm: {prose.headings[2]}"))
    return result


def _is_paragraph(piece: Piece) -> bool:
    return isinstance(piece, Text) and piece.kind == "paragraph"
