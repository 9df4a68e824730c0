"""Runs flows as the deployments do, and says how they ended."""

import logging
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from httpx import HTTPError, HTTPStatusError
from prefect import Flow, State, get_run_logger, tags
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.context import FlowRunContext
from prefect.exceptions import CancelledRun, MissingResult, ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.settings import get_current_settings
from prefect.states import Cancelled, Completed, Failed

from dvingest.config import project_root, without_credentials
from dvingest.errors import DvingestError, RunRejected
from dvingest.local.watchdog import watched
from dvingest.reporting import plain
from dvingest.windows import vietnamese_day

T = TypeVar("T")
NOT_ENDED = (StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING)

log = logging.getLogger(__name__)

LONGEST_MESSAGE = 4000
OUR_TAG = "plvn"
"""By this tag the alarms and `dvingest up` tell our runs; deployments name it in deploy/prefect.yaml."""


def run_flow(entrypoint: str, **parameters: Any) -> Any:
    """Run the flow at `flows/FILE.py:FUNCTION` in this process, loaded as a deployment loads it; return its result.

    The DvingestError that made the run fail is raised here again, or one that says that Prefect cannot be spoken with;
    KeyboardInterrupt when somebody stopped it. A run that came to its end is told by that, whether or not Prefect
    heard of it.
    """
    _endings.clear()
    flow: Flow[..., Any] = load_flow_from_entrypoint(str(project_root() / entrypoint), use_placeholder_flow=False)
    kind = Path(entrypoint.partition(":")[0]).stem
    has_died = Event()
    try:
        with nullcontext() if get_current_settings().api.url else _own_server(has_died), tags(OUR_TAG, kind):
            return flow(**{name: value for name, value in parameters.items() if value is not None})
    except CancelledRun:
        raise KeyboardInterrupt from None
    except (HTTPError, ObjectNotFound, MissingResult, RuntimeError) as error:
        trouble = _trouble_with_prefect(error, has_died=has_died.is_set())
        if trouble is None:
            raise
        if not _endings or _endings[0] is None:
            raise DvingestError(trouble) from None
        log.warning("The run came to its end, which is not seen in the UI. %s", trouble)
        return _result_of(_endings[0])


_endings: list[State[Any] | None] = []
"""How the flows of this process ended, None while one has not; the outermost, which began before the others, first."""


def _result_of(ending: State[Any]) -> Any:
    """Return what a flow ended with, or raise it, as Prefect does with what its server kept."""
    if ending.is_cancelled():
        raise KeyboardInterrupt
    if isinstance(ending.data, DvingestError):
        raise ending.data
    return ending.data


@contextmanager
def _own_server(has_died: Event) -> Iterator[None]:
    """Run the server that Prefect starts for this process alone, and start it again where it dies, as the store is.

    Without it the run would go on, and wait five minutes at its end for somebody to tell. `has_died` is set then.
    """
    from prefect.server.api.server import SubprocessASGIServer  # as heavy as the server

    server = SubprocessASGIServer()
    _start_ignoring_interrupts(server.start)

    def look() -> None:
        process = server.server_process
        if process is not None and process.poll() is not None:
            has_died.set()
            server.running = False  # else it takes itself for started
            with suppress(HTTPError, RuntimeError):  # no room, say: the run tells what its own request meets
                _start_ignoring_interrupts(server.start)

    with watched("prefect server", look):
        yield


