"""Manifests and outcomes in a real store."""

from __future__ import annotations

from datetime import UTC, date, datetime

import boto3
import pytest

from dvingest.lake.layout import Layout
from dvingest.lake.manifests import (
    read_manifests,
    read_outcomes,
    run_ids_with_manifest,
    write_manifest,
    write_outcomes,
)
from dvingest.lake.objects import ObjectStore
from dvingest.model import Manifest, Outcome, OutcomeStatus

pytestmark = pytest.mark.integration

RUNS = [
    "20251231t230000z-00000001",
    "20261031t230000z-00000002",
    "20261101t000000z-00000003",
    "20261123t223000z-00000004",
]


def manifest(run_id: str, **changes: object) -> Manifest:
    moment = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    fields: dict[str, object] = {
        "run_id": run_id,
        "flow": "daily-crawl",
        "site": "https://baophapluat.vn",
        "host": "baophapluat.vn",
        "start": date(2026, 11, 21),
        "end": date(2026, 11, 24),
        "started_at": moment,
        "finished_at": moment,
        "status": "succeeded",
        "counts": {"considered": 1, "stored": 1},
    }
    return Manifest.model_validate(fields | changes)


@pytest.fixture
def archive(object_store: ObjectStore, layout: Layout) -> list[Manifest]:
    manifests = [manifest(run_id) for run_id in RUNS]
    for one in reversed(manifests):
        write_manifest(object_store, layout, one)
        write_outcomes(object_store, layout, one.run_id, [])
    return manifests


def test_manifests_come_oldest_first(object_store: ObjectStore, layout: Layout, archive: list[Manifest]) -> None:
    assert read_manifests(object_store, layout) == archive


@pytest.mark.parametrize(
    ("since", "last", "expected"),
    [
        (date(2026, 11, 1), None, RUNS[2:]),
        (date(2026, 11, 2), None, RUNS[3:]),
        (date(2025, 12, 31), None, RUNS),
        (None, 2, RUNS[2:]),
        (None, 3, RUNS[1:]),
        (None, 0, []),
        (date(2026, 10, 1), 2, RUNS[2:]),
    ],
)
def test_manifests_are_chosen_by_day_and_number(
    object_store: ObjectStore,
    layout: Layout,
    archive: list[Manifest],
    since: date | None,
    last: int | None,
    expected: list[str],
) -> None:
    assert [one.run_id for one in read_manifests(object_store, layout, since=since, last=last)] == expected


@pytest.mark.usefixtures("archive")
def test_runs_with_a_manifest_are_known_from_their_keys(object_store: ObjectStore, layout: Layout) -> None:
    assert run_ids_with_manifest(object_store, layout) == set(RUNS)
    assert run_ids_with_manifest(object_store, layout, since=date(2026, 11, 20)) == set(RUNS[2:])


def test_no_runs_at_all_are_an_empty_list(object_store: ObjectStore, layout: Layout) -> None:
    assert read_manifests(object_store, layout) == []
    assert run_ids_with_manifest(object_store, layout) == set()


def test_damaged_manifest_is_named(
    object_store: ObjectStore, layout: Layout, archive: list[Manifest], store_environment: dict[str, str]
) -> None:
    s3 = boto3.client("s3", endpoint_url=store_environment["AWS_ENDPOINT_URL"])
    s3.put_object(Bucket="plvn", Key=layout.manifest(RUNS[1]), Body=b'{"run_id": 5}')
    damaged: list[str] = []
    found = read_manifests(object_store, layout, damaged=damaged)
    assert [manifest.run_id for manifest in found] == [run_id for run_id in RUNS if run_id != RUNS[1]]
    (sentence,) = damaged
    assert RUNS[1] in sentence


def test_outcomes_come_back_one_per_line(object_store: ObjectStore, layout: Layout) -> None:
    outcomes = [
        Outcome("https://baophapluat.vn/á\ud800", OutcomeStatus.FAILED, "timeout", None, "phap-dinh", "30 s\nline"),
        Outcome("https://baophapluat.vn/b-post1.html", OutcomeStatus.STORED, None, "plvn:1"),
    ]
    write_outcomes(object_store, layout, RUNS[0], outcomes)
    assert list(read_outcomes(object_store, layout, RUNS[0])) == outcomes
    assert list(read_outcomes(object_store, layout, RUNS[1])) == []
