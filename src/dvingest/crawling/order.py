"""What a crawl is asked to do, as it passes from the runner to the spider, and how it may end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import TypeAdapter

from dvingest.errors import ConfigError
from dvingest.lake.layout import RUN_ID_FORM
from dvingest.windows import DateWindow, vietnamese_day

HOLD, GO_ON = "-", "+"
"""What the runner writes to the crawl: ask nothing of the newspaper, or go on."""


class StopReason(StrEnum):
    """Why a crawl ended before all was fetched."""

    BLOCKED = "blocked"
    """The newspaper refuses us: 403 again and again, or in robots.txt."""
    ROBOTS_UNREACHABLE = "robots_unreachable"
    """robots.txt could not be read, so nothing may be asked in this run."""
    SITE_DOWN = "site_down"
    STORE_REFUSED = "store_refused"
    DISK_FULL = "disk_full"
    SIGNAL = "signal"
    PARENT_DIED = "parent_died"
    ERROR = "error"
    """Something in dvingest itself went wrong; the log has the trace."""


@dataclass(frozen=True, slots=True)
class CrawlOrder:
    """Which articles a crawl is to bring."""

    run_id: str
    window: DateWindow
    flow: str = "daily-crawl"
    sections: tuple[str, ...] = ()
    """Slugs; empty for all. With sections only their pages and feeds are read, as a sitemap does not name any."""
    limit: int | None = None
    """At most so many article pages are fetched, the newest first."""
    today: date | None = None
    """The day it is for this crawl; the clock's where it is left out."""
    dry_run: bool = False
    """Only look: no article is fetched and nothing is written; what would be fetched is skipped."""

    def __post_init__(self) -> None:
        """Refuse a run id that could not stand in a key."""
        if not RUN_ID_FORM.match(self.run_id):
            raise ConfigError(f"run id {self.run_id!r} is not allowed: it matches {RUN_ID_FORM.pattern}.")
        if self.limit is not None and self.limit < 0:
            raise ConfigError(f"limit {self.limit} is not allowed: give the number of pages, 0 or more.")

    def day(self, now: datetime) -> date:
        """Return the day it is for this crawl, `now` by the clock."""
        return self.today or vietnamese_day(now)

    def to_json(self) -> str:
        """Return one line for a spider argument."""
        return _ORDER.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> CrawlOrder:
        """Read what `to_json` wrote."""
        return _ORDER.validate_json(text)


_ORDER = TypeAdapter(CrawlOrder)
