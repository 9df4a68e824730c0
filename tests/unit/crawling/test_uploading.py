"""Whatever goes wrong with the upload of a part, the crawl does not wait for it for ever."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from dvingest.crawling import bronze_pipeline
from dvingest.crawling.bronze_pipeline import BronzePipeline
from dvingest.crawling.order import StopReason
from dvingest.errors import ConfigError


class FakeCrawl:
    """Crawler, control and account in one."""

    parts_uploaded = 0
    is_stopping = False
    stopped: StopReason | None = None

    def get_extension(self, _kind: type) -> Any:
        return self

    def stop(self, reason: StopReason, _message: str) -> None:
        self.stopped = reason


@pytest.mark.parametrize("trouble", [ConfigError("no credentials any more."), RuntimeError("a mistake of ours")])
def test_part_that_cannot_be_uploaded_for_a_reason_nobody_thought_of_stops_the_crawl(
    trouble: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise trouble

    async def upload_one() -> None:
        pipeline._run_id, pipeline._store = "r", None  # type: ignore[assignment]
        pipeline._waiting.put_nowait((1, tmp_path / "part-00001.warc.gz"))
        uploader = asyncio.create_task(pipeline._upload_all())
        try:
            await asyncio.wait_for(pipeline._waiting.join(), 5)
        finally:
            uploader.cancel()

    monkeypatch.setattr(bronze_pipeline, "upload_part", fail)
    crawl = FakeCrawl()
    pipeline = BronzePipeline(crawl)  # type: ignore[arg-type]
    asyncio.run(upload_one())
    assert crawl.stopped is StopReason.ERROR
