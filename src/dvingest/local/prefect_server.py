"""The embedded Prefect server with its UI, and the environment in which our processes speak with Prefect.

Prefect reads its settings when it is imported. So nothing here imports it, and `use_prefect` has to run before the
first import of prefect in a process.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import OpenerDirector, ProxyHandler, build_opener, getproxies

from pydantic import ValidationError

from dvingest.config import Settings, without_credentials
from dvingest.errors import ConfigError
from dvingest.local.disk import write_atomically
from dvingest.local.guarded_process import ChildError, GuardedProcess
from dvingest.local.orphans import end_orphaned_servers
from dvingest.local.ports import LOOPBACK, claim, claim_any, wait_until_free
from dvingest.local.processes import start_time
from dvingest.local.trust_store import empty_trust_store

USUAL_PORT = 4200
START_SECONDS = 90.0

# What we say of Prefect wherever we start it: it reports nothing to its makers, and asks nothing on a terminal.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # The second generation of the UI asks a statistics service in the internet whenever a page is opened.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
}
# A busy machine takes longer than Prefect's 20 s to set up a database, wherever its owner wants that.
PATIENT = {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(int(START_SECONDS))}
# Any of these says that its owner has told Prefect where to live.
OWNED_BY_ELSEWHERE = ("PREFECT_API_URL", "PREFECT_HOME", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH")

# A process that starts a thread per run gets a heap per thread from glibc, and hardly gives any of it back.
FEW_HEAPS = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}

# Half a year of run history; the articles and manifests are in the store and outlast it.
KEEP_RUNS_SECONDS = 180 * 86400

HEARTBEAT_SECONDS = 30
"""The shortest interval that Prefect allows; a run is stuck after three of them."""
HEARTBEATS = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS)}
"""For runs of a command; those of the workers have it from deploy/prefect.yaml."""

STEADY = {"PREFECT_CLIENT_RETRY_EXTRA_CODES": "500,504"}
"""A server whose database is started again answers so for a moment. The workers have it from deploy/prefect.yaml."""


def use_prefect(settings: Settings) -> None:
    """Set this process up to speak with Prefect.

    The owner's PREFECT_* variables come first, then the server that `dvingest up` runs here, then a server that Prefect
    starts for this process alone.
    """
    if not any(os.environ.get(name) for name in OWNED_BY_ELSEWHERE):
        home(settings.work_dir).mkdir(parents=True, exist_ok=True)  # SQLite does not, and its server would die over it
        os.environ.update(client_environment(settings.work_dir, find_server(settings.work_dir)))
        end_orphaned_servers(home(settings.work_dir))
    for name, value in (QUIET | PATIENT | STEADY).items():
        os.environ.setdefault(name, value)
    os.environ.update(HEARTBEATS)  # whoever's server it is: its alarm for stuck runs is ours, and waits for them


def load_prefect() -> None:
    """Import Prefect, which reads its settings then; ConfigError names one that it cannot use, or a proxy."""
    try:
        import prefect.main  # noqa: F401
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join([error.title, *map(str, first["loc"])])
        raise ConfigError(
            f"Prefect cannot use its setting {name}: {first['msg']}; see the PREFECT_* variables."
        ) from None
    except ValueError as error:
        raise ConfigError(f"Prefect cannot read its profiles.toml or prefect.toml: {error}.") from None
    for kind in ("http", "https", "all"):
        address = getproxies().get(kind, "")
        if "://" in address and not address.lower().startswith(("http://", "https://")):
            # Its client could not be made even for a server that is reached directly.
            raise ConfigError(
                f"{kind.upper()}_PROXY={without_credentials(repr(address))} is no proxy that Prefect's client can use: "
                "unset it for dvingest, or name one as http://HOST:PORT."
            )


def client_environment(work_dir: Path, api_url: str | None) -> dict[str, str]:
    """Return the variables for a process that speaks with our server at `api_url`, or starts its own."""
    environment = {"PREFECT_HOME": str(home(work_dir))}
    environment["PREFECT_API_SSL_CERT_FILE"] = str(empty_trust_store(home(work_dir)))
    if api_url:
        return {**environment, **QUIET, "PREFECT_API_URL": api_url}
    return {
        **environment,
        **QUIET,
        **PATIENT,
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    }


def home(work_dir: Path) -> Path:
    """Return the folder of Prefect's database and profile."""
    return work_dir.resolve() / "prefect"


def find_server(work_dir: Path) -> str | None:
    """Return the address of the API that `dvingest up` runs from this work folder, None where none answers."""
    state = _read_state(work_dir)
    url, pid = state.get("api_url"), state.get("pid")
    # After a crash another Prefect may have got the port: ours is the one whose process is there.
    if not isinstance(url, str) or not isinstance(pid, int) or start_time(pid) is None:
        return None
    return url if is_healthy(url) else None


