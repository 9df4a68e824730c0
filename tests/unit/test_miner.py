"""New boilerplate is found from data: what stands in unusually many articles comes first."""

import random
import tracemalloc
from collections.abc import Iterator

import pytest

from dvingest.miner import find_recurring
from dvingest.model import Article, Block

TEXT = "tòa án huyện tỉnh người dân cán bộ luật sư hội đồng đất đai hợp đồng phiên xét xử điều tra quyết định mới"
WORDS = TEXT.split()
PLANTED = "Theo dõi Báo Pháp luật Việt Nam trên mạng xã hội để không bỏ lỡ tin mới"


def body(rng: random.Random, paragraphs: int = 6) -> list[str]:
    return [" ".join(rng.choices(WORDS, k=12)).capitalize() + "." for _ in range(paragraphs)]


def an_article(number: int, month: str, texts: list[str], section: str = "Pháp luật") -> Article:
    return Article.model_construct(
        article_id=f"plvn:{number}",
        month=month,
        section=section,
        blocks=tuple(Block("paragraph", text) for text in texts),
    )


def archive(planted_every: int, articles: int = 1000) -> Iterator[Article]:
    rng = random.Random(7)
    for number in range(articles):
        texts = body(rng)
        if number % planted_every == 0:
            texts.append(PLANTED)
        section = ("Pháp luật", "Kinh tế", "Xã hội")[number % 3]
        yield an_article(number, f"2026-{1 + number * 10 // articles:02d}", texts, section)


def test_phrase_in_two_of_a_hundred_articles_is_the_first_row() -> None:
    first = find_recurring(archive(planted_every=50))[0]
    assert first.text == PLANTED
    assert first.articles == 20
    assert first.share == 20 / 1000
    assert first.trailing == 1.0
    assert first.first_month == "2026-01"
    assert first.last_month == "2026-10"
    assert len(first.examples) == 3
    assert sum(number for _, number in first.sections) == 20


def months_of(per_month: int, months: int, section: str = "Pháp luật", first: int = 0) -> list[list[Article]]:
    """Return articles without boilerplate, month by month."""
    rng = random.Random(first)
    return [
        [
            an_article(first + month * per_month + n, f"{2020 + month // 12}-{1 + month % 12:02d}", body(rng), section)
            for n in range(per_month)
        ]
        for month in range(months)
    ]


def planted(article: Article, text: str = PLANTED, *, at_end: bool = True) -> Article:
    block = Block("paragraph", text)
    blocks = (*article.blocks, block) if at_end else (block, *article.blocks)
    return article.model_copy(update={"blocks": blocks})


def test_phrase_in_one_article_a_month_is_found_over_the_months() -> None:
    found = find_recurring(
        planted(one) if n == 0 else one for month in months_of(50, 10) for n, one in enumerate(month)
    )
    assert [(text.text, text.articles, text.share, text.trailing) for text in found] == [(PLANTED, 10, 0.02, 1.0)]
    assert (found[0].first_month, found[0].last_month, len(found[0].examples)) == ("2020-01", "2020-10", 3)


def test_phrase_of_a_small_section_is_found_beside_large_ones() -> None:
    small, large = months_of(50, 10), months_of(250, 10, "Thời sự", 10_000)
    together = (one for a, b in zip(small, large, strict=True) for one in [planted(a[20], at_end=False), *a[21:], *b])
    found = find_recurring(together)
    assert [(text.text, text.articles, text.sections) for text in found] == [(PLANTED, 10, (("Pháp luật", 10),))]
    assert found[0].share == 10 / 300


def test_sentence_met_now_and_then_over_years_is_no_boilerplate() -> None:
    every_half_year = (
        planted(one, "Không ai được đứng trên pháp luật.") if n == 0 and number % 6 == 0 else one
        for number, month in enumerate(months_of(50, 36))
        for n, one in enumerate(month)
    )
    assert find_recurring(every_half_year) == []


def test_short_heading_met_once_a_month_is_no_boilerplate() -> None:
    headed = (
        planted(one, "Nguyên nhân", at_end=False) if n == 0 else one
        for month in months_of(50, 12)
        for n, one in enumerate(month)
    )
    assert find_recurring(headed) == []


