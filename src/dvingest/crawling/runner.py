"""Runs a crawl as a process group of its own, reads its progress, and judges it by what is in bronze."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import IO

from dvingest.config import PREFIX, Settings, project_root
from dvingest.crawling.order import GO_ON, HOLD, CrawlOrder, StopReason
from dvingest.lake.bronze import list_parts, load_part
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.model import Progress

log = logging.getLogger("dvingest.crawl")

TERM_SECONDS = 12.0
"""Seconds between SIGTERM and SIGKILL: the crawl needs them to close and upload its open part."""
LIBRARIES = ("scrapy.", "botocore.", "boto3.", "twisted", "urllib3.", "py.warnings")
_POLL = 0.25


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """How a crawl ended, as bronze tells it."""

    finished: bool
    """The crawl came to its end in good order: its last part says so."""
    complete: bool
    """Everything that was to be found was found and asked for."""
    progress: Progress = field(default_factory=Progress)
    """The last beat."""
    stop_reason: str | None = None
    """Why it ended before its time, a StopReason or `timeout`, `lease_lost`, `died`; None when it did not."""
    message: str = ""


def run_crawl(
    order: CrawlOrder,
    settings: Settings,
    on_progress: Callable[[Progress], None] | None = None,
    is_lost: Callable[[], bool] = lambda: False,
    is_unsure: Callable[[], bool] = lambda: False,
) -> CrawlResult:
    """Crawl, and return how it ended.

    The crawl stops when this function is left in whatever way, when `settings.crawl_timeout` is over, when `is_lost`
    says that the host's lease is another run's, and when this process dies. While `is_unsure` says that it may be,
    nothing is asked of the newspaper.
    """
    crawl = _Crawl(order, settings)
    try:
        crawl.watch(on_progress, is_lost, is_unsure)
    finally:
        crawl.end()
    return _judge(order, settings, crawl)


class _Crawl:
    """The process and what came out of it."""

    def __init__(self, order: CrawlOrder, settings: Settings) -> None:
        self.progress = Progress()
        self.stop_reason: str | None = None
        self.message = ""
        """Why it was stopped from here, in a sentence."""
        self._is_ending = threading.Event()
        self._deadline = time.monotonic() + settings.crawl_timeout
        self._timeout = settings.crawl_timeout
        command = [sys.executable, "-m", "scrapy", "crawl", "plvn", "-a", f"order={order.to_json()}"]
        self._process = subprocess.Popen(
            [*command, "-a", "supervised=1"],
            cwd=project_root(),
            env=_environment(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._beats: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._readers = [
            threading.Thread(target=self._read_beats, args=(self._process.stdout,), daemon=True),
            # In the caller's context, so that the lines belong to the run that Prefect shows them in.
            threading.Thread(target=copy_context().run, args=(_pass_on_logs, self._process.stderr), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def watch(
        self,
        on_progress: Callable[[Progress], None] | None,
        is_lost: Callable[[], bool],
        is_unsure: Callable[[], bool],
    ) -> None:
        """Hand the beats on until the crawl ends, its time is over or its lease lost."""
        teller = threading.Thread(target=self._tell, args=(is_unsure,), daemon=True)
        self._readers.append(teller)
        teller.start()
        while time.monotonic() < self._deadline:
            if is_lost():
                self._stop(
                    "lease_lost", "another run took over the newspaper, or may have: this one could not say it lived."
                )
                return
            try:
                line = self._beats.get(timeout=_POLL)
            except queue.Empty:
                continue
            if line is None:
                return
            self._take(line)
            if on_progress is not None:
                on_progress(self.progress)
        self._stop("timeout", f"it took longer than {self._timeout:.0f} s (DVINGEST_CRAWL_TIMEOUT).")

    def _tell(self, is_unsure: Callable[[], bool]) -> None:
        """Have the crawl wait or go on, again and again: it waits as well where it hears nothing.

        In a thread of its own, as whoever is shown the progress may take long.
        """
        stdin = self._process.stdin
        with contextlib.suppress(OSError):  # the crawl has ended
            while stdin is not None and not self._is_ending.wait(_POLL):
                stdin.write(HOLD if is_unsure() else GO_ON)
                stdin.flush()

    def _stop(self, reason: str, message: str) -> None:
        self.stop_reason, self.message = reason, message
        log.warning("The crawl is stopped: %s", message)

    def end(self) -> None:
        """Leave no process behind: ask for a good end first, then kill the group."""
        if self._process.poll() is None and self.progress.phase != "finished":
            self._signal_group(signal.SIGTERM)
        try:
            self._process.wait(TERM_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("The crawl did not end within %.0f s and is killed", TERM_SECONDS)
        finally:
            self._is_ending.set()
            self._signal_group(signal.SIGKILL)  # also when the crawl itself is gone: nothing it started may outlive it
            self._process.wait()
            for reader in self._readers:
                reader.join(5.0)
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                close_pipe(pipe)
        self._drain()

    @property
    def exit_code(self) -> int | None:
        """Exit code of the process, for the log only."""
        return self._process.returncode

    def _signal_group(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def _read_beats(self, stream: IO[str]) -> None:
        for line in stream:
            self._beats.put(line)
        self._beats.put(None)

    def _take(self, line: str) -> None:
        try:
            self.progress = Progress.model_validate_json(line)
        except ValueError:
            log.warning("The crawl wrote what is no progress: %.200s", line.strip())

    def _drain(self) -> None:
        while not self._beats.empty():
            line = self._beats.get()
            if line:
                self._take(line)


def close_pipe(pipe: IO[str] | None) -> None:
    """Close a pipe; what nobody reads any more at its other end is still in its buffer, and is let go."""
    if pipe is not None:
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def _judge(order: CrawlOrder, settings: Settings, crawl: _Crawl) -> CrawlResult:
    """Read from the last part whether the crawl came to its end: neither exit code nor progress is proof of it."""
    if order.dry_run:  # it writes nothing, and nothing depends on it
        last = crawl.progress
        finished = last.phase == "finished"
        return CrawlResult(finished, finished and bool(last.complete), last, crawl.stop_reason, last.message)
    store, layout = ObjectStore(settings), Layout(settings.prefix)
    parts = list_parts(store, layout, order.run_id)
    end = load_part(store, parts[-1].key).crawl_end() if parts else None
    reason = crawl.stop_reason
    if end is None:
        died = f"the crawl process ended with code {crawl.exit_code}; its log tells why."
        unlisted = "the crawl ended well, but its last part is not among those that the store lists."
        message = crawl.message or (unlisted if crawl.progress.complete else crawl.progress.message) or died
        return CrawlResult(False, False, crawl.progress, reason or "died", message)
    word, _, sentence = end.message.partition(": ")
    if word not in list(StopReason):
        return CrawlResult(True, end.complete, crawl.progress, reason, end.message)
    return CrawlResult(True, end.complete, crawl.progress, reason or word, crawl.message or sentence)


def _environment(settings: Settings) -> dict[str, str]:
    """Return the environment of the crawl: this process's own with these settings, nothing of Prefect's."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "PREFECT_", "SCRAPY_"))
    }
    # Scrapy's cookies would fetch the list of public suffixes from the internet, and wait for it; it has a copy.
    return inherited | settings.variables() | {"PYTHONUNBUFFERED": "1", "TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": ""}


def _pass_on_logs(stream: IO[str]) -> None:
    """Log the crawl's lines here, at their own levels; lines of a trace keep the level of the line before.

    What its libraries say of themselves when they start is seventy lines of information for nobody.
    """
    level = logging.INFO
    for line in stream:
        word, _, rest = line.rstrip("\n").partition(" ")
        named = logging.getLevelNamesMapping().get(word)
        if named is not None:
            level = logging.DEBUG if named == logging.INFO and rest.startswith(LIBRARIES) else named
        log.log(level, "%s", rest if named is not None else line.rstrip("\n"))
