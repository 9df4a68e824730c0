"""How right a text is, judged against what a reader says the article is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

from peers import Result

from dvingest.extraction.text import folded
from dvingest.windows import VIETNAM_TIME


def body_f1(text: str, expected: dict[str, Any]) -> float:
    """Return the F1 of the text's words (with their counts) against the body's."""
    got, want = _words("\n".join(_body_lines(text, expected))), _words(_body(expected))
    if not got or not want:
        return float(got == want)
    both = sum((got & want).values())
    return 2 * both / (got.total() + want.total())


def is_body_exact(text: str, expected: dict[str, Any]) -> bool:
    """Tell whether the text is the body to the letter, line by line; blank lines do not count."""
    return _body_lines(text, expected) == [line for line in _body(expected).splitlines() if line]


def _body_lines(text: str, expected: dict[str, Any]) -> list[str]:
    """Return the lines but those that repeat title or lead and are none of the body: a tool's way, and no fault."""
    lead = expected.get("lead") or ""
    forgiven = {folded(part) for part in (expected["title"], lead, f"(PLVN) - {lead}", f"(PLVN) – {lead}") if part}
    forgiven -= {folded(line) for line in _body(expected).splitlines()}
    return [line.strip() for line in text.splitlines() if line.strip() and folded(line) not in forgiven]


def captions_left(text: str, expected: dict[str, Any]) -> int:
    """Return how many of the pictures' captions stand in the text although they are not in the body."""
    page, body = folded(text), folded(_body(expected))
    captions = {folded(image["caption"]) for image in expected.get("images", ()) if image.get("caption")}
    return sum(caption in page and caption not in body for caption in captions)


def boilerplate_left(text: str, expected: dict[str, Any]) -> int:
    """Return how many lines of the text are made of words that stand in no part of the article in this order."""
    article = f" {' '.join(_words_in_order(' '.join(_all_texts(expected))))} "
    left = 0
    for line in text.splitlines():
        words = _words_in_order(line)
        size = min(3, len(words))
        pieces = [" ".join(words[at : at + size]) for at in range(len(words) - size + 1)] if words else []
        found = sum(f" {piece} " in article for piece in pieces)
        left += found * 2 < len(pieces)
    return left


def exact_fields(result: Result, expected: dict[str, Any]) -> tuple[int, int]:
    """Return how many of title, authors and time of publication are exact, of how many that both sides name.

    Peers often know only the day, in the page's own time: for them the Vietnamese day is enough.
    """
    exact = asked = 0
    for name, value in result.fields.items():
        key = "published_at" if name == "published" else name
        if key not in expected:
            continue
        asked += 1
        want = expected[key]
        if name == "authors":
            exact += list(value or ()) == want
        elif name == "published":
            exact += _same_time(value, datetime.fromisoformat(want))
        else:
            exact += value == want
    return exact, asked


def _same_time(value: datetime | None, want: datetime) -> bool:
    if value is None:
        return False
    if value.tzinfo is not None:
        return value == want
    return value.date() == want.astimezone(VIETNAM_TIME).date()


def _body(expected: dict[str, Any]) -> str:
    return "\n\n".join(block["text"] for block in expected["blocks"])


def _all_texts(expected: dict[str, Any]) -> list[str]:
    images = expected.get("images", ())
    lists = [*expected.get("authors", ()), *expected.get("tags", ()), *expected.get("section_path", ())]
    single = [str(expected[name]) for name in ("title", "subtitle", "kicker", "lead", "source") if expected.get(name)]
    captions = [str(image[name]) for image in images for name in ("caption", "credit") if image.get(name)]
    return [*single, "PLVN", *[block["text"] for block in expected["blocks"]], *captions, *lists]


def _words(text: str) -> Counter[str]:
    return Counter(_words_in_order(text))


def _words_in_order(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))
