"""How a flow ends, as its state says."""

from __future__ import annotations

import contextlib
import runpy
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from httpx import ConnectError
from prefect.exceptions import CancelledRun, MissingResult
from prefect.logging import disable_run_logger
from prefect.states import StateType

from dvingest.errors import DvingestError, RunRejected
from dvingest.ingest import flow_runs
from dvingest.ingest.flow_runs import LeftToAnother, run_flow, state_of


def test_run_that_is_stopped_on_its_terminal_is_cancelled_and_rings_no_alarm() -> None:
    for stop in (KeyboardInterrupt(), CancelledRun("its month was stopped")):

        def run(stop: BaseException = stop) -> str:
            raise stop

        state = state_of(run, str)
        assert state.type == StateType.CANCELLED
        assert "what was fetched is kept" in str(state.message)


def test_run_that_leaves_its_work_to_a_later_one_is_cancelled_and_says_so() -> None:
    def run() -> str:
        raise LeftToAnother("A later run is due as well.")

    state = state_of(run, str)
    assert (state.type, state.message) == (StateType.CANCELLED, "A later run is due as well.")


def a_flow(tmp_path: Path, body: str) -> str:
    """Return the entrypoint of a flow with this body, which ends as ours do and whose server then goes wrong."""
    (tmp_path / "ending.py").write_text(
        "from dvingest.errors import RunRejected\n"
        "from dvingest.ingest.flow_runs import state_of\n"
        f"def run():\n    {body}\n"
        "def ends(trouble):\n    state_of(run, str)\n    raise trouble\n",
        encoding="utf-8",
    )
    return str(tmp_path / "ending.py:ends")


TROUBLES = [
    MissingResult("State data is missing."),
    ConnectError("All connection attempts failed"),
]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Load entrypoints as plain functions, and start no server: it is the end of the run that is looked at."""

    def load(entrypoint: str, **_: object) -> object:
        path, _, name = entrypoint.rpartition(":")
        return runpy.run_path(path)[name]

    monkeypatch.setattr(flow_runs, "load_flow_from_entrypoint", load)
    monkeypatch.setattr(flow_runs, "_own_server", lambda _: nullcontext())
    with disable_run_logger():
        yield


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: type(trouble).__name__)
def test_run_that_came_to_its_end_is_told_by_it_though_prefect_did_not_hear_of_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, trouble: Exception
) -> None:
    assert run_flow(a_flow(tmp_path, "return 'all there'"), trouble=trouble) == "all there"
    assert "Prefect" in caplog.text
    with pytest.raises(RunRejected, match="too few"):
        run_flow(a_flow(tmp_path, "raise RunRejected('too few')"), trouble=trouble)
    with pytest.raises(KeyboardInterrupt):
        run_flow(a_flow(tmp_path, "raise KeyboardInterrupt"), trouble=trouble)


@pytest.mark.usefixtures("loaded")
def test_run_of_months_of_which_one_has_ended_has_not_come_to_its_end(tmp_path: Path) -> None:
    inner = "state_of(lambda: 'one month', str); raise __import__('httpx').ConnectError('server away')"
    with pytest.raises(DvingestError, match="Prefect"):
        run_flow(a_flow(tmp_path, inner), trouble=TROUBLES[1])


@pytest.mark.usefixtures("loaded")
def test_run_that_prefect_did_not_let_begin_is_not_told_by_the_end_of_the_one_before(tmp_path: Path) -> None:
    with contextlib.suppress(ConnectError):
        run_flow(a_flow(tmp_path, "return 'all there'"), trouble=TROUBLES[1])
    (tmp_path / "ending.py").write_text("def ends(trouble):\n    raise trouble\n", encoding="utf-8")
    with pytest.raises(DvingestError, match="Prefect"):
        run_flow(str(tmp_path / "ending.py:ends"), trouble=TROUBLES[1])
