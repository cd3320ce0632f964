"""Verifiers and standards are entered and kept up to date by those who answer for them; broken marks are told."""

from datetime import datetime
from typing import Any, TypeVar

from services.testing.domain.verifier_codes import normal_code
from services.testing.events import examinations, hands
from services.testing.storage import Standard, Verifier, context, log, profile, transaction
from services.testing.usecases import delegations, doubts, impact
from services.testing.usecases.callers import code_of
from shared.auth import confirmation
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import check_not_oneself, normal
from shared.database import audit_trail
from shared.errors import Conflict, Invalid
from shared.look_alikes import folded

WITHDRAWAL = {"withdrawn_from", "withdrawn_code", "withdrawn_reason"}
APPOINTED, CALIBRATED = ("appointed_from", "appointed_until"), ("valid_from", "valid_until")
Entry = TypeVar("Entry", Verifier, Standard)
RESTING = {Verifier: impact.of_verifier, Standard: impact.of_standard}


def add_verifier(by: Actor, **facts: Any) -> Verifier:
    """An officer may mark once a second person confirmed what the decree says; nobody enters himself. What waits in the
    place of this one gives way."""
    check_not_oneself(by, facts["subject"], facts["name"])
    with transaction():
        _check_scope(facts["scope"])
        _check_days(facts, *APPOINTED)
        _make_room(by, facts)
        return _enter(by, Verifier, facts)


def change_verifier(by: Actor, id: str, match: int, **facts: Any) -> Verifier:
    """An end from today on counts at once. A new decree or certificate, another scope, an end that reaches back or is
    taken back wait for a second person, and a later one takes the place of what waits; nobody changes his own."""
    with transaction():
        verifier = Verifier.find(id, match)
        check_not_oneself(by, verifier.subject, verifier.name)
        _check_facts(verifier, facts)
        _end_or_propose(by, verifier, facts)
    return verifier


def confirm_verifier(by: Actor, id: str, match: int) -> Verifier:
    """A second person stands behind an entry or a change; one of the two is the head, unless it is about the head."""
    with transaction():
        verifier = Verifier.find(id, match)
        decides = delegations.deciding(by) or delegations.is_holder(verifier.subject)
        changes = _second(by, verifier, decides)
        _check_facts(verifier, changes)
        _change(by, verifier, "confirm", changes)
        _tell_code(verifier)
    return verifier


def tell_codes(_: datetime) -> int:
    """Tell of everybody who was entered without its being told, as before the first release that tells it."""
    untold = [row.id for row in Verifier.counting().where(~Verifier.told).order_by(Verifier.id)]
    for id in untold:
        with transaction():
            _tell_code(Verifier.locked(id))
    return len(untold)


def add_standard(by: Actor, **facts: Any) -> Standard:
    """A reference standard may be used once a second person confirmed it, until its calibration ends. What waits in
    the place of this one gives way."""
    with transaction():
        _check_days(facts, *CALIBRATED)
        if known := Standard.get_or_none(Standard.code == facts["code"]):
            _give_way(by, known, ["code"])
        return _enter(by, Standard, facts)


def change_standard(by: Actor, id: str, match: int, **facts: Any) -> Standard:
    """The end of its use from today on counts at once. A new calibration, other values, an end that reaches back or is
    taken back wait for a second person: they decide about tests that were approved."""
    with transaction():
        standard = Standard.find(id, match)
        facts = {**_anew(standard, facts), **facts}
        _check_calibration(standard, facts)
        _end_or_propose(by, standard, facts)
    return standard


def confirm_standard(by: Actor, id: str, match: int) -> Standard:
    """A second person stands behind a standard or a change of it; one of the two is the head."""
    with transaction():
        standard = Standard.find(id, match)
        changes = _second(by, standard, delegations.deciding(by))
        _check_calibration(standard, changes)
        _change(by, standard, "confirm", changes)
    return standard


def report_broken_mark(by: Actor, instrument_id: str, mark: str) -> dict[str, Any]:
    """UU 2/1981 Art 25 c: an instrument whose mark is broken may not be used."""
    with transaction():
        facts = {"instrument_id": instrument_id, "mark": mark, "found_on": context.today(), "by": code_of(by)}
        log.emit(examinations.MarkBroken, **facts)
    return facts


