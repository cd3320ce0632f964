"""Settings with which production starts: an identity provider's keys and token, a vouched-for signer, closed files."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from jwt.algorithms import ECAlgorithm

from shared import clock

ISSUER, SECRET, PASSWORD = "https://masuk.mubakab.go.id/realms/tera", "rahasia-penanda-tangan", "kX3-9fPq2LmZ7w_Tb"
KEY = ec.generate_private_key(ec.SECP256R1())


def settings(folder: Path) -> dict[str, str]:
    """The environment of a production office whose files lie in `folder`."""
    for part in ("keys", "access"):
        (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / part).chmod(0o755)
    write(folder / "keys" / "jwks.json", json.dumps({"keys": [public("mubakab-1")]}), 0o644)
    write(folder / "keys" / "feed.token", token(ISSUER, "mubakab-1"))
    write(folder / "access" / "revoked.json", '{"tokens": [], "accounts": []}', 0o644)
    write(folder / "signer.p12", signer("PSrE Contoh"))
    return {
        "MODE": "production",
        "VAR_DIR": str(folder),
        "TOKEN_ISSUER": ISSUER,
        "PUBLIC_URL": "https://tera.mubakab.go.id",
        "PROXY_HOPS": "1",
        "DATABASE_URL": f"postgresql://{{service}}:{PASSWORD}@db.mubakab.go.id/{{service}}?sslmode=verify-full",
        "BUS_URL": f"amqps://{{service}}:{PASSWORD}@broker.mubakab.go.id/%2F",
        "SIGNER": "pkcs12",
        "SIGNER_FILE": str(folder / "signer.p12"),
        "SIGNER_SECRET": SECRET,
    }


def write(file: Path, content: str | bytes, mode: int = 0o600) -> None:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    file.chmod(mode)


def public(kid: str, key: Any = KEY) -> dict[str, Any]:
    return {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "alg": "ES256", "use": "sig"}


def token(issuer: str, kid: str, **more: Any) -> str:
    claims = {"iss": issuer, "aud": "uttp", "sub": "svc-feed", "exp": clock.now() + timedelta(days=30), **more}
    return jwt.encode(claims, KEY, "ES256", headers={"kid": kid})


@cache
def signer(authority: str, subject: str = "UPTD Metrologi Legal", secret: str = SECRET, days: int = 300) -> bytes:
    """A PKCS#12 file with a certificate that `authority` issued to `subject`."""
    key, start = ec.generate_private_key(ec.SECP256R1()), clock.now() - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(authority))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=days))
    made = builder.sign(KEY, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(b"k", key, made, None, BestAvailableEncryption(secret.encode()))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
