"""What the store can do, tried out: one result per ability, one sentence each."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from dvingest.config import Settings
from dvingest.errors import ConditionFailed, ConfigError, ObjectMissing, StoreError, StoreRefused
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.s3_errors import MAX_CLOCK_SKEW_SECONDS, clock_skew

NOTED_SKEW_SECONDS = 60
_SECONDS = 8.0
_RACERS = 4
_ROUNDS = 3
_RACING_SECONDS = 4.0
"""Some stores make racers queue for seconds; after this no new round is begun."""

_checked: set[tuple[str | None, str, str]] = set()
"""Endpoint, bucket and prefix whose conditional writes this process has seen working."""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What one probe found."""

    name: str
    """`endpoint`, `credentials`, `bucket`, `clock`, `rights`, `conditional-writes` or `checksums`."""
    ok: bool
    note: str
    """One sentence; where it is not ok, with what to do."""
    required: bool = True
    """Whether dvingest cannot work without it."""


def probe_store(settings: Settings) -> list[ProbeResult]:
    """Return what was found of the settings' store, within about ten seconds; later probes need the earlier ones."""
    until = time.monotonic() + _SECONDS
    try:
        store = ObjectStore(settings, patience=2.0, read_timeout=5.0)
    except ConfigError as error:
        return [ProbeResult("credentials", False, str(error))]
    place = f"bucket {store.bucket!r} at {store.shown_endpoint}"
    results = _probe_access(store)
    if not all(result.ok for result in results):
        return results
    layout = Layout(settings.prefix)
    probes: list[tuple[str, Callable[[ObjectStore, Layout], ProbeResult]]] = [
        ("rights", _probe_rights),
        ("conditional-writes", _probe_conditional_writes),
        ("checksums", _probe_checksums),
    ]
    for name, probe in probes:
        if time.monotonic() > until:
            results.append(ProbeResult(name, False, f"Not tried: {place} is too slow, {_SECONDS:.0f} s were over."))
            continue
        try:
            results.append(probe(store, layout))
        except StoreError as error:
            results.append(ProbeResult(name, False, str(error)))
        if name == "rights" and not results[-1].ok:
            break  # whatever lacks its rights fails the rest for that alone
    return results


def require_conditional_writes(store: ObjectStore, layout: Layout) -> None:
    """Raise StoreRefused unless the store keeps its conditions: without them two writers would undo each other.

    Tried out once per process and store; costs six small requests.
    """
    place = (store.endpoint_url, store.bucket, layout.prefix)
    if place in _checked:
        return
    trouble = _broken_condition(store, layout)
    if trouble:
        raise StoreRefused(
            f"The store at {store.shown_endpoint} {trouble}: dvingest does not publish there, because two runs could "
            "undo each other's work; use a store with conditional writes (see `dvingest doctor`)."
        )
    _checked.add(place)


def _probe_access(store: ObjectStore) -> list[ProbeResult]:
    """Return what a single listing tells of endpoint, credentials, bucket and clock."""
    try:
        next(store.list("probe/"), None)
    except StoreRefused as error:
        names = {"request": "endpoint", "place": "endpoint"}
        return (
            [_clock(store)]
            if error.about == "clock"
            else [ProbeResult(names.get(error.about, error.about), False, str(error))]
        )
    except ObjectMissing:  # a store says so of an object, or names the bucket
        sentence = f"What answers at {store.shown_endpoint} is no S3 store: correct AWS_ENDPOINT_URL."
        return [ProbeResult("endpoint", False, sentence)]
    except StoreError as error:
        return [ProbeResult("endpoint", False, str(error))]
    return [
        ProbeResult("endpoint", True, f"{store.shown_endpoint} answers."),
        ProbeResult("credentials", True, "The credentials are accepted."),
        ProbeResult("bucket", True, f"Bucket {store.bucket!r} is there."),
        _clock(store),
    ]


def _clock(store: ObjectStore) -> ProbeResult:
    skew = clock_skew(store.last_date, datetime.now(UTC))
    if skew is None:
        return ProbeResult("clock", True, "The store does not say what time it is.")
    if abs(skew) > MAX_CLOCK_SKEW_SECONDS:
        where = "behind" if skew > 0 else "ahead of"
        return ProbeResult(
            "clock",
            False,
            f"The clock of this machine is {abs(skew) / 60:.0f} minutes {where} the store's: set it (NTP), stores "
            f"refuse what is over {MAX_CLOCK_SKEW_SECONDS // 60} minutes off.",
        )
    if abs(skew) > NOTED_SKEW_SECONDS:
        return ProbeResult("clock", True, f"The clock of this machine differs from the store's by {abs(skew):.0f} s.")
    return ProbeResult("clock", True, "The clock agrees with the store's.")


