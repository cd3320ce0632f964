"""Taking a complaint in: by its reporter without an account, or by an officer for whoever called, wrote or came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.complaints.domain.lifecycle import State
from services.complaints.domain.words import OPEN_CHANNELS
from services.complaints.events import cases as events
from services.complaints.storage import Complaint, Evidence, profile, room, transaction
from services.complaints.usecases.cases import REPORTER, seen, tell
from shared import clock, history, ids
from shared.actor import Actor
from shared.errors import Conflict, Invalid

TAKERS = ("front_officer", "complaint_officer", "head")
Facts = Mapping[str, Any]


def lodge(by: Actor, **facts: Any) -> Complaint:
    """Keep the complaint and give number and tracking code at once."""
    officer, stated = by.has(*TAKERS), facts.pop("received_at", None)
    _check(officer, facts["channel"], stated)
    received_at = stated or clock.now()
    about, today = facts.pop("about", {}), profile.day(received_at)
    identity, reporter = _identity(facts)
    with transaction():
        complaint = Complaint.create(
            number=profile.next_number(room.today()),
            code=ids.code(),
            received_at=received_at,
            taken_by=by.sub if officer else "",
            period=profile.period(today).code,
            identity=identity,
            reporter=reporter,
            about=about,
            marks=[[State.RECEIVED, clock.rfc3339(received_at)]],
            **facts,
        )
        author = by if officer else REPORTER
        history.record(room, complaint, "receive", author, target=complaint.state, channel=complaint.channel)
        tell(events.ComplaintReceived, complaint)
    return complaint


def open_identity(by: Actor, id: str, match: int, reason: str) -> Complaint:
    """Show who the reporter is, and keep who wanted to know it, and why."""
    with transaction():
        complaint = seen(by, id, match)
        Evidence.create(complaint=complaint, action="open_identity", by=by.sub, facts={"reason": reason})
        complaint.change()
        history.record(room, complaint, "open_identity", by)
    return complaint


def _identity(facts: dict[str, Any]) -> tuple[str, Facts | None]:
    """How far the reporter is known. Of an anonymous one nothing is kept, whatever the form held."""
    reporter = {name: value for name, value in (facts.pop("reporter", None) or {}).items() if value}
    anonymous, secret = facts.pop("anonymous"), facts.pop("secret")
    if anonymous or not reporter:
        return "anonymous", None
    return ("secret" if secret else "named"), reporter


def _check(officer: bool, channel: str, stated: datetime | None) -> None:
    """The terms of a case run from its receipt, so nobody but an officer may put that into the past."""
    if not officer and channel not in OPEN_CHANNELS:
        raise Conflict("officer-channel", errors=[{"pointer": "/channel", "code": "office"}])
    if stated and not officer:
        raise Invalid("officer-receipt", errors=[{"pointer": "/received_at", "code": "office"}])
    if stated and not profile.earliest() <= stated <= clock.now():
        raise Invalid("received-when", errors=[{"pointer": "/received_at", "code": "out-of-range"}])
