"""WARC parts: every page as served with what was read from it, written once, readable by any WARC tool."""

from __future__ import annotations

import hashlib
import http
import io
import os
import platform
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dvingest import __version__
from dvingest.errors import StoreError
from dvingest.lake.layout import Layout, run_id_of
from dvingest.lake.objects import ObjectInfo, ObjectStore
from dvingest.lake.purged import unnamed
from dvingest.lake.records import CrawlEnd, outcomes_from_lines, outcomes_to_lines, reading_from_json, reading_to_json
from dvingest.model import BronzeRecord, Capture, Outcome, PartReceipt

# Headers that no longer describe the body once it is decoded; kept under X-Orig-, as other archives do.
_CHANGED_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
_ORIGINAL = "X-Orig-"
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
        self._writer = _Writer(self._file, gzip=True, warc_version="1.1")
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
        moment = _warc_date(capture.fetched_at)
        response = self._writer.create_warc_record(
            _safe_url(capture.url),
            "response",
            payload=io.BytesIO(capture.body),
            http_headers=_http_headers(capture),
            warc_headers_dict={"WARC-Record-ID": _record_id(), "WARC-Date": moment},
        )
        self._writer.write_record(response)
        conversion = self._writer.create_warc_record(
            _safe_url(capture.url),
            "conversion",
            payload=io.BytesIO(reading_to_json(capture)),
            warc_content_type=_JSON,
            warc_headers_dict={
                "WARC-Record-ID": _record_id(),
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
                warc_headers_dict={"WARC-Record-ID": _record_id(), "WARC-Date": _warc_date(datetime.now(UTC))},
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
        for offset, capture in _captures(self.data, self.key, 0):
            yield BronzeRecord(capture, run_id, self.key, offset)

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes of URLs that have no page."""
        return (line for line in self._lines() if isinstance(line, Outcome))

    def crawl_end(self) -> CrawlEnd | None:
        """Return how the crawl ended, if it came to its end with this part."""
        return next((line for line in self._lines() if isinstance(line, CrawlEnd)), None)

    def _lines(self) -> Iterator[Outcome | CrawlEnd]:
        for _, kind, _, content in _raw_records(self.data, self.key, 0):
            if kind == "metadata":
                yield from outcomes_from_lines(content)


def upload_part(store: ObjectStore, layout: Layout, run_id: str, number: int, path: Path) -> PartReceipt:
    """Store a closed part and return its receipt; the same part again, or after a lost answer, is no error."""
    data = path.read_bytes()
    pages = sum(1 for _, kind, _, _ in _raw_records(data, path.name, 0) if kind == "response")
    key = layout.part(run_id, number)
    store.put_if_absent(key, data, "application/warc")
    return PartReceipt(key=key, sha256=hashlib.sha256(data).hexdigest(), size=len(data), pages=pages)


def load_part(store: ObjectStore, key: str) -> Part:
    """Return a part with all its bytes, verified."""
    return Part(key, store.get(key))


def read_part(store: ObjectStore, key: str) -> Iterator[BronzeRecord]:
    """Yield the captures of a part."""
    return load_part(store, key).records()


def read_outcomes(store: ObjectStore, key: str) -> Iterator[Outcome]:
    """Yield the outcomes of URLs without a page that stand in a part."""
    return load_part(store, key).outcomes()


def read_record(store: ObjectStore, key: str, offset: int) -> BronzeRecord:
    """Return the one capture that begins at `offset` of a part; only its bytes are read."""
    length = _FIRST_PIECE
    while True:
        piece = store.get_range(key, offset, length)
        if _has_members(piece, 2) or len(piece) < length:
            break
        length *= 4
    for begin, capture in _captures(piece, key, offset):  # stops after the first, before the piece's ragged end
        return BronzeRecord(capture, run_id_of(key), key, begin)
    raise StoreError(f"Part {key!r} has no page at byte {offset}.")


def list_parts(store: ObjectStore, layout: Layout, run_id: str) -> list[ObjectInfo]:
    """Return the parts of a run in the order they were written."""
    return [info for info in store.list(layout.bronze_run(run_id)) if info.key.endswith(".warc.gz")]


def runs_in_bronze(store: ObjectStore, layout: Layout, since: date | None = None) -> list[str]:
    """Return the ids of the runs that have parts, oldest first, from crawl date `since` on."""
    runs = []
    for day_folder in store.list_folders(layout.bronze):
        found = re.search(r"crawl_date=(\d{4}-\d{2}-\d{2})/$", day_folder)
        if found and (since is None or found[1] >= since.isoformat()):
            runs += [run_id_of(folder) for folder in store.list_folders(day_folder)]
    return sorted(runs)


def _captures(data: bytes, key: str, base: int) -> Iterator[tuple[int, Capture]]:
    page: tuple[int, Any, bytes] | None = None
    for offset, kind, record, content in _raw_records(data, key, base):
        if kind == "response":
            page = (offset, record, content)
        elif kind == "conversion" and page is not None:
            begin, response, body = page
            if record.rec_headers.get_header("WARC-Refers-To") != response.rec_headers.get_header("WARC-Record-ID"):
                raise StoreError(f"Part {key!r} is damaged at byte {offset}: a reading without its page.")
            yield begin, _capture(response, body, content)
            page = None


def _capture(response: Any, body: bytes, conversion: bytes) -> Capture:
    reading, beside = reading_from_json(conversion)
    return Capture(
        url=beside.get("url") or response.rec_headers.get_header("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(response.rec_headers.get_header("WARC-Date")),
        status=int(response.http_headers.get_statuscode()),
        headers=_served_headers(response.http_headers.headers),
        body=body,
        reading=reading,
        section=beside.get("section"),
        extractor_version=beside.get("extractor_version", ""),
        redirected_from=beside.get("redirected_from"),
    )


def _raw_records(data: bytes, key: str, base: int) -> Iterator[tuple[int, str, Any, bytes]]:
    """Yield offset, type, record and content of every record; StoreError where the bytes are no whole records."""
    for offset, member in _members(data, key, base):
        records = ArchiveIterator(io.BytesIO(member), check_digests="raise")
        try:
            for record in records:
                yield offset, record.rec_type, record, record.content_stream().read()
        except (ArchiveLoadFailed, ValueError) as error:
            raise _damaged(key, offset, error) from None


def _members(data: bytes, key: str, base: int) -> Iterator[tuple[int, bytes]]:
    """Yield offset and content of every gzip member.

    warcio would pass over a member that is cut off or whose checksum is wrong.
    """
    offset = 0
    while offset < len(data):
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            content = inflate.decompress(memoryview(data)[offset:])
        except zlib.error as error:
            raise _damaged(key, base + offset, error) from None
        if not inflate.eof:
            raise _damaged(key, base + offset, EOFError("the record is cut off"))
        yield base + offset, content
        offset = len(data) - len(inflate.unused_data)


def _damaged(key: str, offset: int, error: Exception) -> StoreError:
    return StoreError(f"Part {key!r} is damaged at byte {offset}: {' '.join(str(error).split())[:120]}.")


def _has_members(piece: bytes, count: int) -> bool:
    """Tell whether `piece` holds at least `count` whole gzip members."""
    for _ in range(count):
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            inflate.decompress(piece)
        except zlib.error:
            return True  # reading it will say what is wrong
        if not inflate.eof:
            return False
        piece = inflate.unused_data
    return True


def _http_headers(capture: Capture) -> StatusAndHeaders:
    headers: list[tuple[str, str]] = []
    for name, value in capture.headers:
        name, value = _one_line(name), _one_line(value)
        lower = name.lower()
        if lower not in _CHANGED_HEADERS or (lower == "content-length" and value == str(len(capture.body))):
            headers.append((name, value))
            continue
        headers.append((_ORIGINAL + name, value))
        if lower == "content-length":
            headers.append((name, str(len(capture.body))))
    try:
        phrase = http.HTTPStatus(capture.status).phrase
    except ValueError:
        phrase = "Unknown"
    return _Utf8Headers(f"{capture.status} {phrase}", headers, protocol="HTTP/1.1")


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's writer without its temporary files, which it never closes; a page is at most 8 MiB."""

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


class _Utf8Headers(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers as served; warcio would percent-encode some values and refuse others."""

    def to_ascii_bytes(self, header_filter: Any = None) -> bytes:
        """Return the headers in UTF-8, which warcio reads back."""
        return bytes(self.to_bytes(header_filter, "utf-8"))


def _served_headers(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the headers as the newspaper sent them."""
    changed = {name.lower() for name, _ in headers if name.lower().startswith(_ORIGINAL.lower())}
    served = []
    for name, value in headers:
        lower = name.lower()
        if lower in changed and lower.removeprefix(_ORIGINAL.lower()) in _CHANGED_HEADERS:
            served.append((name[len(_ORIGINAL) :], value))
        elif _ORIGINAL.lower() + lower not in changed:
            served.append((name, value))
    return tuple(served)


def _one_line(value: str) -> str:
    # A line break would end the header and begin another of the page's choosing.
    return re.sub(r"[\r\n\0]+", " ", value)


def _safe_url(url: str) -> str:
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~") if re.search(r"[^\x21-\x7e]", url) else url


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _warc_date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
