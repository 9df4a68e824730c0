"""Objects in a real store: conditional writes, verification, listing."""

from __future__ import annotations

import threading

import boto3
import pytest

from dvingest.config import Settings
from dvingest.errors import ConditionFailed, ConfigError, ObjectMissing, StoreError, StoreRefused
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore

pytestmark = pytest.mark.integration


@pytest.fixture
def folder(layout: Layout) -> str:
    return layout.prefix + "a/"


def test_what_is_put_is_read_back_with_its_etag(object_store: ObjectStore, folder: str) -> None:
    etag = object_store.put(folder + "x", b"one")
    assert object_store.get_with_etag(folder + "x") == (b"one", etag)
    info = object_store.head(folder + "x")
    assert info is not None
    assert (info.size, info.etag) == (3, etag)


def test_missing_object_is_told_from_an_empty_one(object_store: ObjectStore, folder: str) -> None:
    object_store.put(folder + "empty", b"")
    assert object_store.get(folder + "empty") == b""
    assert not object_store.exists(folder + "none")
    with pytest.raises(ObjectMissing, match="none"):
        object_store.get(folder + "none")


def test_put_if_absent_takes_only_a_free_key(object_store: ObjectStore, folder: str) -> None:
    object_store.put_if_absent(folder + "x", b"mine")
    with pytest.raises(ConditionFailed):
        object_store.put_if_absent(folder + "x", b"theirs")
    assert object_store.get(folder + "x") == b"mine"


def test_put_if_absent_of_the_same_bytes_again_is_success(object_store: ObjectStore, folder: str) -> None:
    first = object_store.put_if_absent(folder + "x", b"mine")
    assert object_store.put_if_absent(folder + "x", b"mine") == first


def test_put_if_match_replaces_only_the_state_it_names(object_store: ObjectStore, folder: str) -> None:
    first = object_store.put(folder + "x", b"one")
    second = object_store.put_if_match(folder + "x", b"two", first)
    with pytest.raises(ConditionFailed):
        object_store.put_if_match(folder + "x", b"three", first)
    assert object_store.put_if_match(folder + "x", b"two", first) == second
    object_store.delete(folder + "x")
    with pytest.raises(ConditionFailed):
        object_store.put_if_match(folder + "x", b"three", second)


def test_one_of_sixteen_who_race_for_a_key_wins(object_store: ObjectStore, folder: str) -> None:
    start = threading.Barrier(16)
    winners = []

    def race(number: int) -> None:
        start.wait()
        try:
            object_store.put_if_absent(folder + "x", b"%d" % number)
        except ConditionFailed:
            return
        winners.append(number)

    threads = [threading.Thread(target=race, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(winners) == 1
    assert object_store.get(folder + "x") == b"%d" % winners[0]


def test_range_gives_the_bytes_asked_for_and_what_is_left_at_the_end(object_store: ObjectStore, folder: str) -> None:
    object_store.put(folder + "x", bytes(range(100)))
    assert object_store.get_range(folder + "x", 10, 5) == bytes(range(10, 15))
    assert object_store.get_range(folder + "x", 90, 50) == bytes(range(90, 100))


def test_listing_pages_through_more_than_a_thousand_objects_in_order(object_store: ObjectStore, folder: str) -> None:
    names = [f"{folder}d{number % 7}/{number:04d}" for number in range(1_100)]
    for name in names:
        object_store.put(name, b"")
    assert [info.key for info in object_store.list(folder)] == sorted(names)
    assert list(object_store.list_folders(folder)) == [f"{folder}d{number}/" for number in range(7)]
    assert list(object_store.list(folder + "nothing/")) == []


def test_bytes_that_are_not_those_that_were_stored_are_noticed(
    object_store: ObjectStore, store_environment: dict[str, str], folder: str
) -> None:
    s3 = boto3.client("s3", endpoint_url=store_environment["AWS_ENDPOINT_URL"])
    s3.put_object(Bucket="plvn", Key=folder + "x", Body=b"altered", Metadata={"sha256": "0" * 64})
    with pytest.raises(StoreError, match="SHA-256"):
        object_store.get(folder + "x")


@pytest.mark.parametrize("key", ["../x", "a/../../x", "A", "a b", "a\0", "é", "a" * 513, "a%2e%2e", "a\\b", "a\nb", ""])
def test_key_of_another_form_never_reaches_the_store(object_store: ObjectStore, key: str) -> None:
    for action in (
        lambda: object_store.put(key, b"x"),
        lambda: object_store.get(key),
        lambda: object_store.delete(key),
        lambda: object_store.head(key),
    ):
        with pytest.raises(StoreError, match="not allowed"):
            action()


def test_bucket_is_created_once(store_environment: dict[str, str]) -> None:
    store = ObjectStore(Settings(store="s3", bucket="created-once"))
    assert store.ensure_bucket()
    assert not store.ensure_bucket()


def test_missing_bucket_is_named(store_environment: dict[str, str]) -> None:
    store = ObjectStore(Settings(store="s3", bucket="nowhere-to-be-found"))
    for action in (lambda: store.put("x", b""), lambda: store.get("x"), lambda: list(store.list(""))):
        with pytest.raises(StoreRefused, match="'nowhere-to-be-found' does not exist"):
            action()


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("AWS_SECRET_ACCESS_KEY", "planted-secret", "secret access key does not fit"),
        ("AWS_ACCESS_KEY_ID", "PLANTEDKEY", "access key id is unknown"),
    ],
)
def test_wrong_credentials_are_told_in_a_sentence_without_them(
    store_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(StoreRefused, match=sentence) as refusal:
        ObjectStore(Settings(store="s3")).get("x")
    assert value not in str(refusal.value)
    assert store_environment["AWS_SECRET_ACCESS_KEY"] not in str(refusal.value)


def test_no_credentials_at_all_are_a_wrong_setting(
    store_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", f"{tmp_path}/none")
    monkeypatch.setenv("AWS_CONFIG_FILE", f"{tmp_path}/none")
    with pytest.raises(ConfigError, match="AWS_ACCESS_KEY_ID"):
        ObjectStore(Settings(store="s3"))


def test_host_that_no_name_server_knows_is_told_from_one_that_is_down(
    store_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://store.invalid:9000")
    with pytest.raises(StoreError, match=r"nothing answers at http://store\.invalid:9000, a host nobody knows, after"):
        ObjectStore(store_settings, patience=0.1).put("x", b"")
