"""Taking a complaint in: by its reporter without an account, or by an officer for whoever called, wrote or came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.complaints.domain.words import OFFICERS, OPEN_CHANNELS
from services.complaints.events import cases as events
from services.complaints.storage import SHOWN, Complaint, Evidence, context, profile, transaction
from services.complaints.usecases import involvement, quotas
from services.complaints.usecases.cases import REPORTER, decided, inform, shown_to, tell
from services.complaints.usecases.reception import columns_of_new
from shared import clock
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Invalid

Facts = Mapping[str, Any]


def lodge(by: Actor, **facts: Any) -> Complaint:
    """Keep the complaint and give a tracking code at once; its words are with the returned object and nowhere else.

    What an officer takes in, or somebody with an account sends, gets its official number in the same moment; what
    comes without one gets a reference, until somebody stands by it.
    """
    officer, stated = by.has(*OFFICERS), facts.pop("received_at", None)
    _check(stated)
    identity, reporter = _identity(facts)
    reading = involvement.read(facts.get("about") or {}, facts["subject"], facts["text"])
    with transaction():
        begun = columns_of_new(stated or clock.now(), bool(by.sub))
        complaint = Complaint(identity=identity, reporter=reporter, taken_by=by.sub if officer else "")
        complaint.keep_reporter(by.sub if reporter and facts["channel"] in OPEN_CHANNELS else "")
        complaint.fill(**facts, **begun, **complaint.give_code())
        complaint.save(force_insert=True)
        involvement.record(complaint, reading)
        action, author = "receive" if complaint.number else "lodge", by if officer else REPORTER
        audit_trail.record(context, complaint, action, author, target=complaint.state, channel=complaint.channel)
        if complaint.number:
            tell(events.ComplaintReceived, complaint)
    return complaint


def replace_code(by: Actor, id: str, match: int, reason: str) -> Complaint:
    """The reporter lost his code: a new one is shown to the officer once, the old one opens nothing any more.

    Who did so and why is kept, and the reporter is told in the box that he opens with the new code. By the code one
    speaks as the reporter: who acts in the case sees none, who saw one does not act, and the new code neither withdraws
    nor rates.
    """
    with transaction():
        complaint = shown_to(by, id, match)
        quotas.check_act(complaint, SHOWN)
        Evidence.create(complaint=complaint, action=SHOWN, by=by.sub, facts={"reason": reason})
        complaint.change(**complaint.give_code())
        audit_trail.record(context, complaint, "replace_code", by)
        inform(complaint, by, "replace_code")
    return complaint


def is_unnamed(said: Facts, by: Actor) -> bool:
    """Whether the reporter writes himself and does not say who he is: then his account is nobody's business either."""
    silent = said.get("anonymous") or not (named(said) or by.has(*OFFICERS))
    return bool(silent) and said.get("channel", "online") in OPEN_CHANNELS


def named(said: Facts) -> Facts | None:
    """Who the reporter says he is, in a body or in facts; None of an anonymous one, and blanks say nothing."""
    told = said.get("reporter")
    if said.get("anonymous") or not isinstance(told, Mapping):
        return None
    return {name: value for name, value in told.items() if value and str(value).strip()} or None


def open_identity(by: Actor, id: str, match: int, reason: str) -> Complaint:
    """Show who the reporter is, and keep who wanted to know it, and why."""
    with transaction():
        complaint = decided(by, id, match)
        quotas.check_act(complaint, "open_identity")
        Evidence.create(complaint=complaint, action="open_identity", by=by.sub, facts={"reason": reason})
        complaint.change()
        audit_trail.record(context, complaint, "open_identity", by)
    return complaint


def _identity(facts: dict[str, Any]) -> tuple[str, Facts | None]:
    """How far the reporter is known. Of an anonymous one nothing is kept, whatever the form held."""
    reporter, secret = named(facts), facts.pop("secret")
    for name in ("reporter", "anonymous"):
        facts.pop(name, None)
    if reporter is None:
        return "anonymous", None
    return ("secret" if secret else "named"), reporter


def _check(stated: datetime | None) -> None:
    """The terms of a case run from its receipt, so only officers state it, as the shape says."""
    if stated and not profile.earliest() <= stated <= clock.now():
        raise Invalid("received-when", errors=[{"pointer": "/received_at", "code": "out-of-range"}])
