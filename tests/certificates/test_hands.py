"""Papers and the people behind their tests: what is kept from somebody is not there for him, and nobody says of a paper
about his own test that it is good."""

from datetime import date
from typing import Any

import pytest

from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Certificate, Delegation, Handled
from services.certificates.usecases import batches, decisions, doubts, signing
from shared.auth.actor import Actor
from shared.errors import Forbidden, Invalid
from shared.events.retry_policy import Outcome
from shared.ids import uuid7
from tests.certificates import builders as papers
from tests.support import ISSUER

DEPUTY = Actor("dev-verifier", "Ahmad", ISSUER, frozenset({"head"}))
RINA = Actor("dev-rina", "Rina", ISSUER, frozenset({"head"}))


def handled(examination_id: str, **facts: Any) -> dict[str, Any]:
    known = {"examination_id": examination_id, "version": 1, "hands": [], "kept_from": [], "kept": False}
    return known | facts


def told(service: Any, examination_id: str, **facts: Any) -> None:
    news = papers.news(service, "testing.examination.handled", handled(examination_id, **facts))
    assert set(papers.hear(service, news)) == {Outcome.DONE}


def moved(who: Any, paper: Certificate, move: str) -> Any:
    return who.post(f"/v1/certificates/{paper.id}/{move}", {"reason_code": "x"}, paper.__data__)


@pytest.fixture
def hidden(certificates) -> Certificate:
    """A paper of a test that a complaint asked for, kept from the verifier P1."""
    id = uuid7()
    told(certificates, id, kept_from=["dev-verifier"], kept=True)
    return papers.passed(certificates, examination_id=id, origin="office", item_id=None)


@pytest.mark.parametrize(
    "roles", [("verifier",), ("verifier", "auditor"), ("verifier", "head"), ("complaint_officer",)]
)
def test_a_paper_that_is_kept_from_somebody_is_not_there_for_him(certificates, caller, hidden, roles):
    who, other = caller(certificates, *roles), caller(certificates, "front_officer")
    one = f"/v1/certificates/{hidden.id}"
    signing.sign(papers.HEAD, hidden.id)
    Certificate.update(held=True).where(Certificate.id == hidden.id).execute()

    for address in (one, f"{one}/pdf", f"{one}/history"):
        if address != f"{one}/pdf":
            assert other.get(address).status_code == 200, address
        assert who.get(address).status_code == 404, address
    for address in ("/v1/certificates", "/v1/certificates?held=true", "/v1/suspension_requests", "/v1/register/voids"):
        answer = who.get(address)
        assert (answer.status_code, hidden.id in answer.text) == (200, False), address
    assert hidden.id in other.get("/v1/certificates").text


def test_nor_does_he_sign_it_or_decide_about_it(certificates, caller, hidden):
    decree = {"subject": DEPUTY.sub, "capacity": "holder", "name": "X", "decree": "SK", "recorded_by": "dev-admin"}
    Delegation.create(**decree, first_day=date(2020, 1, 2))
    who = caller(certificates, "head", sub="dev-verifier")
    moves = ("suspension", "revocation", "voiding", "release", "reinstatement")
    answers = [moved(who, hidden, move) for move in moves]
    assert {answer.status_code for answer in answers} == {404}
    with pytest.raises(Invalid, match="unknown-certificate"):
        batches.order(DEPUTY, [hidden.id])
    assert batches.order(papers.HEAD, [hidden.id]).outcomes[0]["outcome"] == "pending"


def test_a_number_of_it_that_was_given_up_is_not_there_either(certificates, caller, hidden, signer_away):
    with pytest.raises(Exception, match="signer"):
        signing.sign(papers.HEAD, hidden.id)
    decisions.decide(papers.HEAD, hidden.id, Certificate.find(hidden.id).version, Action.VOID, "x")

    lists = [caller(certificates, role).get("/v1/register/voids").text for role in ("verifier", "front_officer")]
    assert [hidden.id in one for one in lists] == [False, True]


def test_a_paper_that_the_office_wanted_waits_until_it_is_known_from_whom_it_is_kept(certificates):
    id = uuid7()
    facts = papers.an_examination(examination_id=id, origin="office", item_id=None)
    first = papers.news(certificates, "intake.party.changed", papers.a_party())
    papers.hear(certificates, first, papers.news(certificates, "testing.examination.passed", facts))
    assert Certificate.of_examination(id) is None

    told(certificates, id, kept_from=["dev-verifier"], kept=True)
    assert Certificate.of_examination(id)


@pytest.mark.parametrize("account", ["dev-rina", "DEV.Rina"])
def test_who_had_a_hand_in_the_test_does_not_say_that_its_paper_is_good(certificates, account):
    paper = papers.passed(certificates)
    told(certificates, paper.examination_id, hands=["dev-verifier", account])
    papers.hear(certificates, papers.doubt(certificates, paper.examination_id, 3))
    version = Certificate.find(paper.id).version

    with pytest.raises(Forbidden, match="four-eyes"):
        doubts.release(RINA, paper.id, version, "x")
    assert Certificate.find(paper.id).held
    assert not doubts.release(papers.HEAD, paper.id, version, "x").held


def test_nor_reinstates_it(certificates):
    paper = papers.signed(certificates)
    told(certificates, paper.examination_id, hands=["dev-rina"])
    decisions.decide(papers.HEAD, paper.id, Certificate.find(paper.id).version, Action.SUSPEND, "x")

    with pytest.raises(Forbidden, match="four-eyes"):
        decisions.decide(RINA, paper.id, Certificate.find(paper.id).version, Action.REINSTATE, "x")


def test_the_people_lie_in_the_table_as_digests_and_what_is_told_again_changes_them(certificates):
    told(certificates, "e", hands=["dev-rina"])
    papers.hear(
        certificates, papers.news(certificates, "testing.examination.handled", handled("e", hands=["dev-x"]), 2)
    )

    [row] = Handled.select()
    assert "rina" not in row.hands
    assert [Handled.by_hand_of("e", 1, who) for who in ("dev-rina", "dev-x")] == [False, True]
