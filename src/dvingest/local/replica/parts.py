"""What a replica article is made of, apart from any layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Skin = Literal["legacy", "zone", "cms", "platform"]
PhotoShape = Literal["normal", "inline", "syndicated", "quote", "plain", "figure", "source", "fig"]
"""How the page ties caption and picture together: the five shapes of the cms skin and three more."""

MAIN = "baophapluat.vn"
DOANHNHAN = "doanhnhan.baophapluat.vn"
PHAPLUATPLUS = "phapluatplus.baophapluat.vn"
HOSTS = (MAIN, DOANHNHAN, PHAPLUATPLUS)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the newspaper and how its listing is built."""

    slug: str
    name: str
    zone: int
    listing: Literal["query", "json", "html", "platform"]
    """`?page=N`; load-more as JSON; load-more as HTML; `/chuyen-muc/<slug>.html`."""
    topics: tuple[str, ...]
    parent: str | None = None
    host: str = MAIN

    @property
    def path(self) -> str:
        """Where the section's page is."""
        return f"/chuyen-muc/{self.slug}.html" if self.listing == "platform" else f"/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of the corpus, before its words are made."""

    index: int
    number: int
    """The CMS number; pages of the platform skin do not show it."""
    published_at: datetime
    section: Section
    second_section: Section | None
    skin: Skin
    host: str
    trap: str
    """Name of what is special about it, "" for most."""
    variant: int
    """Decides the small ways in which pages of one skin differ."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the body; `markup` is what the page holds where that is more than the escaped text."""

    kind: Literal["paragraph", "heading", "quote", "note", "list_item", "table"]
    text: str
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in the body."""

    name: str
    uploaded: date
    caption: str | None
    shape: PhotoShape = "normal"
    credit: str | None = None
    quote: str | None = None
    """Paragraph that stands beside the picture in a quote."""
    width: int = 1200
    height: int = 800


@dataclass(frozen=True, slots=True)
class Photos:
    """Pictures side by side under one caption, or a slide show with a caption each."""

    style: Literal["group", "slides"]
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Video:
    """A video in the body."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """Markup that means nothing for the article."""

    markup: str


Piece = Text | Photo | Photos | Video | Raw


@dataclass(frozen=True, slots=True)
class Content:
    """The whole article, as an editor would see it."""

    title: str
    lead: str | None
    mark: str
    """What stands before the lead: "(PLVN) - " in one of its forms, or nothing for agency copy."""
    pieces: tuple[Piece, ...]
    section_path: tuple[str, ...]
    kind: str = "article"
    kicker: str | None = None
    subtitle: str | None = None
    avatar: Photo | None = None
    """Lead picture outside the body."""
    authors: tuple[str, ...] = ()
    source: str | None = None
    tags: tuple[str, ...] = ()
    modified_at: datetime | None = None


def all_photos(content: Content) -> list[Photo]:
    """Return the pictures of the body in reading order, those of groups and slide shows among them."""
    photos: list[Photo] = []
    for piece in content.pieces:
        if isinstance(piece, Photo):
            photos.append(piece)
        elif isinstance(piece, Photos):
            photos.extend(piece.photos)
    return photos
