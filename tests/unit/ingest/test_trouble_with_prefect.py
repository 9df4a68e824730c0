"""What Prefect's client raises becomes a sentence only where it is about Prefect's API."""

from __future__ import annotations

import httpx
import pytest
from prefect.exceptions import MissingResult, ObjectNotFound
from prefect.settings import PREFECT_API_URL, temporary_settings

from dvingest.ingest.flow_runs import _trouble_with_prefect

ANSWER = httpx.Response(500, request=httpx.Request("GET", "http://prefect.example/api"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RuntimeError("Found incompatible versions: client: 3.8.8, server: 2.20.0."), "is of another version"),
        (RuntimeError("Failed to reach API at http://prefect.example/api/"), "does not answer"),
        (httpx.ConnectError("refused"), "does not answer"),
        (httpx.HTTPStatusError("500", request=ANSWER.request, response=ANSWER), "answered 500"),
        (ObjectNotFound(Exception()), "database had been replaced"),
        (RuntimeError("Event loop is closed"), None),
    ],
)
def test_server_is_named_without_its_password(error: Exception, sentence: str | None) -> None:
    with temporary_settings({PREFECT_API_URL: "http://operator:a-secret@prefect.example/api"}):
        trouble = _trouble_with_prefect(error)
    assert (trouble is None) == (sentence is None)
    assert (sentence or "") in (trouble or "")
    assert "a-secret" not in (trouble or "")


def test_damaged_database_of_a_command_of_its_own_is_named() -> None:
    with temporary_settings({PREFECT_API_URL: None}):
        trouble = _trouble_with_prefect(httpx.HTTPStatusError("500", request=ANSWER.request, response=ANSWER))
    assert trouble is not None
    assert "move" in trouble
    assert "database is damaged" in trouble


def test_server_of_a_command_that_died_under_way_is_not_taken_for_one_that_did_not_start() -> None:
    with temporary_settings({PREFECT_API_URL: None}):
        trouble = _trouble_with_prefect(httpx.ConnectError("refused"), has_died=True)
    assert trouble is not None
    assert "has ended" in trouble
    assert "did not come up" not in trouble


def test_end_of_a_run_that_the_server_did_not_keep_is_no_trace_back() -> None:
    assert "`dvingest status` tells it" in str(_trouble_with_prefect(MissingResult("State data is missing.")))
