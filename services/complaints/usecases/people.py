"""Who works on complaints, with which skills, and close to whom."""

from typing import Any

from services.complaints.domain.assignment import changed_codes, named_codes, own_codes
from services.complaints.domain.words import HEAD, KEEPERS, OFFICERS, TESTERS
from services.complaints.storage import Staff, context, rules, transaction
from services.complaints.usecases import involvement
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import check_not_oneself, is_person
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden, Invalid


def enter(by: Actor, **facts: Any) -> Staff:
    """Add a person of the office, by the head or an administrator; nobody adds himself. Whoever is not entered sees no
    case, so that no entry takes one away."""
    check_not_oneself(by, facts["subject"], facts["name"])
    _check_skills(facts["skills"])
    with transaction():
        _refuse_own_codes(_keeper(by), own_codes({"verifier_code": "", "conflicts": [], **facts}))
        if Staff.of_account(facts["subject"]):
            raise Conflict("staff-known", errors=[{"pointer": "/subject", "code": "double"}])
        made = Staff.create(**facts)
        involvement.look_again()
        audit_trail.record(context, made, "enter", by)
    return made


def amend(by: Actor, id: str, match: int, **facts: Any) -> Staff:
    """Change skills at once. Code, declared conflicts, and whether the person works here, decide which cases he sees:
    such a change waits for a second person, and a later one takes its place."""
    _check_skills(facts.get("skills", []))
    with transaction():
        me, person = _keeper(by), Staff.find(id, match)
        check_not_oneself(by, person.subject, person.name)
        wanted = {name: value for name, value in facts.items() if name != "skills" and value != getattr(person, name)}
        _refuse_own_codes(me, _touched(person, wanted))
        if facts.keys() - {"skills"}:
            by_head = by.has(HEAD)
            person.proposed = {"by": by.sub, "by_head": by_head, "facts": wanted} if wanted else None
        person.change(skills=facts.get("skills", person.skills), proposed=person.proposed)
        audit_trail.record(context, person, "propose" if wanted else "amend", by, parts=sorted(facts))
    return person


def confirm(by: Actor, id: str, match: int) -> Staff:
    """A second person stands behind the change that waits; one of the two is the head, so that nobody shuts him out."""
    with transaction():
        me, person = _keeper(by), Staff.find(id, match)
        if not person.proposed:
            raise Conflict("nothing-proposed")
        waiting, facts = person.proposed, person.proposed["facts"]
        if is_person(by, waiting["by"]):
            raise Forbidden("second-person-needed")
        if not (by.has(HEAD) or waiting["by_head"]):
            raise Forbidden("forbidden", roles=HEAD)
        _check_own(by, me, person, facts)
        person.change(**facts, proposed=None)
        involvement.look_again()
        audit_trail.record(context, person, "confirm", by, parts=sorted(facts))
    return person


def _check_own(by: Actor, me: Staff | None, person: Staff, facts: dict[str, Any]) -> None:
    """Of himself one may only confirm what shows him less."""
    after = {**person.facts, **facts}
    if not (set(own_codes(after)) >= person.codes and after["active"] <= person.active):
        check_not_oneself(by, person.subject, person.name)
    if not (me and me.id == person.id):
        _refuse_own_codes(me, _touched(person, facts))


def _touched(person: Staff, facts: dict[str, Any]) -> set[str]:
    return changed_codes(named_codes(person.facts), named_codes({**person.facts, **facts}))


def check_place(by: Actor) -> None:
    """Refuse an officer who is not entered or works here no more; the head, an administrator and who only audits need
    no entry."""
    me = Staff.of_account(by.sub)
    if not by.has(HEAD) and by.has(*OFFICERS) and not (me and me.active):
        raise Forbidden("not-on-staff", roles="")


def _keeper(by: Actor) -> Staff | None:
    """The entry of who changes entries, if he has one; who works here no more changes none, and neither does who tests
    until it is known under which code."""
    me = Staff.of_account(by.sub)
    if not by.has(*KEEPERS):
        raise Forbidden("forbidden", roles=", ".join(KEEPERS))
    if me and not me.active:
        raise Forbidden("not-on-staff", roles="")
    if by.has(*TESTERS) and not (me and me.verifier_code):
        raise Forbidden("code-not-entered", roles="")
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
