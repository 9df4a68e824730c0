"""The folder on local disk where parts wait for the store, and what is done with what a dead crawl left there."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import re
import shutil
from pathlib import Path

from dvingest.config import Settings
from dvingest.errors import ConditionFailed, ConfigError, StoreError
from dvingest.lake.bronze import upload_part
from dvingest.lake.layout import RUN_ID_FORM, Layout, late_run_id
from dvingest.lake.objects import ObjectStore

log = logging.getLogger(__name__)

_PART = re.compile(r"^part-(\d{5})\.warc\.gz$")
_LOCK = "lock"
_TRIAL = ".trial"


class Spool:
    """The folder of one run's parts; its lock tells a living crawl from a dead one."""

    def __init__(self, settings: Settings, run_id: str) -> None:
        self.folder = spool_root(settings) / run_id
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def part(self, number: int) -> Path:
        """Return where the `number`th part is written."""
        return self.folder / f"part-{number:05d}.warc.gz"

    def close(self) -> None:
        """Leave the folder, and delete it if nothing waits in it."""
        with contextlib.suppress(OSError):  # deleted by somebody, or its disk is gone: who writes a part tells of it
            if not any(_PART.match(path.name) for path in self.folder.iterdir()):
                shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)


def recover_spool(settings: Settings, store: ObjectStore) -> list[str]:
    """Upload the closed parts that dead crawls left on this machine; return the ids of the runs they are now of.

    Open parts end somewhere in a page and are thrown away: those pages are fetched again. Folders of living crawls
    are left alone.
    """
    recovered = []
    root = spool_root(settings)
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if not RUN_ID_FORM.match(folder.name) or not folder.is_dir() or not _is_abandoned(folder):
            continue
        try:
            if run_id := _recover(settings, store, folder):
                recovered.append(run_id)
        except (StoreError, OSError) as trouble:  # OSError: another user's folder, a file that cannot be read
            log.warning("What a dead crawl left in %s could not be uploaded and stays there: %s", folder, trouble)
    return recovered


def prepare_spool(settings: Settings) -> None:
    """Make the folder of all spools; ConfigError where that cannot be, before anything is fetched."""
    root = spool_root(settings)
    try:
        root.mkdir(parents=True, exist_ok=True)
        (root / _TRIAL).write_bytes(b"trial")
        (root / _TRIAL).unlink()
    except OSError as error:
        raise ConfigError(
            f"{root} cannot be written ({error.strerror or error}): name a folder with room in DVINGEST_WORK_DIR."
        ) from None


def spool_root(settings: Settings) -> Path:
    """Return the folder of all spools."""
    return settings.work_dir / "spool"


def _recover(settings: Settings, store: ObjectStore, folder: Path) -> str | None:
    layout = Layout(settings.prefix)
    parts = [(path, int(found[1])) for path in sorted(folder.iterdir()) if (found := _PART.match(path.name))]
    # A manifest names all parts of its run. Under an id of their own, later ones are adopted like a dead run's.
    has_ended = bool(parts) and store.exists(layout.manifest(folder.name))
    run_id = late_run_id(folder.name) if has_ended else folder.name
    uploaded = False
    for path, number in parts:
        if has_ended and store.exists(layout.part(folder.name, number)):
            continue
        # The store has another part of that number: this machine's run was taken over, its pages are kept there.
        with contextlib.suppress(ConditionFailed):
            upload_part(store, layout, run_id, number, path)
            uploaded = True
    log.info("Spool of the dead run %s cleared, parts uploaded: %s", folder.name, uploaded)
    shutil.rmtree(folder, ignore_errors=True)
    return run_id if uploaded else None


def _is_abandoned(folder: Path) -> bool:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True
