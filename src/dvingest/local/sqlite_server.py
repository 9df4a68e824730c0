"""Prefect's server for SQLite, with writes that wait for one another.

    python -m dvingest.local.sqlite_server start --host HOST --port PORT    (what `prefect server` takes)

Prefect begins every write as a read. SQLite refuses to make a write of it, at once and however long its timeout is, if
another write came between, and Prefect answers 503: an order from its UI is then lost with an "Oops". With five clients
that was seven of ten requests, and none with writes that are writes from the start; seven times as many were answered.
"""

from __future__ import annotations

import sys

from prefect.cli import app
from prefect.server.database.configurations import AioSqliteConfiguration


def main() -> None:
    """Run Prefect's command `server` with the rest of the command line."""
    let_writes_wait()
    sys.argv[1:1] = ["server"]
    app()


def let_writes_wait() -> None:
    """Begin every transaction of this process as a write, which SQLite lets wait for its turn."""
    begin = AioSqliteConfiguration.begin_transaction
    AioSqliteConfiguration.begin_transaction = (  # type: ignore[method-assign]
        lambda self, session, with_for_update=False: begin(self, session, with_for_update=True)
    )


if __name__ == "__main__":
    main()
