"""Runs flows in processes of their own, as the command line does, so that they can be killed and watched."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dvingest.archive.auditing import audit_identities, audit_rows
from dvingest.config import Settings, project_root
from dvingest.lake.bronze import runs_in_bronze
from dvingest.lake.manifests import read_manifests, run_ids_with_manifest
from dvingest.lake.opened import Lake, open_lake
from dvingest.local.prefect_server import PrefectServer, client_environment
from dvingest.local.replica import ReplicaServer
from dvingest.windows import DateWindow

# `halt` stands still before a step, so that a kill hits exactly there; the step itself is the real one.
SCRIPT = """
import json, sys, time
from dvingest.errors import DvingestError
from dvingest.ingest import window
from dvingest.ingest.flow_runs import run_flow
entrypoint, parameters, halt = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]

def stand_still(*args, **kwargs):
    print("halted", flush=True)
    time.sleep(600)

step = {"crawled": "batches_of_parts", "normalised": "publish", "committed": "report"}.get(halt)
if step:
    setattr(window, step, stand_still)
try:
    run_flow(entrypoint, **parameters)
except DvingestError as error:
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
    sys.exit(error.exit_code)
"""


@dataclass
class Site:
    """What a flow process needs: a store, a newspaper, a Prefect server."""

    settings: Settings
    environment: dict[str, str]

    @property
    def lake(self) -> Lake:
        """The lake that the flows write."""
        return open_lake(self.settings)


def site(settings: Settings, server: PrefectServer, replica: ReplicaServer, **changes: object) -> Site:
    """Return the surroundings of flows that crawl `replica` into the folder of `settings`."""
    ours = {
        "STORE": "s3",
        "BUCKET": settings.bucket,
        "PREFIX": settings.prefix,
        "WORK_DIR": str(settings.work_dir),
        "SITE_URL": replica.url,
        "MIRRORS": json.dumps(replica.mirrors),
        "DOWNLOAD_DELAY": "0",
        "PART_PAGES": "25",
        "LEASE_SECONDS": "10",
        **{name.upper(): str(value) for name, value in changes.items()},
    }
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        **client_environment(server.work_dir, server.api_url),
        **{f"DVINGEST_{name}": value for name, value in ours.items()},
        "PREFECT_LOGGING_LEVEL": "WARNING",
    }
    mirrored = {"site_url": replica.url, "mirrors": replica.mirrors}
    return Site(settings.model_copy(update=mirrored), environment)


@dataclass
class FlowProcess:
    """A flow that runs in a process group of its own."""

    process: subprocess.Popen[str]
    log: Path

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def wait(self, seconds: float = 300) -> int:
        """Return its exit code."""
        return self.process.wait(seconds)

    def kill(self) -> None:
        """Kill the flow's own process, as the machine would; its crawl notices by itself."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def said(self) -> str:
        """Return what it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def start_flow(where: Site, flow: str, halt: str = "", **parameters: Any) -> FlowProcess:
    """Start the flow at `FILE:FUNCTION` below flows/; `halt` names the step before which it stands still."""
    where.settings.work_dir.mkdir(parents=True, exist_ok=True)
    log = where.settings.work_dir / f"flow-{time.monotonic_ns()}.log"
    given = json.dumps(
        {name: str(value) if hasattr(value, "isoformat") else value for name, value in parameters.items()}
    )
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, f"flows/{flow}", given, halt],
            cwd=project_root(),
            env=where.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    return FlowProcess(process, log)


def changed_package(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Return a copy of the package's source with changes, as a release would have them: file, what was there, what is.

    With it on the PYTHONPATH of a `Site` its flows run the changed release, processes they start included.
    """
    source = folder / "src"
    shutil.copytree(project_root() / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    for name, before, after in changes:
        path = source / "dvingest" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{name} does not say {before!r} once"
        path.write_text(text.replace(before, after), encoding="utf-8")
    return source


def children_of(pid: int) -> list[int]:
    """Return the processes that `pid` started, theirs included."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            if folder.name.isdigit() and int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found += [int(folder.name), *children_of(int(folder.name))]
    return found


def memory_peaks(
    running: FlowProcess, seconds: float, on_look: Callable[[], object] = lambda: None
) -> dict[str, float]:
    """Wait for the flow to end and return the most memory, in MiB, that it and any process it started ever held.

    `on_look` is called twice a second, for what else is to be watched.
    """
    peaks = {"flow": 0.0, "crawl": 0.0}
    deadline = time.monotonic() + seconds
    while running.is_running:
        assert time.monotonic() < deadline, f"still at it after {seconds} s: {running.said()[-1000:]}"
        for pid in (running.process.pid, *children_of(running.process.pid)):
            name = "flow" if pid == running.process.pid else "crawl"
            with contextlib.suppress(OSError, StopIteration):
                lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                peak = int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
                peaks[name] = max(peaks[name], peak)
        on_look()
        time.sleep(0.5)
    return peaks


def crawl_memory(running: FlowProcess) -> int:
    """Return the KiB that the flow's crawl process holds now, 0 while it has none."""
    for pid in children_of(running.process.pid):
        with contextlib.suppress(OSError, StopIteration):
            if b"scrapy" in Path(f"/proc/{pid}/cmdline").read_bytes():
                lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])
    return 0


