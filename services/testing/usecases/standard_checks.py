"""Standards are looked at between calibrations, after transport above all (ISO/IEC 17020, 6.2.9)."""

from datetime import date

from services.testing.storage import Examination, Standard, context, transaction
from services.testing.usecases.registry import change_standard
from shared.auth.actor import Actor
from shared.database import audit_trail


def check(by: Actor, id: str, match: int, sound: bool, note: str) -> Standard:
    """Sound: good until the next check. Otherwise nothing is read with it from today on, and nothing counts that was
    read since it was last known to be good, once a second person confirmed that."""
    with transaction():
        standard, today = Standard.find(id, match), context.today()
        audit_trail.record(context, standard, "check", by, sound=sound, note=note)
        if not sound:
            return _damaged(by, standard, note)
        standard.change(checked_on=today)
    return standard


def _damaged(by: Actor, standard: Standard, note: str) -> Standard:
    """Withdrawn as of today, and asked to be since the day; what was withdrawn earlier already stays so."""
    today = context.today()
    since = standard.last_sound or _first_use(standard) or today
    why = {"withdrawn_code": "damaged", "withdrawn_reason": note}
    for day in sorted({today, since}, reverse=True):
        if standard.withdrawn_from is None or day < standard.withdrawn_from:
            standard = change_standard(by, standard.id, standard.version, withdrawn_from=day, **why)
    return standard


def _first_use(standard: Standard) -> date | None:
    """Where nobody knows when it was good, everything that was measured with it is in question."""
    return next((one.tested_on for one in Examination.with_standard(standard.code)), None)
