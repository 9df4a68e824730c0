"""The alarms: what Prefect's automations watch for, and the words in which they say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from prefect.blocks.notifications import CustomWebhookNotificationBlock, SlackWebhook
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, RunDeployment, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.exceptions import ObjectNotFound
from prefect.types import SecretDict
from pydantic import SecretStr

from dvingest.errors import ConfigError
from dvingest.local.prefect_server import HEARTBEAT_SECONDS

PREFIX = "dvingest: "
"""Automations of this prefix are ours: those the list no longer names are deleted."""

NOTIFICATION_BLOCK = "dvingest-alarms"
ALARM_DEPLOYMENT = "alarm/alarm"
CHECK_FAILED = "dvingest.check.failed"
"""Event of a check that is not ok; its resource is `dvingest.check.<name>`, its payload holds the note."""

# Three heartbeats. A server that was away for as long takes every run for dead when it comes back.
STUCK_AFTER = timedelta(seconds=3 * HEARTBEAT_SECONDS)
NO_RUN_AFTER = timedelta(hours=26)

# With SQLite the server hands an event on again when a write of its own was locked out; one alarm is enough.
ONCE_IN = timedelta(minutes=5)

Labels = dict[str, str | list[str]]
OUR_RUNS: Labels = {"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.plvn"}
DAILY_RUNS: Labels = {"prefect.resource.role": "flow", "prefect.resource.name": "daily-crawl"}

# Prefect cannot match "every name but these", so the checks without an alarm of their own are named.
OTHER_CHECKS = (
    "reconciled",
    "complete",
    "enough_articles",
    "core_fields",
    "other_fields",
    "rejected_share",
    "failed_share",
    "gone_share",
    "boilerplate",
)
RUN_ID = "{{ flow_run.id }}"
CHECK_NOTE = "{{ event.payload.note }}"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody has to know of."""

    name: str
    title: str
    trigger: EventTrigger
    what: str
    """Jinja over the event: what has happened, with its details."""
    advice: str
    """What to do, for somebody who has not read the manual."""
    run_id: str = ""
    """Jinja for the run it is about."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Runs that are dead without knowing it, and the state they are given; the state raises the alarm."""

    name: str
    trigger: EventTrigger
    message: str


def check_trigger(*names: str) -> EventTrigger:
    """Return the trigger for events of failed checks of these names."""
    return EventTrigger(
        expect={CHECK_FAILED},
        match={"prefect.resource.id": [f"dvingest.check.{name}" for name in names]},
        for_each={"prefect.resource.id", "related:flow-run:prefect.resource.id"},
        posture=Posture.Reactive,
        threshold=1,
        within=ONCE_IN,
    )


