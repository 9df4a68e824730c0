"""The Delta table in a real store: one commit per run, nothing twice, readable by everyone."""

from __future__ import annotations

import os
import threading
from datetime import timedelta

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake
from lake_samples import FETCHED, article

from dvingest.config import Settings
from dvingest.errors import StoreError, StoreRefused
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.purged import add_purged
from dvingest.lake.silver import SilverTable
from dvingest.lake.silver.schema import STATISTICS
from dvingest.model import Article

pytestmark = pytest.mark.integration

LATER = FETCHED + timedelta(days=1)


@pytest.fixture
def silver(object_store: ObjectStore, layout: Layout) -> SilverTable:
    return SilverTable(object_store, layout)


def rows(silver: SilverTable) -> dict[str, Article]:
    found = list(silver.articles())
    by_id = {one.article_id: one for one in found}
    assert len(by_id) == len(found), "an article stands in two rows"
    return by_id


def test_table_that_is_not_there_is_empty(silver: SilverTable) -> None:
    assert silver.version() is None
    assert silver.known(["2021-01"]) == []
    assert silver.find("plvn:1") is None
    assert silver.read().num_rows == 0
    assert silver.vacuum() == []


def test_articles_come_back_equal_in_every_field(silver: SilverTable) -> None:
    batch = [article(1), article(2, "2021-02", gone_at=LATER, source="TTXVN", lead=None, images=(), videos=())]
    publication = silver.publish(batch, "r1")
    assert rows(silver) == {one.article_id: one for one in batch}
    assert (publication.inserted, publication.updated, publication.months) == (2, 0, ("2021-01", "2021-02"))
    assert publication.version == silver.version()


def test_all_months_of_a_run_are_one_commit_that_names_it(silver: SilverTable) -> None:
    silver.publish([article(n, f"2021-{n:02d}") for n in range(1, 7)], "r1")
    commits = silver.history()
    assert [commit["operation"] for commit in commits] == ["WRITE", "CREATE TABLE"]
    assert commits[0]["run_id"] == "r1"


def test_same_batch_again_writes_no_version(silver: SilverTable) -> None:
    batch = [article(1), article(2)]
    first = silver.publish(batch, "r1")
    assert silver.publish(batch, "r1").already
    second = silver.publish(batch, "r2")
    assert (second.version, second.unchanged) == (None, 2)
    assert silver.version() == first.version


def test_run_that_publishes_again_with_more_has_every_row(silver: SilverTable) -> None:
    silver.publish([article(1)], "r1")
    again = silver.publish([article(1), article(2)], "r1")
    assert (again.inserted, again.unchanged, again.already) == (1, 1, False)
    assert set(rows(silver)) == {"plvn:1", "plvn:2"}


def test_edit_is_a_revision_and_other_rows_stay_as_they_are(silver: SilverTable) -> None:
    silver.publish([article(n) for n in range(1, 6)], "r1")
    edited = article(
        3, content_sha256="f" * 64, title="Tiêu đề mới", fetched_at=LATER, first_seen_at=LATER, run_id="r2"
    )
    assert silver.publish([edited], "r2").updated == 1
    found = rows(silver)
    assert found["plvn:3"] == edited.model_copy(update={"revision": 2, "first_seen_at": FETCHED})
    assert {found[f"plvn:{n}"] for n in (1, 2, 4, 5)} == {article(n) for n in (1, 2, 4, 5)}


def test_article_that_moves_to_another_month_of_the_window_is_one_row(silver: SilverTable) -> None:
    silver.publish([article(1), article(2)], "r1")
    moved = article(1, "2021-03", content_sha256="f" * 64, fetched_at=LATER)
    publication = silver.publish([moved], "r2", months=["2021-01"])
    assert publication.months == ("2021-01", "2021-03")
    assert {(one.article_id, one.month) for one in silver.articles()} == {("plvn:1", "2021-03"), ("plvn:2", "2021-01")}


def test_article_that_stands_in_two_months_is_one_row_after_the_next_change(silver: SilverTable) -> None:
    silver.publish([article(1)], "r1")
    silver.publish([article(1, "2021-03", fetched_at=LATER)], "r2")  # a window that did not know January
    assert [one.month for one in silver.articles()] == ["2021-01", "2021-03"]
    assert silver.drop_duplicates("r3") == ["plvn:1"]
    assert rows(silver)["plvn:1"].month == "2021-03"
    assert rows(silver)["plvn:1"].first_seen_at == FETCHED
    assert silver.drop_duplicates("r4") == []


