"""The command line: a few lines per command over the rest of the package."""

from dvingest.cli.app import app, main

__all__ = ["app", "main"]
