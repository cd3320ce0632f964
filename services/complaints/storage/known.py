"""What the other services told: papers and examinations by instrument, and the retests that complaints asked for."""

from datetime import date
from typing import Any

from peewee import CharField, DateField, ForeignKeyField

from services.complaints.domain.lifecycle import RetestState
from services.complaints.storage.room import Table, profile
from services.complaints.storage.tables import Complaint


class KnownPaper(Table):
    """A certificate as certificates told it; its id is the certificate's."""

    number = CharField(80, index=True)
    instrument_id = CharField(36, index=True)
    item_id = CharField(36, null=True)
    state = CharField(20)
    reason_code = CharField(60, default="")

    @classmethod
    def keep(cls, certificate_id: str, **facts: Any) -> "KnownPaper":
        """Write what was told; the same twice changes nothing."""
        row, made = cls.get_or_create(id=certificate_id, defaults=facts)
        if not made:
            row.change(**facts)
        return row

    @classmethod
    def named(cls, about: dict[str, Any]) -> "KnownPaper | None":
        """The paper that a complaint names by id or number."""
        wanted = {cls.id: about.get("certificate_id"), cls.number: about.get("certificate_number")}
        return next(
            (row for column, value in wanted.items() if value and (row := cls.get_or_none(column == value))), None
        )


class KnownTest(Table):
    """An approved examination as testing told it; its id is the examination's."""

    instrument_id = CharField(36, index=True)
    item_id = CharField(36, null=True, index=True)
    application_number = CharField(40, null=True, index=True)
    verifier_code = CharField(40)
    approved_by_code = CharField(40, default="")
    tested_on = DateField()
    verdict = CharField(10)

    @classmethod
    def keep(cls, examination_id: str, **facts: Any) -> None:
        cls.get_or_create(id=examination_id, defaults=facts)

    @classmethod
    def verifier_codes(cls) -> set[str]:
        """Everybody who has examined something, as testing spells him."""
        return {row.verifier_code for row in cls.select(cls.verifier_code).distinct()}

    @classmethod
    def instruments_of(cls, application_number: str) -> set[str]:
        rows = cls.select(cls.instrument_id).where(cls.application_number == application_number)
        return {row.instrument_id for row in rows}

    @classmethod
    def disputed(cls, complaint: Complaint, instrument_id: str, item_id: str | None = None) -> "KnownTest | None":
        """The last examination before the complaint, for a paper the one of its item; never a retest it asked for."""
        own = [retest.examination_id for retest in Retest.of(complaint.id) if retest.examination_id]
        until = profile.day(complaint.received_at)
        rows = cls.select().where(cls.instrument_id == instrument_id, cls.tested_on <= until, cls.id.not_in(own))
        rows = rows.where(cls.item_id == item_id) if item_id else rows
        return rows.order_by(cls.tested_on.desc(), cls.id.desc()).first()


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
