"""What shows a record to others: sheets drawn from what is stored, a second evaluation, the software that judged."""

from collections.abc import Callable

import pytest

from services.testing.storage import Examination, Order
from services.testing.storage.software import identity
from services.testing.usecases import approvals, examination_records
from shared.ids import uuid7
from shared.service import Service
from tests import paperwork
from tests.support import Caller
from tests.testing.builders import FIRST, HEAD, accepted, approved, bad, heard, item, ready, recorded

PLATE = "class=III&max=30&min=0.2&e=0.01&unit=kg"


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda *roles: caller(office, *roles)


def named(service: Service, party_id: str) -> None:
    """Intake has told us whose instrument it is."""
    facts = {"name": "Siti Aminah", "business": "Toko Berkah", "address": "Pasar Randik, Sekayu"}
    heard(service, "intake.party.changed.v1", party_id, {"party_id": party_id, **facts})


def test_the_filled_sheet_says_who_tested_what_where_with_which_software(office: Service, people, tmp_path):
    owner = uuid7()
    named(office, owner)
    [order] = ready(office, item(party_id=owner))
    examination = approved(order)

    answer = people("front_officer").get(f"/v1/examinations/{examination.id}/sheet")

    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="lembar-0001-ORD-UPTD-ML-XI-2026-1.pdf"'
    shown = paperwork.text(answer.data, tmp_path)
    for words in (order.number, "Siti Aminah – Toko Berkah", "Nagata / NX-30", "Sidang tera, Pasar Sungai Lilin"):
        assert words in shown
    assert "Ahmad Fauzi, kode P1" in shown
    assert "Kepala UPTD Metrologi Legal" in shown
    assert identity().short in shown
    assert "SAH passed" in shown


def test_a_draft_and_a_replaced_version_say_so(office: Service, people, tmp_path):
    first, second = ready(office, item(), item())
    draft, old = recorded(first, []), approved(second)
    new = examination_records.correct(FIRST, old.id, old.version, "Tahun tanda salah")
    new = examination_records.submit(FIRST, new.id, new.version)
    approvals.approve(HEAD, new.id, new.version)

    shown = {
        one.id: paperwork.text(people("auditor").get(f"/v1/examinations/{one.id}/sheet").data, tmp_path)
        for one in (draft, old, new)
    }

    assert "KONSEP – belum diajukan" in shown[draft.id]
    assert "TIDAK BERLAKU – telah diganti" in shown[old.id]
    assert "2 menggantikan versi 1" in shown[new.id]
    assert "Tahun tanda salah" in shown[new.id]
    assert "Dikoreksi oleh" in shown[new.id]
    assert "Dikoreksi oleh" not in shown[old.id]


def test_the_sheet_of_a_unit_that_failed_names_it(office: Service, people, tmp_path):
    [order] = ready(office, item(units=("kiri", "kanan")))
    examination = approved(order, bad(order, "kanan"))

    shown = paperwork.text(people("verifier").get(f"/v1/examinations/{examination.id}/sheet").data, tmp_path)

    assert "Unit kanan BATAL." in shown


def test_the_empty_sheet_of_an_order_holds_what_the_letter_said_and_no_reading(office: Service, people, tmp_path):
    owner = uuid7()
    named(office, owner)
    [order] = accepted(office, item(party_id=owner))

    answer = people("verifier").get(f"/v1/orders/{order.id}/observation-sheet")

    assert answer.status_code == 200
    shown = paperwork.text(answer.data, tmp_path)
    for words in ("CERAPAN PENGUJIAN", order.number, "Nagata / NX-30", "Siti Aminah – Toko Berkah", "30,00 0,015"):
        assert words in shown
    assert "memenuhi TIDAK" not in shown


def test_an_order_that_no_table_covers_is_refused_with_the_rule(office: Service, people):
    [order] = accepted(office)
    Order.update(parameters={**order.parameters, "e": "0.001"}).where(Order.id == order.id).execute()

    answer = people("verifier").get(f"/v1/orders/{order.id}/observation-sheet")

    # III: at most 10 000 intervals (R 76-1 Table 3), here 30 000
    assert (answer.status_code, answer.json["code"]) == (422, "n-too-large")


def test_a_blank_sheet_is_for_any_instrument_of_the_kind(people, tmp_path):
    url = f"/v1/procedures/tbo_elektronik/sheet?{PLATE}&verification=initial&units=2"

    shown = paperwork.text(people("verifier").get(url).data, tmp_path)

    assert shown.count("Eksentrisitas") == 2
    assert "Tera Initial verification" in shown


@pytest.mark.parametrize(
    ("query", "code"),
    [("class=III", "required"), (f"{PLATE}&units=0", "invalid"), (f"{PLATE}&colour=red", "invalid")],
)
def test_a_blank_sheet_of_nothing_in_particular_is_refused(people, query, code):
    answer = people("verifier").get(f"/v1/procedures/tbo_elektronik/sheet?{query}")

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_sheets_hold_names_and_are_not_for_applicants(office: Service, people):
    [order] = ready(office)
    examination = approved(order)

    for url in (f"examinations/{examination.id}/sheet", f"orders/{order.id}/observation-sheet"):
        assert people("applicant").get(f"/v1/{url}").status_code == 403
        assert people().get(f"/v1/{url}").status_code in (401, 403)
    assert people("head").get(f"/v1/examinations/{uuid7()}/sheet").status_code == 404


def test_stored_readings_give_the_stored_verdict_again_and_a_touched_number_is_named(office: Service, people):
    [order] = ready(office)
    examination = approved(order)
    url = f"/v1/examinations/{examination.id}/reproduction"

    answer = people("auditor").get(url).json
    assert (answer["reproduced"], answer["differences"], answer["software"]) == (True, [], answer["software_now"])

    touched = {**examination.result, "verdict": "rejected"}
    Examination.update(result=touched).where(Examination.id == examination.id).execute()
    answer = people("auditor").get(url).json
    assert answer["reproduced"] is False
    assert answer["differences"] == [{"pointer": "/verdict", "stored": "rejected", "again": "valid"}]
    assert people("applicant").get(url).status_code == 403


def test_an_examination_shows_the_software_that_judged_it(office: Service, people):
    [order] = ready(office)
    examination = recorded(order)

    assert people("verifier").get(f"/v1/examinations/{examination.id}").json["software"] == identity().as_json()
    assert Examination.find(examination.id).software["program"] == identity().program
