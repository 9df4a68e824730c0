"""One crawler per host: a lease in the store, taken and renewed by conditional writes.

No two clocks are compared. How old a lease is, is the difference between two dates the store itself gave; whether the
holder still lives, is whether its object changes.
"""

from __future__ import annotations

import json
import logging
import math
import os
import platform
import secrets
import threading
import time
from contextvars import copy_context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dvingest.errors import ConditionFailed, HostBusyError, ObjectMissing, StoreError, StoreRefused
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore, StoredObject

log = logging.getLogger(__name__)

_RENEWALS_PER_TERM = 4
_LONGEST_LOOK = 5.0
LONGEST_TERM = 3600.0
"""No setting asks for more: an object that does was not written by a crawl, and holds nobody up for ever."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lease, as its object says."""

    run_id: str
    machine: str
    pid: int
    process: str
    """Names one process of one boot of one machine; empty where the system does not tell."""
    seconds: float
    is_released: bool
    nonce: str

    @classmethod
    def parse(cls, data: bytes) -> Self | None:
        """Read a lease's object; None if it is none, which frees the host."""
        try:
            fields: dict[str, Any] = json.loads(data)
            seconds = float(fields["seconds"])
            if math.isnan(seconds):
                return None
            return cls(
                run_id=str(fields["run_id"]),
                machine=str(fields["machine"]),
                pid=int(fields["pid"]),
                process=str(fields["process"]),
                seconds=min(seconds, LONGEST_TERM),
                is_released=bool(fields["released"]),
                nonce=str(fields["nonce"]),
            )
        except (ValueError, LookupError, TypeError):
            return None

    @property
    def shown(self) -> str:
        """The holder as messages name it."""
        return f"run {self.run_id} (process {self.pid} on {self.machine})"

    def has_died(self) -> bool:
        """Tell whether the holder was a process of this very machine that has ended."""
        parts = _process_place(self.pid).rpartition(":")
        mine = self.process.rpartition(":")
        return bool(self.process) and parts[0] == mine[0] and parts[2] != mine[2]


