"""The table's log, read with every byte verified: which files make up its newest version, and which runs made it.

delta-rs writes the log. It does not read it for us, because it would not notice a byte that was altered on its way.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from dvingest.errors import ObjectMissing, StoreError, said
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver.files import REPAIR, DataFile
from dvingest.lake.silver.schema import PARTITION

_NAME = re.compile(r"/(\d{20})\.(json|checkpoint\.parquet)$")
_READER_VERSION = 1
_REMEMBERED = 64

_commits: dict[tuple[str | None, str, str, str], tuple[dict[str, Any], ...]] = {}
"""Actions of commits this process has read, by endpoint, bucket, key and ETag; a commit never changes."""


@dataclass(slots=True)
class Snapshot:
    """The table at one version."""

    version: int = -1
    checkpoint: int = -1
    """Version of the checkpoint it was read from."""
    files_by_path: dict[str, DataFile] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    """Path of a file that is no longer part of the table, to when it was taken out, in milliseconds."""
    runs: dict[str, int] = field(default_factory=dict)
    """Run id to the version it published."""
    schema_string: str = ""

    @property
    def files(self) -> list[DataFile]:
        """The data files, oldest month first."""
        return sorted(self.files_by_path.values(), key=lambda file: (file.month, file.path))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the table's columns."""
        return tuple(column["name"] for column in json.loads(self.schema_string)["fields"])

    def apply(self, action: dict[str, Any]) -> None:
        """Take in one action of the log."""
        if add := action.get("add"):
            file = _data_file(add)
            self.files_by_path[file.path] = file
            self.removed.pop(file.path, None)
        elif remove := action.get("remove"):
            path = unquote(remove["path"])
            self.files_by_path.pop(path, None)
            self.removed[path] = int(remove.get("deletionTimestamp") or 0)
        elif txn := action.get("txn"):
            self.runs[txn["appId"]] = int(txn["version"])
        elif metadata := action.get("metaData"):
            self.schema_string = metadata["schemaString"]
        elif (protocol := action.get("protocol")) and protocol["minReaderVersion"] > _READER_VERSION:
            raise StoreError(
                f"The table needs a reader of version {protocol['minReaderVersion']}, dvingest reads version "
                f"{_READER_VERSION}: another program changed the table's features."
            )


def read_snapshot(store: ObjectStore, root: str) -> Snapshot | None:
    """Return the newest version of the table at `root`, None if there is no table."""
    folder = f"{root}/_delta_log/"
    hint = _last_checkpoint(store, folder)
    found = _log_objects(store, folder, hint)
    if hint is not None and not any(int(match[1]) == hint and match[2] != "json" for match, _ in found):
        found = _log_objects(store, folder, None)  # the hint is older or newer than the log
    commits = {int(match[1]): etag for match, etag in found if match[2] == "json"}
    checkpoints = [int(match[1]) for match, _ in found if match[2] != "json"]
    if not commits and not checkpoints:
        return None
    snapshot = read_checkpoint(store, root, max(checkpoints)) if checkpoints else Snapshot()
    for version, etag in sorted(commits.items()):
        if version <= snapshot.version:
            continue
        if version != snapshot.version + 1:
            raise StoreError(f"The log of the table at {root!r} lacks version {snapshot.version + 1}: {REPAIR}")
        for action in _remembered_commit(store, root, version, etag):
            snapshot.apply(action)
        snapshot.version = version
    return snapshot


def read_commit(store: ObjectStore, root: str, version: int) -> Iterator[dict[str, Any]]:
    """Yield the actions of one commit."""
    key = f"{root}/_delta_log/{version:020d}.json"
    lines = store.get(key).split(b"\n")
    if not any(lines):
        raise StoreError(f"Commit {key!r} of the table is damaged (it is empty): {REPAIR}")
    for line in lines:
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise StoreError(f"Commit {key!r} of the table is damaged ({error}): {REPAIR}") from None


def read_checkpoint(store: ObjectStore, root: str, version: int) -> Snapshot:
    """Return the table as the checkpoint of `version` holds it."""
    key = checkpoint_key(root, version)
    try:
        table = pq.read_table(io.BytesIO(store.get(key)))
    except (pa.ArrowException, OSError) as error:
        raise StoreError(f"Checkpoint {key!r} of the table is damaged ({said(error)}): {REPAIR}") from None
    snapshot = Snapshot(version, version)
    for row in table.to_pylist(maps_as_pydicts="strict"):
        snapshot.apply(row)
    return snapshot


def checkpoint_key(root: str, version: int) -> str:
    """Return the key of a checkpoint."""
    return f"{root}/_delta_log/{version:020d}.checkpoint.parquet"


def hint_key(root: str) -> str:
    """Return the key of the object that says which checkpoint is the newest."""
    return f"{root}/_delta_log/_last_checkpoint"


def commit_versions(store: ObjectStore, root: str) -> list[int]:
    """Return the versions whose commits are still in the log, oldest first."""
    names = (_NAME.search(info.key) for info in store.list(f"{root}/_delta_log/"))
    return sorted(int(match[1]) for match in names if match and match[2] == "json")


def _last_checkpoint(store: ObjectStore, folder: str) -> int | None:
    try:
        return int(json.loads(store.get(f"{folder}_last_checkpoint"))["version"])
    except (ObjectMissing, ValueError, LookupError, TypeError):
        return None  # only a hint: without it the whole log is listed


def _log_objects(store: ObjectStore, folder: str, since: int | None) -> list[tuple[re.Match[str], str]]:
    after = "" if since is None else f"{folder}{since:020d}"
    return [(match, info.etag) for info in store.list(folder, after=after) if (match := _NAME.search(info.key))]


def _remembered_commit(store: ObjectStore, root: str, version: int, etag: str) -> tuple[dict[str, Any], ...]:
    name = (store.endpoint_url, store.bucket, f"{root}/{version}", etag)
    actions = _commits.get(name)
    if actions is None:
        actions = tuple(read_commit(store, root, version))
        if etag:
            _commits[name] = actions
        for oldest in list(_commits)[:-_REMEMBERED]:
            _commits.pop(oldest, None)
    return actions


def _data_file(add: dict[str, Any]) -> DataFile:
    statistics = json.loads(add.get("stats") or "{}")
    if add.get("deletionVector"):
        raise StoreError(
            f"File {add['path']!r} of the table has rows deleted by another program: compact the table there."
        )
    month = add["partitionValues"].get(PARTITION)
    if month is None:
        raise StoreError(
            f"The table with the file {add['path']!r} has no {PARTITION}s, it is not one of dvingest's: name another "
            "bucket or DVINGEST_PREFIX."
        )
    return DataFile(
        path=unquote(add["path"]),
        month=month,
        size=int(add["size"]),
        rows=int(statistics.get("numRecords", 0)),
        first_id=statistics.get("minValues", {}).get("article_id"),
        last_id=statistics.get("maxValues", {}).get("article_id"),
    )
