"""The tables of certificates and the questions asked of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from peewee import BooleanField, CharField, DateField, IntegerField, fn

from services.certificates.domain.doubts import open_
from services.certificates.domain.lifecycle import State
from services.certificates.storage.context import Table, said, store
from services.certificates.storage.hands import Handled, knows_complaints
from shared import clock
from shared.auth.actor import Actor
from shared.auth.scopes import Owned, Sight
from shared.database.fields import FileField, JsonField, MomentField, SecretField
from shared.ids import code, normal
from shared.look_alikes import ALPHABET

SPEAKABLE = {*ALPHABET, "-"}  # anything else stands in no code, and some of it no database takes
FILTERS = {
    "instrument": "instrument_id",
    "item": "item_id",
    "application": "application_id",
    "state": "state",
    "kind": "kind",
    "number": "number",
    "district": "district",
}


class Certificate(Owned, Table):
    """One paper about one version of an examination. `facts` are what testing told, without a person's data.

    `living` is the instrument while the paper holds, else NULL: the database itself allows one per instrument.
    """

    state = CharField(20, default=State.AWAITING_SIGNATURE, index=True)
    kind = CharField(12)
    number = CharField(60, null=True, unique=True)
    code = CharField(40, default=code, unique=True)
    living = CharField(36, null=True, unique=True)
    instrument_id = CharField(36, index=True)
    item_id = CharField(36, null=True, index=True)
    application_id = CharField(36, null=True, index=True)
    examination_id = CharField(36)
    examination_version = IntegerField()
    corrected_by = CharField(36, null=True)
    owner_key = CharField(36, default="", index=True)
    party_id = CharField(36, null=True)
    instrument_kind = CharField(40)
    district = CharField(20, index=True)
    tested_on = DateField()
    facts = JsonField()
    valid_until = DateField(null=True, index=True)
    issued_on = DateField(null=True)
    signed_at = MomentField(null=True)
    signed_by = CharField(120, default="")
    signature = JsonField(null=True)
    sha256 = FileField(64, null=True, unique=True)
    reason_code = CharField(60, default="")
    replaced_by = CharField(36, null=True)
    request = SecretField(store.vault, null=True)  # names a complaint
    doubts = JsonField(default=list)  # about the test behind it, open and answered
    held = BooleanField(default=False, index=True)  # one of them is open
    notice_days = IntegerField(null=True)

    class Meta:
        indexes = ((("examination_id", "examination_version"), True),)

    @classmethod
    def seen(cls, sight: Sight) -> Any:
        """Never one of an examination that is kept from the reader: to him there is none."""
        return super().seen(sight).where(~cls.kept_from(sight))

    @classmethod
    def kept_from(cls, reader: Sight | Actor) -> Any:
        return Handled.kept_from_reader(cls.examination_id, cls.examination_version, reader)

    def tested_by(self, by: Actor) -> bool:
        """Whether the caller had a hand in the test."""
        return Handled.by_hand_of(self.examination_id, self.examination_version, by.sub)

    @classmethod
    def listed(cls, sight: Sight, query: Mapping[str, Any]) -> Any:
        rows = cls.seen(sight)
        for name, column in FILTERS.items():
            if query.get(name):
                rows = rows.where(getattr(cls, column) == query[name])
        rows = rows.where(cls.held == query["held"]) if "held" in query else rows
        return rows.where(cls.created_at >= query["since"]) if query.get("since") else rows

    @classmethod
    def in_doubt(cls, by: Actor) -> Any:
        """Those that the head is asked to suspend: because their test is doubted, or by a complaint, which
        not everybody may know of."""
        doubted = cls.held & (cls.state == State.VALID)
        asked = (cls.request.is_null(False) | doubted) if knows_complaints(by) else doubted
        return cls.select().where(asked, ~cls.kept_from(by))

    @property
    def open_doubts(self) -> list[dict[str, Any]]:
        return said(open_(self.doubts))

    @classmethod
    def ask(cls, id: str, request: dict[str, Any]) -> None:
        """Keep what a complaint asks for, as a version of nothing: a paper that changes would betray the complaint."""
        cls.update(request=request).where(cls.id == id).execute()

    def proposal_for(self, by: Actor) -> dict[str, Any]:
        """Why the head is asked to suspend: what a complaint says goes first, for those who may know of it."""
        asked = knows_complaints(by) and self.request and {"cause": "complaint", **self.request}
        return asked or {"complaint_id": None, **next(iter(open_(self.doubts)), {})}

    @classmethod
    def of_examination(cls, id: str, version: int | None = None) -> "Certificate | None":
        """The paper of this examination; of its newest version when none is named."""
        rows = cls.select().where(cls.examination_id == id).order_by(cls.examination_version.desc())
        return (rows if version is None else rows.where(cls.examination_version == version)).first()

    @classmethod
    def of_instrument(cls, id: str) -> list["Certificate"]:
        return list(cls.select().where(cls.instrument_id == id).order_by(cls.id))

    @classmethod
    def living_of(cls, instrument_id: str) -> "Certificate | None":
        return cls.get_or_none(cls.living == instrument_id)

    @classmethod
    def by_code(cls, typed: str) -> "Certificate | None":
        code = normal(typed)
        return cls.get_or_none(cls.code == code) if SPEAKABLE.issuperset(code) else None

    @classmethod
    def by_digest(cls, sha256: str) -> "Certificate | None":
        return cls.get_or_none(cls.sha256 == sha256)

    @classmethod
    def ending(cls, before: date) -> list["Certificate"]:
        """Those that hold and have a last day earlier than `before`, the oldest first."""
        rows = cls.select().where(cls.state << [State.VALID, State.SUSPENDED], cls.valid_until < before)
        return list(rows.order_by(cls.valid_until, cls.id))


class Instrument(Table):
    """The row that all changes to one instrument's papers pass in turn, and broken marks not yet laid to a paper."""

    broken = JsonField(default=list)

    @classmethod
    def hold(cls, id: str) -> "Instrument":
        """The instrument's row, locked until the transaction ends; made when there is none."""
        store.execute(
            """INSERT INTO instrument (id, version, created_at, broken) VALUES (?, 1, ?, '[]')
               ON CONFLICT (id) DO UPDATE SET version = instrument.version + 1""",
            *(id, clock.rfc3339(clock.now())),
        )
        return cls.find(id)


class PartyCopy(Table):
    """Name and address for printing, as intake told them: personal, sealed, erased when intake says so."""

    facts = SecretField(store.vault)
    sequence = IntegerField()

    @classmethod
    def facts_of(cls, id: str | None) -> dict[str, Any]:
        known = cls.get_or_none(cls.id == id) if id else None
        return known.facts if known else {}


class VoidNumber(Table):
    """A number that was reserved and will never be used."""

    number = CharField(60, unique=True)
    certificate_id = CharField(36)
    reason_code = CharField(60)
    by = CharField(120)

    @classmethod
    def seen(cls, by: Actor) -> Any:
        """Without those of papers that are not there for the reader."""
        paper = Certificate.select(Certificate.id).where(Certificate.id == cls.certificate_id)
        return cls.select().where(~fn.EXISTS(paper.where(Certificate.kept_from(by))))


class Batch(Table):
    """Certificates that one signer wants signed together, and what became of each."""

    state = CharField(10, default="pending", index=True)
    signer = SecretField(store.vault)
    outcomes = JsonField()
    note = SecretField(store.vault, default="")
