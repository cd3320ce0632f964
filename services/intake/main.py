"""The service, put together. Read this file first."""

from services.intake.api import BLUEPRINTS
from services.intake.events import PUBLISHED
from services.intake.handlers import HANDLERS
from services.intake.jobs import JOBS
from services.intake.pages import PAGES
from services.intake.storage import TABLES, room
from shared.commands import command_line
from shared.service import Service
from shared.tidying import KEPT_SHORTLY

service = Service(
    "intake",
    room,
    BLUEPRINTS,
    TABLES,
    PUBLISHED,
    HANDLERS,
    PAGES,
    JOBS,
    answers_kept=KEPT_SHORTLY,  # the answer to a letter that is handed in shows its tracking code
)
wsgi = service.wsgi


if __name__ == "__main__":
    command_line(service)()
