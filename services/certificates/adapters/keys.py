"""Signing keys on disk: made once, read only when nobody else can read them, known by the hash of their public part."""

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from shared import clock
from shared.errors import Unavailable
from shared.production.file_access import MOUNTED

TRIAL = "TIDAK TERSERTIFIKASI / UJI COBA"


@dataclass(frozen=True)
class Key:
    """A private key with its certificate and the certificates above it."""

    private: object
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def kid(self) -> str:
        """SHA-256 of the public key (SPKI), base64url: the same in PDF, token and key set."""
        spki = self.certificate.public_key().public_bytes(pem.Encoding.DER, pem.PublicFormat.SubjectPublicKeyInfo)
        return base64.urlsafe_b64encode(hashlib.sha256(spki).digest()).rstrip(b"=").decode()

    def check_time(self) -> None:
        """Refuse to sign before or after the certificate's own days."""
        first, last = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        if not first <= clock.now() <= last:
            raise _unusable(f"the signer's certificate is valid from {first:%Y-%m-%d} to {last:%Y-%m-%d} only")


def read_pem(key_path: Path, cert_path: Path) -> Key:
    """The key and certificate of two PEM files; further certificates in the second one are the chain."""
    secret = _read_secret(key_path)
    try:
        private = pem.load_pem_private_key(secret, None)
        first, *chain = x509.load_pem_x509_certificates(Path(cert_path).read_bytes())
    except (OSError, ValueError, TypeError) as fault:
        raise _unusable(f"{key_path} and {cert_path} hold no usable key: {fault}") from fault
    return _matching(Key(private, first, tuple(chain)), key_path)


def read_pkcs12(path: Path, secret: str | None) -> Key:
    """The key of a PKCS#12 file such as an agency receives from its certification authority."""
    return open_pkcs12(_read_secret(path), secret, path)


def open_pkcs12(content: bytes, secret: str | None, path: Path) -> Key:
    """The same from its bytes, whoever else can read the file."""
    try:
        private, first, chain = pkcs12.load_key_and_certificates(content, secret.encode() if secret else None)
    except ValueError as fault:
        raise _unusable(f"{path} cannot be opened: wrong secret or no PKCS#12 file") from fault
    if private is None or first is None:
        raise _unusable(f"{path} lacks a private key or its certificate")
    return _matching(Key(private, first, tuple(chain)), path)


def make_local_key(folder: Path, office: str = "UPTD Metrologi Legal", years: int = 10) -> tuple[Path, Path]:
    """Make `signer.key` (0600) and `signer.pem` in `folder` unless they exist; several processes may do so at once.

    The first key linked into place wins; certificates are made for whichever key that is, so the two always match.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_path, cert_path = folder / "signer.key", folder / "signer.pem"
    if not key_path.exists():
        new = ec.generate_private_key(ec.SECP256R1())
        put_once(key_path, new.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption()), 0o600)
    if not cert_path.exists():
        private = pem.load_pem_private_key(_read_secret(key_path), None)
        put_once(cert_path, _self_signed(private, office, years).public_bytes(pem.Encoding.PEM), 0o644)
    return key_path, cert_path


def _self_signed(private: ec.EllipticCurvePrivateKey, office: str, years: int) -> x509.Certificate:
    parts = [
        (NameOID.COUNTRY_NAME, "ID"),
        (NameOID.ORGANIZATION_NAME, office[:64]),  # X.520 allows 64 letters
        (NameOID.ORGANIZATIONAL_UNIT_NAME, TRIAL),
        (NameOID.COMMON_NAME, f"UJI COBA {office}"[:64]),
    ]
    name = x509.Name([x509.NameAttribute(kind, text) for kind, text in parts])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    start = clock.now().replace(microsecond=0) - timedelta(minutes=5)  # peers' clocks differ a little
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=365 * years))
    usage = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"], False
    )
    signs = x509.KeyUsage(True, True, encipher_only=False, decipher_only=False, **usage)
    builder = builder.add_extension(signs, critical=True)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.sign(private, hashes.SHA256())


def put_once(path: Path, content: bytes, mode: int) -> None:
    """Put a whole file at `path` at once, or leave the one that somebody else put there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def _read_secret(path: Path) -> bytes:
    path = Path(path)
    try:
        mode = path.stat().st_mode & 0o777
        if mode & 0o077 and not path.resolve().is_relative_to(MOUNTED):
            raise _unusable(f"{path} can be read by others (mode {mode:o}); run: chmod 600 {path}")
        return path.read_bytes()
    except OSError as fault:
        raise _unusable(f"{path} cannot be read: {fault.strerror}") from fault


def _matching(key: Key, path: Path) -> Key:
    if key.private.public_key() != key.certificate.public_key():
        raise _unusable(f"the key in {path} does not belong to its certificate")
    key.check_time()
    return key


def _unusable(reason: str) -> Unavailable:
    return Unavailable("signer-unusable", reason=reason)
