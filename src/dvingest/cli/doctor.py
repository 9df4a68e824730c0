"""Commands for whoever runs it: doctor, replica, env."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from dvingest.cli.app import app, console, printable
from dvingest.cli.environment import store_ready
from dvingest.config import load_settings
from dvingest.errors import DvingestError
from dvingest.local.disk import probe_disk
from dvingest.local.interrupts import signals_as_interrupts
from dvingest.local.prefect_status import probe_prefect
from dvingest.local.seaweed import EmbeddedStore
from dvingest.windows import parse_day, vietnamese_day


@app.command(short_help="Check configuration, store, disk, Prefect and site.")
def doctor() -> None:
    """Check configuration, store, disk, Prefect and site; exit code 1 if a check fails."""
    from dvingest.crawling.probe import probe_site
    from dvingest.lake.probes import probe_store
    from dvingest.lake.silver import probe_table

    settings = load_settings()
    findings = [
        ("configuration", True, f"settings are valid; newspaper {settings.site_url}, bucket {settings.bucket}.")
    ]
    with store_ready(settings) as settings:
        results = probe_store(settings)
        if all(result.ok or not result.required for result in results):
            results.append(probe_table(settings))
        findings += [(result.name, result.ok or not result.required, result.note) for result in results]
    findings.append(("disk", *probe_disk(settings.work_dir)))
    findings.append(("prefect", *probe_prefect(settings)))
    findings.append(("site", *probe_site(settings)))
    table = Table(show_header=False, box=None, padding=(0, 1))
    for name, ok, note in findings:
        table.add_row("[green]ok[/]" if ok else "[red]BAD[/]", name, escape(printable(note)))
    console.print(table)
    if not all(ok for _, ok, _ in findings):
        raise typer.Exit(1)


@app.command(short_help="Serve the local replica of the newspaper.")
def replica(
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="Port on loopback; 0 takes a free one.")
    ] = 0,
    day: Annotated[str | None, typer.Option(metavar="DAY", help="Date to use as today, YYYY-MM-DD.")] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the generated articles.")] = 1,
    articles: Annotated[int, typer.Option(metavar="N", min=1, help="Number of articles.")] = 120,
    truth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the expected articles to this file and exit.")
    ] = None,
) -> None:
    """Serve the local replica of the newspaper until Ctrl-C."""
    from dvingest.local.replica import Newspaper, ReplicaServer, build_corpus

    moment = parse_day(day, "--day") if day else vietnamese_day(datetime.now(UTC))
    corpus = build_corpus(seed, moment, articles)
    if truth is not None:
        lines = Newspaper(corpus).write_truth(truth)
        console.print(f"{truth}: {lines:,} lines, one per article or address that must be refused.", markup=False)
        return
    with signals_as_interrupts(), ReplicaServer(corpus, port=port) as server:
        console.print(
            f"{len(corpus):,} articles at {server.url}; Ctrl-C stops it. Crawl them from another terminal with"
        )
        console.print(f"  DVINGEST_SITE_URL={server.url} DVINGEST_DOWNLOAD_DELAY=0 dvingest daily --lookback 125")
        server.wait()


@app.command(short_help="Print the AWS_* variables of the embedded store.")
def env() -> None:
    """Print the AWS_* variables of the embedded store that runs here, for other programs: eval "$(dvingest env)"."""
    settings = load_settings()
    running = EmbeddedStore(settings.work_dir).find()
    if running is None:
        raise DvingestError(f"no embedded store runs in {settings.work_dir}: start it with 'dvingest up'.")
    for name, value in running.environment().items():
        console.print(f"export {name}={shlex.quote(value)}", markup=False)
