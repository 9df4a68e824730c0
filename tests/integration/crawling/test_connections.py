"""Which addresses a crawl connects to, decided on what a name resolves to at that moment."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

import pytest

pytestmark = pytest.mark.integration

# Resolves every name through a table that gives the addresses in turn, as a name that is rebound does.
CLIENT = """
import socket, sys
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import reactor
from twisted.internet._resolver import GAIResolver
from twisted.internet.defer import Deferred
from twisted.web.client import Agent
from dvingest.crawling.fetching.guards import GuardedResolver, refused_hosts

url, addresses, allowed = sys.argv[1], sys.argv[2].split(","), sys.argv[3]
port = int(url.rpartition(":")[2].strip("/"))

def resolve(host, port, family=0, type=0, proto=0, flags=0):
    address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
    return socket.getaddrinfo(address or host, port, family, type, proto, flags)

reactor.installNameResolver(GAIResolver(reactor, getaddrinfo=resolve))
endpoints = frozenset({(allowed, port)} if allowed else ())
GuardedResolver(reactor, 0, endpoints).install_on_reactor()

async def ask():
    for _ in range(3):
        try:
            answer = await Agent(reactor, connectTimeout=2).request(b"GET", url.encode())
            print("answered", answer.code)
        except Exception as error:
            print(type(error).__name__, refused_hosts)
    reactor.stop()

reactor.callWhenRunning(lambda: Deferred.fromCoroutine(ask()))
reactor.run()
"""


@pytest.fixture
def server() -> object:
    listener = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    listener.settimeout(0.1)
    seen: list[str] = []
    stop = threading.Event()

    def accept() -> None:
        while not stop.is_set():
            try:
                connection, peer = listener.accept()
            except TimeoutError:
                continue
            seen.append(str(peer))
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    thread = threading.Thread(target=accept)
    thread.start()
    yield listener.getsockname()[1], seen
    stop.set()
    thread.join()
    listener.close()


def ask(url: str, addresses: str, allowed: str = "") -> str:
    client = [sys.executable, "-c", CLIENT, url, addresses, allowed]
    return subprocess.run(client, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.mark.parametrize("host", ["tin.baophapluat.vn", "127.0.0.1", "localhost", "2130706433", "127.1", "[::1]"])
def test_no_name_leads_to_this_machine(server: tuple[int, list[str]], host: str) -> None:
    port, seen = server
    addresses = "127.0.0.1" if host == "tin.baophapluat.vn" else ""
    output = ask(f"http://{host}:{port}/", addresses)
    assert output.count("DNSLookupError") == 3
    assert "127.0.0.1" in output or "::1" in output
    assert seen == []


def test_name_that_is_rebound_to_this_machine_leads_nowhere(server: tuple[int, list[str]]) -> None:
    port, seen = server
    ask(f"http://tin.baophapluat.vn:{port}/", "192.0.2.1,127.0.0.1")
    assert seen == []


def test_configured_site_may_be_on_this_machine(server: tuple[int, list[str]]) -> None:
    port, seen = server
    assert ask(f"http://127.0.0.1:{port}/", "", "127.0.0.1").count("answered 200") == 3
    assert len(seen) == 3
