"""What devices in the field wrote down, entry by entry, as it came."""

from datetime import datetime
from typing import Any

from peewee import CharField, ForeignKeyField

from services.testing.storage.context import Table
from services.testing.storage.examinations import Examination
from services.testing.storage.tables import Order, Session
from shared.database.fields import JsonField, MomentField, plain


class FieldEntry(Table):
    """One entry of one verifier for one booking; `entry_id` is the device's own, so that coming twice is harmless."""

    entry_id = CharField(36)
    order = ForeignKeyField(Order, backref="entries")
    session = ForeignKeyField(Session, backref="entries")
    subject = CharField(120)
    device = CharField(80, default="")
    taken_at = MomentField()
    body = JsonField(default=dict)

    class Meta:
        indexes = ((("session", "order", "subject", "entry_id"), True),)

    @classmethod
    def of(cls, order: Order, subject: str) -> dict[str, "FieldEntry"]:
        """What this verifier wrote for the present booking, by the device's own ids."""
        rows = cls.select().where(cls.order == order.id, cls.session == order.session_id, cls.subject == subject)
        return {row.entry_id: row for row in rows.order_by(cls.id)}

    @classmethod
    def in_examination(cls, examination: Examination) -> Any:
        """Those behind a record, in the order in which they came, as a query that is read in pages."""
        rows = cls.select().where(cls.order == examination.order_id, cls.session == examination.session_id)
        return rows.where(cls.subject == examination.verifier_sub).order_by(cls.id)

    @classmethod
    def keep(cls, order: Order, subject: str, entry_id: str, taken_at: datetime, **more: Any) -> "FieldEntry":
        place = {"order": order, "session": order.session_id, "subject": subject}
        return cls.create(entry_id=entry_id, taken_at=taken_at, **place, **more)

    def as_told(self) -> dict[str, Any]:
        """As the rules read it."""
        return {**self.body, "id": self.entry_id, "taken_at": plain(self.taken_at)}
