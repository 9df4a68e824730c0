"""Commands for whoever runs it: doctor, replica."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from dvingest.cli.app import app, console
from dvingest.cli.environment import store_ready, terminated_like_interrupted
from dvingest.config import load_settings
from dvingest.windows import parse_day, vietnamese_day


@app.command()
def replica(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback; 0 takes a free one.")] = 0,
    day: Annotated[str | None, typer.Option(help="The day that is today for it, YYYY-MM-DD.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed writes another newspaper.")] = 1,
    articles: Annotated[int | None, typer.Option(min=1, help="How many articles.")] = None,
    truth: Annotated[
        Path | None, typer.Option(help="Write what every article must become to this file and end.")
    ] = None,
) -> None:
    """Serve the local replica of the newspaper until Ctrl-C."""
    from dvingest.local.replica import ReplicaServer, build_corpus

    corpus = build_corpus(seed=seed, today=parse_day(day, "--day") if day else vietnamese_day(datetime.now(UTC)))
    if truth is not None:
        _write_truth(corpus, truth)
        return
    with terminated_like_interrupted(), ReplicaServer(corpus, port=port) as server:
        console.print(f"{len(corpus):,} articles at {server.url}; Ctrl-C stops it. Crawl them from another terminal with")
        console.print(f"  DVINGEST_SITE_URL={server.url} DVINGEST_DOWNLOAD_DELAY=0 dvingest daily --lookback 125")
        server.wait()
