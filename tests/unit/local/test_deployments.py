"""deploy/prefect.yaml names every flow, and its forms explain themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema

from dvingest.ingest.flow_runs import OUR_TAG
from dvingest.local import prefect_api
from dvingest.local.alarms import OUR_RUNS
from dvingest.local.prefect_server import HEARTBEATS, STEADY

ROOT = Path(__file__).parents[3]
DEPLOYMENTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "deploy" / "prefect.yaml").read_text())["deployments"]


def schema_of(deployment: dict[str, Any]) -> dict[str, Any]:
    entrypoint = str(ROOT / deployment["entrypoint"])
    return parameter_schema(load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False)).model_dump()


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_every_parameter_says_what_it_means(deployment: dict[str, Any]) -> None:
    schema = schema_of(deployment)
    silent = [name for name, parameter in schema["properties"].items() if not parameter.get("description")]
    # Prefect takes descriptions from the section Args of the docstring only; those of pydantic's Field are dropped.
    assert not silent, f"{deployment['entrypoint']} says nothing of {silent}"


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_deployment_is_named_like_its_flow_and_describes_itself(deployment: dict[str, Any]) -> None:
    flow = load_flow_from_entrypoint(str(ROOT / deployment["entrypoint"]), use_placeholder_flow=False)
    assert flow.name == deployment["name"]
    assert deployment["description"].strip()
    assert flow.flow_run_name, "a run has to say what it is"


def test_every_flow_is_deployed() -> None:
    deployed = {deployment["entrypoint"].partition(":")[0] for deployment in DEPLOYMENTS}
    assert deployed == {f"flows/{path.name}" for path in (ROOT / "flows").glob("*.py")}


def test_status_knows_every_deployment() -> None:
    assert sorted(prefect_api.DEPLOYMENTS) == sorted(deployment["name"] for deployment in DEPLOYMENTS)


def test_daily_run_is_planned_for_half_past_five_in_viet_nam() -> None:
    daily = next(deployment for deployment in DEPLOYMENTS if deployment["name"] == "daily-crawl")
    assert daily["schedules"] == [{"cron": "30 5 * * *", "timezone": "Asia/Ho_Chi_Minh"}]


def test_no_run_is_ended_because_the_server_was_started_again() -> None:
    # Prefect ends a run that cannot renew the lease on its deployment's limit, 225 s after a restart at the latest.
    assert not [deployment["name"] for deployment in DEPLOYMENTS if "concurrency_limit" in deployment]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_runs_of_a_worker_send_signs_of_life_and_ask_again_whatever_its_environment_says(
    deployment: dict[str, Any],
) -> None:
    assert (HEARTBEATS | STEADY).items() <= deployment["work_pool"]["job_variables"]["env"].items()


def test_alarms_watch_for_runs_of_every_deployment_but_for_alarms() -> None:
    assert OUR_RUNS["prefect.resource.id"] == f"prefect.tag.{OUR_TAG}"
    watched = {deployment["name"] for deployment in DEPLOYMENTS if OUR_TAG in deployment["tags"]}
    assert watched == set(prefect_api.DEPLOYMENTS) - {"alarm"}


def test_nothing_in_the_file_belongs_to_one_machine() -> None:
    assert "/home/" not in (text := (ROOT / "deploy" / "prefect.yaml").read_text())
    assert str(ROOT) not in text
    assert all(not deployment["entrypoint"].startswith("/") for deployment in DEPLOYMENTS)


def test_ranges_and_choices_reach_the_form() -> None:
    schemas = {deployment["name"]: schema_of(deployment)["properties"] for deployment in DEPLOYMENTS}
    lookback = next(
        choice for choice in schemas["daily-crawl"]["lookback_days"]["anyOf"] if choice["type"] == "integer"
    )
    assert (lookback["minimum"], lookback["maximum"]) == (0, 366)
    assert schemas["backfill"]["start"]["format"] == "date"
    assert any(choice.get("enum") == ["processes", "dask"] for choice in schemas["replay"]["engine"]["anyOf"])
