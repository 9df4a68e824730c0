"""The crawl is stopped, killed, or loses its disk or store: rows K1-K3, K8, S2, O4, X8 of the table of faults."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from crawls import Brought, brought_by, crawl, crawl_processes, order, settings_for
from newspaper_site import NewspaperSite, serving, stories

from dvingest.config import PREFIX, Settings
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import CrawlResult, run_crawl
from dvingest.crawling.spool import recover_spool, spool_root
from dvingest.lake.objects import ObjectStore
from dvingest.lake.objects.connection import UNREACHABLE_PATIENCE
from dvingest.model import Progress

pytestmark = pytest.mark.faults

PARENT = """
import sys, resource
from dvingest.config import load_settings
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import run_crawl
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
an_order = CrawlOrder.from_json(sys.argv[1])
result = run_crawl(an_order, load_settings(), on_progress=lambda beat: print(beat.phase, flush=True))
print(result)
"""


def slow_site(count: int, seconds: float = 0.05) -> NewspaperSite:
    """Return a site that takes its time over every article, so that there is something to interrupt."""
    site = NewspaperSite(stories(count))

    def wait(path: str) -> None:
        if "-post" in path:
            time.sleep(seconds)

    site.intercepts.append(wait)
    return site


def variables(settings: Settings) -> dict[str, str]:
    """Return the environment for a process of its own with these settings."""
    names = ("site_url", "download_delay", "store", "bucket", "prefix", "work_dir", "part_pages", "spool_parts")
    ours = {PREFIX + name.upper(): str(getattr(settings, name)) for name in names}
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | ours


def start_parent(settings: Settings, an_order: CrawlOrder, *more: str) -> subprocess.Popen[str]:
    """Start a process that runs the crawl as a flow does."""
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, an_order.to_json(), *more],
        env=variables(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_for(condition: Callable[[], bool], seconds: float) -> float:
    """Wait until a condition holds and return how long it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


def in_bronze(settings: Settings, an_order: CrawlOrder) -> Brought:
    """Return what a run without a known result has left."""
    return brought_by(settings, an_order, CrawlResult(False, False))


@pytest.mark.parametrize(
    "seed", [seed if seed < 3 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(10)]
)
def test_killed_crawl_leaves_whole_parts_and_loses_at_most_the_open_one(store_settings: Settings, seed: int) -> None:
    settings = store_settings.model_copy(update={"part_pages": 10})
    an_order = order()
    chance = random.Random(seed)
    # At twenty pages a second the last kill comes well before the sixtieth.
    with serving(slow_site(60)) as site:
        settings = settings_for(site, settings)

        def kill(progress: Progress) -> None:
            if progress.listings_fetched > chance.randint(0, 2) and progress.pages_fetched >= chance.randint(0, 25):
                time.sleep(chance.random())
                for pid in crawl_processes(an_order.run_id):
                    os.kill(pid, signal.SIGKILL)

        result = run_crawl(an_order, settings, on_progress=kill)
        fetched = set(site.article_requests())
        recover_spool(settings, ObjectStore(settings))
        first = in_bronze(settings, an_order)
        second = crawl(settings)
    assert not result.finished
    kept = {capture.url for capture in first.captures}
    assert len(fetched) - len(kept) <= 11, "more than the open part and the page under way were lost"
    assert second.articles == {story.key for story in site.stories}
    assert not any(spool_root(settings).iterdir())


def test_sigterm_once_flushes_the_open_part(store_settings: Settings) -> None:
    an_order = order()
    with serving(slow_site(300)) as site:
        settings = settings_for(site, store_settings)
        told: list[float] = []

        def terminate(progress: Progress) -> None:
            if progress.pages_fetched > 5 and not told:
                told.append(time.monotonic())
                os.kill(crawl_processes(an_order.run_id)[0], signal.SIGTERM)

        result = run_crawl(an_order, settings, on_progress=terminate)
    took = time.monotonic() - told[0]
    brought = in_bronze(settings, an_order)
    assert took < 30
    assert result.finished
    assert result.stop_reason == "signal"
    assert len(brought.captures) > 5
    assert brought.accounted == 300
    assert {outcome.reason for outcome in brought.outcomes} == {"stopped"}


