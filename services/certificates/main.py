"""The service, put together. Read this file first."""

import services.certificates as package
from services.certificates.adapters import signing_identity, unsafe_signers
from services.certificates.api import BLUEPRINTS
from services.certificates.domain.lifecycle import LIFECYCLES
from services.certificates.events import PUBLISHED
from services.certificates.handlers import HANDLERS
from services.certificates.jobs import JOBS
from services.certificates.pages import PAGES
from services.certificates.storage import TABLES, context, profile
from services.certificates.usecases import demo, signing
from services.certificates.usecases.scopes import SCOPES
from shared.auth import revocation
from shared.cli.commands import command_line
from shared.config import Settings
from shared.operations.retention import KEPT_SHORTLY
from shared.service import Service


def lay_seal(settings: Settings) -> None:
    """Put the signer that the settings name on the desk, whose key is read when it is first needed, and who is shut
    out."""
    agency = profile.agency()
    office = {"name": agency["name"]["id"], "town": agency["contact"]["town"]}
    signing.desk.seal = signing_identity.choose(settings.values, settings.var / "keys", office)
    signing.desk.revoked = revocation.of(settings)


service = Service(
    "certificates",
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
    setup=lay_seal,
    demo=demo.load,
    answers_kept=KEPT_SHORTLY,  # the answer to a suspension shows the code that the paper prints
    unsafe=[unsafe_signers.UNSAFE],
)
wsgi = service.wsgi


if __name__ == "__main__":
    command_line(service)()
