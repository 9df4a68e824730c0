"""How each skin writes its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dvingest.local.replica.parts import Content, Entry

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@dataclass(frozen=True, slots=True)
class Stamps:
    """The dates of one page as written; None where the page does not say it in that place."""

    visible: str
    meta: str | None = None
    meta_modified: str | None = None
    json_ld: str | None = None
    json_ld_modified: str | None = None
    attribute: str | None = None
    """`datetime` of the <time> element."""

    @property
    def trusted(self) -> str:
        """The date of the place that is trusted most: meta, JSON-LD, <time>, visible text."""
        return self.meta or self.json_ld or self.attribute or self.visible

    @property
    def shows_seconds(self) -> bool:
        """Whether any place says the second."""
        return self.trusted is not self.visible

    @property
    def shows_modified(self) -> bool:
        """Whether any place says when the article was changed."""
        return bool(self.meta_modified or self.json_ld_modified)


def stamps_of(entry: Entry, content: Content) -> Stamps:
    """Return the dates on the page of `entry`."""
    moment, changed = entry.published_at, content.modified_at
    if entry.skin == "legacy":
        return Stamps(visible=f"{moment:%d/%m/%Y %H:%M}")
    if entry.skin == "zone":
        iso = colon(moment)
        if entry.variant % 3 == 0:
            return Stamps(visible=f"{moment:%d/%m/%Y %H:%M}", attribute=iso)
        return Stamps(
            visible=f"{moment:%d/%m/%Y %H:%M}",
            attribute=iso,
            meta=iso,
            meta_modified=colon(changed) if changed else None,
        )
    if entry.skin == "cms":
        iso = no_colon(moment)
        has_json_ld = entry.variant % 2 == 1
        return Stamps(
            visible=f"{weekday(moment)} {moment:%d/%m/%Y} | {moment:%H:%M} GMT+7",
            attribute=iso,
            meta=iso,
            meta_modified=no_colon(changed or moment),
            json_ld=colon(moment) if has_json_ld else None,
            json_ld_modified=colon(changed or moment) if has_json_ld else None,
        )
    visible = f"{weekday(moment)} {moment:%d/%m/%Y %H:%M} (GMT+7)"
    if entry.trap == "no_date":
        return Stamps(visible="")
    match entry.variant % 3:
        case 0:
            return Stamps(visible=visible, json_ld=colon(moment), json_ld_modified=colon(changed) if changed else None)
        case 1:
            return Stamps(visible=visible, meta=colon(moment), meta_modified=colon(changed) if changed else None)
        case _:
            return Stamps(visible=visible)


def weekday(moment: datetime) -> str:
    """Return the Vietnamese name of the day, as "Thứ Hai"."""
    return _WEEKDAYS[moment.weekday()]


def colon(moment: datetime) -> str:
    """Return `2026-01-15T14:20:35+07:00`."""
    return moment.isoformat(timespec="seconds")


def no_colon(moment: datetime) -> str:
    """Return `2026-01-15T14:20:35+0700`, as the cms skin writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S%z}"
