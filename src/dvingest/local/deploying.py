"""What the Prefect server has to know of us: work pool, deployments, alarms. Applying it again changes nothing.

python -m dvingest.local.deploying    applies it to the server of PREFECT_API_URL, else to the one of `dvingest up`
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

from dvingest.config import Settings, load_settings, project_root
from dvingest.errors import ConfigError, DvingestError
from dvingest.local.prefect_server import known_server, use_prefect

WORK_POOL = "plvn"

# A parent of a backfill takes a place beside its months, so this is not the number of crawls at once: the lease is.
RUNS_AT_ONCE = 12
PREFECT_FILE = "deploy/prefect.yaml"


def main() -> int:
    """Apply everything and say so; returns the exit code."""
    try:
        settings = load_settings()
        use_prefect(settings)
        if known_server(settings) is None:
            raise ConfigError(
                "no Prefect server to deploy to: set PREFECT_API_URL to its address, like "
                "http://HOST:4200/api, or start 'dvingest up'."
            )
        apply_everything(settings)
    except DvingestError as error:
        print(f"dvingest: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def apply_everything(settings: Settings) -> None:
    """Make the server's work pool, deployments and automations those of this checkout."""
    # Prefect reads its settings when it is imported, and `use_prefect` has to set them first.
    from dvingest.local.alarms import apply_alarms

    ensure_work_pool()
    apply_deployments()
    for name in apply_alarms(settings.notify_url):
        print(f"automation {name!r} applied")


def ensure_work_pool() -> None:
    """Create the work pool of type process if it is missing; its settings are left as they are."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists
    from prefect.workers.process import ProcessWorker

    pool = WorkPoolCreate(
        name=WORK_POOL,
        type="process",
        description="Flow runs as processes beside a worker in dvingest's project folder.",
        base_job_template=ProcessWorker.get_default_base_job_template(),
        concurrency_limit=RUNS_AT_ONCE,
    )
    with get_client(sync_client=True) as client, contextlib.suppress(ObjectAlreadyExists):
        client.create_work_pool(pool)


def apply_deployments() -> None:
    """Apply deploy/prefect.yaml the way its own command line does."""
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--prefect-file", PREFECT_FILE, "--all"]
    done = subprocess.run(command, cwd=project_root(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise DvingestError(f"the deployments could not be applied: {(done.stdout + done.stderr).strip()[-2000:]}")


def enter_project() -> dict[str, str]:
    """Go to the project folder, as the pull step of every deployment; a worker may have it anywhere."""
    root = project_root()
    os.chdir(root)
    return {"directory": str(root)}


if __name__ == "__main__":
    sys.exit(main())
