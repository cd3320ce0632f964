"""Examinations may be heard of in any order: the papers come out the same."""

import itertools
from datetime import timedelta

import pytest

from services.certificates.storage import Certificate
from services.certificates.usecases import signing
from shared import clock
from tests.certificates.builders import (
    FAILED,
    FIRST,
    HEAD,
    INSTRUMENT,
    PASSED,
    SECOND,
    THIRD,
    a_failure,
    a_party,
    an_examination,
    corrected,
    hear,
    news,
    passed,
    states,
)
from tests.support import MONDAY, told

pytestmark = pytest.mark.usefixtures("monday")


def settled(service) -> None:
    """Let the waiting ones try again until nothing moves."""
    for hour in range(1, 6):
        with clock.frozen_at(MONDAY + timedelta(hours=hour)):
            while service.inbox.work() is not None:
                pass


def sign_all() -> None:
    """The head signs what can be signed, in the order of arrival."""
    for row in Certificate.select().where(Certificate.state == "awaiting_signature").order_by(Certificate.id):
        if Certificate.find(row.id).state == "awaiting_signature":
            signing.sign(HEAD, row.id)


def chain(service) -> dict[str, bytes]:
    """A pass, a later failure, a retest that passes: each is news of its own subject."""
    return {
        "party": news(service, "intake.party.changed", a_party()),
        "pass": news(service, PASSED, an_examination(examination_id=FIRST, tested_on="2026-11-20")),
        "fail": news(service, FAILED, a_failure(examination_id=SECOND, tested_on="2026-11-21")),
        "retest": news(service, PASSED, an_examination(examination_id=THIRD, tested_on="2026-11-22")),
    }


@pytest.mark.parametrize("order", list(itertools.permutations(["party", "pass", "fail", "retest"])), ids="-".join)
def test_in_every_order_the_last_examination_holds(certificates, order):
    events = chain(certificates)
    for name in order:
        hear(certificates, events[name])
    settled(certificates)

    signing.sign(HEAD, Certificate.of_examination(THIRD).id)

    assert states()[THIRD] == "valid"
    assert states()[SECOND] == "void"  # nobody needs to be told of it any more
    assert Certificate.living_of(INSTRUMENT).examination_id == THIRD


@pytest.mark.parametrize("order", list(itertools.permutations(["fail", "retest"])), ids="-".join)
def test_a_signed_pass_falls_by_a_later_failure_whatever_else_is_known(certificates, order):
    events = chain(certificates)
    hear(certificates, events["party"], events["pass"])
    signing.sign(HEAD, Certificate.of_examination(FIRST).id)

    for name in order:
        hear(certificates, events[name])

    assert states() == {FIRST: "revoked", SECOND: "awaiting_signature", THIRD: "awaiting_signature"}
    assert told(certificates, "revoked")[0]["data"]["reason_code"] == "failed_examination"


@pytest.mark.parametrize("order", [("superseded", "new"), ("new", "superseded")], ids="-".join)
@pytest.mark.parametrize(
    ("type_", "signed_first", "end"),
    [
        (FAILED, False, {FIRST: "void", SECOND: "in_force"}),
        (FAILED, True, {FIRST: "revoked", SECOND: "in_force"}),
        (PASSED, False, {FIRST: "void", SECOND: "valid"}),
        (PASSED, True, {FIRST: "superseded", SECOND: "valid"}),
    ],
)
def test_a_correction_takes_the_place_of_what_it_corrects(certificates, order, type_, signed_first, end):
    first = passed(certificates, examination_id=FIRST)
    if signed_first:
        signing.sign(HEAD, first.id)
    events = corrected(certificates, type_)

    for name in order:
        hear(certificates, events[name])
    sign_all()

    assert states() == end
