"""Spans of days as they are asked for."""

from __future__ import annotations

from datetime import date

import pytest

from dvingest.errors import ConfigError
from dvingest.windows import DateWindow


@pytest.mark.parametrize(("first", "last"), [(date(1, 1, 1), date(2021, 1, 1)), (date(2021, 1, 1), date(9999, 12, 31))])
def test_days_without_a_newspaper_are_refused_in_a_sentence(first: date, last: date) -> None:
    with pytest.raises(ConfigError, match="is no day of the newspaper: give one from 1900-01-01"):
        DateWindow.of_days(first, last)


def test_the_last_days_that_may_be_asked_for_can_be_reckoned_with() -> None:
    window = DateWindow.of_days(date(1900, 1, 1), date(2199, 12, 31))
    assert window.starts_at < window.ends_at
    assert (window.months()[0], window.months()[-1]) == ("1900-01", "2199-12")
