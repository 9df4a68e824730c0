"""Stores that lack something are told apart, one sentence each, within ten seconds."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fault_proxy import FaultProxy
from lake_samples import article

from dvingest.config import Settings
from dvingest.errors import StoreRefused
from dvingest.lake import probes
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.probes import ProbeResult, probe_store, require_conditional_writes
from dvingest.lake.silver import SilverTable

pytestmark = [pytest.mark.faults, pytest.mark.integration]


@pytest.fixture(autouse=True)
def _forget_what_was_checked() -> None:
    probes._checked.clear()


def probe(settings: Settings) -> dict[str, ProbeResult]:
    began = time.monotonic()
    results = probe_store(settings)
    assert time.monotonic() - began < 10
    for result in results:
        assert "planted" not in result.note
        assert "\n" not in result.note
        assert result.note.endswith(".")
    return {result.name: result for result in results}


def test_server_that_is_no_store_is_called_that(store_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        results = probe(store_settings)
        server.shutdown()
    assert results["endpoint"].note.endswith("is no S3 store: correct AWS_ENDPOINT_URL.")
    assert list(results) == ["endpoint"]


class Silent(BaseHTTPRequestHandler):
    """A server that has nothing anybody asks for."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_sound_store_passes_every_probe(store_settings: Settings, fault_proxy: FaultProxy) -> None:
    results = probe(store_settings)
    assert set(results) == {
        "endpoint", "credentials", "bucket", "clock", "rights", "conditional-writes", "checksums",
    }  # fmt: skip
    assert all(result.ok for result in results.values()), results


@pytest.mark.parametrize(
    ("kind", "options", "name", "sentence"),
    [
        ("drops_conditions", {}, "conditional-writes", "ignores If-None-Match"),
        ("drops_if_match", {}, "conditional-writes", "ignores If-Match"),
        ("refuses_conditions", {}, "conditional-writes", "does not know conditional writes"),
        ("ignores_checksums", {}, "checksums", "accepts an upload with a wrong checksum"),
        ("refuses_checksums", {}, "checksums", "refuses checksum headers"),
        ("clock", {"minutes": 20}, "clock", "20 minutes behind"),
        ("clock", {"minutes": -20}, "clock", "20 minutes ahead of"),
        ("too_skewed", {"minutes": 20}, "clock", "20 minutes behind"),
        ("no_bucket", {}, "bucket", "does not exist"),
        ("expired", {}, "credentials", "have expired"),
        ("forbidden", {"methods": "PUT"}, "rights", "may not write"),
        ("forbidden", {"methods": "DELETE"}, "rights", "may not delete"),
        ("forbidden", {}, "rights", "lack the right"),
        ("slow_down", {}, "endpoint", "503 SlowDown"),
        ("hang", {}, "endpoint", "ReadTimeoutError"),
    ],
)
def test_what_is_missing_is_named(
    store_settings: Settings, fault_proxy: FaultProxy, kind: str, options: dict[str, object], name: str, sentence: str
) -> None:
    with fault_proxy.with_fault(kind, **options):
        results = probe(store_settings)
    assert [result.name for result in results.values() if not result.ok] == [name]
    assert sentence in results[name].note


def test_store_that_is_down_is_named(store_settings: Settings, fault_proxy: FaultProxy) -> None:
    fault_proxy.stop()
    assert "nothing answers at http://127.0.0.1" in probe(store_settings)["endpoint"].note


def test_probes_leave_nothing_behind(
    store_settings: Settings, object_store: ObjectStore, layout: Layout, fault_proxy: FaultProxy
) -> None:
    for kind in ("drops_conditions", "clock", "refuses_checksums"):
        with fault_proxy.with_fault(kind):
            probe(store_settings)
    assert list(object_store.list(layout.prefix)) == []


@pytest.mark.parametrize("kind", ["drops_conditions", "drops_if_match", "refuses_conditions"])
def test_publishing_refuses_where_conditions_do_not_hold(
    store_settings: Settings, object_store: ObjectStore, layout: Layout, fault_proxy: FaultProxy, kind: str
) -> None:
    silver = SilverTable(ObjectStore(store_settings), layout)
    with fault_proxy.with_fault(kind), pytest.raises(StoreRefused, match="does not publish"):
        silver.publish([article(1)], "r1")
    assert SilverTable(object_store, layout).version() is None
    assert list(object_store.list(layout.prefix)) == []


def test_conditions_are_tried_once_per_store(store_settings: Settings, layout: Layout, fault_proxy: FaultProxy) -> None:
    store = ObjectStore(store_settings)
    require_conditional_writes(store, layout)
    before = len(fault_proxy.seen)
    assert 0 < before <= 8
    require_conditional_writes(ObjectStore(store_settings), layout)
    assert len(fault_proxy.seen) == before
