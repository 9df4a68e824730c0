"""Writing the table's log through delta-rs: create, commit, add columns, checkpoint."""

from __future__ import annotations

import json
import logging
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from deltalake import CommitProperties, DeltaTable, Field, PostCommitHookProperties, Transaction
from deltalake import Schema as DeltaSchema
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from dvingest.errors import ObjectMissing, StoreError
from dvingest.lake.objects import ObjectStore
from dvingest.lake.s3_errors import Meaning, meaning_of, refusal, unsupported, untrusted
from dvingest.lake.silver.files import DataFile
from dvingest.lake.silver.log import Snapshot, checkpoint_key, hint_key, read_checkpoint
from dvingest.lake.silver.schema import PARTITION, STATISTICS, arrow_schema

log = logging.getLogger(__name__)
T = TypeVar("T")

COMMITS_PER_CHECKPOINT = 10
_LONGEST_PAUSE = 8.0
_PROPERTIES = {
    "delta.checkpointInterval": str(COMMITS_PER_CHECKPOINT),
    "delta.logRetentionDuration": "interval 30 days",
    "delta.deletedFileRetentionDuration": "interval 7 days",
    "delta.dataSkippingStatsColumns": ",".join(STATISTICS),
}
# A checkpoint that delta-rs wrote is only kept after it was read back, so none is written behind our back.
_NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


class ConflictError(StoreError):
    """Another commit has taken the version: decide anew."""


class UnclearError(StoreError):
    """The store failed during a commit, which may or may not be there now: look, and decide anew."""


