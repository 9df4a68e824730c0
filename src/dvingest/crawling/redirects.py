"""Redirects: followed only to the newspaper's hosts, decided at every hop, and each refusal told."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from dvingest.config import load_settings
from dvingest.crawling.helm import Refused
from dvingest.crawling.mirror import Mirror

MAX_HOPS = 5
_STATUSES = frozenset({301, 302, 303, 307, 308})


class RedirectMiddleware:
    """Follows `Location`; Scrapy's own drops a redirect to another host without a word to anybody."""

    def __init__(self) -> None:
        self._mirror = Mirror(load_settings())

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RedirectMiddleware:
        """Set up; nothing of `crawler` is needed."""
        return cls()

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the request for the next hop, or the response if it is no redirect."""
        location = response.headers.get("Location")
        if response.status not in _STATUSES or not location:
            return response
        page = self._mirror.to_newspaper(request.url) or request.url
        target = self._mirror.resolve(location.decode("utf-8", "replace"), page)
        address = self._mirror.to_site(target) if target else None
        if target is None or address is None:
            raise Refused("off_site", f"redirects to {location.decode('ascii', 'replace')[:200]}")
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
