"""Papers whose test is in doubt: none is signed, each is shown with its reason, and there is always a way on."""

import pytest

from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Batch, Certificate, history
from services.certificates.usecases import batches, decisions, doubts, issued_papers, signing, verification
from shared.errors import Conflict, Stale
from shared.events.retry_policy import Outcome
from tests.certificates.builders import (
    CONFIRMED,
    DOUBT,
    FAILED,
    FIRST,
    HEAD,
    OTHER,
    OWNER,
    PASSED,
    SECOND,
    corrected,
    doubt,
    failed,
    hear,
    kinds_told,
    move,
    passed,
    states,
)
from tests.support import MONDAY

pytestmark = pytest.mark.usefixtures("monday")
VERIFIER_GONE = {"cause": "verifier_withdrawn", "code": "P-07", "doubt_id": OTHER, "reason_code": "not_entitled"}


def now(id: str = FIRST) -> Certificate:
    return Certificate.of_examination(id)


def waiting_in_doubt(service) -> Certificate:
    passed(service, examination_id=FIRST)
    hear(service, doubt(service, FIRST))
    return now()


def valid_in_doubt(service) -> Certificate:
    signing.sign(HEAD, passed(service, examination_id=FIRST).id)
    hear(service, doubt(service, FIRST))
    return now()


def released(row: Certificate) -> Certificate:
    return doubts.release(HEAD, row.id, Certificate.find(row.id).version, "error_within_a_third")


def test_a_paper_in_doubt_is_not_signed_and_the_refusal_says_why_and_what_to_do(certificates, head):
    waiting = waiting_in_doubt(certificates)

    answer = move(head, waiting.id, "signature", {})

    assert (answer.status_code, answer.json["code"]) == (409, "held")
    assert answer.json["allowed"] == ["release", "void"]
    [why] = answer.json["errors"]
    assert why["detail"] == "standar uji AT-M1-01 ditarik sejak 2026-11-20"
    assert "release" in answer.json["detail"]
    assert (now().state, now().number, kinds_told(certificates)) == ("awaiting_signature", None, [])


def test_a_rejection_in_doubt_is_not_signed_either(certificates):
    waiting = failed(certificates, examination_id=FIRST)
    hear(certificates, doubt(certificates, FIRST))

    with pytest.raises(Conflict, match="held"):
        signing.sign(HEAD, waiting.id)


def test_a_batch_passes_over_what_is_held(certificates):
    held, free = waiting_in_doubt(certificates), passed(certificates, instrument_id=OTHER)
    batch = batches.order(HEAD, [held.id, free.id])

    batches.work(MONDAY)

    outcomes = [(line["outcome"], line["code"]) for line in Batch.find(batch.id).outcomes]
    assert outcomes == [("refused", "held"), ("signed", None)]


def test_what_the_head_releases_can_be_signed_and_his_reason_is_kept(certificates):
    waiting = waiting_in_doubt(certificates)

    released(waiting)
    signing.sign(HEAD, waiting.id)

    assert (now().state, now().held) == ("valid", False)
    line = next(line for line in history(waiting.id) if line.action == "release")
    assert (line.by, line.facts) == (HEAD.sub, {"reason_code": "error_within_a_third", "codes": ["AT-M1-01"]})


def test_what_testing_confirms_can_be_signed(certificates):
    waiting = waiting_in_doubt(certificates)

    hear(certificates, doubt(certificates, FIRST, 3, CONFIRMED, reason_code="judged_again"))

    assert [line.action for line in history(waiting.id)] == ["prepare", "doubt", "confirm"]
    assert signing.sign(HEAD, waiting.id).state == "valid"


def test_two_doubts_need_two_answers(certificates):
    waiting = waiting_in_doubt(certificates)
    hear(certificates, doubt(certificates, FIRST, 3, **VERIFIER_GONE))

    hear(certificates, doubt(certificates, FIRST, 4, CONFIRMED))

    with pytest.raises(Conflict, match="held") as refusal:
        signing.sign(HEAD, waiting.id)
    assert refusal.value.facts["codes"] == "P-07"
    hear(certificates, doubt(certificates, FIRST, 5, CONFIRMED, **VERIFIER_GONE))
    assert signing.sign(HEAD, waiting.id).state == "valid"


def test_a_paper_that_holds_is_shown_to_the_head_and_holds_until_he_decides(certificates, head):
    row = valid_in_doubt(certificates)

    [asked] = head.get("/v1/suspension_requests").json["items"]
    assert (asked["id"], asked["cause"], asked["complaint_id"]) == (row.id, "standard_withdrawn", None)
    assert (now().state, kinds_told(certificates)) == ("valid", ["issued"])
    assert verification.by_code(row.code)["answer"] == "valid"  # one of the seven, whatever is being looked into

    assert move(head, row.id, "suspension").json["state"] == "suspended"
    assert verification.by_code(row.code)["answer"] == "suspended"
    assert head.get("/v1/suspension_requests").json["items"] == []
    assert [one["id"] for one in head.get("/v1/certificates?held=true").json["items"]] == [row.id]


def test_a_suspended_paper_comes_back_when_its_doubt_is_answered_and_not_before(certificates):
    row = valid_in_doubt(certificates)
    decisions.decide(HEAD, row.id, row.version, Action.SUSPEND, "in_doubt")
    with pytest.raises(Conflict, match="held") as refusal:
        decisions.decide(HEAD, row.id, now().version, Action.REINSTATE, "regret")
    assert refusal.value.facts["allowed"] == ["release", "revoke", "supersede", "expire"]

    hear(certificates, doubt(certificates, FIRST, 3, CONFIRMED))
    decisions.decide(HEAD, row.id, now().version, Action.REINSTATE, "judged_again")

    assert kinds_told(certificates) == ["issued", "suspended", "reinstated"]