def known_server(settings: Settings) -> str | None:
    """Return the address of the API that is configured or up here, with the password that may stand in it."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    if any(os.environ.get(name) for name in OWNED_BY_ELSEWHERE):  # a profile may name one
        load_prefect()
        from prefect.settings import get_current_settings

        return get_current_settings().api.url
    return find_server(settings.work_dir)


def is_healthy(api_url: str, timeout: float = 2.0) -> bool:
    """Tell whether a Prefect API answers there."""
    try:
        with opener_for(api_url).open(f"{api_url}/health", timeout=timeout) as answer:
            return bool(answer.read(16).strip() == b"true")
    except (URLError, OSError, HTTPException, ValueError):
        return False


def does_answer(api_url: str, timeout: float) -> bool:
    """Tell whether a server takes a request and answers it, whatever it says: Prefect's client knows more of that."""
    try:
        opener_for(api_url).open(f"{without_credentials(api_url)}/health", timeout=timeout).close()
    except (TimeoutError, ConnectionError):
        return False
    except URLError as error:
        return not isinstance(error.reason, TimeoutError | ConnectionError)
    except (OSError, HTTPException, ValueError):
        pass
    return True


def opener_for(url: str) -> OpenerDirector:
    """Return what asks a server: one on this machine directly, another through the proxy that HTTP_PROXY names."""
    is_here = re.match(r"https?://(127\.|localhost[:/]|\[::1\])", url)
    return build_opener(ProxyHandler({})) if is_here else build_opener()


class PrefectServer:
    """Prefect's API, services and UI in one process, with its SQLite database below the work folder."""

    def __init__(self, work_dir: Path, port: int | None = None) -> None:
        self.work_dir = work_dir.resolve()
        self.port = port
        self._process: GuardedProcess | None = None

    @property
    def ui_url(self) -> str:
        """Address for a browser."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def api_url(self) -> str:
        """PREFECT_API_URL of everything that speaks with this server."""
        return f"{self.ui_url}/api"

    @property
    def pid(self) -> int | None:
        """Process id of the server's guard."""
        return self._process.pid if self._process else None

    @property
    def is_running(self) -> bool:
        """Whether the process is there; `is_healthy` says whether it answers."""
        return self._process is not None and self._process.is_running

    def choose_port(self) -> None:
        """Settle the port, before anything is started; ConfigError when the one asked for is taken."""
        self.port = choose_port(self.port, _read_state(self.work_dir))

    def start(self) -> None:
        """Start the server and return when it answers.

        ConfigError when the port asked for is taken; ChildError with the end of its log when it does not come up.
        """
        if self._process is not None:  # it has died or hangs
            self._process.stop()
            wait_until_free(self.port)
        self.choose_port()
        command = [sys.executable, "-m", "dvingest.local.sqlite_server", "start"]
        command += ["--host", LOOPBACK, "--port", str(self.port)]
        self._process = GuardedProcess(
            "Prefect server",
            command,
            environment=self._environment(),
            log=self.work_dir / "logs" / "prefect-server.log",
            grace=2.0,  # beside the store's 3.5 and after the worker's 5, so that everything stops within ten seconds
        )
        self._process.start()
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise
        _write_state(self.work_dir, {"api_url": self.api_url, "port": self.port, "pid": self._process.pid})

    def stop(self) -> None:
        """Stop the server; its database stays, and so does its port for the next start."""
        if self._process is not None:
            self._process.stop()
            self._process = None
            _write_state(self.work_dir, {"port": self.port})

    def _environment(self) -> dict[str, str]:
        return {
            **client_environment(self.work_dir, self.api_url),
            **FEW_HEAPS,
            "PREFECT_SERVER_API_HOST": LOOPBACK,
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_UI_URL": self.ui_url,
            # By default any page in the operator's browser could start runs here.
            "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"{self.ui_url},http://localhost:{self.port}",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(KEEP_RUNS_SECONDS),
            "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        }

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not self.is_running:
                break
            if is_healthy(self.api_url):
                return
            time.sleep(0.2)
        lines = self._process.last_lines() if self._process else ""
        raise ChildError(
            f"the Prefect server did not answer at {self.api_url} within {START_SECONDS:.0f} s; its log ends: {lines}"
        )


def choose_port(wanted: int | None, state: Mapping[str, object]) -> int:
    """Return the port asked for, else the one of last time, else Prefect's usual one, else any that is free."""
    if wanted is not None:
        if not claim(wanted):
            raise ConfigError(f"port {wanted} is taken on {LOOPBACK}: name a free one, or none to have one chosen.")
        return wanted
    for port in (state.get("port"), USUAL_PORT):
        if isinstance(port, int) and claim(port):
            return port
    return claim_any()


def _state_file(work_dir: Path) -> Path:
    return home(work_dir) / "server.json"


def _read_state(work_dir: Path) -> Mapping[str, object]:
    try:
        state = json.loads(_state_file(work_dir).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _write_state(work_dir: Path, state: Mapping[str, object]) -> None:
    write_atomically(_state_file(work_dir), json.dumps(state))
