"""A real HTTP proxy in front of the real store, which injects faults on the way.

It signs what it passes on anew, since a header it drops or a Host that differs would break the client's signature.
"""

from __future__ import annotations

import contextlib
import http.client
import random
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOT_PASSED_ON = {
    "host",
    "authorization",
    "x-amz-date",
    "x-amz-content-sha256",
    "connection",
    "expect",
    "content-length",
}
CHECKSUM_HEADERS = re.compile(r"x-amz-(checksum-|sdk-checksum|trailer)", re.IGNORECASE)
CONDITIONS = {"if-match", "if-none-match"}


@dataclass
class Fault:
    """What happens to the requests it applies to."""

    kind: str
    """A method of `_Exchange` without its underscore."""
    share: float = 1.0
    """Part of the requests that meet it."""
    methods: str = "GET PUT POST DELETE HEAD"
    path: str = ""
    """Regular expression that is searched in the path."""
    times: int | None = None
    """How often it happens, None: for ever."""
    seconds: float | None = None
    """How long after it was set it happens."""
    minutes: float = 20.0
    """How far off a clock is."""
    began: float = field(default_factory=time.monotonic)

    def meets(self, method: str, path: str, dice: random.Random) -> bool:
        if self.times is not None and self.times <= 0:
            return False
        if self.seconds is not None and time.monotonic() - self.began > self.seconds:
            return False
        if method not in self.methods.split() or not re.search(self.path, path) or dice.random() >= self.share:
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(frozen=True)
class Seen:
    """A request that reached the proxy."""

    method: str
    path: str
    at: float
    fault: str | None