def _start_ignoring_interrupts(start: Callable[[], None]) -> None:
    """Start a server that Ctrl-C does not reach.

    A terminal sends Ctrl-C to all processes of a command, and the run has yet to tell its server how it ended. What is
    blocked here stays blocked in the server.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _trouble_with_prefect(error: Exception, *, has_died: bool = False) -> str | None:
    """Return a sentence on why Prefect's API was of no use, None if the error is about something else.

    `has_died` tells that the server that was started for this command came up and is gone.
    """
    if isinstance(error, MissingResult):
        return (
            "Prefect's server did not keep how this run ended: `dvingest status` tells it by what is stored, and "
            "another run fetches nothing twice."
        )
    settings = get_current_settings()
    is_of_api = isinstance(error, HTTPError | ObjectNotFound)
    if not is_of_api and not re.search(r"API|incompatible versions", str(error)):
        return None
    if has_died:
        return (
            "The Prefect server that the command had started for itself has ended: see whether somebody stopped it or "
            "the machine ran out of memory. What was fetched is kept, and the next run continues from there."
        )
    if not settings.api.url:
        return (
            "The Prefect server that a command starts for itself did not come up well: see whether the machine is busy "
            f"or its disk full, and move {settings.home} away if its database is damaged or of a later version."
        )
    url = without_credentials(settings.api.url)
    if "incompatible versions" in str(error):
        return f"The Prefect server at {url} is of another version than dvingest speaks with: {error}"
    what = f"answered {error.response.status_code}" if isinstance(error, HTTPStatusError) else "does not answer"
    if isinstance(error, ObjectNotFound):
        what = "knows nothing of this run any more, as if its database had been replaced"
    return (
        f"Prefect's API at {url} {what}: see `dvingest doctor`, PREFECT_API_URL and PREFECT_API_AUTH_STRING. What was "
        "fetched is kept, and the next run continues from there."
    )


class LeftToAnother(DvingestError):
    """A later run does the work of this one."""


def leave_it_to_a_later_run() -> None:
    """Raise LeftToAnother where a later run with the same parameters is due too, so that what was missed is one run.

    Not a concurrency limit of the deployment: a server that was started again has forgotten who holds it, and Prefect
    ends the run that does.
    """
    context = FlowRunContext.get()
    mine = context.flow_run if context else None
    if mine is None or mine.deployment_id is None or mine.expected_start_time is None:
        return
    wanted = FlowRunFilter.model_validate(
        {
            "deployment_id": {"any_": [mine.deployment_id]},
            "state": {"type": {"any_": NOT_ENDED}},
            "expected_start_time": {"after_": mine.expected_start_time, "before_": datetime.now(UTC)},
        }
    )
    try:
        with get_client(sync_client=True) as client:
            due = client.read_flow_runs(flow_run_filter=wanted)
    except HTTPError:  # the server is away for the moment, and a run more does no harm
        return
    if any(run.id != mine.id and run.parameters == mine.parameters for run in due):
        raise LeftToAnother("A later run is due as well, and does the work of both.")


def state_of(run: Callable[[], T], said: Callable[[T], str]) -> State[T]:
    """Return the state a flow ends in, as `_state_of`, and keep it for the command that runs the flow."""
    place = len(_endings)
    _endings.append(None)
    state = _endings[place] = _state_of(run, said)
    return state


def _state_of(run: Callable[[], T], said: Callable[[T], str]) -> State[T]:
    """Return the state a flow ends in: Completed with what `said` makes of its result, or Failed with the reason.

    Without this, an expected error would fill the run's log with a trace back in place of one sentence, and Ctrl-C
    would be a crash that rings the alarm.
    """
    # Prefect hands on what this logger lets through (PREFECT_LOGGING_EXTRA_LOGGERS), and by default that is warnings.
    logging.getLogger("dvingest").setLevel(logging.INFO)
    try:
        result = run()
    except (KeyboardInterrupt, CancelledRun):
        return Cancelled(
            message="Stopped on its terminal: what was fetched is kept, and the next run continues from there."
        )
    except LeftToAnother as reason:
        return Cancelled(message=str(reason))
    except DvingestError as error:
        get_run_logger().error("%s", plain(error, LONGEST_MESSAGE))
        logging.getLogger("prefect.flow_runs").addFilter(_is_news)
        if isinstance(error, RunRejected) and error.exit_code == RunRejected.exit_code and error.manifest is not None:
            # Under a name of its own, as the alarm of the check that failed rings already, and says what to do.
            return Failed(name="Rejected", message=plain(error, LONGEST_MESSAGE), data=error)
        return Failed(message=plain(error, LONGEST_MESSAGE), data=error)
    return Completed(message=said(result), data=result)


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether a line says more than the error that `state_of` has logged: Prefect logs its trace back again."""
    return not (record.exc_info and isinstance(record.exc_info[1], DvingestError))


def today() -> date:
    """Return the day it is in Viet Nam."""
    return vietnamese_day(datetime.now(UTC))
