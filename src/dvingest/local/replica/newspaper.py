"""The replica as a site: which address answers what, and what a test may change while it runs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Literal, TypeVar

from dvingest.local.replica import skin_cms, skin_legacy, skin_platform, skin_unknown, skin_zone
from dvingest.local.replica.answer import Answer, page
from dvingest.local.replica.corpus import SEED_NUMBER, Corpus, slugify
from dvingest.local.replica.encoding import in_code_page, in_decomposed_form
from dvingest.local.replica.furniture import Link, Page
from dvingest.local.replica.parts import MAIN, Content, Entry, Text
from dvingest.local.replica.prose import mix
from dvingest.local.replica.refused_pages import cookie_gate, login_wall, soft_404, without_text
from dvingest.local.replica.stamps import stamps_of
from dvingest.local.replica.traps import REFUSED
from dvingest.local.replica.truth import Refusal, Truth, refusal_as_row, truth_of
from dvingest.windows import VIETNAM_TIME, DateWindow

Face = Literal["unknown", "login_wall", "cookie_gate", "empty", "soft_404"]
"""What is served instead of an article's page: an unknown layout, or no article at all."""

_RENDER = {
    "cms": skin_cms.render,
    "zone": skin_zone.render,
    "platform": skin_platform.render,
    "legacy": skin_legacy.render,
}
_RELATED = 16
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Edit:
    """What the editors changed since the article appeared."""

    revision: int
    modified_at: datetime


