"""A certificate file for clients that speak no TLS."""

from __future__ import annotations

from pathlib import Path

from dvingest.local.disk import write_atomically

# Of nobody, valid for one day in the year 2000, its key thrown away: who has only this trusts no server at all.
_NOBODY = """-----BEGIN CERTIFICATE-----
MIIBDjCBtaADAgECAgEBMAoGCCqGSM49BAMCMBExDzANBgNVBAMMBm5vYm9keTAe
Fw0wMDAxMDEwMDAwMDBaFw0wMDAxMDIwMDAwMDBaMBExDzANBgNVBAMMBm5vYm9k
eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABO8ZDERE8EmT4phUMqGUBBYArJnv
GUB4o45qWO80MGBummQqVc3Mk0EyQEwFjDoF49TyYuqucT8EKy7blL+7fLwwCgYI
KoZIzj0EAwIDSAAwRQIgIM7ruiat1dH3giFWDLufX/ekXk7vMtf0GGlThseqOJUC
IQCjfOHiz3dpS6p0NVY25SKvA+u2mzA+vJuWxu37ZLs+YA==
-----END CERTIFICATE-----
"""


def empty_trust_store(folder: Path) -> Path:
    """Return a file with one certificate that is good for nothing, written to `folder` if it is not there.

    Each of Prefect's clients loads all certificates of the world, 0.7 MiB and up to 60 ms, although our server is on
    loopback and speaks plain HTTP; a run makes dozens of them, and a worker keeps some until Python tidies up.
    """
    path = folder / "trusting-nobody.pem"
    if not path.exists():
        write_atomically(path, _NOBODY)
    return path
