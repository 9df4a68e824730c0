"""The case pages and what a reader says they hold.

A case is a folder `tests/cases/plvn/<era>-<what>/` with `page.html` (or `page.txt` for text that others scraped),
`meta.json` and either `expected.json` or `rejection.json`. In `expected.json` only the fields that the page decides
stand; a block of kind null is one whose kind the page leaves open.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from dvingest.extraction import clean_text, extract
from dvingest.model import RawArticle, Reading

ROOT = Path(__file__).parent / "cases" / "plvn"


@dataclass(frozen=True)
class Case:
    """One page with its expected reading."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def is_text(self) -> bool:
        return (self.folder / "page.txt").exists()

    @cached_property
    def page(self) -> bytes:
        return (self.folder / ("page.txt" if self.is_text else "page.html")).read_bytes()

    @cached_property
    def meta(self) -> dict[str, Any]:
        return json.loads((self.folder / "meta.json").read_text())

    @cached_property
    def expected(self) -> dict[str, Any] | None:
        path = self.folder / "expected.json"
        return json.loads(path.read_text()) if path.exists() else None

    @cached_property
    def rejection(self) -> dict[str, Any] | None:
        path = self.folder / "rejection.json"
        return json.loads(path.read_text()) if path.exists() else None

    @cached_property
    def reading(self) -> Reading:
        if self.is_text:
            return clean_text(self.page.decode(), self.meta["url"])
        return extract(
            self.page,
            self.meta["url"],
            content_type=self.meta.get("content_type"),
            fetched_at=datetime.fromisoformat(self.meta["fetched_at"]),
        )


@cache
def all_cases() -> tuple[Case, ...]:
    """Return every case, sorted by name; all who ask share them, so that each page is read once."""
    return tuple(Case(folder) for folder in sorted(ROOT.iterdir()) if (folder / "meta.json").exists())


def as_json(article: RawArticle, field: str) -> Any:
    """Return a field of `article` in the form it has in `expected.json`."""
    value = getattr(article, field)
    if field == "blocks":
        return [{"kind": block.kind, "text": block.text} for block in value]
    if field == "images":
        return [{"url": image.url, "caption": image.caption, "credit": image.credit} for image in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return list(value) if isinstance(value, tuple) else value
