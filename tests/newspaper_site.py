"""A small newspaper over real HTTP whose every answer a test can bend: for faults that a well-behaved replica lacks."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from dvingest.windows import VIETNAM_TIME, DateWindow

DAY = datetime(2026, 11, 20, tzinfo=VIETNAM_TIME)
WINDOW = DateWindow.of_days(DAY.date() - timedelta(days=4), DAY.date())


@dataclass(frozen=True)
class Story:
    """An article of the site."""

    number: int
    published: datetime
    section: str = "thoi-su"
    modified: datetime | None = None

    @property
    def path(self) -> str:
        return f"/bai-viet-ve-viec-lang-so-{self.number}-o-que-post{self.number}.html"

    @property
    def url(self) -> str:
        return f"https://baophapluat.vn{self.path}"

    @property
    def key(self) -> str:
        return f"plvn:{self.number}"

    @property
    def changed(self) -> datetime:
        return self.modified or self.published

    def page(self) -> bytes:
        paragraphs = "".join(
            f"<p>Đoạn {index} của bài số {self.number} kể rằng bà con trong làng đã họp và bàn chuyện nước sạch, "
            f"chuyện đường sá, chuyện con em đi học xa nhà suốt cả mùa mưa lũ.</p>"
            for index in range(1, 5)
        )
        stamp = self.published.isoformat()
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>Chuyện làng số {self.number}</title>
<meta property="og:title" content="Chuyện làng số {self.number} được kể lại">
<meta property="article:published_time" content="{stamp}">
<meta property="article:modified_time" content="{self.changed.isoformat()}">
<link rel="canonical" href="{self.url}"></head><body>
<nav><a href="/">Trang chủ</a></nav><div class="main-col content-col">
<div class="breadcrumbs"><a class="text" href="/{self.section}/">Thời sự</a></div><div class="article">
<h1 class="article__title cms-title ">Chuyện làng số {self.number} được kể lại</h1>
<div class="article__meta"><time class="time" datetime="{stamp}">{self.published:%d/%m/%Y %H:%M}</time></div>
<div class="article__sapo cms-desc ">(PLVN) - Làng số {self.number} vừa có một ngày hội vui và ấm áp.</div>
<div class="article__body cms-body " itemprop="articleBody">{paragraphs}</div></div></div></body></html>""".encode()


def stories(
    count: int, *, first: int = 400_000, section: str = "thoi-su", spread: timedelta | None = None
) -> list[Story]:
    """Return stories of the window, the newest first."""
    step = (spread or timedelta(days=4)) / max(count, 1)
    return [Story(first + index, DAY.replace(hour=12) - index * step, section) for index in range(count)]


