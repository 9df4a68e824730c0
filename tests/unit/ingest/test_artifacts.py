"""A run is shown as far as Prefect's server takes it."""

from __future__ import annotations

import httpx
import pytest
from prefect.logging import disable_run_logger

from dvingest.ingest import artifacts


def test_run_goes_on_without_a_bar_or_page_that_the_server_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(*_: object, **__: object) -> None:
        asked.append("artifact")
        raise httpx.HTTPStatusError("500", request=httpx.Request("POST", "http://x"), response=httpx.Response(500))

    for name in ("create_progress_artifact", "update_progress_artifact", "create_markdown_artifact"):
        monkeypatch.setattr(artifacts, name, refuse)
    with disable_run_logger():
        bar = artifacts.ProgressBar("crawl-progress", "The crawl starts.")
        for _ in range(1_000):  # the beats of a crawl, each of which would wait for a minute
            bar.show(50.0, "half")
        artifacts.show_page("# text", key="report", description="text")
    assert len(asked) == 2
