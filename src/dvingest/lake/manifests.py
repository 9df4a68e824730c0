"""Manifests and outcomes of runs: the receipt of what a run did, and one line per URL it considered."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import ValidationError

from dvingest.errors import ObjectMissing, StoreError
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.records import outcomes_from_lines, outcomes_to_lines
from dvingest.model import Manifest, Outcome

_ENDING = ".json"


def write_manifest(store: ObjectStore, layout: Layout, manifest: Manifest) -> str:
    """Store a run's manifest, replacing an earlier one of the same run, and return its key."""
    key = layout.manifest(manifest.run_id)
    store.put(key, manifest.to_json().encode(), "application/json")
    return key


def read_manifests(
    store: ObjectStore, layout: Layout, *, since: date | None = None, last: int | None = None
) -> list[Manifest]:
    """Return manifests, oldest first: those of runs begun on or after `since` (UTC), and of these the `last` few.

    Only the months that can hold them are listed, newest first, so that the cost does not grow with the archive.
    """
    keys: list[str] = []
    first = "" if since is None else f"{since:%Y%m%d}"
    for month in _months_newest_first(store, layout):
        if month.replace("-", "") < first[:6] or (last is not None and len(keys) >= last):
            break
        keys = [*_manifest_keys(store, layout, month), *keys]
    keys = [key for key in keys if key.rpartition("/")[2] >= first]
    return [_parse(store, key) for key in (keys if last is None else keys[-last:] if last else [])]


def run_ids_with_manifest(store: ObjectStore, layout: Layout, *, since: date | None = None) -> set[str]:
    """Return the ids of runs that have a manifest, from the month of `since` on; nothing is opened."""
    found: set[str] = set()
    for month in _months_newest_first(store, layout):
        if since is not None and month < f"{since:%Y-%m}":
            break
        found.update(key.rpartition("/")[2].removesuffix(_ENDING) for key in _manifest_keys(store, layout, month))
    return found


def write_outcomes(store: ObjectStore, layout: Layout, run_id: str, outcomes: Iterable[Outcome]) -> str:
    """Store a run's outcomes, one line per URL, and return their key."""
    key = layout.outcomes(run_id)
    # Without a time in it the same outcomes are the same bytes.
    store.put(key, gzip.compress(outcomes_to_lines(outcomes), mtime=0), "application/gzip")
    return key


def read_outcomes(store: ObjectStore, layout: Layout, run_id: str) -> Iterator[Outcome]:
    """Yield a run's outcomes; none if the run wrote none."""
    key = layout.outcomes(run_id)
    try:
        content = gzip.decompress(store.get(key))
    except ObjectMissing:
        return
    except (OSError, EOFError) as error:
        raise StoreError(f"Outcomes {key!r} are damaged: {error}.") from None
    for line in outcomes_from_lines(content):
        if isinstance(line, Outcome):
            yield line


def _months_newest_first(store: ObjectStore, layout: Layout) -> Iterator[str]:
    for year in sorted(store.list_folders(layout.runs), reverse=True):
        for month in sorted(store.list_folders(year), reverse=True):
            yield month.removeprefix(layout.runs).strip("/").replace("/", "-")


def _manifest_keys(store: ObjectStore, layout: Layout, month: str) -> list[str]:
    return [info.key for info in store.list(layout.runs_of_month(month)) if info.key.endswith(_ENDING)]


def _parse(store: ObjectStore, key: str) -> Manifest:
    try:
        return Manifest.from_json(store.get(key))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise StoreError(f"Manifest {key!r} cannot be read: {where}: {first['msg']}.") from None
