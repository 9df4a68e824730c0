"""What a Prefect server is going to do for us, as `doctor` and `status` tell it."""

from __future__ import annotations

import os
from datetime import datetime

from dvingest.config import Settings, without_credentials
from dvingest.local.prefect_api import Blocker, PrefectApi, PrefectRefused, PrefectUnreachable
from dvingest.local.prefect_server import is_healthy, known_server


def probe_prefect(settings: Settings) -> tuple[bool, str]:
    """Return whether what Prefect has planned will be done, and one sentence on it."""
    url = known_server(settings)
    if url is None:
        return True, "no server is configured: a command starts Prefect's API for its own run; `dvingest up` keeps one."
    shown = without_credentials(url)
    if not is_healthy(shown, timeout=5.0):
        if is_healthy(f"{shown.rstrip('/')}/api", timeout=5.0):
            return False, f"PREFECT_API_URL {shown} leads to the UI: write {shown.rstrip('/')}/api."
        return False, f"the API at {shown} does not answer: start it with `dvingest up`, or correct PREFECT_API_URL."
    _, blocker = schedule_outlook(url)
    if blocker is None:
        return True, f"the API at {shown} answers."
    return blocker.is_chosen, f"the API at {shown} answers, but {blocker.sentence}."


def schedule_outlook(url: str) -> tuple[datetime | None, Blocker | None]:
    """Return when the server at `url` plans the next daily run, and what will keep it from beginning."""
    auth, key = os.environ.get("PREFECT_API_AUTH_STRING"), os.environ.get("PREFECT_API_KEY")
    watch = PrefectApi(url, auth=auth, key=key)
    try:
        blocker = watch.blocker()
        planned = None if blocker and blocker.is_chosen else watch.next_run()
    except PrefectRefused as error:
        return None, Blocker(f"{error} See PREFECT_API_URL and PREFECT_API_AUTH_STRING")
    except PrefectUnreachable:
        return None, Blocker("see whether that server is up, as it does not answer", is_chosen=True)
    return planned.at if planned else None, blocker
