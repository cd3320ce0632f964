"""The case with what was brought, said and noted; what people wrote or are called is sealed."""

import hmac
from datetime import date, datetime
from typing import Any

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField

from services.complaints.domain.lifecycle import STAGE, State
from services.complaints.storage.people import Staff
from services.complaints.storage.room import Table, profile, store
from shared.errors import NotFound
from shared.fields import JsonField, MomentField, SecretField
from shared.ids import normal


class Complaint(Table):
    """One complaint. `marks` are the moments that its clocks begin and end with, in order."""

    number = CharField(40, unique=True)
    code = SecretField(store.vault)
    kind = CharField(20)
    state = CharField(20, default=State.RECEIVED, index=True)
    stage = IntegerField(default=1)
    channel = CharField(20, index=True)
    received_at = MomentField()
    taken_by = CharField(120, default="")
    period = CharField(10, index=True)
    identity = CharField(12)
    reporter = SecretField(store.vault, null=True)
    subject = SecretField(store.vault)
    text = SecretField(store.vault)
    about = JsonField(default=dict)
    type = CharField(20, null=True, index=True)
    severity = CharField(20, null=True)
    priority = CharField(20, null=True, index=True)
    cause = CharField(40, null=True, index=True)
    assignee = ForeignKeyField(Staff, null=True, backref="cases")
    level = IntegerField(default=1)
    reopened = IntegerField(default=0)
    marks = JsonField(default=list)
    escalations = JsonField(default=dict)
    resolution = SecretField(store.vault, null=True)
    feedback_token = SecretField(store.vault, null=True)
    feedback_digest = CharField(64, null=True, unique=True)
    rating = IntegerField(null=True)
    rating_words = SecretField(store.vault, null=True)

    @classmethod
    def listed(cls, query: dict[str, Any]) -> Any:
        """The query of a list."""
        rows = cls.select()
        for name in ("state", "stage", "type", "priority", "period", "channel", "number"):
            if query.get(name):
                rows = rows.where(getattr(cls, name) == query[name])
        return rows

    @classmethod
    def tracked(cls, number: str, code: str) -> "Complaint":
        """By number and tracking code; a wrong code and an unknown number answer alike."""
        row = cls.get_or_none(cls.number == number.upper().strip())
        if row is None or not row.opens_with(code):
            raise NotFound("not-found")
        return row

    @classmethod
    def of_token(cls, token: str) -> "Complaint":
        """By the feedback link, which opens one answer and nothing else."""
        row = cls.get_or_none(cls.feedback_digest == store.vault.digest(normal(token)))
        if row is None:
            raise NotFound("not-found")
        return row

    @classmethod
    def in_state(cls, *states: State) -> list["Complaint"]:
        return list(cls.select().where(cls.state << [str(state) for state in states]).order_by(cls.id))

    def opens_with(self, code: str) -> bool:
        return hmac.compare_digest(self.code.encode(), normal(code).encode())

    @property
    def days(self) -> list[tuple[str, date]]:
        """The marks with the office's day of each."""
        return [(mark, profile.day(datetime.fromisoformat(at))) for mark, at in self.marks]

    @property
    def brought(self) -> list["Evidence"]:
        """The evidence of every move so far, oldest first."""
        return Evidence.of(self)

    @property
    def examined_again(self) -> list[dict[str, Any]]:
        """The retests that the case asked for, oldest first."""
        return [retest.shown for retest in sorted(self.retests, key=lambda retest: retest.id)]

    def stage_in(self, state: str) -> int:
        """The stage that `state` means for this complaint; an ending before the sixth keeps the stage it left."""
        return STAGE.get(State(state), self.stage)


class Part(Table):
    """What belongs to a case, oldest first."""

    complaint = ForeignKeyField(Complaint)

    @classmethod
    def of(cls, complaint: Complaint) -> list[Any]:
        return list(cls.select().where(cls.complaint == complaint.id).order_by(cls.id))


class Evidence(Part):
    """What a move brought with it; appended, never edited."""

    action = CharField(20)
    by = CharField(120)
    facts = SecretField(store.vault)


class Message(Part):
    """Public text between office and reporter. What is in here, the reporter reads."""

    sender = CharField(10)
    by = CharField(120, default="")
    text = SecretField(store.vault)


class Note(Part):
    """Internal text. It has no way out: no public answer reads this table."""

    by = CharField(120)
    text = SecretField(store.vault)


class Attachment(Part):
    """A file, kept under its digest; `from_reporter` tells who brought it."""

    sha256 = CharField(64)
    media = CharField(40)
    size = IntegerField()
    from_reporter = BooleanField(default=False)

    @classmethod
    def one(cls, complaint: Complaint, id: str) -> "Attachment":
        row = cls.get_or_none(cls.id == id, cls.complaint == complaint.id)
        if row is None:
            raise NotFound("not-found")
        return row
