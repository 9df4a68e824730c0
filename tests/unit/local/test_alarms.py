"""The alarms watch for what the runs say, and say themselves what to do."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from dvingest.checks import CHECKS
from dvingest.local.alarms import ALARMS, CHECK_FAILED, PREFIX, automations

ROOT = Path(__file__).parents[3]
AT = datetime(2026, 11, 24, tzinfo=UTC)

# Apprise loads all of its hundred plugins; one of them imports a module that Python 3.13 drops.
loads_apprise = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


def watched_checks(name: str) -> set[str]:
    alarm = next(alarm for alarm in ALARMS if alarm.name == name)
    return {resource.removeprefix("dvingest.check.") for resource in alarm.trigger.match["prefect.resource.id"]}


def test_every_check_rings_exactly_one_alarm() -> None:
    watched = [check for name in ("check-failed", "templates", "silence") for check in watched_checks(name)]
    assert sorted(watched) == sorted(check.name for check in CHECKS)


def test_event_that_the_alarms_wait_for_is_the_one_that_runs_emit() -> None:
    showing = (ROOT / "src" / "dvingest" / "ingest" / "artifacts.py").read_text(encoding="utf-8")
    assert f'"{CHECK_FAILED}"' in showing
    assert 'f"dvingest.check.{check.name}"' in showing


def test_every_alarm_raises_an_artifact_and_notifies_only_where_an_address_is_configured() -> None:
    silent = automations(uuid4(), None)
    loud = automations(uuid4(), uuid4())
    for quiet_one, loud_one in zip(silent, loud, strict=True):
        assert quiet_one.name == loud_one.name
        assert quiet_one.name.startswith(PREFIX)
        kinds = [action.type for action in quiet_one.actions]
        if kinds == ["run-deployment"]:
            assert [action.type for action in loud_one.actions] == ["run-deployment", "send-notification"]
        else:
            assert kinds == ["change-flow-run-state"] == [action.type for action in loud_one.actions]


def test_alarm_about_a_page_shows_what_the_page_says_as_text() -> None:
    from prefect.flows import load_flow_from_entrypoint

    alarm = load_flow_from_entrypoint(f"{ROOT}/flows/alarm.py:alarm", use_placeholder_flow=False)
    write = alarm.fn.__globals__["alarm_markdown"]
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) | ![](http://198.51.100.1/p.png) \x1b[31m\n# heading"
    text = write("title", evil, "advice", None, AT)
    assert "<script" not in text
    # A bracket with a backslash before it is none of Markdown's.
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)!\[", text)
    assert "\n# heading" not in text
    assert "\x1b" not in text
    assert "answers, `dvingest doctor`, then" in write("title", "answers, `dvingest doctor`, then", "", None, AT)


@loads_apprise
@pytest.mark.parametrize(
    "address", ["https://hooks.example.com/secret-1", "mailto://user:secret-2@mail.example.com", "json://127.0.0.1:1/x"]
)
def test_address_of_the_notification_is_kept_as_a_secret(address: str) -> None:
    from dvingest.local.alarms import notification_block

    shown = notification_block(address).model_dump_json()
    assert address not in shown
    assert "secret-" not in shown


@loads_apprise
def test_slack_and_apprise_addresses_go_to_the_block_that_knows_them() -> None:
    from dvingest.local.alarms import notification_block

    assert type(notification_block("https://hooks.slack.com/services/T000/B000/XXXX")).__name__ == "SlackWebhook"
    block = notification_block("json://127.0.0.1:1/x")
    assert isinstance(block.url, SecretStr)
    assert len(block._apprise_client) == 1
