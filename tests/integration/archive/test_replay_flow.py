"""The flows replay and audit, in processes of their own and on a Dask cluster."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from archive_lake import AFTERWARDS, a_lake, a_run, pages
from flow_runs import Site, changed_package, run_to_its_end, site

from dvingest.config import Settings
from dvingest.extraction import EXTRACTOR_VERSION
from dvingest.lake.manifests import read_manifests
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import ReplicaServer, build_corpus

pytestmark = pytest.mark.integration

DAYS = {"start": date(2026, 11, 1), "end": date(2026, 11, 30)}


@pytest.fixture
def where(store_settings: Settings, prefect_server: PrefectServer) -> Site:
    # The newspaper is not asked: its address is one where nobody listens any more.
    with ReplicaServer(build_corpus(1, date(2026, 11, 20), 5)) as replica:
        surroundings = site(store_settings, prefect_server, replica)
    lake = a_lake(surroundings.settings)
    a_run(lake, pages(40))
    return surroundings


def age(where: Site) -> None:
    """Let every row look as if an older extractor had written it."""
    rows = list(where.lake.silver.articles())
    aged = [row.model_copy(update={"extractor_version": "0"}) for row in rows]
    where.lake.silver.publish(aged, "20261202t000000z-0000000e", is_replay=True)


def artifact(server: PrefectServer, key: str) -> str:
    request = Request(f"{server.api_url}/artifacts/{key}/latest")
    with urlopen(request, timeout=20) as answer:
        data: str = json.load(answer)["data"]
        return data


def versions(where: Site) -> set[str]:
    return set(where.lake.silver.read(None, ["extractor_version"])["extractor_version"].to_pylist())


def test_replay_refreshes_what_an_older_extractor_read_and_leaves_a_report(
    where: Site, prefect_server: PrefectServer
) -> None:
    age(where)
    assert versions(where) == {"0"}
    run_to_its_end(where, "replay.py:replay", **DAYS)
    assert "0" not in versions(where)
    assert set(where.lake.silver.read(None, ["revision"])["revision"].to_pylist()) == {1}
    assert "40 rows written of 40 pages" in artifact(prefect_server, "replay-report")
    manifests = read_manifests(where.lake.store, where.lake.layout)
    assert [manifest.rows_updated for manifest in manifests if manifest.flow == "replay"] == [40]


def test_replay_on_dask_writes_the_same(where: Site) -> None:
    from distributed import LocalCluster

    age(where)
    with LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=True,
        dashboard_address=None,
        host="127.0.0.1",
        local_directory=str(where.settings.work_dir / "dask"),
        env=where.environment,
    ) as cluster:
        run_to_its_end(where, "replay.py:replay", **DAYS, engine="dask", expected=2)
        where.environment["DVINGEST_DASK_ADDRESS"] = cluster.scheduler_address
        run_to_its_end(where, "replay.py:replay", **DAYS)
    assert "0" not in versions(where)


def test_audit_is_green_and_draws_the_calendar(where: Site, prefect_server: PrefectServer) -> None:
    run_to_its_end(where, "audit.py:audit", **DAYS)
    report = artifact(prefect_server, "audit-report")
    assert "everything is there" in report.splitlines()[0] or "suspiciously few" in report.splitlines()[0]
    assert "data:image/svg+xml;base64," in report
    assert where.lake.silver.history(1)


def test_audit_of_a_broken_archive_ends_with_3_and_says_what_to_do(where: Site) -> None:
    where.lake.silver.delete(["plvn:400003"], "20261202t000000z-0000000f")
    said = run_to_its_end(where, "audit.py:audit", **DAYS, expected=3)
    assert "1 missing_row" in said
    assert "dvingest replay" in said
    run_to_its_end(where, "replay.py:replay", **DAYS)
    run_to_its_end(where, "audit.py:audit", **DAYS)


PLANTED = "Quét mã để nhận bản tin buổi sáng của tòa soạn làng ta"


NEW_RULE = (
    ("plvn/boilerplate.py", "PHRASES = (", f'PHRASES = (\n    Phrase("{PLANTED}", "line", "added by the test"),'),
    ("extraction/__init__.py", f'EXTRACTOR_VERSION = "{EXTRACTOR_VERSION}"', 'EXTRACTOR_VERSION = "with-the-rule"'),
)


def test_a_changed_cleaning_rule_changes_exactly_the_rows_it_should_and_a_second_replay_none(
    where: Site, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    # In the middle of a sentence the words are no line of their own, and stay.
    planted = pages(7, 400_100, extra=f"<p>{PLANTED}</p>")
    quoting = pages(3, 400_200, extra=f"<p>Biển đề: {PLANTED}, và ai cũng quét.</p>")
    a_run(where.lake, [*planted, *quoting], AFTERWARDS + timedelta(days=1))
    before = {row.article_id: row for row in where.lake.silver.articles()}
    where.environment["PYTHONPATH"] = str(changed_package(tmp_path, *NEW_RULE))

    run_to_its_end(where, "replay.py:replay", **DAYS)
    after = {row.article_id: row for row in where.lake.silver.articles()}
    assert after.keys() == before.keys()
    changed = {name for name, row in after.items() if row.content_sha256 != before[name].content_sha256}
    assert changed == {page.key for page in planted}
    for name, row in after.items():
        expected = before[name].model_copy(update={"extractor_version": "with-the-rule", "run_id": row.run_id})
        if name in changed:
            blocks = before[name].blocks[:-1]
            assert before[name].blocks[-1].text == PLANTED
            expected = expected.model_copy(
                update={
                    "blocks": blocks,
                    "body": "\n\n".join(block.text for block in blocks),
                    "content_sha256": row.content_sha256,
                    "word_count": row.word_count,
                    "revision": 2,
                }
            )
        assert row == expected
    report = artifact(prefect_server, "replay-report")
    assert "50 rows written of 50 pages" in report
    assert f"**−** {PLANTED}" in report

    version = where.lake.silver.version()
    run_to_its_end(where, "replay.py:replay", **DAYS)
    assert where.lake.silver.version() == version
    assert {row.article_id: row for row in where.lake.silver.articles()} == after
    replays = [run for run in read_manifests(where.lake.store, where.lake.layout) if run.flow == "replay"]
    assert [(run.rows_updated, run.counts["unchanged"]) for run in replays] == [(50, 0), (0, 50)]
