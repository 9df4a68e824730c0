"""What a command line is answered with: for a mistyped one the value, the allowed form and the exit code."""

from __future__ import annotations

import errno
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lake_samples import article
from rich.console import Console

from dvingest.cli import main
from dvingest.cli.app import sentence_of
from dvingest.cli.environment import ready
from dvingest.cli.run_output import show_article, show_run
from dvingest.cli.wrapping import wrapped_for_terminal
from dvingest.errors import ConfigError
from dvingest.model import Block, CheckResult, Manifest


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
        ("daily --section ../x", "--section '../x' cannot be: name a section as in its address, like thoi-su."),
        ("daily --day 2199-01-01", "--day 2199-01-01 lies in the future: give a day up to today"),
        ("audit --start 2199-01-01", "--start 2199-01-01 lies in the future: give a day up to today"),
        ("backfill --start 2199-01-01 --end 2199-01-02", "--start 2199-01-01 lies in the future: give a day up to"),
        ("backfill --start 2021-02-01 --end 2021-01-01", "start 2021-02-01 lies after end 2021-01-01"),
        ("replay --start 2021-02-01 --end 2021-01-01", "start 2021-02-01 lies after end 2021-01-01"),
        ("audit --start 2021-02-01 --end 2021-01-01", "start 2021-02-01 lies after end 2021-01-01"),
        ("purge nonsense --yes", "'nonsense' is no article id: ids look like plvn:384250"),
        ("clean - --url page.html", "--url 'page.html' is not a URL: write it with https://"),
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


def test_a_full_disk_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(**_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys.modules["dvingest.cli.app"], "app", full)
    code, shown = said(monkeypatch, capsys, "daily")
    assert code == 1
    assert "No space left on device. Make room on the disk of" in " ".join(shown.split())


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


def test_folder_of_prefect_that_cannot_be_made_is_named_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DVINGEST_STORE", "s3")
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "file" / "prefect"))
    with pytest.raises(ConfigError, match=r"PREFECT_HOME '.*/file/prefect' cannot be used"), ready(prefect=True):
        pass


def test_text_of_an_article_is_shown_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Bản đồ tỷ lệ 1:100: [bold]một thửa đất[/] ở góc làng :house:"
    show_article(article(1, blocks=(Block("paragraph", text),)))
    assert f"  {text}\n" in capsys.readouterr().out


def test_sentence_is_broken_between_words_on_a_terminal_and_is_one_line_elsewhere() -> None:
    command = "`dvingest backfill --start 2021-01-01 --end 2021-01-31`"
    sentence = f"Lists could not be read to their end, and articles may be missing: run the same again, {command}."
    assert wrapped_for_terminal(sentence, Console(width=60, force_terminal=False)) == sentence
    lines = wrapped_for_terminal(sentence, Console(width=60, force_terminal=True), taken=10, hang=2).split("\n")
    assert lines == [
        "Lists could not be read to their end, and articles",
        "  may be missing: run the same again,",
        f"  {command}.",
    ]


def test_what_a_required_check_refuses_is_left_to_the_error(capsys: pytest.CaptureFixture[str]) -> None:
    required = CheckResult(name="failed_share", ok=False, required=True, note="9 of 10 addresses failed.")
    warning = CheckResult(name="other_fields", ok=False, required=False, note="Fewer have: tags.")
    day, now = date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC)
    about = {
        "run_id": "20261123t223000z-1f0c9a2b",
        "flow": "daily-crawl",
        "site": "https://baophapluat.vn",
        "host": "x",
    }
    when = {"start": day, "end": day + timedelta(days=1), "started_at": now, "finished_at": now}
    show_run(
        Manifest.model_validate({**about, **when, "status": "rejected", "counts": {}, "checks": [required, warning]})
    )
    shown = capsys.readouterr().out
    assert "other_fields: Fewer have: tags.\n" in shown
    assert "Needs attention: failed_share failed" in shown
    assert required.note not in shown


def test_ctrl_c_in_the_first_moment_is_no_trace_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules[main.__module__], "import_module", interrupt)
    monkeypatch.setattr("sys.argv", ["dvingest", "status"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130
    assert capsys.readouterr().err == "Stopped.\n"
