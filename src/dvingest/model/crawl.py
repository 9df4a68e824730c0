"""What a crawl passes on: links, pages as fetched, what became of each address, and how far it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel

from dvingest.model.reading import Reading


class OutcomeStatus(StrEnum):
    """What became of a URL that was considered: exactly one of these."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An address of an article as a sitemap, feed or section page lists it."""

    url: str
    """In the newspaper's name: absolute, on one of its hosts."""
    modified_at: datetime | None = None
    """`lastmod` of a sitemap or the date of a feed entry, aware."""
    section: str | None = None
    """Slug of the section page or name of the feed it was found in."""
    found_in: str = ""
    """Address of the listing."""
    slack: timedelta = timedelta()
    """By how much later the true date may be, earlier where it is negative: lists tell UTC without a word, or days."""


SAME_AS_BEFORE = "fetched again, and the same as before"
"""Detail of an unchanged article whose page was looked at, not only its date in a listing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The one thing that became of a URL."""

    url: str
    status: OutcomeStatus
    reason: str | None = None
    """A word of a small vocabulary (a RejectionReason, `http_404`, `timeout`, ...); None for stored and unchanged."""
    article_id: str | None = None
    section: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """A fetched page with what was read from it; what the spider yields and a bronze part keeps."""

    url: str
    """The newspaper's address of the page; WARC-Target-URI."""
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """Decoded of its content encoding, as served otherwise."""
    reading: Reading
    section: str | None = None
    """Section of the listing the link was found in."""
    extractor_version: str = ""
    redirected_from: str | None = None
    """The address that was asked for, where the newspaper sent us on to `url`."""
    known_as: str | None = None
    """The id that the article has in silver since it was found under an earlier address."""


@dataclass(frozen=True, slots=True)
class BronzeRecord:
    """A capture as it stands in bronze: which record of which part."""

    capture: Capture
    run_id: str
    key: str
    offset: int
    """Byte at which the `response` record's gzip member begins in the part."""


class Progress(BaseModel):
    """One beat of a crawl: counts so far. Written as one JSON line by the crawl, read by whoever started it."""

    phase: Literal["discovering", "fetching", "finished"] = "discovering"
    considered: int = 0
    stored: int = 0
    unchanged: int = 0
    rejected: int = 0
    failed: int = 0
    skipped: int = 0
    pages_fetched: int = 0
    """Article pages the newspaper answered."""
    listings_fetched: int = 0
    parts_uploaded: int = 0
    elapsed_seconds: float = 0.0
    message: str = ""
    """What the crawl is doing, or why it stopped, for a person."""
    complete: bool | None = None
    """Said with the last beat: whether everything that was to be found was found."""

    @property
    def done(self) -> int:
        """URLs that have their outcome."""
        return self.stored + self.unchanged + self.rejected + self.failed + self.skipped
