"""Keys of the store."""

from __future__ import annotations

import pytest

from dvingest.lake.layout import Layout


@pytest.mark.parametrize(
    ("host", "name"),
    [("baophapluat.vn", "baophapluat.vn"), ("127.0.0.1:8000", "127.0.0.1-8000"), ("[::1]:8000", "---1--8000")],
)
def test_every_host_has_a_key_for_its_lease(host: str, name: str) -> None:
    assert Layout("").lease(host) == f"locks/{name}.json"
