"""Many writers and readers of the table at once."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars
import pytest
from deltalake import DeltaTable
from lake_samples import FETCHED, article

from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
from dvingest.query import connect

pytestmark = [pytest.mark.faults, pytest.mark.integration, pytest.mark.slow]

WRITE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from lake_samples import article
from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
settings = Settings(store="s3", prefix=sys.argv[2])
silver = SilverTable(ObjectStore(settings), Layout(settings.prefix))
writer, turns = int(sys.argv[3]), int(sys.argv[4])
sys.stdin.readline()
for turn in range(turns):
    batch = [article(1000 * writer + turn), *(article(n) for n in range(5))]
    print(json.dumps([one.article_id for one in batch]), silver.publish(batch, f"w{writer}-{turn}").version, flush=True)
"""


def test_s10_eight_writers_of_one_month_lose_nothing_and_none_gives_up(
    store_settings: Settings, object_store: ObjectStore, layout: Layout
) -> None:
    turns = 20
    arguments = [str(Path(__file__).parent.parent), store_settings.prefix]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, *arguments, str(writer), str(turns)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for writer in range(1, 9)
    ]
    began = time.monotonic()
    acknowledged: set[str] = set()
    answers = []
    with_input = [
        threading.Thread(target=lambda one=one: answers.append(one.communicate("go\n")[0])) for one in writers
    ]
    for thread in with_input:
        thread.start()
    for thread in with_input:
        thread.join()
    print(f"8 writers x {turns} commits in {time.monotonic() - began:.1f} s")
    assert [one.returncode for one in writers] == [0] * 8
    for line in "".join(answers).splitlines():
        acknowledged.update(json.loads(line[: line.index("]") + 1]))
    stored = [one.article_id for one in SilverTable(object_store, layout).articles()]
    assert len(stored) == len(set(stored))
    assert set(stored) == acknowledged
    assert len(stored) == 8 * turns + 5


def test_k10_readers_see_whole_versions_during_commits_compaction_and_vacuum(
    store_settings: Settings, object_store: ObjectStore, layout: Layout
) -> None:
    """Every commit adds one article to each of three months, so that a whole version has as many in each."""
    months = ("2021-01", "2021-02", "2021-03")
    commits, reads = 100, 300
    silver = SilverTable(object_store, layout)
    silver.publish([article(1, month, article_id=f"plvn:{month}-1") for month in months], "r1")
    sql = "SELECT month, count(*), count(DISTINCT article_id) FROM articles GROUP BY month"
    is_over = threading.Event()
    wrong: list[object] = []
    counts = {"duckdb": 0, "polars": 0, "pyarrow": 0}

    def by_duckdb() -> list[tuple[str, int, int]]:
        with connect(store_settings) as connection:
            return connection.sql(sql).fetchall()

    def by_polars() -> list[tuple[str, int, int]]:
        frame = polars.read_delta(silver.uri, columns=["month", "article_id"])
        counted = frame.group_by("month").agg(polars.len(), polars.col("article_id").n_unique().alias("ids"))
        return counted.rows()

    def by_pyarrow() -> list[tuple[str, int, int]]:
        rows = DeltaTable(silver.uri).to_pyarrow_table(columns=["month", "article_id"])
        counted = rows.group_by("month").aggregate([("article_id", "count"), ("article_id", "count_distinct")])
        return [tuple(row.values()) for row in counted.select(["month", *counted.column_names[1:]]).to_pylist()]

    def read(name: str, reader: Callable[[], list[tuple[str, int, int]]]) -> None:
        last = 0
        while counts[name] < reads:
            counts[name] += 1
            try:
                found = sorted(tuple(row) for row in reader())
            except Exception as error:  # whatever a reader meets is a wrong answer
                wrong.append((name, repr(error)[:300]))
                continue
            sizes = {size for _, *both in found for size in both}
            if [month for month, *_ in found] != list(months) or len(sizes) != 1 or min(sizes) < last:
                wrong.append((name, found, last))
                continue
            last = min(sizes)

    def write() -> None:
        dice = random.Random(1)
        number = 1
        while number < commits or any(count < reads for count in counts.values()):
            number += 1
            if number <= commits:
                batch = [article(number, month, article_id=f"plvn:{month}-{number}") for month in months]
                edited = dice.randrange(1, number)
                moment = FETCHED + timedelta(seconds=number)
                batch += [
                    article(edited, month, article_id=f"plvn:{month}-{edited}", content_sha256=f"{number:064x}",
                            fetched_at=moment)
                    for month in months
                ]  # fmt: skip
                silver.publish(batch, f"r{number}")
            if number % 50 == 0:
                silver.compact()
                silver.vacuum(timedelta(minutes=1))  # far longer than a reading takes, short enough to delete much
                silver.checkpoint()
            time.sleep(0.02)
        is_over.set()

    readers = {"duckdb": by_duckdb, "polars": by_polars, "pyarrow": by_pyarrow}
    threads = [threading.Thread(target=read, args=pair) for pair in readers.items()]
    threads.append(threading.Thread(target=write))
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{counts} reads during {silver.version()} versions in {time.monotonic() - began:.0f} s")
    assert is_over.is_set(), "the writer died"
    assert wrong == []
    assert set(silver.rows_per_month().values()) == {commits}
