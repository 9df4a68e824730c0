"""What the terminal shows of a run: progress while it goes on, outcomes and where the data lies when it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from shutil import which
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table

from dvingest.archive.backfilling import time_left
from dvingest.cli.app import console, printable
from dvingest.cli.wrapping import wrapped_for_terminal
from dvingest.config import Settings
from dvingest.lake.opened import open_lake
from dvingest.model import Article, Manifest, OutcomeStatus, Progress
from dvingest.reporting import outcome_rows, verdict_line
from dvingest.reporting.differences import Line, difference

if TYPE_CHECKING:
    from dvingest.ingest.backfill import MonthsBeat

PLAIN_SECONDS = 5.0
"""Time between two lines of progress where the output is no terminal."""


class Terminal:
    """Watches runs for the terminal: bars where it is one, plain lines elsewhere, the outcomes at the end."""

    def __init__(self, delay: float = 0.0) -> None:
        self.manifests: list[Manifest] = []
        self._delay = delay
        self._printed = 0.0
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[note]}"),
            console=console,
            transient=True,
        )
        self._bar: TaskID | None = None
        self._months: TaskID | None = None

    @contextmanager
    def watching(self) -> Iterator[Terminal]:
        """Watch the runs inside."""
        from dvingest.ingest.artifacts import watched_by
        from dvingest.ingest.backfill import months_shown_by  # slow to import: it brings Prefect

        with watched_by(self), months_shown_by(self.months):
            if not console.is_terminal:
                yield self
                return
            with self._bars:
                self._bar = self._bars.add_task("looking for articles", total=None, note="")
                yield self

    def beat(self, progress: Progress) -> None:
        """Show a beat."""
        message = escape(printable(progress.message))
        if self._bar is not None:
            left = time_left(progress, self._delay)
            rest = f", {left} left" if left else ""
            note = f"{progress.pages_fetched:,} pages, {progress.failed:,} failed{rest} {message}"
            self._bars.update(
                self._bar,
                description=progress.phase,
                completed=progress.done,
                total=progress.considered or None,
                note=note,
            )
        elif progress.phase == "finished" or time.monotonic() - self._printed >= PLAIN_SECONDS:
            self._printed = time.monotonic()
            console.print(
                f"{progress.phase}: {progress.done} of {progress.considered} URLs done, "
                f"{progress.pages_fetched} pages fetched, {progress.failed} failed. {message}".rstrip()
            )

    def months(self, beat: MonthsBeat) -> None:
        """Show how far a backfill is."""
        if self._bar is not None:
            if self._months is None:
                self._months = self._bars.add_task("months", total=beat.total, note="")
            self._bars.update(self._months, completed=beat.done, note=escape(printable(beat.current)))
        if beat.last is not None:
            console.print(f"{beat.last.name}: {printable(beat.last.note)}", markup=False)

    def finished(self, manifest: Manifest) -> None:
        """Print a run that is stored."""
        self.manifests.append(manifest)
        show_run(manifest)


def show_run(manifest: Manifest) -> None:
    """Print the outcomes per section and the verdict of a finished run.

    What its required checks refuse is said by the error that the command ends with.
    """
    statuses = [status.value for status in OutcomeStatus]
    title = f"{manifest.flow} {manifest.start} to {manifest.window.last} (run {manifest.run_id})"
    table = Table(title=title, title_justify="left")
    table.add_column("section", overflow="fold")  # a slug has no space to break it at
    for name in ("considered", *statuses):
        table.add_column(name, justify="right")
    for row in outcome_rows(manifest):
        table.add_row(*(escape(str(row[name])) for name in ("section", "considered", *statuses)))
    console.print(table)
    for check in manifest.checks if manifest.status != "failed" else ():
        if not check.ok and not check.required:
            note = wrapped_for_terminal(printable(check.note), console, taken=len(check.name) + 2, hang=2)
            console.print(f"[yellow]{check.name}:[/] {escape(note)}")
    console.print(escape(printable(verdict_line(manifest))))


def show_trial(settings: Settings, manifest: Manifest) -> None:
    """Print, after a run on the replica, one article of silver, where the data lies, and the way to the real thing."""
    # `make run` calls it from where no shell would find it.
    called = "dvingest" if which("dvingest") else sys.argv[0]
    lake = open_lake(settings)
    article = next(iter(lake.silver.articles(manifest.published_months[-1:] or lake.silver.months()[-1:])), None)
    if article is not None:
        console.print("\n[bold]One article from the table[/]")
        show_article(article)
    console.print("\n[bold]Where the data is[/]")
    console.print(
        f"  table     s3://{lake.store.bucket}/{lake.layout.silver}  (Delta Lake, version {lake.silver.version()})"
    )
    console.print(f'  query it  {called} sql "SELECT section, count(*) FROM articles GROUP BY 1"', markup=False)
    console.print(f"  raw pages s3://{lake.store.bucket}/{lake.layout.bronze_run(manifest.run_id)}")
    console.print(f"  manifest  s3://{lake.store.bucket}/{lake.layout.manifest(manifest.run_id)}")
    console.print(
        f"  on disk   {settings.work_dir.absolute()}  ('{called} up --replica' keeps it running)", markup=False
    )
    console.print(
        "\n[bold]To crawl the real newspaper[/]\n  DVINGEST_WORK_DIR=.dvingest-plvn "
        f"{escape(called)} daily  (a store of its own: the replica's articles are made up)"
    )


def show_article(article: Article) -> None:
    """Print one article for reading: on a terminal no word is broken, elsewhere each paragraph is one line."""
    facts = (article.article_id, f"{article.published_at:%Y-%m-%d %H:%M} UTC", article.section or "-", article.template)
    lines = [("[bold]", article.title), ("", " | ".join(facts)), ("[italic]", article.lead or "")]
    lines += [("[dim]", f"picture: {image.caption or 'without a caption'}") for image in article.images]
    lines += [("", block.text) for block in article.blocks]
    for style, text in lines:
        if text:
            console.print(f"  {style}{escape(printable(text))}", soft_wrap=not console.is_terminal)


def show_history(revisions: Sequence[Article]) -> None:
    """Print the revisions of an article, oldest first, and what changed from each to the next."""
    for number, article in enumerate(revisions):
        console.print(
            f"revision {article.revision}, fetched {article.fetched_at:%Y-%m-%d %H:%M} UTC by {article.run_id}"
        )
        if number == 0:
            console.print(f"  {escape(printable(article.title))}, {article.word_count} words")
            continue
        print_difference(difference(revisions[number - 1], article))


def print_difference(lines: Sequence[Line]) -> None:
    """Print the lines of a difference in their colours."""
    colours = {"removed": "red", "added": "green", "kept": "dim", "place": "bold"}
    for line in lines:
        console.print(f"  [{colours[line.kind]}]{escape(printable(str(line)))}[/]")
