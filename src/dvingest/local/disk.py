"""How much room the work folder's disk has: for spools, the embedded store and Prefect's database."""

from __future__ import annotations

import shutil
from pathlib import Path

LOW_SPACE = 500_000_000
"""Bytes below which somebody has to make room: a year of the newspaper in the embedded store is a few GB."""


def probe_disk(work_dir: Path) -> tuple[bool, str]:
    """Return whether there is room for the next weeks, and one sentence on it."""
    folder = work_dir.absolute()
    free = shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.is_dir())).free
    if free >= LOW_SPACE:
        return True, f"{free / 1e9:,.1f} GB are free for {folder}."
    return False, f"only {free / 1e6:,.1f} MB are free for {folder}: make room, or name another DVINGEST_WORK_DIR."
