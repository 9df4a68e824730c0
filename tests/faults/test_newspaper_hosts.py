"""The newspaper leads elsewhere or cannot be trusted: rows W5, W7, W18, X1, X2, X8 of the table of faults."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from crawls import crawl, settings_for
from newspaper_site import Exchange, NewspaperSite, page, redirect, serving, sitemap, status, stories

from dvingest.config import Settings
from dvingest.model import OutcomeStatus

pytestmark = pytest.mark.faults

PRIVATE_FORMS = (
    "http://127.0.0.1:{port}",
    "http://127.1:{port}",
    "http://2130706433:{port}",
    "http://0x7f000001:{port}",
    "http://0177.0.0.1:{port}",
    "http://[::1]:{port}",
    "http://[::ffff:127.0.0.1]:{port}",
    "http://localhost:{port}",
    "http://localhost.:{port}",
    "http://0.0.0.0:{port}",
    "http://baophapluat.vn@127.0.0.1:{port}",
    "http://127.0.0.1%2e:{port}",
)
SCHEMES = ("file:///etc/passwd", "ftp://baophapluat.vn/x.html", "s3://plvn/x.html", "data:text/html,x", "gopher://x/1")


@contextmanager
def forbidden_server() -> Iterator[tuple[int, list[str]]]:
    """Yield the port of a server that nobody may connect to, and the connections it has seen."""
    seen: list[str] = []
    listener = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    listener.settimeout(0.1)
    stop = threading.Event()

    def accept() -> None:
        while not stop.is_set():
            try:
                connection, peer = listener.accept()
            except TimeoutError:
                continue
            seen.append(str(peer))
            connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listener.getsockname()[1], seen
    finally:
        stop.set()
        thread.join()
        listener.close()


def test_private_addresses_are_not_connected_to_in_any_form_or_place(store_settings: Settings) -> None:
    with forbidden_server() as (port, seen):
        forms = [form.format(port=port) for form in PRIVATE_FORMS]
        site = NewspaperSite(stories(len(forms) + 2))
        slug = "/bai-viet-la-ve-mot-viec-post9{}.html"
        lines = "".join(f"Sitemap: {form}/sitemap.xml\n" for form in forms)
        site.routes["/robots.txt"] = page(f"User-agent: *\nAllow: /\n{lines}Sitemap: /sitemap.xml\n")
        listed = [(f"{form}{slug.format(index)}", None) for index, form in enumerate(forms)]
        own = [(story.url, story.published.isoformat()) for story in site.stories]
        site.routes["/sitemap.xml"] = page(sitemap([*own, *listed]), content_type="text/xml")
        items = "".join(f"<item><link>{url}</link></item>" for url, _ in listed)
        site.routes["/rss/home.rss"] = page(f"<rss><channel>{items}</channel></rss>", content_type="text/xml")
        links = "".join(f'<a href="{url}">một bài</a>' for url, _ in listed)
        site.routes["/"] = page(f"<html><body><nav><a href='/thoi-su/'>Thời sự</a></nav>{links}</body></html>")
        for story, form in zip(site.stories, forms, strict=False):
            site.routes[story.path] = redirect(f"{form}/x.html")
        with serving(site):
            brought = crawl(settings_for(site, store_settings))
    assert seen == []
    assert len(brought.articles) == 2
    for story in site.stories[: len(forms)]:
        outcome = brought.outcome_of(story.url)
        assert (outcome.status, outcome.reason) == (OutcomeStatus.FAILED, "off_site"), outcome
    assert brought.accounted == brought.result.progress.considered


def test_cookies_send_the_crawl_nowhere_else(
    store_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # what an earlier crawl has kept would spare the question
    site = NewspaperSite(stories(3))
    cookie = ("Set-Cookie", "seen=1; Path=/")
    site.routes |= {story.path: page(story.page(), headers=[cookie]) for story in site.stories}
    with forbidden_server() as (port, seen):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")  # whoever asks the internet comes by
        with serving(site):
            brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 3
    assert seen == []


def test_other_schemes_and_hosts_are_not_followed(store_settings: Settings) -> None:
    targets = [*SCHEMES, "https://example.com/", "//example.com/x.html", "javascript:alert(1)"]
    site = NewspaperSite(stories(len(targets) + 1))
    for story, target in zip(site.stories, targets, strict=False):
        site.routes[story.path] = redirect(target)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.captures) == 1
    # A newspaper whose articles all lead elsewhere has moved: that fails its run, where addresses skipped do not.
    found = [brought.outcome_of(story.url) for story in site.stories[:-1]]
    assert {(one.status, one.reason) for one in found} == {(OutcomeStatus.FAILED, "off_site")}


def test_redirect_loop_ends_with_an_outcome(store_settings: Settings) -> None:
    site = NewspaperSite(stories(3))
    first, second, third = site.stories
    site.routes[first.path] = redirect(first.path)
    site.routes[second.path] = redirect("/vong-tron-khong-co-loi-ra-1-post1.html")
    for number in range(1, 20):
        path = f"/vong-tron-khong-co-loi-ra-{number}-post{number}.html"
        site.routes[path] = redirect(f"/vong-tron-khong-co-loi-ra-{number + 1}-post{number + 1}.html")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.outcome_of(first.url).reason == "redirect_loop"
    assert brought.outcome_of(second.url).reason == "redirect_loop"
    assert brought.articles == {third.key}


def test_old_address_is_followed_and_the_article_fetched_once(store_settings: Settings) -> None:
    site = NewspaperSite(stories(3))
    story = site.stories[0]
    old = "/thoi-su/bai-cu-ve-lang-que-cua-toi-123.html"
    site.routes[old] = redirect(story.url, 301)
    entries = [(f"https://baophapluat.vn{old}", story.published.isoformat()), (story.url, story.published.isoformat())]
    site.routes["/sitemap.xml"] = page(sitemap(entries), content_type="text/xml")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert site.asked(story.path) == 1
    assert brought.accounted == brought.result.progress.considered


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (status(404), True),
        (status(410), True),
        (page(b"User-agent: *\nDisallow:\n" + b"# lots of words\n" * 700_000, content_type="text/plain"), True),
        (page("<html>không có trang này</html>"), True),
        (redirect("/robots-moi.txt"), True),
        (status(403), False),
        (status(500), False),
        (status(503), False),
        (redirect("https://example.com/robots.txt"), False),
        (page("User-agent: *\nDisallow: /\n", content_type="text/plain"), False),
    ],
    ids=["404", "410", "10 MB", "html", "redirect", "403", "500", "503", "redirect away", "disallow all"],
)
def test_robots_txt_decides_whether_the_newspaper_is_asked(
    store_settings: Settings, answer: object, allowed: bool
) -> None:
    site = NewspaperSite(stories(3))
    site.routes["/robots.txt"] = answer  # type: ignore[assignment]
    site.routes["/robots-moi.txt"] = page("User-agent: *\nDisallow: /cam/\n", content_type="text/plain")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    others = [request.path for request in site.requests if not request.path.startswith("/robots")]
    assert brought.result.finished
    if allowed:
        assert len(brought.articles) == 3
    else:
        assert others == []
        assert not brought.result.complete
        assert f"robots.txt of {site.url} " in brought.result.message


@pytest.mark.slow
def test_robots_txt_that_does_not_come_stops_the_run(store_settings: Settings) -> None:
    release = threading.Event()
    site = NewspaperSite(stories(3))

    def wait(exchange: Exchange) -> None:
        release.wait(120)
        exchange.give(b"")

    site.routes["/robots.txt"] = wait
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
        release.set()
    assert brought.result.stop_reason == "robots_unreachable"
    assert {request.path for request in site.requests} == {"/robots.txt"}


def test_forbidden_paths_are_not_asked_for(store_settings: Settings) -> None:
    site = NewspaperSite(stories(6))
    forbidden = site.stories[0]
    site.routes["/robots.txt"] = page(f"User-agent: dvingest\nDisallow: {forbidden.path}\n", content_type="text/plain")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert site.asked(forbidden.path) == 0
    outcome = brought.outcome_of(forbidden.url)
    assert (outcome.status, outcome.reason) == (OutcomeStatus.SKIPPED, "robots")
    assert len(brought.articles) == 5


@pytest.mark.parametrize("has_sitemap", [True, False])
def test_list_that_goes_on_where_robots_txt_forbids_it_is_told_unless_sitemaps_name_all(
    store_settings: Settings, has_sitemap: bool
) -> None:
    site = NewspaperSite(stories(9), has_sitemap=has_sitemap, page_size=3)
    site.routes["/robots.txt"] = page("User-agent: *\nDisallow: /*?page=\n", content_type="text/plain")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert not [request for request in site.requests if "page=" in request.path]
    assert brought.result.complete is has_sitemap
    assert ("forbids https://baophapluat.vn/thoi-su/?page=2, a list" in brought.result.message) is not has_sitemap


def test_site_that_is_down_ends_the_crawl_quickly(store_settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    site = NewspaperSite(url=f"http://127.0.0.1:{port}")
    brought = crawl(settings_for(site, store_settings))
    assert brought.result.stop_reason == "robots_unreachable"
    assert "refused" in brought.result.message
    assert brought.result.progress.elapsed_seconds < 20


def test_name_that_does_not_resolve_is_called_dns(store_settings: Settings) -> None:
    brought = crawl(settings_for(NewspaperSite(url="http://khong-co-ten.invalid"), store_settings))
    assert brought.result.stop_reason == "robots_unreachable"
    assert "dns" in brought.result.message


@pytest.mark.parametrize("is_trusted", [False, True], ids=["self-signed", "wrong host"])
def test_certificate_that_does_not_prove_the_host_is_refused(
    store_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_trusted: bool
) -> None:
    certificate, key = make_certificate(tmp_path, "example.com")
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with tls_server(certificate, key) as (port, heard):
        brought = crawl(settings_for(NewspaperSite(url=f"https://localhost:{port}"), store_settings))
    assert brought.result.stop_reason == "robots_unreachable"
    assert "tls" in brought.result.message, brought.result.message
    assert heard == []


def test_certificate_that_proves_the_host_is_accepted(
    store_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = make_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(NewspaperSite(stories(3)), (certificate, key)) as site:
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 3, brought.result


def make_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Write a self-signed certificate for `host` and its key."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_path, key_path = folder / "cert.pem", folder / "key.pem"
    certificate_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_path, key_path


@contextmanager
def tls_server(certificate: Path, key: Path) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the port of a TLS server and the requests it heard."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    stop = threading.Event()

    def accept() -> None:
        while not stop.is_set():
            try:
                plain, _ = listener.accept()
            except TimeoutError:
                continue
            with plain:
                plain.settimeout(2.0)
                try:
                    with context.wrap_socket(plain, server_side=True) as secured:
                        data = secured.recv(1024)
                        if data:
                            heard.append(data)
                except OSError:
                    continue

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        stop.set()
        thread.join()
        listener.close()
