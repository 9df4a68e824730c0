"""The work folder's disk: how much room it has, and files that are written atomically."""

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


def write_atomically(path: Path, text: str) -> None:
    """Write a file that only its owner can read, completely or not at all; its folder is created if needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
