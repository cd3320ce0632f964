"""The service, put together. Read this file first."""

import services.complaints as package
from services.complaints.api import BLUEPRINTS
from services.complaints.domain.lifecycle import LIFECYCLES
from services.complaints.events import PUBLISHED
from services.complaints.handlers import HANDLERS
from services.complaints.jobs import JOBS
from services.complaints.storage import TABLES, context
from services.complaints.usecases import demo
from services.complaints.usecases.scopes import SCOPES
from shared.cli.commands import command_line
from shared.operations.retention import KEPT_SHORTLY
from shared.service import Service

service = Service(
    "complaints",
    context,
    BLUEPRINTS,
    TABLES,
    PUBLISHED,
    HANDLERS,
    jobs=JOBS,
    package=package,
    lifecycles=LIFECYCLES,
    scopes=SCOPES,
    demo=demo.load,
    answers_kept=KEPT_SHORTLY,  # the answer to a new complaint shows its code
)
wsgi = service.wsgi


if __name__ == "__main__":
    command_line(service)()
