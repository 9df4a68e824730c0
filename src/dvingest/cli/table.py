"""Commands that read the table: show, sql."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from dvingest.cli.app import app, console, printable
from dvingest.cli.environment import store_ready
from dvingest.config import load_settings
from dvingest.errors import ConfigError

Format = Literal["json", "text"]


@app.command(short_help="Show one article from silver, and where it came from.")
def show(
    article: Annotated[str, typer.Argument(metavar="ARTICLE_ID|URL", help="Like plvn:377412, or the article's URL.")],
    format: Annotated[Format, typer.Option(help="text or json.")] = "text",
    history: Annotated[bool, typer.Option("--history", help="Show every revision and what changed.")] = False,
) -> None:
    """Show one article from silver, and where it came from."""
    from dvingest.archive.tracing import revisions, stored
    from dvingest.cli.run_output import show_article, show_history
    from dvingest.lake.opened import open_lake

    with store_ready(load_settings()) as settings:
        lake = open_lake(settings)
        found = stored(lake, article)
        if history:
            show_history(revisions(lake, found.article_id))
            return
        if format == "json":
            console.file.write(found.model_dump_json(indent=2) + "\n")
            return
        show_article(found)
        console.print(
            f"\n  revision {found.revision}, fetched {found.fetched_at:%Y-%m-%d %H:%M} UTC by run {found.run_id}\n"
            f"  page: {found.url}\n  record: {found.bronze_key} at byte {found.bronze_offset}",
            markup=False,
        )


@app.command(short_help="Query the table in SQL, as the view `articles`.")
def sql(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="Like: SELECT section, count(*) FROM articles GROUP BY 1")
    ],
) -> None:
    """Query the table in SQL, as the view `articles`; needs the extra `sql`."""
    if not query.strip():
        raise ConfigError('the query is empty: write one like "SELECT count(*) FROM articles".')
    try:
        from dvingest.query import connect, run
    except ImportError as error:
        raise ConfigError(f"{error.name} is not installed: pip install 'dvingest[sql]'.") from None

    with store_ready(load_settings()) as settings:
        console.print(printable(run(connect(settings), query)), markup=False)
