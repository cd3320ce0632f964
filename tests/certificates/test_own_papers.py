"""Nobody signs a paper about his own instrument, or decides about it."""

import pytest

from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Batch, Certificate, Delegation, context
from services.certificates.usecases import batches, decisions, doubts, signing
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Forbidden
from shared.ids import uuid7
from tests.certificates.builders import passed, signed
from tests.support import ISSUER

HEAD = Actor("dev-head", "Budi Santoso", ISSUER, frozenset({"head"}))


@pytest.fixture
def own(certificates) -> Certificate:
    return passed(certificates, owner_key=HEAD.owner_key)


def test_a_head_does_not_sign_a_paper_of_his_own(own):
    with pytest.raises(Forbidden, match="own-thing"):
        signing.sign(HEAD, own.id, own.version)
    assert Certificate.find(own.id).number is None


def test_nor_among_many_others(own):
    batch = batches.order(HEAD, [own.id])
    batches.work(clock.now())

    assert Batch.find(batch.id).outcomes == [{"certificate": own.id, "outcome": "refused", "code": "own-thing"}]


@pytest.mark.parametrize("action", [Action.SUSPEND, Action.REVOKE, Action.REINSTATE, Action.VOID])
def test_nor_decides_about_it(certificates, action):
    paper = signed(certificates, owner_key=HEAD.owner_key)

    with pytest.raises(Forbidden, match="own-thing"):
        decisions.decide(HEAD, paper.id, paper.version, action, "x")


@pytest.mark.parametrize("named", ["BUDI  SANTOSO, S.T.", "Budi Santoso"])
def test_the_name_alone_makes_it_his_own_when_the_letter_was_written_at_the_counter(certificates, named):
    party = {"name": named, "business": None, "address": "Sekayu"}
    paper = passed(certificates, owner_key="", party_id=uuid7(), named=party)
    nameless = Actor(HEAD.sub, "", ISSUER, frozenset({"head"}))  # the decree names him too

    for who in (HEAD, nameless):
        with pytest.raises(Forbidden, match="own-thing"):
            signing.sign(who, paper.id, Certificate.find(paper.id).version)
        with pytest.raises(Forbidden, match="own-thing"):
            decisions.decide(who, paper.id, Certificate.find(paper.id).version, Action.VOID, "x")


def test_a_name_that_one_keeper_wrote_and_nobody_confirmed_shuts_the_head_out_of_nothing(certificates):
    days = {"first_day": context.today(), "decree": "SK 1/2026", "decree_on": context.today()}
    Delegation.create(subject=HEAD.sub, capacity="on_behalf", name="Siti Aminah", recorded_by="dev-admin", **days)
    party = {"name": "Siti Aminah", "business": None, "address": "Sekayu"}
    paper = passed(certificates, owner_key="", party_id=uuid7(), named=party)

    assert signing.sign(HEAD, paper.id, paper.version).number


def test_nor_lets_it_go_when_its_test_is_doubted(own):
    with pytest.raises(Forbidden, match="own-thing"):
        doubts.release(HEAD, own.id, own.version, "x")
