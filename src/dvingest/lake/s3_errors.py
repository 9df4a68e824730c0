"""What an error answer of an S3 store means: try again, give up, or somebody was first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum

from dvingest.errors import StoreRefused

# S3's own codes; where a store sends none (HEAD has no body), the HTTP status decides.
_CREDENTIALS = {
    "AccessDenied": "the credentials lack the right for it",
    "AllAccessDisabled": "access to the bucket is disabled",
    "ExpiredToken": "the credentials have expired",
    "ExpiredTokenException": "the credentials have expired",
    "InvalidAccessKeyId": "the access key id is unknown there",
    "InvalidClientTokenId": "the access key id is unknown there",
    "InvalidToken": "the session token is not valid",
    "RequestExpired": "the clock of this machine is wrong or the credentials have expired",
    "SignatureDoesNotMatch": "the secret access key does not fit the access key id",
    "TokenRefreshRequired": "the session token has to be renewed",
}
_CLOCK = {"RequestTimeTooSkewed", "RequestInTheFuture"}
_ELSEWHERE = {
    "AuthorizationHeaderMalformed",  # signed for a region that is not the bucket's
    "IllegalLocationConstraintException",
    "PermanentRedirect",
    "TemporaryRedirect",
}
_FULL = {
    "InsufficientStorage",
    "QuotaExceeded",
    "XMinioAdminBucketQuotaExceeded",
    "XMinioStorageFull",
}
_DAMAGED = {
    "BadDigest",
    "IncompleteBody",
    "InvalidDigest",
    "XAmzContentChecksumMismatch",
    "XAmzContentSHA256Mismatch",
}
_TRY_AGAIN = {"RequestTimeout", "SlowDown", "OperationAborted", "ConditionalRequestConflict", "Throttling"}
_TRY_AGAIN_STATUS = {408, 409, 429}

# What OpenSSL (boto3) and rustls (delta-rs) say of a certificate, and what is to be done about it.
_CERTIFICATE = (
    (
        r"self[- ]signed|unable to get (local )?issuer|UnknownIssuer|CaUsedAsEndEntity",
        "is of an authority that is not known here: name the file of the authority in AWS_CA_BUNDLE, and in "
        "SSL_CERT_FILE or among those of the machine, see deploy/README.md",
    ),
    (
        r"expired|not yet valid|NotValidYet",
        "has expired: renew it there, or set the clock of this machine (NTP)",
    ),
    (
        r"hostname mismatch|IP address mismatch|NotValidForName|not valid for name",
        "is for another host: name that in AWS_ENDPOINT_URL",
    ),
)
_NO_TLS = r"WRONG_VERSION_NUMBER|RECORD_LAYER_FAILURE|PACKET_LENGTH_TOO_LONG|corrupt message of type InvalidContentType"

MAX_CLOCK_SKEW_SECONDS = 15 * 60
"""S3 refuses signatures that are further off than this."""


class Meaning(Enum):
    """What to do after an error answer."""

    TRY_AGAIN = "try again"
    REFUSED = "refused"
    MISSING = "missing"
    CONDITION = "condition"
    UNSUPPORTED = "unsupported"
    """The store does not know something in the request; perhaps the checksum headers."""


def meaning_of(status: int, code: str) -> Meaning:
    """Return what an error answer with HTTP `status` and S3 error `code` asks for."""
    if status == 412 or code == "PreconditionFailed":
        return Meaning.CONDITION
    if code == "NoSuchBucket" or code in _CREDENTIALS or code in _CLOCK or status in (401, 403):
        return Meaning.REFUSED
    if _is_elsewhere(status, code) or _is_full(status, code):
        return Meaning.REFUSED
    if status == 404:
        return Meaning.MISSING
    if code in _TRY_AGAIN or code in _DAMAGED or status in _TRY_AGAIN_STATUS:
        return Meaning.TRY_AGAIN
    if status == 501 or 400 <= status < 500:
        return Meaning.UNSUPPORTED
    return Meaning.TRY_AGAIN


def refusal(action: str, bucket: str, status: int, code: str, date: str | None, now: datetime) -> StoreRefused:
    """Return the error for a refused request: one sentence that holds nothing the store wrote but the code.

    `date` is the answer's Date header, `now` this machine's clock: a signature that is refused because of a wrong
    clock is told as such whatever code the store chose.
    """
    if code == "NoSuchBucket":
        return missing_bucket(bucket)
    skew = clock_skew(date, now)
    if code in _CLOCK or (skew is not None and abs(skew) > MAX_CLOCK_SKEW_SECONDS):
        seconds = f" by {abs(skew):.0f} s" if skew is not None else ""
        return StoreRefused(
            f"The store refused to {action} ({code}) because the clock of this machine differs from the store's"
            f"{seconds}: set the clock (NTP).",
            "clock",
        )
    if _is_elsewhere(status, code):
        return StoreRefused(
            f"Bucket {bucket!r} is in another region or at another endpoint, says the store ({status} {code}): "
            "set AWS_REGION and AWS_ENDPOINT_URL to the bucket's own.",
            "place",
        )
    if _is_full(status, code):
        return StoreRefused(
            f"The store has no room left to {action} in bucket {bucket!r} ({status} {code}): "
            "free space or raise its quota, then run again.",
            "space",
        )
    why = _CREDENTIALS.get(
        code, "the credentials lack the right for it" if status in (401, 403) else "it is not allowed"
    )
    return StoreRefused(
        f"The store refused to {action} in bucket {bucket!r} ({status} {code}): {why}; "
        "check the AWS_* credentials and the policy of the bucket.",
        "credentials" if code in _CREDENTIALS and code != "AccessDenied" else "rights",
    )


def untrusted(endpoint: str, said: str) -> StoreRefused | None:
    """Return the error for a connection that is not to be trusted, by what the TLS library `said` of it.

    None if it may come about next time.
    """
    for pattern, advice in _CERTIFICATE:
        if re.search(rf"certificate.*({pattern})", said, re.IGNORECASE | re.DOTALL):
            return StoreRefused(f"The certificate of the store at {endpoint} {advice}.")
    if re.search(_NO_TLS, said):
        return StoreRefused(f"The store at {endpoint} speaks no TLS: write http:// in AWS_ENDPOINT_URL.")
    return None


def unsupported(action: str, status: int, code: str) -> StoreRefused:
    """Return the error for a request the store does not know how to serve."""
    return StoreRefused(
        f"The store does not accept the request to {action} ({status} {code}): "
        "it may lack a part of the S3 API that dvingest needs, see `dvingest doctor`."
    )


def _is_elsewhere(status: int, code: str) -> bool:
    return code in _ELSEWHERE or 300 <= status < 400


def _is_full(status: int, code: str) -> bool:
    return code in _FULL or status == 507


def missing_bucket(bucket: str) -> StoreRefused:
    """Return the error for a bucket that does not exist."""
    return StoreRefused(f"Bucket {bucket!r} does not exist: create it, or name another in DVINGEST_BUCKET.", "bucket")


def clock_skew(date: str | None, now: datetime) -> float | None:
    """Return by how many seconds the store's Date header is ahead of `now`; None where there is no such header."""
    if not date:
        return None
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
