"""New boilerplate is found from data: what stands in unusually many articles comes first."""

import random
import tracemalloc
from collections.abc import Iterator

from dvingest.miner import find_recurring
from dvingest.model import Article, Block

TEXT = "tòa án huyện tỉnh người dân cán bộ luật sư hội đồng đất đai hợp đồng phiên xét xử điều tra quyết định mới"
WORDS = TEXT.split()
PLANTED = "Theo dõi Báo Pháp luật Việt Nam trên mạng xã hội để không bỏ lỡ tin mới"


def body(rng: random.Random, paragraphs: int = 6) -> list[str]:
    return [" ".join(rng.choices(WORDS, k=30)).capitalize() + "." for _ in range(paragraphs)]


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


def test_articles_without_boilerplate_give_no_row() -> None:
    assert find_recurring(archive(planted_every=10_000)) == []


def test_sentence_glued_to_the_last_paragraph_is_found() -> None:
    rng = random.Random(3)
    articles = [an_article(n, "2026-01", [*body(rng), f"{body(rng, 1)[0]} {PLANTED}."]) for n in range(30)]
    assert find_recurring(articles)[0].articles == 30


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
        find_recurring(archive_of(months))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(1)
    assert peak(12) < 1.3 * peak(3)
