"""How often and how much was uploaded as letters, by whom, and how much of it an account and a letter may."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from peewee import CharField, ForeignKeyField, IntegerField

from services.intake.storage.context import store
from services.intake.storage.tables import Application, Table
from shared.office.calendar import valid_on
from shared.office.profile import Profile, text, whole

_data = Profile(Path(__file__).parent.parent / "data")
COLUMNS = {"code": text, "of": text, "sender": text, "per": text, "most": whole}


class LetterUpload(Table):
    """One file that came as a letter, also when another one took its place; `account` is a keyed digest."""

    application = ForeignKeyField(Application, backref="uploads")
    account = CharField(64, index=True)
    size = IntegerField()

    class Meta:
        database = store.database


def quotas_on(day: date) -> list[Mapping[str, Any]]:
    """The rows in force on a day."""
    return list(valid_on(_data.table("quotas.quota", **COLUMNS), day))
