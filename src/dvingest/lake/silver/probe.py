"""Whether delta-rs reaches the store, tried out: it trusts other certificates than boto3 does."""

from __future__ import annotations

from dvingest.config import Settings
from dvingest.errors import StoreError
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.probes import ProbeResult
from dvingest.lake.silver.commits import DeltaLogWriter


def probe_table(settings: Settings) -> ProbeResult:
    """Return whether the table's log could be written, for a store that boto3 reaches."""
    store = ObjectStore(settings, patience=2.0, read_timeout=5.0)
    writer = DeltaLogWriter(store, Layout(settings.prefix).silver)
    try:
        is_there = writer.is_there()
    except StoreError as error:
        return ProbeResult("table", False, str(error))
    return ProbeResult("table", True, f"The table is {'there' if is_there else 'not made yet'} ({writer.uri}).")