def test_mending_of_double_rows_keeps_a_revision_that_is_published_meanwhile(
    object_store: ObjectStore, layout: Layout, silver: SilverTable
) -> None:
    silver.publish([article(1)], "r1")
    silver.publish([article(1, "2021-03", fetched_at=LATER)], "r2")
    edited = article(1, "2021-03", content_sha256="f" * 64, fetched_at=LATER + timedelta(days=1), run_id="r3")

    class Interrupted(SilverTable):
        """A table into which another run publishes just before the first commit."""

        is_interrupted = False

        def _commit_changes(self, *arguments: object) -> None:
            if not self.is_interrupted:
                self.is_interrupted = True
                silver.publish([edited], "r3")
            super()._commit_changes(*arguments)  # type: ignore[arg-type]

    Interrupted(object_store, layout).drop_duplicates("r4")
    assert rows(silver)["plvn:1"].content_sha256 == "f" * 64


def test_purged_article_is_not_published_whatever_the_run_knew_of_it(
    object_store: ObjectStore, layout: Layout, silver: SilverTable
) -> None:
    add_purged(object_store, layout, ["plvn:2"])
    assert silver.publish([article(1), article(2)], "r1").inserted == 1
    assert set(rows(silver)) == {"plvn:1"}


def test_gone_article_keeps_its_text_and_comes_back_when_fetched(silver: SilverTable) -> None:
    silver.publish([article(1), article(2)], "r1")
    assert silver.publish((), "r2", gone={"plvn:1": LATER, "plvn:99": LATER}).marked == 1
    assert rows(silver)["plvn:1"] == article(1, gone_at=LATER)
    assert silver.publish((), "r3", gone={"plvn:1": LATER + timedelta(days=1)}).version is None
    silver.publish([article(1, fetched_at=LATER + timedelta(days=2))], "r4")
    assert rows(silver)["plvn:1"].gone_at is None


def test_marks_and_articles_of_a_run_are_one_commit(silver: SilverTable) -> None:
    before = silver.publish([article(1), article(2, "2021-02")], "r1").version
    publication = silver.publish([article(3)], "r2", gone={"plvn:2": LATER})
    assert before is not None
    assert publication.version == before + 1
    assert (publication.inserted, publication.marked) == (1, 1)


def test_known_reads_only_the_months_asked_for(silver: SilverTable) -> None:
    silver.publish([article(1), article(2, "2021-02"), article(3, "2021-03")], "r1")
    known = silver.known(["2021-02", "2021-09"])
    assert [one.article_id for one in known] == ["plvn:2"]
    assert known[0].fetched_at == FETCHED
    assert known[0].modified_at == article(2, "2021-02").modified_at
    assert known[0].canonical_url == article(2, "2021-02").canonical_url


def test_article_is_found_by_id_and_by_address(silver: SilverTable) -> None:
    silver.publish([article(n, f"2021-{n:02d}") for n in range(1, 7)], "r1")
    assert silver.find("plvn:4") == article(4, "2021-04")
    assert silver.find(article(5, "2021-05").canonical_url) == article(5, "2021-05")
    assert silver.find("plvn:44") is None
    assert silver.find("https://baophapluat.vn/none") is None


def test_columns_are_read_in_the_order_of_the_article(silver: SilverTable) -> None:
    silver.publish([article(1)], "r1")
    assert silver.read(columns=["month", "title"]).column_names == ["title", "month"]
    assert silver.read().column_names == list(Article.model_fields)
    assert silver.read(columns=["month"]).to_pylist() == [{"month": "2021-01"}]


def test_months_with_many_files_are_compacted_without_a_change_of_rows(silver: SilverTable) -> None:
    for n in range(1, 4):
        silver.publish([article(n), article(n + 10, "2021-02")], f"r{n}")
    before = rows(silver)
    assert silver.compact() == 2
    assert rows(silver) == before
    assert silver.compact() == 0
    assert silver.rows_per_month() == {"2021-01": 3, "2021-02": 3}


