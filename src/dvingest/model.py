"""The records that pass between the steps: what a page says, what became of a URL, an article, a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

JsonObject = dict[str, Any]
"""An object at a JSON border."""

SCHEMA_VERSION = "1"
"""Grows when a column is added to `Article`; columns are only ever added, and nullable."""

BlockKind = Literal["paragraph", "heading", "quote", "note", "list_item", "table"]
ArticleKind = Literal["article", "longform", "interview", "live", "video", "gallery", "infographic"]
TemplateName = Literal["legacy", "zone", "cms", "platform", "generic", "text"]


class RejectionReason(StrEnum):
    """Why a page did not become an article."""

    NOT_ARTICLE = "not_article"
    """A section, tag, search or media listing."""
    NO_TITLE = "no_title"
    NO_BODY = "no_body"
    NO_DATE = "no_date"
    SOFT_404 = "soft_404"
    """A page that says the article is not there, with status 200."""
    LOGIN_WALL = "login_wall"
    COOKIE_GATE = "cookie_gate"
    """A page that only sets a cookie by script and asks to come again."""
    NOT_HTML = "not_html"
    TOO_LARGE = "too_large"


class OutcomeStatus(StrEnum):
    """What became of a URL that was considered: exactly one of these."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body in reading order; `text` is one line, for tables one line a row with tabs between cells."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article, once, with what the page says of it; sizes in pixels as the page gives them."""

    url: str | None
    """Absolute address of the picture itself, never of a placeholder; None in plain text."""
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as the page says it: cleaned, nothing invented."""

    url: str
    """Address the page was fetched from, in the newspaper's name."""
    template: TemplateName
    title: str
    blocks: tuple[Block, ...]
    kind: ArticleKind = "article"
    canonical_url: str | None = None
    """`https`, no query, no fragment: what the page names as its address, if that is the newspaper's."""
    subtitle: str | None = None
    kicker: str | None = None
    lead: str | None = None
    """Sapo without its "(PLVN) -" mark."""
    agency_prefix: str | None = None
    """"PLVN" where the sapo began with the mark."""
    images: tuple[Image, ...] = ()
    """Each picture once, the lead picture first."""
    videos: tuple[str, ...] = ()
    byline: str | None = None
    """Author line as written; `authors` and `source` are read from it."""
    authors: tuple[str, ...] = ()
    source: str | None = None
    """Agency or paper the text was taken from, e.g. "TTXVN"."""
    section: str | None = None
    section_path: tuple[str, ...] = ()
    """Names from the outermost section inwards."""
    tags: tuple[str, ...] = ()
    published_raw: str | None = None
    """The date as the page writes it, from the place that was trusted."""
    published_at: datetime | None = None
    """Aware; None only where plain text was cleaned, which has no date."""
    modified_at: datetime | None = None
    language: str = "vi"
    warnings: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    """How many pieces each cleaning rule took out, by the rule's name."""

    @property
    def body(self) -> str:
        """The blocks' texts, a blank line between them."""
        return "\n\n".join(block.text for block in self.blocks)


def raw_article_fields(article: RawArticle) -> JsonObject:
    """Return the article as JSON values, with its body, for the command line and other programs."""
    fields: JsonObject = TypeAdapter(RawArticle).dump_python(article, mode="json")
    return {**fields, "body": article.body}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page that is no article, or none that can be kept, and why."""

    url: str
    reason: RejectionReason
    detail: str = ""
    """What was seen on the page that decided, for the reader of a report."""


Reading = RawArticle | Rejection
"""What extraction makes of a page."""


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


class Article(BaseModel):
    """A row of silver. Field order is column order; the Arrow and JSON Schema are generated from this class.

    `json_schema_extra={"arrow": ...}` names the Arrow type where it does not follow from the annotation.
    """

    model_config = ConfigDict(frozen=True)

    article_id: str = Field(description="`plvn:<number>` for addresses with a CMS number, else `plvn:<host>/<slug>`.")
    url: str = Field(description="Address as fetched, in the newspaper's name.")
    canonical_url: str = Field(description="`https`, no query, no fragment.")
    host: str = Field(description="Host of the canonical address.")
    template: str = Field(description="Layout the page was read with; `generic` when none fits.")
    kind: str = Field(description="article, longform, interview, live, video, gallery or infographic.")
    title: str = Field(description="Headline.")
    subtitle: str | None = Field(None, description="Second headline, where the page has one.")
    kicker: str | None = Field(None, description="Line above the headline.")
    lead: str | None = Field(None, description='Sapo without its "(PLVN) -" mark.')
    agency_prefix: str | None = Field(
        None, description='"PLVN" if the lead had the mark; a sister paper\'s as written ("PL+").'
    )
    body: str = Field(description="Paragraphs separated by a blank line; no caption, boilerplate, lead or byline.")
    blocks: tuple[Block, ...] = Field(description="The same text by kind; joins to `body`.")
    images: tuple[Image, ...] = Field(description="Each picture once, lead picture first.")
    videos: tuple[str, ...] = Field((), description="Addresses of the videos.")
    authors: tuple[str, ...] = Field((), description="People, in the order of the byline.")
    source: str | None = Field(None, description='Agency the text was taken from, e.g. "TTXVN".')
    section: str | None = Field(None, description="Innermost name of `section_path`.")
    section_path: tuple[str, ...] = Field((), description="Section names from the outermost inwards.")
    tags: tuple[str, ...] = Field((), description="Keywords of the page.")
    published_at: datetime = Field(description="When the page says it was published; UTC.")
    modified_at: datetime | None = Field(None, description="When the page says it was last changed; UTC.")
    published_raw: str = Field(description="The date as the page writes it.")
    fetched_at: datetime = Field(description="When this revision was fetched; UTC.")
    first_seen_at: datetime = Field(description="When the article was first fetched; UTC.")
    gone_at: datetime | None = Field(None, description="When the newspaper took it away; the text stays. UTC.")
    month: str = Field(description="Partition: month of `published_at` in Viet Nam, as `2021-01`.")
    revision: int = Field(1, description="+1 when `content_sha256` changes.", json_schema_extra={"arrow": "int32"})
    content_sha256: str = Field(description="SHA-256 (hex) over title, lead, blocks and captions after normalising.")
    word_count: int = Field(description="Words of title, lead and body.", json_schema_extra={"arrow": "int32"})
    language: str = Field("vi", description="`vi`, unless the page declares another.")
    warnings: tuple[str, ...] = Field(
        (), description="What a careful reader should know: `generic_template`, `caption_guess`, `charset_guess`, ..."
    )
    extractor_version: str = Field(description="Version of the reading; `dvingest replay` brings rows up to date.")
    schema_version: str = Field(
        default=SCHEMA_VERSION, description="Version of this list; columns are only ever added."
    )
    run_id: str = Field(description="Run that wrote this revision.")
    bronze_key: str = Field(description="WARC part that holds the page.")
    bronze_offset: int = Field(description="Byte of its record in that part.", json_schema_extra={"arrow": "int64"})


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What silver already knows of an article; enough to decide whether to fetch it again."""

    article_id: str
    canonical_url: str
    published_at: datetime
    modified_at: datetime | None
    fetched_at: datetime
    gone_at: datetime | None = None


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


