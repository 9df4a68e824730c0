"""What a command needs around it: a store, the replica, Prefect; started here where nothing is configured."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from dvingest.cli.app import console
from dvingest.config import Settings, load_settings, without_credentials
from dvingest.errors import ConfigError, DvingestError
from dvingest.local.interrupts import signals_as_interrupts
from dvingest.local.prefect_server import does_answer, known_server, load_prefect, use_prefect
from dvingest.local.seaweed import EmbeddedStore
from dvingest.local.store_process import Running
from dvingest.local.watchdog import watched
from dvingest.windows import vietnamese_day

SERVER_TIMEOUT, BETWEEN_TRIES, SERVER_PATIENCE = 5.0, 1.0, 10.0
"""Seconds for one answer of a Prefect server, to the next try, and until one that may be starting is given up."""


@contextmanager
def store_ready(settings: Settings) -> Iterator[Settings]:
    """Yield settings whose store answers: the one of AWS_*, or SeaweedFS started here until the command ends."""
    if not settings.uses_embedded_store:
        yield settings
        return
    from dvingest.lake.objects import ObjectStore

    require_work_folder(settings.work_dir)
    store = EmbeddedStore(settings.work_dir)
    try:
        running = store.start()
        os.environ.update(store.environment(), DVINGEST_STORE="s3")
        settings = load_settings()
        ObjectStore(settings).ensure_bucket()  # the store is ours: nobody else is going to make it
        with _kept_running(store, running):
            yield settings
    finally:
        store.stop()


@contextmanager
def _kept_running(store: EmbeddedStore, running: Running) -> Iterator[None]:
    """Start the store anew when it dies, as `dvingest up` does, and say when its disk is full.

    A run waits minutes for a store that takes nothing, as that may pass, and tells only its log.
    """
    living, is_told = running, False

    def look() -> None:
        nonlocal living, is_told
        with suppress(DvingestError, OSError):  # no room, say: the command tells what its own request meets
            if store.is_full and not is_told:
                is_told = True
                console.print(f"No room is left on the disk of {store.folder}: waiting for some.", markup=False)
            if not living.is_alive():
                living = store.start()

    with watched("store", look):
        yield


@contextmanager
def replica_ready() -> Iterator[Settings]:
    """Yield settings whose newspaper is a replica served from this process until the command ends."""
    from dvingest.local.replica import ReplicaServer, build_corpus  # only commands that ask for it pay for its import

    with ReplicaServer(build_corpus(seed=1, today=vietnamese_day(datetime.now(UTC)))) as server:
        os.environ["DVINGEST_SITE_URL"] = server.url
        os.environ["DVINGEST_MIRRORS"] = json.dumps(server.mirrors)
        os.environ["DVINGEST_DOWNLOAD_DELAY"] = "0"
        yield load_settings()


@contextmanager
def ready(*, replica: bool = False, prefect: bool = False) -> Iterator[Settings]:
    """Yield the settings with all that was asked for running; wrong settings are named before anything starts."""
    settings = load_settings()
    with ExitStack() as stack:
        stack.enter_context(signals_as_interrupts())
        settings = stack.enter_context(store_ready(settings))
        if prefect:
            require_work_folder(settings.work_dir)
            home = Path(os.environ.get("PREFECT_HOME") or settings.work_dir).expanduser()
            if not home.is_dir() and not os.environ.get("PREFECT_API_URL"):
                # Prefect makes no folder in one that is missing, and its server dies over it.
                require_work_folder(home, "PREFECT_HOME")
            use_prefect(settings)
            # The terminal shows progress and verdict; the log goes to Prefect, where it belongs to its run.
            os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
            os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "CRITICAL")  # its services, while a server is away
            os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "dvingest")
            os.environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")  # before and after a run
            logging.raiseExceptions = False  # else Prefect writes of each batch of its log that a server did not take
            load_prefect()
            if server := known_server(settings):
                await_server(server)
        if replica:
            settings = stack.enter_context(replica_ready())
        yield settings


def await_server(api_url: str) -> None:
    """Return when a Prefect server answers, and say that it is waited for; DvingestError where none does.

    Prefect's client waits three minutes for a server that hangs, and says nothing.
    """
    shown, until, is_told = without_credentials(api_url), time.monotonic() + SERVER_PATIENCE, False
    while not does_answer(api_url, SERVER_TIMEOUT):
        if time.monotonic() > until:
            raise DvingestError(
                f"Prefect's API at {shown} does not answer: see `dvingest doctor`, PREFECT_API_URL and that server."
            )
        if not is_told:
            console.print(f"Prefect's API at {shown} does not answer: waiting for it.", markup=False)
            is_told = True
        time.sleep(BETWEEN_TRIES)


def require_work_folder(folder: Path, setting: str = "DVINGEST_WORK_DIR") -> None:
    """Make the folder that a setting names; ConfigError where it cannot be made or written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        why = "" if os.access(folder, os.W_OK | os.X_OK) else "it may not be written"
    except OSError as error:
        why = error.strerror or str(error)
    if why:
        raise ConfigError(f"{setting} '{folder}' cannot be used ({why}): name a folder that can be written.")


def may_crawl(settings: Settings, *, wait: bool) -> None:
    """Raise what forbids a crawl, before it makes a run that fails, and say what it has to wait for.

    ConfigError where made-up articles would come beside real ones, HostBusyError if a crawl goes on and not `wait`.
    """
    from dvingest.lake.layout import Layout
    from dvingest.lake.lease import holder_of, refuse_if_held
    from dvingest.lake.objects import ObjectStore
    from dvingest.lake.origin import refuse_mixed_origins

    store, layout = ObjectStore(settings), Layout(settings.prefix)
    store.ensure_bucket()
    refuse_mixed_origins(settings)
    if not wait:
        refuse_if_held(store, layout, settings.site_host)
    elif holder := holder_of(store, layout, settings.site_host):
        console.print(
            f"{settings.site_host} is being crawled by {holder.shown}: this run begins when that one has ended; "
            "--no-wait leaves at once.",
            markup=False,
        )
