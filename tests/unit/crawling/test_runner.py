"""The process of a crawl, and the pipes to it."""

from __future__ import annotations

import os

from dvingest.crawling.runner import close_pipe


def test_word_that_the_crawl_did_not_hear_before_it_ended_is_no_trouble() -> None:
    reader, writer = os.pipe()
    pipe = os.fdopen(writer, "w", encoding="utf-8")
    pipe.write("+")
    os.close(reader)
    close_pipe(pipe)
    assert pipe.closed
    close_pipe(None)
