"""Which rows of a run get into the table."""

from __future__ import annotations

import pytest
from lake_samples import article

from dvingest.model import OutcomeStatus
from dvingest.publishing import rows_to_hold_back
from dvingest.refetching import needs_refetch

ONE_TEXT = "a" * 64


@pytest.mark.parametrize(
    ("times", "template", "is_stored"), [(3, "generic", False), (2, "generic", True), (9, "zone", True)]
)
def test_page_that_no_template_knows_is_stored_for_none_of_the_many_addresses_that_have_it(
    times: int, template: str, is_stored: bool
) -> None:
    same = [article(number, template=template, content_sha256=ONE_TEXT) for number in range(times)]
    others = [article(number, template="generic") for number in range(10, 14)]
    held_back = rows_to_hold_back([*same, *others], {})
    assert held_back == ({} if is_stored else {row.article_id: "same_page" for row in same})
    assert needs_refetch(OutcomeStatus.REJECTED, "same_page")


def test_row_of_a_template_is_not_replaced_by_what_only_the_general_way_reads() -> None:
    rows = [article(1, template="generic"), article(2, template="generic"), article(3)]
    assert rows_to_hold_back(rows, {"plvn:1": "zone", "plvn:2": "generic"}) == {"plvn:1": "held_back"}
