"""The case pages and what a reader says they hold; run as a script (`make gold`) it rewrites the expected files.

A case is a folder `tests/cases/plvn/<era>-<what>/` with `page.html` (or `page.txt` for text that others scraped),
`meta.json` and either `expected.json` or `rejection.json`. In `expected.json` only the fields that the page decides
stand; a block of kind null is one whose kind the page leaves open.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from dvingest.extraction import clean_text, extract
from dvingest.model import RawArticle, Reading, Rejection

ROOT = Path(__file__).parent / "cases" / "plvn"
NEW_CASE_FIELDS = [
    "template",
    "kind",
    "title",
    "subtitle",
    "kicker",
    "lead",
    "agency_prefix",
    "blocks",
    "images",
    "videos",
    "authors",
    "source",
    "section",
    "section_path",
    "tags",
    "published_at",
    "modified_at",
    "warnings",
]


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


def all_cases() -> list[Case]:
    """Return every case, sorted by name."""
    return [Case(folder) for folder in sorted(ROOT.iterdir()) if (folder / "meta.json").exists()]


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


def as_expected(article: RawArticle, earlier: dict[str, Any] | None) -> dict[str, Any]:
    """Return what would be expected if `article` were right, in the fields and with the open kinds of `earlier`."""
    fields = list(earlier or NEW_CASE_FIELDS)
    fresh = {field: as_json(article, field) for field in fields}
    if not earlier:
        return fresh
    open_kinds = {block["text"] for block in earlier.get("blocks", ()) if block["kind"] is None}
    for block in fresh.get("blocks", ()):
        if block["text"] in open_kinds:
            block["kind"] = None
    if len(fresh.get("images", ())) == len(earlier.get("images", ())):
        fresh["images"] = [
            {key: image[key] for key in before}
            for image, before in zip(fresh.get("images", ()), earlier.get("images", ()), strict=True)
        ]
    if set(earlier.get("warnings", ())) <= set(fresh.get("warnings", ())):
        fresh["warnings"] = earlier.get("warnings")
    return {field: fresh[field] for field in fields}


def main(names: list[str]) -> int:
    """Write the extractor's reading over the expected files of the named cases, all when none is named."""
    for case in all_cases():
        if names and case.name not in names:
            continue
        if isinstance(case.reading, Rejection):
            path, content = case.folder / "rejection.json", {"reason": case.reading.reason.value}
        else:
            path, content = case.folder / "expected.json", as_expected(case.reading, case.expected)
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            print(f"{case.name}: {path.name} changed")
    print("Read the diff before you commit it: it says what changes in the stored articles.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
