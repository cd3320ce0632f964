"""Who may be given a complaint: somebody with the skill, who is not involved in it."""

from collections.abc import Collection, Mapping
from typing import Any


def conflicts(staff: Mapping[str, Any], involved: Collection[str]) -> list[str]:
    """Codes of the people complained of who are this person, or whom this person declared to be close to."""
    own = {staff["verifier_code"], *staff["conflicts"]} - {""}
    return sorted(own & set(involved))


def unfit(staff: Mapping[str, Any], skill: str, involved: Collection[str]) -> list[dict[str, str]]:
    """Everything that speaks against giving a complaint that needs `skill` to this person."""
    faults = []
    if not staff["active"]:
        faults.append({"pointer": "/staff_id", "code": "not-active"})
    if skill not in staff["skills"]:
        faults.append({"pointer": "/staff_id", "code": "skill-missing", "skill": skill})
    if conflicts(staff, involved):
        faults.append({"pointer": "/staff_id", "code": "conflict-of-interest"})
    return faults
