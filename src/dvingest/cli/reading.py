"""Commands that read: clean, show, sql."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from dvingest.cli.app import app, console, printable
from dvingest.cli.environment import store_ready
from dvingest.config import load_settings
from dvingest.errors import ConfigError, DvingestError
from dvingest.model import RawArticle, Reading, Rejection, raw_article_fields
from dvingest.plvn.urls import MAIN_HOST

Format = Literal["json", "text"]


@app.command()
def clean(
    source: Annotated[
        str, typer.Argument(metavar="FILE|DIR|-", help="A saved page, a scraped text, a folder of them.")
    ],
    url: Annotated[str | None, typer.Option(help="Address the page was saved from.")] = None,
    format: Annotated[Format, typer.Option(help="json: one object per article; text: title, lead and body.")] = "json",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for the results of a folder.")] = None,
) -> None:
    """Clean one saved page or one naively scraped text, or a folder of them; needs no store."""
    if source == "-":
        console.file.write(_render(_read(sys.stdin.buffer.read(), url, "-"), format))
        return
    path = Path(source)
    if path.is_dir():
        _clean_folder(path, output, format)
        return
    if output is not None:
        raise ConfigError(f"--output {output} goes with a folder, but {path} is none: leave it out, or name a folder.")
    console.file.write(_render(_read(_bytes_of(path), url, str(path)), format))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read ({error.strerror}): name a saved page or text, or - for stdin."
        ) from None


def _read(content: bytes, url: str | None, name: str) -> RawArticle:
    reading = read_saved(content, url)
    if isinstance(reading, Rejection):
        detail = f" ({reading.detail})" if reading.detail else ""
        raise DvingestError(f"{name} holds no article: {reading.reason}{detail}.")
    return reading


def read_saved(content: bytes, url: str | None) -> Reading:
    """Return what extraction makes of a saved page, or text cleaning of what is no HTML."""
    from dvingest.extraction import clean_text, extract

    if looks_like_html(content):
        return extract(content, url or f"https://{MAIN_HOST}/")
    return clean_text(content.decode("utf-8-sig", errors="replace"), url)


def looks_like_html(content: bytes) -> bool:
    """Tell whether the bytes are a page rather than plain text: by a tag at the start, or a document's tags inside."""
    head = content[:200_000].replace(b"\0", b"").lower()
    begins = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if begins.startswith(
        (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--", b"<div", b"<article", b"<main")
    ):
        return True
    return b"<body" in head or (b"</p>" in head and b"<p" in head) or b"</div>" in head


def _render(article: RawArticle, format: Format) -> str:
    if format == "text":
        parts = (article.title, article.lead, article.body)
        return "\n\n".join(part for part in parts if part) + "\n"
    return json.dumps(raw_article_fields(article), ensure_ascii=False, indent=2) + "\n"


def _clean_folder(folder: Path, output: Path | None, format: Format) -> None:
    if output is None:
        raise ConfigError(f"{folder} is a folder: name the folder for the results with --output.")
    if output.resolve() == folder.resolve():
        raise ConfigError(
            f"--output {output} is the folder that is read: name another, so that nothing is overwritten."
        )
    output.mkdir(parents=True, exist_ok=True)
    cleaned, refused = 0, []
    for path in sorted(file for file in folder.rglob("*") if file.is_file() and output not in file.parents):
        target = output / path.relative_to(folder).with_suffix(".json" if format == "json" else ".txt")
        reading = read_saved(_bytes_of(path), None)
        if isinstance(reading, Rejection):
            refused.append(f"{path}: {reading.reason}")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_render(reading, format), encoding="utf-8")
        cleaned += 1
    for line in refused:
        console.print(line, markup=False)
    console.print(f"{cleaned} cleaned into {output}, {len(refused)} hold no article.", markup=False)
    if refused:
        raise typer.Exit(3)


@app.command()
def show(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE_ID|URL", help="Like plvn:377412, or the article's address.")
    ],
    format: Annotated[Format, typer.Option(help="text for reading, json for machines.")] = "text",
    history: Annotated[bool, typer.Option("--history", help="Every revision, and what changed.")] = False,
) -> None:
    """Show one article from silver, and where it came from."""
    from dvingest.archive.tracing import resolve, revisions
    from dvingest.cli.showing import show_article, show_history
    from dvingest.settling import open_lake

    with store_ready(load_settings()) as settings:
        lake = open_lake(settings)
        _, found = resolve(lake, article)
        if found is None:
            raise DvingestError(f"{article!r} is not in silver: give an id like plvn:377412 or the article's address.")
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


@app.command()
def sql(query: Annotated[str, typer.Argument(help="Like: SELECT section, count(*) FROM articles GROUP BY 1")]) -> None:
    """Ask silver, the view `articles`, in SQL; needs the extra `sql`."""
    try:
        from dvingest.query import connect, run
    except ImportError as error:
        raise ConfigError(f"{error.name} is not installed: pip install 'dvingest[sql]'.") from None

    with store_ready(load_settings()) as settings:
        console.print(printable(run(connect(settings), query)), markup=False)
