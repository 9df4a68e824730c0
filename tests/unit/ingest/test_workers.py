"""A backfill on the work pool ends in a sentence when somebody deletes what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.exceptions import ObjectNotFound

from dvingest.archive.backfilling import MonthResult
from dvingest.errors import DvingestError
from dvingest.ingest import workers
from dvingest.windows import DateWindow

MONTHS = [DateWindow(date(2026, 10, 1), date(2026, 11, 1)), DateWindow(date(2026, 9, 1), date(2026, 10, 1))]


class Emptied:
    """A server from which every run was deleted."""

    def read_flow_run(self, _run_id: UUID) -> Any:
        raise ObjectNotFound(Exception("404"))


@contextmanager
def emptied_server(**_: object) -> Iterator[Emptied]:
    yield Emptied()


def test_month_whose_run_was_deleted_is_to_be_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "get_client", emptied_server)
    monkeypatch.setattr(workers, "_submit", lambda *_: uuid4())
    monkeypatch.setattr(workers, "_POLL_SECONDS", 0.0)
    results: list[MonthResult] = []
    workers.run_on_pool(MONTHS, {}, 1, lambda _note, result=None: result and results.append(result))
    assert [(result.window, result.good, result.note) for result in results] == [
        (MONTHS[0], False, "its run was deleted in Prefect")
    ]


def test_deployment_that_was_deleted_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise ObjectNotFound(Exception("404"))

    monkeypatch.setattr(workers, "get_client", emptied_server)
    monkeypatch.setattr(workers, "run_deployment", gone)
    with pytest.raises(DvingestError, match="deployment backfill/backfill was deleted from Prefect"):
        workers.run_on_pool(MONTHS, {}, 1, lambda *_: None)
