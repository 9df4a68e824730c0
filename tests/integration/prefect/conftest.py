"""One stack for the tests of a file; each leaves it as it found it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect_lab import Lab, begin_with, running_lab


@pytest.fixture(scope="module")
def whole_lab(tmp_path_factory: pytest.TempPathFactory, prefect_database: Path) -> Iterator[Lab]:
    work_dir = tmp_path_factory.mktemp("work dir")
    begin_with(prefect_database, work_dir)
    with running_lab(work_dir) as lab:
        yield lab


@pytest.fixture
def lab(whole_lab: Lab) -> Iterator[Lab]:
    whole_lab.site.faults.set()
    yield whole_lab
    whole_lab.site.faults.set()