def test_month_does_not_collect_files_over_many_runs(silver: SilverTable) -> None:
    for n in range(1, 30):
        silver.publish([article(n)], f"r{n}")
    assert len(rows(silver)) == 29
    assert len(DeltaTable(silver.uri).file_uris()) <= 4


def test_checkpoint_is_written_every_ten_commits(
    silver: SilverTable, object_store: ObjectStore, layout: Layout
) -> None:
    for n in range(1, 13):
        silver.publish([article(n)], f"r{n}")
    names = [info.key for info in object_store.list(layout.silver + "/_delta_log/")]
    assert sum(name.endswith(".checkpoint.parquet") for name in names) == 1
    assert silver.publish([article(3)], "r3").already


def test_vacuum_keeps_what_recent_versions_name(silver: SilverTable) -> None:
    for n in range(1, 9):
        silver.publish([article(n)], f"r{n}")
    assert silver.vacuum() == []
    gone = silver.vacuum(timedelta(0))
    assert gone
    assert len(rows(silver)) == 8


def test_purged_article_leaves_no_byte_behind(silver: SilverTable, object_store: ObjectStore, layout: Layout) -> None:
    secret = "Bí mật của người xin rút bài"
    silver.publish([article(1), article(2, title=secret, body=secret)], "r1")
    silver.publish([article(2, content_sha256="f" * 64, title=secret, fetched_at=LATER), article(3)], "r2")
    assert silver.delete(["plvn:2"], "purge-1") == 1
    assert silver.purge_files(["plvn:2"])
    assert set(rows(silver)) == {"plvn:1", "plvn:3"}
    for info in object_store.list(layout.silver):
        if info.key.endswith(".parquet") and "checkpoint" not in info.key:
            assert secret not in str(pq.read_table(pa.BufferReader(object_store.get(info.key))).to_pylist())


def test_log_holds_bounds_of_small_columns_and_never_text(
    silver: SilverTable, object_store: ObjectStore, layout: Layout
) -> None:
    silver.publish([article(1)], "r1")
    log = object_store.get(f"{layout.silver}/_delta_log/{1:020d}.json").decode()
    assert "plvn:1" in log
    assert "Phiên tòa" not in log
    assert "tin-so" not in log
    assert STATISTICS == ("article_id", "published_at", "fetched_at")


def test_pruning_by_bounds_never_hides_a_row(silver: SilverTable) -> None:
    batch = [article(n, published_at=article(n).published_at.replace(microsecond=n)) for n in (1, 999)]
    silver.publish(batch, "r1")
    table = DeltaTable(silver.uri)
    for one in batch:
        moment = one.published_at.isoformat()
        found = table.scan(["article_id"], f"published_at = '{moment}'").read_all()
        assert found.num_rows == 1, moment


def test_writers_that_race_for_one_month_lose_nothing_and_double_nothing(
    object_store: ObjectStore, layout: Layout
) -> None:
    start = threading.Barrier(4)
    failures: list[Exception] = []

    def write(writer: int) -> None:
        table = SilverTable(object_store, layout)
        start.wait()
        try:
            for turn in range(5):
                # Everyone brings one article of his own and the same three as everyone else.
                table.publish([article(100 * writer + turn), *(article(n) for n in (1, 2, 3))], f"w{writer}-{turn}")
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    expected = {f"plvn:{100 * writer + turn}" for writer in range(1, 5) for turn in range(5)} | {
        "plvn:1",
        "plvn:2",
        "plvn:3",
    }
    assert set(rows(SilverTable(object_store, layout))) == expected


