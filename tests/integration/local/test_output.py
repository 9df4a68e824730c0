"""What is shown may not arrive: the command's work and its exit code do not depend on it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration]

PROGRAM = shlex.join([sys.executable, "-m", "dvingest"])
TEXT = "Chuyện làng nước sạch\n\n(PLVN) - Làng vừa có hội.\n\n" + "\n\n".join(
    f"Đoạn {number} kể rằng bà con trong làng đã họp và bàn chuyện nước sạch của {number} nhà."
    for number in range(2_000)
)


def in_shell(folder: Path, command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    (folder / "page.txt").write_text(TEXT, encoding="utf-8")
    # Python that keeps nothing back meets other errors than Python as it comes.
    others = ("AWS_", "DVINGEST_", "PREFECT_", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    return subprocess.run(
        ["bash", "-c", command.replace("dvingest", PROGRAM)],
        cwd=folder,
        env={**kept, "DVINGEST_WORK_DIR": str(folder / "work"), **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["clean page.txt", "clean page.txt --format text", "--help", "--version"])
def test_full_disk_is_named_in_a_sentence(tmp_path: Path, command: str) -> None:
    shown = in_shell(tmp_path, f"dvingest {command} > /dev/full")
    assert shown.returncode == 1
    assert shown.stderr.decode().startswith("dvingest: ")
    assert "No space left on device" in shown.stderr.decode()
    assert len(shown.stderr.splitlines()) == 1


def test_reader_who_had_enough_ends_nothing_and_is_told_nothing(tmp_path: Path) -> None:
    shown = in_shell(tmp_path, "dvingest clean page.txt | head -c 10; exit ${PIPESTATUS[0]}")
    assert shown.returncode == 0
    assert len(shown.stdout) == 10
    assert shown.stderr == b""


@pytest.mark.parametrize("command", ["clean page.txt", "clean page.txt --format text"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1258"])
def test_letters_that_the_terminal_lacks_are_shown_by_their_codes(tmp_path: Path, command: str, encoding: str) -> None:
    shown = in_shell(tmp_path, f"dvingest {command}", PYTHONIOENCODING=encoding)
    assert shown.returncode == 0, shown.stderr
    assert "\\u" in shown.stdout.decode(encoding)


def test_terminal_that_does_not_know_its_width_is_told_all_the_same(tmp_path: Path) -> None:
    shown = in_shell(tmp_path, "dvingest daily --day 2099-01-01", COLUMNS="0")
    assert shown.returncode == 2
    assert b"lies in the future" in shown.stderr


def test_closed_output_is_no_error(tmp_path: Path) -> None:
    shown = in_shell(tmp_path, "dvingest clean page.txt >&-")
    assert shown.returncode == 0, shown.stderr


def test_folder_that_cannot_be_made_is_named_without_a_trace_back(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    shown = in_shell(tmp_path, "dvingest status", DVINGEST_WORK_DIR=str(tmp_path / "file" / "work"))
    assert shown.returncode in (1, 2)
    assert str(tmp_path / "file") in shown.stderr.decode()
    assert b"Traceback" not in shown.stderr


def test_table_that_is_not_there_yet_is_told_in_a_sentence(tmp_path: Path) -> None:
    shown = in_shell(tmp_path, "dvingest sql 'SELECT 1 FROM articles'")
    assert shown.returncode == 1
    assert b"Traceback" not in shown.stderr


def test_memory_that_runs_out_is_named_in_a_sentence(tmp_path: Path) -> None:
    raises = (
        "import sys; from dvingest.cli import main; cli = sys.modules['dvingest.cli.app']; "
        "cli.app.__class__.__call__ = lambda *_, **__: bytes(1 << 62); main()"
    )
    shown = subprocess.run([sys.executable, "-c", raises], cwd=tmp_path, capture_output=True, check=False)
    assert shown.returncode == 1
    assert shown.stderr.decode().startswith("dvingest: There is not enough memory")
    assert len(shown.stderr.splitlines()) == 1
