"""The development issuer: a key made on the spot and the tokens it signs. Production knows an identity provider."""

import json
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from shared import clock
from shared.ids import uuid7

LIFE = timedelta(days=30)
KID = "development"
ALGORITHMS = ["ES256", "RS256", "EdDSA"]  # with which tokens may be signed
TRIAL_PREFIX = "development-"  # begins every password that is made for development, so that its contents tell


class Issuer:
    """Signs tokens with the key of a folder; the key is made when there is none, only the owner can read it."""

    def __init__(self, folder: Path, name: str, audience: str) -> None:
        self.folder, self.name, self.audience = folder, name, audience
        folder.mkdir(parents=True, exist_ok=True)
        pem = write_once(folder / "issuer.pem", new_key())
        self._key = serialization.load_pem_private_key(pem, None)
        public = ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        self.jwks = {"keys": [{**public, "kid": KID, "alg": "ES256", "use": "sig"}]}
        write_once(folder / "jwks.json", json.dumps(self.jwks).encode())

    def token(self, sub: str, *roles: str, life: timedelta = LIFE, **claims: Any) -> str:
        """A bearer token for `sub` with `roles`."""
        now = clock.now()
        times = {"iat": now, "nbf": now - timedelta(minutes=1), "exp": now + life}
        standing = {"iss": self.name, "aud": self.audience, "sub": sub, "roles": list(roles)}
        return jwt.encode({**standing, **times, **claims}, self._key, "ES256", headers={"kid": KID})


def new_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def write_once(file: Path, content: bytes) -> bytes:
    """Keep `content` in `file` unless another process was first; returns what the file holds."""
    draft = file.with_suffix(f".{uuid7()}")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.touch(mode=0o600)
        draft.write_bytes(content)
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_bytes()
