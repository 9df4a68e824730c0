"""Which rows a batch changes, decided without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lake_samples import FETCHED, article

from dvingest.lake.silver.merging import DECISIVE, Arrival, Standing, decide, fold
from dvingest.model import Article

LATER = FETCHED + timedelta(days=1)
LATEST = FETCHED + timedelta(days=2)


def standing(*rows: Article) -> dict[str, Standing]:
    return {row.article_id: Standing(files=("a.parquet",), **row.model_dump(include=set(DECISIVE))) for row in rows}


def arrivals(*rows: Article) -> list[Arrival]:
    return [Arrival(index=index, **row.model_dump(include=set(DECISIVE))) for index, row in enumerate(rows)]


def test_new_article_is_inserted_as_it_is() -> None:
    changes = decide(arrivals(article(1)), {})
    assert changes.inserted == {"plvn:1": arrivals(article(1))[0]}
    assert not changes.replaced


def test_newer_fetch_with_other_content_is_the_next_revision_and_keeps_when_it_was_first_seen() -> None:
    edited = article(1, content_sha256="f" * 64, fetched_at=LATER, first_seen_at=LATER)
    changes = decide(arrivals(edited), standing(article(1, revision=3)))
    assert changes.replaced["plvn:1"] == replace(arrivals(edited)[0], revision=4, first_seen_at=FETCHED)


def test_newer_fetch_with_the_same_content_changes_nothing() -> None:
    changes = decide(arrivals(article(1, fetched_at=LATER, tags=("khác",))), standing(article(1)))
    assert not changes
    assert changes.unchanged == 1


def test_older_fetch_with_other_content_changes_nothing() -> None:
    assert not decide(arrivals(article(1, content_sha256="f" * 64)), standing(article(1, fetched_at=LATER)))


def test_same_batch_again_changes_nothing() -> None:
    batch = [article(1), article(2)]
    assert not decide(arrivals(*batch), standing(*batch))


def test_newest_of_two_fetches_in_one_batch_wins_whatever_their_order() -> None:
    old, new = article(1), article(1, content_sha256="f" * 64, fetched_at=LATER, first_seen_at=LATER)
    for batch in ([old, new], [new, old]):
        folded = fold(arrivals(*batch))["plvn:1"]
        assert folded.content_sha256 == "f" * 64
        assert folded.revision == 2
        assert folded.first_seen_at == FETCHED


def test_two_fetches_of_the_same_content_are_one_revision() -> None:
    assert fold(arrivals(article(1), article(1, fetched_at=LATER)))["plvn:1"].revision == 1


def test_article_dated_into_another_month_replaces_the_row_of_the_old_month() -> None:
    moved = article(1, "2021-02", content_sha256="f" * 64, fetched_at=LATER)
    changes = decide(arrivals(moved), standing(article(1)))
    assert set(changes.replaced) == {"plvn:1"}
    assert not changes.inserted
    assert changes.as_publication(5, standing(article(1))).months == ("2021-01", "2021-02")


def test_article_dated_into_another_month_with_the_same_text_moves_without_a_revision() -> None:
    moved = article(1, "2021-02", content_sha256=article(1).content_sha256, fetched_at=LATER)
    changes = decide(arrivals(moved), standing(article(1)))
    assert changes.replaced["plvn:1"].month == "2021-02"
    assert changes.replaced["plvn:1"].revision == 1


def test_date_corrected_within_its_month_is_stored_without_a_revision() -> None:
    corrected = article(1, published_at=article(1).published_at - timedelta(hours=30), fetched_at=LATER)
    changes = decide(arrivals(corrected), standing(article(1, revision=2)))
    assert changes.replaced["plvn:1"].published_at == corrected.published_at
    assert changes.replaced["plvn:1"].revision == 2


def test_address_that_the_article_has_now_is_stored_without_a_revision() -> None:
    moved = article(1, canonical_url="https://baophapluat.vn/tin-so-1.html", fetched_at=LATER)
    changes = decide(arrivals(moved), standing(article(1)))
    assert changes.replaced["plvn:1"].canonical_url == moved.canonical_url
    assert changes.replaced["plvn:1"].revision == 1


def test_article_taken_away_is_marked_once_and_keeps_its_first_moment() -> None:
    assert decide(arrivals(), standing(article(1)), {"plvn:1": LATER}).marked == {"plvn:1": LATER}
    assert not decide(arrivals(), standing(article(1, gone_at=LATER)), {"plvn:1": LATEST})


def test_mark_on_an_article_that_is_not_there_changes_nothing() -> None:
    assert not decide(arrivals(), {}, {"plvn:1": LATER})


def test_article_fetched_again_after_it_was_gone_is_back() -> None:
    changes = decide(arrivals(article(1, fetched_at=LATEST)), standing(article(1, gone_at=LATER)))
    assert changes.marked == {"plvn:1": None}


def test_replay_of_the_same_fetch_writes_rows_of_another_extractor() -> None:
    better = article(1, content_sha256="f" * 64, extractor_version="2")
    assert not decide(arrivals(better), standing(article(1)))
    assert decide(arrivals(better), standing(article(1)), is_replay=True).replaced["plvn:1"].revision == 2


def test_replay_that_reads_the_same_content_is_no_revision() -> None:
    for same in (article(1, extractor_version="2"), article(1, tags=("đã bị sửa",))):
        assert decide(arrivals(same), standing(article(1)), is_replay=True).replaced["plvn:1"].revision == 1


def test_replay_of_an_older_page_does_not_undo_a_newer_one() -> None:
    old = article(1, content_sha256="f" * 64, extractor_version="2")
    assert not decide(arrivals(old), standing(article(1, fetched_at=LATER)), is_replay=True)


def test_replay_does_not_bring_back_what_is_gone() -> None:
    there = standing(article(1, gone_at=LATER))
    better = article(1, content_sha256="f" * 64, extractor_version="2")
    assert decide(arrivals(better), there, is_replay=True).replaced["plvn:1"].gone_at == LATER
    assert not decide(arrivals(article(1, fetched_at=LATEST)), there, is_replay=True)
