"""What every article of the replica must become in silver, said by the corpus and never by the extractor."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any

from dvingest.local.replica.furniture import image_url
from dvingest.local.replica.parts import Content, Entry, Photo, Text, Video, all_photos
from dvingest.local.replica.stamps import Stamps
from dvingest.local.replica.traps import REFUSED

Truth = dict[str, Any]
"""One object of the truth file: the columns of silver that the page determines."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that must not become an article, and why."""

    url: str
    reason: str
    """Word of the outcome: a rejection's reason, or `http_410`."""


def truth_of(entry: Entry, content: Content, stamps: Stamps, article_id: str, url: str, template: str) -> Truth:
    """Return the columns of silver that the page of `entry` determines; `published_at` to the precision it shows."""
    published = entry.published_at.astimezone(UTC)
    if not stamps.shows_seconds and template != "generic":
        published = published.replace(second=0)
    blocks = _blocks(content)
    return {
        "article_id": article_id,
        "url": url,
        "canonical_url": url,
        "host": entry.host,
        "template": template,
        "kind": content.kind,
        "title": content.title,
        "subtitle": content.subtitle,
        "kicker": content.kicker,
        "lead": content.lead,
        "agency_prefix": "PLVN" if content.mark else None,
        "body": "\n\n".join(block["text"] for block in blocks),
        "blocks": blocks,
        "images": _images(entry, content),
        "videos": [piece.url for piece in content.pieces if isinstance(piece, Video)],
        "authors": list(content.authors),
        "source": content.source,
        "section": content.section_path[-1],
        "section_path": list(content.section_path),
        "tags": list(content.tags),
        "published_at": published.isoformat(),
        "modified_at": _modified(entry, content, stamps),
        "published_raw": stamps.trusted,
        "month": f"{entry.published_at:%Y-%m}",
        "language": "vi",
        "refused": REFUSED.get(entry.trap),
    }


def _modified(entry: Entry, content: Content, stamps: Stamps) -> str | None:
    if not stamps.shows_modified:
        return None
    return (content.modified_at or entry.published_at).astimezone(UTC).isoformat()


def _blocks(content: Content) -> list[dict[str, str]]:
    blocks = []
    for piece in content.pieces:
        if isinstance(piece, Text):
            blocks.append({"kind": piece.kind, "text": piece.text})
        elif isinstance(piece, Photo) and piece.shape == "quote" and piece.quote:
            blocks.append({"kind": "quote", "text": piece.quote})
    return blocks


def _images(entry: Entry, content: Content) -> list[dict[str, Any]]:
    """Return each picture once, the lead picture first."""
    images: dict[str, dict[str, Any]] = {}
    photos = all_photos(content)
    for photo in [content.avatar, *photos] if content.avatar else photos:
        has_size = entry.skin == "platform" or (entry.skin == "cms" and photo.shape != "syndicated")
        image = {
            "url": image_url(entry, photo),
            "caption": photo.caption,
            "credit": photo.credit.removeprefix("Ảnh: ") if photo.credit else None,
            "width": photo.width if has_size else None,
            "height": photo.height if has_size else None,
        }
        known = images.setdefault(photo.name, image)
        known["caption"] = known["caption"] or image["caption"]
    return list(images.values())


def refusal_as_row(refusal: Refusal) -> Truth:
    """Return the object of the truth file for an address that must not become an article."""
    return {**asdict(refusal), "refused": refusal.reason}
