"""The process of a crawl, and the pipes to it."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from newspaper_site import WINDOW

from dvingest.config import Settings
from dvingest.crawling import runner
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import close_pipe
from dvingest.model import Progress


def test_word_that_the_crawl_did_not_hear_before_it_ended_is_no_trouble() -> None:
    reader, writer = os.pipe()
    pipe = os.fdopen(writer, "w", encoding="utf-8")
    pipe.write("+")
    os.close(reader)
    close_pipe(pipe)
    assert pipe.closed
    close_pipe(None)


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(phase="finished", complete=True, message="All that was found was fetched."), "its last part is not"),
        (Progress(phase="finished", complete=False, message="The store refused it."), "The store refused it."),
        (Progress(phase="fetching"), "ended with code -11"),
    ],
    ids=["well", "refused", "killed"],
)
def test_crawl_whose_last_part_the_store_does_not_list(
    monkeypatch: pytest.MonkeyPatch, progress: Progress, said: str
) -> None:
    monkeypatch.setattr(runner, "ObjectStore", lambda _: None)
    monkeypatch.setattr(runner, "list_parts", lambda *_: [])
    ended = SimpleNamespace(progress=progress, stop_reason=None, message="", exit_code=-11)
    result = runner._judge(CrawlOrder("20261201t000000z-00000000", WINDOW), Settings(), ended)  # type: ignore[arg-type]
    assert (result.finished, result.stop_reason) == (False, "died")
    assert said in result.message
    assert "All that was found" not in result.message
