"""The service, put together. Read this file first."""

import services.intake as package
from services.intake.api import BLUEPRINTS
from services.intake.domain.lifecycle import LIFECYCLES
from services.intake.events import PUBLISHED
from services.intake.handlers import HANDLERS
from services.intake.jobs import JOBS
from services.intake.pages import PAGES
from services.intake.storage import TABLES, context
from services.intake.usecases.scopes import SCOPES
from shared.cli.commands import command_line
from shared.operations.retention import KEPT_SHORTLY
from shared.service import Service

service = Service(
    "intake",
    context,
    BLUEPRINTS,
    TABLES,
    PUBLISHED,
    HANDLERS,
    PAGES,
    JOBS,
    package=package,
    lifecycles=LIFECYCLES,
    scopes=SCOPES,
    drops_unnamed_files=True,  # letters that were replaced, and uploads that were refused after they were kept
    answers_kept=KEPT_SHORTLY,  # the answer to a letter that is handed in shows its tracking code
)
wsgi = service.wsgi


if __name__ == "__main__":
    command_line(service)()
