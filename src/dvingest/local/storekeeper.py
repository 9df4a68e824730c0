"""Stops the embedded store when whoever started it was killed.

    python -m dvingest.local.storekeeper WORK_FOLDER    (its standard input is a pipe that its parent holds)

SeaweedFS serves whoever needs it and is stopped by the last user that leaves. A user that is killed leaves nothing
behind but a store without users; so `dvingest up` has this process use the store beside it.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from dvingest.local.seaweed import EmbeddedStore


def main() -> None:
    """Use the store until standard input ends."""
    # Ctrl-C of the terminal is for the parent, which lets us go last.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with EmbeddedStore(Path(sys.argv[1])):
        sys.stdin.read()


if __name__ == "__main__":
    main()
