"""Commands over the whole archive: export for others, purge for good, mine for boilerplate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dvingest.checks.counts import counted
from dvingest.cli.app import app, console
from dvingest.cli.environment import ready, store_ready
from dvingest.cli.wrapping import wrapped_for_terminal
from dvingest.config import load_settings
from dvingest.errors import ConfigError
from dvingest.windows import DateWindow, parse_day


@app.command(short_help="Write the articles of these days to a file or folder.")
def export(
    start: Annotated[str, typer.Option(metavar="DAY", help="First day of publication, YYYY-MM-DD.")],
    end: Annotated[str, typer.Option(metavar="DAY", help="Last day of publication, YYYY-MM-DD.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="File, or a folder if it has no extension.")
    ],
    format: Annotated[
        Literal["parquet", "jsonl", "csv", "hf"], typer.Option(help="hf: a folder for datasets.")
    ] = "parquet",
) -> None:
    """Write the articles of these days to one file or a folder; nothing is overwritten."""
    from dvingest.exporting import check_target
    from dvingest.exporting import export as write_export
    from dvingest.lake.opened import open_lake
    from dvingest.lake.silver.schema import described_schema

    window = DateWindow.of_days(parse_day(start, "--start"), parse_day(end, "--end"))
    check_target(output, format)
    with store_ready(load_settings()) as settings:
        silver = open_lake(settings).silver
        tables = ((month, silver.read([month])) for month in silver.months() if month in window.months())
        written = write_export(tables, window, format, output, described_schema())
    if not written.rows:
        _tell(f"No article of {window.start} to {window.last} is in silver: {written.path} holds none.")
        return
    _tell(
        f"{counted(written.rows, 'article')} in {counted(written.files, 'file')} at {written.path}, "
        f"published {written.first_day} to {written.last_day}."
    )


@app.command(short_help="Delete an article from every layer for good.")
def purge(
    article: Annotated[str, typer.Argument(metavar="ARTICLE_ID|URL", help="Like plvn:377412, or its URL.")],
    yes: Annotated[bool, typer.Option("--yes", help="Confirm: this cannot be undone.")] = False,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for a crawl to end, or exit with 75.")] = True,
) -> None:
    """Delete an article from every layer for good; later runs do not fetch it again."""
    if not yes:
        raise ConfigError(f"purge {article} deletes the article from every layer for good: add --yes to confirm.")
    from dvingest.archive.tracing import identity_of

    identity_of(article)  # what is no article is told before a store is started
    with ready():
        from dvingest.ingest.purge import purge_article

        done = purge_article(article, wait_for_host=wait)
    what = (
        "it was nowhere; it will not be fetched."
        if done.is_empty
        else f"taken out of {counted(done.rows, 'row')} and {counted(done.files, 'file')} of silver, "
        f"{counted(done.pages, 'page')} in {counted(done.parts, 'part')} of bronze and "
        f"{counted(done.receipts, 'receipt')}, masked on {counted(done.masked, 'page')} of other articles; it will not "
        "be fetched again."
    )
    _tell(f"{done.article_id}: {what}")
    if done.leaves_versions:
        _tell(
            "The bucket keeps old versions of its objects, and they still hold the article: delete them, or wait for "
            "the bucket's rule to do it."
        )
    if done.quoted_by:
        _tell(
            f"Articles that quote it or were printed from it keep words of it, {len(done.quoted_by):,} in all: "
            f"{', '.join(done.quoted_by[:10])}. Purge them too if they have to go."
        )


@app.command(short_help="List recurring paragraphs: boilerplate not yet known.")
def mine(
    start: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day in the first month, YYYY-MM-DD; default: the table's first.")
    ] = None,
    end: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day in the last month, YYYY-MM-DD; default: the table's last.")
    ] = None,
    most: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="Maximum number of rows.")] = 30,
) -> None:
    """List paragraphs that stand in unusually many articles: boilerplate not yet known to the cleaning."""
    from dvingest.archive.auditing import mine as find_recurring
    from dvingest.cli.archive_output import show_recurring
    from dvingest.lake.opened import open_lake

    first = f"{parse_day(start, '--start'):%Y-%m}" if start else ""
    last = f"{parse_day(end, '--end'):%Y-%m}" if end else "9999-12"
    with store_ready(load_settings()) as settings:
        lake = open_lake(settings)
        recurring = find_recurring(lake, [month for month in lake.silver.months() if first <= month <= last])
    show_recurring(recurring[:most])
    if not recurring:
        console.print("No text stands in unusually many articles.")


def _tell(sentence: str) -> None:
    console.print(wrapped_for_terminal(sentence, console), markup=False)
