"""How a flow ends, as its state says."""

from __future__ import annotations

from prefect.exceptions import CancelledRun
from prefect.states import StateType

from dvingest.ingest.running import LeftToAnother, state_of


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
