"""Objects in the S3 bucket: the only use of boto3, with every retry, time-out and integrity check."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    FlexibleChecksumError,
    IncompleteReadError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError as TransportError

from dvingest.config import Settings
from dvingest.errors import ConditionFailed, ConfigError, ObjectMissing, StoreError, StoreRefused
from dvingest.lake.answers import Meaning, meaning_of, refusal
from dvingest.lake.layout import checked

log = logging.getLogger(__name__)
T = TypeVar("T")
Checksums = Literal["when_supported", "when_required"]
AddressingStyle = Literal["auto", "path", "virtual"]

PATIENCE = 90.0
"""Seconds an operation is tried again while the store answers that it cannot just now."""
UNREACHABLE_PATIENCE = 30.0
"""Seconds an operation is tried again while nothing answers at all."""
SLOWEST = 5_000
"""Bytes per second that count as a slow connection, not as a dead one."""
_LONGEST_PAUSE = 8.0
_LONGEST_TIMEOUT = 640.0
_DAMAGED_TRIES = 4
_DIGEST = "sha256"
"""Name of the metadata that holds our own digest of the bytes (`x-amz-meta-sha256`)."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object as the store lists it."""

    key: str
    size: int
    etag: str
    modified: datetime
    """By the store's clock, aware."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object's verified bytes with what names this state of it."""

    data: bytes
    etag: str
    modified: datetime


class _Damaged(Exception):
    """The bytes that came are not those that were stored."""


