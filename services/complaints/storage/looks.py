"""The cases that are still to be looked at again, because something was heard or somebody was entered: one row a cause,
worked through in pieces; until then they are there for nobody whom they may come to involve."""

from typing import Any

from peewee import SQL, CharField

from services.complaints.storage.context import Table
from services.complaints.storage.people import Staff
from services.complaints.storage.tables import Complaint
from services.complaints.storage.topics import Name, Topic
from shared.database.fields import JsonField

PIECE, MOST = 5, 20  # cases of one transaction; causes beyond which nothing is shown until they are fewer


class Look(Table):
    """One cause: the instrument of which something was heard, or the `people` whose codes or names changed. `news` is
    what the cases about a paper are told, `after` the last case that was looked at."""

    instrument_id = CharField(36, default="")
    people = JsonField(default=list)
    news = JsonField(default=dict)
    after = CharField(36, default="")

    @classmethod
    def next(cls) -> "Look | None":
        return cls.select().order_by(cls.id).first()

    @property
    def waiting(self) -> Any:
        """The condition on the cases that were not yet looked at."""
        if not self.instrument_id:
            return Complaint.id > self.after
        names = Name.select(Name.value).where(Name.instrument_id == self.instrument_id)
        about = Topic.select(Topic.complaint).where(Topic.value << names)
        return (Complaint.id > self.after) & (Complaint.id << about)

    def piece(self) -> list[Complaint]:
        """The next few of them."""
        return list(Complaint.select().where(self.waiting).order_by(Complaint.id).limit(PIECE))

    def may_involve(self, person: Staff) -> bool:
        """Whether a case may come to be about him by this: something heard of an instrument tells of codes."""
        return person.id in self.people if self.people else bool(person.codes)


def not_waiting(person: Staff) -> Any:
    """The condition on the cases that nothing keeps from this person until they were looked at again."""
    rows = list(Look.select().order_by(Look.id).limit(MOST + 1))
    if len(rows) > MOST:
        return Complaint.id.is_null()
    kept = SQL("1 = 1")
    for row in rows:
        kept = kept & ~row.waiting if row.may_involve(person) else kept
    return kept
