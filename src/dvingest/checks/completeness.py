"""Whether a run saw all that there was to see, and accounts for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from dvingest.checks.counts import (
    DAILY,
    FEW_ARTICLES,
    FEW_PAGES,
    HISTORY,
    Verdict,
    articles_seen,
    backfill_command,
    counted,
    unread_lists,
)
from dvingest.model import Manifest, OutcomeStatus
from dvingest.windows import VIETNAM_TIME, vietnamese_day

LEAST_ARTICLES = 0.5
SILENCE = timedelta(hours=24)


def judge_reconciled(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    """Tell whether every address that was considered has exactly one outcome."""
    considered = manifest.counts.get("considered", 0)
    parts = {status.value: manifest.counts.get(status.value, 0) for status in OutcomeStatus}
    total = sum(parts.values())
    sum_text = " + ".join(f"{number:,} {name}" for name, number in parts.items())
    if considered == total:
        return True, f"{considered:,} addresses considered = {sum_text}."
    return False, (
        f"{considered:,} addresses considered, but {sum_text} = {total:,}: {abs(considered - total):,} have no outcome "
        "or two. Run the same days again, and keep the run's outcomes for a bug report if it happens twice."
    )


def judge_complete(manifest: Manifest, _history: Sequence[Manifest]) -> Verdict:
    """Tell whether every list was read to its end."""
    if manifest.complete:
        return True, "Every list the crawl knew of was read to its end."
    if manifest.limited:
        return True, "The crawl was asked for a part of the window only, and is not complete by intention."
    return False, (
        f"Not every list was read to its end{unread_lists(manifest)}. What is stored is not fetched twice: run the "
        f"same days again, {backfill_command(manifest)}."
    )


def judge_articles(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    """Tell whether about as many articles were seen as in comparable runs."""
    seen = articles_seen(manifest)
    is_silent = not judge_silence(manifest, history)[0]
    if nothing := _refuse_nothing(manifest, seen, is_silent):
        return nothing
    if manifest.limited or not manifest.complete:
        return True, f"{seen:,} articles seen; not compared, since the crawl did not look at the whole window."
    basis, name = _comparable(manifest, history)
    if not basis:
        return True, f"{seen:,} articles seen; no earlier run of as many days to compare with."
    usual = median(articles_seen(run) for run in basis)
    figures = f"{seen:,} articles seen, {usual:,.0f} is the median of {len(basis)} {name}"
    if usual < FEW_ARTICLES or seen >= LEAST_ARTICLES * usual:
        return True, f"{figures}."
    if is_silent:
        return True, f"{figures}, which the check `silence` tells."
    return False, (
        f"{figures}: fewer than half. Look whether the newspaper's sitemap and section pages still list "
        f"their articles, then run {backfill_command(manifest)}."
    )


def _refuse_nothing(manifest: Manifest, seen: int, is_silent: bool) -> Verdict | None:
    """Return the verdict on a run that saw no article where there must be some; None for any other."""
    if not manifest.complete and not seen:
        # An empty month is no fault, but only lists that were read can say that it is empty.
        again = "the same again" if manifest.limited else backfill_command(manifest)
        return False, (
            f"0 articles seen{unread_lists(manifest)}. Look what the newspaper answers, `dvingest doctor`, then run "
            f"{again}."
        )
    if _is_all_forbidden(manifest):
        return False, (
            f"0 articles seen: robots.txt forbids all {manifest.counts['considered']:,} addresses. It is obeyed: ask "
            "the newspaper's editors."
        )
    days = manifest.window.length
    if not seen and not is_silent and manifest.flow == DAILY and days > 1 and not manifest.limited:
        return False, (
            f"0 articles seen in {days} days of a newspaper that comes out daily: its lists have moved, or "
            "begin with older articles. Look at its sitemap and sections in a browser, and at `dvingest doctor`."
        )
    return None


def _comparable(manifest: Manifest, history: Sequence[Manifest]) -> tuple[list[Manifest], str]:
    """Return the earlier runs that say how many articles are usual, and what a sentence calls them."""
    whole = [run for run in history if run.complete and not run.limited and run.window.length == manifest.window.length]
    if manifest.flow != DAILY:
        # Another month says nothing about this one: the newspaper has grown fiftyfold over its eras.
        whole = [run for run in whole if run.start == manifest.start]
    same_weekday = [run for run in whole if run.end.weekday() == manifest.end.weekday()]
    if len(same_weekday) >= 2:
        return same_weekday[-8:], "runs that ended on the same weekday"
    return whole[-HISTORY:], "earlier runs"


def _is_all_forbidden(manifest: Manifest) -> bool:
    """Tell whether robots.txt forbids all articles that were found, not just one or two as ever."""
    forbidden = manifest.reasons.get(f"{OutcomeStatus.SKIPPED.value}:robots", 0)
    return FEW_PAGES <= forbidden == manifest.counts.get("considered", 0)


def judge_silence(manifest: Manifest, history: Sequence[Manifest]) -> Verdict:
    """Tell whether something was published within `SILENCE`; weekends may be silent."""
    if manifest.flow != DAILY or manifest.limited:
        return True, "Only whole daily runs are judged by how new their articles are."
    if _is_all_forbidden(manifest):
        return True, "Every article is forbidden by robots.txt, so that none tells how new it is."
    moment = looked_at_moment(manifest)
    dates = [run.newest_published_at for run in (*history, manifest) if run.newest_published_at]
    newest = max((date for date in dates if date <= moment), default=None)
    if newest is None:
        return True, "No article with a date in this run or an earlier one: nothing to measure silence from."
    silent = moment - newest
    hours = counted(round(silent / timedelta(hours=1)), "hour")
    published = f"{newest.astimezone(VIETNAM_TIME):%Y-%m-%d %H:%M} in Viet Nam"
    figures = f"The newest article is {hours} old (published {published})"
    if silent <= SILENCE:
        return True, f"{figures}."
    if _is_mostly_weekend(moment):
        return True, f"{figures}; at weekends that is no alarm."
    return False, (
        f"{figures}: silence on a weekday. Open the newspaper in a browser: if it goes on publishing, its sitemap or "
        "section pages have changed and discovery has to follow; if it does not, run the same days again later."
    )


def looked_at_moment(manifest: Manifest) -> datetime:
    """Return the moment up to which the run could see articles: its finish, or the end of a window in the past."""
    is_of_today = manifest.window.contains(manifest.finished_at)
    return manifest.finished_at if is_of_today else manifest.window.ends_at


def _is_mostly_weekend(moment: datetime) -> bool:
    # Over the 24 hours before: early on Monday it is Sunday that was silent.
    return vietnamese_day(moment - SILENCE / 2).weekday() >= 5
