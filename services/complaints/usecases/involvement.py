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
    mark_of_account,
    mark_of_code,
    mark_of_person,
    transaction,
)
from services.complaints.usecases import claims, quotas, unattended
from services.complaints.usecases.cases import REPORTER
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import check_not_oneself
from shared.database import audit_trail


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


def add(complaint: Complaint, reading: Reading, by: Actor) -> None:
    """Somebody said more in a case. Whom the new words of its reporter may mean is kept from it, also who was decided
    not to be meant by the earlier ones; those of the office claim it."""
    writer, people = author(by.sub), list(Staff.counting())
    Topic.keep(complaint, reading.topics, writer)
    named = meant(reading.told, people)
    if writer:
        claims.claim(complaint, writer, dict.fromkeys(named - _shut_out(complaint, people), True), people)
        settle(complaint, None, people)
        return
    judged = {id: verdict for id, verdict in complaint.judged.items() if verdict or id not in named}
    if judged != complaint.judged:
        complaint.change(judged=judged)
    settle(complaint, named | kept(complaint, people), people)


def settle(complaint: Complaint, named: Iterable[str] | None = None, people: list[Staff] | None = None) -> None:
    """Write down anew whom the case involves: the people whom its words may mean, `named` or those of before, as far as
    nobody decided otherwise, and those known to have done the disputed examination. Apart from them whom only words of
    the office involve."""
    people = list(Staff.counting()) if people is None else people
    named, judged = kept(complaint, people) if named is None else set(named), complaint.judged
    known = _of_things(complaint, "")
    if "" in Topic.full(complaint):  # among the numbers that nobody looked at may be one of his papers
        named = named | {one.id for one in people if one.verifier_code}
    known |= {mark_of_person(one.id): True for one in people if judged.get(one.id, one.id in named)}
    _claim_by_things(complaint, [one for one in people if not any(known.get(mark) for mark in one.marks)])
    Involvement.replace_all(complaint, known, claims.open_marks(complaint))


def _of_things(complaint: Complaint, writer: str) -> dict[str, bool]:
    """Marks of who examined or approved what the words of one writer are about, and whether that hides the case."""
    tests = disputed(complaint, writer)
    approved = _of_codes(test.approved_by_code for test in tests)
    return dict.fromkeys(approved, False) | dict.fromkeys(_of_codes(c for test in tests for c in test.hands), True)


def _claim_by_things(complaint: Complaint, people: list[Staff]) -> None:
    """Papers and numbers that only the office names involve nobody for good either."""
    full = Topic.full(complaint)
    for writer in Topic.writers(complaint):
        marks = _of_things(complaint, writer)
        found = {one.id: any(marks.get(mark) for mark in one.marks) for one in people if one.marks & marks.keys()}
        found |= {one.id: True for one in people if writer in full and one.verifier_code}
        claims.claim(complaint, writer, found, people)


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
    """Somebody who is not meant says whether the words of a case mean a person of the office. What examinations of a
    thing that the reporter names tell stays as it is. Whom no word of it names, the head may keep it from, until a
    second person has decided."""
    with transaction():
        Topic.alone()
        complaint = unattended.decided(by, id, match)
        person, means = Staff.named(brought["staff_id"], "/staff_id"), brought["complained_of"]
        check_not_oneself(by, person.subject, person.name)
        claims.check_decider(by, complaint, person.id, means)
        quotas.check_act(complaint, "decide_involvement")
        Evidence.create(complaint=complaint, action="decide_involvement", by=by.sub, facts=brought)
        if means and not (_shut_out(complaint, [person]) or claims.is_open(complaint, person.id)):
            claims.claim(complaint, author(by.sub), {person.id: True}, ())
        else:
            claims.close(complaint, person.id, means)
        settle(complaint)
        audit_trail.record(context, complaint, "decide_involvement", by)
    return complaint


def author(sub: str) -> str:
    """A digest of who of the office wrote something; empty of the reporter."""
    return "" if sub == REPORTER.sub else mark_of_account(sub)


def disputed(complaint: Complaint, writer: str | None = None) -> list[KnownTest]:
    """The examinations that the complaint is about, as far as testing and certificates have told of them; in the words
    of one `writer` alone, when it is said whose."""
    things = {(name.instrument_id, name.item_id or "") for name in Name.of(complaint, writer)}
    found = [test for thing in sorted(things) for test in KnownTest.disputed(complaint, *thing)]
    return list({test.id: test for test in found}.values())


def _shut_out(complaint: Complaint, people: Iterable[Staff]) -> set[str]:
    """From whom the case is kept without a word of the office."""
    marks = Involvement.marks_of(complaint)
    return {one.id for one in people if one.marks & marks}


def kept(complaint: Complaint, people: list[Staff]) -> set[str]:
    """Whom the words of the case were found to mean."""
    marks = Involvement.marks_of(complaint)
    return {one.id for one in people if mark_of_person(one.id) in marks}


def _of_codes(codes: Iterable[str]) -> set[str]:
    return {mark_of_code(known) for code in codes if (known := normal_code(code))}
