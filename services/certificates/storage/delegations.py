"""Who signs as the head or in the head's place."""

from datetime import date
from typing import Any

from peewee import CharField, DateField

from services.certificates.storage.context import Table, store
from shared.database.fields import MomentField, SecretField


class Delegation(Table):
    """Who signs as the head or in the head's place, by which decree, on which days; who entered and confirmed it."""

    subject = CharField(120, index=True)
    capacity = CharField(16)
    name = SecretField(store.vault)
    title = SecretField(store.vault, default="")
    rank = SecretField(store.vault, default="")
    decree = CharField(200)
    decree_on = DateField(null=True)  # unknown in rows from before it was asked for
    first_day = DateField()
    last_day = DateField(null=True)
    recorded_by = CharField(120)
    confirmed_by = CharField(120, null=True)
    confirmed_at = MomentField(null=True)
    proposed = SecretField(store.vault, null=True)  # {facts, by, name, decides}: what waits for a second person
    ended_reason = SecretField(store.vault, default="")

    @classmethod
    def holding(cls, subject: str, day: date) -> Any:
        """Those of `subject` that hold on `day`, the one recorded last first."""
        open_end = cls.last_day.is_null() | (cls.last_day >= day)
        rows = cls.select().where(cls.subject == subject, cls.first_day <= day, open_end)
        return rows.order_by(cls.id.desc())
