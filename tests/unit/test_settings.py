"""A setting that cannot be is answered with its name, its value and what it has to be, in words."""

from __future__ import annotations

import pytest

from dvingest.config import load_settings
from dvingest.errors import ConfigError


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("LOOKBACK_DAYS", "abc", "give a whole number (Days before today"),
        ("LOOKBACK_DAYS", "400", "give 366 or less (Days"),
        ("DOWNLOAD_DELAY", "a second", "give a number (Seconds between"),
        ("CRAWL_TIMEOUT", "0", "give more than 0.0 (Seconds after"),
        ("STORE", "minio", "give 'auto', 'embedded' or 's3' ("),
        ("ADDRESSING_STYLE", "dns", "give 'auto', 'path' or 'virtual' (How the bucket stands"),
        ("BUCKET", "Bad_Name", "give other letters (Name of the bucket: 3 to 63 small letters"),
        ("CONTACT", "", "give other letters (Address named in the user agent"),
        ("CONTACT", "a\r\nb", "give other letters (Address named in the user agent"),
        ("DASK_ADDRESS", "scheduler", "write it as tcp://HOST:PORT (Scheduler for batches"),
        ("PREFIX", "../other", "give other letters (Folder within the bucket: small letters"),
    ],
)
def test_value_that_is_not_allowed_is_named_with_what_is(
    name: str, value: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"DVINGEST_{name}", value)
    with pytest.raises(ConfigError) as refusal:
        load_settings()
    assert str(refusal.value).startswith(f"DVINGEST_{name}={value!r} is not allowed: {wanted}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "https://operator:a-secret@mirror.example"),
        ("MIRRORS", '{"baophapluat.vn": "https://operator:a-secret@mirror.example"}'),
        ("MIRRORS", "https://operator:a-secret@mirror.example"),
        ("NOTIFY_URLS", "https://hooks.example/a-secret"),
    ],
)
def test_nothing_secret_is_kept_or_told(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"DVINGEST_{name}", value)
    with pytest.raises(ConfigError) as refusal:
        load_settings()
    assert f"DVINGEST_{name}" in str(refusal.value)
    assert "a-secret" not in str(refusal.value)


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "tls://[::1]:8786", "scheduler:8786"])
def test_address_of_a_scheduler_is_taken_as_dask_takes_it(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVINGEST_DASK_ADDRESS", address)
    assert load_settings().dask_address == address


def test_section_is_named_by_its_slug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVINGEST_SECTIONS", "thoi-su, tu-van-365")
    assert load_settings().sections == ("thoi-su", "tu-van-365")
    monkeypatch.setenv("DVINGEST_SECTIONS", "thoi-su,Thời sự")
    with pytest.raises(ConfigError, match="DVINGEST_SECTIONS 'Thời sự' cannot be: name a section as in its address"):
        load_settings()
