"""Whether the newspaper can be reached at all, asked once by `doctor` and by nothing else."""

from __future__ import annotations

import socket
import ssl
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from dvingest.config import Settings

SECONDS = 10.0


def probe_site(settings: Settings) -> tuple[bool, str]:
    """Return whether the site's robots.txt is answered, and one sentence that says what was found."""
    url = f"{settings.site_url}/robots.txt"
    request = Request(url, headers={"User-Agent": user_agent()})
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            return True, f"{url} answers with {answer.status}."
    except HTTPError as error:
        error.close()
        if error.code == 404:
            return True, f"{url} answers with 404: the site is there and forbids nothing."
        return False, f"{url} answers with {error.code}: the newspaper refuses us or is in trouble; try again later."
    except (URLError, OSError, ValueError) as error:
        return False, f"{url} cannot be reached: {_cause(error)}"


def user_agent() -> str:
    """Return the agent the crawl names itself by; Scrapy's settings read the environment when they are imported."""
    from dvingest.crawling.settings import USER_AGENT

    return USER_AGENT


def _cause(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({reason.verify_message}); it is never accepted unverified."
    if isinstance(reason, socket.gaierror):
        return "its name does not resolve; check DVINGEST_SITE_URL and the name server."
    if isinstance(reason, TimeoutError):
        return f"no answer within {SECONDS:.0f} s; check network and firewall."
    if isinstance(reason, ConnectionRefusedError):
        return "the connection is refused; check DVINGEST_SITE_URL and whether the server is up."
    return f"{reason}; check DVINGEST_SITE_URL and the network."
