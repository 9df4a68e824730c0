"""The list of articles that were taken out for good, so that no later crawl or replay brings one back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace

from dvingest.errors import ConditionFailed, DamagedError, ObjectMissing
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.model import Outcome

# An id that ends in the CMS's number says nothing of the article; one with a slug holds the words of its title.
_WORDLESS = re.compile(r"^plvn:(?:[a-z0-9.-]+/)?\d+$", re.ASCII)
_TRIES = 5
PURGED = "purged"
"""The reason of an outcome: the address was listed, but its article is not to come back."""
PURGED_URL = "purged:"
"""How the address begins that stands for one of a purged article, where a line has to stay so that counts add up."""


class PurgedIds:
    """The purged articles; `article_id in purged` tells whether an id is among them."""

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self._entries = frozenset(entries)

    def __contains__(self, article_id: object) -> bool:
        return bool(self._entries) and isinstance(article_id, str) and entry_of(article_id) in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> frozenset[str]:
        """The entries as they stand in the list."""
        return self._entries


def entry_of(article_id: str) -> str:
    """Return what the list keeps of an id: itself, or its hash where it holds words."""
    if _WORDLESS.match(article_id):
        return article_id
    return "sha256:" + hashlib.sha256(article_id.encode()).hexdigest()


def unnamed(outcome: Outcome) -> Outcome:
    """Return the outcome of a purged article without the words of its address; any other outcome as it is."""
    if outcome.reason != PURGED or outcome.url.startswith(PURGED_URL):
        return outcome
    return replace(outcome, url=PURGED_URL + entry_of(outcome.article_id or outcome.url), article_id=None, detail="")


def read_purged(store: ObjectStore, layout: Layout) -> PurgedIds:
    """Return the list; empty when nothing was ever purged."""
    try:
        return PurgedIds(_entries_in(store.get(layout.purged), layout.purged))
    except ObjectMissing:
        return PurgedIds()


def add_purged(store: ObjectStore, layout: Layout, article_ids: Iterable[str]) -> PurgedIds:
    """Add ids to the list and return it; two who add at once both succeed."""
    wanted = {entry_of(article_id) for article_id in article_ids}
    for attempt in range(1, _TRIES + 1):
        try:
            return _add(store, layout, wanted)
        except ConditionFailed:
            if attempt == _TRIES:
                raise
    raise AssertionError("unreachable")


def _add(store: ObjectStore, layout: Layout, wanted: set[str]) -> PurgedIds:
    try:
        data, etag = store.get_with_etag(layout.purged)
    except ObjectMissing:
        store.put_if_absent(layout.purged, _to_json(wanted), "application/json")
        return PurgedIds(wanted)
    entries = _entries_in(data, layout.purged)
    if not wanted <= entries:
        store.put_if_match(layout.purged, _to_json(entries | wanted), etag, "application/json")
    return PurgedIds(entries | wanted)


def _entries_in(data: bytes, key: str) -> set[str]:
    try:
        entries = json.loads(data)
    except ValueError:
        entries = None
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        # Nothing goes on without it: what was taken out would come back.
        raise DamagedError(f"The list of purged articles {key!r} cannot be read: restore it from the bucket's backup.")
    return set(entries)


def _to_json(entries: set[str]) -> bytes:
    return json.dumps(sorted(entries), indent=1).encode()