def _probe_rights(store: ObjectStore, layout: Layout) -> ProbeResult:
    key = _probe_key(layout)
    lacking = []
    steps: list[tuple[str, Callable[[], object]]] = [
        ("write", lambda: store.put(key, b"probe")),
        ("read", lambda: store.get(key)),
        ("list", lambda: next(store.list(key), None)),
        ("delete", lambda: store.delete(key)),
    ]
    for right, step in steps:
        try:
            step()
        except StoreRefused as error:
            if error.about != "rights":
                raise
            lacking.append(right)
            if right == "write":
                break  # there is nothing to read or delete
    if lacking:
        return ProbeResult(
            "rights",
            False,
            f"The credentials may not {' or '.join(lacking)} objects in {store.bucket!r}: extend the policy.",
        )
    return ProbeResult("rights", True, f"Objects in {store.bucket!r} can be written, read, listed and deleted.")


def _probe_conditional_writes(store: ObjectStore, layout: Layout) -> ProbeResult:
    trouble = _broken_condition(store, layout) or _lost_race(store, layout)
    if trouble:
        return ProbeResult(
            "conditional-writes", False, f"The store {trouble}: dvingest does not publish to it; use another store."
        )
    return ProbeResult(
        "conditional-writes", True, f"If-None-Match and If-Match hold, also when {_RACERS} writers race."
    )


def _broken_condition(store: ObjectStore, layout: Layout) -> str | None:
    """Return what the store does wrong when two write one after the other, None if nothing."""
    key = _probe_key(layout)
    try:
        with _deleting(store, key):
            etag = store.put_if_absent(key, b"first")
            if _succeeds(lambda: store.put_if_absent(key, b"second")):
                return "ignores If-None-Match"
            store.put_if_match(key, b"third", etag)
            if _succeeds(lambda: store.put_if_match(key, b"fourth", etag)):
                return "ignores If-Match"
    except StoreRefused as error:
        if error.about != "request":
            raise
        return "does not know conditional writes"
    except ConditionFailed:
        return "fails conditions that hold"
    return None


def _lost_race(store: ObjectStore, layout: Layout) -> str | None:
    """Return what the store does wrong when many write at the same moment, None if nothing."""
    keys = [_probe_key(layout) for _ in range(_ROUNDS)]
    until = time.monotonic() + _RACING_SECONDS
    start = threading.Barrier(_RACERS, timeout=10)

    def race(number: int, key: str, etag: str | None) -> bool:
        start.wait()
        data = b"%d" % number
        if etag is None:
            return _succeeds(lambda: store.put_if_absent(key, data))
        return _succeeds(lambda: store.put_if_match(key, data, etag))

    with _deleting(store, *keys), ThreadPoolExecutor(_RACERS) as racers:
        for key in keys:
            if time.monotonic() > until:
                break
            winners = sum(racers.map(lambda number, key=key: race(number, key, None), range(_RACERS)))
            if winners != 1:
                return f"let {winners} of {_RACERS} writers create the same object"
            etag = store.get_with_etag(key)[1]
            winners = sum(racers.map(lambda number, key=key, etag=etag: race(100 + number, key, etag), range(_RACERS)))
            if winners != 1:
                return f"let {winners} of {_RACERS} writers replace the same state of an object"
    return None


def _probe_checksums(store: ObjectStore, layout: Layout) -> ProbeResult:
    key = _probe_key(layout)
    with _deleting(store, key):
        answer = store.try_wrong_checksum(key)
    if answer == "noticed":
        return ProbeResult("checksums", True, "An upload with a wrong checksum is refused.", required=False)
    what = "accepts an upload with a wrong checksum" if answer == "ignored" else "refuses checksum headers"
    return ProbeResult(
        "checksums",
        False,
        f"The store {what}: dvingest compares every upload itself; set DVINGEST_CHECKSUMS=when_required.",
        required=False,
    )


@contextlib.contextmanager
def _deleting(store: ObjectStore, *keys: str) -> Iterator[None]:
    """Delete the keys in the end; what went wrong before is told, not that this then goes wrong as well."""
    try:
        yield
    except StoreError:
        with contextlib.suppress(StoreError):
            for key in keys:
                store.delete(key)
        raise
    for key in keys:
        store.delete(key)


def _succeeds(write: Callable[[], object]) -> bool:
    try:
        write()
    except ConditionFailed:
        return False
    return True


def _probe_key(layout: Layout) -> str:
    return layout.lease(f"probe.{secrets.token_hex(8)}")
