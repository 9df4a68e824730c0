"""The command exports silver for others, and their readers take it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archive_lake import a_lake, a_run, pages

from dvingest.cli.archive import export as export_command
from dvingest.config import Settings
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

READ = """
import json, sys
from datasets import load_dataset
found = load_dataset(sys.argv[1])
rows = found["train"]
streamed = load_dataset(sys.argv[1], split="train", streaming=True)
print(json.dumps({
    "splits": list(found),
    "rows": [{name: row[name] for name in ("article_id", "title", "body", "blocks", "tags")} for row in rows],
    "years": [row["published_at"].isoformat()[:4] for row in rows],
    "streamed": sum(1 for _ in streamed),
}))
"""


def test_the_layout_for_hugging_face_is_read_by_its_own_reader_without_a_network(
    store_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DVINGEST_STORE", "s3")
    monkeypatch.setenv("DVINGEST_PREFIX", store_settings.prefix)
    lake = a_lake(store_settings)
    earlier = [replace(page, day=date(2025, 12, 1 + number)) for number, page in enumerate(pages(5))]
    a_run(lake, [*earlier, *pages(20, 400_100)], window=DateWindow.of_days(date(2025, 12, 1), date(2026, 11, 30)))
    out = tmp_path / "a set"

    export_command(start="2025-01-01", end="2026-12-31", output=out, format="hf")

    assert sorted(path.name for path in (out / "data").iterdir()) == ["2025.parquet", "2026.parquet"]
    assert "| `title` | `string` | Headline. |" in (out / "README.md").read_text()
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")}
    answer = subprocess.run(
        [sys.executable, "-c", READ, str(out)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    read = json.loads(answer.stdout.splitlines()[-1])
    assert read["splits"] == ["train"]
    assert read["streamed"] == len(read["rows"]) == 25
    assert read["years"] == ["2025"] * 5 + ["2026"] * 20
    rows = {row.article_id: row for row in lake.silver.articles()}
    for found in read["rows"]:
        row = rows[found["article_id"]]
        assert (found["title"], found["body"], found["tags"]) == (row.title, row.body, list(row.tags))
        assert found["blocks"] == [{"kind": block.kind, "text": block.text} for block in row.blocks]
