"""What a page says: an article as it stands there, or the reason why it is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import TypeAdapter

JsonObject = dict[str, Any]
"""An object at a JSON border."""

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