class FaultProxy:
    """Listens on loopback in front of `endpoint_url`; `faults` may be changed at any time."""

    def __init__(
        self,
        endpoint_url: str,
        access_key: str,
        secret_key: str,
        seed: int = 1,
        certificate: tuple[Path, Path] | None = None,
    ) -> None:
        """certificate: files of a certificate and its key, with which it speaks TLS as `localhost`."""
        self.certificate = certificate
        self.backend = urlsplit(endpoint_url).netloc
        self.credentials = Credentials(access_key, secret_key)
        self.faults: list[Fault] = []
        self.seen: list[Seen] = []
        self.carried = 0
        """Bytes of all bodies, in both directions."""
        self.released = threading.Event()
        """Set when hanging connections shall end."""
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"https://localhost:{self._port}" if self.certificate else f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listen; on the port of before, if it listened before."""
        proxy = self

        class Handler(_Exchange):
            pass

        Handler.proxy = proxy
        self._server = _Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_address[1]
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.certificate)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Refuse every connection from now on."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.end_connections()
            self._server = None

    def close(self) -> None:
        self.released.set()
        self.stop()

    @contextlib.contextmanager
    def with_fault(self, kind: str, **options: object) -> Iterator[Fault]:
        fault = Fault(kind, **options)  # type: ignore[arg-type]
        self.faults.append(fault)
        try:
            yield fault
        finally:
            self.faults.remove(fault)

    def fault_for(self, method: str, path: str) -> Fault | None:
        with self._lock:
            fault = next((one for one in self.faults if one.meets(method, path, self._dice)), None)
            self.seen.append(Seen(method, path, time.monotonic(), fault.kind if fault else None))
            return fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *arguments: object) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)  # type: ignore[arg-type]

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        self._open.discard(request)
        super().shutdown_request(request)

    def end_connections(self) -> None:
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # connections break here on purpose


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body of each answer waits for the other side's word on its headers
    proxy: FaultProxy

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle_expect_100(self) -> bool:
        return super().handle_expect_100()

    def _any(self) -> None:
        fault = self.proxy.fault_for(self.command, self.path)
        if fault is None:
            self._pass_on()
        else:
            action: Callable[[Fault], None] = getattr(self, f"_{fault.kind}")
            action(fault)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _any

    # faults

    def _slow_down(self, fault: Fault) -> None:
        self._body()
        self._refuse(503, "SlowDown")

    def _internal_error(self, fault: Fault) -> None:
        self._body()
        self._refuse(500, "InternalError")

    def _forbidden(self, fault: Fault) -> None:
        self._body()
        self._refuse(403, "AccessDenied")

    def _expired(self, fault: Fault) -> None:
        self._body()
        self._refuse(400, "ExpiredToken")

    def _too_skewed(self, fault: Fault) -> None:
        self._body()
        self._refuse(403, "RequestTimeTooSkewed", fault.minutes)

    def _no_bucket(self, fault: Fault) -> None:
        self._body()
        self._refuse(404, "NoSuchBucket")

    def _not_there(self, fault: Fault) -> None:
        self._body()
        self._refuse(404, "NoSuchKey")

    def _hang(self, fault: Fault) -> None:
        self.proxy.released.wait(120)
        self.close_connection = True

    def _reset(self, fault: Fault) -> None:
        """Break off in the middle of the request's body, or of the answer's."""
        length = int(self.headers.get("Content-Length") or 0)
        if length:
            self.rfile.read(length // 2)
        else:
            status, headers, body = self._ask_backend()
            self._begin(status, headers, len(body))
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
        self._break_off()

    def _lost_answer(self, fault: Fault) -> None:
        """Do it, and say nothing."""
        self._ask_backend()
        self._break_off()

    def _request_timeout(self, fault: Fault) -> None:
        """Amazon's word for a connection that was too slow for it: to be sent again."""
        self._body()
        self._refuse(400, "RequestTimeout")

    def _conflict(self, fault: Fault) -> None:
        self._body()
        self._refuse(409, "ConditionalRequestConflict")

    def _moved(self, fault: Fault) -> None:
        self._body()
        self._refuse(301, "PermanentRedirect")

    def _wrong_region(self, fault: Fault) -> None:
        self._body()
        self._refuse(400, "AuthorizationHeaderMalformed")

    def _storage_full(self, fault: Fault) -> None:
        self._body()
        self._refuse(507, "InsufficientStorage")

    def _foreign_answer(self, fault: Fault) -> None:
        """Something between that says 200 to everything, as a page that asks for a log-in does."""
        self._body()
        self._answer(200, [("Content-Type", "text/html")], b"<html><body>Please log in</body></html>")

    def _no_etag(self, fault: Fault) -> None:
        status, headers, body = self._ask_backend()
        self._answer(status, [pair for pair in headers if pair[0].lower() != "etag"], body)

    def _forgets_place(self, fault: Fault) -> None:
        """A listing that begins anew with every page."""
        self.path = re.sub(r"&?continuation-token=[^&]*", "", self.path)
        status, headers, body = self._ask_backend()
        body = re.sub(rb"<IsTruncated>.*?</IsTruncated>|<NextContinuationToken>.*?</NextContinuationToken>", b"", body)
        more = b"<IsTruncated>true</IsTruncated><NextContinuationToken>next</NextContinuationToken></ListBucketResult>"
        self._answer(status, headers, body.replace(b"</ListBucketResult>", more))

    def _truncated(self, fault: Fault) -> None:
        status, headers, body = self._ask_backend()
        self._answer(status, headers, body[: max(0, len(body) - max(1, len(body) // 3))])

    def _altered(self, fault: Fault) -> None:
        status, headers, body = self._ask_backend()
        changed = bytearray(body)
        if changed:
            changed[len(changed) // 2] ^= 0x01
        self._answer(status, headers, bytes(changed))

    def _altered_upload(self, fault: Fault) -> None:
        body = bytearray(self._body())
        if body:
            body[len(body) // 2] ^= 0x01
        self._answer(*self._ask_backend(bytes(body), drop=lambda name: bool(CHECKSUM_HEADERS.match(name))))

    def _slow(self, fault: Fault) -> None:
        """Pass bytes on at 10 kB/s, in both directions."""
        status, headers, body = self._ask_backend(self._body(per_second=10_000))
        self._begin(status, headers, len(body))
        for start in range(0, len(body), 1_000):
            self.wfile.write(body[start : start + 1_000])
            self.wfile.flush()
            time.sleep(0.1)

    def _drops_conditions(self, fault: Fault) -> None:
        self._answer(*self._ask_backend(drop=lambda name: name.lower() in CONDITIONS))

    def _drops_if_match(self, fault: Fault) -> None:
        self._answer(*self._ask_backend(drop=lambda name: name.lower() == "if-match"))

    def _refuses_conditions(self, fault: Fault) -> None:
        if any(name.lower() in CONDITIONS for name in self.headers):
            self._body()
            self._refuse(501, "NotImplemented")
        else:
            self._pass_on()

    def _refuses_checksums(self, fault: Fault) -> None:
        if any(CHECKSUM_HEADERS.match(name) for name in self.headers):
            self._body()
            self._refuse(400, "InvalidArgument")
        else:
            self._pass_on()

    def _ignores_checksums(self, fault: Fault) -> None:
        self._answer(*self._ask_backend(drop=lambda name: bool(CHECKSUM_HEADERS.match(name))))

    def _own_etags(self, fault: Fault) -> None:
        """A store whose ETags are no digests, that lets damage pass, as one with encryption may."""
        status, headers, body = self._ask_backend(drop=lambda name: bool(CHECKSUM_HEADERS.match(name)))
        shown = [
            (name, f'"{value.strip(chr(34))[::-1]}-1"' if name.lower() == "etag" else value) for name, value in headers
        ]
        self._answer(status, [pair for pair in shown if not CHECKSUM_HEADERS.match(pair[0])], body)

    def _clock(self, fault: Fault) -> None:
        """A store whose clock is ahead of ours (or behind, for negative minutes)."""
        status, headers, body = self._ask_backend()
        offset = timedelta(minutes=fault.minutes)
        shifted = [
            (name, format_datetime(parsedate_to_datetime(value) + offset, usegmt=True))
            if name.lower() in ("date", "last-modified")
            else (name, value)
            for name, value in headers
        ]
        self._answer(status, shifted, body)

    # passing on

    def _pass_on(self) -> None:
        self._answer(*self._ask_backend())

    _kept: bytes | None = None

    def _body(self, per_second: int | None = None) -> bytes:
        if self._kept is None:
            length = int(self.headers.get("Content-Length") or 0)
            pieces = []
            while length > 0:
                piece = self.rfile.read(min(length, 1_000 if per_second else length))
                if not piece:
                    break
                pieces.append(piece)
                length -= len(piece)
                if per_second:
                    time.sleep(len(piece) / per_second)
            self._kept = b"".join(pieces)
        return self._kept

    def handle_one_request(self) -> None:
        self._kept = None
        super().handle_one_request()

    def _ask_backend(
        self, body: bytes | None = None, drop: Callable[[str], bool] = lambda name: False
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        body = self._body() if body is None else body
        kept = {
            name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED_ON and not drop(name)
        }
        request = AWSRequest(self.command, f"http://{self.proxy.backend}{self.path}", data=body, headers=kept)
        S3SigV4Auth(self.proxy.credentials, "s3", "us-east-1").add_auth(request)
        connection = http.client.HTTPConnection(self.proxy.backend, timeout=60)
        try:
            headers = dict(request.headers.items())
            connection.request(self.command, self.path, body=body or None, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
            self.proxy.carried += len(body) + len(content)
            if self.command == "HEAD":
                return answer.status, answer.getheaders(), b""
            return answer.status, answer.getheaders(), content
        finally:
            connection.close()

    def _begin(self, status: int, headers: list[tuple[str, str]], length: int) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() == "content-length" and self.command != "HEAD":
                value = str(length)
            if name.lower() not in ("connection", "transfer-encoding"):
                self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self._begin(status, headers, len(body))
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def _refuse(self, status: int, code: str, minutes: float = 0) -> None:
        # What a real store adds to such an answer must not get into messages.
        body = f"<Error><Code>{code}</Code><Message>planted-secret-of-the-store</Message></Error>".encode()
        date = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)
        self._answer(status, [("Content-Type", "application/xml"), ("Date", date)], body)

    def _break_off(self) -> None:
        self.close_connection = True
        # Lingering for no time makes the kernel send RST instead of FIN.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RD)
        self.connection.close()
