"""What each approved examination teaches, in columns that can be counted; no person, no reading."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from peewee import SQL, BooleanField, Case, CharField, IntegerField, fn

from services.testing.domain.statistics.ageing import age
from services.testing.domain.statistics.drift import broken_by
from services.testing.domain.statistics.rejection_rates import CAUSES, Count, Group, Tally
from services.testing.storage.context import Table
from services.testing.storage.examinations import Examination
from services.testing.storage.tables import Order
from shared.auth.scopes import Sight
from shared.database.fields import JsonField

BATCH = 200  # instruments read at once


class Lesson(Table):
    """One approved examination, under its id; a correction takes the row of what it corrects away.

    Days are counted (`date.toordinal`), so that both databases subtract them alike.
    """

    instrument_id = CharField(36)
    day = IntegerField(index=True)
    made_day = IntegerField(null=True)
    kind = CharField(40, index=True)
    brand = CharField(120)
    brand_key = CharField(120)
    model = CharField(120)
    model_key = CharField(120)
    district = CharField(20)
    verification = CharField(12)
    cause = CharField(12)
    adjusted = BooleanField()
    units = IntegerField()
    units_rejected = IntegerField()
    largest = JsonField(default=dict)

    class Meta:
        indexes = ((("instrument_id", "day"), False), (("brand_key", "model_key"), False))

    @property
    def tested_on(self) -> date:
        return date.fromordinal(self.day)

    @property
    def broken_by(self) -> str:
        return broken_by(self.adjusted, self.cause)

    @classmethod
    def open_to(cls, sight: Sight) -> Any:
        """The condition under which the examination is there for this reader: what is kept from him is not counted."""
        about = Examination.select(Examination.id).where(Examination.id == cls.id)
        return fn.EXISTS(about.where(Examination.open_to(sight))) if Order.kept(sight) else SQL("1 = 1")

    @classmethod
    def within(cls, since: date | None, until: date | None, kind: str) -> list[Any]:
        """What the counts are narrowed by; both days are included."""
        days = cls.day.between((since or date.min).toordinal(), (until or date.max).toordinal())
        return [days, cls.kind == kind] if kind else [days]

    @classmethod
    def by_column(cls, key: Any, name: Any, *where: Any) -> list[Group]:
        """The counts by one column and the spellings of its name, summed by the database."""
        rows = cls.select(key, name, cls.cause, *cls._sums()).where(*where).group_by(key, name, cls.cause)
        return [Group(key, name, causes={cause: _tally(sums)}) for key, name, cause, *sums in rows.tuples()]

    @classmethod
    def by_age(cls, *where: Any) -> list[Group]:
        """The counts by age in years, `""` where it is not known; each says what its age rests on."""
        seen = cls.alias()
        tera = Case(None, [(seen.verification == "initial", seen.day)])
        first = (
            seen.select(seen.instrument_id, fn.MIN(seen.day).alias("day"), fn.MIN(tera).alias("tera"))
            .group_by(seen.instrument_id)
            .alias("first")
        )
        facts = (
            _years(cls.day - cls.made_day),
            _years(cls.day - first.c.day),
            _flag(first.c.tera == first.c.day),
            _flag(cls.day == first.c.day),
        )
        joined = cls.select(*facts, cls.cause, *cls._sums()).join(first, on=first.c.instrument_id == cls.instrument_id)
        # By place: to PostgreSQL the same expression with other parameters is another one.
        places = (SQL(str(at)) for at in range(1, len(facts) + 2))
        return [_aged(*row) for row in joined.where(*where).group_by(*places).tuples()]

    @classmethod
    def _sums(cls) -> tuple[Any, ...]:
        whole, some = cls.units_rejected == cls.units, (cls.units_rejected > 0) & (cls.units_rejected < cls.units)
        flags = (fn.SUM(_flag(whole)), fn.SUM(_flag(some)))
        return fn.COUNT(cls.id), *flags, fn.SUM(cls.units), fn.SUM(cls.units_rejected)

    @classmethod
    def by_instrument(cls, open_: Any, *where: Any) -> Iterator[list["Lesson"]]:
        """All lessons that are `open_` of every instrument of which one fits, oldest first; read in batches."""
        after = ""
        names = ("id", "instrument_id", "day", "verification", "cause", "adjusted", "largest")
        while ids := cls._ids(after, (open_, *where)):
            rows = cls.select(*(getattr(cls, name) for name in names)).where(cls.instrument_id << ids, open_)
            for _, own in groupby(rows.order_by(cls.instrument_id, cls.day, cls.id), lambda row: row.instrument_id):
                yield list(own)
            after = ids[-1]

    @classmethod
    def _ids(cls, after: str, where: Any) -> list[str]:
        fits = cls.select(cls.instrument_id).distinct().where(cls.instrument_id > after, *where)
        return [id for (id,) in fits.order_by(cls.instrument_id).limit(BATCH).tuples()]


def folded(name: str) -> str:
    """Brands and models as people write them: `Nagata`, `NAGATA ` and `nagata` are one."""
    return " ".join(name.split()).casefold()[:120]


def _flag(condition: Any) -> Any:
    return Case(None, [(condition, 1)], 0)


def _years(days: Any) -> Any:
    """As `ageing.years`, in the words of the database, which divides whole numbers into whole numbers."""
    return (days * 4 + 730) / 1461


def _tally(sums: list[int]) -> Tally:
    tests, rejected, partly, units, units_rejected = map(int, sums)
    return Tally(Count(tests, rejected), partly, Count(units, units_rejected))


def _aged(made: int | None, since: int, tera: int, first: int, cause: str, *sums: int) -> Group:
    basis, years = age(made, since, bool(tera), bool(first))
    tally = _tally(sums)
    bases = {str(basis): tally.tests.judged} if cause == CAUSES[0] else {}
    return Group("" if years is None else str(years), causes={cause: tally}, bases=bases)
