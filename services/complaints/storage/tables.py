"""The case with what was brought, said and noted; what people wrote or are called is sealed."""

import hmac
from datetime import date, datetime
from typing import Any

from peewee import CharField, ForeignKeyField, IntegerField

from services.complaints.domain.lifecycle import STAGE, State
from services.complaints.storage.context import Table, profile, store
from services.complaints.storage.people import Staff
from shared import ids
from shared.database.fields import JsonField, MomentField, SecretField
from shared.errors import NotFound
from shared.ids import normal


class Complaint(Table):
    """One complaint. `marks` are the moments that its clocks begin and end with, in order.

    `reference` names it until it has its official `number`. Of the reporter's code only a keyed digest is kept;
    `code` holds the words in the moment they are given, and nowhere else. `lodged_by` is a keyed digest of the account
    of a reporter who said who he is: enough to keep him from handling his own case, and nothing of an anonymous one.
    `judged` says of people of the office whether words mean them, once somebody has decided; `claims` of those whom
    only words of the office may mean, whose words, whether that is undecided, and whether it hides the case.
    """

    code = ""
    number = CharField(40, null=True, unique=True)
    reference = CharField(20, null=True, unique=True)
    code_digest = CharField(64)
    kind = CharField(20)
    state = CharField(20, default=State.LODGED, index=True)
    stage = IntegerField(default=0)
    channel = CharField(20, index=True)
    received_at = MomentField()
    taken_by = CharField(120, default="")
    period = CharField(10, index=True)
    identity = CharField(12)
    reporter = SecretField(store.vault, null=True)
    lodged_by = CharField(64, default="")
    subject = SecretField(store.vault)
    text = SecretField(store.vault)
    about = SecretField(store.vault, default=dict)
    judged = SecretField(store.vault, default=dict)
    claims = SecretField(store.vault, default=dict)  # {id: {by: [digest of an account], open, hides}}
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
    def listed(cls, query: dict[str, Any], visible: Any) -> Any:
        """The query of a list, of those that `visible` lets through."""
        rows = cls.select().where(visible)
        for name in ("state", "stage", "type", "priority", "period", "channel", "number"):
            if query.get(name) not in (None, ""):
                rows = rows.where(getattr(cls, name) == query[name])
        return rows

    @classmethod
    def opened_by(cls, code: str) -> Any:
        return cls.code_digest == _digest(code)

    @classmethod
    def tracked(cls, number: str, code: str) -> "Complaint":
        """By number, or by what stood in its place, and tracking code; a wrong one and an unknown one answer alike."""
        typed = number.upper().strip()
        return cls._only(((cls.number == typed) | (cls.reference == typed)) & cls.opened_by(code))

    @classmethod
    def held(cls, id: str, code: str) -> "Complaint":
        return cls._only((cls.id == id) & cls.opened_by(code))

    @classmethod
    def held_or_linked(cls, id: str, secret: str) -> "Complaint":
        """By id, and tracking code or the token of the feedback link."""
        return cls._only((cls.id == id) & (cls.opened_by(secret) | (cls.feedback_digest == _digest(secret))))

    @classmethod
    def of_token(cls, token: str) -> "Complaint":
        """By the feedback link, which opens one answer and nothing else."""
        return cls._only(cls.feedback_digest == _digest(token))

    @classmethod
    def in_state(cls, *states: State) -> list["Complaint"]:
        return list(cls.select().where(cls.state << [*map(str, states)]).order_by(cls.id))

    @classmethod
    def _only(cls, condition: Any) -> "Complaint":
        row = cls.get_or_none(condition)
        if row is None:
            raise NotFound("not-found")
        return row

    def is_opened_by(self, code: str) -> bool:
        return hmac.compare_digest(self.code_digest, _digest(code))

    def keep_reporter(self, sub: str) -> None:
        self.lodged_by = _account(sub) if sub else ""

    def is_lodged_by(self, sub: str) -> bool:
        return bool(sub) and hmac.compare_digest(self.lodged_by, _account(sub))

    @property
    def called(self) -> str:
        return self.number or self.reference

    def fill(self, **values: Any) -> None:
        """Set what a new case begins with."""
        for name, value in values.items():
            setattr(self, name, value)

    def give_code(self) -> dict[str, str]:
        """A new code: its words stay with this object, the columns that keep its digest are returned."""
        self.code = ids.code()
        return {"code_digest": store.vault.digest(self.code)}

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

    @property
    def withheld_from(self) -> list[str]:
        """Ids of the people of the office who may not know of the case."""
        marks = {row.mark for row in self.involvements if row.complained_of}
        return [person.id for person in Staff.counting() if person.marks & marks]

    def involves(self, person: Staff) -> bool:
        """Whether he cannot judge: complained of, close to who is, or with a hand in the disputed examination."""
        return any(row.mark in person.marks for row in self.involvements)

    def is_code_shown_to(self, sub: str) -> bool:
        """Whether a new code of the reporter was shown to this account."""
        return any(row.by == sub for row in self.brought if row.action == SHOWN)

    @property
    def is_code_shown(self) -> bool:
        """Whether the code came to the reporter through somebody of the office, who could speak by it."""
        return any(row.action == SHOWN for row in self.brought)

    def stage_in(self, state: str) -> int:
        """The stage that `state` means for this complaint; an ending before the sixth keeps the stage it left."""
        return STAGE.get(State(state), self.stage)


def _account(sub: str) -> str:
    return store.vault.digest(f"reporter\n{sub}")


def _digest(typed: str) -> str:
    return store.vault.digest(normal(typed))


class Part(Table):
    """What belongs to a case, oldest first."""

    complaint = ForeignKeyField(Complaint)

    @classmethod
    def parts(cls, complaint: Complaint) -> Any:
        """Those of a case, oldest first, as a query that is read in pages."""
        return cls.select().where(cls.complaint == complaint.id).order_by(cls.id)

    @classmethod
    def of(cls, complaint: Complaint) -> list[Any]:
        return list(cls.parts(complaint))


SHOWN = "replace_code"  # no step in the case


class Evidence(Part):
    """What a move brought with it; appended, never edited."""

    action = CharField(20)
    by = CharField(120)
    facts = SecretField(store.vault)
