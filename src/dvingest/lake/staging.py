"""What a run keeps on local disk between its steps: rows, outcomes and receipts, a file for each kind and step."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import TextIO

from pydantic import TypeAdapter

from dvingest.config import Settings
from dvingest.lake.layout import RUN_ID_FORM
from dvingest.model import Article, Outcome, PartReceipt

ADOPTION = timedelta(days=14)
"""Dead runs older than this are left to the audit, so that a run's requests do not grow with the archive."""

_KINDS = ("articles", "outcomes", "receipts", "dropped")
_OUTCOME = TypeAdapter(Outcome)


class Step:
    """The lines that one step of a run writes."""

    def __init__(self, files: Mapping[str, TextIO]) -> None:
        self._files = files
        self.dropped: Counter[str] = Counter()
        """How many pieces each cleaning rule took out."""

    def add_article(self, article: Article) -> None:
        """Keep a row."""
        self._files["articles"].write(article.model_dump_json() + "\n")

    def add_outcome(self, outcome: Outcome) -> None:
        """Keep what became of an address."""
        self._files["outcomes"].write(_OUTCOME.dump_json(outcome).decode() + "\n")

    def add_receipt(self, receipt: PartReceipt) -> None:
        """Keep the receipt of a part that was worked through."""
        self._files["receipts"].write(receipt.model_dump_json() + "\n")


class Staging:
    """The folder on local disk where a run keeps its rows between the steps; lost, it is made again from bronze."""

    def __init__(self, settings: Settings, run_id: str) -> None:
        self.folder = settings.work_dir / "staging" / run_id

    @staticmethod
    def clear_old(settings: Settings, now: datetime) -> None:
        """Delete the folders of killed runs that another machine has adopted, or that are too old to be adopted."""
        oldest = f"{now - ADOPTION:%Y%m%dt%H%M%Sz}"
        for folder in (settings.work_dir / "staging").glob("*"):
            if RUN_ID_FORM.match(folder.name) and folder.name < oldest:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def step(self, number: int) -> Iterator[Step]:
        """Yield what the step with this number writes to; a step that is done again replaces what it wrote."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            files = {
                kind: stack.enter_context((self.folder / f"{number:05d}.{kind}.jsonl").open("w", encoding="utf-8"))
                for kind in _KINDS
            }
            step = Step(files)
            yield step
            files["dropped"].write(json.dumps(step.dropped) + "\n")

    def articles(self) -> Iterator[Article]:
        """Yield the staged articles in the order of their parts."""
        return (Article.model_validate_json(line) for line in self._lines("articles"))

    def newest(self) -> Iterator[Article]:
        """Yield each article once, as it was fetched last; only one is held at a time."""
        last: dict[str, tuple[datetime, int]] = {}
        for place, article in enumerate(self.articles()):
            here = (article.fetched_at, place)
            last[article.article_id] = max(last.get(article.article_id, here), here)
        chosen = {place for _, place in last.values()}
        return (article for place, article in enumerate(self.articles()) if place in chosen)

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the staged outcomes; those of captured articles are still provisional."""
        return (_OUTCOME.validate_json(line) for line in self._lines("outcomes"))

    def receipts(self) -> list[PartReceipt]:
        """Return the receipts of the staged parts."""
        return [PartReceipt.model_validate_json(line) for line in self._lines("receipts")]

    def dropped(self) -> Counter[str]:
        """Return how many pieces each cleaning rule took out."""
        return sum((Counter(json.loads(line)) for line in self._lines("dropped")), Counter())

    def clear(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _lines(self, kind: str) -> Iterator[str]:
        for path in sorted(self.folder.glob(f"*.{kind}.jsonl")):
            with path.open(encoding="utf-8") as lines:
                yield from lines
