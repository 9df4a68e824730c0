"""A backfill on the work pool ends in a sentence when what it hands its months to is gone."""

from __future__ import annotations

from datetime import date

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from dvingest.errors import DvingestError
from dvingest.ingest.workers import run_on_pool
from dvingest.local.prefect_server import PrefectServer
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration


def test_deployment_that_is_gone_is_named(prefect_server: PrefectServer) -> None:
    with (
        temporary_settings({PREFECT_API_URL: prefect_server.api_url}),
        pytest.raises(DvingestError, match="deployment backfill/backfill was deleted from Prefect"),
    ):
        run_on_pool([DateWindow(date(2026, 9, 1), date(2026, 10, 1))], {}, 1, lambda *_: None)
