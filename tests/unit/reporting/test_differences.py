"""A difference shows what changed in an article, and nothing else."""

from dvingest.model import Article, Block, Image
from dvingest.reporting.differences import difference


def an_article(**changes: object) -> Article:
    values: dict[str, object] = {
        "title": "Tiêu đề",
        "lead": "Mở đầu",
        "section": "Pháp luật",
        "kind": "article",
        "authors": ("An",),
        "blocks": tuple(Block("paragraph", f"Đoạn {number}.") for number in range(8)),
        "images": (Image("https://cdn/a.jpg", "Chú thích"),),
        **dict.fromkeys(("subtitle", "kicker", "source", "published_at", "modified_at")),
    }
    return Article.model_construct(**(values | changes))


def shown(before: Article, after: Article) -> list[str]:
    return [str(line) for line in difference(before, after)]


def test_equal_articles_have_no_difference() -> None:
    assert shown(an_article(), an_article()) == []


def test_a_changed_paragraph_stands_between_its_neighbours() -> None:
    blocks = list(an_article().blocks)
    blocks[4] = Block("paragraph", "Đoạn 4, đã sửa.")
    assert shown(an_article(), an_article(blocks=tuple(blocks))) == [
        "@@ body",
        "  Đoạn 3.",
        "- Đoạn 4.",
        "+ Đoạn 4, đã sửa.",
        "  Đoạn 5.",
    ]


def test_fields_that_appear_vanish_or_change_are_named() -> None:
    after = an_article(lead=None, source="TTXVN", authors=("An", "Bình"), images=())
    assert shown(an_article(), after) == [
        "@@ lead",
        "- Mở đầu",
        "@@ source",
        "+ TTXVN",
        "@@ authors",
        "+ Bình",
        "@@ images",
        "- https://cdn/a.jpg | Chú thích",
    ]


def test_a_paragraph_that_became_a_heading_is_a_change() -> None:
    blocks = (Block("heading", "Đoạn 0."), *an_article().blocks[1:])
    assert "+ [heading] Đoạn 0." in shown(an_article(), an_article(blocks=blocks))


def test_lines_are_plain_text() -> None:
    after = an_article(title="\x1b[31mđỏ\nhai dòng")
    assert "+ [31mđỏ hai dòng" in shown(an_article(), after)
