"""Which articles the newspaper has taken away: 410 says so at once, 404 when three runs in a row met it."""

from __future__ import annotations

from collections.abc import Iterable

from dvingest.model import Outcome

GONE = "http_410"
MISSING = "http_404"
RUNS_IN_A_ROW = 3


def newly_gone(outcomes: Iterable[Outcome], earlier: Iterable[Iterable[Outcome]]) -> frozenset[str]:
    """Return the ids of the articles that are gone by this run's outcomes.

    `earlier` are the outcomes of earlier runs, newest first, read only as far as they are needed. A run that did not
    ask for an article says nothing about it; one that met it otherwise ends the row.
    """
    gone, missing = set(), set()
    for outcome in outcomes:
        if outcome.article_id and outcome.reason == GONE:
            gone.add(outcome.article_id)
        elif outcome.article_id and outcome.reason == MISSING:
            missing.add(outcome.article_id)
    rows = dict.fromkeys(missing - gone, 1)
    for run in earlier if rows else ():
        for outcome in run:
            if outcome.article_id not in rows:
                continue
            if outcome.reason == MISSING:
                rows[outcome.article_id] += 1
            else:
                del rows[outcome.article_id]
        gone.update(name for name, number in rows.items() if number >= RUNS_IN_A_ROW)
        rows = {name: number for name, number in rows.items() if number < RUNS_IN_A_ROW}
        if not rows:
            break
    return frozenset(gone)
