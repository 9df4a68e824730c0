"""Records that scrapers keep articles in: JSON, a row of a table, lines with labels. The text is put together again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dvingest.extraction.text import folded

_PARTS = {
    "title": ("title", "headline", "tiêu đề", "tieu_de"),
    "date": (
        *("date", "published", "published_at", "publish_date", "publish_time", "published_time", "date_publish"),
        *("pubdate", "posttime", "created_at", "ngày", "ngày đăng", "ngay_dang", "thời gian"),
    ),
    "lead": ("lead", "sapo", "description", "desc", "summary", "excerpt", "mô tả", "tóm tắt", "mo_ta", "tom_tat"),
    "text": ("content", "text", "body", "maintext", "article", "nội dung", "noi_dung", "paragraphs"),
    "author": ("author", "authors", "tác giả", "tac_gia"),
    "tags": ("tags", "keywords", "từ khóa", "tu_khoa"),
    # What is no line of a text.
    "url": ("url", "link"),
    "": ("id", "source", "nguồn", "category", "section", "image"),
}
_ORDER = ("title", "date", "lead", "text")
_PART_OF = {folded(name): part for part, names in _PARTS.items() for name in names}
_LABELLED = re.compile(r"(?P<name>[^\W\d][\w ]{1,15})\s*:\s*(?P<value>.*)")
_ADDRESS = re.compile(r"https?://\S+")
_FENCE = "---"
_DELIMITERS = (",", "\t", ";")
_BETWEEN_TAGS = re.compile(r"\s*[,;|\n]\s*")
_FEWEST_QUOTED = 3
_QUOTED_LINE = re.compile(r"\s*\"(?P<said>.*)\",?\s*")
# A string in a list, as Python writes it.
_STRING = re.compile(r"\s*(?:'(?P<one>(?:[^'\\]|\\.)*)'|\"(?P<two>(?:[^\"\\]|\\.)*)\")\s*(?P<end>[,\]])", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))", re.DOTALL)
_MEANT = {"n": "\n", "r": "\n", "t": " "}


@dataclass(frozen=True, slots=True)
class Record:
    """What was kept of one article: its lines in the order of a page, and what is no line of it."""

    text: str
    author: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""


def read_record(text: str) -> Record:
    """Return the lines of the one article in a record, its author, tags, address; text that is no record as it is."""
    begin = text.lstrip("\ufeff\n ")[:1]
    if not begin:
        return Record(text)
    record = _parse(text.strip("\ufeff\n ")) if begin in '[{"' else None
    if isinstance(record, list) and len(record) == 1:
        record = record[0]
    if isinstance(record, dict):
        return _put_together(record) or Record(text)
    if isinstance(record, str | list):
        return Record(_as_text(record) or text)
    return _put_together(_read_row(text)) or _put_together(_read_labels(text)) or Record(text)


def count_records(text: str) -> int:
    """Return how many articles a table holds, or JSON that has one on each line or a list of them; 0 for other text."""
    text = text.strip("\ufeff\n ")
    if text[:1] not in {"{", "["}:
        rows = [row for row in _read_rows(text) if _put_together(row)]
        # Rows below one title may be the paragraphs of its article.
        titles = {row[name] for row in rows for name in row if _part_of(str(name)) == "title"}
        return len(rows) if len(titles) > 1 else 0
    first, _, rest = text.partition("\n")
    try:
        one = json.loads(first if text[0] == "{" else text)
    except (ValueError, RecursionError):
        return 0
    records = one if isinstance(one, list) else [one]
    if not all(isinstance(record, dict) and _put_together(record) for record in records):
        return 0
    return len(records) + (sum(line.startswith("{") for line in rest.split("\n")) if text[0] == "{" else 0)


def _parse(text: str) -> object:
    """Return what JSON holds, a list of strings, quoted lines or a quoted cell of a table; None for anything else."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        if text[0] == "[":
            return _read_list(text)
        if text[0] != '"':
            return None
        quoted = [_QUOTED_LINE.fullmatch(line) for line in text.split("\n") if line.strip()]
        if len(quoted) >= _FEWEST_QUOTED and all(quoted):
            return [line["said"].replace('""', '"') for line in quoted if line]
        is_cell = text[-1] == '"' and '"' not in text[1:-1].replace('""', "")
        return text[1:-1].replace('""', '"') if is_cell else None


def _read_list(text: str) -> list[str] | None:
    """Return the strings of a list as Python writes it; None for any other text."""
    strings: list[str] = []
    end = 1
    while found := _STRING.match(text, end):
        strings.append(_ESCAPE.sub(_unescape, found["one"] or found["two"] or ""))
        end = found.end()
        if found["end"] == "]":
            return strings if end == len(text) else None
    return None


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _MEANT.get(found[3], found[3])


def _read_row(text: str) -> Mapping[str, object]:
    """Return the fields of a table of one row below the names of its columns."""
    rows = _read_rows(text)
    return rows[0] if len(rows) == 1 else {}


def _read_rows(text: str) -> list[dict[str, object]]:
    """Return the rows of a table below the names of its columns, a text's among them; none of any other text."""
    names, _, below = text.lstrip("\ufeff").partition("\n")
    delimiter = next((sign for sign in _DELIMITERS if "text" in map(_part_of, names.split(sign))), None)
    if delimiter is None or (delimiter not in names and not below.startswith('"')):
        return []
    try:
        return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True, delimiter=delimiter))
    except csv.Error:
        return []


def _read_labels(text: str) -> Mapping[str, object]:
    """Return what stands behind labels, the title's among them, above the text or with it behind the last one.

    Between two strokes all lines are labels and what belongs to them.
    """
    fields: dict[str, str] = {}
    lines = text.strip("\ufeff\n ").split("\n")
    fence = lines.index(_FENCE, 1) if lines[0] == _FENCE and _FENCE in lines[1:] else 0
    for index, line in enumerate(lines):
        found = _LABELLED.fullmatch(line.strip())
        part = _part_of(found["name"]) if found else None
        if found and part == "text":
            fields["text"] = "\n".join([found["value"], *lines[index + 1 :]])
            break
        if found and part is not None:
            fields[found["name"]] = found["value"].strip("\"'")
        elif line.strip() not in {"", _FENCE} and index > fence:
            fields["text"] = "\n".join(lines[index:])
            break
    return fields if "title" in map(_part_of, fields) else {}


def _part_of(name: str) -> str | None:
    return _PART_OF.get(folded(name.strip("\" '")))


def _put_together(fields: Mapping[str, object]) -> Record | None:
    """Return the parts in the order of a page; None if there is no text among them."""
    parts: dict[str, str] = {}
    for name, value in fields.items():
        parts.setdefault(_part_of(str(name)) or "", _as_text(value))
    if not parts.get("text"):
        return None
    if folded(parts.get("lead", "")) in folded(parts["text"]):
        parts["lead"] = ""
    tags = _BETWEEN_TAGS.split(parts.get("tags", "").strip("[] "))
    return Record(
        "\n".join(filter(None, map(parts.get, _ORDER))),
        parts.get("author", "").replace("\n", ", "),
        tuple(filter(None, (tag.strip("\"' ") for tag in tags))),
        url if _ADDRESS.fullmatch(url := parts.get("url", "")) else "",
    )


def _as_text(value: object) -> str:
    lines = value if isinstance(value, list) else [value]
    return "\n".join(line.strip() for line in lines if isinstance(line, str))
