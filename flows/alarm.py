"""The alarm flow: stores the message of an automation as an artifact, whether or not anybody is notified."""

import re
from datetime import UTC, datetime
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas import State
from prefect.states import Completed
from prefect.utilities.urls import url_for

from dvingest.reporting import escape, escape_note, plain
from dvingest.windows import VIETNAM_TIME

LONGEST = 4000
ON_A_CARD = 120


@flow(name="alarm", flow_run_name="alarm: {title}", retries=2, retry_delay_seconds=30)
def alarm(name: str, title: str, what: str, advice: str, run_id: str = "") -> State[str]:
    """Keep an alarm as an artifact.

    Args:
        name: Short name of the alarm; its artifacts have the key `alarm-<name>`.
        title: What has happened, in a few words.
        what: What has happened, with its details.
        advice: What to do.
        run_id: The flow run it is about.
    """
    link = url_for("flow-run", UUID(run_id)) if run_id else None
    get_run_logger().warning("%s: %s", plain(title), plain(what, LONGEST))
    create_markdown_artifact(
        markdown=alarm_markdown(title, what, advice, link, datetime.now(UTC)),
        key=f"alarm-{re.sub(r'[^a-z0-9-]', '-', name.lower())}",
        # The UI reads descriptions as Markdown, links with a script in them included.
        description=escape(f"{title}: {what}", ON_A_CARD),
    )
    return Completed(name="Raised", message=plain(f"{title}: {advice}", LONGEST), data=name)


def alarm_markdown(title: str, what: str, advice: str, link: str | None, raised_at: datetime) -> str:
    """Return the alarm for the UI; everything that came from outside is text and nothing else."""
    lines = [f"# {escape(title)}", "", escape_note(what, LONGEST), "", "## What to do"]
    lines += ["", escape_note(advice, LONGEST), ""]
    if link:
        lines += [f"The run: [{link}]({link})", ""]
    return "\n".join([*lines, f"Raised at {raised_at.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M} in Viet Nam.", ""])
