"""Who may be given a complaint: somebody with the skill, who is not involved in it."""

from collections.abc import Collection, Mapping
from typing import Any

from services.complaints.domain.officer_codes import normal_code


def own_codes(staff: Mapping[str, Any]) -> set[str]:
    """The codes of this person and of those whom he declared to be close to, as they are compared."""
    return {normal_code(each) for each in named_codes(staff)} - {""}


def named_codes(staff: Mapping[str, Any]) -> list[str]:
    """The same, as they were written."""
    return [staff["verifier_code"], *staff["conflicts"]]


def changed_codes(before: Collection[str], after: Collection[str]) -> set[str]:
    """The codes that a change of declared conflicts adds or takes away; another spelling changes nothing."""
    return {normal_code(each) for each in before} ^ {normal_code(each) for each in after}


def unfit(staff: Mapping[str, Any], skill: str, involved: bool) -> list[dict[str, str]]:
    """Everything that speaks against giving a complaint that needs `skill` to this person, `involved` in it or not."""
    faults: list[dict[str, str]] = []
    if not staff["active"]:
        faults.append({"pointer": "/staff_id", "code": "not-active"})
    if skill not in staff["skills"]:
        faults.append({"pointer": "/staff_id", "code": "skill-missing", "skill": skill})
    if involved:
        faults.append({"pointer": "/staff_id", "code": "conflict-of-interest"})
    return faults
