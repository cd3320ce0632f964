"""Who works in a development office: a token for each, signed by the development issuer, in files under `var/keys`."""

from pathlib import Path
from typing import NamedTuple

from shared.auth.development_issuer import Issuer

# Pseudonyms of accounts are made of issuer and subject, so the name stays when another port is taken.
ISSUER = "http://127.0.0.1:8000/dev"
AUDIENCE = "uttp"
PUBLIC_TYPES = (
    "intake.application.completed.v1",
    "testing.examination.passed.v1",
    "testing.examination.failed.v1",
    "certificates.certificate.issued.v1",
    "certificates.certificate.revoked.v1",
    "complaints.complaint.evaluated.v1",
)


class Person(NamedTuple):
    """Somebody with a token: the file's name, his own name, what he may do."""

    file: str
    name: str
    roles: tuple[str, ...]

    @property
    def sub(self) -> str:
        return f"dev-{self.file}"


PEOPLE = [
    Person("applicant", "Siti Aminah", ("applicant",)),
    Person("front_officer", "Yuliana", ("front_officer",)),
    Person("verifier", "Ahmad Fauzi", ("verifier",)),
    Person("verifier-2", "Rina Marlina", ("verifier",)),
    Person("verifier-3", "Yusuf Hidayat", ("verifier",)),
    Person("head", "Kepala UPTD", ("head",)),
    Person("complaint_officer", "Rahmawati", ("complaint_officer",)),
    Person("auditor", "Inspektorat", ("auditor",)),
    Person("admin", "Pengelola Sistem", ("admin",)),
    Person("service", "Layanan", ("service",)),
    Person("subscriber", "Instansi Pelanggan", ("subscriber",)),
    Person("applicant-budi", "Budi Santoso", ("applicant",)),
    Person("applicant-pasar", "Kepala Pasar Sungai Lilin", ("applicant",)),
    Person("applicant-sawit", "PT Sawit Musi Lestari", ("applicant",)),
]


def write_tokens(keys: Path) -> None:
    """A fresh token for everybody; only the owner of the folder can read them."""
    issuer = Issuer(keys, ISSUER, AUDIENCE)
    for person in PEOPLE:
        claims = {"types": PUBLIC_TYPES} if "subscriber" in person.roles else {}
        _write(tokens(keys) / person.file, issuer.token(person.sub, *person.roles, name=person.name, **claims))
    _write(keys / "feed.token", issuer.token("svc-feed", "service"))


def tokens(keys: Path) -> Path:
    return keys / "tokens"


def _write(file: Path, text: str) -> None:
    """Replaced in one step: a reader sees the old token or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text + "\n")
    draft.replace(file)
