"""What `dvingest status` prints fits where it is printed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dvingest.cli.app import console
from dvingest.cli.status import show_overview
from dvingest.overview import Overview, RunSummary

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
BACKFILL = "`dvingest backfill --start 2026-10-11 --end 2026-10-13`"
VERDICT = "Needs attention: complete, enough_articles, core_fields, templates failed; 1,117 new, 12 changed."


def a_run(flow: str, days: int, status: str, verdict: str) -> RunSummary:
    last = date(2026, 11, 23)
    return RunSummary(
        run_id="20261123t050000z-d5bb5db6",
        flow=flow,
        start=last - timedelta(days=days),
        end=last,
        finished_at=NOW,
        status=status,
        verdict=verdict,
    )


@pytest.fixture
def overview() -> Overview:
    return Overview(
        looked_at=NOW,
        attention=[
            "The last daily run (20261123t050000z-d5bb5db6) is not good: 0 articles seen: look what the newspaper "
            f"answers, `dvingest doctor`, then run {BACKFILL}.",
            f"Few articles from 2026-10-11 to 2026-10-13: {BACKFILL}.",
        ],
        runs=[
            a_run("daily-crawl", 2, "rejected", VERDICT),
            a_run("backfill", 0, "succeeded", "OK: 0 new, 0 changed, every address accounted for."),
        ],
        rows=1_234_567,
        per_day={date(2026, 11, 22): 120, date(2026, 11, 23): 130},
        thin=[],
        first_day=date(2026, 11, 22),
        bytes_by_layer={"bronze": 12_345_600_000, "silver": 4_321_000_000, "runs": 12_300_000},
        silver_version=12_345,
        crawled_by="the backfill run 20261123t050000z-d5bb5db6 on a-machine-with-a-long-name.example, process 4711",
    )


def lines_at(
    width: int, overview: Overview, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    monkeypatch.setattr(console, "width", width)
    show_overview(overview, None)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_is_wider_than_the_terminal_and_no_command_is_broken(
    width: int, overview: Overview, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = lines_at(width, overview, monkeypatch, capsys)
    assert [line for line in lines if len(line) > width] == []
    assert sum(BACKFILL in line for line in lines) == 2
    assert " ".join(" ".join(lines).split()).count(VERDICT) == 1


def test_run_and_verdict_are_one_line_where_there_is_room(
    overview: Overview, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = lines_at(200, overview, monkeypatch, capsys)
    assert lines[1] == f"2026-11-23 12:00  rejected   daily-crawl  2026-11-21 to 2026-11-23  {VERDICT}"
    assert lines[2].startswith("2026-11-23 12:00  succeeded  backfill     2026-11-23                OK: 0 new")
