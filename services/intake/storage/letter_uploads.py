"""How much was begun and uploaded as letters, by whom, and how much of it an account and a letter may."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from peewee import SQL, CharField, ForeignKeyField, IntegerField

from services.intake.domain.lifecycle import State
from services.intake.storage.context import store
from services.intake.storage.tables import Application, Table
from shared import clock
from shared.office.calendar import valid_on
from shared.office.profile import Profile, text, whole

_data = Profile(Path(__file__).parent.parent / "data")
BEGUN = """SELECT COUNT(CASE WHEN state = ? THEN 1 END), COUNT(CASE WHEN created_at >= ? THEN 1 END)
           FROM application WHERE opened_by = ? AND number IS NULL"""
COLUMNS = {"code": text, "of": text, "sender": text, "per": text, "most": whole}


# What an account began and did not hand in is counted at each POST.
BEGUN_INDEX = {"where": SQL("number IS NULL"), "name": "application_begun"}
Application.add_index(
    Application.index(Application.opened_by, Application.state, Application.created_at, **BEGUN_INDEX)
)


class LetterUpload(Table):
    """One file that came as a letter, also when another one took its place; `account` is a keyed digest."""

    application = ForeignKeyField(Application, backref="uploads")
    account = CharField(64, index=True)
    size = IntegerField()

    class Meta:
        database = store.database


def begun_by(account: str, since: datetime) -> tuple[int, int]:
    """How many drafts the account holds, and how many it began since then; one kept text, for each new letter asks."""
    return store.execute(BEGUN, State.DRAFT, clock.rfc3339(since), account).fetchone()


@lru_cache(7)
def quotas_on(day: date) -> tuple[Mapping[str, Any], ...]:
    """The rows in force on a day."""
    return tuple(valid_on(_data.table("quotas.quota", **COLUMNS), day))
