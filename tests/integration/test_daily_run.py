"""The daily run as its user sees it: the command, the real store, a real Prefect API, the replica over HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flow_runs import children_of
from prefect_lab import command_of

from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.manifests import read_manifests
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
from dvingest.local.prefect_server import PrefectServer, client_environment
from dvingest.local.replica import Fault, ReplicaServer, build_corpus
from dvingest.model import Article
from dvingest.windows import DateWindow, parse_day

pytestmark = pytest.mark.integration

TODAY = parse_day("2026-11-20")
WINDOW = DateWindow.of_days(parse_day("2026-10-01"), TODAY)
LOOKBACK = str((TODAY - WINDOW.start).days)
COMMAND = Path(sys.executable).with_name("dvingest")


@pytest.fixture
def site() -> Iterator[ReplicaServer]:
    with ReplicaServer(build_corpus(seed=3, today=TODAY)) as server:
        yield server


@pytest.fixture
def environment(store_settings: Settings, site: ReplicaServer, prefect_server: PrefectServer) -> dict[str, str]:
    return {
        **os.environ,
        **client_environment(prefect_server.work_dir, prefect_server.api_url),
        "DVINGEST_PREFIX": store_settings.prefix,
        "DVINGEST_WORK_DIR": str(store_settings.work_dir),
        "DVINGEST_SITE_URL": site.url,
        "DVINGEST_MIRRORS": json.dumps(site.mirrors),
        "DVINGEST_DOWNLOAD_DELAY": "0",
    }


def dvingest(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), *arguments]
    return subprocess.run(command, env=dict(environment), capture_output=True, text=True, timeout=240, check=False)


def daily(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return dvingest(environment, "daily", "--day", str(TODAY), "--lookback", LOOKBACK, *arguments)


def silver_rows(settings: Settings) -> dict[str, Article]:
    table = SilverTable(ObjectStore(settings), Layout(settings.prefix))
    return {row.article_id: row for row in table.articles()}


def as_truth(row: Article, truth: Mapping[str, Any]) -> dict[str, Any]:
    fields = json.loads(row.model_dump_json())
    for name in ("published_at", "modified_at"):
        value = getattr(row, name)
        fields[name] = value.isoformat() if value else None
    return {name: fields[name] for name in truth if name != "refused"}


@pytest.mark.slow
def test_ctrl_c_on_a_terminal_which_reaches_all_processes_of_a_command_ends_it_at_once(
    site: ReplicaServer, environment: dict[str, str]
) -> None:
    own = {name: value for name, value in environment.items() if not name.startswith("PREFECT_")}
    site.faults.set(Fault("slow", seconds=1.0))
    command = [str(COMMAND), "daily", "--day", str(TODAY), "--lookback", LOOKBACK]
    run = subprocess.Popen(command, env=own, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        while not site.requests.of_kind("article"):
            assert run.poll() is None
            time.sleep(0.1)
    finally:
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate(timeout=40)[1]
    assert run.returncode == 130
    assert "Stopped: what was fetched is kept" in said


@pytest.mark.slow
def test_run_whose_own_prefect_server_is_killed_comes_to_its_end(
    site: ReplicaServer, environment: dict[str, str], tmp_path: Path
) -> None:
    own = {name: value for name, value in environment.items() if not name.startswith("PREFECT_")}
    site.faults.set(Fault("slow", seconds=1.0))
    command = [str(COMMAND), "daily", "--day", str(TODAY), "--lookback", LOOKBACK]
    with (tmp_path / "said").open("w") as said:
        run = subprocess.Popen(command, env=own, stdout=said, stderr=said)
    try:
        while not site.requests.of_kind("article"):
            assert run.poll() is None
            time.sleep(0.1)
        (server,) = (pid for pid in children_of(run.pid) if "uvicorn" in command_of(pid))
        os.kill(server, signal.SIGKILL)
        site.faults.set()
        code = run.wait(240)
    finally:
        run.kill()
        run.wait(30)
    assert code == 0, (tmp_path / "said").read_text()


def test_every_article_of_the_window_becomes_what_the_truth_says_and_a_second_run_fetches_nothing(
    site: ReplicaServer, environment: dict[str, str], store_settings: Settings
) -> None:
    # As on a fresh machine, with a Prefect of its own.
    environment = {name: value for name, value in environment.items() if not name.startswith("PREFECT_")}
    first = daily(environment)
    assert first.returncode == 0, first.stdout + first.stderr
    rows = silver_rows(store_settings)
    expected = [truth for truth in site.newspaper.truths(WINDOW) if not truth["refused"] and "article_id" in truth]
    assert len(expected) > 50
    for truth in expected:
        found = as_truth(rows[truth["article_id"]], truth)
        assert found == {name: value for name, value in truth.items() if name != "refused"}

    table = SilverTable(ObjectStore(store_settings), Layout(store_settings.prefix))
    version = table.version()
    site.requests.clear()
    second = daily(environment)
    assert second.returncode == 0, second.stdout + second.stderr
    assert site.requests.article_pages == 0
    assert table.version() == version
    manifest = read_manifests(ObjectStore(store_settings), Layout(store_settings.prefix))[-1]
    assert manifest.counts["unchanged"] >= len(expected)
    assert manifest.counts["stored"] == 0


def test_output_names_outcomes_and_verdict_in_plain_lines(environment: dict[str, str]) -> None:
    done = daily(environment, "--limit", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "section" in done.stdout
    assert "OK: 5 new" in done.stdout
    assert f" to {TODAY} (run " in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_show_prints_the_article_and_where_it_came_from(site: ReplicaServer, environment: dict[str, str]) -> None:
    assert daily(environment, "--limit", "3").returncode == 0
    newest = site.newspaper.truth(site.newspaper.articles_in(WINDOW)[-1])
    shown = dvingest(environment, "show", newest["canonical_url"])
    assert newest["title"] in shown.stdout
    assert "part-00001.warc.gz at byte" in shown.stdout
    as_json = json.loads(dvingest(environment, "show", newest["article_id"], "--format", "json").stdout)
    assert as_json["body"] == newest["body"]


def test_run_that_fails_a_required_check_ends_with_3_and_its_manifest_is_stored(
    site: ReplicaServer, environment: dict[str, str], store_settings: Settings
) -> None:
    site.newspaper.show("unknown")
    done = daily(environment)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "generic" in done.stderr
    assert "dvingest replay --start" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    (manifest,) = read_manifests(ObjectStore(store_settings), Layout(store_settings.prefix))
    assert manifest.status == "rejected"


def test_site_that_is_down_ends_with_1_and_one_sentence(environment: dict[str, str]) -> None:
    done = daily({**environment, "DVINGEST_SITE_URL": "http://127.0.0.1:9", "DVINGEST_MIRRORS": "{}"})
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "robots.txt of http://127.0.0.1:9 could not be read" in done.stderr.replace("\n", " ")
