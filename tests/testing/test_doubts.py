"""A standard found wrong, a verifier not entitled: each approved test that rests on it is doubted, until answered."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest

from services.testing.storage import Doubt, Examination, Standard, Verifier
from services.testing.usecases import approvals, doubts, examination_records
from shared.errors import Conflict
from shared.service import Service
from tests.support import told
from tests.testing.builders import (
    FIRST,
    HEAD,
    SECOND,
    approved,
    change_standard,
    change_verifier,
    good,
    item,
    mark,
    ready,
    recorded,
    submitted,
)
from tests.testing.sheets import exactly

TODAY, TOMORROW, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 22)
WRONG = {"withdrawn_code": "found_wrong", "withdrawn_reason": "Massa turun, ditemukan oleh Bapak Rusdi"}


def withdraw(table: type, code: str, since: date | None, **facts: str) -> Verifier | Standard:
    row = table.get(table.code == code)
    change = change_verifier if table is Verifier else change_standard
    return change(HEAD, row.id, row.version, withdrawn_from=since, **(facts or WRONG))


def news(office: Service, of: Examination) -> list[str]:
    """What was told of an examination, in its order; whose hands were in it is told to certificates alone."""
    events = [event for event in told(office, "examination") if event["subject"] == of.id]
    assert [event["sequence"] for event in events] == [str(at) for at in range(1, len(events) + 1)]
    return [name for event in events if (name := event["type"].split(".")[2]) != "handled"]


def doubt_of(examination: Examination) -> Doubt:
    return Doubt.get(Doubt.examination_id == examination.id)


def actions(office: Service, id: str) -> list[str]:
    table = office.context.History
    return [row.action for row in table.select().where(table.subject == id).order_by(table.id)]


def test_each_approved_test_that_used_the_standard_is_told_in_doubt_and_no_other(office: Service):
    first, second, third = ready(office, item(), item(), item())
    used = approved(first)
    other = examination_records.record(FIRST, second.id, readings=good(second), standards=["AT-M2"])
    waiting = submitted(third)

    withdraw(Standard, "AT-M1", TODAY)

    [event] = told(office, "examination.doubted")
    assert event["data"] == {
        "doubt_id": doubt_of(used).id,
        "examination_id": used.id,
        "version": 1,
        "instrument_id": used.instrument_id,
        "item_id": first.item_id,
        "cause": "standard_withdrawn",
        "code": "AT-M1",
        "since": "2026-11-23",
        "reason_code": "found_wrong",
    }
    assert news(office, used) == ["passed", "doubted"]
    assert Doubt.select().where(Doubt.examination_id << [other.id, waiting.id]).count() == 0


def test_what_people_write_about_the_withdrawal_stays_here(office: Service):
    [order] = ready(office)
    approved(order)
    withdraw(Verifier, "P1", TODAY)

    text = str(told(office, "doubted"))

    assert "Rusdi" not in text
    assert Verifier.get(Verifier.code == "P1").name not in text


@pytest.mark.parametrize(("since", "count"), [(SUNDAY, 1), (TODAY, 1), (TOMORROW, 0)])  # tested on the 23rd
def test_a_withdrawal_dated_back_reaches_the_tests_of_its_first_day(office: Service, since: date, count: int):
    [order] = ready(office)
    approved(order)

    withdraw(Standard, "AT-M1", since)

    assert len(told(office, "doubted")) == count


def test_nothing_is_doubted_when_the_withdrawal_fails(office: Service, monkeypatch: pytest.MonkeyPatch):
    [order] = ready(office)
    approved(order)
    monkeypatch.setattr(Doubt, "create", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        withdraw(Standard, "AT-M1", TODAY)
    assert Standard.get(Standard.code == "AT-M1").withdrawn_from is None
    assert told(office, "doubted") == []


def test_the_same_withdrawal_written_again_doubts_nothing_twice(office: Service):
    [order] = ready(office)
    used = approved(order)

    for since in (TODAY, TODAY, SUNDAY):
        withdraw(Standard, "AT-M1", since)

    assert news(office, used) == ["passed", "doubted"]


def test_a_standard_and_a_verifier_are_two_doubts_and_each_has_its_own_answer(office: Service):
    [order] = ready(office)
    used = approved(order)
    withdraw(Standard, "AT-M1", TODAY)
    withdraw(Verifier, "P1", TODAY)

    withdraw(Standard, "AT-M1", None, withdrawn_reason="")

    assert news(office, used) == ["passed", "doubted", "doubted", "confirmed"]
    assert [(one.cause, one.code) for one in Doubt.open_of(used.id)] == [("verifier_withdrawn", "P1")]


def test_a_later_first_day_takes_the_doubt_from_tests_before_it(office: Service):
    [order] = ready(office)
    used = approved(order)
    withdraw(Standard, "AT-M1", TODAY)

    withdraw(Standard, "AT-M1", TOMORROW)

    assert news(office, used) == ["passed", "doubted", "confirmed"]
    assert doubt_of(used).state == "taken_back"
    assert told(office, "confirmed")[0]["data"]["reason_code"] == "withdrawal_taken_back"


def test_the_head_confirms_a_verdict_that_comes_out_the_same_and_it_is_written_down(office: Service):
    [order] = ready(office)
    used = approved(order)
    withdraw(Standard, "AT-M1", TODAY)
    doubt = doubt_of(used)

    doubts.confirm(HEAD, doubt.id, doubt.version, "error_within_a_third")

    assert news(office, used) == ["passed", "doubted", "confirmed"]
    assert actions(office, doubt.id) == ["raise", "confirm"]
    assert actions(office, used.id)[-1] == "doubt_confirmed"
    withdraw(Standard, "AT-M1", TODAY)
    assert news(office, used)[-1] == "confirmed"  # what the head has answered is not asked again
    withdraw(Standard, "AT-M1", TODAY, withdrawn_code="damaged")
    assert news(office, used)[-1] == "doubted"  # another reason is another question


def off_by(grams: str) -> dict:
    """AT-M1 weighs so much more than its name, at the load of the repeatability test (30 kg scale: 24 kg)."""
    return {"corrections": [{"nominal": "24", "correction": grams, "uncertainty": "0.001", "unit": "kg"}]}


def with_used(order, load: str = "24") -> list:
    """A record whose repeatability names the standard, so that its correction counts."""
    use = {"used": [{"code": "AT-M1", "nominal": "24", "unit": "kg"}]}
    rows = good(order)
    rows[0]["tests"]["repeatability"] = {"readings": [{**exactly(load), **use} for _ in range(3)]}
    return rows


def test_a_verdict_that_comes_out_differently_needs_a_correction_and_the_correction_ends_the_doubt(office: Service):
    [order] = ready(office)
    used = approved(order, with_used(order))
    standard = withdraw(Standard, "AT-M1", TODAY)
    change_standard(HEAD, standard.id, standard.version, **off_by("0.05"))  # limit at 24 kg: 0.015
    doubt = doubt_of(used)

    with pytest.raises(Conflict, match="judged-differently"):
        doubts.confirm(HEAD, doubt.id, doubt.version, "looked_at")
    withdraw(Standard, "AT-M1", None, withdrawn_reason="Nilai baru: KAL-2")
    assert doubt_of(used).state == "open"  # taking the withdrawal back does not make the verdict right

    used = Examination.find(used.id)
    new = examination_records.correct(
        SECOND, used.id, used.version, "Nilai baru standar", standards=["AT-M1"], marks=[mark("1", "batal")]
    )
    assert new.verdict == "rejected"
    new = examination_records.submit(SECOND, new.id, new.version)
    approvals.approve(HEAD, new.id, new.version)

    assert doubt_of(used).state == "superseded"
    assert news(office, used) == ["passed", "doubted", "superseded"]
    assert news(office, new) == ["failed"]


def test_a_record_of_a_verifier_withdrawn_meanwhile_is_told_and_doubted_in_one_breath(office: Service):
    [order] = ready(office)
    waiting = submitted(order)
    withdraw(Verifier, "P1", SUNDAY)

    done = approvals.approve(HEAD, waiting.id, waiting.version)

    assert news(office, done) == ["passed", "doubted"]
    assert told(office, "doubted")[0]["data"]["code"] == "P1"


def test_no_approval_slips_past_a_withdrawal_at_the_same_moment(office: Service):
    records = [submitted(order) for order in ready(office, *(item() for _ in range(6)))]

    def approve(examination: Examination) -> None:
        with suppress(Conflict):  # standard-withdrawn: it came second
            approvals.approve(HEAD, examination.id, examination.version)

    with ThreadPoolExecutor(7) as pool:
        jobs = [pool.submit(approve, one) for one in records]
        jobs.insert(3, pool.submit(withdraw, Standard, "AT-M1", TODAY))
    for job in jobs:
        job.result()

    states = {one.id: Examination.find(one.id).state for one in records}
    doubted = {doubt.examination_id for doubt in Doubt.select()}
    assert {id for id, state in states.items() if state == "approved"} == doubted
    assert set(states.values()) <= {"approved", "submitted"}


def test_a_doubt_is_answered_once(office: Service):
    [order] = ready(office)
    used = approved(order)
    withdraw(Standard, "AT-M1", TODAY)
    doubt = doubt_of(used)
    doubt = doubts.confirm(HEAD, doubt.id, doubt.version, "looked_at")

    with pytest.raises(Conflict, match="illegal-move"):
        doubts.confirm(HEAD, doubt.id, doubt.version, "looked_at")


def test_officers_list_doubts_and_the_head_alone_confirms(office: Service, caller):
    first, second = ready(office, item(), item())
    used, other = approved(first), recorded(second)
    withdraw(Standard, "AT-M1", TODAY)
    head, auditor = caller(office, "head"), caller(office, "auditor")

    [row] = auditor.get(f"/v1/doubts?examination={used.id}&state=open&cause=standard_withdrawn&code=AT-M1").json[
        "items"
    ]
    assert (row["since"], row["reason_code"], row["next"]) == ("2026-11-23", "found_wrong", ["confirm"])
    assert auditor.get(f"/v1/doubts?examination={other.id}").json["items"] == []
    url = f"/v1/doubts/{row['id']}"
    for role in ("verifier", "front_officer", "auditor", "admin"):
        assert caller(office, role).post(f"{url}/confirmation", {"reason_code": "x"}, row).status_code == 403
    assert head.post(f"{url}/confirmation", {"reason_code": "x"}).status_code == 428

    done = head.post(f"{url}/confirmation", {"reason_code": "error_within_a_third"}, row)

    assert (done.status_code, done.json["state"], done.json["next"]) == (200, "confirmed", [])
    assert head.get(url).json["end_code"] == "error_within_a_third"
    assert [line["action"] for line in auditor.get(f"{url}/history").json["items"]] == ["raise", "confirm"]
    assert caller(office, "applicant").get("/v1/doubts").status_code == 403
