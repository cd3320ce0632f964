"""The service, put together. Read this file first."""

from services.complaints.api import BLUEPRINTS
from services.complaints.events import PUBLISHED
from services.complaints.handlers import HANDLERS
from services.complaints.jobs import JOBS
from services.complaints.storage import TABLES, room
from services.complaints.usecases import demo
from shared.commands import command_line
from shared.service import Service
from shared.tidying import KEPT_SHORTLY

service = Service(
    "complaints",
    room,
    BLUEPRINTS,
    TABLES,
    PUBLISHED,
    HANDLERS,
    jobs=JOBS,
    demo=demo.load,
    answers_kept=KEPT_SHORTLY,  # the answer to a new complaint shows its code
)
wsgi = service.wsgi


if __name__ == "__main__":
    command_line(service)()
