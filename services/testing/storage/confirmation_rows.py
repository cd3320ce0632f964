"""Rows of authority: who entered them, who confirmed them, and what waits for a second person."""

from peewee import CharField

from services.testing.storage.context import Table, store
from shared.database.fields import MomentField, SecretField


class Confirmable(Table):
    """What one person wrote; it counts for nothing until a second one confirmed it."""

    recorded_by = CharField(120)
    confirmed_by = CharField(120, null=True)
    confirmed_at = MomentField(null=True)
    proposed = SecretField(store.vault, null=True)  # {facts, by, name, decides}: what waits
