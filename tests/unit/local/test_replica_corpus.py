"""The articles of the replica: the same for a seed and a day, enough of them, each different, each found again."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dvingest.errors import ConfigError
from dvingest.local.replica import Corpus, Newspaper, build_corpus
from dvingest.local.replica.corpus import slugify
from dvingest.local.replica.parts import Text
from dvingest.local.replica.prose import seed_text
from dvingest.local.replica.routes import Routes
from dvingest.local.replica.sections import ALL_SECTIONS
from dvingest.local.replica.traps import REFUSED, TRAPS
from dvingest.windows import VIETNAM_TIME, DateWindow

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return build_corpus(1, TODAY)


@pytest.fixture
def paper() -> Newspaper:
    return Newspaper(build_corpus(1, TODAY))


def body_of(corpus: Corpus, index: int) -> tuple[str, ...]:
    return tuple(piece.text for piece in corpus.content(index).pieces if isinstance(piece, Text))


def test_same_seed_and_day_give_the_same_pages(corpus: Corpus) -> None:
    again = build_corpus(1, TODAY)
    assert [Newspaper(again).page(entry) for entry in again] == [Newspaper(corpus).page(entry) for entry in corpus]


def test_another_seed_gives_other_articles(corpus: Corpus) -> None:
    other = build_corpus(2, TODAY)
    titles = {corpus.title(entry) for entry in corpus if entry.trap != "seed"}
    assert len(titles & {other.title(entry) for entry in other}) < 10


def test_corpus_has_ninety_articles_in_four_months_and_six_sections(corpus: Corpus) -> None:
    window = DateWindow(date(2026, 8, 1), TODAY + timedelta(days=1))
    articles = corpus.articles_in(window)
    assert len(articles) >= 90
    assert len({f"{entry.published_at:%Y-%m}" for entry in articles}) == 4
    assert len({entry.section.slug for entry in articles}) >= 6
    assert {entry.skin for entry in articles} == {"legacy", "zone", "cms", "platform"}


def test_last_three_days_show_several_skins(corpus: Corpus) -> None:
    recent = corpus.articles_in(DateWindow.of_days(TODAY - timedelta(days=2), TODAY))
    assert len(recent) >= 10
    assert len({entry.skin for entry in recent}) >= 3


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 3, 1), date(2026, 12, 2), date(2028, 2, 29)])
def test_nothing_is_published_later_than_the_first_half_hour_of_today(today: date) -> None:
    corpus = build_corpus(3, today)
    assert max(entry.published_at for entry in corpus) < datetime(
        today.year, today.month, today.day, 0, 30, tzinfo=VIETNAM_TIME
    )
    assert len(corpus) == 121


def test_articles_stand_on_both_sides_of_the_last_midnight(corpus: Corpus) -> None:
    midnight = datetime(2026, 11, 23, tzinfo=VIETNAM_TIME)
    near = [entry for entry in corpus if abs(entry.published_at - midnight) < timedelta(minutes=1)]
    assert {entry.published_at < midnight for entry in near} == {True, False}


def test_no_two_articles_have_the_same_body() -> None:
    corpus = build_corpus(1, TODAY, 1_500)
    bodies = Counter(body_of(corpus, entry.index) for entry in corpus if corpus.content(entry.index).kind != "gallery")
    assert max(bodies.values()) == 1


def test_paragraphs_hardly_ever_recur() -> None:
    corpus = build_corpus(4, TODAY, 600)
    paragraphs = Counter(text for entry in corpus for text in body_of(corpus, entry.index) if len(text) > 100)
    assert sum(count - 1 for count in paragraphs.values()) < len(paragraphs) / 200


def test_no_pattern_is_left_unfilled() -> None:
    corpus = build_corpus(6, TODAY, 400)
    for entry in corpus:
        content = corpus.content(entry.index)
        text = " ".join([content.title, content.lead or "", *content.tags, *body_of(corpus, entry.index)])
        assert not set(text.replace("[Infographic]", "")) & set("{}[]|"), text


def test_year_of_ten_thousand_articles_gives_each_an_address_that_leads_back_to_it() -> None:
    window = DateWindow(date(2025, 1, 1), date(2026, 1, 1))
    corpus = build_corpus(1, TODAY, 10_000, window=window)
    assert len(corpus.articles_in(window)) == 10_000
    addresses = {corpus.url(entry): entry.index for entry in corpus}
    assert len(addresses) == len(corpus)
    for url, index in list(addresses.items())[::97]:
        host, _, path = url.removeprefix("https://").partition("/")
        found = corpus.find(host, f"/{path}")
        assert found is not None
        assert found.index == index


def test_every_trap_has_its_article(corpus: Corpus) -> None:
    assert {trap.name for trap in TRAPS} | {"seed"} == {entry.trap for entry in corpus if entry.trap}
    for trap in TRAPS:
        assert corpus.with_trap(trap.name).skin == trap.skin


def test_unknown_trap_is_named(corpus: Corpus) -> None:
    with pytest.raises(ConfigError, match="'nosuch'"):
        corpus.with_trap("nosuch")


def test_few_articles_are_possible() -> None:
    assert len(build_corpus(1, TODAY, 1)) == 2
    with pytest.raises(ConfigError, match="articles=0"):
        build_corpus(1, TODAY, 0)


def test_seed_article_stands_in_both_skins_under_addresses_with_its_number(paper: Newspaper) -> None:
    title, _, caption, paragraphs = seed_text()
    assert len(paragraphs) == 7
    for skin in ("zone", "cms"):
        html = paper.seed_page(skin)
        assert f">{title}</h1>" in html
        assert all(paragraph in html for paragraph in paragraphs)
        assert html.count(f">{caption}<") == 1
        assert "378211" in paper.seed_path(skin)
    assert 'class="article__body cms-body "' in paper.seed_page("cms")
    assert 'class="article__content"' in paper.seed_page("zone")


def test_article_can_be_published_edited_moved_and_taken_down(paper: Newspaper) -> None:
    entry = paper.corpus.entry(60)
    before = paper.truth(entry)
    paper.edit(entry, datetime(2026, 11, 23, 3, tzinfo=UTC))
    after = paper.truth(entry)
    assert after["body"].startswith(before["body"])
    assert len(after["blocks"]) == len(before["blocks"]) + 1

    paper.move(entry, datetime(2026, 9, 1, 5, tzinfo=UTC))
    assert entry.index in [e.index for e in paper.articles_in(DateWindow(date(2026, 9, 1), date(2026, 9, 2)))]

    new = paper.publish(3, datetime(2026, 11, 23, 1, tzinfo=VIETNAM_TIME))
    today = DateWindow.of_days(TODAY, TODAY)
    assert {e.index for e in new} <= {e.index for e in paper.articles_in(today)}
    paper.take_down(new[0])
    assert new[0].index not in {e.index for e in paper.articles_in(today)}
    assert paper.article_answer(new[0]).status == 410
    paper.restore(new[0])
    assert paper.article_answer(new[0]).status == 200


def test_article_older_than_the_newest_cannot_be_appended(corpus: Corpus) -> None:
    with pytest.raises(ConfigError, match="older than"):
        corpus.add(datetime(2020, 1, 1, tzinfo=UTC))


def test_renderings_differ_around_the_same_text(paper: Newspaper) -> None:
    entry = paper.corpus.with_trap("begins_like_caption")
    pages = {paper.article_answer(entry).body for _ in range(20)}
    assert len(pages) == 20


def test_truth_file_names_every_article_and_every_refusal(paper: Newspaper, tmp_path: Path) -> None:
    path = tmp_path / "truth.jsonl"
    count = paper.write_truth(path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == count == len(paper.corpus)
    assert sum(row["refused"] is not None for row in rows) == len(REFUSED)
    assert len({row["article_id"] for row in rows if not row["refused"]}) == count - len(REFUSED)


def test_sitemaps_and_section_pages_together_list_every_article(paper: Newspaper) -> None:
    routes = Routes(paper)
    numbers = {entry.index for entry in paper.corpus}
    in_sitemaps = {index for index in numbers if _is_named_in_sitemap(routes, paper, index)}
    in_sections = {index for section in ALL_SECTIONS for index in routes.in_section(section)}
    assert in_sitemaps | in_sections == numbers
    assert in_sitemaps != numbers
    assert in_sections != numbers


def _is_named_in_sitemap(routes: Routes, paper: Newspaper, index: int) -> bool:
    entry = paper.corpus.entry(index)
    path = f"/sitemaps/news-{entry.published_at.year}-{entry.published_at.month}.xml"
    return paper.corpus.url(entry) in gzip.decompress(routes.answer(entry.host, path).body).decode()


def test_slug_has_letters_without_marks() -> None:
    assert slugify("Đắk Lắk: 25.600 tỷ đồng, “nóng” trở lại!") == "dak-lak-25-600-ty-dong-nong-tro-lai"
