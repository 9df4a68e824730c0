"""The receipt of a run: what it saw, stored and changed, and the verdict on it."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from dvingest.windows import DateWindow


class PartReceipt(BaseModel):
    """One bronze part that is in the store."""

    model_config = ConfigDict(frozen=True)

    key: str
    sha256: str
    size: int = Field(description="Bytes.")
    pages: int


class CheckResult(BaseModel):
    """The verdict of one named check."""

    model_config = ConfigDict(frozen=True)

    name: str
    ok: bool
    required: bool
    """A required check that is not ok makes the run Rejected; another is a warning."""
    note: str
    """One sentence with the figures and, where it is not ok, what to do."""


RunStatus = Literal["succeeded", "failed", "rejected", "adopted"]
"""`rejected`: finished, but a required check failed. `adopted`: died; a later run took over its parts."""


class Manifest(BaseModel):
    """The receipt of a run, the last thing it writes."""

    run_id: str
    flow: str
    """`daily-crawl`, `backfill`, ..."""
    site: str
    host: str
    start: date
    end: date
    """First day outside the window."""
    started_at: datetime
    finished_at: datetime
    status: RunStatus
    counts: dict[str, int]
    """`considered` and one number per OutcomeStatus."""
    reasons: dict[str, int] = Field(default_factory=dict)
    """`status:reason` to number of URLs, for rejected, failed, skipped."""
    sections: dict[str, dict[str, int]] = Field(default_factory=dict)
    """Section to number of URLs per OutcomeStatus."""
    examples: dict[str, list[str]] = Field(default_factory=dict)
    """`status:reason` to at most five URLs."""
    pages_fetched: int = 0
    templates: dict[str, int] = Field(default_factory=dict)
    """Template to number of articles read with it."""
    field_coverage: dict[str, float] = Field(default_factory=dict)
    """Field to share (0 to 1) of this run's articles that have it."""
    dropped: dict[str, int] = Field(default_factory=dict)
    """Cleaning rule to number of pieces it took out."""
    warnings: dict[str, int] = Field(default_factory=dict)
    parts: list[PartReceipt] = Field(default_factory=list)
    adopted: list[str] = Field(default_factory=list)
    """Ids of dead runs whose parts this run took over."""
    adopted_by: str | None = None
    complete: bool = True
    """Discovery reached its end: no budget was hit, nothing was cut short."""
    stopped: str = ""
    """Why the crawl did not come to its end, in a sentence."""
    unread: str = ""
    """What of the lists was not read, in a few sentences, where the crawl came to its end all the same."""
    limited: bool = False
    """Somebody asked for less than all of the window: a limit, or some sections only."""
    newest_published_at: datetime | None = None
    """When the newest article that this run read was published; dates after the run's end do not count."""
    per_day: dict[date, int] = Field(default_factory=dict)
    """Articles in silver per day of the last year, as far as the runs up to this one have looked."""
    published_months: list[str] = Field(default_factory=list)
    rows_inserted: int = 0
    rows_updated: int = 0
    silver_version: int | None = None
    """Version of the Delta table after this run's commit; None when it wrote nothing."""
    checks: list[CheckResult] = Field(default_factory=list)
    versions: dict[str, str] = Field(default_factory=dict)
    """`dvingest`, `extractor`, `schema`."""

    @property
    def window(self) -> DateWindow:
        """The days that the run was about."""
        return DateWindow(self.start, self.end)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote; fields of later versions are ignored."""
        return cls.model_validate_json(text)

    def to_json(self) -> str:
        """Return indented JSON, so that a person can read the object in the store."""
        return self.model_dump_json(indent=1)
