"""Records that scrapers keep articles in: JSON, a row of a table, lines with labels. The text is put together again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping

from dvingest.extraction.text import folded

_PARTS = {
    "title": ("title", "headline", "tiêu đề", "tieu_de"),
    "date": ("date", "published", "published_at", "publish_date", "date_publish", "pubdate", "ngày đăng", "thời gian"),
    "lead": ("lead", "sapo", "description", "summary", "mô tả", "tóm tắt", "mo_ta"),
    "text": ("content", "text", "body", "maintext", "article", "nội dung", "noi_dung", "paragraphs"),
    # What is no line of a text.
    "": (
        "url",
        "link",
        "id",
        "source",
        "nguồn",
        "author",
        "authors",
        "tác giả",
        "category",
        "section",
        "tags",
        "image",
    ),
}
_PART_OF = {folded(name): part for part, names in _PARTS.items() for name in names}
_LABELLED = re.compile(r"(?P<name>[^\W\d][\w ]{1,15})\s*:\s*(?P<value>.*)")
_FENCE = "---"


def read_record(text: str) -> str:
    """Return the lines of the one article in a record, in the order of a page; text that is no record as it is."""
    begin = text.lstrip("\ufeff\n ")[:1]
    if not begin:
        return text
    record = _parse(text.strip("\ufeff\n ")) if begin in '[{"' else None
    if isinstance(record, list) and len(record) == 1:
        record = record[0]
    if isinstance(record, dict):
        return _put_together(record) or text
    if isinstance(record, str | list):
        return _as_text(record) or text
    return _put_together(_read_row(text)) or _put_together(_read_labels(text)) or text


def _parse(text: str) -> object:
    """Return what JSON holds, or a quoted cell of a table; None for anything else."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        is_cell = text[0] == text[-1] == '"' and '"' not in text[1:-1].replace('""', "")
        return text[1:-1].replace('""', '"') if is_cell else None


def _read_row(text: str) -> Mapping[str, object]:
    """Return the fields of a table of one row below the names of its columns."""
    names, _, below = text.lstrip("\ufeff").partition("\n")
    if ("," not in names and not below.startswith('"')) or "text" not in map(_part_of, names.split(",")):
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True))
    except csv.Error:
        return {}
    return rows[0] if len(rows) == 1 else {}


def _read_labels(text: str) -> Mapping[str, object]:
    """Return what stands behind labels, the title's among them, above the text or with it behind the last one."""
    fields: dict[str, str] = {}
    lines = text.strip("\ufeff\n ").split("\n")
    for index, line in enumerate(lines):
        found = _LABELLED.fullmatch(line.strip())
        part = _part_of(found["name"]) if found else None
        if found and part == "text":
            fields["text"] = "\n".join([found["value"], *lines[index + 1 :]])
            break
        if found and part is not None:
            fields[found["name"]] = found["value"].strip("\"'")
        elif line.strip() not in {"", _FENCE}:
            fields["text"] = "\n".join(lines[index:])
            break
    return fields if "title" in map(_part_of, fields) else {}


def _part_of(name: str) -> str | None:
    return _PART_OF.get(folded(name.strip("\" '")))


def _put_together(fields: Mapping[str, object]) -> str | None:
    """Return the parts in the order of a page; None if there is no text among them."""
    parts: dict[str, str] = {}
    for name, value in fields.items():
        parts.setdefault(_part_of(str(name)) or "", _as_text(value))
    if not parts.get("text"):
        return None
    if folded(parts.get("lead", "")) in folded(parts["text"]):
        parts["lead"] = ""
    return "\n".join(filter(None, (parts.get(part) for part in _PARTS if part)))


def _as_text(value: object) -> str:
    lines = value if isinstance(value, list) else [value]
    return "\n".join(line.strip() for line in lines if isinstance(line, str))
