"""A work folder that cannot be used is named before anything is fetched."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from dvingest.config import Settings
from dvingest.crawling.spool import prepare_spool, recover_spool, spool_root
from dvingest.errors import ConfigError
from dvingest.lake.objects import ObjectStore


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


def test_what_others_left_in_the_spool_stops_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(work_dir=tmp_path)
    root = spool_root(settings)
    root.mkdir()
    (root / "20260101t000000z-deadbeef").write_text("a file", encoding="utf-8")
    (root / "notes.json").write_text("{}", encoding="utf-8")
    (root / "20260101t000000z-0000000a" / "part-00001.warc.gz").mkdir(parents=True)  # cannot be read as a part
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "none is asked")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with caplog.at_level(logging.WARNING, "dvingest"):
        assert recover_spool(settings, ObjectStore(settings)) == []
    assert "20260101t000000z-0000000a could not be uploaded and stays there" in caplog.text
