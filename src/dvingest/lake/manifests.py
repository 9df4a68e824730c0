"""Manifests and outcomes of runs: the receipt of what a run did, and one line per URL it considered."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import ValidationError

from dvingest.errors import DamagedError, ObjectMissing
from dvingest.lake.layout import Layout, run_ids_in
from dvingest.lake.objects import ObjectStore
from dvingest.lake.records import outcomes_from_lines, outcomes_to_lines
from dvingest.model import Manifest, Outcome

log = logging.getLogger(__name__)

_ENDING = ".json"


def write_manifest(store: ObjectStore, layout: Layout, manifest: Manifest) -> str:
    """Store a run's manifest, replacing an earlier one of the same run, and return its key."""
    key = layout.manifest(manifest.run_id)
    store.put(key, manifest.to_json().encode(), "application/json")
    return key


def read_manifests(
    store: ObjectStore,
    layout: Layout,
    *,
    since: date | None = None,
    last: int | None = None,
    damaged: list[str] | None = None,
) -> list[Manifest]:
    """Return manifests, oldest first: those of runs begun on or after `since` (UTC), and of these the `last` few.

    One that cannot be read is passed over, since it would else stand in the way of every run to come: what is wrong
    with it is added to `damaged`, or logged.
    Only the months that can hold them are listed, newest first, so that the cost does not grow with the archive.
    """
    keys: list[str] = []
    first = "" if since is None else f"{since:%Y%m%d}"
    for month in _months_newest_first(store, layout):
        if month.replace("-", "") < first[:6] or (last is not None and len(keys) >= last):
            break
        keys = [*_manifest_keys(store, layout, month), *keys]
    keys = [key for key in keys if key.rpartition("/")[2] >= first]
    found = []
    for key in keys if last is None else keys[-last:] if last else []:
        try:
            found.append(parse_manifest(store.get_named(key), key))
        except DamagedError as error:
            if damaged is None:
                log.warning("%s It is passed over; `dvingest audit` tells what to do.", error)
            else:
                damaged.append(str(error))
    return found


def run_ids_with_manifest(store: ObjectStore, layout: Layout, *, since: date | None = None) -> set[str]:
    """Return the ids of runs that have a manifest, from the month of `since` on; nothing is opened."""
    found: set[str] = set()
    for month in _months_newest_first(store, layout):
        if since is not None and month < f"{since:%Y-%m}":
            break
        found.update(run_ids_of_month(store, layout, month))
    return found


def run_ids_of_month(store: ObjectStore, layout: Layout, month: str) -> list[str]:
    """Return the ids of the runs of one month (`2026-11`, UTC) that have a manifest; nothing is opened."""
    return run_ids_in(_manifest_keys(store, layout, month), _ENDING)


def write_outcomes(store: ObjectStore, layout: Layout, run_id: str, outcomes: Iterable[Outcome]) -> str:
    """Store a run's outcomes, one line per URL, and return their key."""
    key = layout.outcomes(run_id)
    # Without a time in it the same outcomes are the same bytes.
    store.put(key, gzip.compress(outcomes_to_lines(outcomes), mtime=0), "application/gzip")
    return key


def read_outcomes(store: ObjectStore, layout: Layout, run_id: str) -> Iterator[Outcome]:
    """Yield a run's outcomes; none if the run wrote none, DamagedError where they cannot be read."""
    key = layout.outcomes(run_id)
    try:
        content = gzip.decompress(store.get(key))
    except ObjectMissing:
        return
    except (OSError, EOFError) as error:
        raise DamagedError(f"Outcomes {key!r} are damaged: {error}.") from None
    for line in outcomes_from_lines(content):
        if isinstance(line, Outcome):
            yield line


def readable_outcomes(store: ObjectStore, layout: Layout, run_id: str) -> Iterator[Outcome]:
    """Yield of a run's outcomes those that can be read, for whoever is well served by most of them."""
    try:
        yield from read_outcomes(store, layout, run_id)
    except DamagedError as error:
        log.warning("%s They are passed over.", error)


def _months_newest_first(store: ObjectStore, layout: Layout) -> Iterator[str]:
    for year in sorted(store.list_folders(layout.runs), reverse=True):
        for month in sorted(store.list_folders(year), reverse=True):
            yield month.removeprefix(layout.runs).strip("/").replace("/", "-")


def _manifest_keys(store: ObjectStore, layout: Layout, month: str) -> list[str]:
    keys = [info.key for info in store.list(layout.runs_of_month(month))]
    return [key for key in keys if run_ids_in([key], _ENDING)]


def parse_manifest(data: bytes, key: str) -> Manifest:
    """Return the manifest that stands under `key`; DamagedError if it is none."""
    try:
        return Manifest.from_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DamagedError(f"Manifest {key!r} cannot be read: {where}{': ' * bool(where)}{first['msg']}.") from None
