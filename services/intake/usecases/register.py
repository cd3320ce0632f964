"""The register of instruments: they keep their id while owner, place and use change."""

from typing import Any

from services.intake.domain.lifecycle import INSTRUMENT, InstrumentAction
from services.intake.events import register
from services.intake.storage import Instrument, Party, context, log, transaction
from services.intake.usecases.conflict_of_interest import check_another, decidable_instrument
from services.intake.usecases.review import tell_party
from shared.auth.actor import Actor
from shared.database import audit_trail


def move_instrument(by: Actor, id: str, match: int, action: str, reason_code: str) -> Instrument:
    """Retire, resume, move out or scrap."""
    with transaction():
        instrument = decidable_instrument(by, id, match)
        audit_trail.move(context, instrument, INSTRUMENT, InstrumentAction(action), by, reason_code=reason_code)
        facts = {"instrument_id": id, "state": instrument.state, "reason_code": reason_code}
        log.emit(register.InstrumentRetired, **facts)
    return instrument


def transfer(by: Actor, id: str, match: int, owner: dict[str, Any], reason_code: str) -> Instrument:
    """Sale or inheritance: another owner, the same instrument; no officer makes himself the owner."""
    with transaction():
        instrument = decidable_instrument(by, id, match)
        party = Party.create(facts=owner)
        check_another(by, party)
        instrument.change(owner=party)
        tell_party(party)
        audit_trail.record(context, instrument, "transfer", by, reason_code=reason_code, owner=party.id)
        log.emit(register.InstrumentTransferred, instrument_id=id, party_id=party.id, reason_code=reason_code)
    return instrument
