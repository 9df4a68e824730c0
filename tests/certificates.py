"""Certificates for tests, made when they are needed."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Signed:
    """Files of a certificate for a host, of its key, and of the authority that signed it."""

    certificate: Path
    key: Path
    authority: Path


def signed(folder: Path, host: str = "localhost", *, ended: bool = False) -> Signed:
    """Return a certificate of an authority that nobody knows; `ended`: it was good until yesterday."""
    authority = _certificate("An authority", "An authority", None, is_authority=True)
    leaf = _certificate(host, "An authority", authority[1], ended=ended)
    files = Signed(folder / f"{host}.crt", folder / f"{host}.key", folder / "authority.crt")
    files.certificate.write_bytes(leaf[0].public_bytes(serialization.Encoding.PEM))
    files.authority.write_bytes(authority[0].public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(_pem(leaf[1]))
    return files


def self_signed(folder: Path, host: str, *, ended: bool = False) -> tuple[Path, Path]:
    """Return the files of a certificate nobody else signed, and of its key; `ended`: it was good until yesterday."""
    certificate, key = _certificate(host, host, None, is_authority=True, ended=ended)
    files = folder / f"{host}.crt", folder / f"{host}.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(_pem(key))
    return files


def _certificate(
    subject: str,
    issuer: str,
    issuers_key: ec.EllipticCurvePrivateKey | None,
    *,
    is_authority: bool = False,
    ended: bool = False,
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    alternatives: list[x509.GeneralName] = [x509.DNSName(subject)] if " " not in subject else []
    if subject == "localhost":
        alternatives.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now - timedelta(days=1) if ended else now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if alternatives:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    return builder.sign(issuers_key or key, hashes.SHA256()), key


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
