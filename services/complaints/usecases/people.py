"""Who works on complaints, with which skills, and close to whom."""

from typing import Any

from services.complaints.domain.assignment import changed_codes, named_codes, own_codes
from services.complaints.domain.officer_codes import normal_code
from services.complaints.domain.words import HEAD, KEEPERS, OFFICERS, TESTERS
from services.complaints.storage import KnownVerifier, Staff, context, rules, transaction
from services.complaints.usecases import looks
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import check_not_oneself, is_person
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden, Invalid

NOTHING = {"verifier_code": "", "skills": [], "conflicts": [], "active": True}  # what an entry says unless told
PARTS = tuple(NOTHING)


def told_code(id: str, account: str, code: str) -> None:
    """Testing says under which code an account tests; whose entry says another sees no case until that is mended."""
    with transaction():
        KnownVerifier.keep(id, account, code)


def enter(by: Actor, **facts: Any) -> Staff:
    """Add a person of the office, by the head or an administrator; nobody adds himself. It waits for a second person as
    a change does, and until then it gives nothing and takes nothing from whoever needs no entry. A later one takes the
    place of one that waits."""
    check_not_oneself(by, facts["subject"], facts["name"])
    _check_skills(facts["skills"])
    told = {name: facts.pop(name) for name in PARTS if name in facts}
    with transaction():
        me, waiting = _keeper(by), Staff.entry_of(facts["subject"])
        if waiting and waiting.confirmed:
            raise Conflict("staff-known", errors=[{"pointer": "/subject", "code": "double"}])
        made = waiting or Staff(**facts)
        _check_codes(me, made, {**NOTHING, **told})
        made = Staff.enter(waiting, **facts, proposed=_proposal(by, {**NOTHING, **told}))
        audit_trail.record(context, made, "enter", by)
    return made


def amend(by: Actor, id: str, match: int, **facts: Any) -> Staff:
    """Change an entry. Each part of it decides which cases somebody sees or is given, so the change waits for a second
    person; a later one takes its place, and adds to an entry that waits itself."""
    _check_skills(facts.get("skills", []))
    with transaction():
        me, person = _keeper(by), Staff.find(id, match)
        check_not_oneself(by, person.subject, person.name)
        wanted = _wanted(person, facts)
        _check_codes(me, person, wanted)
        person.change(proposed=_proposal(by, wanted) if wanted else None)
        audit_trail.record(context, person, "propose" if wanted else "amend", by, parts=sorted(facts))
    return person


def confirm(by: Actor, id: str, match: int) -> Staff:
    """A second person stands behind the entry or change that waits; one of the two is the head, so that nobody shuts
    him out."""
    with transaction():
        person = Staff.find(id, match)
        me = _keeper(by, person)
        if not person.proposed:
            raise Conflict("nothing-proposed")
        waiting, facts = person.proposed, person.proposed["facts"]
        if is_person(by, waiting["by"]):
            raise Forbidden("second-person-needed")
        if not (by.has(HEAD) or waiting["by_head"]):
            raise Forbidden("forbidden", roles=HEAD)
        _check_own(by, me, person, facts)
        _refuse_taken(person, facts)
        person.change(**facts, proposed=None, confirmed=True)
        looks.look_again(person)
        audit_trail.record(context, person, "confirm", by, parts=sorted(facts))
    return person


def _proposal(by: Actor, facts: dict[str, Any]) -> dict[str, Any]:
    return {"by": by.sub, "by_head": by.has(HEAD), "facts": facts}


def _wanted(person: Staff, facts: dict[str, Any]) -> dict[str, Any]:
    """What would change of an entry that counts; of one that waits, the whole of it as it would be."""
    if not person.confirmed:
        return {**person.proposed["facts"], **facts}
    return {name: value for name, value in facts.items() if value != getattr(person, name)}


def _check_own(by: Actor, me: Staff | None, person: Staff, facts: dict[str, Any]) -> None:
    """Of himself one may only confirm what shows him less; the head also his first entry, which another wrote: somebody
    must be the first."""
    after = {**person.facts, **facts}
    narrower = set(own_codes(after)) >= person.codes and after["active"] <= person.active
    if not (narrower or (by.has(HEAD) and not person.confirmed)):
        check_not_oneself(by, person.subject, person.name)
    if not (me and me.id == person.id):
        _refuse_own_codes(me, _touched(person, facts))


def _check_codes(me: Staff | None, person: Staff, facts: dict[str, Any]) -> None:
    _refuse_own_codes(me, _touched(person, facts))
    _refuse_taken(person, facts)


def _refuse_taken(person: Staff, facts: dict[str, Any]) -> None:
    """A code has one account: a second one would mean by its name everybody who has the code or is close to it."""
    code = normal_code(facts.get("verifier_code", ""))
    others = [one for one in Staff.counting() if one.subject != person.subject]
    if code and (
        code in {normal_code(one.verifier_code) for one in others} or KnownVerifier.has_other(person.subject, code)
    ):
        raise Conflict("code-taken", errors=[{"pointer": "/verifier_code", "code": "double"}])


def _touched(person: Staff, facts: dict[str, Any]) -> set[str]:
    return changed_codes(named_codes(person.facts), named_codes({**person.facts, **facts}))


def check_place(by: Actor) -> None:
    """Refuse an officer who is not entered or works here no more; the head, an administrator and who only audits need
    no entry."""
    me = Staff.of_account(by.sub)
    if not by.has(HEAD) and by.has(*OFFICERS) and not (me and me.active):
        raise Forbidden("not-on-staff", roles="")


def _keeper(by: Actor, confirmed: Staff | None = None) -> Staff | None:
    """The entry of who changes entries, if he has one; who works here no more changes none, and neither does who tests
    until it is known under which code, be it by the first entry of his own that he confirms."""
    me = Staff.of_account(by.sub)
    if not by.has(*KEEPERS):
        raise Forbidden("forbidden", roles=", ".join(KEEPERS))
    if me and not me.active:
        raise Forbidden("not-on-staff", roles="")
    code = me.verifier_code if me else _first_code(by, confirmed)
    if by.has(*TESTERS) and not code or not KnownVerifier.agrees(by.sub, code):
        raise Forbidden("code-not-entered", roles="")
    return me


def _first_code(by: Actor, person: Staff | None) -> str:
    """The code in the entry that waits, if it is his own."""
    if person is None or person.confirmed or person.subject != by.sub:
        return ""
    return str(person.proposed["facts"]["verifier_code"])


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
