"""A service put together from its parts, and opened with the settings of a process: imports everything below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from peewee import PeeweeException

from shared import file_modes
from shared.auth.pseudonyms import office
from shared.bus import wakeup
from shared.config import Settings, path
from shared.context import ServiceParts
from shared.database import encrypt_existing, migration
from shared.http.app import create_app
from shared.observe import json_logging
from shared.office.profile import Profile
from shared.process import fault_injection, stopping
from shared.production import unsafe_settings
from shared.production.unsafe_settings import Rows


@dataclass
class Service(ServiceParts):
    """The parts of a service and how they are opened. Nothing is read or opened until `open`."""

    setup: Callable[[Settings], None] = lambda _: None
    unsafe: Sequence[Rows] = ()
    demo: Callable[[], None] = lambda: None

    def open(self, settings: Settings | None = None) -> "Service":
        """Read settings and profile, point to the database, put the adapters in."""
        self.settings = self.context.settings = settings or Settings.from_env(self.name)
        self.context.profile = Profile(path(self.settings.profile_dir))
        self.store.open(self.settings.database_url, self.settings.var / "keys")
        for folder in (self.files.parent, self.files):
            file_modes.close(folder)
        unsafe_settings.refuse(self.settings, self.refusals)
        office.open(path(self.settings.office_key_file), make=not self.settings.production)
        self.log.source = self.source_of(self.name)
        self.log.schemas = f"{self.public_url}/schemas"
        self.inbox.listen(self.handlers)
        self.inbox.lease = timedelta(seconds=float(self.settings.lease_seconds))
        fault_injection.arm(self.settings.crash_at)
        self.setup(self.settings)
        return self

    def wsgi(self) -> Flask:
        """What gunicorn calls in its worker: opened with the process's settings, speaking JSON lines."""
        json_logging.start(self.name)
        stopping.watch()
        with unsafe_settings.booting():
            self.open()
        return self.app()

    def app(self) -> Flask:
        """The web application of the opened service."""
        wakeup.install(self)
        return create_app(self)

    def migrate(self) -> list[str]:
        """Bring tables, pseudonyms and the modes of kept files to today's form."""
        applied = migration.up(self.store, self.folder / "migrations")
        encrypt_existing.renew(self.store, self.models)
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