def _enter(by: Actor, table: type[Entry], facts: dict[str, Any]) -> Entry:
    waiting = confirmation.proposal(by, delegations.heads(by))
    row = table.create(recorded_by=by.sub, proposed=waiting, **facts)
    audit_trail.record(context, row, "add", by, code=row.code)
    return row


def _end_or_propose(by: Actor, row: Verifier | Standard, facts: dict[str, Any]) -> None:
    """What takes away from today on counts at once; all else waits, in the place of what waited."""
    if _only_ends(row, facts):
        _change(by, row, "change", facts)
        return
    _check_hands(by.sub, row, facts)
    row.change(proposed=confirmation.proposal(by, delegations.heads(by), facts) if facts else None)
    audit_trail.record(context, row, "propose", by, parts=sorted(facts))


def _second(by: Actor, row: Verifier | Standard, decides: bool) -> dict[str, Any]:
    """What changes by the caller's word; whoever asked for it may have tested since."""
    changes = confirmation.second(by, row, decides)
    _check_hands((row.proposed or {}).get("by", ""), row, changes)
    return changes


def _check_hands(sub: str, row: Verifier | Standard, facts: dict[str, Any]) -> None:
    if "withdrawn_from" in facts:
        doubts.check_hands(sub, row, facts["withdrawn_from"])


def _change(by: Actor, row: Verifier | Standard, act: str, facts: dict[str, Any]) -> None:
    row.change(**facts)
    audit_trail.record(context, row, act, by, parts=sorted(facts))
    if "withdrawn_from" in facts:
        doubts.follow(by, row, RESTING[type(row)](row.id))


def _tell_code(verifier: Verifier) -> None:
    if not verifier.told:
        verifier.change(told=True)
        log.emit(hands.VerifierCoded, verifier_id=verifier.id, account=verifier.subject, code=verifier.code)


def _check_facts(verifier: Verifier, facts: dict[str, Any]) -> None:
    _check_scope(facts.get("scope", []))
    _check_days({name: getattr(verifier, name) for name in APPOINTED} | facts, *APPOINTED)


def _check_calibration(standard: Standard, facts: dict[str, Any]) -> None:
    _check_days({name: getattr(standard, name) for name in CALIBRATED} | facts, *CALIBRATED)


def _only_ends(row: Verifier | Standard, facts: dict[str, Any]) -> bool:
    """Whether it takes away from today on, and gives back nothing that was taken."""
    since, before = facts.get("withdrawn_from"), row.withdrawn_from
    ends = since is not None and context.today() <= since and (before is None or since <= before)
    return ends and facts.keys() <= WITHDRAWAL


def _make_room(by: Actor, facts: dict[str, Any]) -> None:
    """A code has one account and an account one code, however both are spelled."""
    for one in Verifier.select():
        double = ["code"] if _same_code(one.code, facts["code"]) else []
        double += ["subject"] if normal(one.subject) == normal(facts["subject"]) else []
        _give_way(by, one, double)


def _give_way(by: Actor, one: Verifier | Standard, double: list[str]) -> None:
    """What nobody confirmed keeps its place from nobody."""
    if double and one.confirmed_by:
        raise Conflict("already-registered", errors=[{"pointer": f"/{name}", "code": "double"} for name in double])
    if double:
        audit_trail.record(context, one, "give_way", by, code=one.code)
        one.delete_instance()


def _same_code(one: str, other: str) -> bool:
    return normal_code(folded(one)) == normal_code(folded(other))


def _anew(standard: Standard, facts: dict[str, Any]) -> dict[str, Any]:
    """A calibration that holds for longer is a new one; unless said otherwise it begins today, not in the past."""
    longer = facts.get("valid_until") and facts["valid_until"] > standard.valid_until
    return {"valid_from": context.today()} if longer else {}


def _check_days(facts: dict[str, Any], first: str, last: str) -> None:
    if facts.get(first) and facts[last] < facts[first]:
        raise Invalid("ends-before-it-begins", errors=[{"pointer": f"/{last}", "code": "before-first-day"}])


def _check_scope(kinds: list[str]) -> None:
    known = profile.kinds(context.today())
    faults = [{"pointer": f"/scope/{at}", "code": "unknown-kind"} for at, kind in enumerate(kinds) if kind not in known]
    if faults:
        raise Invalid("scope-unknown", errors=faults)
