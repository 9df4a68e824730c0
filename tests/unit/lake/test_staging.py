"""What a run keeps on local disk between its steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from dvingest.config import Settings
from dvingest.lake.layout import new_run_id
from dvingest.lake.staging import ADOPTION, Staging


def test_rows_of_a_killed_run_leave_the_disk_when_nobody_adopts_it_any_more(tmp_path: Path) -> None:
    settings, now = Settings(work_dir=tmp_path), datetime.now(UTC)
    kept = new_run_id(now - ADOPTION + timedelta(minutes=1))
    for name in (new_run_id(now - ADOPTION - timedelta(minutes=1)), kept, "notes of the operator"):
        (tmp_path / "staging" / name).mkdir(parents=True)
        (tmp_path / "staging" / name / "00001.articles.jsonl").touch()
    Staging.clear_old(settings, now)
    assert {folder.name for folder in (tmp_path / "staging").iterdir()} == {kept, "notes of the operator"}