def test_hanging_page_does_not_hold_up_a_stop(store_settings: Settings) -> None:
    an_order = order()
    site = NewspaperSite(stories(30))
    release = threading.Event()
    hanging = site.stories[10].path

    def hang(path: str) -> None:
        if path == hanging:
            release.wait(60)

    site.intercepts.append(hang)
    with serving(site):
        settings = settings_for(site, store_settings)
        told: list[float] = []

        def terminate(_: Progress) -> None:
            if site.asked(hanging) and not told:
                told.append(time.monotonic())
                os.kill(crawl_processes(an_order.run_id)[0], signal.SIGTERM)

        result = run_crawl(an_order, settings, on_progress=terminate)
        took = time.monotonic() - told[0]
        release.set()
    brought = in_bronze(settings, an_order)
    assert took < 20
    assert result.finished
    assert len(brought.captures) == 10
    assert brought.accounted == 30


def test_leaving_the_runner_with_an_error_stops_the_crawl(store_settings: Settings) -> None:
    an_order = order()

    class CancelledError(Exception):
        pass

    def cancel(progress: Progress) -> None:
        if progress.pages_fetched > 3:
            raise CancelledError

    with serving(slow_site(300)) as site:
        settings = settings_for(site, store_settings)
        began = time.monotonic()
        with pytest.raises(CancelledError):
            run_crawl(an_order, settings, on_progress=cancel)
    assert time.monotonic() - began < 25
    assert crawl_processes(an_order.run_id) == []
    assert len(in_bronze(settings, an_order).captures) > 3


def test_crawl_that_takes_too_long_is_stopped_with_what_it_has(store_settings: Settings) -> None:
    an_order = order()
    with serving(slow_site(2_000)) as site:
        settings = settings_for(site, store_settings, crawl_timeout=20.0)  # of minutes; a busy machine starts it in ten
        result = run_crawl(an_order, settings)
    assert result.stop_reason == "timeout"
    assert "DVINGEST_CRAWL_TIMEOUT" in result.message
    assert crawl_processes(an_order.run_id) == []
    assert in_bronze(settings, an_order).captures


def test_crawl_whose_host_another_run_took_over_stops_with_what_it_has(store_settings: Settings) -> None:
    an_order = order()
    beats: list[Progress] = []
    with serving(slow_site(2_000)) as site:
        settings = settings_for(site, store_settings)
        result = run_crawl(
            an_order, settings, on_progress=beats.append, is_lost=lambda: any(beat.pages_fetched > 3 for beat in beats)
        )
    assert result.stop_reason == "lease_lost"
    assert "another run took over" in result.message
    assert crawl_processes(an_order.run_id) == []
    assert in_bronze(settings, an_order).captures


def test_crawl_asks_for_nothing_while_its_lease_is_unsure(store_settings: Settings) -> None:
    an_order = order()
    beats: list[Progress] = []
    held_at: list[float] = []

    def is_unsure() -> bool:
        if not held_at and any(beat.pages_fetched > 3 for beat in beats):
            held_at.append(time.monotonic())
        return bool(held_at) and time.monotonic() - held_at[0] < 2.0

    with serving(slow_site(12)) as site:
        settings = settings_for(site, store_settings)
        result = run_crawl(an_order, settings, on_progress=beats.append, is_unsure=is_unsure)
    assert result.complete
    assert len(in_bronze(settings, an_order).captures) == 12
    assert not [request for request in site.requests if 0.5 < request.at - held_at[0] < 1.9]


def test_crawl_ends_by_itself_when_its_parent_is_killed(store_settings: Settings) -> None:
    an_order = order()
    with serving(slow_site(600)) as site:
        settings = settings_for(site, store_settings)
        parent = start_parent(settings, an_order)
        wait_for(lambda: len(site.article_requests()) > 10, 30)
        parent.kill()
        parent.wait()
        took = wait_for(lambda: not crawl_processes(an_order.run_id), 30)
        if parent.stdout:
            parent.stdout.close()
        asked = len(site.requests)
        time.sleep(0.5)
        assert len(site.requests) == asked
    brought = in_bronze(settings, an_order)
    assert took < 30
    assert len(brought.captures) > 10
    assert brought.accounted == 600


