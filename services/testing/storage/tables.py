"""Sessions and the orders that wait for them or are booked into them."""

from collections.abc import Mapping, Sequence
from datetime import date as Day
from typing import Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from services.testing.domain.lifecycle import OrderState, SessionState
from services.testing.domain.verifier_codes import is_among
from services.testing.storage.context import Table, store
from services.testing.storage.registry import Verifier
from services.testing.storage.withheld_orders import DESK, kept, kept_marks
from shared import clock
from shared.auth.actor import Actor
from shared.auth.scopes import Owned, Sight
from shared.database.fields import JsonField, MomentField, SecretField


class Session(Table):
    """A day of testing: a team, minutes, and one or more stops."""

    date = DateField(index=True)
    period = CharField(10, index=True)
    mode = CharField(10)
    stops = JsonField(default=list)
    verifiers = JsonField(default=list)
    capacity_minutes = IntegerField()
    used_minutes = IntegerField(default=0)
    state = CharField(20, default=SessionState.PLANNED, index=True)

    @property
    def minutes_left(self) -> int:
        return self.capacity_minutes - self.used_minutes

    @property
    def booked(self) -> list["Order"]:
        return self.booked_among(Order.select())

    def kept_from(self, reader: Sight | Actor) -> list["Order"]:
        """The booked ones that are not there for this reader."""
        return self.booked_among(Order.select().where(hidden)) if (hidden := Order.kept(reader)) else []

    def used_for(self, reader: Actor) -> int:
        """The minutes that are taken, as far as this reader may know."""
        return self.used_minutes - sum(one.minutes for one in self.kept_from(reader))

    def booked_among(self, orders: Any) -> list["Order"]:
        """Those of a query of orders that are booked into the day, in rank."""
        return list(orders.where(Order.session == self.id).order_by(Order.ranked_at, Order.id))

    def take(self, minutes: int, quietly: bool = False) -> bool:
        """Take minutes if they are free and the day still stands where it was read to stand.

        One guarded statement: parallel bookings cannot exceed the day, and none joins one that is being cancelled.
        `quietly`: the day gets no new version, because somebody may not know that there is anything new.
        """
        table = type(self)
        change = {table.used_minutes: table.used_minutes + minutes, table.version: table.version + (not quietly)}
        fits = table.used_minutes + minutes <= table.capacity_minutes
        return bool(table.update(change).where(table.id == self.id, table.state == self.state, fits).execute())

    def give_back(self, minutes: int, quietly: bool = False) -> None:
        table = type(self)
        change = {table.used_minutes: table.used_minutes - minutes, table.version: table.version + (not quietly)}
        table.update(change).where(table.id == self.id).execute()

    @classmethod
    def listed(cls, shown: set[str], query: Mapping[str, Any]) -> Any:
        rows = cls.select().where(cls.state << sorted(shown))
        for name in ("state", "period", "mode", "date"):
            if query.get(name):
                rows = rows.where(getattr(cls, name) == query[name])
        return rows

    @classmethod
    def with_room(cls, minutes: int, modes: list[str], since: Day) -> list["Session"]:
        """The next three published sessions that could take an instrument."""
        free = cls.used_minutes + minutes <= cls.capacity_minutes
        wanted = cls.select().where(cls.state == SessionState.PUBLISHED, cls.date >= since, cls.mode << modes, free)
        return list(wanted.order_by(cls.date, cls.id).limit(3))


