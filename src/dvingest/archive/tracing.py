"""Where in bronze the pages of an article are, found through the outcomes of the runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from dvingest.errors import ConfigError, DvingestError
from dvingest.lake.bronze import list_parts, read_part, runs_in_bronze
from dvingest.lake.manifests import read_manifests, read_outcomes, readable_outcomes
from dvingest.lake.opened import Lake
from dvingest.lake.purged import read_purged
from dvingest.model import Article, BronzeRecord, Outcome, OutcomeStatus, RawArticle
from dvingest.normalise import normalise
from dvingest.plvn.urls import article_id, is_newspaper_host


def identity_of(name: str) -> str:
    """Return the id that `name`, an id or an address, stands for; ConfigError where it is neither."""
    if "://" in name:
        host = name.split("://", 1)[1].split("/", 1)[0].rsplit("@", 1)[-1].split(":", 1)[0]
        if not is_newspaper_host(host):
            raise ConfigError(
                f"{name!r} is no address of the newspaper: give one like https://baophapluat.vn/....html."
            )
        return article_id(name)
    if not name.startswith("plvn:") or len(name) <= len("plvn:"):
        raise ConfigError(
            f"{name!r} is no article id: ids look like plvn:384250 or plvn:HOST/SLUG; an address works too."
        )
    return name


def resolve(lake: Lake, name: str) -> tuple[str, Article | None]:
    """Return the id that `name` stands for, and the article if silver has it."""
    identity = identity_of(name)
    return identity, lake.silver.find(identity) or (lake.silver.find(name) if name != identity else None)


def stored(lake: Lake, name: str) -> Article:
    """Return the article that `name` stands for as silver has it; DvingestError, saying why, where it has none."""
    identity, found = resolve(lake, name)
    if found is not None:
        return found
    if identity in read_purged(lake.store, lake.layout):
        raise DvingestError(f"{name!r} was purged: it is in no layer any more, and no run brings it back.")
    raise DvingestError(f"{name!r} is not in silver: give an id like plvn:377412 or the article's address.")


def ids_of(record: BronzeRecord) -> frozenset[str]:
    """Return every id a captured page goes by: of the addresses it was asked for under, canonical and earlier ones."""
    capture = record.capture
    addresses = [capture.url, capture.redirected_from]
    if isinstance(capture.reading, RawArticle):
        addresses.append(capture.reading.canonical_url)
    names = [article_id(address) for address in addresses if address]
    return frozenset([*names, capture.known_as] if capture.known_as else names)


def is_about(outcome: Outcome, wanted: str) -> bool:
    """Tell whether an outcome is one of the article `wanted`."""
    return outcome.article_id == wanted or article_id(outcome.url) == wanted


def captures(lake: Lake, wanted: str, runs: Collection[str]) -> Iterator[BronzeRecord]:
    """Yield the captured pages of the article in the parts of `runs`, in the order of the runs."""
    for run_id in sorted(runs):
        for info in list_parts(lake.store, lake.layout, run_id):
            yield from (record for record in read_part(lake.store, info.key) if wanted in ids_of(record))


def runs_that_stored(lake: Lake, wanted: str, since: date | None = None) -> list[str]:
    """Return the runs that wrote a revision of the article, oldest first."""
    return [
        manifest.run_id
        for manifest in read_manifests(lake.store, lake.layout, since=since)
        if any(
            outcome.status is OutcomeStatus.STORED and is_about(outcome, wanted)
            for outcome in readable_outcomes(lake.store, lake.layout, manifest.run_id)
        )
    ]


def runs_that_saw(lake: Lake, wanted: str) -> list[str]:
    """Return the runs that may hold a page of the article: whose outcomes name it, and those that left no outcomes."""
    seen, finished = [], set()
    for manifest in read_manifests(lake.store, lake.layout):
        finished.add(manifest.run_id)
        if any(is_about(outcome, wanted) for outcome in read_outcomes(lake.store, lake.layout, manifest.run_id)):
            seen.append(manifest.run_id)
    return seen + [run_id for run_id in runs_in_bronze(lake.store, lake.layout) if run_id not in finished]


def revisions(lake: Lake, wanted: str, since: date | None = None) -> list[Article]:
    """Return the article's revisions as they were read when they were fetched, oldest first."""
    rows = [
        normalise(record)
        for record in captures(lake, wanted, runs_that_stored(lake, wanted, since))
        if isinstance(record.capture.reading, RawArticle)
    ]
    found: list[Article] = []
    for row in sorted(rows, key=lambda row: (row.fetched_at, row.bronze_key, row.bronze_offset)):
        if not found or row.content_sha256 != found[-1].content_sha256:
            found.append(row.model_copy(update={"revision": len(found) + 1, "first_seen_at": rows[0].fetched_at}))
    return found
