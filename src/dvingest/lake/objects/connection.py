"""The connection to the store: credentials, clients with their timeouts, and trying again while that can help."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import boto3
import botocore.session
from botocore.config import Config
from botocore.configprovider import ConfiguredEndpointProvider
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    FlexibleChecksumError,
    IncompleteReadError,
    NoCredentialsError,
    SSLError,
)
from botocore.loaders import Loader, create_loader
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError as TransportError
from urllib3.exceptions import NameResolutionError

from dvingest.config import Settings
from dvingest.errors import ConditionFailed, ConfigError, DamagedError, ObjectMissing, StoreError
from dvingest.lake.objects.integrity import Damaged
from dvingest.lake.s3_errors import Meaning, meaning_of, refusal, unsupported, untrusted

log = logging.getLogger(__name__)
T = TypeVar("T")
Checksums = Literal["when_supported", "when_required"]
AddressingStyle = Literal["auto", "path", "virtual"]

UNREACHABLE_PATIENCE = 30.0
"""Seconds an operation is tried again while nothing answers at all."""
_LONGEST_PAUSE = 8.0
_DAMAGED_TRIES = 4


class Connection:
    """Clients for the bucket of the settings. Thread-safe."""

    def __init__(self, settings: Settings, *, patience: float, read_timeout: float) -> None:
        self.bucket = settings.bucket
        self._session = _open_session(settings)
        self.endpoint_url = settings.endpoint_url or _endpoint_of_profile(self._session)
        """Where the S3 API is, None for Amazon's own."""
        self.region = self._session.region_name or "us-east-1"
        self._find_credentials()
        self.patience = patience
        """Seconds an operation is tried again while the store answers that it cannot just now."""
        self.read_timeout = read_timeout
        """Seconds without a byte after which a connection counts as dead."""
        self.last_date: str | None = None
        """Date header of the store's last answer."""
        self.sends_checksums = settings.checksums == "when_supported"
        """Whether requests carry checksum headers; false once the store has refused them."""
        self._style: AddressingStyle = settings.addressing_style
        self._lock = threading.Lock()
        self._warned: set[str] = set()
        self._clients: dict[float, Any] = {}

    @property
    def client(self) -> Any:
        """The S3 client with the usual timeout."""
        return self.client_for(self.read_timeout)

    def client_for(self, timeout: float) -> Any:
        """Return the S3 client that gives up a connection after `timeout` seconds without a byte."""
        with self._lock:
            if timeout not in self._clients:
                self._clients[timeout] = self._open_client(timeout)
            return self._clients[timeout]

    def attempt(self, action: str, operation: Callable[[], T], longest: float | None = None) -> T:
        """Return what `operation` returns, trying again with growing, jittered pauses while that can help."""
        began = time.monotonic()
        tries = damaged = 0
        while True:
            tries += 1
            patience = self.patience if longest is None else longest
            try:
                return operation()
            except ClientError as error:
                trouble = self._judge(action, error)
                if trouble is None:
                    continue  # the same once more, without checksum headers
            except NoCredentialsError:
                raise _no_credentials() from None
            except (Damaged, IncompleteReadError, FlexibleChecksumError, ResponseParserError) as error:
                damaged += 1
                what = str(error) if isinstance(error, Damaged) else "the answer was cut off or altered"
                trouble = f"the bytes arrived damaged: {what}"
                if damaged >= _DAMAGED_TRIES:
                    raise DamagedError(f"Could not {action} in {damaged} tries: {what}.") from None
            except SSLError as error:
                if distrust := untrusted(self.shown_endpoint, str(error)):
                    raise distrust from None
                trouble = "the connection failed (SSLError)"
            except (EndpointConnectionError, ConnectTimeoutError) as error:
                trouble = f"nothing answers at {self.shown_endpoint}"
                if isinstance(error.kwargs.get("error"), NameResolutionError):
                    trouble += ", a host nobody knows"
                patience = min(patience, UNREACHABLE_PATIENCE)
            except (BotoCoreError, TransportError, OSError) as error:
                trouble = f"the connection failed ({type(error).__name__})"
            pause = random.uniform(0.05, min(_LONGEST_PAUSE, 0.2 * 2 ** min(tries, 10)))
            seconds = time.monotonic() - began
            if seconds + pause > patience:
                raise StoreError(
                    f"Could not {action} in bucket {self.bucket!r}: {trouble}, after {tries} tries in {seconds:.0f} s; "
                    "check the store and its disk, then run again."
                )
            log.debug("trying again to %s in %.1f s: %s", action, pause, trouble)
            time.sleep(pause)

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
        if self._style == "virtual":
            options["AWS_VIRTUAL_HOSTED_STYLE_REQUEST"] = "true"
        return options

    @property
    def ca_bundle(self) -> str | None:
        """File of the authorities that the store's certificate is checked against, None for boto3's own."""
        return self._session._session.get_config_variable("ca_bundle") or None

    def warn_once(self, about: str, sentence: str) -> None:
        """Log the sentence as a warning, the first time that it is about this."""
        with self._lock:
            if about in self._warned:
                return
            self._warned.add(about)
        log.warning("%s", sentence)

    @property
    def shown_endpoint(self) -> str:
        """The endpoint as messages name it, without what may be secret in it."""
        if not self.endpoint_url:
            return "Amazon S3"
        parts = urlsplit(self.endpoint_url)
        return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")

    def _find_credentials(self) -> None:
        if self.endpoint_url:
            # A store of one's own gives no instance credentials: asking Amazon's meta data address would only wait for
            # a timeout. The resolver has no public door in boto3, only in botocore.
            self._session._session.get_component("credential_provider").remove("iam-role")
        try:
            found = self._session.get_credentials()
        except BotoCoreError as error:  # half of a pair, a file that cannot be read
            raise _wrong_credentials(error) from None
        if found is None:
            raise _no_credentials()

    def _open_client(self, timeout: float) -> Any:
        wanted: Checksums = "when_supported" if self.sends_checksums else "when_required"
        client = self._session.client(
            "s3",
            region_name=self.region,
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
        client.meta.events.register_last("before-call.s3", _stay_in_region)
        return client

    def _addressing_style(self) -> AddressingStyle:
        # Stores of one's own rarely have a name per bucket, and addresses by number cannot.
        style = self._style
        return "path" if style == "auto" and self.endpoint_url else style

    def _note_date(self, response: Any = None, **_: object) -> None:
        if response:
            self.last_date = response[1].get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", self.last_date)

    def _judge(self, action: str, error: ClientError) -> str | None:
        """Return the trouble that may pass, None to try at once in another way; raise what will not pass."""
        status, code = status_of(error), code_of(error)
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
                raise unsupported(action, status, code) from None
        return f"the store answered {status} {code}"

    def _stop_sending_checksums(self) -> bool:
        with self._lock:
            if not self.sends_checksums:
                return False
            self.sends_checksums = False
            self._clients.clear()
        self.warn_once(
            "checksums",
            "The store refused a request with checksum headers; going on without them, every upload is compared by "
            "its MD5 or read back. Set DVINGEST_CHECKSUMS=when_required to do so from the start.",
        )
        return True


def status_of(error: ClientError) -> int:
    """Return the HTTP status of an error answer, 0 if it has none."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def code_of(error: ClientError) -> str:
    """Return S3's code of an error answer, empty if it has none."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _open_session(settings: Settings) -> boto3.Session:
    try:
        core = botocore.session.Session()
        core.register_component("data_loader", _models_of_services(core.get_config_variable("data_path")))
        return boto3.Session(region_name=settings.region, botocore_session=core)
    except BotoCoreError as error:  # a profile that is missing, a file that is none
        raise _wrong_credentials(error) from None


@cache
def _models_of_services(data_path: str | None) -> Loader:
    # What boto3 knows of S3 is a megabyte of JSON, which every session would read anew: most of the time it takes.
    return create_loader(data_path)


def _endpoint_of_profile(session: boto3.Session) -> str | None:
    """Return the `endpoint_url` that the profile gives, which boto3 heeds by itself and delta-rs does not."""
    core = session._session
    found = ConfiguredEndpointProvider(core.full_config, core.get_scoped_config(), "s3").provide()
    return str(found) if found else None


def _send_at_once(params: Any, **_: object) -> None:
    # boto3 asks "Expect: 100-continue" before it sends a stream. A store that answers with its verdict instead leaves
    # the connection in a state some servers hang in, and one that does not know the question costs a second.
    params["headers"].pop("Expect", None)


def _stay_in_region(params: Any, **_: object) -> None:
    # boto3 goes after a bucket of another region, and for ever where the store does not name it; delta-rs does not go.
    params["context"].setdefault("s3_redirect", {})["redirected"] = True


def _wrong_credentials(error: BotoCoreError) -> ConfigError:
    return ConfigError(f"AWS credentials: {error}; see the AWS_* variables and profiles.")


def _no_credentials() -> ConfigError:
    return ConfigError(
        "no credentials for the store: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, "
        "or set DVINGEST_STORE=embedded for a store on this machine."
    )