class Order(Owned, Table):
    """One item on its way to the test, with what the letter said of it."""

    number = CharField(40, unique=True)
    source_key = CharField(120, unique=True)  # what opened it; the same cause opens one order
    state = CharField(20, default=OrderState.WAITING, index=True)
    origin = CharField(12)
    cause = CharField(12)
    item_id = CharField(36, null=True, index=True)
    application_id = CharField(36, null=True, index=True)
    application_number = CharField(40, null=True)
    complaint_id = CharField(36, null=True)
    owner_key = CharField(36, default="", index=True)
    party_id = CharField(36, null=True)
    instrument_id = CharField(36, index=True)
    kind = CharField(40)
    verification = CharField(12)
    basis = CharField(12, default="mandatory")
    lot = CharField(80, default="")
    type_approval = CharField(120, default="")
    exemption = CharField(200, default="")
    brand = CharField(120)
    model = CharField(120)
    serial = CharField(120)
    units = JsonField(default=list)
    parameters = JsonField(default=dict)
    place = SecretField(store.vault, default=dict)
    district = CharField(20, index=True)
    channel = CharField(20, default="")
    urgent = BooleanField(default=False)
    promised_on = DateField(null=True)
    period = CharField(10, index=True)
    minutes = IntegerField()
    ranked_at = MomentField(default=clock.now)
    missed_count = IntegerField(default=0)
    session = ForeignKeyField(Session, null=True, backref="orders")
    session_id: str | None
    offered_until = DateField(null=True)
    other_than = SecretField(store.vault, default=list)  # codes of who may not test it
    kept_from = TextField(default="")  # keyed digests of those to whom it is not there
    anomalies = SecretField(store.vault, null=True)  # what was odd about the instrument when it came
    retest_of = CharField(36, null=True)
    retest_until = DateField(null=True)

    @classmethod
    def seen(cls, sight: Sight) -> Any:
        """Never one that a complaint opened and that is kept from the caller: to him there is none."""
        hidden, rows = cls.kept(sight), super().seen(sight)
        return rows.where(~hidden) if hidden else rows

    @classmethod
    def kept(cls, reader: Sight | Actor) -> Any:
        """The condition on orders that are not there for this reader; None if all are."""
        return kept(cls.kept_from, reader)

    @property
    def hidden(self) -> bool:
        """Whether there is anybody to whom it is not there."""
        return self.kept_from != ""

    def is_kept_from(self, verifier: Verifier) -> bool:
        return self.hidden and kept_marks(store.vault, [verifier.code]).strip("|") in self.kept_from

    @classmethod
    def listed(cls, sight: Sight, query: Mapping[str, Any]) -> Any:
        rows = cls.seen(sight)
        for name, column in FILTERS.items():
            if query.get(name):
                rows = rows.where(getattr(cls, column) == query[name])
        return rows

    def other_than_for(self, by: Actor) -> list[str]:
        """Who may not test it, for whoever may know: neither its owner nor a verifier learns of whom somebody
        complained, and nobody learns it of himself, whatever else he is."""
        if not self.other_than or not by.has(*DESK):
            return []
        own = Verifier.of(by.sub)
        return [] if own and is_among(own.code, self.other_than) else self.other_than

    @classmethod
    def opened_by(cls, source_key: str) -> "Order | None":
        return cls.get_or_none(cls.source_key == source_key)

    @classmethod
    def of_item(cls, item_id: str) -> "Order | None":
        """The order that answers for an item: an examined one before all others, otherwise the newest."""
        rows = list(cls.select().where(cls.item_id == item_id).order_by(cls.id))
        return next((row for row in rows if row.state == OrderState.EXAMINED), rows[-1] if rows else None)

    @classmethod
    def all_of_item(cls, item_id: str) -> list["Order"]:
        return list(cls.select().where(cls.item_id == item_id).order_by(cls.id))

    @classmethod
    def newest_of_item(cls, item_id: str) -> "Order | None":
        return cls.select().where(cls.item_id == item_id).order_by(cls.id.desc()).first()

    @classmethod
    def newest_of_instrument(cls, instrument_id: str) -> "Order | None":
        return cls.select().where(cls.instrument_id == instrument_id).order_by(cls.id.desc()).first()

    @classmethod
    def retest_after(cls, examination_ids: Sequence[str]) -> "Order | None":
        """The retest that one of these versions of an examination granted."""
        return cls.get_or_none(cls.retest_of << list(examination_ids))


FILTERS = {
    "item": "item_id",
    "application": "application_id",
    "instrument": "instrument_id",
    "session": "session",
    "state": "state",
    "district": "district",
    "period": "period",
    "origin": "origin",
}
