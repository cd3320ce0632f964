"""Who may approve in the head's place, and who leaves what alone because of his own interests."""

from datetime import date
from typing import Any

from peewee import CharField, DateField

from services.testing.storage.confirmation_rows import Confirmable
from services.testing.storage.context import store
from shared.database.fields import SecretField


class Dated(Confirmable):
    """A fact about one person that holds on certain days, first and last included."""

    subject = CharField(120, index=True)
    first_day = DateField()
    last_day = DateField(null=True)

    @classmethod
    def holding(cls, subject: str, day: date) -> Any:
        open_end = cls.last_day.is_null() | (cls.last_day >= day)
        return cls.select().where(cls.subject == subject, cls.first_day <= day, open_end).order_by(cls.id.desc())


class Delegation(Dated):
    """Who approves as the head or in the head's place, by which decree; who entered, confirmed and ended it."""

    capacity = CharField(16)
    name = SecretField(store.vault)
    decree = CharField(200)
    decree_on = DateField(null=True)  # unknown in rows from before it was asked for
    ended_reason = SecretField(store.vault, default="")

    def as_used(self) -> dict[str, str]:
        """What a record keeps of it: the person is named by the row, not in the record."""
        return {"delegation_id": self.id, "capacity": self.capacity, "decree": self.decree}


class Interest(Dated):
    """What ties a person to an owner or to one instrument: he neither tests nor approves it (ISO/IEC 17020, 4.1). What
    he declares of himself counts at once, what others say of him once it is confirmed."""

    relation = CharField(20)
    party_id = CharField(36, null=True, index=True)
    instrument_id = CharField(36, null=True, index=True)
    note = SecretField(store.vault, default="")

    @classmethod
    def between(cls, subject: str, party_id: str | None, instrument_id: str, day: date) -> "Interest | None":
        about = cls.instrument_id == instrument_id
        about = about | (cls.party_id == party_id) if party_id else about
        return cls.holding(subject, day).where(about, cls.confirmed_by.is_null(False)).first()
