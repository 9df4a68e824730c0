"""Sentences as long as a line of the terminal is, broken between words and never within a command."""

from __future__ import annotations

import re
from textwrap import wrap

from rich.console import Console

_COMMAND = re.compile(r"`[^`]*`|'dvingest [^']*'")
_HELD = "\0"


def wrapped(text: str, console: Console, *, taken: int, hang: int) -> str:
    """Return `text` in lines for `console`, of whose first one `taken` characters are used up already.

    All but the first are indented by `hang`. A command in quotes stays on one line, for whoever copies it.
    """
    whole = _COMMAND.sub(lambda found: found.group().replace(" ", _HELD), text)
    lines = wrap(
        whole,
        console.width,
        initial_indent=" " * taken,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)[taken:].replace(_HELD, " ")


def wrapped_for_terminal(text: str, console: Console, *, taken: int = 0, hang: int = 0) -> str:
    """Return `text` in lines where a person reads it on a terminal; in files and pipes a sentence is one line."""
    return wrapped(text, console, taken=taken, hang=hang) if console.is_terminal else text
