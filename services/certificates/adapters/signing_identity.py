"""Chooses who signs, by the settings, and keeps the certificates of all who ever signed: old papers stay good."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from services.certificates.adapters.keys import make_local_key, put_once
from services.certificates.adapters.pdf_validation import Judgement, judge
from services.certificates.adapters.signers import LocalSigner, Pkcs12Signer, Signer
from shared.config import path
from shared.errors import NotFound

PKCS12_WORDS = {"id": "Tanda tangan elektronik kantor", "en": "Electronic signature of the office"}


class Seal:
    """The signer of this process, loaded at its first use; the tests put another one in its place."""

    def __init__(self, make: Callable[[], Signer], folder: Path) -> None:
        self._make = make
        self.folder = folder

    @cached_property
    def signer(self) -> Signer:
        signer = self._make()
        file = self.folder / "signers" / f"{signer.kid}.pem"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            chain = [signer.key.certificate, *signer.key.chain]
            put_once(file, b"".join(each.public_bytes(Encoding.PEM) for each in chain), 0o644)
        return signer

    def certificate_of(self, kid: str) -> bytes:
        """The certificate of today's or an earlier key, with those above it, as PEM; NotFound if it never signed."""
        _ = self.signer
        known = {file.stem: file for file in (self.folder / "signers").glob("*.pem")}
        if kid not in known:
            raise NotFound("not-found")
        return known[kid].read_bytes()

    def judge(self, pdf: bytes) -> Judgement:
        """Whether we signed this file, with today's key or an earlier one, and nobody changed it since."""
        known = b"".join(file.read_bytes() for file in sorted((self.folder / "signers").glob("*.pem")))
        return judge(pdf, known) if known else Judgement(False, "unknown-signer")


def choose(settings: Mapping[str, str], keys: Path, office: Mapping[str, str]) -> Seal:
    """The seal that SIGNER names; `office` gives its name and the town where it signs."""
    name = settings["SIGNER"]
    if name not in SIGNERS:
        raise SystemExit(f"SIGNER must be one of {', '.join(SIGNERS)}, not {name!r}")
    return Seal(lambda: SIGNERS[name](settings, keys, office), keys)


def _local(_: Mapping[str, str], keys: Path, office: Mapping[str, str]) -> Signer:
    return LocalSigner(*make_local_key(keys, office["name"]), place=office["town"])


def _pkcs12(settings: Mapping[str, str], _: Path, office: Mapping[str, str]) -> Signer:
    return Pkcs12Signer(path(settings["SIGNER_FILE"]), settings["SIGNER_SECRET"], PKCS12_WORDS, office["town"])


SIGNERS = {"local": _local, "pkcs12": _pkcs12}
