"""410 marks an article gone at once, 404 after three runs in a row; one answer in between begins anew."""

from collections.abc import Iterator

from dvingest.gone import newly_gone
from dvingest.model import Outcome, OutcomeStatus


def met(status: OutcomeStatus, reason: str | None = None, number: int = 1) -> Outcome:
    return Outcome(f"https://baophapluat.vn/a-post{number}.html", status, reason, f"plvn:{number}")


MISSING = met(OutcomeStatus.FAILED, "http_404")
ALIVE = met(OutcomeStatus.UNCHANGED)
OTHER = met(OutcomeStatus.STORED, number=2)


def test_410_is_believed_at_once() -> None:
    assert newly_gone([met(OutcomeStatus.FAILED, "http_410"), OTHER], []) == {"plvn:1"}


def test_404_is_believed_the_third_time() -> None:
    assert newly_gone([MISSING], []) == frozenset()
    assert newly_gone([MISSING], [[MISSING]]) == frozenset()
    assert newly_gone([MISSING], [[MISSING], [MISSING]]) == {"plvn:1"}


def test_an_answer_between_ends_the_row() -> None:
    assert newly_gone([MISSING], [[MISSING], [ALIVE], [MISSING]]) == frozenset()
    assert newly_gone([MISSING], [[ALIVE], [MISSING], [MISSING]]) == frozenset()


def test_runs_that_did_not_ask_for_the_article_say_nothing() -> None:
    assert newly_gone([MISSING], [[OTHER], [MISSING], [], [OTHER], [MISSING]]) == {"plvn:1"}


def test_other_troubles_are_no_sign_of_being_gone() -> None:
    trouble = met(OutcomeStatus.FAILED, "http_503")
    assert newly_gone([trouble], [[trouble], [trouble]]) == frozenset()
    assert newly_gone([MISSING], [[trouble], [MISSING], [MISSING]]) == frozenset()


def test_earlier_runs_are_not_read_where_nothing_is_missing() -> None:
    def unread() -> Iterator[list[Outcome]]:
        raise AssertionError("read for nothing")
        yield []

    assert newly_gone([OTHER], unread()) == frozenset()
