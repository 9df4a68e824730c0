"""What the crawl never does: leave the newspaper's hosts, or connect to a private address."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import TypeVar

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver

from dvingest.config import load_settings
from dvingest.crawling.control import CrawlControl, Refused
from dvingest.crawling.mirror import Mirror
from dvingest.errors import DvingestError

ExtensionT = TypeVar("ExtensionT")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Prefixes of IPv6 that carry an IPv4 address to connect to.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")

refused_hosts: dict[str, str] = {}
"""Host to the private address it resolved to; tells such a refusal from a name that does not exist."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet, whatever form it is carried in."""
    try:
        parsed: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = _carried(parsed)
        if inner is not None:
            return is_public(str(inner))
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified)


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


class GuardedResolver(CachingHostnameResolver):
    """Resolves names and passes on only addresses that may be connected to.

    Twisted connects to exactly the addresses it gets from here, so a name that changes its address between
    a check and the connection gains nothing.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, private_endpoints: frozenset[tuple[str, int]]) -> None:
        super().__init__(reactor, cache_size)
        self._private_endpoints = private_endpoints

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Set up with the configured site as the only exception."""
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), Mirror(load_settings()).private_endpoints)

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """Resolve as Scrapy does, leaving private addresses out."""
        if (hostName.lower(), portNumber) not in self._private_endpoints:
            resolutionReceiver = _PublicOnly(resolutionReceiver, hostName)  # type: ignore[assignment]
        return super().resolveHostName(resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics)


class _PublicOnly:
    """Receives addresses and passes the public ones on."""

    def __init__(self, receiver: IResolutionReceiver, host: str) -> None:
        self._receiver = receiver
        self._host = host

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)  # type: ignore[call-arg, misc]  # Zope declares methods without self

    def addressResolved(self, address: IAddress) -> None:
        host = str(getattr(address, "host", ""))
        if is_public(host):
            self._receiver.addressResolved(address)  # type: ignore[call-arg, misc]  # Zope declares methods without self
        elif len(refused_hosts) < 1_000:
            refused_hosts[self._host] = host

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()  # type: ignore[misc]


class SiteGuardMiddleware:
    """The first to see a request: only the newspaper's hosts, only when the newspaper may be asked."""

    def __init__(self, crawler: Crawler) -> None:
        self._mirror = Mirror(load_settings())
        self._control = control_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SiteGuardMiddleware:
        """Set up for `crawler`."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request to the newspaper pass when its time has come."""
        if self._mirror.to_newspaper(request.url) is None:
            raise Refused("off_site", request.url[:200])
        request.meta["download_slot"] = SLOT
        await self._control.pass_gate()


SLOT = "newspaper"
"""One download slot for all hosts of the newspaper: one connection at a time, one delay between any two requests."""


def control_of(crawler: Crawler) -> CrawlControl:
    """Return the crawl's control."""
    return extension_of(crawler, CrawlControl)


def extension_of(crawler: Crawler, kind: type[ExtensionT]) -> ExtensionT:
    """Return the crawl's extension of a class that the settings enable."""
    found = crawler.get_extension(kind)
    if found is None:
        raise DvingestError(f"{kind.__name__} is not among the crawl's extensions: run it with its own settings.")
    return found
