"""Made-up articles of a replica and real ones never come to stand in one store."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dvingest.config import Settings
from dvingest.errors import ConfigError
from dvingest.lake.layout import Layout
from dvingest.lake.manifests import write_manifest
from dvingest.lake.objects import ObjectStore
from dvingest.lake.origin import refuse_mixed_origins
from dvingest.model import Manifest

pytestmark = pytest.mark.integration

REAL, REPLICA, OTHER_PORT = "https://baophapluat.vn", "http://127.0.0.1:34313", "http://localhost:1234"


def note_run(settings: Settings, site: str, hour: int = 1, *, stored: int = 1, fetched: int = 1) -> None:
    moment = datetime(2026, 11, 23, hour, tzinfo=UTC)
    fields = {
        "run_id": f"20261123t{hour:02}0000z-00000001",
        "flow": "daily-crawl",
        "site": site,
        "host": "h",
        "start": date(2026, 11, 21),
        "end": date(2026, 11, 24),
        "started_at": moment,
        "finished_at": moment,
        "status": "succeeded",
        "counts": {"considered": stored, "stored": stored},
        "pages_fetched": fetched,
    }
    write_manifest(ObjectStore(settings), Layout(settings.prefix), Manifest.model_validate(fields))


def crawl_of(settings: Settings, site: str) -> Settings:
    return settings.model_copy(update={"site_url": site})


@pytest.mark.parametrize("site", [REAL, REPLICA])
def test_empty_store_takes_any_newspaper(store_settings: Settings, site: str) -> None:
    refuse_mixed_origins(crawl_of(store_settings, site))


@pytest.mark.parametrize(("there", "here"), [(REAL, REPLICA), (REPLICA, REAL), (OTHER_PORT, REAL)])
def test_real_and_made_up_articles_are_kept_apart(store_settings: Settings, there: str, here: str) -> None:
    note_run(store_settings, there)
    refuse_mixed_origins(crawl_of(store_settings, there))
    with pytest.raises(ConfigError, match=r"(?s)store holds articles of .* of their own") as refused:
        refuse_mixed_origins(crawl_of(store_settings, here))
    assert there in str(refused.value)
    assert here in str(refused.value)
    assert "DVINGEST_WORK_DIR" in str(refused.value)


def test_a_replica_on_another_port_goes_on_and_so_does_a_mirror_elsewhere(store_settings: Settings) -> None:
    note_run(store_settings, REPLICA)
    refuse_mixed_origins(crawl_of(store_settings, OTHER_PORT))
    note_run(store_settings, REAL, hour=2)
    refuse_mixed_origins(crawl_of(store_settings, "https://mirror.example"))


def test_run_that_brought_nothing_leaves_no_mark(store_settings: Settings) -> None:
    note_run(store_settings, REPLICA)
    note_run(store_settings, REAL, hour=2, stored=0)  # the newspaper did not answer
    note_run(store_settings, REAL, hour=3, fetched=0)  # a replay asks no newspaper, whatever is configured
    refuse_mixed_origins(crawl_of(store_settings, REPLICA))
