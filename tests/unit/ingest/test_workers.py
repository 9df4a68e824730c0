"""A backfill waits for the months that it has handed to workers, whatever becomes of Prefect's server meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace
from uuid import UUID, uuid4

import httpx
import pytest
from prefect.states import Completed, State

from dvingest.archive.backfilling import MonthResult
from dvingest.ingest import workers
from dvingest.windows import DateWindow


class ServerThatGoesAway:
    """A client whose server is away for the first few times that it is asked."""

    def __init__(self, times: int) -> None:
        self.times_left = times
        self.asked_to_become: list[UUID] = []

    def read_flow_run(self, _run_id: UUID) -> SimpleNamespace:
        if self.times_left:
            self.times_left -= 1
            raise httpx.ConnectError("connection refused")
        return SimpleNamespace(state=Completed())

    def set_flow_run_state(self, run_id: UUID, _state: State) -> None:
        self.asked_to_become.append(run_id)


def test_months_are_waited_for_while_the_server_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    server = ServerThatGoesAway(times=3)

    @contextmanager
    def client(**_: object) -> Iterator[ServerThatGoesAway]:
        yield server

    monkeypatch.setattr(workers, "get_client", client)
    monkeypatch.setattr(workers, "_POLL_SECONDS", 0.0)
    monkeypatch.setattr(workers, "_submit", lambda _month, _parameters: uuid4())
    monkeypatch.setattr(workers, "_result_of", lambda month, done, said: MonthResult(month, done, said))
    months = [
        DateWindow.of_days(date(2021, 2, 1), date(2021, 2, 28)),
        DateWindow.of_days(date(2021, 1, 1), date(2021, 1, 31)),
    ]
    results: list[MonthResult] = []
    workers.run_on_pool(months, {}, 1, lambda _said, result=None: results.extend([result] if result else []))
    assert [(result.window, result.good) for result in results] == [(month, True) for month in months]
    assert server.asked_to_become == []
