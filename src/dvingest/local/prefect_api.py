"""What a Prefect server knows of us, read over its HTTP API without importing Prefect."""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote
from urllib.request import Request

from dvingest.config import without_credentials
from dvingest.errors import DvingestError
from dvingest.local.deploying import WORK_POOL
from dvingest.local.prefect_server import opener_for

DAILY_DEPLOYMENT = "daily-crawl/daily-crawl"
DEPLOYMENTS = ("daily-crawl", "backfill", "replay", "audit", "alarm")
"""What deploy/prefect.yaml deploys."""
RUN_TAGS = ("plvn", "alarm")
WAITING = ("SCHEDULED",)
ACTIVE = ("RUNNING", "PENDING", "CANCELLING", "PAUSED")

BUSY_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between the attempts at what a busy server did not do, as Prefect's own client makes them."""

Json = Mapping[str, Any]


class PrefectUnreachable(DvingestError):
    """The Prefect server does not answer now; it may in a moment."""


class PrefectBusy(PrefectUnreachable):
    """The Prefect server answers 503: its database is locked for the moment, and nothing was done."""


class PrefectRefused(DvingestError):
    """The Prefect server said no: what was asked for is not there, or not allowed."""


class PrefectMissing(PrefectRefused):
    """The Prefect server has nothing of this name."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why no daily run will begin by itself."""

    sentence: str
    """What is so, and what to do about it."""
    is_chosen: bool = False
    """Whether somebody may want it so."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A flow run in one line."""

    name: str
    flow_run_id: str
    state: str
    """Prefect's type in capitals: RUNNING, COMPLETED, FAILED, CRASHED, CANCELLED, ..."""
    label: str
    """Name of the state as the UI shows it."""
    message: str
    at: datetime | None
    """When it began, for one that waits: when it is to begin."""
    ended_at: datetime | None = None
    deployment_id: str = ""
    progress: float | None = None
    """Percent, where the run has a progress artifact."""
    doing: str = ""
    """What the progress artifact says."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What there is to see at a glance."""

    workers: int
    """Workers of the pool that gave a sign of life."""
    active: tuple[RunLine, ...]
    waiting: tuple[RunLine, ...]
    """The next of those that are planned, soonest first."""
    ended: tuple[RunLine, ...]
    """The last ones, newest first."""
    is_deployed: bool = True
    """Whether all that belongs on the work pool is there, and on it."""


