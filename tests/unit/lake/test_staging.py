"""What a run keeps on local disk between its steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from lake_samples import FETCHED, RUN_ID, article

from dvingest.config import Settings
from dvingest.lake.layout import new_run_id
from dvingest.lake.staging import ADOPTION, Staging


def test_article_that_was_fetched_twice_is_read_once_as_it_was_fetched_last(tmp_path: Path) -> None:
    staging = Staging(Settings(work_dir=tmp_path), RUN_ID)
    newer = article(1, fetched_at=FETCHED + timedelta(hours=1), title="Tin mới")
    for number, rows in enumerate(([newer, article(2)], [article(1), article(3)]), 1):
        with staging.step(number) as step:
            for row in rows:
                step.add_article(row)
    assert list(staging.newest()) == [newer, article(2), article(3)]


def test_rows_of_a_killed_run_leave_the_disk_when_nobody_adopts_it_any_more(tmp_path: Path) -> None:
    settings, now = Settings(work_dir=tmp_path), datetime.now(UTC)
    kept = new_run_id(now - ADOPTION + timedelta(minutes=1))
    for name in (new_run_id(now - ADOPTION - timedelta(minutes=1)), kept, "notes of the operator"):
        (tmp_path / "staging" / name).mkdir(parents=True)
        (tmp_path / "staging" / name / "00001.articles.jsonl").touch()
    Staging.clear_old(settings, now)
    assert {folder.name for folder in (tmp_path / "staging").iterdir()} == {kept, "notes of the operator"}
