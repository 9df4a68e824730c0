"""Hands the months of a backfill to the workers of Prefect's pool, and watches them."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import cast
from uuid import UUID

from httpx import HTTPError, HTTPStatusError
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun, WorkerStatus
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings
from prefect.states import Cancelling

from dvingest.archive.backfilling import FLOW as BACKFILL
from dvingest.archive.backfilling import MonthResult, name_of
from dvingest.config import load_settings
from dvingest.errors import DvingestError
from dvingest.lake.manifests import read_manifests
from dvingest.lake.opened import open_lake
from dvingest.windows import DateWindow

log = logging.getLogger(__name__)

DEPLOYMENT = f"{BACKFILL}/{BACKFILL}"
ORDERED = {"site_url", "mirrors", "bucket", "prefix"}
"""Settings that say what is crawled and where to: a month has those of whoever ordered it, not the worker's."""
_POLL_SECONDS = 2.0


def pool_is_ready() -> bool:
    """Tell whether runs can be handed to workers: a server, the deployment, a living worker, and room for more runs."""
    if not get_current_settings().api.url:
        return False
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(DEPLOYMENT)
        except ObjectNotFound:
            return False
        if deployment.work_pool_name is None:
            return False
        pool = client.read_work_pool(deployment.work_pool_name)
        # The run that asks holds a slot itself: with one slot its months would wait for it for ever.
        if pool.is_paused or (pool.concurrency_limit is not None and pool.concurrency_limit < 2):
            return False
        living = client.read_workers_for_work_pool(pool.name)
        return any(worker.status == WorkerStatus.ONLINE for worker in living)


def run_on_pool(
    months: Sequence[DateWindow], parameters: dict[str, object], parallel: int, note: Callable[..., None]
) -> None:
    """Keep up to `parallel` months running on the work pool until all are done or one did not get through."""
    waiting = list(months)
    running: dict[UUID, DateWindow] = {}
    stopped = False
    with get_client(sync_client=True) as client:
        try:
            while running or (waiting and not stopped):
                while waiting and not stopped and len(running) < max(1, parallel):
                    month = waiting.pop(0)
                    running[_submit(month, parameters)] = month
                    note(f"{name_of(month)} handed to the workers")
                time.sleep(_POLL_SECONDS)
                for run_id, month in list(running.items()):
                    result = _result_if_ended(client, run_id, month)
                    if result is not None:
                        del running[run_id]
                        stopped = stopped or not (result.good or result.was_only_rejected)
                        note(result.note, result)
        finally:
            _cancel(client, running)  # whoever ends this run, ends what it started


def _cancel(client: SyncPrefectClient, run_ids: Iterable[UUID]) -> None:
    for run_id in run_ids:
        with suppress(ObjectNotFound, HTTPError):  # what ended this run is told, not that the server is away
            client.set_flow_run_state(run_id, Cancelling(message="The backfill it belongs to ended."))


def _submit(month: DateWindow, parameters: dict[str, object]) -> UUID:
    days = {"start": month.start.isoformat(), "end": month.last.isoformat()}
    try:
        run = run_deployment(
            DEPLOYMENT,
            parameters={**parameters, **days},
            timeout=0,
            flow_run_name=name_of(month),
            tags=list(month.months()),
            as_subflow=True,
            job_variables={"env": load_settings().variables(ORDERED)},
        )
    except ObjectNotFound:
        raise DvingestError(
            f"the deployment {DEPLOYMENT} was deleted from Prefect: `make deploy` makes it again, and then the same "
            "backfill goes on where it was."
        ) from None
    return cast(FlowRun, run).id  # called outside an event loop, it has waited already


def _result_if_ended(client: SyncPrefectClient, run_id: UUID, month: DateWindow) -> MonthResult | None:
    """Return what became of a month, None while it is at work or the server is away."""
    try:
        state = client.read_flow_run(run_id).state
    except ObjectNotFound:
        return MonthResult(month, False, "its run was deleted in Prefect")
    except HTTPError as error:
        if isinstance(error, HTTPStatusError) and error.response.is_client_error:
            raise
        # Its client has tried for a minute, and the month goes on without a server.
        log.warning("Prefect's server is away (%s): %s is asked for again.", error, name_of(month))
        return None
    if state is None or not state.is_final():
        return None
    return _result_of(month, state.is_completed(), state.message or state.name or "unknown")


def _result_of(month: DateWindow, completed: bool, message: str) -> MonthResult:
    lake = open_lake(load_settings())
    written = [
        manifest
        for manifest in read_manifests(lake.store, lake.layout, last=50)
        if manifest.flow == BACKFILL and (manifest.start, manifest.end) == (month.start, month.end)
    ]
    return MonthResult(month, completed, message, written[-1] if written else None)