class PrefectApi:
    """Reads one server.

    auth: `user:password` where the server asks for it; they may stand in the address as well.
    key: the key that Prefect Cloud asks for.
    """

    def __init__(self, api_url: str, *, auth: str | None = None, key: str | None = None, timeout: float = 5.0) -> None:
        self.api_url = without_credentials(api_url.rstrip("/"))
        self.timeout = timeout
        self._headers = {"content-type": "application/json"}
        inside = re.search(r"//([^/@]*)@", api_url)
        if auth := auth or (unquote(inside[1]) if inside else None):
            self._headers["authorization"] = f"Basic {b64encode(auth.encode()).decode()}"
        elif key:
            self._headers["authorization"] = f"Bearer {key}"
        self._opener = opener_for(self.api_url)

    def snapshot(self, ended: int = 5) -> Snapshot:
        """Return what runs, what comes next and what ended last; PrefectUnreachable when nobody answers."""
        active = self._runs(ACTIVE, "START_TIME_ASC", 20)
        progress = self._progress([run.flow_run_id for run in active])
        return Snapshot(
            workers=self._workers_online(),
            active=tuple(
                _with_progress(run, progress.get(run.flow_run_id)) for run in self._named_after_deployment(active)
            ),
            waiting=tuple(self._named_after_deployment(self._runs(WAITING, "EXPECTED_START_TIME_ASC", 5))),
            ended=tuple(self._runs(("COMPLETED", "FAILED", "CRASHED", "CANCELLED"), "END_TIME_DESC", ended)),
            is_deployed=self._is_deployed(),
        )

    def blocker(self) -> Blocker | None:
        """Return why no daily run will begin by itself, None where one will."""
        try:
            deployment = self._ask("GET", f"/deployments/name/{DAILY_DEPLOYMENT}")
        except PrefectMissing:
            return Blocker("daily-crawl is not deployed there: `dvingest up` or `make deploy` does it", is_chosen=True)
        if deployment["paused"] or not any(schedule["active"] for schedule in deployment["schedules"]):
            return Blocker("the schedule of daily-crawl is paused: switch it on in the UI", is_chosen=True)
        try:
            if not deployment["work_pool_name"]:
                raise PrefectMissing
            pool = self._ask("GET", f"/work_pools/{deployment['work_pool_name']}")
        except PrefectMissing:
            return Blocker("the work pool of daily-crawl was deleted: `make deploy` makes it again")
        if pool["is_paused"] or pool["concurrency_limit"] == 0:
            what = "is paused" if pool["is_paused"] else "has a limit of 0 runs"
            return Blocker(f"the work pool {pool['name']} {what}: change that in the UI")
        if not self._workers_online():
            return Blocker(f"no worker serves the work pool {pool['name']}: start one (`dvingest up`, or its service)")
        return None

    def next_run(self) -> RunLine | None:
        """Return the daily run that is planned next."""
        deployment = self._ask("GET", f"/deployments/name/{DAILY_DEPLOYMENT}")
        waiting = self._runs(WAITING, "EXPECTED_START_TIME_ASC", 1, deployment_id=str(deployment["id"]))
        return next(self._named_after_deployment(waiting), None)

    def start_daily(self, parameters: Json) -> str:
        """Start the daily run now, through its deployment; return the id of the flow run."""
        deployment = self._ask("GET", f"/deployments/name/{DAILY_DEPLOYMENT}")
        body = {"state": {"type": "SCHEDULED"}, "parameters": dict(parameters)}
        return str(self._ask("POST", f"/deployments/{deployment['id']}/create_flow_run", body)["id"])

    def cancel_stranded(self) -> int:
        """Cancel the runs that wait on a work pool that was deleted, as no worker will ever take them; return how many.

        Whoever waits for one, like a backfill for its month, waits no longer then.
        """
        found = self._ask("POST", "/flow_runs/filter", {"flow_runs": _ours_in(WAITING), "limit": 200})
        stranded = [run["id"] for run in found if run["deployment_id"] and not run["work_pool_name"]]
        message = "Its work pool was deleted: start it again."
        for run_id in stranded:
            state = {"type": "CANCELLED", "name": "Cancelled", "message": message}
            self._ask("POST", f"/flow_runs/{run_id}/set_state", {"state": state, "force": True})
        return len(stranded)

    def _runs(self, states: Sequence[str], sort: str, limit: int, *, deployment_id: str | None = None) -> list[RunLine]:
        chosen = _ours_in(states)
        if deployment_id:
            chosen["deployment_id"] = {"any_": [deployment_id]}
        found = self._ask("POST", "/flow_runs/filter", {"flow_runs": chosen, "sort": sort, "limit": limit})
        return [_run_line(run) for run in found]

    def _named_after_deployment(self, runs: Sequence[RunLine]) -> Iterator[RunLine]:
        """Yield the runs under names that say what they are; Prefect names a run only when it begins."""
        names: dict[str, str] = {}
        for run in runs:
            if " " in run.name or not run.deployment_id:  # a name of ours; Prefect's are like "glossy-wasp"
                yield run
                continue
            if run.deployment_id not in names:
                names[run.deployment_id] = str(self._ask("GET", f"/deployments/{run.deployment_id}")["name"])
            yield replace(run, name=names[run.deployment_id])

    def _progress(self, flow_run_ids: Sequence[str]) -> dict[str, Json]:
        if not flow_run_ids:
            return {}
        chosen = {"flow_run_id": {"any_": list(flow_run_ids)}, "type": {"any_": ["progress"]}}
        found = self._ask("POST", "/artifacts/filter", {"artifacts": chosen, "sort": "UPDATED_DESC", "limit": 50})
        return {str(artifact["flow_run_id"]): artifact for artifact in reversed(found)}

    def _is_deployed(self) -> bool:
        found = self._ask("POST", "/deployments/filter", {"deployments": {"name": {"any_": DEPLOYMENTS}}})
        return {one["name"] for one in found if one["work_pool_name"] == WORK_POOL} == set(DEPLOYMENTS)

    def _workers_online(self) -> int:
        try:
            workers = self._ask("POST", f"/work_pools/{WORK_POOL}/workers/filter", {})
        except PrefectMissing:
            return 0  # no such pool: nothing was deployed yet
        return sum(worker.get("status") == "ONLINE" for worker in workers)

    def _ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """Return the answer; asked again where the server says that its database is busy: it did nothing then."""
        for seconds in BUSY_PAUSES:
            try:
                return self._ask_once(method, path, body)
            except PrefectBusy:
                time.sleep(seconds)
        return self._ask_once(method, path, body)

    def _ask_once(self, method: str, path: str, body: Json | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        try:
            request = Request(self.api_url + path, data, self._headers, method=method)
            with self._opener.open(request, timeout=self.timeout) as answer:
                return json.load(answer)
        except HTTPError as error:
            if error.code < 500:
                refusal = PrefectMissing if error.code == HTTPStatus.NOT_FOUND else PrefectRefused
                raise refusal(f"the Prefect server refused {method} {path}: {error.code} {error.reason}.") from error
            failure = PrefectBusy if error.code == HTTPStatus.SERVICE_UNAVAILABLE else PrefectUnreachable
            raise failure(f"the Prefect server at {self.api_url} failed with {error.code}.") from error
        except (URLError, OSError, HTTPException, ValueError) as error:
            raise PrefectUnreachable(
                f"the Prefect server at {self.api_url} does not answer ({error}): "
                "is 'dvingest up' running, or PREFECT_API_URL right?"
            ) from error


def _ours_in(states: Sequence[str]) -> dict[str, Any]:
    """Return the filter for our runs in these states."""
    return {"state": {"type": {"any_": list(states)}}, "tags": {"any_": list(RUN_TAGS)}}


def _run_line(run: Json) -> RunLine:
    state: Json = run.get("state") or {}
    return RunLine(
        name=str(run["name"]),
        flow_run_id=str(run["id"]),
        state=str(state.get("type") or ""),
        label=str(state.get("name") or ""),
        message=str(state.get("message") or ""),
        at=_moment(run.get("start_time") or run.get("expected_start_time")),
        ended_at=_moment(run.get("end_time")),
        deployment_id=str(run.get("deployment_id") or ""),
    )


def _with_progress(run: RunLine, artifact: Json | None) -> RunLine:
    if artifact is None:
        return run
    value = artifact.get("data")
    return replace(
        run,
        progress=float(value) if isinstance(value, int | float) else None,
        doing=str(artifact.get("description") or ""),
    )


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
