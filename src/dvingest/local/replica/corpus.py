"""The articles of the replica: which there are, when they appeared, where they are; words are made when asked for."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from dvingest.errors import ConfigError
from dvingest.local.replica.parts import DOANHNHAN, MAIN, PHAPLUATPLUS, Content, Entry, Skin
from dvingest.local.replica.prose import Facts, facts_of, headline, mix, seed_text
from dvingest.local.replica.sections import SECTIONS, sections_of
from dvingest.local.replica.traps import TRAPS, Trap
from dvingest.local.replica.write import seed_content, write_content
from dvingest.windows import VIETNAM_TIME, DateWindow, first_of_next_month, vietnamese_day

SEED_NUMBER = 378211
SEED_PUBLISHED = datetime(2021, 1, 11, 9, 12, 35, tzinfo=VIETNAM_TIME)
FIRST_NUMBER = 530_001
"""Of the main host; an article's number grows with its place in time."""
FIRST_NUMBER_DOANHNHAN = 52_001

# Any 16 neighbours in time have every skin, so a few days always show several.
_SKINS: tuple[Skin, ...] = (
    "cms", "platform", "zone", "cms", "platform", "cms", "zone", "platform",
    "cms", "legacy", "platform", "cms", "zone", "platform", "cms", "zone",
)  # fmt: skip
_RECENT_SHARE = 8
_RECENT_MOST = 14


