"""The service, put together. Read this file first."""

from services.certificates.adapters import seal, unsafe
from services.certificates.api import BLUEPRINTS
from services.certificates.events import PUBLISHED
from services.certificates.handlers import HANDLERS
from services.certificates.jobs import JOBS
from services.certificates.pages import PAGES
from services.certificates.storage import TABLES, profile, room
from services.certificates.usecases import demo, signing
from shared import revoked
from shared.commands import command_line
from shared.config import Settings
from shared.service import Service


def lay_seal(settings: Settings) -> None:
    """Put the signer that the settings name on the desk, whose key is read when it is first needed, and who is shut
    out."""
    agency = profile.agency()
    office = {"name": agency["name"]["id"], "town": agency["contact"]["town"]}
    signing.desk.seal = seal.choose(settings.values, settings.var / "keys", office)
    signing.desk.revoked = revoked.of(settings)


service = Service(
    "certificates",
    room,
    BLUEPRINTS,
    TABLES,
    PUBLISHED,
    HANDLERS,
    PAGES,
    JOBS,
    setup=lay_seal,
    demo=demo.load,
    unsafe=[unsafe.UNSAFE],
)
wsgi = service.wsgi


if __name__ == "__main__":
    command_line(service)()
