"""Finds what an officer may decide about: nobody decides about his own thing, whatever other role he holds."""

from services.intake.storage import Application, Instrument
from services.intake.usecases.scopes import INSTRUMENTS, LETTERS
from shared.actor import Actor
from shared.errors import Forbidden


def decidable(by: Actor, id: str, match: int) -> Application:
    """The letter, if it is not the caller's own."""
    application = Application.visible(id, LETTERS.writing(by), match)
    if by.owns(application.owner_key):
        raise Forbidden("own-thing")
    return application


def decidable_instrument(by: Actor, id: str, match: int) -> Instrument:
    """The instrument, if it is not the caller's own."""
    instrument = Instrument.visible(id, INSTRUMENTS.writing(by), match)
    if by.owns(instrument.owner.owner_key):
        raise Forbidden("own-thing")
    return instrument