class ObjectStore:
    """The bucket of the settings. Thread-safe; every method raises StoreError or one of its children.

    An upload counts only when the store's ETag is the MD5 of what was sent, or the bytes read back are the same;
    a download only when it has the digest it was stored with.
    """

    def __init__(self, settings: Settings, *, patience: float = PATIENCE, read_timeout: float = 20.0) -> None:
        self.bucket = settings.bucket
        self.endpoint_url = settings.endpoint_url
        self.region = settings.region
        self.patience = patience
        self.read_timeout = read_timeout
        """Seconds without a byte after which a connection counts as dead."""
        self.last_date: str | None = None
        """Date header of the store's last answer."""
        self._settings = settings
        self._sends_checksums = settings.checksums == "when_supported"
        self._lock = threading.Lock()
        self._warned: set[str] = set()
        self._session = self._open_session()
        self._clients: dict[float, Any] = {}

    # reading

    def get(self, key: str) -> bytes:
        """Return the object's bytes, verified; ObjectMissing if there is none."""
        return self.get_object(key).data

    def get_object(self, key: str) -> StoredObject:
        """Return the object's verified bytes with its ETag and date; ObjectMissing if there is none."""

        def attempt() -> StoredObject:
            answer = self._client.get_object(Bucket=self.bucket, Key=checked(key))
            data = answer["Body"].read()
            _verify(data, answer)
            return StoredObject(data, answer["ETag"], answer["LastModified"])

        return self._try(f"read {key!r}", attempt)

    def get_with_etag(self, key: str) -> tuple[bytes, str]:
        """Return the object's verified bytes and its ETag; ObjectMissing if there is none."""
        stored = self.get_object(key)
        return stored.data, stored.etag

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """Return at most `length` bytes from `start`; fewer only at the object's end.

        A piece cannot be checked against the digest of the whole: whoever reads pieces checks what is in them.
        """

        def attempt() -> bytes:
            span = f"bytes={start}-{start + length - 1}"
            answer = self._client.get_object(Bucket=self.bucket, Key=checked(key), Range=span)
            data: bytes = answer["Body"].read()
            if len(data) != answer["ContentLength"]:
                raise _Damaged(f"{len(data)} of {answer['ContentLength']} bytes came")
            return data

        return self._try(f"read bytes from {start} of {key!r}", attempt)

    def exists(self, key: str) -> bool:
        """Tell whether there is an object under `key`."""
        return self.head(key) is not None

    def head(self, key: str) -> ObjectInfo | None:
        """Return what the store knows of the object, None if there is none."""

        def attempt() -> ObjectInfo:
            answer = self._client.head_object(Bucket=self.bucket, Key=checked(key))
            return ObjectInfo(key, answer["ContentLength"], answer["ETag"], answer["LastModified"])

        try:
            return self._try(f"look up {key!r}", attempt)
        except ObjectMissing:
            return None

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        """Yield the objects whose keys begin with `prefix` and sort behind `after`, in the order of their keys."""
        for page in self._pages(prefix, delimiter="", after=after):
            for item in page.get("Contents", ()):
                yield ObjectInfo(item["Key"], item["Size"], item.get("ETag", ""), item["LastModified"])

    def list_folders(self, prefix: str) -> Iterator[str]:
        """Yield the folders directly below `prefix`, each ending in a slash."""
        for page in self._pages(prefix, delimiter="/"):
            for item in page.get("CommonPrefixes", ()):
                yield item["Prefix"]

    # writing

    def put(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> str:
        """Store `data` under `key`, whatever was there, and return the new ETag."""
        return self._put(key, data, content_type, {})

    def put_if_absent(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> str:
        """Store `data` under a free `key` and return its ETag.

        An object with the same bytes counts as ours (an earlier try whose answer was lost); with other bytes
        ConditionFailed is raised.
        """
        return self._put_on_condition(key, data, content_type, {"IfNoneMatch": "*"})

    def put_if_match(self, key: str, data: bytes, etag: str, content_type: str = "application/octet-stream") -> str:
        """Replace the object that has `etag` by `data` and return the new ETag; ConditionFailed if it has another."""
        return self._put_on_condition(key, data, content_type, {"IfMatch": etag})

    def delete(self, key: str) -> None:
        """Take the object away; it is no error if there is none."""
        self._try(f"delete {key!r}", lambda: self._client.delete_object(Bucket=self.bucket, Key=checked(key)))

    def ensure_bucket(self) -> bool:
        """Create the bucket if it is missing; tell whether it was created."""

        def attempt() -> bool:
            try:
                self._client.head_bucket(Bucket=self.bucket)
            except ClientError as error:
                if _status(error) != 404:
                    raise
            else:
                return False
            place: Any = {"LocationConstraint": self.region} if self._needs_location() else None
            try:
                self._client.create_bucket(
                    Bucket=self.bucket, **({"CreateBucketConfiguration": place} if place else {})
                )
            except ClientError as error:
                if _code(error) not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                    raise
                return False
            return True

        return self._try(f"create bucket {self.bucket!r}", attempt)

    def try_wrong_checksum(self, key: str) -> Literal["noticed", "ignored", "refused"]:
        """Send a checksum that does not fit and tell whether the store noticed, or refused checksums altogether."""

        def attempt(of: bytes) -> bool:
            checksum = base64.b64encode(hashlib.sha256(of).digest()).decode()
            try:
                self._client.put_object(Bucket=self.bucket, Key=checked(key), Body=b"probe", ChecksumSHA256=checksum)
            except ClientError as error:
                if meaning_of(_status(error), _code(error)) is Meaning.REFUSED or _status(error) >= 500:
                    raise
                return False
            return True

        action = f"write {key!r}"
        if not self._try(action, lambda: attempt(b"probe")):
            return "refused"
        return "ignored" if self._try(action, lambda: attempt(b"something else")) else "noticed"

    # access for others

    @property
    def shown_endpoint(self) -> str:
        """The endpoint as messages name it, without what may be secret in it."""
        if not self.endpoint_url:
            return "Amazon S3"
        parts = urlsplit(self.endpoint_url)
        return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")

    def storage_options(self) -> dict[str, str]:
        """Return what `deltalake` needs to reach the same store with the credentials of this moment."""
        credentials = self._session.get_credentials()
        if credentials is None:
            raise _no_credentials()
        frozen = credentials.get_frozen_credentials()
        options = {
            "AWS_REGION": self.region,
            "AWS_ACCESS_KEY_ID": str(frozen.access_key),
            "AWS_SECRET_ACCESS_KEY": str(frozen.secret_key),
            "conditional_put": "etag",
            "connect_timeout": "5s",
            "timeout": "30s",
            "max_retries": "8",
            "retry_timeout": f"{min(60.0, self.patience):.0f}s",
        }
        if frozen.token:
            options["AWS_SESSION_TOKEN"] = str(frozen.token)
        if self.endpoint_url:
            options["AWS_ENDPOINT_URL"] = self.endpoint_url
            options["AWS_ALLOW_HTTP"] = str(self.endpoint_url.startswith("http://")).lower()
        if self._settings.addressing_style == "virtual":
            options["AWS_VIRTUAL_HOSTED_STYLE_REQUEST"] = "true"
        return options

    # how it is done

    def _open_session(self) -> boto3.Session:
        try:
            session = boto3.Session(region_name=self.region)
            core = session._session  # the resolver has no public door in boto3, only in botocore
            if self.endpoint_url:
                # A store of one's own gives no instance credentials: asking Amazon's meta data address would only
                # wait for a time-out.
                core.get_component("credential_provider").remove("iam-role")
            if session.get_credentials() is None:
                raise _no_credentials()
        except (ProfileNotFound, PartialCredentialsError) as error:
            raise ConfigError(f"AWS credentials: {error}; see the AWS_* variables and profiles.") from None
        return session

    @property
    def _client(self) -> Any:
        return self._client_for(self.read_timeout)

    def _client_for(self, timeout: float) -> Any:
        with self._lock:
            if timeout not in self._clients:
                self._clients[timeout] = self._open_client(timeout)
            return self._clients[timeout]

    def _open_client(self, timeout: float) -> Any:
        wanted: Checksums = "when_supported" if self._sends_checksums else "when_required"
        client = self._session.client(
            "s3",
            endpoint_url=self.endpoint_url,
            config=Config(
                connect_timeout=min(5.0, timeout),
                read_timeout=timeout,
                retries={"total_max_attempts": 1, "mode": "standard"},
                request_checksum_calculation=wanted,
                response_checksum_validation=wanted,
                s3={"addressing_style": self._addressing_style()},
                max_pool_connections=16,
                tcp_keepalive=True,
            ),
        )
        client.meta.events.register("needs-retry.s3", self._note_date)
        client.meta.events.register_last("before-call.s3", _send_at_once)
        return client

    def _addressing_style(self) -> AddressingStyle:
        # Stores of one's own rarely have a name per bucket, and addresses by number cannot.
        style = self._settings.addressing_style
        return "path" if style == "auto" and self.endpoint_url else style

    def _needs_location(self) -> bool:
        return self.region != "us-east-1" and self.endpoint_url is None

    def _note_date(self, response: Any = None, **_: object) -> None:
        if response:
            self.last_date = response[1].get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", self.last_date)

    def _pages(self, prefix: str, delimiter: str, after: str = "") -> Iterator[Any]:
        token: str | None = None
        while True:
            arguments = {"Bucket": self.bucket, "Prefix": prefix, "Delimiter": delimiter, "StartAfter": after}
            if token:
                arguments["ContinuationToken"] = token
            page = self._try(f"list {prefix!r}", lambda a=arguments: self._client.list_objects_v2(**a))  # type: ignore[misc]
            yield page
            token = page.get("NextContinuationToken")
            if not page.get("IsTruncated") or not token:
                return

    def _put_on_condition(self, key: str, data: bytes, content_type: str, condition: dict[str, str]) -> str:
        try:
            return self._put(key, data, content_type, condition)
        except ConditionFailed:
            try:
                there = self.get_object(key)
            except ObjectMissing:
                raise ConditionFailed(f"Object {key!r} is not there any more.") from None
            if there.data == data:
                return there.etag
            raise

    def _put(self, key: str, data: bytes, content_type: str, condition: dict[str, str]) -> str:
        digest = hashlib.sha256(data)
        # On a slow way the bytes lie in buffers long after they were "sent"; a connection is only given more time
        # after a try that timed out, so that one that hangs is noticed as soon as with a small object.
        longest = max(self.read_timeout, min(_LONGEST_TIMEOUT, len(data) / SLOWEST))
        timeouts = itertools.chain(
            itertools.takewhile(
                lambda seconds: seconds < longest, (self.read_timeout * 2**n for n in itertools.count())
            ),
            itertools.repeat(longest),
        )
        patience = max(self.patience, 3 * longest) if longest > self.read_timeout else self.patience

        def attempt() -> str:
            client = self._client_for(next(timeouts))
            arguments: dict[str, Any] = dict(condition)
            if self._sends_checksums:
                arguments["ChecksumSHA256"] = base64.b64encode(digest.digest()).decode()
            answer = client.put_object(
                Bucket=self.bucket,
                Key=checked(key),
                Body=io.BytesIO(data),  # a stream is sent in pieces, each with its own time-out
                ContentType=content_type,
                Metadata={_DIGEST: digest.hexdigest()},
                **arguments,
            )
            etag = str(answer["ETag"])
            if not _is_md5_of(etag, data):
                self._read_back(key, data, etag, bool(condition))
            return etag

        return self._try(f"write {key!r}", attempt, patience)

    def _read_back(self, key: str, data: bytes, etag: str, is_conditional: bool) -> None:
        """Compare what the store holds with what was sent, where its ETag is no MD5 of it."""
        answer = self._client.get_object(Bucket=self.bucket, Key=key)
        came = answer["Body"].read()
        if came == data:
            self._warn_once("etag", "The store's ETags are not the MD5 of an object: every upload is read back.")
            return
        if answer["ETag"] != etag:
            return  # somebody replaced it since; their write is not ours to judge
        if is_conditional:
            # Our own damaged object would stand in the way of the next try.
            self._client.delete_object(Bucket=self.bucket, Key=key)
        raise _Damaged("the store holds other bytes than were sent")

    def _try(self, action: str, attempt: Callable[[], T], longest: float | None = None) -> T:
        """Return what `attempt` returns, trying again with growing, jittered pauses while that can help."""
        began = time.monotonic()
        tries = damaged = 0
        while True:
            tries += 1
            patience = self.patience if longest is None else longest
            try:
                return attempt()
            except ClientError as error:
                trouble = self._judge(action, error)
                if trouble is None:
                    continue  # the same once more, without checksum headers
            except NoCredentialsError:
                raise _no_credentials() from None
            except (_Damaged, IncompleteReadError, FlexibleChecksumError, ResponseParserError) as error:
                damaged += 1
                what = str(error) if isinstance(error, _Damaged) else "the answer was cut off or altered"
                trouble = f"the bytes arrived damaged: {what}"
                if damaged >= _DAMAGED_TRIES:
                    raise StoreError(f"Could not {action} in {damaged} tries: {what}.") from None
            except (EndpointConnectionError, ConnectTimeoutError):
                trouble = f"nothing answers at {self.shown_endpoint}"
                patience = min(patience, UNREACHABLE_PATIENCE)
            except (BotoCoreError, TransportError, OSError) as error:
                trouble = f"the connection failed ({type(error).__name__})"
            pause = random.uniform(0.05, min(_LONGEST_PAUSE, 0.2 * 2 ** min(tries, 10)))
            if time.monotonic() - began + pause > patience:
                raise StoreError(
                    f"Could not {action} in bucket {self.bucket!r}: {trouble}, "
                    f"after {tries} tries in {time.monotonic() - began:.0f} s; check the store and run again."
                )
            log.debug("trying again to %s in %.1f s: %s", action, pause, trouble)
            time.sleep(pause)

    def _judge(self, action: str, error: ClientError) -> str | None:
        """Return the trouble that may pass, None to try at once in another way; raise what will not pass."""
        status, code = _status(error), _code(error)
        match meaning_of(status, code):
            case Meaning.CONDITION:
                raise ConditionFailed(f"Could not {action}: another object stands there.") from None
            case Meaning.MISSING:
                raise ObjectMissing(f"Could not {action}: there is no such object in {self.bucket!r}.") from None
            case Meaning.REFUSED:
                date = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
                raise refusal(action, self.bucket, status, code, date, datetime.now(UTC)) from None
            case Meaning.UNSUPPORTED:
                if self._stop_sending_checksums():
                    return None
                raise StoreRefused(
                    f"The store does not accept the request to {action} ({status} {code}): "
                    "it may lack a part of the S3 API that dvingest needs, see `dvingest doctor`."
                ) from None
        return f"the store answered {status} {code}"

    def _stop_sending_checksums(self) -> bool:
        with self._lock:
            if not self._sends_checksums:
                return False
            self._sends_checksums = False
            self._clients.clear()
        self._warn_once(
            "checksums",
            "The store refused a request with checksum headers; going on without them, every upload is compared by "
            "its MD5 or read back. Set DVINGEST_CHECKSUMS=when_required to do so from the start.",
        )
        return True

    def _warn_once(self, about: str, sentence: str) -> None:
        with self._lock:
            if about in self._warned:
                return
            self._warned.add(about)
        log.warning("%s", sentence)


def _send_at_once(params: Any, **_: object) -> None:
    # boto3 asks "Expect: 100-continue" before it sends a stream. A store that answers with its verdict instead leaves
    # the connection in a state some servers hang in, and one that does not know the question costs a second.
    params["headers"].pop("Expect", None)


def _verify(data: bytes, answer: Any) -> None:
    if len(data) != answer["ContentLength"]:
        raise _Damaged(f"{len(data)} of {answer['ContentLength']} bytes came")
    wanted = answer.get("Metadata", {}).get(_DIGEST)
    if wanted:
        if hashlib.sha256(data).hexdigest() != wanted:
            raise _Damaged("their SHA-256 is not the one they were stored with")
    elif _looks_like_md5(answer["ETag"]) and not answer.get("SSEKMSKeyId") and not _is_md5_of(answer["ETag"], data):
        raise _Damaged("their MD5 is not the object's ETag")


def _looks_like_md5(etag: str) -> bool:
    value = etag.strip('"')
    return len(value) == 32 and all(letter in "0123456789abcdef" for letter in value)


def _is_md5_of(etag: str, data: bytes) -> bool:
    return etag.strip('"') == hashlib.md5(data, usedforsecurity=False).hexdigest()


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _no_credentials() -> ConfigError:
    return ConfigError(
        "no credentials for the store: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, "
        "or set DVINGEST_STORE=embedded for a store on this machine."
    )
