"""Bad input within the bounds of time and memory, read in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import bad_pages
import pytest

pytestmark = pytest.mark.integration

SECONDS = 10
MEMORY = 256 * 1024 * 1024


@pytest.fixture(scope="module")
def costs() -> dict[str, dict[str, Any]]:
    """What each input cost, in one run: what earlier ones left behind counts for those after them."""
    program = Path(bad_pages.__file__)
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, check=True, timeout=120, cwd=program.parent
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {cost["name"]: cost for cost in found}


@pytest.mark.parametrize("name", [*bad_pages.BAD, *bad_pages.LARGE])
def test_page_is_read_within_ten_seconds_and_256_mebibytes(name: str, costs: dict[str, dict[str, Any]]) -> None:
    assert costs[name]["peak"] <= MEMORY, f"{costs[name]['peak'] / 2**20:.0f} MiB, the interpreter's own counted"
    assert costs[name]["seconds"] <= SECONDS


@pytest.mark.parametrize("name", bad_pages.BAD)
def test_bad_input_is_rejected_or_flagged(name: str, costs: dict[str, dict[str, Any]]) -> None:
    assert costs[name]["said"], "it was read as if nothing was wrong with it"
