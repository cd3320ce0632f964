"""The service, put together. Read this file first."""

from services.testing.api import BLUEPRINTS
from services.testing.events import PUBLISHED
from services.testing.handlers import HANDLERS
from services.testing.jobs import JOBS
from services.testing.storage import TABLES, room
from services.testing.usecases.demo import load
from shared.commands import command_line
from shared.service import Service

service = Service("testing", room, BLUEPRINTS, TABLES, PUBLISHED, HANDLERS, jobs=JOBS, demo=load)
wsgi = service.wsgi


if __name__ == "__main__":
    command_line(service)()
