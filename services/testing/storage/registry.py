"""Who may examine, with what, and for whom: verifiers, standards, and the names that papers print."""

from datetime import date
from typing import Any

from peewee import BooleanField, CharField, DateField, Field, fn

from services.testing.storage.confirmation_rows import Confirmable
from services.testing.storage.context import Table, store
from shared.database.fields import JsonField, SecretField


class Withdrawable(Confirmable):
    """What tests rest on, once a second person confirmed it and until it is withdrawn."""

    withdrawn_from = DateField(null=True)  # the first day on which nothing counts any more
    withdrawn_code = CharField(40, default="")  # why, for programs
    withdrawn_reason = SecretField(store.vault, default="")  # why, in people's words

    @classmethod
    def counting(cls) -> Any:
        """The rows on which anybody may rely."""
        return cls.select().where(cls.confirmed_by.is_null(False))

    @classmethod
    def coded(cls, codes: list[str]) -> dict[str, Any]:
        return {row.code: row for row in cls.counting().where(cls.code << codes)}

    @classmethod
    def held(cls, codes: list[str]) -> dict[str, Any]:
        """As `coded`, and nobody withdraws one of them before the transaction ends: he comes before it, or after."""
        rows = cls.counting().where(cls.code << codes)
        shared = rows.for_update("FOR SHARE") if cls._meta.database.for_update else rows
        return {row.code: row for row in shared}


class Verifier(Withdrawable):
    """An officer entitled to mark, once a second person confirmed him; outside this service only the code is known."""

    code = CharField(20, unique=True)
    name = SecretField(store.vault)
    subject = CharField(120, unique=True)
    decree = CharField(120, default="")
    appointed_from = DateField()
    appointed_until = DateField()
    certified_until = DateField()
    scope = JsonField(default=list)
    told = BooleanField(default=False)  # whether the others know the code of this account

    def uncovered(self, day: Field, since: date | None) -> Any:
        """Days on which the officer is not entitled, and those from `since` on."""
        over = (day < self.appointed_from) | (day > self.appointed_until) | (day > self.certified_until)
        return over | (day >= since) if since else over

    @classmethod
    def of(cls, subject: str) -> "Verifier | None":
        """The verifier behind a token."""
        return cls.counting().where(cls.subject == subject).first()


class Standard(Withdrawable):
    """A reference standard with its calibration."""

    subject = ""  # whom it concerns: a thing, so nobody confirms of himself
    code = CharField(40, unique=True)
    name = CharField(120)
    accuracy_class = CharField(20, default="")
    range = CharField(120, default="")
    certificate = CharField(120, default="")
    valid_from = DateField(null=True)  # the first day of this calibration, where it is known
    valid_until = DateField()
    max_error = CharField(32, null=True)  # as stated, in `unit`; weights have that of their class
    unit = CharField(10, default="")
    corrections = JsonField(default=list)
    checked_on = DateField(null=True)  # when it was last found sound, after transport for instance

    def as_used(self) -> dict[str, Any]:
        """What a record keeps of it, so that a later calibration does not change what was done."""
        kept = {
            name: getattr(self, name)
            for name in ("code", "name", "certificate", "corrections", "max_error", "unit", "range")
        }
        days = ("valid_from", "valid_until", "withdrawn_from")
        dated = {name: day.isoformat() if (day := getattr(self, name)) else None for name in days}
        return {**kept, "class": self.accuracy_class, **dated}

    @property
    def last_sound(self) -> date | None:
        """The last day on which it is known to have been good: when it was checked, or its calibration began."""
        return max((day for day in (self.checked_on, self.valid_from) if day), default=None)

    def uncovered(self, day: Field, since: date | None) -> Any:
        """Days on which it is out of calibration, and those from `since` on; earlier calibrations are not kept."""
        over = day > self.valid_until
        return over | (day >= since) if since else over


class TypeApproval(Table):
    """A type that may be placed on the market while its approval is valid; without an end it holds for good."""

    number = CharField(120, unique=True)
    kind = CharField(40)
    holder = CharField(200, default="")
    brand = CharField(120, default="")
    models = JsonField(default=list)
    valid_from = DateField()
    valid_until = DateField(null=True)

    @classmethod
    def numbered(cls, number: str) -> "TypeApproval | None":
        """The approval of this number; how it is spelled, in capitals or with blanks around it, tells nothing."""
        same = fn.LOWER(fn.TRIM(cls.number)) == number.strip().lower()
        return cls.select().where(same).order_by(cls.id).first() if number.strip() else None

    def as_known(self, kind: str) -> dict[str, Any]:
        """What a record keeps of it, for an instrument of this kind."""
        until = self.valid_until.isoformat() if self.valid_until else None
        return {"kind_fits": self.kind == kind, "valid_from": self.valid_from.isoformat(), "valid_until": until}


class Party(Table):
    """Our encrypted copy of name and address, for the sheet and the session's list."""

    facts = SecretField(store.vault)

    @classmethod
    def keep(cls, id: str, facts: dict[str, Any]) -> None:
        known = cls.get_or_none(cls.id == id)
        if known is None:
            cls.create(id=id, facts=facts)
        else:
            known.change(facts=facts)

    @classmethod
    def facts_of(cls, id: str | None) -> dict[str, Any]:
        known = cls.get_or_none(cls.id == id) if id else None
        return known.facts if known else {}

    @classmethod
    def name_of(cls, id: str | None) -> str | None:
        return cls.facts_of(id).get("name")
