"""What a service is to the plumbing: its database, log, inbox, profile and what it declares; service.py opens it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from peewee import Model

from shared import clock
from shared.auth.scopes import Scopes
from shared.config import Settings
from shared.database import audit_trail, migration, tables
from shared.database.store import Row, Store
from shared.events.declarations import Event
from shared.events.event_log import Log
from shared.events.inbox import Handlers, Inbox
from shared.jobs import Job
from shared.lifecycle import Lifecycle
from shared.office.profile import Profile

VERSION = "1.0.0"
T = TypeVar("T", bound=Model)
ANSWERS_KEPT = timedelta(days=30)  # far longer than any client repeats a request


class ServiceContext:
    """What `storage` declares first: database, encryption, log and inbox of one service, usable after `open`."""

    profile: Profile
    settings: Settings

    def __init__(self, service: str) -> None:
        self.store = Store(service)
        self.log = Log(self.store)
        self.inbox = Inbox(self.store)
        self.tables = tables.plumbing(self.store)
        self.History = self._own(tables.History)
        self.FileScan = self._own(tables.FileScan)
        self.Marker = self._own(tables.Marker)

    def _own(self, kind: type[T]) -> type[T]:
        """This service's own class of a table of the plumbing."""
        return next(table for table in self.tables if issubclass(table, kind))

    def table_base(self) -> type[Row]:
        """The class that a service's own tables inherit: rows of its database."""

        class Table(Row):
            class Meta:
                database = self.store.database
                legacy_table_names = False

        return Table

    def history(self, id: str) -> Any:
        """What happened to a thing, oldest first, as a query that is read in pages."""
        return audit_trail.of(self, id)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.profile.document("agency")["zone"])

    def today(self) -> date:
        """The office's calendar day."""
        return clock.today(self.zone)


@dataclass
class ServiceParts:
    """What a service declares to HTTP, bus, operations and commands; they know it by this class alone.

    `lifecycles`: by the thing they are of; `scopes`: by the first part of an address, what nobody owns is not among
    them; `package`: the service's own, whose folder holds its data and migrations and whose docstring says its purpose;
    `drops_unnamed_files`: whether files that no row names are rubbish here, and never evidence or a signed paper.
    """

    name: str
    context: ServiceContext
    blueprints: Sequence[Any]
    models: Sequence[type[Model]]
    published: Sequence[type[Event]] = ()
    handlers: Handlers = field(default_factory=dict)
    pages: Sequence[Any] = ()
    jobs: Sequence[Job] = ()
    package: ModuleType = field(kw_only=True)
    lifecycles: dict[str, Lifecycle] = field(default_factory=dict)
    scopes: dict[str, Scopes] = field(default_factory=dict)
    answers_kept: timedelta = ANSWERS_KEPT
    drops_unnamed_files: bool = False
    version: str = VERSION
    settings: Settings = field(init=False)

    @property
    def folder(self) -> Path:
        return Path(self.package.__path__[0])

    @property
    def purpose(self) -> str:
        return (self.package.__doc__ or "").strip()

    @property
    def tables(self) -> list[type[Model]]:
        return [*self.context.tables, *self.models]

    @property
    def store(self) -> Store:
        return self.context.store

    @property
    def log(self) -> Log:
        return self.context.log

    @property
    def inbox(self) -> Inbox:
        return self.context.inbox

    @property
    def files(self) -> Path:
        """The folder of what this service keeps beside its database."""
        return self.settings.var / "files" / self.name

    @property
    def agency(self) -> Any:
        return self.context.profile.document("agency")

    @property
    def audience(self) -> list[str]:
        return [self.agency["system"], self.name]

    @property
    def exchange(self) -> str:
        return f"{self.agency['system']}.events"

    @property
    def internal_exchange(self) -> str:
        return f"{self.agency['system']}.internal"

    @property
    def public_url(self) -> str:
        return self.public_url_of(self.name)

    def public_url_of(self, service: str) -> str:
        """Where a service of this office is reached from outside."""
        return f"{self.settings.public_url}/{service}"

    def migrated(self) -> str:
        """Empty when the database is at the newest migration."""
        missing = migration.behind(self.store, self.folder / "migrations")
        return f"migration {missing} is missing" if missing else ""

    def source_of(self, service: str) -> str:
        """The CloudEvents source of a service of this office."""
        return f"urn:{self.agency['system']}:{self.agency['id']}:{service}"
