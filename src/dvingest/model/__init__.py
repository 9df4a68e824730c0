"""The records that pass between the steps: what a page says, what became of a URL, an article, a run."""

from dvingest.model.article import SCHEMA_VERSION, Article, KnownArticle
from dvingest.model.crawl import SAME_AS_BEFORE, ArticleLink, BronzeRecord, Capture, Outcome, OutcomeStatus, Progress
from dvingest.model.reading import (
    ArticleKind,
    Block,
    BlockKind,
    Image,
    JsonObject,
    RawArticle,
    Reading,
    Rejection,
    RejectionReason,
    TemplateName,
    raw_article_fields,
)
from dvingest.model.run import CheckResult, Manifest, PartReceipt, RunStatus

__all__ = [
    "SAME_AS_BEFORE",
    "SCHEMA_VERSION",
    "Article",
    "ArticleKind",
    "ArticleLink",
    "Block",
    "BlockKind",
    "BronzeRecord",
    "Capture",
    "CheckResult",
    "Image",
    "JsonObject",
    "KnownArticle",
    "Manifest",
    "Outcome",
    "OutcomeStatus",
    "PartReceipt",
    "Progress",
    "RawArticle",
    "Reading",
    "Rejection",
    "RejectionReason",
    "RunStatus",
    "TemplateName",
    "raw_article_fields",
]
