"""What the terminal shows of a run: progress while it goes on, outcomes and where the data lies when it is done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table

from dvingest.cli.app import console, printable
from dvingest.config import Settings
from dvingest.model import Article, Manifest, OutcomeStatus, Progress
from dvingest.reporting import outcome_rows, verdict_line
from dvingest.settling import open_lake

PLAIN_SECONDS = 5.0
"""Time between two lines of progress where the output is no terminal."""


@contextmanager
def crawl_progress() -> Iterator[None]:
    """Show the beats of the crawls run inside: bars on a terminal, plain lines elsewhere."""
    from dvingest.ingest import progress_shown_by

    if not console.is_terminal:
        with progress_shown_by(PlainLines()):
            yield
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[note]}"),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        bar = bars.add_task("looking for articles", total=None, note="")

        def show(beat: Progress) -> None:
            bars.update(
                bar,
                description=beat.phase,
                completed=beat.done,
                total=beat.considered or None,
                note=f"{beat.pages_fetched:,} pages, {beat.failed:,} failed {escape(printable(beat.message))}",
            )

        with progress_shown_by(show):
            yield


class PlainLines:
    """Prints a beat every few seconds, and the last one."""

    def __init__(self) -> None:
        self._printed = 0.0

    def __call__(self, beat: Progress) -> None:
        """Print `beat` if it is time."""
        if beat.phase != "finished" and time.monotonic() - self._printed < PLAIN_SECONDS:
            return
        self._printed = time.monotonic()
        console.print(
            f"{beat.phase}: {beat.done}/{beat.considered} URLs done, {beat.pages_fetched} pages fetched, "
            f"{beat.failed} failed. {escape(printable(beat.message))}".rstrip()
        )


def show_run(manifest: Manifest) -> None:
    """Print the outcomes per section and the verdict of a finished run."""
    statuses = [status.value for status in OutcomeStatus]
    table = Table(title=f"{manifest.flow} {manifest.start} to {manifest.end} (run {manifest.run_id})", title_justify="left")
    table.add_column("section")
    for name in ("considered", *statuses):
        table.add_column(name, justify="right")
    for row in outcome_rows(manifest):
        table.add_row(*(escape(str(row[name])) for name in ("section", "considered", *statuses)))
    console.print(table)
    for check in manifest.checks:
        if not check.ok:
            console.print(f"[{'red' if check.required else 'yellow'}]{check.name}:[/] {escape(printable(check.note))}")
    console.print(escape(printable(verdict_line(manifest))))


def show_trial(settings: Settings, manifest: Manifest) -> None:
    """Print, after a run on the replica, one article of silver, where the data lies, and the way to the real thing."""
    lake = open_lake(settings)
    article = next(iter(lake.silver.articles(manifest.published_months[-1:] or lake.silver.months()[-1:])), None)
    if article is not None:
        console.print("\n[bold]One article as it was read from silver[/]")
        show_article(article)
    console.print("\n[bold]Where the data lies[/]")
    console.print(f"  table     s3://{lake.store.bucket}/{lake.layout.silver}  (Delta Lake, version {lake.silver.version()})")
    console.print(f"  raw pages s3://{lake.store.bucket}/{lake.layout.bronze_run(manifest.run_id)}")
    console.print(f"  manifest  s3://{lake.store.bucket}/{lake.layout.manifest(manifest.run_id)}")
    console.print(f"  on disk   {escape(str(settings.work_dir.absolute()))}  (embedded store; 'dvingest up' keeps it running)")
    console.print("\n[bold]The same against the real newspaper[/]\n  dvingest daily")


def show_article(article: Article) -> None:
    """Print one article for reading."""
    console.print(f"  [bold]{escape(printable(article.title))}[/]")
    facts = (article.article_id, f"{article.published_at:%Y-%m-%d %H:%M} UTC", article.section or "-", article.template)
    console.print(f"  {escape(' | '.join(printable(fact) for fact in facts))}")
    if article.lead:
        console.print(f"  [italic]{escape(printable(article.lead))}[/]")
    for image in article.images:
        console.print(f"  [dim][[{escape(printable(image.caption or 'picture without a caption'))}]][/]")
    for block in article.blocks:
        console.print(f"  {escape(printable(block.text))}")
