"""What a mistyped command line is answered with: the value, the allowed form, the exit code, and no trace back."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from dvingest.cli import main
from dvingest.cli.app import sentence_of


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["dvingest", *line.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    code = ended.value.code
    assert isinstance(code, int)
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("daily --lookback abc", "--lookback 'abc' is not allowed: give a whole number ('dvingest daily --help')"),
        ("daily --lookback -1", "--lookback '-1' is not allowed: give 0 or more"),
        ("backfill --parallel 99 --start 2021-01-01 --end 2021-01-02", "--parallel '99' is not allowed: give 12 or"),
        ("export --format xls -o x --start 2021-01-01 --end 2021-01-02", "--format 'xls' is not one of 'parquet'"),
        ("backfill", "Missing option '--start'. 'dvingest backfill --help' lists"),
        ("daily --bogus", "No such option: --bogus. 'dvingest daily --help' lists"),
        ("daly", "Did you mean 'daily'? 'dvingest --help' lists"),
        ("daily --day 0001-01-01", "--day 0001-01-01 is no day of the newspaper: give one from 1900-01-01"),
        ("daily --day 2026-13-01", "--day '2026-13-01' is not a date"),
        ("backfill --start 2021-02-01 --end 2021-01-01", "start 2021-02-01 lies after end 2021-01-01"),
        ("replay --start 2021-02-01 --end 2021-01-01", "start 2021-02-01 lies after end 2021-01-01"),
        ("audit --start 2021-02-01 --end 2021-01-01", "start 2021-02-01 lies after end 2021-01-01"),
        ("clean - --url page.html", "--url 'page.html' is no address: write it with https://"),
    ],
)
def test_bad_input_is_named_with_the_allowed_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str, words: str
) -> None:
    monkeypatch.setenv("DVINGEST_WORK_DIR", str(tmp_path / "work"))
    code, shown = said(monkeypatch, capsys, line)
    assert code == 2
    assert words in shown
    assert len(shown.splitlines()) == 1
    assert not (tmp_path / "work").exists(), "nothing may be started for it"


def test_only_a_folder_that_is_gone_is_called_gone() -> None:
    assert sentence_of(FileNotFoundError(errno.ENOENT, "No such file or directory")) == "No such file or directory."


def test_no_description_in_the_list_of_commands_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "argv", ["dvingest", "--help"])
    with pytest.raises(SystemExit):
        main()
    listed = capsys.readouterr().out.partition("Commands:")[2].strip().splitlines()
    assert len(listed) == 15, "a line each"
    assert not [line for line in listed if not line.endswith(".") or line.endswith("...")]


@pytest.mark.parametrize("line", ["daily --replica", "status", "replay --start 2021-01-01 --end 2021-01-31"])
def test_a_work_folder_that_cannot_be_is_named_with_its_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DVINGEST_WORK_DIR", str(tmp_path / "file"))
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    code, shown = said(monkeypatch, capsys, line)
    assert code == 2
    assert "DVINGEST_WORK_DIR" in shown
    assert "cannot be used (File exists): name a folder that can be written." in " ".join(shown.split())