class PartReceipt(BaseModel):
    """One bronze part that is in the store."""

    model_config = ConfigDict(frozen=True)

    key: str
    sha256: str
    size: int = Field(description="Bytes.")
    pages: int


class CheckResult(BaseModel):
    """The verdict of one named check."""

    model_config = ConfigDict(frozen=True)

    name: str
    ok: bool
    required: bool
    """A required check that is not ok makes the run Rejected; another is a warning."""
    note: str
    """One sentence with the figures and, where it is not ok, what to do."""


RunStatus = Literal["succeeded", "failed", "rejected", "adopted"]
"""`rejected`: finished, but a required check failed. `adopted`: died; a later run took over its parts."""


class Manifest(BaseModel):
    """The receipt of a run, the last thing it writes."""

    run_id: str
    flow: str
    """`daily-crawl`, `backfill`, ..."""
    site: str
    host: str
    start: date
    end: date
    """First day outside the window."""
    started_at: datetime
    finished_at: datetime
    status: RunStatus
    counts: dict[str, int]
    """`considered` and one number per OutcomeStatus."""
    reasons: dict[str, int] = Field(default_factory=dict)
    """`status:reason` to number of URLs, for rejected, failed, skipped."""
    sections: dict[str, dict[str, int]] = Field(default_factory=dict)
    """Section to number of URLs per OutcomeStatus."""
    examples: dict[str, list[str]] = Field(default_factory=dict)
    """`status:reason` to at most five URLs."""
    pages_fetched: int = 0
    templates: dict[str, int] = Field(default_factory=dict)
    """Template to number of articles read with it."""
    field_coverage: dict[str, float] = Field(default_factory=dict)
    """Field to share (0 to 1) of this run's articles that have it."""
    dropped: dict[str, int] = Field(default_factory=dict)
    """Cleaning rule to number of pieces it took out."""
    warnings: dict[str, int] = Field(default_factory=dict)
    parts: list[PartReceipt] = Field(default_factory=list)
    adopted: list[str] = Field(default_factory=list)
    """Ids of dead runs whose parts this run took over."""
    adopted_by: str | None = None
    complete: bool = True
    """Discovery reached its end: no budget was hit, nothing was cut short."""
    stopped: str = ""
    """Why the crawl did not come to its end, in a sentence."""
    unread: str = ""
    """What of the lists was not read, in a few sentences, where the crawl came to its end all the same."""
    limited: bool = False
    """Somebody asked for less than all of the window: a limit, or some sections only."""
    newest_published_at: datetime | None = None
    """When the newest article that this run read was published; dates after the run's end do not count."""
    per_day: dict[date, int] = Field(default_factory=dict)
    """Articles in silver per day of the last year, as far as the runs up to this one have looked."""
    published_months: list[str] = Field(default_factory=list)
    rows_inserted: int = 0
    rows_updated: int = 0
    silver_version: int | None = None
    """Version of the Delta table after this run's commit; None when it wrote nothing."""
    checks: list[CheckResult] = Field(default_factory=list)
    versions: dict[str, str] = Field(default_factory=dict)
    """`dvingest`, `extractor`, `schema`."""

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote; fields of later versions are ignored."""
        return cls.model_validate_json(text)

    def to_json(self) -> str:
        """Return indented JSON, so that a person can read the object in the store."""
        return self.model_dump_json(indent=1)
