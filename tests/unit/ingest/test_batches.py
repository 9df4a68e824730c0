"""On what the batches of a replay run."""

from __future__ import annotations

import errno

import pytest

from dvingest.config import Settings
from dvingest.errors import ConfigError
from dvingest.ingest import replay


def test_machine_whose_processes_can_share_no_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(replay, "ProcessPoolExecutor", refuse)
    with (
        pytest.raises(ConfigError, match=r"Read-only file system.*/dev/shm"),
        replay.batch_executor(Settings(), "processes"),
    ):
        pass
