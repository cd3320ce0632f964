"""Finds what rests on a verifier or a standard that is withdrawn: days to come, and tests whose verdict is in doubt."""

from datetime import date
from typing import Any

from services.testing.domain.lifecycle import SESSION
from services.testing.storage import Examination, Session, Standard, Verifier, context
from services.testing.usecases.scopes import EXAMINATIONS
from shared.auth.actor import Actor
from shared.database import audit_trail

Found = dict[str, Any]


def of_verifier(id: str, since: date | None = None) -> Found:
    """Days with the verifier on the team, and tests he had a hand in, when he was not entitled or from `since` on."""
    verifier = Verifier.find(id)
    first = since or verifier.withdrawn_from
    known = Examination.standing(
        verifier.uncovered(Examination.tested_on, first), Examination.touched_by(verifier.code)
    )
    tests = [one for one in known if verifier.code in {one.approved_by_code, *(hand["code"] for hand in one.hands)}]
    ahead = Session.select().where(verifier.uncovered(Session.date, first), Session.state.not_in(SESSION.ends()))
    return _found(first, tests, [one for one in ahead if verifier.code in one.verifiers])


def of_standard(id: str, since: date | None = None) -> Found:
    """Tests that used the standard when it was out of calibration or from `since` on, and their days."""
    standard = Standard.find(id)
    first = since or standard.withdrawn_from
    return _found(first, Examination.with_standard(standard.code, standard.uncovered(Examination.tested_on, first)), [])


def shown(by: Actor, found: Found) -> Found:
    """The same for a reader, without the tests that are not there for him and their days."""
    ids = [one.id for one in found["examinations"]]
    rows = Examination.seen(EXAMINATIONS.reading(by)).where(Examination.id << ids)
    seen = {row.id for row in rows.select(Examination.id)}
    return _found(found["since"], [one for one in found["examinations"] if one.id in seen], found["ahead"])


def note(by: Actor, row: Verifier | Standard, found: Found) -> None:
    """Inside a transaction: the withdrawal stands in the history of the thing and of every test it touches. How many
    they are is asked of `shown`: it is another number for whom some of them are kept from."""
    facts = {"code": row.code, "withdrawn_from": str(row.withdrawn_from), "reason": row.withdrawn_reason}
    audit_trail.record(context, row, "withdraw", by, **facts)
    for one in found["examinations"]:
        audit_trail.record(context, one, f"{type(row).__name__.lower()}_withdrawn", by, **facts)


def _found(since: date | None, tests: list[Examination], ahead: list[Session]) -> Found:
    """What rests on it; `ahead` are the days that do so by their team."""
    sessions = {day.id: day for day in [*ahead, *(test.session for test in tests)]}
    in_order = sorted(sessions.values(), key=lambda day: (day.date, day.id))
    return {"since": since, "ahead": ahead, "sessions": in_order, "examinations": tests}