ALARMS: Sequence[Alarm] = (
    Alarm(
        "run-failed",
        "A run failed",
        EventTrigger(
            expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=OUR_RUNS,
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
            within=ONCE_IN,
        ),
        "{{ flow_run.name }} ended as {{ flow_run.state.name }}: {{ flow_run.state.message }}",
        "Nothing that was fetched is lost. The message of the run names what is wrong; 'dvingest doctor' tells whether "
        "newspaper, store and Prefect answer. When it is fixed, press Retry on the run's page or wait for the next "
        "run, which takes over what is left.",
        RUN_ID,
    ),
    Alarm(
        "check-failed",
        "A check of a run failed",
        check_trigger(*OTHER_CHECKS),
        "{{ event.payload.check }}: " + CHECK_NOTE,
        "The raw pages are stored, and no good row was replaced. Open the run's report: it shows the share of each "
        "field against the last runs and addresses to look at. After a fix, 'dvingest replay' applies it to stored "
        "pages.",
        RUN_ID,
    ),
    Alarm(
        "templates",
        "The newspaper has changed its templates",
        check_trigger("templates"),
        CHECK_NOTE,
        "Raw pages are kept, so nothing has to be fetched again, and their text is in the table meanwhile. For a "
        "developer: save one of the addresses in the run's report as a test case, add a row to "
        "src/dvingest/plvn/templates.py and deploy. Then run the 'dvingest replay' named above, or start the "
        "deployment replay here in the UI with these days.",
        RUN_ID,
    ),
    Alarm(
        "silence",
        "The newspaper is silent",
        check_trigger("silence"),
        CHECK_NOTE,
        "Look at the newspaper in a browser. If it has new articles, its lists have moved: 'dvingest doctor' shows "
        "what the site answers. If it has none, wait; the next run fetches whatever appears.",
        RUN_ID,
    ),
    Alarm(
        "no-run",
        "No daily run in 26 hours",
        EventTrigger(
            expect={"prefect.flow-run.Completed"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=DAILY_RUNS,
            posture=Posture.Proactive,
            threshold=1,
            within=NO_RUN_AFTER,
        ),
        "no daily-crawl has completed within 26 hours",
        "See whether daily-crawl has late or failed runs. Late ones mean that no worker is there: start it "
        "('dvingest up', or the worker's service). A run that comes late looks back over the days that were missed if "
        "lookback_days covers them; for more, run 'dvingest backfill --start' with the first day missed.",
    ),
)

RULES: Sequence[Rule] = (
    Rule(
        "run stuck",
        EventTrigger(
            # Pending: a worker took it, and may be gone before the run says a word.
            after={"prefect.flow-run.Pending", "prefect.flow-run.Running", "prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.*"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=OUR_RUNS,
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=STUCK_AFTER,
        ),
        f"No sign of life for {STUCK_AFTER.seconds} s: the process or its machine is gone. "
        "The next run takes over what it had fetched.",
    ),
)


def apply_alarms(notify_url: str | None) -> list[str]:
    """Make the server's automations those of this module, and return their names.

    Automations are told apart by name, so that applying twice changes nothing; those without the prefix are left alone.
    """
    with get_client(sync_client=True) as client:
        block = save_notification_block(notify_url)
        wanted = {core.name: core for core in automations(_alarm_deployment(client), block)}
        present = {found.name: found for found in client.read_automations() if found.name.startswith(PREFIX)}
        for name, core in wanted.items():
            if name in present:
                client.update_automation(present[name].id, core)
            else:
                client.create_automation(core)
        for name, found in present.items():
            if name not in wanted:
                client.delete_automation(found.id)
    return list(wanted)


def automations(alarm_deployment: UUID, notification_block: UUID | None) -> list[AutomationCore]:
    """Return the automations for all alarms and rules; without a block they only raise alarms in the UI."""
    cores = []
    for alarm in ALARMS:
        actions: list[Any] = [
            RunDeployment(
                source="selected",
                deployment_id=alarm_deployment,
                parameters={
                    "name": alarm.name,
                    "title": alarm.title,
                    "what": _template(alarm.what),
                    "advice": alarm.advice,
                    "run_id": _template(alarm.run_id),
                },
                job_variables=None,
            )
        ]
        if notification_block is not None:
            link = "{{ flow_run|ui_url }}" if alarm.run_id else ""
            body = f"{alarm.what}\n\nWhat to do: {alarm.advice}\n\n{link}".rstrip()
            actions.append(
                SendNotification(
                    block_document_id=notification_block, subject=f"dvingest: {alarm.title.lower()}", body=body
                )
            )
        cores.append(
            AutomationCore(
                name=f"{PREFIX}{alarm.title}", description=alarm.advice, trigger=alarm.trigger, actions=actions
            )
        )
    for rule in RULES:
        crash = ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", message=rule.message, force=False)
        cores.append(
            AutomationCore(name=f"{PREFIX}{rule.name}", description=rule.message, trigger=rule.trigger, actions=[crash])
        )
    return cores


def save_notification_block(notify_url: str | None) -> UUID | None:
    """Keep the address that alarms go to in a block of the server, and return its id; None without an address."""
    if not notify_url:
        return None
    saved = notification_block(notify_url).save(NOTIFICATION_BLOCK, overwrite=True)
    return saved if isinstance(saved, UUID) else UUID(str(saved))


def notification_block(notify_url: str) -> CustomWebhookNotificationBlock | SlackWebhook:
    """Return the block of Prefect that sends to the address."""
    parts = urlsplit(notify_url)
    if parts.scheme in ("http", "https") and not (parts.hostname or "").startswith("hooks.slack"):
        # The address of a webhook is its password, so it is kept among the secrets.
        return CustomWebhookNotificationBlock(
            name="dvingest",
            url="{{ address }}",
            json_data={"subject": "{{ subject }}", "body": "{{ body }}", "text": "{{ subject }}\n{{ body }}"},
            headers=None,
            cookies=None,
            secrets=SecretDict({"address": notify_url}),
        )
    # Prefect's Slack block hands every address that is none of Slack's to Apprise, which knows a hundred kinds.
    return SlackWebhook(url=SecretStr(notify_url))


def _alarm_deployment(client: SyncPrefectClient) -> UUID:
    try:
        return client.read_deployment_by_name(ALARM_DEPLOYMENT).id
    except ObjectNotFound:
        raise ConfigError(
            f"the deployment {ALARM_DEPLOYMENT} is not there: apply deploy/prefect.yaml before the alarms."
        ) from None


def _template(text: str) -> Any:
    """Return a parameter that Prefect renders when the alarm rings; plain text stays itself."""
    return {"__prefect_kind": "jinja", "template": text} if "{{" in text else text
