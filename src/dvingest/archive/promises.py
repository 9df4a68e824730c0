"""What runs say that they stored: silver has to have a row of each."""

from __future__ import annotations

from collections.abc import Iterator

from dvingest.lake.manifests import readable_outcomes
from dvingest.lake.opened import Lake
from dvingest.lake.purged import PURGED_URL, PurgedIds
from dvingest.model import OutcomeStatus


def promised_ids(lake: Lake, run_id: str, purged: PurgedIds) -> Iterator[str]:
    """Yield the ids of the articles that a run stored, without those that were taken out since."""
    for outcome in readable_outcomes(lake.store, lake.layout, run_id):
        name = outcome.article_id
        is_purged = name in purged or outcome.url.startswith(PURGED_URL)
        if outcome.status is OutcomeStatus.STORED and name and not is_purged:
            yield name
