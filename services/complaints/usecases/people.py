"""Who works on complaints, with which skills, and close to whom."""

from typing import Any

from services.complaints.domain.assignment import changed_codes, own_codes
from services.complaints.storage import Staff, room, rules, transaction
from shared import history
from shared.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid
from shared.separation import check_not_oneself


def enter(by: Actor, **facts: Any) -> Staff:
    """Add a person of the office; nobody adds himself."""
    check_not_oneself(by, facts["subject"], facts["name"])
    _check_skills(facts["skills"])
    with transaction():
        _refuse_own_codes(Staff.of_account(by.sub), own_codes({"verifier_code": "", "conflicts": [], **facts}))
        if Staff.of_account(facts["subject"]):
            raise Conflict("staff-known", errors=[{"pointer": "/subject", "code": "double"}])
        made = Staff.create(**facts)
        made.keep_codes()
        history.record(room, made, "enter", by)
    return made


def amend(by: Actor, id: str, match: int, **facts: Any) -> Staff:
    """Change skills, declared conflicts, or whether the person works here; by another person of the office."""
    _check_skills(facts.get("skills", []))
    with transaction():
        person, me = Staff.find(id, match), Staff.of_account(by.sub)
        check_not_oneself(by, person.subject, person.name)
        if me is None or not me.active:
            raise Forbidden("not-on-staff", roles="")
        _refuse_own_codes(me, changed_codes(person.conflicts, facts.get("conflicts", person.conflicts)))
        person.change(**facts)
        person.keep_codes()
        history.record(room, person, "amend", by, parts=sorted(facts))
    return person


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