def test_a_complaint_goes_before_a_doubt_where_both_ask(certificates, head):
    from tests.certificates.builders import news

    row = valid_in_doubt(certificates)
    asked = {"complaint_id": OTHER, "certificate_id": row.id, "reason_code": "short_measure"}
    hear(certificates, news(certificates, "complaints.suspension.requested", asked))

    [one] = head.get("/v1/suspension_requests").json["items"]

    assert (one["cause"], one["complaint_id"], one["reason_code"]) == ("complaint", OTHER, "short_measure")


def test_a_rejection_in_force_is_listed_and_ends_by_a_later_paper(certificates, head):
    signing.sign(HEAD, failed(certificates, examination_id=FIRST).id)
    hear(certificates, doubt(certificates, FIRST))

    [row] = head.get("/v1/certificates?held=true&kind=rejection").json["items"]
    assert (row["state"], row["next"]) == ("in_force", ["release", "supersede"])
    assert head.get("/v1/suspension_requests").json["items"] == []  # nobody relies on it

    signing.sign(HEAD, passed(certificates, examination_id=SECOND).id)
    assert (now().state, now().held) == ("superseded", False)


@pytest.mark.parametrize(("type_", "end"), [(PASSED, "valid"), (FAILED, "in_force")])
def test_a_correction_ends_the_doubt_by_the_road_it_always_had(certificates, type_, end):
    waiting_in_doubt(certificates)

    hear(certificates, *corrected(certificates, type_).values())
    signing.sign(HEAD, now(SECOND).id)

    assert states() == {FIRST: "void", SECOND: end}
    assert (now().held, now().doubts[0]["end"]) == (False, "over")


def test_a_doubt_that_comes_while_the_paper_is_signed_refuses_the_signature(certificates, monkeypatch):
    waiting = passed(certificates, examination_id=FIRST)
    draw = issued_papers.paper

    def draw_while_testing_doubts(*args):
        hear(certificates, doubt(certificates, FIRST))
        return draw(*args)

    monkeypatch.setattr(issued_papers, "paper", draw_while_testing_doubts)

    with pytest.raises(Stale):
        signing.sign(HEAD, waiting.id)
    assert (now().state, now().held, kinds_told(certificates)) == ("awaiting_signature", True, [])


def test_a_doubt_told_again_changes_nothing_even_after_it_was_answered(certificates):
    waiting = waiting_in_doubt(certificates)
    released(waiting)

    outcomes = hear(certificates, doubt(certificates, FIRST, 3), doubt(certificates, FIRST, 4, CONFIRMED))

    assert outcomes == [Outcome.DONE, Outcome.DONE]
    assert (now().held, [line.action for line in history(waiting.id)]) == (False, ["prepare", "doubt", "release"])


def test_an_answer_that_comes_before_its_doubt_is_kept_for_it(certificates):
    passed(certificates, examination_id=FIRST)

    hear(certificates, doubt(certificates, FIRST, 3, CONFIRMED))
    hear(certificates, doubt(certificates, FIRST, 2))

    assert (now().held, now().doubts[0]["end"]) == (False, "confirmed")


@pytest.mark.parametrize("type_", ["testing.examination.doubted", CONFIRMED])
def test_news_of_a_doubt_waits_for_the_paper(certificates, type_):
    assert hear(certificates, doubt(certificates, FIRST, 2, type_)) == [Outcome.WAIT]


def test_a_doubt_about_what_has_ended_is_past(certificates):
    waiting = passed(certificates, examination_id=FIRST)
    decisions.decide(HEAD, waiting.id, waiting.version, Action.VOID, "wrong_owner")

    assert hear(certificates, doubt(certificates, FIRST)) == [Outcome.DONE]
    assert (now().held, now().doubts) == (False, [])


def test_what_nothing_holds_cannot_be_released(certificates):
    row = passed(certificates)

    with pytest.raises(Conflict, match="not-held"):
        released(row)


def test_the_owner_reads_why_in_both_languages_and_nobody_but_the_head_releases(certificates, head, caller):
    passed(certificates, examination_id=FIRST, owner_key=OWNER)
    free = passed(certificates, instrument_id=OTHER, owner_key="somebody else")
    hear(certificates, doubt(certificates, FIRST))
    applicant = caller(certificates, "applicant")

    [own] = applicant.get("/v1/certificates").json["items"]
    [why] = own["doubts"]
    assert (own["held"], why["cause"], why["code"], why["since"]) == (
        True,
        "standard_withdrawn",
        "AT-M1-01",
        "2026-11-20",
    )
    assert why["text"]["id"].startswith("Standar uji AT-M1-01 yang dipakai pada pengujian ini ditarik")
    assert why["text"]["en"].startswith("Standard AT-M1-01")
    assert [one["id"] for one in head.get("/v1/certificates?held=false").json["items"]] == [free.id]
    assert head.get("/v1/certificates?held=perhaps").status_code == 422
    for role in ("applicant", "verifier", "front_officer", "admin", "auditor"):
        assert move(caller(certificates, role), own["id"], "release").status_code == 403
    assert move(head, own["id"], "release").json["doubts"] == []
    assert DOUBT not in str(own)
