"""Every key of the store: built here and nowhere else."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from dvingest.errors import StoreError

KEY_FORM = re.compile(r"^[a-z0-9/_=.-]{1,512}$")
RUN_ID_FORM = re.compile(r"^[0-9]{8}t[0-9]{6}z-[0-9a-f]{8}$")
_NOT_IN_HOSTS = re.compile(r"[^a-z0-9.-]")
_PART = re.compile(r"/part-[0-9]{5}\.warc\.gz$")


def new_run_id(now: datetime) -> str:
    """Return an id that sorts by time: `20261123t223000z-1f0c9a2b`, from an aware `now` in UTC."""
    return f"{now:%Y%m%dt%H%M%Sz}-{secrets.token_hex(4)}"


def late_run_id(run_id: str) -> str:
    """Return the id under which pages of run `run_id` are stored that came after its manifest: always the same one."""
    return f"{run_id[:-8]}{hashlib.sha256(run_id.encode()).hexdigest()[:8]}"


def checked(key: str) -> str:
    """Return `key` if it has the allowed form; StoreError otherwise, so that nothing from a page gets into a key."""
    if not KEY_FORM.match(key) or ".." in key:
        raise StoreError(f"key {key!r} is not allowed: keys match {KEY_FORM.pattern} and have no '..'.")
    return key


def run_id_of(key: str) -> str:
    """Return the run id that stands in the key of a bronze part or of a manifest."""
    for piece in re.split(r"[/.]", key):
        if RUN_ID_FORM.match(piece):
            return piece
    raise StoreError(f"key {key!r} holds no run id: it was not written by dvingest.")


def is_part(key: str) -> bool:
    """Tell whether a key found in a run's folder is one of its parts; what others put there is passed over."""
    return _PART.search(key) is not None


def run_ids_in(names: Iterable[str], ending: str = "/") -> list[str]:
    """Return the run ids that folders or objects are named by; what others put beside them is passed over."""
    found = (name.rpartition("/")[2] for name in (name.removesuffix(ending) for name in names if name.endswith(ending)))
    return [name for name in found if RUN_ID_FORM.match(name)]


def month_of_run(run_id: str) -> str:
    """Return the folder of a run's manifest: `2026/11`."""
    return f"{run_id[:4]}/{run_id[4:6]}"


class Layout:
    """The keys below one prefix ("" or `some/prefix/`)."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""

    @property
    def bronze(self) -> str:
        """Folder of all parts."""
        return f"{self.prefix}bronze/"

    def bronze_run(self, run_id: str) -> str:
        """Folder of the parts of one run."""
        return f"{self.bronze}crawl_date={run_id[:4]}-{run_id[4:6]}-{run_id[6:8]}/{run_id}/"

    def part(self, run_id: str, number: int) -> str:
        """Key of the `number`th part of a run, counted from 1."""
        return checked(f"{self.bronze_run(run_id)}part-{number:05d}.warc.gz")

    @property
    def silver(self) -> str:
        """Root of the Delta table, without a slash at the end."""
        return f"{self.prefix}silver/articles"

    @property
    def runs(self) -> str:
        """Folder of all manifests."""
        return f"{self.prefix}runs/"

    def runs_of_month(self, month: str) -> str:
        """Folder of the manifests of runs that began in `month` (`2026-11`, UTC)."""
        return f"{self.runs}{month.replace('-', '/')}/"

    def manifest(self, run_id: str) -> str:
        """Key of a run's manifest."""
        return checked(f"{self.runs}{month_of_run(run_id)}/{run_id}.json")

    def outcomes(self, run_id: str) -> str:
        """Key of a run's outcomes: gzip, one JSON line per URL."""
        return checked(f"{self.runs}{month_of_run(run_id)}/{run_id}.outcomes.jsonl.gz")

    def lease(self, host: str) -> str:
        """Key of the lease of a host; what cannot stand in a key, like the colon of a port, becomes a dash."""
        return checked(f"{self.prefix}locks/{_NOT_IN_HOSTS.sub('-', host.lower())}.json")

    def month_done(self, month: str) -> str:
        """Key of the note that a backfill has brought all of `month` (`2021-01`)."""
        return checked(f"{self.prefix}months/{month}.json")

    @property
    def purged(self) -> str:
        """Key of the list of purged article ids."""
        return checked(f"{self.prefix}purged.json")