def test_disk_that_is_full_stops_the_crawl_and_the_next_one_completes(store_settings: Settings) -> None:
    an_order = order()
    with serving(NewspaperSite(stories(60))) as site:
        # A limit on the size of a file stands for the full disk: the write fails in the same way.
        settings = settings_for(site, store_settings, part_pages=200)
        parent = start_parent(settings, an_order, "24000")
        output, _ = parent.communicate(timeout=60)
        again = crawl(settings)
    assert "disk_full" in output, output
    assert again.articles == {story.key for story in site.stories}


@contextmanager
def proxy_to(port: int) -> Iterator[tuple[int, threading.Event]]:
    """Yield the port of a proxy in front of a server, and the event that lets connections through."""
    is_open = threading.Event()
    is_open.set()
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    alive: list[socket.socket] = []

    def pump(source: socket.socket, target: socket.socket) -> None:
        try:
            while is_open.is_set() and (data := source.recv(65_536)):
                target.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, target):
                end.close()

    def accept() -> None:
        while not stop.is_set():
            try:
                client, _ = listener.accept()
            except TimeoutError:
                continue
            if not is_open.is_set():
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", port))
            alive.extend([client, server])
            for ends in ((client, server), (server, client)):
                threading.Thread(target=pump, args=ends, daemon=True).start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listener.getsockname()[1], is_open
    finally:
        stop.set()
        thread.join()
        for end in [listener, *alive]:
            end.close()


@pytest.mark.slow
def test_crawl_pauses_while_the_store_is_down_and_goes_on(
    store_settings: Settings, store_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    an_order = order()
    port = int(store_environment["AWS_ENDPOINT_URL"].rpartition(":")[2])
    with serving(slow_site(120)) as site, proxy_to(port) as (proxy_port, is_open):
        settings = settings_for(site, store_settings, part_pages=5, spool_parts=3)
        asked_while_down: list[int] = []

        def turn_off(progress: Progress) -> None:
            if progress.pages_fetched > 10 and not asked_while_down:
                is_open.clear()
                time.sleep(UNREACHABLE_PATIENCE + 10)  # so that an upload is given up and begun again
                asked_while_down.append(len(site.article_requests()))
                time.sleep(4)
                asked_while_down.append(len(site.article_requests()))
                is_open.set()

        with monkeypatch.context() as through_proxy:
            through_proxy.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{proxy_port}")
            result = run_crawl(an_order, settings, turn_off)
    brought = in_bronze(settings, an_order)
    assert asked_while_down[0] == asked_while_down[1] < 60
    assert result.finished
    assert brought.articles == {story.key for story in site.stories}
    assert set(site.article_requests().values()) == {1}


def listening_ports(pids: Sequence[int]) -> set[str]:
    """Return the addresses that processes listen on."""
    inodes = set()
    for pid in pids:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = str(descriptor.readlink())
            except OSError:
                continue
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                found.add(fields[1])
    return found


def test_no_port_is_open_during_a_crawl(store_settings: Settings) -> None:
    an_order = order()
    seen: list[set[str]] = []

    def look(progress: Progress) -> None:
        pids = crawl_processes(an_order.run_id)
        if pids and progress.pages_fetched:
            seen.append(listening_ports(pids))

    with serving(slow_site(60)) as site:
        run_crawl(an_order, settings_for(site, store_settings), on_progress=look)
    assert seen
    assert set().union(*seen) == set()


def test_secrets_of_the_store_stand_in_no_log_line(
    store_settings: Settings, store_environment: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="dvingest")
    with serving(NewspaperSite(stories(3))) as site:
        brought = crawl(settings_for(site, store_settings))
    assert store_environment["AWS_SECRET_ACCESS_KEY"] not in caplog.text
    assert store_environment["AWS_SECRET_ACCESS_KEY"] not in json.dumps(brought.result.progress.model_dump())