class Corpus:
    """The articles for one seed and one day, oldest first; 100,000 of them cost a few megabytes."""

    def __init__(self, seed: int, today: date, times: Sequence[int]) -> None:
        self.seed = seed
        self.today = today
        self._times = array("q", times)
        insort(self._times, int(SEED_PUBLISHED.timestamp()))
        self._seed_index = bisect_left(self._times, int(SEED_PUBLISHED.timestamp()))
        self._traps = _place_traps(len(self._times), self._seed_index)
        self._slugs: dict[tuple[str, str], int] = {}
        self._slug_of: dict[int, str] = {}
        self._slugs_known = 0
        self.entry = lru_cache(maxsize=20_000)(self._entry)
        self.content = lru_cache(maxsize=512)(self._content)
        self._facts = lru_cache(maxsize=2_000)(self._facts_of)
        self._title = lru_cache(maxsize=20_000)(self._headline)
        self._path = lru_cache(maxsize=20_000)(self._own_path)

    def __len__(self) -> int:
        return len(self._times)

    def __iter__(self) -> Iterator[Entry]:
        return (self.entry(index) for index in range(len(self)))

    @property
    def seed_entry(self) -> Entry:
        """The article of the seed text: 11 January 2021, whatever the window."""
        return self.entry(self._seed_index)

    def add(self, published_at: datetime) -> Entry:
        """Append one more article, not older than the newest, and return it."""
        moment = int(published_at.timestamp())
        if moment < self._times[-1]:
            newest = datetime.fromtimestamp(self._times[-1], VIETNAM_TIME)
            raise ConfigError(f"{published_at} is older than the replica's newest article: give {newest} or later.")
        self._times.append(moment)
        return self.entry(len(self) - 1)

    def indices_in(self, window: DateWindow) -> range:
        """Return the places of the articles published on the days of `window`."""
        edges = (bisect_left(self._times, int(moment.timestamp())) for moment in (window.starts_at, window.ends_at))
        return range(*edges)

    def articles_in(self, window: DateWindow, hosts: Sequence[str] | None = None) -> list[Entry]:
        """Return the articles of the days of `window`, oldest first, of all hosts or of those named."""
        entries = (self.entry(index) for index in self.indices_in(window))
        return [entry for entry in entries if hosts is None or entry.host in hosts]

    def with_trap(self, name: str) -> Entry:
        """Return the article that has the named trap."""
        for index, trap in self._traps.items():
            if trap.name == name:
                return self.entry(index)
        raise ConfigError(
            f"trap {name!r} is not in this corpus: it has {sorted(t.name for t in self._traps.values())}."
        )

    def months(self) -> list[str]:
        """Return the months that have articles, as `2021-01`, oldest first."""
        months: list[str] = []
        index = 0
        while index < len(self._times):
            day = vietnamese_day(datetime.fromtimestamp(self._times[index], UTC))
            months.append(f"{day:%Y-%m}")
            after = datetime.combine(first_of_next_month(day), time(), VIETNAM_TIME)
            index = bisect_left(self._times, int(after.timestamp()), index)
        return months

    def title(self, entry: Entry) -> str:
        """Return the title without making the rest."""
        return self._title(entry.index)

    def path(self, entry: Entry) -> str:
        """Return the path of the article's own address."""
        return self._path(entry.index)

    def _own_path(self, index: int) -> str:
        entry = self.entry(index)
        if entry.skin == "platform":
            self._learn_slugs()
            return f"/{self._slug_of[entry.index]}.html"
        slug = slugify(self.title(entry))
        if entry.host == DOANHNHAN:
            return f"/{slug}-{entry.number}.html"
        if entry.skin == "legacy" or (entry.skin == "zone" and entry.variant % 2):
            return f"/{entry.section.slug}/{slug}-{entry.number}.html"
        return f"/{slug}-post{entry.number}.html"

    def url(self, entry: Entry) -> str:
        """Return the article's own address in the newspaper's name."""
        return f"https://{entry.host}{self.path(entry)}"

    def article_id(self, entry: Entry) -> str:
        """Return the id silver must have."""
        if entry.skin == "platform":
            return f"plvn:{entry.host}/{self.path(entry)[1:].removesuffix('.html')}"
        return f"plvn:{entry.number}" if entry.host == MAIN else f"plvn:{entry.host}/{entry.number}"

    def find(self, host: str, path: str) -> Entry | None:
        """Return the article at `path`, by its number or, on the platform, by its slug."""
        if match := re.search(r"-(?:post)?(\d{4,7})\.html$", path):
            number = int(match[1])
            first = FIRST_NUMBER_DOANHNHAN if host == DOANHNHAN else FIRST_NUMBER
            index = self._seed_index if number == SEED_NUMBER else number - first
            if 0 <= index < len(self) and (entry := self.entry(index)).host == host and entry.skin != "platform":
                return entry
        self._learn_slugs()
        index = self._slugs.get((host, path[1:].removesuffix(".html")), -1)
        return self.entry(index) if index >= 0 else None

    def _learn_slugs(self) -> None:
        """Give every platform article its slug; one already used gets eight hexadecimal digits behind it."""
        while self._slugs_known < len(self):
            entry = self.entry(self._slugs_known)
            if entry.skin == "platform":
                slug = slugify(headline(self._facts_of(entry.index), self.seed, entry.index))
                if (entry.host, slug) in self._slugs or entry.trap == "hex_suffix":
                    slug = f"{slug}-{mix(self.seed, entry.index, 4) & 0xFFFFFFFF:08x}"
                self._slugs[entry.host, slug] = entry.index
                self._slug_of[entry.index] = slug
            self._slugs_known += 1

    def _headline(self, index: int) -> str:
        if index == self._seed_index:
            return seed_text()[0]
        return headline(self._facts(index), self.seed, index)

    def _entry(self, index: int) -> Entry:
        moment = datetime.fromtimestamp(self._times[index], VIETNAM_TIME)
        if index == self._seed_index:
            return Entry(index, SEED_NUMBER, moment, SECTIONS[0], None, "cms", MAIN, "seed", 0)
        trap = self._traps.get(index)
        skin, host = _SKINS[(index + self.seed) % len(_SKINS)], MAIN
        if trap:
            skin = trap.skin
        elif index % 24 == 5:
            host, skin = DOANHNHAN, "platform" if skin == "platform" else "cms"
        elif index % 24 == 17:
            host, skin = PHAPLUATPLUS, "platform"
        sections = sections_of(host)
        dice = mix(self.seed, index, 5)
        section = sections[dice % len(sections)]
        second = (
            sections[(dice >> 8) % len(sections)]
            if (trap and trap.name == "two_sections") or not dice >> 16 & 15
            else None
        )
        if trap and trap.name == "two_sections":
            second = sections[(dice % len(sections) + 3) % len(sections)]
        return Entry(
            index=index,
            number=(FIRST_NUMBER_DOANHNHAN if host == DOANHNHAN else FIRST_NUMBER) + index,
            published_at=moment,
            section=section,
            second_section=second if second != section else None,
            skin=skin,
            host=host,
            trap=trap.name if trap else "",
            variant=dice >> 24 & 0xFFFF,
        )

    def _facts_of(self, index: int) -> Facts:
        entry = self.entry(index)
        return facts_of(entry.section.topics, self.seed, index, entry.published_at)

    def _content(self, index: int) -> Content:
        entry = self.entry(index)
        if entry.trap == "seed":
            return seed_content(entry)
        content = write_content(entry, self.title(entry), self._facts(index), self.seed)
        trap = self._traps.get(index)
        return trap.change(content, entry) if trap else content


