"""An address or a folder that cannot be one of a store is refused before anything is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvingest.config import load_settings
from dvingest.errors import ConfigError
from dvingest.lake.objects import ObjectStore


@pytest.mark.parametrize(
    ("endpoint", "wrong"),
    [
        ("127.0.0.1:9000", "no scheme"),
        ("ftp://operator:a-secret@127.0.0.1", "no scheme"),
        ("http://", "no host"),
        ("http://:9000", "no host"),
        ("http://127.0.0.1:99999", "no valid port"),
        ("http://127.0.0.1:port", "no valid port"),
        ("http://127.0.0.1:0", "no valid port"),
        ("http://127.0.0.1:9000?region=x", "more than an address"),
        ("http://127.0.0.1:9000/#x", "more than an address"),
        ("http://[::1", "no valid port"),
    ],
)
def test_what_is_no_address_is_named(endpoint: str, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    with pytest.raises(ConfigError, match=f"has {wrong}: write http://HOST:PORT") as refusal:
        load_settings()
    assert "a-secret" not in str(refusal.value)


@pytest.mark.parametrize("address", ["hooks.example.com/a-secret", "https:///a-secret", "a-secret"])
def test_address_for_alarms_without_a_scheme_or_host_is_refused_and_not_shown(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DVINGEST_NOTIFY_URL", address)
    with pytest.raises(ConfigError, match="DVINGEST_NOTIFY_URL is not an address: write a webhook like") as refusal:
        load_settings()
    assert "a-secret" not in str(refusal.value)


def test_mirrors_that_are_no_json_are_named_with_the_allowed_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVINGEST_MIRRORS", "{a")
    with pytest.raises(ConfigError, match=r"DVINGEST_MIRRORS='\{a' is not JSON: JSON object from a host"):
        load_settings()


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:9000/", "https://store.example", "http://[::1]:9000", "HTTP://a"]
)
def test_addresses_are_taken(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    assert load_settings().endpoint_url == endpoint


@pytest.mark.parametrize("prefix", ["a//b", "../x", "a/../b", ".", "./a", "a/./b", "//", "có dấu", "a" * 201])
def test_folder_that_stores_read_in_different_ways_is_refused(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVINGEST_PREFIX", prefix)
    with pytest.raises(ConfigError, match="DVINGEST_PREFIX="):
        load_settings()


@pytest.mark.parametrize("prefix", ["", "/", "a", "/a/", "a/b-c/d_e.f", "-a/_b"])
def test_folders_are_taken(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVINGEST_PREFIX", prefix)
    assert load_settings().prefix == prefix


def test_profile_names_endpoint_and_region_for_every_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "config").write_text(
        "[profile lake]\nregion = ap-southeast-1\nendpoint_url = http://127.0.0.1:9\n"
        "aws_access_key_id = a\naws_secret_access_key = b\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "lake")
    options = ObjectStore(load_settings()).storage_options()
    assert options["AWS_ENDPOINT_URL"] == "http://127.0.0.1:9"
    assert options["AWS_ALLOW_HTTP"] == "true"
    assert options["AWS_REGION"] == "ap-southeast-1"
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert ObjectStore(load_settings()).storage_options()["AWS_REGION"] == "eu-west-1"
