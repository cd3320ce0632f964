"""Who is complained of in a case: found out when it comes in, with each later word, and again whenever something is
heard of its papers or somebody is entered. What depends on words alone is worked out before a transaction begins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.complaints.domain.assignment import own_codes
from services.complaints.domain.officer_codes import normal_code
from services.complaints.domain.spellings import Told
from services.complaints.storage import (
    Complaint,
    Evidence,
    Involvement,
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


@dataclass(frozen=True)
class Reading:
    """Words that were read: whom they may mean, and the topics that they name."""

    told: Told
    topics: list[str]


def read(about: Mapping[str, str], *texts: str) -> Reading:
    """Read words while nobody waits: the answer about everybody who works here now is known when this returns."""
    reading = Reading(told_by(about, *texts), Topic.values(about, *texts))
    meant(reading.told, list(Staff.counting()))
    return reading


def told_by(about: Mapping[str, str], *texts: str) -> Told:
    """What may name somebody: the field for him, and everything else."""
    return Told(about.get("verifier_code") or "", "\n".join(texts))


def record(complaint: Complaint, reading: Reading) -> None:
    """Write down what a new case is about, and whom that involves."""
    Topic.alone()
    Topic.keep(complaint, reading.topics)
    people = list(Staff.counting())
    settle(complaint, meant(reading.told, people), people)


def add(complaint: Complaint, reading: Reading) -> None:
    """Somebody said more in a case. Whom the new words may mean is kept from it, also who was decided not to be meant
    by the earlier ones."""
    Topic.keep(complaint, reading.topics)
    people = list(Staff.counting())
    named = meant(reading.told, people)
    judged = {id: verdict for id, verdict in complaint.judged.items() if verdict or id not in named}
    if judged != complaint.judged:
        complaint.change(judged=judged)
    settle(complaint, named | kept(complaint, people), people)


def settle(complaint: Complaint, named: Iterable[str] | None = None, people: list[Staff] | None = None) -> None:
    """Write down anew whom the case involves: the people whom its words may mean, `named` or those of before, as far as
    nobody decided otherwise, and those known to have done the disputed examination."""
    people = list(Staff.counting()) if people is None else people
    named, judged = kept(complaint, people) if named is None else set(named), complaint.judged
    if Topic.is_full(complaint):  # among the numbers that nobody looked at may be one of his papers
        named = named | {one.id for one in people if one.verifier_code}
    tests = disputed(complaint)
    found = {mark_of_person(one.id) for one in people if judged.get(one.id, one.id in named)}
    found |= _of_codes(code for test in tests for code in test.hands)
    Involvement.replace_all(complaint, found, _of_codes(test.approved_by_code for test in tests))


def meant(told: Told, people: list[Staff], asked: Iterable[Staff] | None = None) -> set[str]:
    """Ids of the people whom the words may mean, by their codes, or by their names and those of who is close to them;
    of all `people`, or of those who are `asked` about."""
    own = [(one.name, own_codes(one.facts | {"conflicts": []})) for one in people]
    return {
        one.id
        for one in (people if asked is None else asked)
        if told.may_mean(one.codes, [one.name, *(name for name, codes in own if codes & one.codes)])
    }


def decide(by: Actor, id: str, match: int, brought: dict[str, Any]) -> Complaint:
    """Somebody who is not meant says whether the words of the reporter mean a person of the office. What examinations
    tell stays as it is. Only the head may keep a case from somebody whom no word of it names."""
    with transaction():
        Topic.alone()
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


def kept(complaint: Complaint, people: list[Staff]) -> set[str]:
    """Whom the words of the case were found to mean."""
    marks = Involvement.marks_of(complaint)
    return {one.id for one in people if mark_of_person(one.id) in marks}


def _of_codes(codes: Iterable[str]) -> set[str]:
    return {mark_of_code(known) for code in codes if (known := normal_code(code))}
