"""Finds what an officer may decide about: nobody decides about his own thing, whatever other role he holds."""

from collections.abc import Iterator

from services.intake.storage import Application, Instrument, Party
from services.intake.usecases.scopes import INSTRUMENTS, LETTERS
from shared.auth.actor import Actor
from shared.auth.ownership import is_own
from shared.errors import Forbidden


def decidable(by: Actor, id: str, match: int) -> Application:
    """The letter, if neither it nor anything in it is the caller's own, whoever wrote it down."""
    application = Application.visible(id, LETTERS.writing(by), match)
    if by.owns(application.owner_key) or any(is_own(by, one.owner_key, one.facts) for one in _parties(application)):
        raise Forbidden("own-thing")
    return application


def decidable_instrument(by: Actor, id: str, match: int) -> Instrument:
    """The instrument, if it is not the caller's own."""
    instrument = Instrument.visible(id, INSTRUMENTS.writing(by), match)
    check_another(by, instrument.owner)
    return instrument


def check_another(by: Actor, party: Party) -> None:
    """Refuse whoever decides for or about himself."""
    if is_own(by, party.owner_key, party.facts):
        raise Forbidden("own-thing")


def _parties(application: Application) -> Iterator[Party]:
    """Who applies, and who owns each instrument, by the letter and by the register."""
    yield application.party
    for item in application.items:
        yield item.owner
        yield item.instrument.owner
