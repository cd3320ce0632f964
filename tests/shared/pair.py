"""Two small services that hear each other, for tests of delivery that need no business."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from peewee import AutoField, BooleanField, CharField, IntegerField, Model

import tests.shared
from shared.config import Settings
from shared.context import ServiceContext
from shared.events.declarations import Event
from shared.events.inbox import Handlers
from shared.service import Service
from tests import databases


class Happened(Event):
    """Something was done at the writer's."""

    type, about = "writer.thing.happened.v1", "thing"

    thing: str
    number: int
    text: str = ""


class Whispered(Happened):
    """The same among services only."""

    type, internal = "writer.thing.whispered.v1", True


class Unheard(Happened):
    """Something that the reader has no ear for."""

    type = "writer.thing.unheard.v1"


class Noted(Event):
    """The reader has acted on what it heard."""

    type, about = "reader.thing.noted.v1", "thing"

    thing: str
    number: int


class Sample(Service):
    """A service without a package: its tables are made from the models, its purpose is to be tested."""

    folder = Path(__file__).parent
    purpose = "A service for tests."

    def migrate(self) -> list[str]:
        self.store.database.create_tables(self.tables)
        return []

    def migrated(self) -> str:
        return ""

    @property
    def Effect(self) -> Any:
        return self.models[0]

    def close(self) -> None:
        self.store.close()

    def wipe(self) -> None:
        """Forget everything, as if the tables were new."""
        for table in self.tables:
            self.store.execute(f"DELETE FROM {table._meta.table_name}")


class Pair:
    """The writer and the reader; `before` is called by every handler with the event, and may raise."""

    def __init__(self, var: Path, **settings: str) -> None:
        self.var, self.settings = var, settings
        self.before: Callable[[SimpleNamespace], None] = lambda event: None
        self.writer = _sample("writer", [Happened, Whispered, Unheard], {Noted: self._remember})
        self.reader = _sample("reader", [Noted], {Happened: self._note, Whispered: self._note})
        self.both = (self.writer, self.reader)
        for service in self.both:
            self.open(service).migrate()

    def open(self, service: Sample) -> Sample:
        """Open on the pair's folder; opening again is what a restarted process does."""
        own = databases.fresh(service.name, self.var)
        service.open(Settings.from_env(service.name, **{"var_dir": str(self.var), **own, **self.settings}))
        return service

    def close(self) -> None:
        for service in self.both:
            service.close()

    def tell(self, kind: type[Event], *things: str, number: int = 0, text: str = "") -> None:
        """One transaction at the writer's: an effect of its own and an event for each thing."""
        with self.writer.store.transaction():
            for thing in things:
                self.writer.Effect.create(event_id=f"{thing}/{number}", thing=thing, sequence=0, number=number)
                self.writer.log.emit(kind, thing=thing, number=number, text=text)

    def _note(self, event: SimpleNamespace) -> None:
        """Act, unless a later event of the thing was acted on before: then it is already past."""
        self.before(event)
        later = self.reader.Effect.thing == event.thing, self.reader.Effect.sequence > event.envelope.sequence
        past = self.reader.Effect.select().where(*later).exists()
        self._effect(self.reader, event, past)
        if not past:
            self.reader.log.emit(Noted, thing=event.thing, number=event.number)

    def _remember(self, event: SimpleNamespace) -> None:
        self.before(event)
        self._effect(self.writer, event, False)

    def _effect(self, service: Sample, event: SimpleNamespace, past: bool) -> None:
        facts = {"event_id": event.envelope.id, "sequence": event.envelope.sequence, "past": past}
        service.Effect.create(thing=event.thing, number=event.number, **facts)


def _sample(name: str, published: list[type[Event]], handlers: Handlers) -> Sample:
    context = ServiceContext(name)
    return Sample(name, context, [], [_effects(context)], published, handlers, package=tests.shared)


def _effects(context: ServiceContext) -> type[Model]:
    """What was done, in the order in which it was done."""

    class Effect(Model):
        id = AutoField()
        event_id = CharField(64, index=True)
        thing = CharField(64)
        sequence = IntegerField()
        number = IntegerField()
        past = BooleanField(default=False)

        class Meta:
            database = context.store.database
            legacy_table_names = False

    return Effect
