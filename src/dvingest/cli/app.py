"""The application that the commands hang on, and the one place where errors become exit codes."""

from __future__ import annotations

import errno
import logging
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TextIO, cast

import typer
from rich.console import Console
from rich.markup import escape

from dvingest import __version__
from dvingest.cli.output import Output, escape_unencodable
from dvingest.cli.usage import usage_sentence
from dvingest.cli.wrapping import wrapped_for_terminal
from dvingest.errors import ConfigError, DvingestError

app = typer.Typer(
    help="Keeps a complete, clean, queryable copy of the newspaper PLVN in S3-compatible storage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
INTERRUPTED = 130
"""What Typer makes of Ctrl-C, as shells do."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
MAKE_ROOM = (
    " Make room on the disk of the output, of DVINGEST_WORK_DIR and of TMPDIR, then run the command again: what was "
    "fetched is kept."
)

CRAWLS = frozenset({"daily", "backfill"})
"""Commands that leave something to go on from when they are stopped."""

output = Output()
if os.environ.get("COLUMNS") == "0":
    del os.environ["COLUMNS"]  # by a shell that does not know its terminal; rich would write nothing at all
# Without emoji: a map of 1:100: is no hundred points.
console = Console(file=cast(TextIO, output), highlight=False, soft_wrap=True, emoji=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def _show_version(asked: bool) -> None:
    if asked:
        console.print(f"dvingest {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Show the version."),
) -> None:
    """Set up what every command needs."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.addFilter(lambda record: record.name.startswith("dvingest"))  # Prefect keeps its own log of a run
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", handlers=[handler])


def main() -> None:
    """Run the command line; every expected error ends as one sentence and the exit code of its class."""
    try:
        for module in ("up", "flows", "status", "clean", "table", "archive", "doctor"):
            import_module(f"dvingest.cli.{module}")  # each adds its commands to `app`; takes a second on a busy machine
        escape_unencodable()
        bypass_proxy_for_localhost()
        code = app(standalone_mode=False)
        output.flush()
    except typer.TyperException as error:  # an unknown option, a missing argument, a value of the wrong type
        fail(ConfigError(usage_sentence(error)))
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe, `head` for example, had enough
        sys.stderr.close()
        sys.exit(0)
    except DvingestError as error:
        fail(error)
    except OSError as error:  # a folder that may not be written, a disk that is full
        output.forget()
        fail(DvingestError(sentence_of(error) + (MAKE_ROOM if error.errno in FULL else "")))
    except MemoryError:
        fail(
            DvingestError("There is not enough memory for it: raise the limit, or stop something else that runs here.")
        )
    if output.trouble is not None:
        fail(DvingestError(f"The output could not be written: {sentence_of(output.trouble)}"))
    if code == INTERRUPTED:
        fetches = CRAWLS.intersection(sys.argv[1:2])
        errors.print(
            "Stopped: what was fetched is kept, and the next run continues from there." if fetches else "Stopped."
        )
    sys.exit(code if isinstance(code, int) else 0)


def bypass_proxy_for_localhost() -> None:
    """Keep the proxy that the environment names, if any, from what runs on this machine: store, Prefect, replica."""
    if any(name.lower().endswith("_proxy") for name in os.environ):
        named = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
        direct = ",".join([*filter(None, [named]), "127.0.0.1", "localhost", "::1"])
        os.environ.update(NO_PROXY=direct, no_proxy=direct)


def fail(error: DvingestError) -> None:
    """Print the error's sentence on stderr and leave with its exit code."""
    sentence = wrapped_for_terminal(printable(str(error)), errors, taken=len("dvingest: "), hang=2)
    errors.print(f"[bold red]dvingest:[/] {escape(sentence)}")
    sys.exit(error.exit_code)


def sentence_of(error: OSError) -> str:
    """Return what the machine refused, as one sentence."""
    if isinstance(error, FileNotFoundError) and not error.filename and not _folder_is_there():
        return "The folder this was started in is gone: start it in another."
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or str(error) or type(error).__name__}{where}."


def _folder_is_there() -> bool:
    try:
        return Path.cwd().is_dir()
    except FileNotFoundError:
        return False


def printable(text: str) -> str:
    """Return `text` without control characters, so that no title from a page can command a terminal."""
    return "".join(
        character if character.isprintable() or character in "\n\t" else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )
