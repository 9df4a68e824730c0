"""WARC parts: every page as served with what was read from it, written once, readable by any WARC tool."""

from __future__ import annotations

import hashlib
import io
import os
import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dvingest import __version__
from dvingest.errors import DamagedError, StoreError
from dvingest.lake.layout import Layout, is_part, run_id_of, run_ids_in
from dvingest.lake.objects import ObjectInfo, ObjectStore
from dvingest.lake.purged import unnamed
from dvingest.lake.records import CrawlEnd, outcomes_from_lines, outcomes_to_lines, reading_from_json, reading_to_json
from dvingest.lake.warc import (
    RecordWriter,
    has_members,
    http_headers,
    record_id,
    records,
    safe_url,
    served_headers,
    warc_date,
)
from dvingest.model import BronzeRecord, Capture, Outcome, PartReceipt

_JSON = "application/json"
_NDJSON = "application/x-ndjson"
_FIRST_PIECE = 128 * 1024


class PartWriter:
    """Writes one part to `path`: open as `<path>.open`, renamed to `path` when it is closed and on the disk.

    A part that was not closed is worthless; whatever is found under `path` is whole.
    """

    def __init__(self, path: Path, run_id: str, number: int) -> None:
        self.path = path
        self.run_id = run_id
        self.number = number
        self.pages = 0
        self._outcomes: list[Outcome] = []
        self._end: CrawlEnd | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open_path = path.with_name(path.name + ".open")
        self._file = self._open_path.open("wb")
        self._writer = RecordWriter(self._file, gzip=True, warc_version="1.1")
        self._write_information()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._file.tell()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it yet that would be worth an upload."""
        return not self.pages and not self._outcomes and self._end is None

    def add(self, capture: Capture) -> int:
        """Write a page and its reading; return the offset of the page's record."""
        offset = self.size
        moment = warc_date(capture.fetched_at)
        response = self._writer.create_warc_record(
            safe_url(capture.url),
            "response",
            payload=io.BytesIO(capture.body),
            http_headers=http_headers(capture),
            warc_headers_dict={"WARC-Record-ID": record_id(), "WARC-Date": moment},
        )
        self._writer.write_record(response)
        conversion = self._writer.create_warc_record(
            safe_url(capture.url),
            "conversion",
            payload=io.BytesIO(reading_to_json(capture)),
            warc_content_type=_JSON,
            warc_headers_dict={
                "WARC-Record-ID": record_id(),
                "WARC-Date": moment,
                "WARC-Refers-To": response.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        self._writer.write_record(conversion)
        self.pages += 1
        return offset

    def add_outcomes(self, outcomes: Iterable[Outcome]) -> None:
        """Keep the outcomes of URLs that have no page; they are written when the part is closed."""
        self._outcomes.extend(map(unnamed, outcomes))

    def finish(self, complete: bool, message: str = "") -> None:
        """Say that the crawl ends with this part."""
        self._end = CrawlEnd(complete, message)

    def close(self) -> Path:
        """Write the outcomes, put everything on the disk and return the part's path."""
        if self._file.closed:
            return self.path
        if self._outcomes or self._end is not None:
            record = self._writer.create_warc_record(
                f"urn:dvingest:run:{self.run_id}",
                "metadata",
                payload=io.BytesIO(outcomes_to_lines(self._outcomes, self._end)),
                warc_content_type=_NDJSON,
                warc_headers_dict={"WARC-Record-ID": record_id(), "WARC-Date": warc_date(datetime.now(UTC))},
            )
            self._writer.write_record(record)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._open_path.replace(self.path)
        return self.path

    def discard(self) -> None:
        """Throw the open part away."""
        self._file.close()
        self._open_path.unlink(missing_ok=True)

    def _write_information(self) -> None:
        fields = {
            "software": f"dvingest/{__version__} (Python {platform.python_version()})",
            "format": "WARC File Format 1.1",
            "isPartOf": self.run_id,
            "description": f"part {self.number} of the run; pages are decoded, conversion records hold their readings",
        }
        record = self._writer.create_warcinfo_record(f"part-{self.number:05d}.warc.gz", fields)
        self._writer.write_record(record)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was read from the store, verified."""

    key: str
    data: bytes

    def records(self) -> Iterator[BronzeRecord]:
        """Yield the captures in the order they were fetched."""
        run_id = run_id_of(self.key)
        for offset, capture in _captures(self.data, self.key):
            yield BronzeRecord(capture, run_id, self.key, offset)

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes of URLs that have no page."""
        return (line for line in self._lines() if isinstance(line, Outcome))

    def crawl_end(self) -> CrawlEnd | None:
        """Return how the crawl ended, if it came to its end with this part."""
        return next((line for line in self._lines() if isinstance(line, CrawlEnd)), None)

    def _lines(self) -> Iterator[Outcome | CrawlEnd]:
        for _, kind, _, content in records(self.data, f"Part {self.key!r}"):
            if kind == "metadata":
                yield from outcomes_from_lines(content)


def upload_part(store: ObjectStore, layout: Layout, run_id: str, number: int, path: Path) -> PartReceipt:
    """Store a closed part and return its receipt; the same part again, or after a lost answer, is no error."""
    data = path.read_bytes()
    pages = sum(1 for _, kind, _, _ in records(data, f"Part {path.name!r}") if kind == "response")
    key = layout.part(run_id, number)
    store.put_if_absent(key, data, "application/warc")
    return PartReceipt(key=key, sha256=hashlib.sha256(data).hexdigest(), size=len(data), pages=pages)


def load_part(store: ObjectStore, key: str) -> Part:
    """Return a part with all its bytes, verified."""
    return Part(key, store.get_named(key))


def read_part(store: ObjectStore, key: str) -> Iterator[BronzeRecord]:
    """Yield the captures of a part."""
    return load_part(store, key).records()


def read_record(store: ObjectStore, key: str, offset: int) -> BronzeRecord:
    """Return the one capture that begins at `offset` of a part; only its bytes are read."""
    length = _FIRST_PIECE
    while True:
        piece = store.get_range(key, offset, length)
        if has_members(piece, 2) or len(piece) < length:
            break
        length *= 4
    for begin, capture in _captures(piece, key, offset):  # stops after the first, before the piece's ragged end
        return BronzeRecord(capture, run_id_of(key), key, begin)
    raise StoreError(f"Part {key!r} has no page at byte {offset}.")


def list_parts(store: ObjectStore, layout: Layout, run_id: str) -> list[ObjectInfo]:
    """Return the parts of a run in the order they were written."""
    return [info for info in store.list(layout.bronze_run(run_id)) if is_part(info.key)]


def runs_in_bronze(store: ObjectStore, layout: Layout, since: date | None = None) -> list[str]:
    """Return the ids of the runs that have parts, oldest first, from crawl date `since` on."""
    runs = []
    for day_folder in store.list_folders(layout.bronze):
        found = re.search(r"crawl_date=(\d{4}-\d{2}-\d{2})/$", day_folder)
        if found and (since is None or found[1] >= since.isoformat()):
            runs += run_ids_in(store.list_folders(day_folder))
    return sorted(runs)


def _captures(data: bytes, key: str, base: int = 0) -> Iterator[tuple[int, Capture]]:
    page: tuple[int, Any, bytes] | None = None
    for offset, kind, record, content in records(data, f"Part {key!r}", base):
        if kind == "response":
            page = (offset, record, content)
        elif kind == "conversion" and page is not None:
            begin, response, body = page
            if record.rec_headers.get_header("WARC-Refers-To") != response.rec_headers.get_header("WARC-Record-ID"):
                raise DamagedError(f"Part {key!r} is damaged at byte {offset}: a reading without its page.")
            yield begin, _capture(response, body, content)
            page = None


def _capture(response: Any, body: bytes, conversion: bytes) -> Capture:
    reading, beside = reading_from_json(conversion)
    return Capture(
        url=beside.get("url") or response.rec_headers.get_header("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(response.rec_headers.get_header("WARC-Date")),
        status=int(response.http_headers.get_statuscode()),
        headers=served_headers(response.http_headers.headers),
        body=body,
        reading=reading,
        section=beside.get("section"),
        extractor_version=beside.get("extractor_version", ""),
        redirected_from=beside.get("redirected_from"),
        known_as=beside.get("known_as"),
    )
