"""Rules of robots.txt hold for the agents and the paths that they name."""

from __future__ import annotations

import pytest
from protego import Protego

from dvingest.crawling.fetching.robots import readable


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("name", ["dvingest", "DVINGEST/9.9", "dvingest/1.0 (+https://a.example) # ours"])
def test_rules_for_a_version_of_an_agent_are_those_for_the_agent(name: str, end: str) -> None:
    lines = ["User-agent: *", "Disallow: /", "User-agent: other/2", f"USER-AGENT:\t{name}", "Allow: /", "Disallow: /a/"]
    rules = Protego.parse(readable(end.join(lines).encode()).decode())
    allowed = [rules.can_fetch(f"https://baophapluat.vn{path}", "dvingest/8 (x)") for path in ("/", "/a/")]
    assert allowed == [True, False]


def test_paths_keep_their_slashes() -> None:
    assert readable(b"User-agent: *\nDisallow: /a/b") == b"User-agent: *\nDisallow: /a/b"


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_rules_saved_in_another_charset_are_obeyed(charset: str) -> None:
    rules = Protego.parse(readable("\ufeffUser-agent: *\r\nDisallow: /noi-bo/".encode(charset)).decode())
    assert not rules.can_fetch("https://baophapluat.vn/noi-bo/tin.html", "dvingest")
