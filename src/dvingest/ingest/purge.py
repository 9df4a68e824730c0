"""Takes an article out of the archive with the newspaper's lease in hand; knows no Prefect, so it starts at once."""

from datetime import UTC, datetime

from dvingest.archive.purging import Purge, purge
from dvingest.config import load_settings
from dvingest.crawling.spool import recover_spool
from dvingest.lake.layout import new_run_id
from dvingest.lake.lease import HostLease
from dvingest.lake.opened import open_lake


def purge_article(name: str, *, wait_for_host: bool = True) -> Purge:
    """Take an article out of every layer while no crawl can bring it back; HostBusyError when one goes on."""
    settings = load_settings()
    lake = open_lake(settings)
    run_id = new_run_id(datetime.now(UTC))
    lease = HostLease(lake.store, lake.layout, settings.site_host, run_id, settings.lease_seconds)
    lease.acquire(wait=wait_for_host)
    with lease:
        recover_spool(settings, lake.store)
        return purge(lake, name)