def test_file_whose_bytes_were_altered_is_refused_and_never_written_on(
    silver: SilverTable, object_store: ObjectStore, layout: Layout, store_environment: dict[str, str]
) -> None:
    silver.publish([article(1), article(2)], "r1")
    path = next(info for info in object_store.list(layout.silver + "/month=") if info.key.endswith(".parquet"))
    data = bytearray(object_store.get(path.key))
    data[len(data) // 3] ^= 1
    s3 = boto3.client("s3", endpoint_url=store_environment["AWS_ENDPOINT_URL"])
    kept = s3.head_object(Bucket="plvn", Key=path.key)["Metadata"]
    s3.put_object(Bucket="plvn", Key=path.key, Body=bytes(data), Metadata=kept)
    version = silver.version()
    with pytest.raises(StoreError, match="SHA-256"):
        silver.publish([article(1, content_sha256="f" * 64, fetched_at=LATER)], "r2")
    assert silver.version() == version


def test_columns_of_a_large_file_are_verified_by_their_page_checksums(
    silver: SilverTable, object_store: ObjectStore, layout: Layout, store_environment: dict[str, str]
) -> None:
    noise = [article(n, body=os.urandom(2_000).hex(), kicker=os.urandom(20).hex()) for n in range(1, 500)]
    silver.publish(noise, "r1")
    path = next(info for info in object_store.list(layout.silver + "/month=") if info.key.endswith(".parquet"))
    assert path.size > 512 * 1024
    assert len(silver.known(["2021-01"])) == 499
    data = bytearray(object_store.get(path.key))
    footer = pq.read_metadata(pa.BufferReader(bytes(data)))
    column = footer.row_group(0).column(0)
    assert column.path_in_schema == "article_id"
    data[column.data_page_offset + column.total_compressed_size // 2] ^= 1
    s3 = boto3.client("s3", endpoint_url=store_environment["AWS_ENDPOINT_URL"])
    s3.put_object(Bucket="plvn", Key=path.key, Body=bytes(data))
    with pytest.raises(StoreError, match="damaged"):
        silver.known(["2021-01"])


def test_table_that_cannot_be_read_says_what_mends_it(
    silver: SilverTable, object_store: ObjectStore, layout: Layout
) -> None:
    silver.publish([article(1)], "r1")
    key = next(info.key for info in object_store.list(layout.silver + "/month="))
    data = object_store.get(key)
    object_store.delete(key)
    with pytest.raises(StoreError, match="is missing: restore it"):
        list(silver.articles())
    object_store.put(key, data)
    object_store.put(f"{layout.silver}/_delta_log/{1:020d}.json", b"\n")
    with pytest.raises(StoreError, match=r"is empty\): restore it"):
        SilverTable(ObjectStore(Settings(store="s3")), layout).version()


def test_table_of_another_program_is_told_apart(silver: SilverTable) -> None:
    write_deltalake(silver.uri, pa.table({"a": [1]}))
    for read in (silver.version, lambda: silver.publish([article(1)], "r1"), lambda: list(silver.articles())):
        with pytest.raises(StoreError, match="not one of dvingest's"):
            read()


def test_row_that_lacks_a_column_is_named(silver: SilverTable) -> None:
    old = pa.Table.from_pylist([article(1).model_dump(exclude={"videos"})], schema=silver_schema_without("videos"))
    write_deltalake(silver.uri, old, partition_by=["month"])
    with pytest.raises(StoreError, match=r"Row 'plvn:1' of the table is no article \(videos: "):
        list(silver.articles())


def test_table_gets_a_column_that_was_added_since(silver: SilverTable, object_store: ObjectStore) -> None:
    without = silver_schema_without("gone_at")
    old = pa.Table.from_pylist([article(1).model_dump(exclude={"gone_at"})], schema=without)
    write_deltalake(silver.uri, old, partition_by=["month"])
    silver.publish([article(2)], "r2")
    assert rows(silver) == {"plvn:1": article(1), "plvn:2": article(2)}


def silver_schema_without(column: str) -> pa.Schema:
    from dvingest.lake.silver.schema import arrow_schema

    schema = arrow_schema()
    return schema.remove(schema.get_field_index(column))


def test_refused_credentials_are_told_in_one_sentence(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "planted-secret")
    silver = SilverTable(ObjectStore(Settings(store="s3")), layout)
    with pytest.raises(StoreRefused, match=r"credentials") as refusal:
        silver.publish([article(1)], "r1")
    assert "planted" not in str(refusal.value)


def test_missing_bucket_is_told_in_one_sentence(store_environment: dict[str, str]) -> None:
    silver = SilverTable(ObjectStore(Settings(store="s3", bucket="nowhere-to-be-found")), Layout())
    with pytest.raises(StoreRefused, match="'nowhere-to-be-found' does not exist"):
        silver.publish([article(1)], "r1")
