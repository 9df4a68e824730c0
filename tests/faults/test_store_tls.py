"""A store behind TLS whose authority only its owner knows: taken where it is named, else refused at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from certificates import Signed, signed
from fault_proxy import FaultProxy
from lake_samples import RUN_ID, article

from dvingest.config import Settings
from dvingest.errors import StoreRefused
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable, probe_table

pytestmark = [pytest.mark.faults, pytest.mark.integration]


@pytest.fixture
def files(tmp_path: Path) -> Signed:
    return signed(tmp_path)


@pytest.fixture
def tls(
    files: Signed, store_settings: Settings, store_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[FaultProxy]:
    """The store as it is reached through TLS."""
    names = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    endpoint, access_key, secret_key = (store_environment[name] for name in names)
    proxy = FaultProxy(endpoint, access_key, secret_key, certificate=(files.certificate, files.key))
    proxy.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
    yield proxy
    proxy.close()


def test_authority_nobody_knows_is_refused_at_once_and_named(tls: FaultProxy, store_settings: Settings) -> None:
    began = time.monotonic()
    with pytest.raises(StoreRefused, match=r"certificate of the store at https://localhost:\d+ is of an authority"):
        ObjectStore(store_settings).put("x", b"")
    assert time.monotonic() - began < 5
    assert not tls.seen


def test_table_names_the_authority_it_does_not_know(
    tls: FaultProxy, files: Signed, store_settings: Settings, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(files.authority))
    began = time.monotonic()
    with pytest.raises(StoreRefused, match=r"SSL_CERT_FILE"):
        SilverTable(ObjectStore(store_settings), layout).publish([article(1)], RUN_ID)
    assert time.monotonic() - began < 20
    probed = probe_table(store_settings)
    assert not probed.ok
    assert "SSL_CERT_FILE" in probed.note


def test_rows_are_written_and_read_where_the_authority_is_named(
    tls: FaultProxy, files: Signed, store_settings: Settings, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(files.authority))
    # What delta-rs trusts is read once a process: so the table is written by another.
    script = (
        "from lake_samples import RUN_ID, article; from dvingest.config import load_settings; "
        "from dvingest.lake.layout import Layout; from dvingest.lake.objects import ObjectStore; "
        "from dvingest.lake.silver import SilverTable, probe_table; settings = load_settings(); "
        "SilverTable(ObjectStore(settings), Layout(settings.prefix)).publish([article(1)], RUN_ID)"
    )
    environment = {
        **os.environ,
        "SSL_CERT_FILE": str(files.authority),
        "DVINGEST_PREFIX": store_settings.prefix,
        "DVINGEST_STORE": "s3",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    assert [one.article_id for one in SilverTable(ObjectStore(store_settings), layout).articles()] == [
        article(1).article_id
    ]


def test_table_of_a_store_that_is_reached_is_there_once_it_is_made(store_settings: Settings, layout: Layout) -> None:
    assert "not made yet" in probe_table(store_settings).note
    SilverTable(ObjectStore(store_settings), layout).publish([article(1)], RUN_ID)
    probed = probe_table(store_settings)
    assert probed.ok
    assert "is there" in probed.note


def test_plain_store_that_is_asked_for_tls_says_so(
    store_settings: Settings, fault_proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", fault_proxy.url.replace("http://", "https://"))
    with pytest.raises(StoreRefused, match="speaks no TLS: write http://"):
        ObjectStore(store_settings).put("x", b"")
