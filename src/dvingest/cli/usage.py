"""Words for a command line that was mistyped: the value, the allowed form, and where to read on."""

from __future__ import annotations

from typing import Any

import typer

from dvingest.config import WANTED


def usage_sentence(error: typer.TyperException) -> str:
    """Return what is wrong with the command line and what to write instead."""
    context: Any = getattr(error, "ctx", None)
    command = f"dvingest {context.info_name}" if context is not None and context.parent else "dvingest"
    problems: list[Any] = getattr(error.__cause__, "errors", list)()
    option: Any = getattr(error, "param", None)
    if not problems or option is None:
        message = error.format_message()
        return f"{message}{'' if message.endswith(('.', '?')) else '.'} '{command} --help' lists what it takes."
    problem = problems[0]
    name = max(option.opts, key=len)
    said = str(problem["ctx"]["error"]) if problem["type"] == "value_error" else ""
    if said.startswith(repr(problem["input"])):  # a choice: it names the value and all that may stand there
        return f"{name} {said.rstrip('.')}: '{command} --help' says what they mean."
    wanted = WANTED.get(problem["type"], problem["msg"]).format(**problem.get("ctx", {}))
    return f"{name} {problem['input']!r} is not allowed: give {wanted} ('{command} --help')."
