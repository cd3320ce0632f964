"""Who is complained of in a case: found out when it comes in, and again whenever something is heard of its papers."""

from collections.abc import Iterable
from typing import Any

from services.complaints.domain.assignment import own_codes
from services.complaints.domain.officer_codes import normal_code
from services.complaints.domain.spellings import Told
from services.complaints.storage import (
    Complaint,
    Evidence,
    Involvement,
    KnownPaper,
    KnownTest,
    Name,
    Staff,
    Topic,
    context,
    mark_of_code,
    mark_of_person,
    transaction,
)
from services.complaints.usecases.cases import decided
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import check_not_oneself
from shared.database import audit_trail
from shared.errors import Forbidden


def record(complaint: Complaint) -> None:
    """Write down what a new case is about, and whom that involves."""
    Topic.alone()
    Topic.keep(complaint)
    settle(complaint)


def settle(complaint: Complaint) -> None:
    """Write down anew whom the case involves."""
    Involvement.replace_all(complaint, _complained_of(complaint), _approved(complaint))


def heard_of(*values: str | None) -> None:
    """Something was heard of these things: the cases about them are looked at again."""
    Topic.alone()
    for complaint in Topic.cases_about({value for value in values if value}):
        settle(complaint)


def heard_of_instrument(instrument_id: str, *values: str | None) -> None:
    """The same of an instrument and of each of its papers."""
    Topic.alone()
    papers = KnownPaper.select().where(KnownPaper.instrument_id == instrument_id)
    heard_of(instrument_id, *values, *(each for paper in papers for each in (paper.id, paper.number)))


def look_again() -> None:
    """Somebody was entered, or his codes changed: whom the words of all reporters may mean is asked anew."""
    Topic.alone()
    for complaint in Complaint.select().order_by(Complaint.id).iterator():
        settle(complaint)


def decide(by: Actor, id: str, match: int, brought: dict[str, Any]) -> Complaint:
    """Somebody who is not meant says whether the words of the reporter mean a person of the office. What examinations
    tell stays as it is. Only the head may keep a case from somebody whom no word of it names."""
    with transaction():
        complaint, person = decided(by, id, match), Staff.named(brought["staff_id"], "/staff_id")
        if brought["complained_of"] and not by.has("head"):
            raise Forbidden("forbidden", roles="head")
        check_not_oneself(by, person.subject, person.name)
        Evidence.create(complaint=complaint, action="decide_involvement", by=by.sub, facts=brought)
        complaint.change(judged={**complaint.judged, person.id: brought["complained_of"]})
        settle(complaint)
        audit_trail.record(context, complaint, "decide_involvement", by)
    return complaint


def disputed(complaint: Complaint) -> list[KnownTest]:
    """The examinations that the complaint is about, as far as testing and certificates have told of them."""
    things = {(name.instrument_id, name.item_id or "") for name in Name.of(complaint)}
    found = [test for thing in sorted(things) for test in KnownTest.disputed(complaint, *thing)]
    return list({test.id: test for test in found}.values())


def _complained_of(complaint: Complaint) -> set[str]:
    """Named by the reporter, as far as nobody decided otherwise, or known to have done the disputed examination."""
    people, judged = list(Staff.select()), complaint.judged
    told = Told(complaint.about.get("verifier_code") or "", f"{complaint.subject}\n{complaint.text}")
    meant = {one.id for one in people if judged.get(one.id, told.may_mean(one.codes, _names(one, people)))}
    return {mark_of_person(id) for id in meant} | _of_codes(code for test in disputed(complaint) for code in test.hands)


def _names(person: Staff, people: Iterable[Staff]) -> list[str]:
    """His name, and those of the people to whom he is close."""
    return [
        one.name for one in people if one.id == person.id or own_codes(one.facts | {"conflicts": []}) & person.codes
    ]


def _approved(complaint: Complaint) -> set[str]:
    return _of_codes(test.approved_by_code for test in disputed(complaint))


def _of_codes(codes: Iterable[str]) -> set[str]:
    return {mark_of_code(known) for code in codes if (known := normal_code(code))}
