"""Redirects: followed only to the newspaper's hosts, decided at every hop, and each refusal told."""

from __future__ import annotations

import re

from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.response import get_meta_refresh

from dvingest.config import load_settings
from dvingest.crawling.control import Refused
from dvingest.crawling.mirror import Mirror

MAX_HOPS = 5
LONGEST_REFRESH = 5.0
"""Seconds: a page that stays longer before it leads on is meant to be read."""
SHORT_PAGE = 16 * 1024
"""Bytes: a longer page is one of its own."""
_STATUSES = frozenset({301, 302, 303, 307, 308})
_REFRESH_HEADER = re.compile(r"\s*(\d+)\s*[;,]\s*url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE | re.ASCII)


class RedirectMiddleware:
    """Follows `Location`; Scrapy's own drops a redirect to another host without a word to anybody."""

    def __init__(self) -> None:
        self._mirror = Mirror(load_settings())

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the request for the next hop, or the response if it is no redirect."""
        target = self.target_of(request, response)
        return response if target is None else self._follow(request, response, target)

    def target_of(self, request: Request, response: Response) -> str | None:
        """Return where a response leads, as it writes it; None where it is the answer itself."""
        location = response.headers.get("Location")
        return location.decode("utf-8", "replace") if response.status in _STATUSES and location else None

    def _follow(self, request: Request, response: Response, written: str) -> Request:
        page = self._mirror.to_newspaper(request.url) or request.url
        target = self._mirror.resolve(written, page)
        address = self._mirror.to_site(target) if target else None
        if target is None or address is None:
            raise Refused("off_site", f"redirects to {written.encode('ascii', 'replace').decode()[:200]}")
        trail = [*request.meta.get("trail", []), request.url]
        # A page may send us back to it once, over others or not, to have the cookie brought along that it or they set.
        gave_cookie = request.meta.get("gave_cookie", False) or "Set-Cookie" in response.headers
        visits = trail.count(address)
        if visits > 1 or (visits and not gave_cookie) or len(trail) > MAX_HOPS:
            raise Refused("redirect_loop", f"{len(trail)} hops, then {target[:200]}")
        check = request.meta.get("check_redirect")
        if check is not None:
            check(request, target)
        meta = request.meta | {"trail": trail, "gave_cookie": gave_cookie}
        return request.replace(url=address, meta=meta, dont_filter=True)


class RefreshMiddleware(RedirectMiddleware):
    """Follows short pages that lead on by themselves, as a browser does; one that only loads itself again is kept."""

    def target_of(self, request: Request, response: Response) -> str | None:
        """Return where a page leads within a few seconds, by its meta element or its header."""
        if response.status != 200 or not isinstance(response, HtmlResponse) or len(response.body) > SHORT_PAGE:
            return None
        header = _REFRESH_HEADER.match((response.headers.get("Refresh") or b"").decode("latin-1"))
        seconds, target = (float(header[1]), header[2]) if header else get_meta_refresh(response)
        if seconds is None or target is None or seconds > LONGEST_REFRESH:
            return None
        is_itself = response.urljoin(target).partition("#")[0] == response.url.partition("#")[0]
        return None if is_itself and "Set-Cookie" not in response.headers else target
