"""One stack for the tests of this folder; each leaves it as it found it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prefect_lab import Lab, running_lab


@pytest.fixture(scope="package")
def whole_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("work dir")) as lab:
        yield lab


@pytest.fixture
def lab(whole_lab: Lab) -> Iterator[Lab]:
    whole_lab.site.faults.set()
    yield whole_lab
    whole_lab.site.faults.set()
