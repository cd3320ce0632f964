"""A verifier or a standard is withdrawn: what rests on it is listed, noted, and goes no further."""

from collections.abc import Callable
from datetime import date

import pytest

from services.testing.storage import Examination, Order, Session, Standard, Verifier
from services.testing.usecases import approvals, examination_records, impact
from shared.errors import Conflict, Forbidden
from shared.service import Service
from tests.support import Caller
from tests.testing.builders import (
    FIRST,
    HEAD,
    SECOND,
    approved,
    change_standard,
    change_verifier,
    good,
    item,
    published,
    ready,
    recorded,
    submitted,
)  # fmt: skip

TODAY, TOMORROW, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 22)


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda *roles: caller(office, *roles)


def ids(found: dict, name: str = "examinations") -> list[str]:
    return [row.id for row in found[name]]


def withdraw(table: type, code: str, since: date) -> Verifier | Standard:
    row = table.get(table.code == code)
    change = change_verifier if table is Verifier else change_standard
    return change(HEAD, row.id, row.version, withdrawn_from=since, withdrawn_reason="ditemukan salah")


def actions(office: Service, id: str) -> list[str]:
    table = office.context.History
    return [row.action for row in table.select().where(table.subject == id).order_by(table.id)]


def test_a_standard_found_wrong_lists_the_tests_that_used_it_and_their_days(office: Service):
    first, second = ready(office, item(), item())
    used = approved(first)
    other = examination_records.record(FIRST, second.id, readings=good(second), standards=["AT-M2"])
    standard = Standard.get(Standard.code == "AT-M1")
    assert ids(impact.of_standard(standard.id)) == []
    assert ids(impact.of_standard(standard.id, since=TODAY)) == [used.id]

    withdraw(Standard, "AT-M1", TODAY)

    found = impact.of_standard(standard.id)
    assert (ids(found), ids(found, "sessions")) == ([used.id], [used.session_id])
    assert other.id not in ids(found)
    assert actions(office, used.id)[-1] == "standard_withdrawn"
    assert actions(office, standard.id)[-2:] == ["change", "withdraw"]


@pytest.mark.parametrize(("since", "count"), [(TODAY, 1), (TOMORROW, 0)])  # tested on the 23rd
def test_only_tests_from_the_day_of_the_withdrawal_on_are_in_doubt(office: Service, since: date, count: int):
    [order] = ready(office)
    approved(order)

    assert len(impact.of_standard(withdraw(Standard, "AT-M1", since).id)["examinations"]) == count
    assert len(impact.of_verifier(withdraw(Verifier, "P1", since).id)["examinations"]) == count


def test_a_withdrawn_verifier_lists_tests_done_and_approved_and_days_to_come(office: Service):
    first, second, third = ready(office, item(), item(), item())
    done = approved(first)
    other = submitted(second, by=SECOND)
    approvals.approve(FIRST, other.id, other.version)
    foreign = recorded(third, by=SECOND)
    later = published(date=TOMORROW)
    verifier = withdraw(Verifier, "P1", TODAY)

    found = impact.of_verifier(verifier.id)

    assert set(ids(found)) == {done.id, other.id}
    assert foreign.id not in ids(found)
    assert {first.session_id, later.id} <= set(ids(found, "sessions"))
    assert all("P1" in Session.find(id).verifiers for id in ids(found, "sessions"))


def test_a_withdrawn_verifier_examines_and_approves_nothing_from_that_day_on(office: Service):
    first, second = ready(office, item(), item())
    waiting = submitted(first, by=SECOND)
    withdraw(Verifier, "P1", TODAY)

    with pytest.raises(Forbidden, match="not-appointed"):
        recorded(second)
    with pytest.raises(Forbidden, match="not-appointed"):
        approvals.approve(FIRST, waiting.id, waiting.version)


def test_a_record_whose_standard_was_withdrawn_is_not_approved_but_mended_with_another(office: Service):
    [order] = ready(office)
    waiting = submitted(order)
    withdraw(Standard, "AT-M1", SUNDAY)

    with pytest.raises(Conflict, match="standard-withdrawn"):
        approvals.approve(HEAD, waiting.id, waiting.version)
    back = approvals.send_back(HEAD, waiting.id, waiting.version, "AT-M1 ditarik")
    back = examination_records.amend(FIRST, back.id, back.version, standards=["AT-M1"])
    assert {gap["code"] for gap in back.gaps} == {"standard-withdrawn"}
    back = examination_records.amend(FIRST, back.id, back.version, standards=["AT-M2"], readings=good(order))
    back = examination_records.submit(FIRST, back.id, back.version)
    assert approvals.approve(HEAD, back.id, back.version).state == "approved"


def test_a_replaced_version_is_not_listed_beside_the_one_that_stands(office: Service):
    [order] = ready(office)
    old = approved(order)
    new = examination_records.correct(FIRST, old.id, old.version, "Tahun tanda salah")
    approvals.approve(HEAD, new.id, examination_records.submit(FIRST, new.id, new.version).version)

    found = impact.of_standard(withdraw(Standard, "AT-M1", TODAY).id)

    assert ids(found) == [new.id]
    assert Examination.find(old.id).state == "superseded"


def test_a_withdrawal_that_is_taken_back_leaves_nothing_in_doubt(office: Service):
    [order] = ready(office)
    approved(order)
    standard = withdraw(Standard, "AT-M1", TODAY)

    change_standard(HEAD, standard.id, standard.version, withdrawn_from=None, withdrawn_reason="")

    assert ids(impact.of_standard(standard.id)) == []


def test_officers_see_over_http_what_a_withdrawal_touches(office: Service, people: Callable[..., Caller]):
    [order] = ready(office)
    examination = approved(order)
    row = Standard.get(Standard.code == "AT-M1")
    url = f"/v1/standards/{row.id}"

    ahead = people("auditor").get(f"{url}/affected?since=2026-11-23").json
    assert [one["examination_id"] for one in ahead["examinations"]] == [examination.id]
    change = {"withdrawn_from": "2026-11-23", "withdrawn_reason": "Massa berubah"}
    changed = people("head").send("PATCH", url, change, row.__data__)
    assert (changed.status_code, changed.json["withdrawn_reason"]) == (200, "Massa berubah")
    assert people("head").send("PATCH", url, {"max_error": "-5", "unit": "mg"}, changed.json).status_code == 422

    answer = people("auditor").get(f"{url}/affected").json
    assert (answer["since"], answer["sessions"][0]["session_id"]) == ("2026-11-23", Order.find(order.id).session_id)
    assert answer["examinations"][0]["state"] == "approved"
    verifier = Verifier.get(Verifier.code == "P1")
    assert people("head").get(f"/v1/verifiers/{verifier.id}/affected").json["examinations"] == []
    assert people("applicant").get(f"{url}/affected").status_code == 403
    assert people("head").get(f"{url}/affected?since=kemarin").status_code == 422
