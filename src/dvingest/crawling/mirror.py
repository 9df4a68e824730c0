"""Between the newspaper's addresses and those really asked, when a mirror or replica stands in for it."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from dvingest.config import Settings
from dvingest.plvn.urls import MAIN_HOST, is_newspaper_host

MAX_ADDRESS = 2_000
# A line end or blank that a list took for a part of the address, and escaped.
_ESCAPED_ENDING = re.compile(r"(?:%0[9ad]|%20)+$", re.IGNORECASE)

# Other names of the main host: asked under one name, as the newspaper redirects between them.
_MAIN_NAMES = frozenset({MAIN_HOST, f"www.{MAIN_HOST}", f"m.{MAIN_HOST}"})


class Mirror:
    """Which root stands for which host of the newspaper; without a mirror every host stands for itself."""

    def __init__(self, settings: Settings) -> None:
        roots = {host: root for host, root in settings.mirrors.items() if is_newspaper_host(host)}
        if settings.is_mirrored:
            roots.setdefault(MAIN_HOST, settings.site_url)
        self._is_mirrored = settings.is_mirrored
        self._roots = {host: urlsplit(root) for host, root in roots.items()}
        # The longest folder first: http://127.0.0.1:8000/~doanhnhan lies below http://127.0.0.1:8000.
        self._by_depth = sorted(self._roots.items(), key=lambda pair: len(pair[1].path), reverse=True)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The newspaper's hosts that have a root of their own here, the main host first."""
        return (MAIN_HOST, *(host for host in self._roots if host not in _MAIN_NAMES))

    @property
    def private_endpoints(self) -> frozenset[tuple[str, int]]:
        """Hosts and ports that may lie on a private address, because somebody configured them."""
        return frozenset((root.hostname or "", _port(root)) for root in self._roots.values())

    def to_site(self, url: str) -> str | None:
        """Return the address to ask for a newspaper's `url`; None where this crawl has no way to that host."""
        parts = _split(url)
        if parts is None or not is_newspaper_host(parts.hostname):
            return None
        host = (parts.hostname or "").lower().rstrip(".")
        root = self._roots.get(host) or (self._roots.get(MAIN_HOST) if host in _MAIN_NAMES else None)
        path = parts.path or "/"
        if root is not None:
            return urlunsplit((root.scheme, root.netloc, root.path + path, parts.query, ""))
        if self._is_mirrored:
            return None
        name = MAIN_HOST if host in _MAIN_NAMES else host
        return urlunsplit(("https", name, path, parts.query, ""))

    def root_of(self, url: str) -> str:
        """Return the root below which the pages of the host of a newspaper's `url` are really asked for."""
        host = f"https://{urlsplit(url).hostname}"
        return (self.to_site(host) or host).removesuffix("/")

    def to_newspaper(self, url: str) -> str | None:
        """Return the newspaper's address of an absolute `url` on a mirror or on the newspaper, None elsewhere."""
        parts = _split(url)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        for host, root in self._by_depth:
            if (parts.scheme, parts.hostname, _port(parts)) == (root.scheme, root.hostname, _port(root)):
                path = _below(parts.path, root.path)
                if path is not None:
                    return urlunsplit(("https", host, path, parts.query, ""))
        if not is_newspaper_host(parts.hostname) or parts.port not in (None, 80, 443) or parts.username is not None:
            return None
        host = parts.hostname.lower().rstrip(".")
        name = MAIN_HOST if host in _MAIN_NAMES else host
        return urlunsplit(("https", name, parts.path or "/", parts.query, ""))

    def resolve(self, address: str, page: str) -> str | None:
        """Return the newspaper's address for one written in a page, feed, sitemap or `Location`; None if it is no such.

        `page` is the newspaper's address of where it was written: a mirror serves copies of pages, so "/x.html" means
        the host the page was copied from, unless it names the folder of a mirror.
        """
        # Browsers drop line breaks and tabs inside an address; other control characters have no business there.
        text = _ESCAPED_ENDING.sub("", re.sub(r"[\t\r\n]", "", address).strip()).replace(" ", "%20")
        if len(text) > MAX_ADDRESS or not text.isprintable():
            return None
        try:
            joined = urljoin(page, text.replace("\\", "/"))
        except ValueError:
            return None
        target = self.to_newspaper(joined)
        if target is None:
            return None
        parts = urlsplit(target)
        for host, root in self._by_depth:
            path = _below(parts.path, root.path) if root.path else None
            if path is not None:
                return urlunsplit(("https", host, path, parts.query, ""))
        return target


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _below(path: str, folder: str) -> str | None:
    """Return `path` as seen from `folder`, None where it lies elsewhere."""
    if not folder:
        return path or "/"
    if path == folder or path.startswith(folder + "/"):
        return path[len(folder) :] or "/"
    return None
