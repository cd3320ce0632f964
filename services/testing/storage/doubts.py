"""Doubts about approved examinations: what each rests on that is withdrawn, and how it was answered."""

from collections.abc import Mapping
from typing import Any

from peewee import CharField, DateField, fn

from services.testing.domain.lifecycle import DoubtState
from services.testing.storage.context import Table
from services.testing.storage.examinations import Examination
from shared.auth.scopes import Sight
from shared.errors import NotFound


class Doubt(Table):
    """One doubt: one examination, one standard or verifier. `reason_code` is why that one was withdrawn."""

    examination_id = CharField(36, index=True)
    cause = CharField(24)
    code = CharField(40, index=True)
    since = DateField()
    reason_code = CharField(60)
    state = CharField(16, default=DoubtState.OPEN, index=True)
    end_code = CharField(60, default="")  # why it is none any more

    @classmethod
    def open_of(cls, examination_id: str) -> list["Doubt"]:
        rows = cls.select().where(cls.examination_id == examination_id, cls.state == DoubtState.OPEN)
        return list(rows.order_by(cls.id))

    @classmethod
    def open_by(cls, cause: str, code: str) -> list["Doubt"]:
        """Those that the withdrawal of this standard or verifier has raised."""
        rows = cls.select().where(cls.cause == cause, cls.code == code, cls.state == DoubtState.OPEN)
        return list(rows.order_by(cls.id))

    @classmethod
    def spoken_for(cls, facts: Mapping[str, Any]) -> bool:
        """Whether this doubt is open, or was answered by the head for the same day and reason."""
        same = [getattr(cls, name) == facts[name] for name in ("examination_id", "cause", "code")]
        again = [getattr(cls, name) == facts[name] for name in ("since", "reason_code")]
        answered = (cls.state == DoubtState.CONFIRMED) & again[0] & again[1]
        return cls.select().where(*same, (cls.state == DoubtState.OPEN) | answered).exists()

    @classmethod
    def seen(cls, sight: Sight) -> Any:
        """Doubts about records that are there for this reader."""
        about = Examination.select(Examination.id).where(Examination.id == cls.examination_id)
        return cls.select().where(fn.EXISTS(about.where(Examination.open_to(sight))))

    @classmethod
    def visible(cls, sight: Sight, id: str) -> "Doubt":
        if not cls.seen(sight).where(cls.id == id).exists():
            raise NotFound("not-found")
        return cls.find(id)

    @classmethod
    def listed(cls, sight: Sight, query: Mapping[str, Any]) -> Any:
        rows = cls.seen(sight)
        for name, column in FILTERS.items():
            if query.get(name):
                rows = rows.where(getattr(cls, column) == query[name])
        return rows


FILTERS = {"examination": "examination_id", "state": "state", "cause": "cause", "code": "code"}
