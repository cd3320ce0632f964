"""Who may examine and who may approve: entitled on the day, another one after a complaint, a second pair of eyes."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from services.testing.domain.verifier_codes import is_among
from shared.errors import Forbidden

Officer = Mapping[str, Any]


def is_entitled(officer: Officer, day: date) -> bool:
    """Appointed, certified and not withdrawn on the day; first and last days count."""
    withdrawn = officer.get("withdrawn_from")
    last = min(officer["appointed_until"], officer["certified_until"])
    return officer["appointed_from"] <= day <= last and not (withdrawn and day >= withdrawn)


def check_entitled(officer: Officer | None, day: date) -> Officer:
    """The officer, if entitled on the day."""
    if officer is None:
        raise Forbidden("no-verifier")
    if not is_entitled(officer, day):
        raise Forbidden("not-appointed", verifier=officer["code"], day=day.isoformat())
    return officer


def obstacle(officer: Officer | None, kind: str, day: date, excluded: Collection[str] = ()) -> Forbidden | None:
    """Why the officer may not test: not entitled on the day, another kind, or the one whose verdict is contested."""
    if officer is None:
        return Forbidden("no-verifier")
    if not is_entitled(officer, day):
        return Forbidden("not-appointed", verifier=officer["code"], day=day.isoformat())
    if kind not in officer["scope"]:
        return Forbidden("out-of-scope", verifier=officer["code"], kind=kind)
    contested = is_among(officer["code"], excluded)
    return Forbidden("other-verifier-needed", verifier=officer["code"]) if contested else None


def check_examiner(officer: Officer | None, kind: str, day: date, excluded: Collection[str] = ()) -> Officer:
    """The officer, if nothing stands against his testing a thing of this kind on the day."""
    if found := obstacle(officer, kind, day, excluded):
        raise found
    return officer


def check_unbiased(relation: str | None) -> None:
    """ISO/IEC 17020, 4.1: nobody tests or approves what he owns, sells or repairs, or for whom he works."""
    if relation:
        raise Forbidden("conflict-of-interest", relation=relation)


def check_approver(same_person: bool, is_head: bool, head_for: str) -> None:
    """Four eyes; `head_for` is the code of what only the head can answer for, empty where another verifier may."""
    if same_person:
        raise Forbidden("four-eyes")
    if head_for and not is_head:
        raise Forbidden(head_for)
