"""The picture that `dvingest up` draws on a terminal."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.console import Console

from dvingest.cli.up import picture_of
from dvingest.local.prefect_api import RunLine, Snapshot

AT = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
SAID = "discovering: 1,204 of 20,000 URLs done (1,100 captured, 104 unchanged, 0 rejected, 0 failed, 0 skipped)"


def test_names_and_times_are_whole_on_a_narrow_terminal_and_what_is_said_gives_way() -> None:
    active = RunLine("backfill 2026-11-18 to 2026-11-19", "1", "RUNNING", "Running", "", AT, progress=6.0, doing=SAID)
    waiting = RunLine("daily-crawl", "2", "SCHEDULED", "Scheduled", "", AT)
    ended = RunLine("daily 2026-11-24", "3", "COMPLETED", "Completed", SAID, AT, AT)
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        console.print(picture_of(Snapshot(1, (active,), (waiting,), (ended,))))
    lines = captured.get().splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("now   backfill 2026-11-18 to 2026-11-19")
    assert lines[1].rstrip().endswith("…")
    assert lines[2].startswith("next  daily-crawl")
    assert "25.11. 05:30" in lines[2]
    assert "Completed: discover" in lines[3]
