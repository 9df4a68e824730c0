"""What a listing is to the crawl: its kind, where to look instead, and how far a section has been followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

from dvingest.crawling.finding.undated import Trial, of_section


class Kind(Enum):
    """What kind of listing a page is; the value is the order they are read in."""

    HOME = 5
    SITEMAP = 4
    FEED = 3
    SECTION = 2


@dataclass(slots=True)
class Chain:
    """The pages of one section as they are followed one after the other."""

    section: str | None = None
    """Slug of the section; the answers of a load-more API do not name it."""
    seen: set[str] = field(default_factory=set)
    """Keys of the articles its pages have shown: a page without a new one is its end, or a trap."""
    dry: int = 0
    """Pages in a row that showed nothing new."""
    older: int = 0
    """Pages in a row that showed only articles from before the window."""
    barren: int = 0
    """Pages in a row, without dates, of whose new addresses none was an article: a trap may go on for ever."""
    pages: int = 0
    sizes: list[int] = field(default_factory=list)
    """How many articles each of its pages named."""
    is_dated: bool = False
    """Whether its pages date articles of the window, or newer ones: columns without dates say nothing of it then."""
    has_passed: bool = False
    """Whether the dates that its page read last shows lead out of the window."""
    open_at: str = ""
    """Address of the page read last if that has a button for more which names no address."""
    last: tuple[str, ...] = ()
    """Keys of the articles that were new on the page read last which had any."""
    trials: list[Trial] = field(default_factory=list)
    """What becomes of the articles that its pages show without a date."""

    @property
    def reaches_back(self) -> bool:
        """Whether its articles have told that what follows them is from before the window."""
        lists = of_section(self.trials, is_dated=self.is_dated)
        return self.has_passed or any(trial.reaches_back for trial in lists)

    @property
    def is_full(self) -> bool:
        """Whether the page read last is no shorter than those before it, as the last of all would be."""
        return bool(self.sizes) and self.sizes[-1] >= max(self.sizes)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page to read for links."""

    kind: Kind
    url: str
    """The newspaper's address."""
    required: bool = False
    """Whether the crawl is incomplete without it; a guessed address that is not there is no failure."""
    depth: int = 0
    """Sitemap indexes above it, or sections."""
    alternatives: tuple[str, ...] = ()
    """Where to look instead when this one leads nowhere."""
    guesses: tuple[str, ...] = ()
    """Where to look when none of the named ways shows anything new."""
    chain: Chain | None = None


def section_of_feed(url: str) -> str | None:
    """Return the section slug in a feed's name: `thoi-su` of `/rss/thoi-su-276.rss`; None for the home feed."""
    name = urlsplit(url).path.rpartition("/")[2].removesuffix(".rss")
    slug = name.rpartition("-")[0] if name.rpartition("-")[2].isdigit() else name
    return None if slug in ("", "home", "tin-moi") else slug
