"""Who works on complaints, with which skills, and close to whom."""

from typing import Any

from services.complaints.storage import Staff, room, rules, transaction
from shared import history
from shared.actor import Actor
from shared.errors import Conflict, Invalid
from shared.separation import check_not_oneself


def enter(by: Actor, **facts: Any) -> Staff:
    """Add a person of the office; nobody adds himself."""
    check_not_oneself(by, facts["subject"], facts["name"])
    _check_skills(facts["skills"])
    with transaction():
        if Staff.of_account(facts["subject"]):
            raise Conflict("staff-known", errors=[{"pointer": "/subject", "code": "double"}])
        made = Staff.create(**facts)
        history.record(room, made, "enter", by)
    return made


def amend(by: Actor, id: str, match: int, **facts: Any) -> Staff:
    """Change skills, declared conflicts, or whether the person works here."""
    _check_skills(facts.get("skills", []))
    with transaction():
        person = Staff.find(id, match)
        check_not_oneself(by, person.subject, person.name)
        person.change(**facts)
        history.record(room, person, "amend", by, parts=sorted(facts))
    return person


def _check_skills(skills: list[str]) -> None:
    known = rules.catalogue("skill")
    if wrong := [index for index, skill in enumerate(skills) if skill not in known]:
        errors = [{"pointer": f"/skills/{index}", "code": "unknown-skill"} for index in wrong]
        raise Invalid("unknown-skill", errors=errors, known=", ".join(known))
