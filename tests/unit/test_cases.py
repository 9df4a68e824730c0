"""Every case page, field by field, so that one wrong date does not hide a right body."""

from __future__ import annotations

from typing import Any

import pytest
from case_pages import Case, all_cases, as_json

from dvingest.extraction import clean_text
from dvingest.extraction.text import folded, normalise_text
from dvingest.model import RawArticle, Rejection

CASES = all_cases()
ARTICLES = [case for case in CASES if case.expected is not None]
REJECTIONS = [case for case in CASES if case.rejection is not None]
EXACT_FIELDS = [
    (case, field) for case in ARTICLES for field in case.expected or {} if field not in {"blocks", "images", "warnings"}
]


def by_name(cases: list[Case]) -> Any:
    return pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases])


def article_of(case: Case) -> RawArticle:
    reading = case.reading
    assert isinstance(reading, RawArticle), f"{case.name} was rejected: {reading}"
    return reading


def expected(case: Case) -> dict[str, Any]:
    assert case.expected is not None
    return case.expected


def test_every_case_says_what_is_expected_of_it() -> None:
    assert len(CASES) >= 80
    assert [case.name for case in CASES if (case.expected is None) == (case.rejection is None)] == []


@by_name(REJECTIONS)
def test_page_that_is_no_article_is_rejected_for_its_reason(case: Case) -> None:
    assert isinstance(case.reading, Rejection), "it was read as an article"
    assert case.rejection is not None
    assert case.reading.reason.value == case.rejection["reason"], case.reading.detail


@pytest.mark.parametrize(
    ("case", "field"), [pytest.param(case, field, id=f"{case.name}-{field}") for case, field in EXACT_FIELDS]
)
def test_field_is_what_a_reader_sees(case: Case, field: str) -> None:
    assert as_json(article_of(case), field) == expected(case)[field]


@by_name(ARTICLES)
def test_body_is_what_a_reader_calls_the_article(case: Case) -> None:
    assert [block.text for block in article_of(case).blocks] == [block["text"] for block in expected(case)["blocks"]]


@by_name(ARTICLES)
def test_block_kinds_are_those_of_the_page(case: Case) -> None:
    kinds = [(block.kind, block.text) for block in article_of(case).blocks]
    wanted = [(block["kind"], block["text"]) for block in expected(case)["blocks"]]
    assert [
        (None, text) if open_kind is None else (kind, text)
        for (kind, text), (open_kind, _) in zip(kinds, wanted, strict=True)
    ] == wanted


@by_name([case for case in ARTICLES if "images" in (case.expected or {})])
def test_each_picture_stands_once_with_its_caption(case: Case) -> None:
    images = as_json(article_of(case), "images")
    wanted = expected(case)["images"]
    assert len(images) == len(wanted), images
    assert [{key: image[key] for key in want} for image, want in zip(images, wanted, strict=True)] == wanted


@by_name([case for case in ARTICLES if "warnings" in (case.expected or {})])
def test_reading_carries_its_warnings(case: Case) -> None:
    assert set(expected(case)["warnings"]) <= set(article_of(case).warnings)


@by_name([case for case in ARTICLES if expected(case).get("template") not in {"generic", "text", None}])
def test_known_template_is_not_called_unknown(case: Case) -> None:
    assert "generic_template" not in article_of(case).warnings


@by_name([case for case in ARTICLES if expected(case).get("images")])
def test_no_caption_is_left_in_the_blocks(case: Case) -> None:
    article = article_of(case)
    captions = {folded(image.caption) for image in article.images if image.caption}
    captions |= {folded(image["caption"]) for image in expected(case)["images"] if image.get("caption")}
    assert [block.text for block in article.blocks if folded(block.text) in captions] == []


@by_name(ARTICLES)
def test_text_is_in_its_normal_form(case: Case) -> None:
    article = article_of(case)
    texts = [article.title, article.lead or "", *(line for block in article.blocks for line in block.text.split("\n"))]
    texts = [cell for text in texts for cell in text.split("\t")]
    assert texts == [normalise_text(text) for text in texts]


@by_name(ARTICLES)
def test_cleaning_the_clean_text_again_changes_nothing(case: Case) -> None:
    article = article_of(case)
    if not article.blocks:
        assert article.images or article.videos, "an article without a word, a picture or a film"
        return
    once = clean_text(as_text(article), article.url)
    assert isinstance(once, RawArticle), once
    twice = clean_text(as_text(once), article.url)
    assert isinstance(twice, RawArticle), twice
    assert (twice.title, twice.lead, twice.body) == (once.title, once.lead, once.body)


def as_text(article: RawArticle) -> str:
    mark = f"({article.agency_prefix}) - " if article.agency_prefix else ""
    lead = [mark + article.lead] if article.lead else []
    return "\n\n".join([article.title, *lead, article.body])