def build_corpus(
    seed: int, today: date, articles: int = 120, months: int = 4, *, window: DateWindow | None = None
) -> Corpus:
    """Return `articles` articles and the seed article, always the same for the same arguments.

    Without `window` they cover the month of `today` and the `months - 1` before it, thicker in the last three days;
    nothing is dated later than the first half hour of `today`, so that no page is ever from the future.
    With `window` they are spread evenly over its days.
    """
    if articles < 1 or months < 1:
        raise ConfigError(f"articles={articles}, months={months}: a replica has at least one article in one month.")
    if window is not None:
        return Corpus(seed, today, _spread(seed, articles, window))
    first = today.replace(day=1)
    for _ in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    recent = min(articles // _RECENT_SHARE, _RECENT_MOST)
    edge = today - timedelta(days=2)
    if first >= edge:
        return Corpus(seed, today, _clip(_spread(seed, articles, DateWindow.of_days(first, today)), today))
    old = _spread(seed, articles - recent, DateWindow(first, edge))
    new = _spread(seed, recent, DateWindow.of_days(edge, today)) if recent else []
    return Corpus(seed, today, _clip(sorted([*old, *new, *_edges(today, new)])[-articles:], today))


def _spread(seed: int, articles: int, window: DateWindow) -> list[int]:
    """Return moments over the days of `window`, most between 5 and 23 o'clock, in order."""
    days = (window.end - window.start).days
    midnight = int(window.starts_at.timestamp())
    moments = []
    for place in range(articles):
        dice = mix(seed, place, articles, 6)
        day = place * days // articles
        moments.append(midnight + day * 86_400 + 5 * 3600 + dice % (18 * 3600))
    return sorted(moments)


def _edges(today: date, recent: list[int]) -> list[int]:
    """Return moments on both sides of the last midnight, where windows begin and end."""
    midnight = int(datetime.combine(today, time(), VIETNAM_TIME).timestamp())
    return [midnight - 20, midnight + 20] if len(recent) > 4 else []


def _clip(moments: list[int], today: date) -> list[int]:
    """Move what lies later than half past midnight of `today` into its first half hour, keeping the order."""
    midnight = int(datetime.combine(today, time(), VIETNAM_TIME).timestamp())
    return sorted(moment if moment < midnight + 60 else midnight + 60 + (moment - midnight) // 60 for moment in moments)


def _place_traps(articles: int, seed_index: int) -> dict[int, Trap]:
    """Spread the traps over the corpus, each on an article of the main host."""
    placed: dict[int, Trap] = {}
    for number, trap in enumerate(TRAPS):
        index = (2 * number + 1) * articles // (2 * len(TRAPS))
        while index < articles and (index in placed or index == seed_index or index % 12 == 5):
            index += 1
        if index < articles:
            placed[index] = trap
    return placed


def slugify(text: str) -> str:
    """Return the newspaper's slug: letters without marks, figures, hyphens."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode("ascii")))