class DeltaLogWriter:
    """Writes the log of the table at `root`."""

    def __init__(self, store: ObjectStore, root: str) -> None:
        self._store = store
        self._root = root
        self.uri = f"s3://{store.bucket}/{root}"

    def is_there(self) -> bool:
        """Tell whether delta-rs finds the table."""

        def open_newest() -> bool:
            try:
                DeltaTable(self.uri, storage_options=self._store.storage_options())
            except TableNotFoundError:
                return False
            return True

        return self._once("look for the table", open_newest)

    def create(self) -> None:
        """Create the table; it is no error if somebody else did, UnclearError if nobody knows."""
        try:
            self._once(
                "create the table",
                lambda: DeltaTable.create(
                    self.uri,
                    schema=DeltaSchema.from_arrow(arrow_schema()),
                    mode="ignore",
                    partition_by=[PARTITION],
                    name="articles",
                    description="Articles of the newspaper PLVN, cleaned; written by dvingest.",
                    configuration=_PROPERTIES,
                    storage_options=self._store.storage_options(),
                ),
            )
        except ConflictError:
            return
        except _TransientError as error:
            raise UnclearError(str(error)) from None

    def commit(
        self,
        snapshot: Snapshot,
        adds: Sequence[AddAction],
        old: Sequence[DataFile],
        metadata: Mapping[str, object],
        *,
        run_id: str | None = None,
        data_change: bool = True,
    ) -> int:
        """Put the version after `snapshot` and return it.

        ConflictError if somebody else put it first, UnclearError if nobody knows.
        """
        version = snapshot.version + 1
        table = self._open_at(snapshot.version)
        now = int(time.time() * 1000)
        removes = [RemoveAction(file.path, data_change, now, file.size, {PARTITION: file.month}) for file in old]
        properties = CommitProperties(
            custom_metadata=dict(metadata),
            max_commit_retries=0,  # what was decided on one version must not be put on top of another
            app_transactions=[Transaction(run_id, version)] if run_id else None,
        )
        try:
            self._once(
                f"commit version {version} of the table",
                lambda: table.create_write_transaction(
                    [*adds, *removes],
                    mode="append",
                    schema=DeltaSchema.from_arrow(arrow_schema()),
                    partition_by=[PARTITION],
                    commit_properties=properties,
                    post_commithook_properties=_NO_HOOKS,
                ),
            )
        except _TransientError as error:
            raise UnclearError(str(error)) from None
        return version

    def add_columns(self, snapshot: Snapshot) -> bool:
        """Commit the columns that were added to `Article` since the table was created; tell whether there were any."""
        lacking = [
            field for field in DeltaSchema.from_arrow(arrow_schema()).fields if field.name not in snapshot.columns
        ]
        if not lacking:
            return False
        table = self._open_at(snapshot.version)
        if json.loads(table.schema().to_json()) != json.loads(snapshot.schema_string):
            raise UnclearError("The schema of the table was misread.")
        added = [Field(field.name, field.type, nullable=True) for field in lacking]
        try:
            self._once("add columns to the table", lambda: table.alter.add_columns(added))
        except _TransientError as error:
            raise UnclearError(str(error)) from None
        return True

    def checkpoint(self, snapshot: Snapshot) -> None:
        """Write a checkpoint of `snapshot`; one that does not hold exactly that is taken back."""
        try:
            hint = self._store.get(hint_key(self._root))
        except ObjectMissing:
            hint = None
        table = self._open_at(snapshot.version)
        try:
            self._once("write a checkpoint of the table", table.create_checkpoint)
            written = read_checkpoint(self._store, self._root, snapshot.version)
        except StoreError as error:
            trouble = str(error)
        else:
            if _content(written) == _content(snapshot):
                return
            trouble = "it did not hold what the log says"
        if hint is None:
            self._store.delete(hint_key(self._root))
        else:
            self._store.put(hint_key(self._root), hint, "application/json")
        self._store.delete(checkpoint_key(self._root, snapshot.version))
        raise StoreError(f"The checkpoint of version {snapshot.version} of the table was taken back: {trouble}")

    def drop_expired_commits(self, snapshot: Snapshot) -> None:
        """Delete commits older than the log's retention that a checkpoint covers."""
        table = self._open_at(snapshot.version)
        self._once("drop expired log files of the table", table.cleanup_metadata)

    def _open_at(self, version: int) -> DeltaTable:
        """Return delta-rs's table at `version`, trying again while that can help."""
        began = time.monotonic()
        tries = 0
        while True:
            tries += 1
            try:
                return self._once(
                    "open the table",
                    lambda: DeltaTable(self.uri, version=version, storage_options=self._store.storage_options()),
                )
            except _TransientError as error:
                if time.monotonic() - began > self._store.patience:
                    raise
                longest = _LONGEST_PAUSE if error.is_network else 0.1  # bytes that were misread are there to be read
            time.sleep(random.uniform(0.05, min(longest, 0.2 * 2 ** min(tries, 10))))

    def _once(self, action: str, question: Callable[[], T]) -> T:
        """Return delta-rs's answer; its errors become ours, in one sentence with nothing the store wrote but codes."""
        try:
            return question()
        except CommitFailedError:
            raise ConflictError(f"Could not {action}: somebody else was first.") from None
        except (DeltaError, TableNotFoundError, OSError, ValueError) as error:
            text = str(error)
        log.debug("delta-rs could not %s: %s", action, text)
        if distrust := untrusted(self._store.shown_endpoint, text):
            raise distrust
        status = re.search(r"\b([45]\d\d) [A-Z][a-z]+", text)
        code = re.search(r"<Code>(\w+)</Code>", text)
        if re.search(r"redirect", text, re.IGNORECASE):
            raise refusal(action, self._store.bucket, 301, "PermanentRedirect", None, datetime.now(UTC))
        if status:
            number, name = int(status[1]), code[1] if code else ""
            match meaning_of(number, name):
                case Meaning.REFUSED:
                    raise refusal(action, self._store.bucket, number, name, self._store.last_date, datetime.now(UTC))
                case Meaning.UNSUPPORTED:
                    raise unsupported(action, number, name)
            raise _TransientError(f"Could not {action}: the store answered {number} {name}.", is_network=True)
        is_network = re.search(r"connect|timed? ?out|request|HTTP", text) is not None
        what = "the connection failed" if is_network else "its log was misread"
        raise _TransientError(
            f"Could not {action} at {self.uri}: {what}; check the store and its disk, then run again.", is_network
        )


class _TransientError(StoreError):
    """Something that may pass."""

    def __init__(self, message: str, is_network: bool) -> None:
        super().__init__(message)
        self.is_network = is_network


def _content(snapshot: Snapshot) -> object:
    return snapshot.files, snapshot.runs, json.loads(snapshot.schema_string)
