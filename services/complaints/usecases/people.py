"""Who works on complaints, with which skills, and close to whom."""

from typing import Any

from services.complaints.domain.assignment import changed_codes, named_codes, own_codes
from services.complaints.domain.words import KEEPERS, OFFICERS
from services.complaints.storage import Staff, room, rules, transaction
from services.complaints.usecases import involvement
from shared import history
from shared.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid
from shared.separation import check_not_oneself


def enter(by: Actor, **facts: Any) -> Staff:
    """Add a person of the office, by the head or an administrator; nobody adds himself."""
    check_not_oneself(by, facts["subject"], facts["name"])
    _check_skills(facts["skills"])
    with transaction():
        _refuse_own_codes(_keeper(by), own_codes({"verifier_code": "", "conflicts": [], **facts}))
        if Staff.of_account(facts["subject"]):
            raise Conflict("staff-known", errors=[{"pointer": "/subject", "code": "double"}])
        made = Staff.create(**facts)
        involvement.look_again()
        history.record(room, made, "enter", by)
    return made


def amend(by: Actor, id: str, match: int, **facts: Any) -> Staff:
    """Change code, skills, declared conflicts, or whether the person works here; by the head, and the head's own entry
    by another head or an administrator. Whoever only works on complaints could shut out those who look into his own."""
    _check_skills(facts.get("skills", []))
    with transaction():
        me, person = _keeper(by), Staff.find(id, match)
        check_not_oneself(by, person.subject, person.name)
        before = person.facts
        _refuse_own_codes(me, changed_codes(named_codes(before), named_codes({**before, **facts})))
        person.change(**facts)
        if facts.keys() & {"conflicts", "verifier_code"}:
            involvement.look_again()
        history.record(room, person, "amend", by, parts=sorted(facts))
    return person


def check_place(by: Actor) -> None:
    """Refuse an officer who is not entered or works here no more; the head, an administrator and who only audits need
    no entry."""
    me = Staff.of_account(by.sub)
    if not by.has(*KEEPERS) and by.has(*OFFICERS) and not (me and me.active):
        raise Forbidden("not-on-staff", roles="")


def _keeper(by: Actor) -> Staff | None:
    """The entry of who changes entries, if he has one; who works here no more changes none."""
    me = Staff.of_account(by.sub)
    if not by.has(*KEEPERS):
        raise Forbidden("forbidden", roles=", ".join(KEEPERS))
    if me and not me.active:
        raise Forbidden("not-on-staff", roles="")
    return me


def _refuse_own_codes(me: Staff | None, codes: set[str]) -> None:
    """Nobody decides himself which cases he may see: neither by declaring or ending in another's entry that somebody is
    close to him, nor by giving his code to another account."""
    if me and codes & me.codes:
        raise Forbidden("own-entry", roles="")


def _check_skills(skills: list[str]) -> None:
    known = rules.catalogue("skill")
    if wrong := [index for index, skill in enumerate(skills) if skill not in known]:
        errors = [{"pointer": f"/skills/{index}", "code": "unknown-skill"} for index in wrong]
        raise Invalid("unknown-skill", errors=errors, known=", ".join(known))