class Exchange(BaseHTTPRequestHandler):
    """One request, and the means to answer it badly."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body of each answer waits for the other side's word on its headers
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.site.connections += 1

    def do_GET(self) -> None:
        site = self.server.site
        with site.lock:
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
        try:
            self.answer_request(site)
        finally:
            with site.lock:
                site.at_once -= 1

    def answer_request(self, site: NewspaperSite) -> None:
        path = self.path
        site.requests.append(Request(time.monotonic(), path, dict(self.headers)))
        answer = site.routes.get(path) or site.routes.get(urlsplit(path).path) or site.fallback
        for intercept in site.intercepts:
            answer = intercept(path) or answer
        try:
            answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def give(
        self,
        body: bytes | str = b"",
        status: int = 200,
        content_type: str = "text/html; charset=utf-8",
        headers: Iterable[tuple[str, str]] = (),
        length: int | None = None,
    ) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return


Answer = Callable[[Exchange], None]


@dataclass(frozen=True)
class Request:
    """A request the site has seen."""

    at: float
    path: str
    headers: dict[str, str]


def page(body: bytes | str, **how: object) -> Answer:
    """Return an answer with a body."""
    return lambda exchange: exchange.give(body, **how)  # type: ignore[arg-type]


def status(code: int, *headers: tuple[str, str]) -> Answer:
    """Return an answer with a status and nothing else."""
    return lambda exchange: exchange.give(b"", code, headers=headers)


def redirect(location: str, code: int = 302) -> Answer:
    """Return a redirect."""
    return status(code, ("Location", location))


@dataclass
class NewspaperSite:
    """The site: its stories, and what each path answers."""

    stories: list[Story] = field(default_factory=list)
    has_sitemap: bool = True
    has_sections: bool = True
    shows_dates: bool = True
    names_pages: bool = True
    page_size: int = 10
    routes: dict[str, Answer] = field(default_factory=dict)
    intercepts: list[Callable[[str], Answer | None]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    at_once: int = 0
    most_at_once: int = 0
    connections: int = 0

    @staticmethod
    def fallback(exchange: Exchange) -> None:
        exchange.give("<html><body>không có</body></html>", 404)

    def build(self) -> None:
        """Fill the routes from the stories; what a test has put there stays."""
        built: dict[str, Answer] = {"/robots.txt": page("User-agent: *\nAllow: /\n", content_type="text/plain")}
        sections = sorted({story.section for story in self.stories}) if self.has_sections else []
        menu = "".join(f'<a href="/{section}/">{section}</a>' for section in ["", *sections])
        built["/"] = page(f"<html><body><nav>{menu}</nav></body></html>")
        for story in self.stories:
            built[story.path] = page(story.page())
        for section in sections:
            self._build_section(built, section)
        if self.has_sitemap:
            self._build_sitemaps(built)
        self.routes = built | self.routes

    def _build_section(self, built: dict[str, Answer], section: str) -> None:
        mine = [story for story in self.stories if story.section == section]
        pages = [mine[at : at + self.page_size] for at in range(0, len(mine), self.page_size)] or [[]]
        for number, listed in enumerate(pages, 1):
            items = "".join(self._item(story) for story in listed)
            more = (
                f'<a class="next" href="/{section}/?page={number + 1}">Xem tiếp</a>'
                if self.names_pages and number < len(pages)
                else ""
            )
            answer = page(f"<html><body><div class='content-list'>{items}</div>{more}</body></html>")
            built[f"/{section}/?page={number}"] = answer
            if number == 1:
                built[f"/{section}/"] = answer

    def _item(self, story: Story) -> str:
        shown = (
            f'<time datetime="{story.published.isoformat()}">{story.published:%d/%m/%Y}</time>'
            if self.shows_dates
            else ""
        )
        return (
            f'<article class="story" data-id="{story.number}"><h2 class="story__heading">'
            f'<a class="cms-link" href="{story.path}">Chuyện làng số {story.number}</a></h2>{shown}</article>'
        )

    def _build_sitemaps(self, built: dict[str, Answer]) -> None:
        months: dict[str, list[Story]] = {}
        for story in self.stories:
            local = story.published.astimezone(VIETNAM_TIME)
            months.setdefault(f"{local.year}-{local.month}", []).append(story)
        built["/sitemap.xml"] = page(
            sitemap_index(f"https://baophapluat.vn/sitemaps/news-{month}.xml" for month in months),
            content_type="text/xml",
        )
        for month, listed in months.items():
            entries = sitemap((story.url, story.changed.isoformat()) for story in listed)
            built[f"/sitemaps/news-{month}.xml"] = page(
                gzip.compress(entries.encode()), content_type="application/gzip"
            )

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.requests)

    def article_requests(self) -> Counter[str]:
        """How often each article was asked for."""
        paths = {story.path for story in self.stories}
        return Counter(request.path for request in self.requests if request.path in paths)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: NewspaperSite


@contextmanager
def serving(site: NewspaperSite, certificate: tuple[Path, Path] | None = None) -> Iterator[NewspaperSite]:
    """Serve the site on a free port of 127.0.0.1, over TLS as `localhost` where a certificate is given."""
    site.build()
    server = _Server(("127.0.0.1", 0), Exchange)
    server.site = site
    site.url = f"http://127.0.0.1:{server.server_port}"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        site.url = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sitemap(entries: Iterable[tuple[str, str | None]]) -> str:
    """Return a sitemap of addresses and lastmods."""
    rows = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>" for url, lastmod in entries
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def sitemap_index(urls: Iterable[str]) -> str:
    """Return an index of sitemaps."""
    rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return (
        f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'
    )


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)
