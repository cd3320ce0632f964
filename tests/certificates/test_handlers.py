"""The news of the others: each kind once, twice, too early, and in every order."""

import json

import pytest

from services.certificates.handlers import HANDLERS
from services.certificates.storage import Certificate, PartyCopy
from services.certificates.usecases import signing
from shared.events.declarations import schema_of
from shared.events.retry_policy import Outcome
from tests.certificates.builders import (
    BROKEN,
    FAILED,
    FIRST,
    HEAD,
    INSTRUMENT,
    PARTY,
    PASSED,
    SECOND,
    THIRD,
    a_party,
    an_examination,
    corrected,
    hear,
    news,
    passed,
    states,
)
from tests.support import told

pytestmark = pytest.mark.usefixtures("monday")


def test_an_examination_waits_until_its_owner_is_known(certificates):
    waits = hear(certificates, news(certificates, PASSED, an_examination()))

    settled_before = Certificate.select().count()
    then = hear(certificates, news(certificates, "intake.party.changed", a_party()))

    assert (set(waits), settled_before) == ({Outcome.WAIT}, 0)
    assert then == [Outcome.DONE, Outcome.DONE]
    assert Certificate.select().count() == 1


def test_an_instrument_of_nobody_needs_no_name(certificates):
    assert hear(certificates, news(certificates, PASSED, an_examination(party_id=None))) == [Outcome.DONE]


def test_an_examination_told_twice_is_one_certificate(certificates):
    facts = an_examination()
    twice = [news(certificates, PASSED, facts, sequence) for sequence in (1, 2)]

    outcomes = hear(certificates, news(certificates, "intake.party.changed", a_party()), *twice)

    assert outcomes == [Outcome.DONE] * 3
    assert Certificate.select().count() == 1


def test_a_later_name_wins_whatever_the_order(certificates):
    words = [
        news(certificates, "intake.party.changed", a_party(name=name), n) for n, name in ((2, "Baru"), (1, "Lama"))
    ]

    for word in words:
        hear(certificates, word)

    assert PartyCopy.find(PARTY).facts["name"] == "Baru"


def test_a_correction_waits_for_what_it_corrects(certificates):
    events = corrected(certificates, PASSED)

    assert hear(certificates, events["superseded"]) == [Outcome.WAIT]


def broken(service, found_on: str) -> bytes:
    facts = {"instrument_id": INSTRUMENT, "mark": "guarantee", "found_on": found_on, "by": "P-07"}
    return news(service, BROKEN, facts)


def test_a_broken_mark_suspends_the_certificate_that_holds(certificates):
    signing.sign(HEAD, passed(certificates).id)

    hear(certificates, broken(certificates, "2026-12-01"))

    assert Certificate.living_of(INSTRUMENT).state == "suspended"
    assert told(certificates, "suspended")[0]["data"]["reason_code"] == "mark_broken"


def test_a_mark_broken_before_its_certificate_is_signed_suspends_it_at_once(certificates):
    waiting = passed(certificates)

    hear(certificates, broken(certificates, "2026-12-01"))
    signing.sign(HEAD, waiting.id)

    assert Certificate.find(waiting.id).state == "suspended"
    assert [event["type"].split(".")[2] for event in told(certificates)] == ["issued", "suspended"]


def test_a_mark_broken_before_the_test_says_nothing_of_its_certificate(certificates):
    hear(certificates, broken(certificates, "2026-11-01"))

    signing.sign(HEAD, passed(certificates).id)

    assert Certificate.living_of(INSTRUMENT).state == "valid"


def test_a_complaint_asks_and_does_not_suspend_by_itself(certificates):
    signed = signing.sign(HEAD, passed(certificates).id)
    asked = {"complaint_id": FIRST, "certificate_id": signed.id, "reason_code": "short_measure"}

    outcomes = hear(certificates, news(certificates, "complaints.suspension.requested", asked))

    assert outcomes == [Outcome.DONE]
    assert Certificate.find(signed.id).state == "valid"
    assert [row.request["complaint_id"] for row in Certificate.in_doubt(HEAD)] == [FIRST]


def test_a_request_about_an_unknown_certificate_waits(certificates):
    asked = {"complaint_id": FIRST, "certificate_id": SECOND, "reason_code": "short_measure"}

    assert hear(certificates, news(certificates, "complaints.suspension.requested", asked)) == [Outcome.WAIT]


def test_every_subscription_bears_to_be_worked_by_hand_again(certificates):
    signed = signing.sign(HEAD, passed(certificates, examination_id=FIRST).id)
    asked = {"complaint_id": THIRD, "certificate_id": signed.id, "reason_code": "short_measure"}
    bodies = [
        *(news(certificates, "complaints.suspension.requested", asked), broken(certificates, "2026-12-01")),
        *corrected(certificates, FAILED).values(),
    ]
    hear(certificates, *bodies)
    before, events = states(), len(told(certificates))

    for body in bodies:
        again = {**json.loads(body), "id": f"again {json.loads(body)['id']}", "sequence": "9"}
        assert hear(certificates, json.dumps(again).encode()) == [Outcome.DONE]

    assert (states(), len(told(certificates))) == (before, events)


def test_all_handlers_read_what_testing_and_the_others_tell(certificates, testing, intake, complaints):
    spoken = {kind.type: kind for service in (testing, intake, complaints) for kind in service.published}

    for kind in HANDLERS:
        assert kind.type in spoken
        assert set(schema_of(kind).fields) - {"order_number"} <= set(schema_of(spoken[kind.type]).fields) | {"mark"}
