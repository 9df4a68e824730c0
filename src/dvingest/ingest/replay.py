"""The steps of a replay as Prefect tasks; the work itself runs on processes of this machine, or on Dask."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import UTC, date, datetime
from multiprocessing import get_context
from typing import Literal

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import wait

from dvingest.archive.replay_plan import BATCH_PAGES, Stretch, plan_replay
from dvingest.archive.replaying import ReadAgain, ReplayResult, merge, publish_stretch, read_again
from dvingest.archive.reports import replay_line, replay_report
from dvingest.checks.counts import counted
from dvingest.config import Settings, load_settings
from dvingest.errors import ConfigError, DvingestError, RunRejected
from dvingest.ingest.artifacts import show_page
from dvingest.lake.layout import new_run_id
from dvingest.lake.opened import open_lake
from dvingest.windows import DateWindow

# Named here as well for the flows, which import from no room below this one.
__all__ = ["ReplayResult", "replay_line"]

Engine = Literal["processes", "dask"]


def replay_window(window: DateWindow, *, batch_pages: int = BATCH_PAGES, engine: Engine = "processes") -> ReplayResult:
    """Read the stored pages of `window` again and write the rows that come out differently; return what changed."""
    settings = load_settings()
    stretches = plan(window.start, window.end, batch_pages)
    results = []
    with batch_executor(settings, engine) as executor:
        for stretch in stretches:
            results.append(replay_stretch(stretch, executor))
    total = merge(results, window)
    show_page(
        replay_report(total),
        key="replay-report",
        description=f"What the replay of {window.start} to {window.last} changed.",
    )
    if total.unread:
        unread = counted(len(total.unread), "part")
        raise RunRejected(
            f"{replay_line(total)}. {unread} could not be read, and the rows of their pages stay as they are: "
            f"{total.unread[0]} `dvingest audit` names all that bronze has lost."
        )
    return total


@task(name="plan", cache_policy=NO_CACHE)
def plan(start: date, end: date, batch_pages: int) -> list[Stretch]:
    """Return what has to be read for [start, end), newest months first."""
    stretches = plan_replay(open_lake(load_settings()), DateWindow(start, end), batch_pages)
    get_run_logger().info(
        "%d parts to read in %d steps", sum(one.parts for one in stretches), sum(len(one.batches) for one in stretches)
    )
    return stretches


def replay_stretch(stretch: Stretch, executor: Executor) -> ReplayResult:
    """Read one stretch of months on all cores, then publish it in one commit."""
    started = datetime.now(UTC)
    run_id = new_run_id(started)
    read: dict[int, ReadAgain] = {}

    # The work is handed over beside Prefect: it would look into every argument, and keep every result.
    @task(name="read-again", task_run_name="read again {number}", cache_policy=NO_CACHE)
    def read_batch(number: int) -> str:
        try:
            read[number] = executor.submit(read_again, stretch.batches[number]).result()
        except BrokenProcessPool:
            raise DvingestError(
                "a process that read pages was killed, perhaps for want of memory: run again with DVINGEST_PROCESSES=1."
            ) from None
        return f"{read[number].pages} pages"

    futures = [read_batch.submit(number) for number in range(len(stretch.batches))]
    wait(futures)
    for future in futures:
        future.result()

    @task(name="publish-replay", cache_policy=NO_CACHE)
    def publish_batches() -> str:
        lake = open_lake(load_settings())
        result, _ = publish_stretch(lake, run_id, started, stretch, (read.pop(number) for number in sorted(read)))
        results.append(result)
        return f"{result.changed} changed, {result.refreshed} refreshed, {result.inserted} new"

    results: list[ReplayResult] = []
    said = publish_batches()
    get_run_logger().info("%s to %s: %s", stretch.window.start, stretch.window.last, said)
    return results[0]


@contextmanager
def batch_executor(settings: Settings, engine: Engine) -> Iterator[Executor]:
    """Yield what batches run on: processes of this machine, or the workers of a Dask cluster."""
    with _dask(settings) if engine == "dask" else _processes(settings) as executor:
        yield executor


@contextmanager
def _dask(settings: Settings) -> Iterator[Executor]:
    if not settings.dask_address:
        raise ConfigError("engine 'dask' needs DVINGEST_DASK_ADDRESS, the scheduler's address like tcp://host:8786.")
    try:
        from distributed import Client
    except ImportError:
        raise ConfigError("engine 'dask' needs the extra: pip install 'dvingest[dask]'.") from None
    try:
        dask = Client(settings.dask_address, timeout="30s", set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise DvingestError(
            f"No Dask scheduler answers at {settings.dask_address} ({error}): start one there, or change "
            "DVINGEST_DASK_ADDRESS."
        ) from None
    with dask as client:
        yield client.get_executor(pure=False)


@contextmanager
def _processes(settings: Settings) -> Iterator[Executor]:
    try:
        # Not forked: a fork of a process with threads, and Prefect has many, may stand still for ever.
        executor = ProcessPoolExecutor(
            settings.processes or os.cpu_count(),
            get_context("spawn"),
            # Ctrl-C reaches the whole group; this process says what is to be done. A function of this module in place
            # of the library's would have every process import Prefect.
            signal.signal,
            (signal.SIGINT, signal.SIG_IGN),
        )
    except OSError as error:
        raise ConfigError(
            f"No processes can be started here ({error.strerror}): they need a /dev/shm that can be written."
        ) from None
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