def kill_everything(running: FlowProcess) -> None:
    """Kill the flow and its crawl at once, as a power cut would; the open part is lost."""
    for pid in (*children_of(running.process.pid), running.process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    running.process.wait(30)


def wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    """Return when `is_so`, fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds} s for nothing"
        time.sleep(0.1)


def run_to_its_end(where: Site, flow: str, *, expected: int = 0, seconds: float = 300, **parameters: Any) -> str:
    """Run a flow, check its exit code, and return what it printed."""
    running = start_flow(where, flow, **parameters)
    try:
        code = running.wait(seconds)
    finally:
        running.kill()
    assert code == expected, f"exit code {code}: {running.said()[-3000:]}"
    return running.said()


def run_command(where: Site, *arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run `dvingest ARGUMENTS` to its end and return how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "dvingest", *arguments],
        env=where.environment,
        cwd=project_root(),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def backfill(where: Site, window: DateWindow, **parameters: Any) -> str:
    """Run a backfill of `window` to its end."""
    return run_to_its_end(where, "backfill.py:backfill", start=window.start, end=window.last, **parameters)


def wanted_ids(replica: ReplicaServer, window: DateWindow) -> set[str]:
    """Return the ids that silver must have of `window`, by the replica's own account."""
    return {replica.corpus.article_id(entry) for entry in replica.newspaper.articles_in(window)}


def stored_ids(where: Site) -> list[str]:
    """Return the ids in silver, as often as they are there."""
    return list(where.lake.silver.read(None, ["article_id"])["article_id"].to_pylist())


def article_requests(replica: ReplicaServer) -> list[str]:
    """Return the paths of the article pages that were asked for, in order."""
    return [request.path for request in replica.requests if request.kind == "article"]


def check_truth(where: Site, replica: ReplicaServer, window: DateWindow) -> None:
    """Nothing lost, nothing twice, nothing torn, and every outcome adds up."""
    stored = stored_ids(where)
    assert sorted(stored) == sorted(wanted_ids(replica, window))
    assert not {kind for kind in audit_identities(where.lake).counts if kind != "same_text"}
    torn = audit_rows(where.lake, where.lake.silver.months(), every_page=True).findings.counts
    assert not {kind: number for kind, number in torn.items() if kind not in ("boilerplate_leak", "caption_leak")}
    for manifest in read_manifests(where.lake.store, where.lake.layout):
        assert manifest.counts["considered"] == sum(manifest.counts.values()) - manifest.counts["considered"]
    runs = set(runs_in_bronze(where.lake.store, where.lake.layout))
    assert runs <= run_ids_with_manifest(where.lake.store, where.lake.layout)
