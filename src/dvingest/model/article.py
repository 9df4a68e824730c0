"""A row of silver, and what is read of one before a crawl."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from dvingest.model.reading import Block, Image

SCHEMA_VERSION = "1"
"""Grows when a column is added to `Article`; columns are only ever added, and nullable."""


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
