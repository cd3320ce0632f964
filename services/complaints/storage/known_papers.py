"""What the other services told: papers and examinations by instrument, and the retests that complaints asked for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from peewee import CharField, DateField, ForeignKeyField

from services.complaints.domain.lifecycle import RetestState
from services.complaints.domain.numbers import (
    keys_of,
    names_of_letter,
    names_of_paper,
    names_of_serial,
    topics,
)
from services.complaints.storage.context import Table, profile
from services.complaints.storage.people import topic_of
from services.complaints.storage.tables import Complaint
from services.complaints.storage.topics import Name
from shared.database.fields import JsonField


class KnownPaper(Table):
    """A certificate as certificates told it; its id is the certificate's."""

    number = CharField(80, index=True)
    instrument_id = CharField(36, index=True)
    item_id = CharField(36, null=True)
    state = CharField(20)
    reason_code = CharField(60, default="")

    @classmethod
    def keep(cls, certificate_id: str, code_digest: str = "", **facts: Any) -> "KnownPaper":
        """Write what was told; the same twice changes nothing."""
        row, made = cls.get_or_create(id=certificate_id, defaults=facts)
        if not made:
            row.change(**facts)
        thing = {"instrument_id": row.instrument_id, "item_id": row.item_id, "certificate_id": row.id}
        Name.give({*keys_of(row.id), *names_of_paper(row.number), code_digest} - {""}, **thing)
        return row

    @classmethod
    def named(cls, complaint: Complaint) -> "KnownPaper | None":
        """The paper that a complaint names: in its fields, or else the only one in its words."""
        about = [value for value in complaint.about.values() if value]
        fields = {topic_of(key) for value in about for key in topics({"": value})}
        found = {row.certificate_id: row.value in fields for row in Name.of(complaint) if row.certificate_id}
        told = sorted(id for id, in_field in found.items() if in_field) or sorted(found)
        return cls.get_by_id(told[0]) if told else None


class KnownTest(Table):
    """An approved examination as testing told it; its id is the examination's. `corrected_by` are the codes of those
    who wrote its later versions."""

    instrument_id = CharField(36, index=True)
    item_id = CharField(36, null=True, index=True)
    application_number = CharField(40, null=True, index=True)
    verifier_code = CharField(40)
    approved_by_code = CharField(40, default="")
    corrected_by = JsonField(default=list)
    tested_on = DateField()
    verdict = CharField(10)

    @classmethod
    def keep(cls, examination_id: str, named: Mapping[str, str | None], **facts: Any) -> None:
        """Write what was told; `named` are the ids of order, item and letter, and the serial number, by which a
        reporter may name the instrument too."""
        row, _ = cls.get_or_create(id=examination_id, defaults=facts)
        ids = {row.id, row.instrument_id, row.item_id, named.get("order_id"), named.get("application_id")}
        keys = names_of_letter(row.application_number or "") | names_of_serial(named.get("serial") or "")
        keys |= {key for id in ids if id for key in keys_of(id)}
        Name.give(keys, instrument_id=row.instrument_id)

    @classmethod
    def verifier_codes(cls) -> set[str]:
        """Everybody who has examined something, as testing spells him."""
        return {row.verifier_code for row in cls.select(cls.verifier_code).distinct()}

    @property
    def hands(self) -> list[str]:
        """The codes of those whose verdict it is."""
        return [self.verifier_code, *self.corrected_by]

    @classmethod
    def disputed(cls, complaint: Complaint, instrument_id: str, item_id: str | None = None) -> list["KnownTest"]:
        """For a paper every examination of its item, whenever the complaint is said to have come. Of an instrument the
        last one before that day, and the last one before the complaint was written down. Never a retest it asked for.
        """
        own = [retest.examination_id for retest in Retest.of(complaint.id) if retest.examination_id]
        rows = cls.select().where(cls.instrument_id == instrument_id, cls.id.not_in(own))
        if item_id:
            return list(rows.where(cls.item_id == item_id).order_by(cls.id))
        last = rows.order_by(cls.tested_on.desc(), cls.id.desc())
        days = {profile.day(complaint.received_at), profile.day(complaint.created_at)}
        return [test for day in sorted(days) if (test := last.where(cls.tested_on <= day).first())]


class Retest(Table):
    """An examination by somebody else that a complaint asked for, and what testing made of it."""

    complaint = ForeignKeyField(Complaint, backref="retests")
    state = CharField(20, default=RetestState.REQUESTED)
    instrument_id = CharField(36)
    certificate_id = CharField(36, null=True)
    reason_code = CharField(60)
    order_id = CharField(36, null=True, unique=True)
    session_date = DateField(null=True)
    examination_id = CharField(36, null=True)
    verdict = CharField(10, null=True)
    tested_on = DateField(null=True)

    @classmethod
    def of(cls, complaint_id: str) -> list["Retest"]:
        return list(cls.select().where(cls.complaint == complaint_id).order_by(cls.id))

    @classmethod
    def of_order(cls, order_id: str) -> "Retest | None":
        return cls.get_or_none(cls.order_id == order_id)

    @classmethod
    def unopened(cls, complaint_id: str | None) -> "Retest | None":
        """The request that testing has not yet opened."""
        rows = cls.select().where(cls.complaint == complaint_id, cls.order_id.is_null())
        return rows.order_by(cls.id).first()

    @property
    def shown(self) -> dict[str, Any]:
        """What the case shows of it."""
        names = ("id", "state", "reason_code", "order_id", "session_date", "examination_id", "verdict", "tested_on")
        return {name: _plain(getattr(self, name)) for name in names}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date) else value
