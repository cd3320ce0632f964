"""Intake's tables and the questions asked of them."""

import hmac
from typing import Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, fn

from services.intake.domain.lifecycle import InstrumentState, ItemState, State
from services.intake.storage.context import Table, store
from shared.auth.actor import Actor
from shared.auth.scopes import Owned, Sight
from shared.database.fields import FilesField, JsonField, MomentField, SecretField
from shared.errors import NotFound
from shared.ids import normal


def digest_of(account: str) -> str:
    """How it is kept who began a letter: looked up, and read by nobody."""
    return store.vault.digest(f"account\n{account}")


class Party(Owned, Table):
    """Who applies, owns or uses: a person or a business. Its facts are personal and sealed."""

    owner_key = CharField(36, default="", index=True)
    facts = SecretField(store.vault)
    told_facts = CharField(64, default="")

    @property
    def name(self) -> str:
        return self.facts.get("name", "")

    @classmethod
    def seen(cls, sight: Sight) -> Any:
        """Own ones; for the office those on letters and instruments that it sees."""
        if not sight.everything:
            return super().seen(sight)
        letters, instruments = Application.seen(sight), Instrument.seen(sight)
        items = Item.select().where(Item.owner == cls.id, Item.application << letters.select(Application.id))
        applies, owns = letters.where(Application.party == cls.id), instruments.where(Instrument.owner == cls.id)
        return cls.select().where(fn.EXISTS(applies) | fn.EXISTS(owns) | fn.EXISTS(items))


class Application(Owned, Table):
    """One letter to the head of the office. What it says of people and in their words is sealed."""

    number = CharField(40, null=True, unique=True)
    tracking_code = SecretField(store.vault, null=True)
    state = CharField(20, default=State.DRAFT, index=True)
    scheme = CharField(20)
    channel = CharField(20)
    owner_key = CharField(36, default="", index=True)
    opened_by = CharField(120)  # digest of the account
    party = ForeignKeyField(Party, backref="applications")
    party_id: str
    rows: list["Item"]
    period = CharField(10, null=True, index=True)
    district = CharField(20, null=True, index=True)
    submitted_on = DateField(null=True)
    promised_on = DateField(null=True)
    accepted_at = MomentField(null=True)
    returned_at = MomentField(null=True)
    revision = IntegerField(default=0)
    urgent = BooleanField(default=False)
    letter = SecretField(store.vault, default=dict)
    letter_file = FilesField(null=True)
    earlier_files = FilesField(default=list)  # letters that were handed in before this one
    faults = SecretField(store.vault, default=list)
    wish = SecretField(store.vault, null=True)
    overdue_told = BooleanField(default=False)

    def code_for(self, by: Actor) -> str | None:
        """The tracking code, for the account that the letter belongs to or the officer who took it in."""
        return self.tracking_code if digest_of(by.sub) == self.opened_by or by.owner_key == self.owner_key else None

    @classmethod
    def seen(cls, sight: Sight) -> Any:
        """Own letters; the office's are those that were handed in, and drafts that the caller wrote at the counter."""
        if not sight.everything:
            return super().seen(sight)
        return cls.select().where(cls.number.is_null(False) | (cls.opened_by == digest_of(sight.sub)))

    @classmethod
    def listed(cls, sight: Sight, query: dict[str, Any]) -> Any:
        """The query of a list."""
        rows = cls.seen(sight).select(cls, Party).join(Party)
        for name in ("state", "period", "district", "number"):
            if query.get(name):
                rows = rows.where(getattr(cls, name) == query[name])
        return rows

    @classmethod
    def tracked(cls, number: str, code: str) -> "Application":
        """By number and tracking code; a wrong code and an unknown number answer alike."""
        row = cls.get_or_none(cls.number == number.upper().strip())
        kept = row.tracking_code if row else "-"
        if not hmac.compare_digest((kept or "-").encode(), normal(code).encode()) or row is None:
            raise NotFound("not-found")
        return row

    @property
    def items(self) -> list["Item"]:
        """Read now, unless they were just written, or read with those of all letters of a list."""
        known = self.__dict__.get("rows")
        return list(Item.with_instrument().where(Item.application == self.id)) if known is None else known


class Instrument(Owned, Table):
    """An instrument keeps its id for life; last papers are known from events."""

    state = CharField(20, default=InstrumentState.ACTIVE)
    registered = BooleanField(default=False)
    kind = CharField(40, index=True)
    brand = CharField(120)
    model = CharField(120)
    serial = CharField(120, index=True)
    parameters = JsonField(default=dict)
    units = JsonField(default=list)
    district = CharField(20, null=True)
    owner = ForeignKeyField(Party, backref="instruments")
    certificate = JsonField(null=True)

    @classmethod
    def seen(cls, sight: Sight) -> Any:
        """Own instruments; for the office those of the register, and those on drafts that the caller sees."""
        if not sight.everything:
            return cls.select().where(cls.owner << Party.seen(sight).select(Party.id))
        drafts = Application.seen(sight).where(Application.number.is_null())
        on_drafts = Item.select(Item.instrument).where(Item.application << drafts.select(Application.id))
        return cls.select().where(cls.registered | (cls.id << on_drafts))

    @classmethod
    def listed(cls, sight: Sight, query: dict[str, Any]) -> Any:
        """Registered instruments; an applicant's own."""
        rows = cls.seen(sight).where(cls.registered)
        for name in ("kind", "serial", "district"):
            if query.get(name):
                rows = rows.where(getattr(cls, name) == query[name])
        return rows


class Item(Table):
    """One instrument on one letter."""

    application = ForeignKeyField(Application, backref="rows")
    application_id: str
    instrument = ForeignKeyField(Instrument, backref="items")
    owner = ForeignKeyField(Party, backref="owned_items")
    owner_id: str
    state = CharField(20, default=ItemState.PENDING, index=True)
    verification = CharField(12)
    basis = CharField(12, default="mandatory")
    lot = CharField(80, default="")
    type_approval = CharField(120, default="")
    exemption = CharField(200, default="")
    place = SecretField(store.vault, default=dict)
    order = JsonField(null=True)
    outcome = JsonField(default=dict)

    @property
    def whole(self) -> Application:
        """The letter of which it is a part, and whose version guards both."""
        return self.application

    def take_off(self) -> None:
        """Remove it from its letter, with an instrument and an owner that only it had."""
        self.delete_instance()
        instrument, owner = self.instrument, self.owner_id
        if not instrument.registered and not Item.select().where(Item.instrument == instrument).exists():
            instrument.delete_instance()
        named = (Item.owner, Instrument.owner, Application.party)
        if not any(column.model.select().where(column == owner).exists() for column in named):
            Party.delete().where(Party.id == owner).execute()

    @classmethod
    def with_instrument(cls) -> Any:
        """Items in the order in which they were written down."""
        return cls.select(cls, Instrument).join(Instrument).order_by(cls.id)

    @classmethod
    def of(cls, application: Application, id: str) -> "Item":
        """The item of this application; NotFound otherwise."""
        row = cls.get_or_none(cls.id == id, cls.application == application.id)
        if row is None:
            raise NotFound("not-found")
        return row

    @classmethod
    def known(cls, id: str | None) -> "Item | None":
        return cls.get_or_none(cls.id == id) if id else None

    @classmethod
    def is_under_the_law(cls, instrument_id: str) -> bool:
        """Whether the instrument was ever certified because the law wanted it verified."""
        certified = cls.select().where(cls.instrument == instrument_id, cls.state == ItemState.CERTIFIED)
        return certified.where(cls.basis.not_in(["voluntary", "sampling"])).exists()
