"""Extraction reads every page of the replica as the replica's truth says; the two know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dvingest.extraction import extract
from dvingest.local.replica import Entry, Newspaper, build_corpus
from dvingest.local.replica.prose import seed_text
from dvingest.local.replica.traps import REFUSED
from dvingest.model import RawArticle, Reading, Rejection
from dvingest.normalise import content_sha256
from dvingest.plvn.urls import article_id, canonical_url, is_article

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
FIELDS = (
    *("template", "kind", "title", "subtitle", "kicker", "lead", "agency_prefix", "body", "blocks", "images", "videos"),
    *(
        "authors",
        "source",
        "section",
        "section_path",
        "tags",
        "published_at",
        "modified_at",
        "published_raw",
        "language",
    ),
)


@pytest.fixture(scope="module")
def paper() -> Newspaper:
    return Newspaper(build_corpus(1, TODAY, 300))


@pytest.fixture(scope="module")
def truths(paper: Newspaper) -> dict[int, dict[str, Any]]:
    return {entry.index: paper.truth(entry) for entry in paper.corpus}


@pytest.fixture(scope="module")
def readings(paper: Newspaper) -> dict[int, Reading]:
    return {entry.index: read(paper, entry) for entry in paper.corpus if entry.trap != "gone"}


def read(paper: Newspaper, entry: Entry) -> Reading:
    answer = paper.article_answer(entry)
    return extract(answer.body, paper.corpus.url(entry), content_type=answer.content_type, fetched_at=NOW)


def column(reading: RawArticle, field: str) -> Any:
    """The value as the truth file has it."""
    value = getattr(reading, field)
    match field:
        case "blocks":
            return [{"kind": block.kind, "text": block.text} for block in value]
        case "images":
            names = ("url", "caption", "credit", "width", "height")
            return [{name: getattr(image, name) for name in names} for image in value]
        case "published_at" | "modified_at":
            return value.astimezone(UTC).isoformat() if value else None
        case _:
            return list(value) if isinstance(value, tuple) else value


def articles(paper: Newspaper) -> Iterator[Entry]:
    return (entry for entry in paper.corpus if entry.trap not in REFUSED)


def test_every_article_is_read(paper: Newspaper, readings: dict[int, Reading]) -> None:
    refused = [(entry, readings[entry.index]) for entry in articles(paper)]
    assert not [(paper.corpus.url(e), reading) for e, reading in refused if isinstance(reading, Rejection)]


@pytest.mark.parametrize("field", FIELDS)
def test_field_is_as_the_truth_says(
    paper: Newspaper, readings: dict[int, Reading], truths: dict[int, dict[str, Any]], field: str
) -> None:
    wrong = []
    for entry in articles(paper):
        reading = readings[entry.index]
        if isinstance(reading, RawArticle):
            got, wanted = column(reading, field), truths[entry.index][field]
            if got != wanted:
                wrong.append((paper.corpus.url(entry), entry.trap, got, wanted))
    assert not wrong


@pytest.mark.parametrize("trap", ["soft_404", "no_date"])
def test_page_that_is_no_article_is_refused_for_its_reason(
    paper: Newspaper, readings: dict[int, Reading], trap: str
) -> None:
    reading = readings[paper.corpus.with_trap(trap).index]
    assert isinstance(reading, Rejection)
    assert reading.reason == REFUSED[trap]


def test_addresses_name_the_articles_as_the_truth_does(paper: Newspaper, truths: dict[int, dict[str, Any]]) -> None:
    for entry in articles(paper):
        truth = truths[entry.index]
        assert is_article(truth["url"])
        assert article_id(truth["url"]) == truth["article_id"]
        assert canonical_url(truth["url"]) == truth["canonical_url"]


def test_seed_page_reads_alike_in_both_skins(paper: Newspaper) -> None:
    title, lead, caption, paragraphs = seed_text()
    for skin in ("zone", "cms"):
        url = f"https://baophapluat.vn{paper.seed_path(skin)}"
        reading = extract(paper.seed_page(skin), url, fetched_at=NOW)
        assert isinstance(reading, RawArticle)
        assert reading.template == skin
        assert reading.title == title
        assert f"(PLVN) - {reading.lead}" == lead
        assert [image.caption for image in reading.images] == [caption]
        assert [block.text for block in reading.blocks] == list(paragraphs)
        assert reading.published_at == datetime(2021, 1, 11, 2, 12, 35, tzinfo=UTC)
        assert article_id(url) == "plvn:378211"


def test_twenty_renderings_of_an_article_have_one_hash_and_an_edit_gives_another(paper: Newspaper) -> None:
    for entry in list(paper.corpus)[10:300:40]:
        if entry.trap not in REFUSED:
            assert len({hash_of(read(paper, entry)) for _ in range(20)}) == 1, paper.corpus.url(entry)
    edited = Newspaper(paper.corpus)
    before = hash_of(read(edited, entry))
    edited.edit(entry, NOW)
    assert hash_of(read(edited, entry)) != before


def hash_of(reading: Reading) -> str:
    assert isinstance(reading, RawArticle), reading
    return content_sha256(reading.title, reading.lead, reading.blocks, [image.caption for image in reading.images])


@pytest.mark.parametrize(
    ("face", "reason"),
    [
        ("login_wall", "login_wall"),
        ("cookie_gate", "cookie_gate"),
        ("empty", "no_body"),
        ("soft_404", "soft_404"),
    ],
)
@pytest.mark.parametrize("skin", ["legacy", "zone", "cms", "platform"])
def test_page_without_the_article_is_refused(paper: Newspaper, face: Any, reason: str, skin: str) -> None:
    entry = next(e for e in paper.corpus if e.skin == skin and not e.trap)
    paper.show(face, [entry])
    try:
        reading = read(paper, entry)
    finally:
        paper.show(None, [entry])
    assert isinstance(reading, Rejection), reading
    assert reading.reason == reason


def test_unknown_layout_keeps_title_date_and_paragraphs(paper: Newspaper) -> None:
    plain = [e for e in list(paper.corpus)[20:80] if not e.trap]
    paper.show("unknown", plain)
    try:
        for entry in plain:
            reading, truth = read(paper, entry), paper.truth(entry)
            assert isinstance(reading, RawArticle)
            assert reading.template == "generic"
            assert reading.title == truth["title"]
            assert column(reading, "published_at") == truth["published_at"]
            paragraphs = [block["text"] for block in truth["blocks"] if block["kind"] == "paragraph"]
            got = [block.text for block in reading.blocks]
            assert [text for text in paragraphs if text not in got] == [], paper.corpus.url(entry)
    finally:
        paper.show(None, plain)
