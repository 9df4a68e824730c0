"""Where flows and spiders are, whatever lies in the folder a command is started in."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvingest.config import project_root


def test_folder_of_another_scrapy_project_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = project_root()
    assert (here / "flows" / "daily.py").is_file()
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = other.settings\n", encoding="utf-8")
    (tmp_path / "flows").mkdir()
    monkeypatch.chdir(tmp_path)
    assert project_root() == here
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert project_root() == here
