"""A reading becomes a row of silver: ids, zones, hash, counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC
from urllib.parse import urlsplit

from dvingest.errors import DvingestError
from dvingest.extraction.text import normalise_text
from dvingest.model import Article, Block, BronzeRecord, JsonObject, RawArticle
from dvingest.plvn.urls import article_id, canonical_url, has_cms_number
from dvingest.windows import month_of

_NOT_OF_THE_PAGE = {"revision", "first_seen_at", "gone_at", "run_id", "bronze_key", "bronze_offset", "warnings"}
"""Columns that a page does not tell; warnings change when a box beside the text is masked for a purge."""


def normalise(record: BronzeRecord) -> Article:
    """Return the row for a page read as an article; its revision and first sight are the table's to correct."""
    capture, raw = record.capture, record.capture.reading
    if not isinstance(raw, RawArticle):
        raise DvingestError(f"{capture.url} was rejected ({raw.reason}): only pages read as articles become rows.")
    if raw.published_at is None:
        raise DvingestError(f"{capture.url} has no date of publication: an article without one is not kept.")
    address = raw.canonical_url or canonical_url(capture.url)
    published_at = raw.published_at.astimezone(UTC)
    fetched_at = capture.fetched_at.astimezone(UTC)
    return Article(
        article_id=capture.known_as or _id_of(address, capture.url, capture.redirected_from),
        url=capture.url,
        canonical_url=address,
        host=urlsplit(address).hostname or "",
        template=raw.template,
        kind=raw.kind,
        title=raw.title,
        subtitle=raw.subtitle,
        kicker=raw.kicker,
        lead=raw.lead,
        agency_prefix=raw.agency_prefix,
        body=raw.body,
        blocks=raw.blocks,
        images=raw.images,
        videos=raw.videos,
        authors=raw.authors,
        source=raw.source,
        section=raw.section,
        section_path=raw.section_path,
        tags=raw.tags,
        published_at=published_at,
        modified_at=raw.modified_at.astimezone(UTC) if raw.modified_at else None,
        published_raw=raw.published_raw or "",
        fetched_at=fetched_at,
        first_seen_at=fetched_at,
        gone_at=None,
        month=month_of(published_at),
        revision=1,
        content_sha256=content_sha256(raw.title, raw.lead, raw.blocks, [image.caption for image in raw.images]),
        word_count=sum(len(text.split()) for text in (raw.title, raw.lead or "", raw.body)),
        language=raw.language,
        warnings=raw.warnings,
        extractor_version=capture.extractor_version,
        run_id=record.run_id,
        bronze_key=record.key,
        bronze_offset=record.offset,
    )


def content_sha256(title: str, lead: str | None, blocks: Sequence[Block], captions: Sequence[str | None]) -> str:
    """Return the hash (hex) of what a reader reads: equal for two renderings of one article, in NFC or NFD.

    The kinds of the blocks do not count, as skins dress a sub-heading differently; pictures without a caption neither.
    """
    content = {
        "title": normalise_text(title),
        "lead": normalise_text(lead or ""),
        "blocks": [_lines(block.text) for block in blocks],
        "captions": [text for text in (normalise_text(caption or "") for caption in captions) if text],
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def told_by_page(article: Article) -> JsonObject:
    """Return the columns of a row that follow from its page, for a comparison of two."""
    return article.model_dump(exclude=_NOT_OF_THE_PAGE)


def page_digest(article: Article) -> str:
    """Return the hash (hex) of the same columns: rows are equal in all that their page says if these are."""
    return hashlib.sha256(article.model_dump_json(exclude=_NOT_OF_THE_PAGE).encode()).hexdigest()


def _lines(text: str) -> str:
    # Rows and cells of a table keep their borders; everything else is one line already.
    rows = ("\t".join(normalise_text(cell) for cell in line.split("\t")) for line in text.split("\n"))
    return "\n".join(rows)


def _id_of(canonical: str, fetched: str, asked_for: str | None) -> str:
    """Return the id from an address with the CMS's number, as it outlasts slugs; the page's own name comes first."""
    addresses = [canonical, fetched, *([asked_for] if asked_for else [])]
    return article_id(next((address for address in addresses if has_cms_number(address)), canonical))
