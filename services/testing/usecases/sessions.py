"""Days of testing: planned, published, opened, closed, broken off, cancelled."""

from datetime import date
from typing import Any

from services.testing.domain.entitlement import is_entitled
from services.testing.domain.lifecycle import SESSION, OrderState, SessionAction
from services.testing.events import sessions
from services.testing.storage import Session, Verifier, context, log, profile, transaction
from services.testing.usecases import delegations
from services.testing.usecases.bookings import release_order
from services.testing.usecases.callers import as_officer
from services.testing.usecases.event_facts import of_session
from services.testing.usecases.offers import lapse_of
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden, Invalid


def plan(by: Actor, **facts: Any) -> Session:
    """A new day; nobody sees it before it is published."""
    with transaction():
        _check(facts["date"], facts["stops"], facts["verifiers"])
        session = Session.create(period=profile.period(facts["date"]).code, **facts)
        audit_trail.record(context, session, "plan", by, target=session.state)
    return session


def publish(by: Actor, id: str, match: int) -> Session:
    """Applicants may book."""
    with transaction():
        session = Session.find(id, match)
        audit_trail.move(context, session, SESSION, SessionAction.PUBLISH, by)
        log.emit(sessions.SessionPublished, **of_session(session))
    return session


def open_(by: Actor, id: str, match: int) -> Session:
    """The team is there and begins; never before the day."""
    with transaction():
        session = Session.find(id, match)
        SESSION.move(session.state, SessionAction.OPEN)
        if session.date > context.today():
            raise Conflict("session-day-not-come", date=str(session.date))
        audit_trail.move(context, session, SESSION, SessionAction.OPEN, by)
    return session


def close(by: Actor, id: str, match: int) -> Session:
    """Over, when each booked order was examined, missed or released."""
    with transaction():
        session = _ending(by, id, match)
        SESSION.move(session.state, SessionAction.CLOSE)
        if waiting := [order for order in session.booked if order.state == OrderState.SCHEDULED]:
            faults = [{"pointer": f"/orders/{one.id}", "code": "not-ended"} for one in waiting]
            raise Conflict("session-unfinished", errors=faults, count=len(waiting))
        audit_trail.move(context, session, SESSION, SessionAction.CLOSE, by)
        lapse_of(by, session)
        session = Session.find(id)
        log.emit(sessions.SessionClosed, **of_session(session))
    return session


def break_off(by: Actor, id: str, match: int) -> Session:
    """The day ends early; whoever was not reached waits again, and it does not count against him."""
    return _end(by, id, match, SessionAction.BREAK_OFF)


def cancel(by: Actor, id: str, match: int) -> Session:
    """The day does not take place; every booked order is released."""
    return _end(by, id, match, SessionAction.CANCEL)


ENDINGS = {
    SessionAction.BREAK_OFF: ("session_broken_off", sessions.SessionClosed),
    SessionAction.CANCEL: ("session_cancelled", sessions.SessionCancelled),
}


def _end(by: Actor, id: str, match: int, action: SessionAction) -> Session:
    reason, event = ENDINGS[action]
    with transaction():
        session = _ending(by, id, match)
        audit_trail.move(context, session, SESSION, action, by)
        for order in session.booked:
            if order.state == OrderState.SCHEDULED:
                release_order(by, order, reason)
        lapse_of(by, session)
        session = Session.find(id)
        log.emit(event, **of_session(session))
    return session


def _ending(by: Actor, id: str, match: int) -> Session:
    """The session, if the caller may end it: the office does, and not who tests, for some of it may be kept from him.

    A head who tests too may, as long as nothing of the day is. Nobody books into it before the transaction ends.
    """
    session = Session.find(Session.locked(id).id, match)
    tests = Verifier.of(by.sub) is not None
    if tests and (delegations.authority(by) is None or session.kept_from(by)):
        raise Forbidden("ended-by-another")
    return session


def _check(day: date, stops: list[dict[str, str]], codes: list[str]) -> None:
    """All faults of a plan at once: its day, its districts, its team."""
    districts, team = profile.districts(day), Verifier.coded(codes)
    faults = [{"pointer": "/date", "code": "past"}] if day < context.today() else []
    strange = [at for at, stop in enumerate(stops) if stop["district"] not in districts]
    faults += [{"pointer": f"/stops/{at}/district", "code": "unknown-district"} for at in strange]
    found = [(at, _team_fault(team.get(code), day)) for at, code in enumerate(codes)]
    faults += [{"pointer": f"/verifiers/{at}", "code": code} for at, code in found if code]
    if faults:
        raise Invalid("session-faulty", errors=faults)


def _team_fault(verifier: Verifier | None, day: date) -> str:
    if verifier is None:
        return "unknown-verifier"
    return "" if is_entitled(as_officer(verifier), day) else "not-appointed"
