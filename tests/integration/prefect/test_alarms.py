"""Five broken runs: what the UI and the notification say, without a look into a log or a manual."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from prefect_lab import Lab, kill_all, listening, running_lab, wait_for

from dvingest.local.replica import Fault
from dvingest.windows import vietnamese_day

pytestmark = [pytest.mark.integration, pytest.mark.slow]

Sent = list[Mapping[str, Any]]


@pytest.fixture(scope="module")
def noticed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, Sent]]:
    # The newspaper ends three days before a weekday in the past, so that silence can be told from a weekend.
    folder = tmp_path_factory.mktemp("alarms")
    ends = last_thursday() - timedelta(days=3)
    with listening() as (address, sent), running_lab(folder, notify_url=address, today=ends) as lab:
        run = lab.daily(days=30)
        assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)
        yield lab, sent


@pytest.fixture
def lab(noticed: tuple[Lab, Sent]) -> Iterator[Lab]:
    noticed[0].site.faults.set()
    noticed[1].clear()
    yield noticed[0]
    noticed[0].site.faults.set()


@pytest.fixture
def sent(noticed: tuple[Lab, Sent]) -> Sent:
    return noticed[1]


def last_thursday() -> date:
    """Return the last Thursday that is over in Viet Nam."""
    yesterday = vietnamese_day(datetime.now(UTC)) - timedelta(days=1)
    return yesterday - timedelta(days=(yesterday.weekday() - 3) % 7)


def raised(lab: Lab, name: str, run: str) -> str:
    """Return what the artifact of the alarm about the run says."""
    chosen = {"artifacts": {"key": {"any_": [f"alarm-{name}"]}}}

    def found() -> list[str]:
        return [str(one["data"]) for one in lab.api.ask("POST", "/artifacts/filter", chosen) if run in str(one["data"])]

    wait_for(lambda: bool(found()), 60, lambda: f"no alarm {name} about {run}")
    return found()[0]


def notified(sent: Sent, subject: str, run: str) -> str:
    """Return the notification about the run."""

    def found() -> list[str]:
        return [one["body"] for one in sent if subject in one["subject"] and run in one["body"]]

    wait_for(lambda: bool(found()), 30, lambda: f"sent: {[one['subject'] for one in sent]}")
    return str(found()[0])


def only_one_was_sent(sent: Sent, run: str) -> None:
    """Hold that nobody is told of one fault twice, once whatever else might be sent has had its time."""
    time.sleep(15)
    about = [one["subject"] for one in sent if run in one["body"]]
    assert len(about) == 1, about


def red_lines(lab: Lab, run: str) -> list[str]:
    """Return what stands in the run's log at the level of errors."""
    chosen = {"logs": {"flow_run_id": {"any_": [run]}, "level": {"ge_": 40}}, "sort": "TIMESTAMP_ASC"}
    return [str(line["message"]) for line in lab.api.ask("POST", "/logs/filter", chosen)]


def test_site_that_is_down(lab: Lab, sent: Sent) -> None:
    lab.site.faults.set(Fault("reset"))
    run = lab.daily(days=125)
    assert lab.api.wait(run, seconds=300) == "FAILED"
    message = lab.api.message(run)
    assert message.startswith("Robots.txt of")
    assert "did not come to its end" in message
    assert "**The crawl stopped:** robots" in str(lab.api.artifacts(run)["daily-crawl-report"]["data"])
    artifact = raised(lab, "run-failed", run)
    assert "What to do" in artifact
    assert "Nothing that was fetched is lost" in artifact
    assert "What to do" in notified(sent, "a run failed", run)
    only_one_was_sent(sent, run)


def test_templates_that_changed(lab: Lab, sent: Sent) -> None:
    lab.site.newspaper.show("unknown")
    run = lab.api.start("daily-crawl", day=str(lab.today - timedelta(days=40)), lookback_days=60)
    state = lab.api.wait(run)
    lab.site.newspaper.show(None)
    assert state == "FAILED", lab.api.message(run)
    artifact = raised(lab, "templates", run)
    assert "Raw pages are kept" in artifact
    assert "dvingest replay" in artifact
    assert "replay" in notified(sent, "templates", run)
    assert lab.api.run(run)["state"]["name"] == "Rejected"
    only_one_was_sent(sent, run)
    assert all("Traceback" not in line for line in red_lines(lab, run))


def test_store_that_refuses(lab: Lab, sent: Sent) -> None:
    bucket = lab.settings.bucket
    with lab.in_store():
        import boto3

        client = boto3.client("s3")
        versions = client.put_bucket_policy(Bucket=bucket, Policy=DENY_WRITES.replace("BUCKET", bucket))
        assert versions["ResponseMetadata"]["HTTPStatusCode"] < 300
    run = lab.daily()
    state = lab.api.wait(run)
    with lab.in_store():
        client.delete_bucket_policy(Bucket=bucket)
    assert state == "FAILED", lab.api.message(run)
    message = lab.api.message(run)
    assert "the credentials lack the right for it" in message
    assert "AccessDenied" in raised(lab, "run-failed", run)
    wait_for(lambda: message in red_lines(lab, run), 20, lambda: f"its log has: {red_lines(lab, run)}")
    assert all("Traceback" not in line for line in red_lines(lab, run))


def test_worker_that_is_killed(lab: Lab, sent: Sent) -> None:
    run = lab.crawling_run()
    kill_all({lab.worker(), *lab.engines()})
    lab.mend_when_worker_is_gone()
    assert lab.api.wait(run, seconds=120) == "CRASHED"
    assert "process or its machine is gone" in raised(lab, "run-failed", run)


def test_newspaper_that_is_silent(lab: Lab, sent: Sent) -> None:
    run = lab.api.start("daily-crawl", day=str(last_thursday()), lookback_days=2)
    assert lab.api.wait(run) == "FAILED", lab.api.message(run)
    assert "Look at the newspaper in a browser" in raised(lab, "silence", run)
    assert "Look at the newspaper" in notified(sent, "silent", run)
    only_one_was_sent(sent, run)


DENY_WRITES = """{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
  "Action": ["s3:PutObject"], "Resource": "arn:aws:s3:::BUCKET/*"}]}"""
