"""A work folder that cannot be used is named before anything is fetched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dvingest.config import Settings
from dvingest.crawling.spool import Spool, prepare_spool, spool_root
from dvingest.errors import ConfigError


def test_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    settings = Settings(work_dir=tmp_path / "a" / "b")
    prepare_spool(settings)
    prepare_spool(settings)
    assert list(spool_root(settings).iterdir()) == []


def test_file_in_its_place_and_a_full_disk_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    (tmp_path / "gone").symlink_to("/nonexistent/folder")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/work"), Path("/dev/full/x")):
        with pytest.raises(ConfigError, match=r"cannot be written \(.+\): name a folder") as refusal:
            prepare_spool(Settings(work_dir=place))
        assert str(place) in str(refusal.value)


def test_folder_that_vanished_meanwhile_does_not_hide_what_else_happened(tmp_path: Path) -> None:
    spool = Spool(Settings(work_dir=tmp_path / "work"), "20261120t050000z-00000000")
    shutil.rmtree(tmp_path / "work")
    (tmp_path / "work").write_text("a file", encoding="utf-8")
    spool.close()
