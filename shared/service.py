"""A service put together from its parts, and opened with the settings of a process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from peewee import Model, PeeweeException

from shared import clock, crash, file_modes, logs, migrations, sealing, stopping, tidying, unsafe_settings
from shared.config import Settings, path
from shared.database import Store
from shared.events import Event
from shared.inbox import Handlers, Inbox
from shared.jobs import Job
from shared.lifecycle import Lifecycle
from shared.log import Log
from shared.profile import Profile
from shared.pseudonyms import COLUMN, office
from shared.scopes import Scopes
from shared.tables import plumbing
from shared.unsafe_settings import Rows

VERSION = "1.0.0"


class Room:
    """What `storage` declares first: database, vault, log and inbox of one service, usable after `open`."""

    def __init__(self, service: str) -> None:
        self.store = Store(service)
        self.log = Log(self.store)
        self.inbox = Inbox(self.store)
        self.profile: Profile | None = None
        self.settings: Settings | None = None
        self.tables = plumbing(self.store)
        self.History = next(table for table in self.tables if table.__name__ == "History")
        self.FileScan = next(table for table in self.tables if table.__name__ == "FileScan")
        self.Marker = next(table for table in self.tables if table.__name__ == "Marker")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.profile.document("agency")["zone"])

    def today(self) -> Any:
        """The office's calendar day."""
        return clock.today(self.zone)


@dataclass
class Service:
    """The parts of a service. Nothing is read or opened until `open`."""

    name: str
    room: Room
    blueprints: Sequence[Any]
    models: Sequence[type[Model]]
    published: Sequence[type[Event]] = ()
    handlers: Handlers = field(default_factory=dict)
    pages: Sequence[Callable[[], Any]] = ()
    jobs: Sequence[Job] = ()
    setup: Callable[[Settings], None] = lambda _: None
    unsafe: Sequence[Rows] = ()
    demo: Callable[[], None] = lambda: None
    answers_kept: timedelta = tidying.KEPT
    version: str = VERSION
    settings: Settings | None = None

    @property
    def package(self) -> Any:
        return import_module(f"services.{self.name}")

    @property
    def folder(self) -> Path:
        return Path(self.package.__file__).parent

    @property
    def lifecycles(self) -> dict[str, Lifecycle]:
        """What may happen to each thing of this service; the rooms of all services have the same names."""
        return import_module(f"services.{self.name}.domain.lifecycle").LIFECYCLES

    @property
    def scopes(self) -> dict[str, Scopes]:
        """How far each role reaches, by the first part of an address; what nobody owns is not among them."""
        return import_module(f"services.{self.name}.usecases.scopes").SCOPES

    @property
    def purpose(self) -> str:
        return (self.package.__doc__ or "").strip()

    @property
    def store(self) -> Store:
        return self.room.store

    @property
    def log(self) -> Log:
        return self.room.log

    @property
    def inbox(self) -> Inbox:
        return self.room.inbox

    @property
    def files(self) -> Path:
        """The folder of what this service keeps beside its database."""
        return self.settings.var / "files" / self.name

    @property
    def agency(self) -> Any:
        return self.room.profile.document("agency")

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
        return f"{self.settings.public_url}/{self.name}"

    def source_of(self, service: str) -> str:
        """The CloudEvents source of a service of this office."""
        return f"urn:{self.agency['system']}:{self.agency['id']}:{service}"

    def open(self, settings: Settings | None = None) -> "Service":
        """Read settings and profile, point to the database, put the adapters in."""
        self.settings = self.room.settings = settings or Settings.from_env(self.name)
        self.room.profile = Profile(path(self.settings.profile_dir))
        self.store.open(self.settings.database_url, self.settings.var / "keys")
        for folder in (self.files.parent, self.files):
            file_modes.close(folder)
        unsafe_settings.refuse(self.settings, self.refusals)
        if any(COLUMN in table._meta.fields for table in self.models):
            office.open(path(self.settings.office_key_file), make=not self.settings.production)
        self.log.source = self.source_of(self.name)
        self.log.schemas = f"{self.public_url}/schemas"
        self.inbox.listen(self.handlers)
        self.inbox.lease = timedelta(seconds=float(self.settings.lease_seconds))
        crash.arm(self.settings.crash_at)
        self.setup(self.settings)
        return self

    def wsgi(self) -> Flask:
        """What gunicorn calls in its worker: opened with the process's settings, speaking JSON lines."""
        logs.start(self.name)
        stopping.watch()
        with unsafe_settings.booting():
            self.open()
        return self.app()

    def app(self) -> Flask:
        """The web application of the opened service."""
        from shared import wake
        from shared.http.app import create_app

        wake.install(self)
        return create_app(self)

    @property
    def tables(self) -> list[type[Model]]:
        return [*self.room.tables, *self.models]

    def migrate(self) -> list[str]:
        """Bring tables, pseudonyms and the modes of kept files to today's form."""
        applied = migrations.up(self.store, self.folder / "migrations")
        sealing.renew(self.store, self.models)
        file_modes.close_all(self.files)
        return applied

    @property
    def refusals(self) -> list[Rows]:
        """What this service refuses in production beside the common rows: its own, and the demo office's data."""
        return [*self.unsafe, Rows({"demo-office": lambda _: self._has_demo()}, unsafe_settings.WORDS)]

    def _has_demo(self) -> bool:
        try:
            return bool(self.store.execute("SELECT 1 FROM marker WHERE name = ?", "demo").fetchone())
        except PeeweeException:  # no table yet, or no database that answers: then nobody is served from it either
            return False
        finally:
            self.store.leave()

    def migrated(self) -> str:
        """Empty when the database is at the newest migration."""
        missing = migrations.behind(self.store, self.folder / "migrations")
        return f"migration {missing} is missing" if missing else ""
