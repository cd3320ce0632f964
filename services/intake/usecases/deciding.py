"""Finds what an officer may decide about: nobody decides about his own thing, whatever other role he holds."""

from collections.abc import Iterator

from services.intake.storage import Application, Instrument, Party
from services.intake.usecases.scopes import INSTRUMENTS, LETTERS
from shared.actor import Actor
from shared.errors import Forbidden
from shared.separation import is_person


def decidable(by: Actor, id: str, match: int) -> Application:
    """The letter, if neither it nor anything in it is the caller's own, whoever wrote it down."""
    application = Application.visible(id, LETTERS.writing(by), match)
    if by.owns(application.owner_key) or any(_is(by, party) for party in _parties(application)):
        raise Forbidden("own-thing")
    return application


def decidable_instrument(by: Actor, id: str, match: int) -> Instrument:
    """The instrument, if it is not the caller's own."""
    instrument = Instrument.visible(id, INSTRUMENTS.writing(by), match)
    if _is(by, instrument.owner):
        raise Forbidden("own-thing")
    return instrument


def _parties(application: Application) -> Iterator[Party]:
    """Who applies, and who owns each instrument, by the letter and by the register."""
    yield application.party
    for item in application.items:
        yield item.owner
        yield item.instrument.owner


def _is(by: Actor, party: Party) -> bool:
    """By the account, or by the name alone: a letter that was written at the counter knows no account."""
    return by.owns(party.owner_key) or is_person(by, "", party.name)