class HostLease:
    """The right to crawl `host`, renewed by a thread while it is held.

    As a context manager it takes the lease without waiting; `acquire(wait=True)` waits for its turn.
    """

    def __init__(self, store: ObjectStore, layout: Layout, host: str, run_id: str, seconds: float) -> None:
        self.host = host
        self.run_id = run_id
        self.seconds = seconds
        self._store = store
        self._key = layout.lease(host)
        self._clock_key = layout.lease(f"{host}.clock")
        self._etag: str | None = None
        self._is_lost = False
        self._renewed = 0.0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if self._etag is None:
            self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    @property
    def is_lost(self) -> bool:
        """Whether another run has taken the lease, as of a process that was stopped and woken, or may for good."""
        return self._is_lost

    @property
    def is_unsure(self) -> bool:
        """Whether another run may have taken it, since it was not renewed for its term: the store is out of reach."""
        return self._etag is not None and _now() - self._renewed > self.seconds

    def acquire(self, wait: bool = False, timeout: float | None = None) -> None:
        """Take the lease; HostBusyError, naming the holder, if another has it (after `timeout` seconds of waiting)."""
        began = _now()
        seen: tuple[str, float] | None = None
        told = ""
        while True:
            looked = _now()
            if self._take():
                return
            try:
                there = self._store.get_object(self._key)
            except ObjectMissing:
                continue
            if seen is None or seen[0] != there.etag:
                seen = (there.etag, looked)
            holder = Holder.parse(there.data)
            age = self._age(there)
            term = self.seconds if holder is None else holder.seconds
            unchanged = _now() - seen[1]
            is_free = holder is None or holder.is_released or holder.has_died() or age > term or unchanged > term
            if is_free and self._take(instead_of=there.etag):
                return
            if not is_free:
                assert holder is not None
                left = max(1.0, term - max(age, unchanged))
                if not wait or (timeout is not None and _now() - began > timeout):
                    raise HostBusyError(
                        f"{self.host} is being crawled by {holder.shown}, which renewed its lease {age:.0f} s ago: "
                        f"wait for it to end, or try again in {left:.0f} s if it has died."
                    )
                if told != holder.run_id:
                    told = holder.run_id
                    log.info("%s is being crawled by %s: this run waits for its turn", self.host, holder.shown)
                self._stop.wait(min(_LONGEST_LOOK, left, self.seconds / _RENEWALS_PER_TERM))

    def renew(self) -> None:
        """Prolong the lease now; HostBusyError if it is another's."""
        with self._lock:
            if self._etag is None:
                return
            began = _now()
            try:
                self._etag = self._store.put_if_match(self._key, self._body(), self._etag, "application/json")
                self._renewed = began
            except ConditionFailed:
                self._is_lost = True
                raise HostBusyError(
                    f"The lease of {self.host} was lost: another run took it while this one could not renew it."
                ) from None

    def release(self) -> None:
        """Give the lease back at once; nothing happens if it is another's by now, or the store is away."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        with self._lock:
            etag, self._etag = self._etag, None
            if etag is None or self._is_lost:
                return
            try:
                # Not deleted: few stores delete on condition, and a blind delete could take away another's lease.
                self._store.put_if_match(self._key, self._body(is_released=True), etag, "application/json")
            except ConditionFailed:
                pass  # another's by now
            except StoreError as error:
                # What the run did is done, and nothing depends on this.
                log.warning("The lease of %s is free in %.0f s only: %s", self.host, self.seconds, error)

    def _take(self, instead_of: str | None = None) -> bool:
        """Write the lease where there is none, or in place of the object with this ETag; False if another was first."""
        began = _now()
        try:
            if instead_of is None:
                etag = self._store.put_if_absent(self._key, self._body(), "application/json")
            else:
                etag = self._store.put_if_match(self._key, self._body(), instead_of, "application/json")
        except ConditionFailed:
            return False
        self._hold(etag, began)
        return True

    def _hold(self, etag: str, began: float) -> None:
        self._etag, self._renewed, self._is_lost = etag, began, False
        self._stop.clear()
        # In the caller's context, so that what it logs belongs to the run that Prefect shows it in.
        keep, name = partial(copy_context().run, self._keep), f"lease of {self.host}"
        self._thread = threading.Thread(target=keep, name=name, daemon=True)
        self._thread.start()

    def _keep(self) -> None:
        while not self._stop.wait(self.seconds / _RENEWALS_PER_TERM):
            try:
                self.renew()
            except HostBusyError as error:
                log.warning("%s", error)
                return
            except StoreError as error:
                log.warning("The lease of %s could not be renewed: %s", self.host, error)
                if isinstance(error, StoreRefused) and self.is_unsure:
                    self._is_lost = True  # trying again does not help, so it is never renewed
                    return

    def _age(self, there: StoredObject) -> float:
        """Return for how long the lease was not renewed, by the clock that dates the store's objects."""
        self._store.put(self._clock_key, secrets.token_hex(8).encode())
        now = self._store.head(self._clock_key)
        return 0.0 if now is None else (now.modified - there.modified).total_seconds()

    def _body(self, is_released: bool = False) -> bytes:
        fields = {
            "host": self.host,
            "run_id": self.run_id,
            "machine": platform.node(),
            "pid": os.getpid(),
            "process": _process_place(os.getpid()),
            "seconds": self.seconds,
            "released": is_released,
            "nonce": secrets.token_hex(8),  # makes every renewal another object, with another ETag
        }
        return json.dumps(fields, indent=1).encode()


def holder_of(store: ObjectStore, layout: Layout, host: str) -> Holder | None:
    """Return who crawls `host` now, None if nobody does; unlike taking the lease, this writes nothing."""
    try:
        lease = store.get_object(layout.lease(host))
    except ObjectMissing:
        return None
    holder = Holder.parse(lease.data)
    if holder is None or holder.is_released or holder.has_died():
        return None
    now = parsedate_to_datetime(store.last_date) if store.last_date else datetime.now(UTC)
    return holder if now - lease.modified <= timedelta(seconds=holder.seconds) else None


def refuse_if_held(store: ObjectStore, layout: Layout, host: str) -> None:
    """Raise HostBusyError if a crawl of `host` goes on."""
    if holder := holder_of(store, layout, host):
        raise HostBusyError(
            f"{host} is being crawled by {holder.shown}: look again when it has ended, or wait for it with --wait."
        )


def _now() -> float:
    # Unlike time.monotonic() it goes on while the machine sleeps, as the lease does.
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _process_place(pid: int) -> str:
    """Return `boot:pid namespace:start time` of a process; without a start time if it has ended, "" if unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        namespace = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return ""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        started = "" if fields[0] in ("Z", "X") else fields[19]
    except OSError:
        started = ""
    return f"{boot}:{namespace}:{started}"
