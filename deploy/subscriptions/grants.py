"""Which other agencies may read which events: granted, changed and ended, each deed on record."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from deploy.subscriptions.broker import Broker
from shared import clock
from shared.auth.development_issuer import Issuer
from shared.auth.revocation import Revoked
from shared.ids import uuid7

NO_TYPE = "{0}: tidak ada jenis peristiwa umum begitu; yang ada: / no such public event type; there are:"
LOST = (
    "{0} hilang, padahal sudah ada pelanggan: pulihkan dari cadangan. / "
    "{0} is gone though there are subscribers: restore it from the backup."
)
NAME = re.compile("[a-z][a-z0-9-]{1,40}")


class Unwanted(Exception):
    """Why a grant cannot be made, in a sentence for whoever typed it."""


@dataclass
class Agency:
    """One subscriber: `tokens` are the ids of all it ever got, `deeds` is only appended to."""

    name: str
    types: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    deeds: list[dict[str, Any]] = field(default_factory=list)
    active: bool = False

    @property
    def login(self) -> str:
        """The name of its account, of its login and of its queue on the broker."""
        return f"ext.{self.name}"


@dataclass(frozen=True)
class Access:
    """What the agency needs to connect; shown once. An empty part does not exist in this installation."""

    agency: Agency
    token: str
    password: str


@dataclass(frozen=True)
class Register:
    """The book of subscribers, a file beside the keys. Without an issuer the identity provider makes the tokens."""

    file: Path
    revoked: Revoked
    broker: Broker | None
    issuer: Issuer | None

    def agencies(self) -> dict[str, Agency]:
        """By name. The first grant began the list of who is shut out: without it nothing is done, for a new one would
        readmit whoever stood on the old one."""
        if not self.file.exists():
            return {}
        if not self.revoked.file.exists():
            raise Unwanted(LOST.format(self.revoked.file))
        return {row["name"]: Agency(**row) for row in json.loads(self.file.read_text())}

    def grant(self, name: str, types: list[str], life: timedelta, by: str) -> Access:
        """Admit an agency to these types; granting again replaces types, password and token."""
        if not NAME.fullmatch(name):
            raise Unwanted(f"{name!r}: huruf kecil, angka, tanda hubung / small letters, digits, hyphens")
        agency = self.agencies().get(name, Agency(name))
        self._end(agency)
        password = self.broker.admit(agency.login, types) if self.broker else ""
        token = self._token(agency, types, life)
        self.revoked.readmit(agency.login)
        agency.types, agency.active = types, True
        self._write(agency, {"did": "grant", "types": types, "by": by})
        return Access(agency, token, password)

    def revoke(self, name: str, by: str) -> Agency:
        """Shut an agency out of feeds and broker at once."""
        if not (agency := self.agencies().get(name)):
            raise Unwanted(f"{name}: tidak terdaftar / not in the register")
        self._end(agency)
        if self.broker:
            self.broker.dismiss(agency.login)
        agency.active = False
        self._write(agency, {"did": "revoke", "by": by})
        return agency

    def _end(self, agency: Agency) -> None:
        """Whatever happens after this line, nothing that was handed out before works any more."""
        self.revoked.add(agency.login, agency.tokens)

    def _token(self, agency: Agency, types: list[str], life: timedelta) -> str:
        if not self.issuer:
            return ""
        agency.tokens.append(uuid7())
        claims = {"types": types, "jti": agency.tokens[-1], "name": agency.name}
        return self.issuer.token(agency.login, "subscriber", life=life, **claims)

    def _write(self, agency: Agency, deed: dict[str, Any]) -> None:
        agency.deeds.append({"at": clock.rfc3339(clock.now()), **deed})
        rows = {**self.agencies(), agency.name: agency}
        draft = self.file.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps([asdict(one) for one in rows.values()], indent=2))
        draft.replace(self.file)


def chosen(wanted: Iterable[str], public: Iterable[str]) -> list[str]:
    """The public types that were meant, patterns such as `certificates.*` written out."""
    offered, found = sorted(public), set()
    for pattern in wanted:
        matching = [type_ for type_ in offered if fnmatchcase(type_, pattern)]
        if not matching:
            raise Unwanted("\n  ".join([NO_TYPE.format(pattern), *offered]))
        found.update(matching)
    return sorted(found)