class Newspaper:
    """The articles as they stand now, and the pages that show them."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.version = 0
        """Grows with every change, so that listings are made anew."""
        self._edits: dict[int, Edit] = {}
        self._touched: dict[int, datetime] = {}
        self._gone: dict[int, int] = {}
        self._moved: dict[int, datetime] = {}
        self._faces: dict[int | None, Face] = {}
        self._renderings: Counter[int] = Counter()

    # what a test may change

    def edit(self, entry: Entry, modified_at: datetime) -> None:
        """Change the text of an article: one more revision, modified at `modified_at`."""
        before = self._edits.get(entry.index)
        self._change(self._edits, entry.index, Edit(before.revision + 1 if before else 2, modified_at))

    def touch(self, entries: Sequence[Entry], listed_at: datetime) -> None:
        """Let the listings say that articles changed at `listed_at`, though only adverts and boxes are others."""
        self._touched.update(dict.fromkeys((entry.index for entry in entries), listed_at))
        self.version += 1

    def take_down(self, entry: Entry, status: int = 410) -> None:
        """Answer `status` for an article, which the listings still name."""
        self._change(self._gone, entry.index, status)

    def restore(self, entry: Entry) -> None:
        """Put an article back that was taken down."""
        self._gone.pop(entry.index, None)
        self.version += 1

    def move(self, entry: Entry, published_at: datetime) -> None:
        """Give an article another publication date, as the newspaper does now and then."""
        self._change(self._moved, entry.index, published_at.astimezone(VIETNAM_TIME))

    def publish(self, count: int, first_at: datetime, apart: timedelta = timedelta(minutes=1)) -> list[Entry]:
        """Publish `count` more articles, the first at `first_at`, and return them."""
        entries = [self.corpus.add(first_at + number * apart) for number in range(count)]
        self.version += 1
        return entries

    def show(self, face: Face | None, entries: Sequence[Entry] | None = None) -> None:
        """Serve `face` instead of these articles, or of all; None shows the articles again."""
        for index in [None] if entries is None else [entry.index for entry in entries]:
            if face is None:
                self._faces.pop(index, None)
            else:
                self._faces[index] = face
        self.version += 1

    def _change(self, table: dict[int, _V], key: int, value: _V) -> None:
        table[key] = value
        self.version += 1

    # articles as they stand

    def entry(self, index: int) -> Entry:
        """Return an article with the date it has now."""
        entry = self.corpus.entry(index)
        moved = self._moved.get(index)
        return replace(entry, published_at=moved) if moved else entry

    def content(self, entry: Entry) -> Content:
        """Return what an article says now."""
        content = self.corpus.content(entry.index)
        edit = self._edits.get(entry.index)
        if edit is None:
            return content
        moment = edit.modified_at.astimezone(VIETNAM_TIME)
        note = Text(
            "paragraph",
            f"Thông tin bổ sung lần {edit.revision - 1} lúc {moment:%H:%M ngày %d/%m/%Y}: cơ quan chức năng đã tiếp "
            "nhận phản ánh và đang kiểm tra.",
        )
        return replace(content, pieces=(*content.pieces, note), modified_at=moment)

    def modified_at(self, entry: Entry) -> datetime:
        """Return when an article was last changed, for sitemaps."""
        edit = self._edits.get(entry.index)
        changed = edit.modified_at if edit else entry.published_at
        return max(changed, self._touched.get(entry.index, changed))

    def articles_in(self, window: DateWindow, hosts: Sequence[str] | None = None) -> list[Entry]:
        """Return the articles dated within `window` that can be had: none refused, none taken down; oldest first."""
        return [e for e in self.listed_in(window, hosts) if e.trap not in REFUSED and e.index not in self._gone]

    def moved(self) -> list[Entry]:
        """Return the articles whose date was changed."""
        return [self.entry(index) for index in self._moved]

    def listed_in(self, window: DateWindow, hosts: Sequence[str] | None = None) -> list[Entry]:
        """Return all articles dated within `window`, those that cannot be had among them; oldest first."""
        entries = [e for e in self.corpus.articles_in(window, hosts) if e.index not in self._moved]
        moved = (self.entry(index) for index in self._moved)
        entries += [e for e in moved if window.contains(e.published_at) and (hosts is None or e.host in hosts)]
        return sorted(entries, key=lambda entry: entry.published_at)

    def refusals(self, window: DateWindow | None) -> list[Refusal]:
        """Return the listed addresses that must not become articles, and why."""
        entries = self.listed_in(window) if window else [self.entry(index) for index in range(len(self.corpus))]
        refusals = []
        for entry in entries:
            status = self._gone.get(entry.index)
            reason = f"http_{status}" if status else REFUSED.get(entry.trap)
            if reason:
                refusals.append(Refusal(self.corpus.url(entry), reason))
        return refusals

    def truth(self, entry: Entry) -> Truth:
        """Return the columns of silver that the article's page determines now."""
        content = self.content(entry)
        face = self._face(entry)
        template = "generic" if face == "unknown" else entry.skin
        url = self.corpus.url(entry)
        return truth_of(entry, content, stamps_of(entry, content), self.corpus.article_id(entry), url, template)

    def truths(self, window: DateWindow | None = None) -> Iterator[Truth]:
        """Yield the rows of the truth file, all or those of `window`: articles first, then what must be refused."""
        entries = self.articles_in(window) if window else (self.entry(index) for index in range(len(self.corpus)))
        for entry in entries:
            if entry.trap not in REFUSED and entry.index not in self._gone:
                yield self.truth(entry)
        for refusal in self.refusals(window):
            yield refusal_as_row(refusal)

    def write_truth(self, path: Path) -> int:
        """Write the truth file, one JSON object a line, and return the number of lines."""
        rows = [json.dumps(row, ensure_ascii=False) for row in self.truths()]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return len(rows)

    # pages

    def article_answer(self, entry: Entry) -> Answer:
        """Return the answer for an article's own address; boxes and adverts differ at every call."""
        status = self._gone.get(entry.index) or (410 if entry.trap == "gone" else None)
        if status:
            html = "<!DOCTYPE html><html><body><h1>Bài viết không còn tồn tại</h1></body></html>"
            return Answer("missing", html.encode(), status, article=entry.index)
        face = self._face(entry) or ("soft_404" if entry.trap == "soft_404" else None)
        match face:
            case "soft_404":
                return page("article", soft_404(), article=entry.index)
            case "login_wall":
                return page("article", login_wall(), article=entry.index)
            case "cookie_gate":
                return page("article", cookie_gate(), article=entry.index)
        self._renderings[entry.index] += 1
        html = self.page(entry, self._renderings[entry.index], unknown=face == "unknown", empty=face == "empty")
        if entry.trap == "nfd" and face is None:
            return Answer("article", in_decomposed_form(html), article=entry.index)
        if entry.trap == "code_page" and face is None:
            return Answer("article", in_code_page(html), article=entry.index)
        return page("article", html, article=entry.index)

    def page(self, entry: Entry, rendering: int = 1, *, unknown: bool = False, empty: bool = False) -> str:
        """Return the HTML of an article in its skin; the same for the same `rendering`."""
        content = self.content(entry)
        if empty:
            content = without_text(content)
        shown = Page(
            entry=entry,
            content=content,
            stamps=stamps_of(entry, content),
            canonical=self.corpus.url(self.corpus.entry(entry.index)),
            related=self._related(entry, rendering),
            dice=Random(mix(self.corpus.seed, entry.index, rendering, 8)),
        )
        return skin_unknown.render(shown) if unknown else _RENDER[entry.skin](shown)

    def seed_page(self, skin: Literal["zone", "cms"]) -> str:
        """Return the page of the seed article in one of the two skins that may have served it."""
        return self.page(replace(self.corpus.seed_entry, skin=skin))

    def seed_path(self, skin: Literal["zone", "cms"]) -> str:
        """Return where the seed article is in that skin; both addresses have its number, so both are one article."""
        if skin == "cms":
            return self.corpus.path(self.corpus.seed_entry)
        entry = self.corpus.seed_entry
        return f"/{entry.section.slug}/{slugify(self.corpus.title(entry))}-{SEED_NUMBER}.html"

    def _face(self, entry: Entry) -> Face | None:
        return self._faces.get(entry.index) or self._faces.get(None)

    def _related(self, entry: Entry, rendering: int) -> list[Link]:
        count = len(self.corpus)
        links = []
        for place in range(_RELATED):
            # Neighbours in time, so that their titles are made once for many pages.
            near = (entry.index + 1 + mix(entry.index, rendering, place, 9) % 80) % count
            other = self.corpus.entry(near)
            if near != entry.index and other.host == entry.host:
                links.append(self.link(other, entry.host))
        return links or [self.link(self.corpus.seed_entry, entry.host)]

    def link(self, entry: Entry, host: str = MAIN, *, summary: bool = False) -> Link:
        """Return an article as a box on a page of `host` shows it."""
        path = self.corpus.path(entry)
        href = path if entry.host == host else f"https://{entry.host}{path}"
        lead = self.content(entry).lead if summary else ""
        return Link(self.corpus.title(entry), href, lead or "", entry.number, entry.published_at)

    def newest_at(self) -> datetime:
        """Return when the newest article appeared, in UTC."""
        return self.corpus.entry(len(self.corpus) - 1).published_at.astimezone(UTC)
