"""What a store's error answers mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dvingest.lake.s3_errors import Meaning, clock_skew, meaning_of, refusal, untrusted

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (412, "PreconditionFailed", Meaning.CONDITION),
        (412, "", Meaning.CONDITION),
        (409, "ConditionalRequestConflict", Meaning.TRY_AGAIN),
        (404, "NoSuchKey", Meaning.MISSING),
        (404, "404", Meaning.MISSING),
        (404, "NoSuchBucket", Meaning.REFUSED),
        (403, "AccessDenied", Meaning.REFUSED),
        (403, "", Meaning.REFUSED),
        (400, "ExpiredToken", Meaning.REFUSED),
        (403, "RequestTimeTooSkewed", Meaning.REFUSED),
        (400, "RequestTimeout", Meaning.TRY_AGAIN),
        (400, "BadDigest", Meaning.TRY_AGAIN),
        (400, "InvalidArgument", Meaning.UNSUPPORTED),
        (501, "NotImplemented", Meaning.UNSUPPORTED),
        (429, "TooManyRequests", Meaning.TRY_AGAIN),
        (503, "SlowDown", Meaning.TRY_AGAIN),
        (500, "InternalError", Meaning.TRY_AGAIN),
        (502, "", Meaning.TRY_AGAIN),
        (0, "", Meaning.TRY_AGAIN),
        (301, "PermanentRedirect", Meaning.REFUSED),
        (307, "TemporaryRedirect", Meaning.REFUSED),
        (400, "AuthorizationHeaderMalformed", Meaning.REFUSED),
        (507, "InsufficientStorage", Meaning.REFUSED),
        (507, "", Meaning.REFUSED),
    ],
)
def test_answer_says_what_to_do(status: int, code: str, meaning: Meaning) -> None:
    assert meaning_of(status, code) is meaning


@pytest.mark.parametrize(
    ("status", "code", "date", "about", "sentence"),
    [
        (404, "NoSuchBucket", None, "bucket", "Bucket 'plvn' does not exist"),
        (
            403,
            "SignatureDoesNotMatch",
            "Mon, 23 Nov 2026 12:00:01 GMT",
            "credentials",
            "secret access key does not fit",
        ),
        (403, "SignatureDoesNotMatch", "Mon, 23 Nov 2026 12:20:00 GMT", "clock", "differs from the store's by 1200 s"),
        (403, "RequestTimeTooSkewed", None, "clock", "clock of this machine"),
        (403, "AccessDenied", None, "rights", "lack the right"),
        (400, "ExpiredToken", None, "credentials", "have expired"),
        (301, "PermanentRedirect", None, "place", "set AWS_REGION and AWS_ENDPOINT_URL"),
        (400, "AuthorizationHeaderMalformed", None, "place", "in another region"),
        (403, "QuotaExceeded", None, "space", "no room left to write 'x'"),
        (507, "XMinioStorageFull", None, "space", "free space or raise its quota"),
    ],
)
def test_refusal_names_what_to_mend(status: int, code: str, date: str | None, about: str, sentence: str) -> None:
    error = refusal("write 'x'", "plvn", status, code, date, NOON)
    assert error.about == about
    assert sentence in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_answer_without_a_date_says_nothing_of_clocks(date: str | None) -> None:
    assert clock_skew(date, NOON) is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1006)", "AWS_CA_BUNDLE"),
        ("certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)", "SSL_CERT_FILE"),
        ("client error (Connect)\n invalid peer certificate\n UnknownIssuer", "SSL_CERT_FILE"),
        ("certificate verify failed: certificate has expired (_ssl.c:1006)", "has expired"),
        ("invalid peer certificate: certificate expired: verification time 1", "has expired"),
        ("certificate verify failed: Hostname mismatch, certificate is not valid for 'a'", "is for another host"),
        ('invalid peer certificate: certificate not valid for name "a"', "is for another host"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)", "speaks no TLS"),
        ("received corrupt message of type InvalidContentType", "speaks no TLS"),
    ],
)
def test_certificate_that_cannot_be_trusted_says_what_to_mend(said: str, sentence: str) -> None:
    assert sentence in str(untrusted("https://store", said))


@pytest.mark.parametrize("said", ["EOF occurred in violation of protocol", "400 Bad Request ExpiredToken", "timed out"])
def test_what_may_come_about_next_time_is_no_matter_of_trust(said: str) -> None:
    assert untrusted("https://store", said) is None
