"""Records of readings with their verdicts, version after version."""

from collections.abc import Mapping
from typing import Any

from peewee import SQL, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, fn

from services.testing.domain.lifecycle import EXAMINATION, ExaminationAction, ExaminationState
from services.testing.domain.record import marks
from services.testing.domain.record.completeness import gaps
from services.testing.domain.verdict.departure import counting
from services.testing.domain.verdict.result import overall
from services.testing.storage.checksums import Sealed
from services.testing.storage.context import Table, store
from services.testing.storage.tables import Order, Session
from shared.auth.scopes import Owned, Sight
from shared.database.fields import JsonField, MomentField, SecretField

TOLD = (ExaminationState.APPROVED, ExaminationState.SUPERSEDED)


class Examination(Owned, Sealed, Table):
    """One record; a correction is a new row with the next revision that supersedes this one."""

    order = ForeignKeyField(Order, backref="examinations")
    order_id: str
    session = ForeignKeyField(Session, backref="examinations")
    session_id: str
    instrument_id = CharField(36, index=True)
    owner_key = CharField(36, default="", index=True)
    revision = IntegerField(default=1)
    supersedes = CharField(36, null=True, index=True)
    superseded_by = CharField(36, null=True)
    state = CharField(20, default=ExaminationState.RECORDED, index=True)
    tested_on = DateField(index=True)
    verifier_code = CharField(20)
    verifier_sub = CharField(120)
    corrected_by = JsonField(null=True)  # who wrote the versions after the first, in order: {code, sub}
    approved_by_code = CharField(20, null=True)
    approved_at = MomentField(null=True)
    approved_under = JsonField(null=True)  # the decree, when a delegate approved in the head's place
    readings = JsonField(default=list)
    result = JsonField(default=dict)
    software = JsonField(default=dict)  # what judged: version and checksums
    environment = JsonField(default=dict)
    standards = JsonField(default=list)
    adjustment = BooleanField(default=False)
    type_conformity = JsonField(null=True)  # what was seen of the approved type, and what the register said of it
    marks = JsonField(default=list)
    reason = SecretField(store.vault, default="")  # why an earlier version is corrected
    note = SecretField(store.vault, default="")  # why it was sent back
    retest_until = DateField(null=True)
    departure = SecretField(store.vault, null=True)  # verdicts of units that are not those of the rule, and why
    seal = CharField(64, default="")  # checksum over all that the verdict rests on

    @property
    def gaps(self) -> list[dict[str, Any]]:
        """What is missing before there is a verdict."""
        return gaps(self.result, self.standards)

    @property
    def lacking(self) -> list[dict[str, Any]]:
        """What is missing before it may be handed in for approval: the marks as well."""
        if self.state != ExaminationState.RECORDED:
            return self.gaps
        return [*self.gaps, *marks.gaps(self.verdicts, self.marks, self.order.basis)]

    @property
    def verdict(self) -> str:
        return "incomplete" if self.gaps else str(overall(self.verdicts.values()))

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict that counts, by unit."""
        return counting(self.result, self.departure)

    @property
    def hands(self) -> list[dict[str, str]]:
        """Who tested, and whoever corrected after that, in order; each as {code, sub}."""
        return [{"code": self.verifier_code, "sub": self.verifier_sub}, *(self.corrected_by or [])]

    @property
    def author(self) -> dict[str, str]:  # of this version, which he alone may change
        return self.hands[-1]

    @property
    def needs_head(self) -> str:
        """Why only the head may approve, as a code: a verdict against the rule, or limits nobody could check."""
        if self.departure:
            return "departure-needs-head"
        return "head-must-confirm" if self.result["needs_confirmation"] else ""

    @property
    def next(self) -> list[str]:
        """What may happen to it; a record whose booking is over is never handed in."""
        may = EXAMINATION.allowed(self.state)
        over = self.state == ExaminationState.RECORDED and self.order.session_id != self.session_id
        return [action for action in may if not (over and action == ExaminationAction.SUBMIT)]

    @classmethod
    def seen(cls, sight: Sight) -> Any:
        """An officer sees all but records of orders that are not there for him; an owner what was approved."""
        rows = super().seen(sight).where(cls.open_to(sight))
        return rows if sight.everything else rows.where(cls.state << TOLD)

    @classmethod
    def open_to(cls, sight: Sight) -> Any:
        """The condition under which a record is there at all for this reader."""
        kept = Order.kept(sight)
        return ~fn.EXISTS(Order.select(Order.id).where(Order.id == cls.order, kept)) if kept else SQL("1 = 1")

    @classmethod
    def listed(cls, sight: Sight, query: Mapping[str, Any]) -> Any:
        rows = cls.seen(sight)
        for name, column in FILTERS.items():
            if query.get(name):
                rows = rows.where(getattr(cls, column) == query[name])
        return rows

    @classmethod
    def living(cls, order: Order) -> "Examination | None":
        """The record of this booking of the order; beside a correction at work, the version that still stands."""
        known = cls.select().where(cls.order == order.id, cls.session == order.session_id)
        return known.where(cls.state != ExaminationState.SUPERSEDED).order_by(cls.revision, cls.id).first()

    @classmethod
    def standing(cls, *where: Any) -> list["Examination"]:
        """Records that no later version has replaced, oldest first; without their readings and results."""
        names = ("id", "revision", "order", "session", "instrument_id", "tested_on", "state", "verifier_code")
        names += ("verifier_sub", "corrected_by", "approved_by_code", "standards")
        columns = [getattr(cls, name) for name in names]
        rows = cls.select(*columns).where(cls.state != ExaminationState.SUPERSEDED, *where)
        return list(rows.order_by(cls.tested_on, cls.id))

    @classmethod
    def touched_by(cls, code: str) -> Any:
        """Records that the verifier tested or approved, and all corrected ones: only their rows tell by whom."""
        return (cls.verifier_code == code) | (cls.approved_by_code == code) | cls.corrected_by.is_null(False)

    @classmethod
    def with_standard(cls, code: str, *where: Any) -> list["Examination"]:
        return [one for one in cls.standing(*where) if code in {used["code"] for used in one.standards}]

    @classmethod
    def correction_of(cls, id: str) -> "Examination | None":
        return cls.get_or_none(cls.supersedes == id)

    @property
    def earlier(self) -> list[str]:
        """The versions that this one replaces, newest first."""
        known, ids = self, []
        while known.supersedes:
            ids.append(known.supersedes)
            known = type(self).find(known.supersedes)
        return ids

    @classmethod
    def submitted_in(cls, session: Session, sight: Sight) -> list["Examination"]:
        rows = cls.seen(sight).where(cls.session == session.id, cls.state == ExaminationState.SUBMITTED)
        return list(rows.order_by(cls.id))

    @classmethod
    def approved(cls) -> int:
        return cls.select().where(cls.state == ExaminationState.APPROVED).count()

    @classmethod
    def approved_of(cls, sight: Sight, instrument_id: str, most: int) -> tuple[list["Examination"], int]:
        """What stands of an instrument for this reader, oldest first, the newest so many; and how many are older."""
        own = (cls.id, cls.order, cls.tested_on, cls.adjustment, cls.result)
        stand = cls.select(*own, Order.id, Order.verification, Order.cause, Order.basis).join(Order)
        stands = cls.state == ExaminationState.APPROVED
        stand = stand.where(cls.instrument_id == instrument_id, stands, cls.open_to(sight))
        newest = list(stand.order_by(cls.tested_on.desc(), cls.id.desc()).limit(most))
        return newest[::-1], stand.count() - len(newest)

    @classmethod
    def approved_without(cls, table: type[Table], most: int) -> list["Examination"]:
        """What stands and has no row of its own in another table yet."""
        own = fn.EXISTS(table.select(table.id).where(table.id == cls.id))
        rows = cls.select().where(cls.state == ExaminationState.APPROVED, ~own).order_by(cls.id).limit(most)
        # Locked where the database can, so that none is superseded between this look and its row.
        return list(rows.for_update() if cls._meta.database.for_update else rows)

    @classmethod
    def last_approved(cls, instrument_id: str) -> "Examination | None":
        rows = cls.select().where(cls.instrument_id == instrument_id, cls.state == ExaminationState.APPROVED)
        return rows.order_by(cls.approved_at.desc(), cls.id.desc()).first()


# A booking has one record, and each of its corrections follows another version: whatever two officers do at once.
FIRST = {"unique": True, "where": SQL("supersedes IS NULL"), "name": "examination_one_of_a_booking"}
Examination.add_index(Examination.index(Examination.order, Examination.session, **FIRST))

FILTERS = {
    "order": "order",
    "session": "session",
    "instrument": "instrument_id",
    "state": "state",
    "verifier": "verifier_code",
}
