"""The JSON inside bronze and the outcomes file: readings, outcomes, how a crawl ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from dvingest.errors import DamagedError, said
from dvingest.model import Capture, JsonObject, Outcome, RawArticle, Reading, Rejection

_ARTICLE = TypeAdapter(RawArticle)
_REJECTION = TypeAdapter(Rejection)
_OUTCOME = TypeAdapter(Outcome)


@dataclass(frozen=True, slots=True)
class CrawlEnd:
    """Said once, in the last part of a crawl that came to its end."""

    complete: bool
    """Discovery reached its end: no budget was hit, nothing was cut short."""
    message: str = ""


def reading_to_json(capture: Capture) -> bytes:
    """Return what was read from a page, and what else is known of it, as one line of JSON."""
    is_article = isinstance(capture.reading, RawArticle)
    adapter: TypeAdapter[RawArticle] | TypeAdapter[Rejection] = _ARTICLE if is_article else _REJECTION
    return to_line(
        {
            "reading": "article" if is_article else "rejection",
            "value": adapter.dump_python(capture.reading, mode="json"),  # type: ignore[arg-type]
            "extractor_version": capture.extractor_version,
            "url": capture.url,
            "section": capture.section,
            "redirected_from": capture.redirected_from,
            "known_as": capture.known_as,
        }
    )


def reading_from_json(line: bytes) -> tuple[Reading, JsonObject]:
    """Return the reading and the fields beside it; fields of later versions are left out."""
    try:
        content: JsonObject = json.loads(line)
        adapter = _ARTICLE if content["reading"] == "article" else _REJECTION
        return adapter.validate_python(content["value"]), content
    except (ValueError, LookupError, TypeError, ValidationError) as error:
        raise DamagedError(f"A conversion record is no reading of a page: {said(error)}") from None


def outcomes_to_lines(outcomes: Iterable[Outcome], end: CrawlEnd | None = None) -> bytes:
    """Return one line of JSON per outcome, and a last one saying that the crawl came to its end."""
    lines = [to_line(_OUTCOME.dump_python(outcome, mode="json")) for outcome in outcomes]
    if end is not None:
        lines.append(to_line({"crawl": "finished", "complete": end.complete, "message": end.message}))
    return b"".join(line + b"\n" for line in lines)


def outcomes_from_lines(content: bytes) -> Iterator[Outcome | CrawlEnd]:
    """Yield what `outcomes_to_lines` wrote."""
    for line in content.splitlines():
        try:
            fields: JsonObject = json.loads(line)
            if "crawl" in fields:
                yield CrawlEnd(bool(fields["complete"]), str(fields.get("message", "")))
            else:
                yield _OUTCOME.validate_python(fields)
        except (ValueError, LookupError, TypeError, ValidationError) as error:
            raise DamagedError(f"A line of outcomes cannot be read: {said(error)}") from None


def to_line(fields: JsonObject) -> bytes:
    """Return one line of JSON, without its end."""
    # A lone surrogate, which no encoding takes, is written as the JSON escape it was perhaps made from.
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