def test_headings_and_sentences_with_figures_of_their_own_come_after_boilerplate() -> None:
    def article(number: int) -> Article:
        rng = random.Random(number)
        texts = body(rng)
        if number % 25 == 0:
            figures = f"Giá vàng sáng nay ở mức {80 + number % 7} triệu đồng, tăng {number % 11} nghìn so với hôm qua."
            texts.insert(2, figures)
        if number % 50 == 1:
            texts.insert(3, PLANTED)
        one = an_article(number, f"2026-{1 + number // 100:02d}", texts)
        heading = Block("heading", "Giải pháp nào cho người dân")
        return one.model_copy(update={"blocks": (one.blocks[0], heading, *one.blocks[1:])}) if number % 20 == 0 else one

    found = find_recurring(article(number) for number in range(1000))
    assert [(text.articles, text.is_doubtful) for text in found] == [(20, False), (50, True), (40, True)]
    assert found[0].text == PLANTED


def test_articles_without_boilerplate_give_no_row() -> None:
    assert find_recurring(archive(planted_every=10_000)) == []


@pytest.mark.parametrize("planted", [PLANTED, "Đăng ký nhận tin của báo mỗi sáng"])
def test_sentence_glued_to_the_last_paragraph_is_found(planted: str) -> None:
    rng = random.Random(3)
    articles = [an_article(n, "2026-01", [*body(rng), f"{body(rng, 1)[0]} {planted}."]) for n in range(30)]
    assert find_recurring(articles)[0].articles == 30


def test_sentence_glued_to_the_front_of_a_text_is_found() -> None:
    rng = random.Random(9)
    articles = [an_article(n, "2026-01", [f"{PLANTED}. {body(rng, 1)[0]}", *body(rng)]) for n in range(30)]
    assert [(text.text, text.articles) for text in find_recurring(articles)] == [(f"{PLANTED}.", 30)]


def test_label_in_front_of_other_words_each_time_is_found_and_comes_after_boilerplate() -> None:
    rng = random.Random(10)
    label = ">>> Mời bạn đọc thêm:"
    articles = [
        an_article(n, "2026-01", [*body(rng), f"{label} {body(rng, 1)[0]}", *body(rng), *([PLANTED] if n < 9 else [])])
        for n in range(30)
    ]
    found = [(text.text, text.articles, text.is_doubtful) for text in find_recurring(articles)]
    assert found == [(PLANTED, 9, False), (label, 30, True)]


def test_phrase_in_two_of_a_hundred_articles_of_a_small_archive_is_found() -> None:
    assert [(text.text, text.articles) for text in find_recurring(archive(planted_every=50, articles=150))] == [
        (PLANTED, 3)
    ]


def test_figures_case_and_tone_marks_do_not_hide_a_phrase() -> None:
    rng = random.Random(4)
    forms = (
        "Xem thêm 12 ảnh của hoạt động này",
        "Xem thêm 7 ảnh của hoạt động này.",
        "XEM THÊM 103 ảnh của họat động này",
    )
    articles = [an_article(n, "2026-01", [*body(rng), forms[n % 3]]) for n in range(30)]
    assert find_recurring(articles)[0].articles == 30


def test_a_sentence_repeated_within_one_article_counts_once() -> None:
    rng = random.Random(5)
    articles = [an_article(n, "2026-01", body(rng)) for n in range(100)]
    articles.append(an_article(100, "2026-01", ["Không ai được đứng trên pháp luật."] * 50))
    assert find_recurring(articles) == []


def test_rare_texts_and_lines_without_letters_are_no_boilerplate() -> None:
    rng = random.Random(6)
    articles = [an_article(n, "2026-01", [*body(rng), "***", *(["Còn nữa"] if n < 4 else [])]) for n in range(1000)]
    assert find_recurring(articles) == []


def test_memory_does_not_grow_with_the_archive() -> None:
    def archive_of(months: int) -> Iterator[Article]:
        rng = random.Random(8)
        # Longer than what `folded` remembers, which has a bound of its own.
        long = (" ".join(rng.choices(WORDS, k=260)) for _ in range(20 * months))
        return (an_article(n, f"2026-{n // 20:04d}", [text]) for n, text in enumerate(long))

    def peak(months: int) -> int:
        tracemalloc.start()
        find_recurring(archive_of(months), remembered=40)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(1)
    assert peak(12) < 1.3 * peak(3)
