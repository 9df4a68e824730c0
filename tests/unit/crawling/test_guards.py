"""Only public addresses may be connected to, in whatever form one is written."""

from __future__ import annotations

import socket

import pytest

from dvingest.crawling.fetching.guards import is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "not an address",
    ],
)
def test_private_address_is_not_public_in_any_form(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "203.113.131.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("name", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost"])
def test_every_name_that_resolves_to_this_machine_is_refused_by_its_address(name: str) -> None:
    addresses = {str(entry[4][0]) for entry in socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM)}
    assert addresses
    assert not any(is_public(address) for address in addresses)
