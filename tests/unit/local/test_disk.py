"""Whether the work folder's disk has room."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from dvingest.local.disk import LOW_SPACE, probe_disk


@pytest.mark.parametrize(("free", "well"), [(LOW_SPACE, True), (LOW_SPACE - 1, False), (0, False)])
def test_disk_that_is_nearly_full_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, well: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    found, sentence = probe_disk(tmp_path)
    assert found is well
    assert str(tmp_path) in sentence
    assert ("make room" in sentence) is not well


def test_folder_that_is_not_there_yet_is_looked_at_where_it_will_be(tmp_path: Path) -> None:
    assert str(tmp_path / "a" / "b") in probe_disk(tmp_path / "a" / "b")[1]
