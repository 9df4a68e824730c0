"""`dvingest status` as it is met on the first day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration]


def dvingest(work_dir: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DVINGEST_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-m", "dvingest", *arguments],
        env={**kept, "DVINGEST_WORK_DIR": str(work_dir), "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def status(work_dir: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return dvingest(work_dir, "status", *options, **environment)


def test_fresh_folder_has_nothing_yet_and_says_how_to_begin(tmp_path: Path) -> None:
    shown = status(tmp_path / "work dir")
    assert shown.returncode == 3, shown.stderr
    assert "No daily run has finished yet: run `dvingest daily`, or `dvingest up`" in shown.stdout
    assert "none is scheduled, as no Prefect server is configured" in shown.stdout
    assert "Last runs" not in shown.stdout


def test_reader_of_a_fresh_folder_is_not_sent_to_make_a_bucket(tmp_path: Path) -> None:
    shown = dvingest(tmp_path / "work dir", "show", "plvn:377412")
    assert shown.returncode == 1
    assert "'plvn:377412' is not in silver" in shown.stderr


def test_json_is_for_machines_and_nothing_else_is_on_standard_output(tmp_path: Path) -> None:
    shown = status(tmp_path / "work dir", "--json")
    assert shown.returncode == 3, shown.stderr
    overview = json.loads(shown.stdout)
    assert overview["rows"] == 0
    assert len(overview["attention"]) == 1


def test_server_that_is_configured_and_does_not_answer_is_named(tmp_path: Path) -> None:
    shown = status(tmp_path / "work dir", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert "none is scheduled at http://127.0.0.1:9: see whether that server is up" in shown.stdout


def test_embedded_store_is_not_looked_for_behind_a_proxy(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    shown = status(tmp_path / "work dir", http_proxy=nowhere, HTTP_PROXY=nowhere, ALL_PROXY=nowhere)
    assert shown.returncode == 3, shown.stderr


def test_file_of_credentials_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("garbage [[[", encoding="utf-8")
    shown = status(tmp_path, DVINGEST_STORE="s3", AWS_CONFIG_FILE=str(tmp_path / "config"))
    assert shown.returncode == 2
    assert "Unable to parse config file" in shown.stderr
    assert "Traceback" not in shown.stderr
