"""Fixtures shared by all tests: SeaweedFS and Prefect, once per session, and a clean place for each test."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fault_proxy import FaultProxy
from hypothesis import settings
from real_store import in_empty_folder, lead_to

from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.local.ports import claim_any
from dvingest.local.prefect_server import PrefectServer, home
from dvingest.local.seaweed import EmbeddedStore

# Imports and parameters make half a million objects that stay: looked through again and again, they would cost a
# tenth of the time of the fast tests.
gc.disable()
# How long an example takes on a busy machine says nothing: speed is looked at in benchmarks.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Look through what later comes and goes only."""
    gc.enable()
    gc.freeze()


@pytest.fixture(scope="session")
def embedded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """A real S3 store on free loopback ports, in a folder with a space; stopped by its process id."""
    with EmbeddedStore(tmp_path_factory.mktemp("store with space")) as store:
        yield store


@pytest.fixture(scope="session")
def _prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PrefectServer, Path]]:
    server = PrefectServer(tmp_path_factory.mktemp("prefect server"), claim_any())
    server.start()
    database = server.work_dir / "nothing has happened.db"
    with (
        closing(sqlite3.connect(home(server.work_dir) / "prefect.db")) as now,
        closing(sqlite3.connect(database)) as kept,
    ):
        now.backup(kept)
    yield server, database
    server.stop()


@pytest.fixture(scope="session")
def prefect_server(_prefect: tuple[PrefectServer, Path]) -> PrefectServer:
    """A real Prefect server on a free loopback port; imported into a module it would be one of that module's own."""
    return _prefect[0]


@pytest.fixture(scope="session")
def prefect_database(_prefect: tuple[PrefectServer, Path]) -> Path:
    """A database as a Prefect server makes it in its first start, which takes as long as all else in it."""
    return _prefect[1]


@pytest.fixture
def store_environment(embedded_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The AWS_* variables of the store, set for this test; nothing of the machine's own configuration is left."""
    return lead_to(embedded_store, monkeypatch)


@pytest.fixture
def store_settings(store_environment: dict[str, str], tmp_path: Path) -> Settings:
    """Settings that lead to an empty folder of the store's bucket `plvn`, which exists."""
    return in_empty_folder(tmp_path / "work dir")


@pytest.fixture
def object_store(store_settings: Settings) -> ObjectStore:
    """The bucket of `store_settings`."""
    return ObjectStore(store_settings)


@pytest.fixture
def layout(store_settings: Settings) -> Layout:
    """The keys below the prefix of `store_settings`."""
    return Layout(store_settings.prefix)


@pytest.fixture
def fault_proxy(
    store_settings: Settings, store_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[FaultProxy]:
    """A proxy that passes everything on to the real store until it is given a fault.

    From here on AWS_ENDPOINT_URL leads to it; an `object_store` that was made before goes past it.
    """
    proxy = FaultProxy(
        store_environment["AWS_ENDPOINT_URL"],
        store_environment["AWS_ACCESS_KEY_ID"],
        store_environment["AWS_SECRET_ACCESS_KEY"],
    )
    proxy.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
    yield proxy
    proxy.close()
