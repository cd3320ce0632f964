"""A verdict against the rule needs a reason and the head, and shows everywhere; a damaged record is never used."""

from collections.abc import Callable

import pytest

from services.testing.domain.verdict.departure import departing
from services.testing.storage import Examination, Order
from services.testing.usecases import approvals, examination_records
from services.testing.usecases import departures as deciding
from shared.errors import Conflict, Forbidden, Invalid
from shared.service import Service
from tests import paperwork
from tests.support import Caller, told
from tests.testing.builders import FIRST, HEAD, SECOND, bad, good, item, mark, ready, recorded

WHY = "Titik yang gagal di luar daerah pakai"
TO_VALID = [{"unit": "1", "verdict": "valid"}]


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda *roles: caller(office, *roles)


def handed_in(order: Order, readings: list, units: list) -> Examination:
    """The marks are those of the rule at first, and then those of the verdict that counts."""
    row = recorded(order, readings)
    row = deciding.depart(FIRST, row.id, row.version, units, WHY)
    kinds = {"valid": "sah", "rejected": "batal"}
    with pytest.raises(Conflict, match="examination-incomplete") as refusal:
        examination_records.submit(FIRST, row.id, row.version)
    assert {error["code"] for error in refusal.value.errors} == {"mark-against-verdict"}
    marks = [mark(unit, kinds[verdict]) for unit, verdict in row.verdicts.items()]
    row = examination_records.amend(FIRST, row.id, row.version, marks=marks)
    return examination_records.submit(FIRST, row.id, row.version)


def test_a_departure_counts_for_the_paper_and_leaves_the_rules_verdict_beside_it(office: Service):
    [order] = ready(office)
    row = handed_in(order, bad(order), TO_VALID)
    assert (row.verdict, row.result["verdict"]) == ("valid", "rejected")

    approvals.approve(HEAD, row.id, row.version)

    passed = told(office, "examination.passed")[0]["data"]
    assert passed["units"] == [{"unit": "1", "verdict": "valid", "reasons": ["repeatability"]}]
    departure = {"reason": WHY, "verifier_code": "P1", "approved_by_code": "K1"}
    assert passed["departure"] == {"units": [{"unit": "1", "rule": "rejected", "verdict": "valid"}], **departure}
    assert f"sebab: {WHY}" in passed["explanation"]["id"][-1]
    assert Order.retest_after([row.id]) is None


def test_only_the_head_confirms_a_departure(office: Service):
    [order] = ready(office)
    row = handed_in(order, bad(order), TO_VALID)

    with pytest.raises(Forbidden, match="departure-needs-head"):
        approvals.approve(SECOND, row.id, row.version)


def test_a_unit_that_passed_may_be_rejected_with_a_reason_and_may_come_again(office: Service):
    [order] = ready(office, item(units=("kiri", "kanan")))
    row = handed_in(order, good(order), [{"unit": "kanan", "verdict": "rejected"}])
    assert row.verdicts == {"kiri": "valid", "kanan": "rejected"}

    approvals.approve(HEAD, row.id, row.version)

    assert [unit["verdict"] for unit in told(office, "examination.passed")[0]["data"]["units"]] == ["valid", "rejected"]


def test_other_readings_take_the_departure_back(office: Service):
    [order] = ready(office)
    row = recorded(order, bad(order))
    row = deciding.depart(FIRST, row.id, row.version, TO_VALID, WHY)

    row = examination_records.amend(FIRST, row.id, row.version, readings=bad(order))

    assert (row.departure, row.verdict) == (None, "rejected")


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ([{"unit": "1", "verdict": "rejected"}], "same-verdict"),
        ([{"unit": "2", "verdict": "rejected"}], "unit-not-expected"),
        ([{"unit": "3", "verdict": "valid"}], "no-verdict"),
        ([{"unit": "1", "verdict": "valid"}] * 2, "double"),
    ],
)
def test_a_departure_that_departs_from_nothing_is_refused(chosen: list, code: str):
    result = {"units": [{"unit": "1", "verdict": "rejected"}, {"unit": "3", "verdict": "incomplete"}]}

    with pytest.raises(Invalid, match="departure-faulty") as refusal:
        departing(result, chosen)

    assert refusal.value.errors[0]["code"] == code


def test_an_incomplete_record_has_no_verdict_to_depart_from(office: Service):
    [order] = ready(office)
    row = recorded(order, [])

    with pytest.raises(Conflict, match="examination-incomplete"):
        deciding.depart(FIRST, row.id, row.version, TO_VALID, WHY)


def test_over_http_the_reason_is_required_and_the_sheet_says_that_the_rule_was_left(office: Service, people, tmp_path):
    [order] = ready(office)
    row = recorded(order, bad(order))
    url, desk = f"/v1/examinations/{row.id}", people("verifier")

    assert desk.post(f"{url}/departure", {"units": TO_VALID}, row.__data__).status_code == 422
    assert people("head").post(f"{url}/departure", {"units": TO_VALID, "reason": WHY}, row.__data__).status_code == 403
    done = desk.post(f"{url}/departure", {"units": TO_VALID, "reason": WHY}, row.__data__)
    assert (done.status_code, done.json["verdict"], done.json["departure"]["reason"]) == (200, "valid", WHY)

    shown = paperwork.text(desk.get(f"{url}/sheet").data, tmp_path)
    assert "Unit 1: MENYIMPANG DARI ATURAN. Menurut aturan BATAL, ditetapkan SAH oleh P1" in shown


def test_a_record_changed_behind_our_back_is_neither_handed_in_nor_approved_nor_printed(office: Service, people):
    [order] = ready(office)
    row = recorded(order)
    assert people("head").get(f"/v1/examinations/{row.id}").json["intact"] is True
    touched = [{**row.readings[0], "tests": {**row.readings[0]["tests"], "zero": {"readings": []}}}]
    Examination.update(readings=touched).where(Examination.id == row.id).execute()

    assert people("head").get(f"/v1/examinations/{row.id}").json["intact"] is False
    with pytest.raises(Conflict, match="record-damaged"):
        examination_records.submit(FIRST, row.id, row.version)
    Examination.update(state="submitted").where(Examination.id == row.id).execute()
    with pytest.raises(Conflict, match="record-damaged"):
        approvals.approve(HEAD, row.id, row.version)
    assert people("head").get(f"/v1/examinations/{row.id}/sheet").json["code"] == "record-damaged"
