"""`python -m dvingest` is `dvingest`, where a folder of scripts is not on the path."""

from dvingest.cli import main

main()
