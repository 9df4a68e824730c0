"""The lake of some settings, opened: its store, its keys and its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
from dvingest.lake.staging import Staging


@dataclass(frozen=True, slots=True)
class Lake:
    """The opened store: what a run reads from and writes to."""

    settings: Settings
    store: ObjectStore
    layout: Layout
    silver: SilverTable


def open_lake(settings: Settings) -> Lake:
    """Return the lake that the settings name; nothing is asked of the store yet.

    What a killed run left on this disk, which nobody adopts any more, makes room.
    """
    Staging.clear_old(settings, datetime.now(UTC))
    store = ObjectStore(settings)
    layout = Layout(settings.prefix)
    return Lake(settings, store, layout, SilverTable(store, layout))
