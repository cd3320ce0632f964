"""The service, put together. Read this file first."""

import services.testing as package
from services.testing.api import BLUEPRINTS
from services.testing.domain.lifecycle import LIFECYCLES
from services.testing.events import PUBLISHED
from services.testing.handlers import HANDLERS
from services.testing.jobs import JOBS
from services.testing.storage import TABLES, context
from services.testing.usecases.demo import load
from services.testing.usecases.scopes import SCOPES
from shared.cli.commands import command_line
from shared.service import Service

service = Service(
    "testing",
    context,
    BLUEPRINTS,
    TABLES,
    PUBLISHED,
    HANDLERS,
    jobs=JOBS,
    package=package,
    lifecycles=LIFECYCLES,
    scopes=SCOPES,
    demo=load,
)
wsgi = service.wsgi


if __name__ == "__main__":
    command_line(service)()
