"""The letter is one an applicant would sign; the receipt says what the service standard promises."""

import pytest

from services.intake.papers.letter import letter
from services.intake.papers.receipt import receipt
from tests import paperwork

OFFICE = {
    "government": "Pemerintah Kabupaten Musi Banyuasin",
    "department": "Dinas Perdagangan dan Perindustrian",
    "office": "UPTD Metrologi Legal",
    "addressee": "Kepala UPTD Metrologi Legal Kabupaten Musi Banyuasin",
    "address": "Jalan Merdeka Lk. I Kelurahan Serasan Jaya, Sekayu 30711",
    "seat": "Sekayu",
    "phone": "0714-322447",
    "decree": "Keputusan No. 400.7.22.1/452/KTPS-DAGPERIN/2024",
}
SCALE = {
    "kind": "Timbangan elektronik",
    "serial": "AK-17",
    "capacity": "30 kg",
    "units": 1,
    "verification": "subsequent",
}


def a_letter(**changes: object) -> dict:
    applicant = {"name": "Siti Aminah", "address": "Pasar Randik, Sekayu", "phone": "0812-0000-0000"}
    plain = {"office": OFFICE, "date": "2026-11-22", "scheme": "individual", "applicant": applicant, "items": [SCALE]}
    return plain | changes


def a_receipt(**changes: object) -> dict:
    plain = {
        "office": OFFICE,
        "number": "PTU-2026-000042-7",
        "tracking_code": "K7QM-3XFT-9WZA-2HBC-D4EV-8NRP",
        "tracking_url": "http://127.0.0.1:8000/t/PTU-2026-000042-7",
        "date": "2026-11-22",
        "submitted_on": "2026-11-22",
        "promised_on": "2027-11-22",
        "period": "Periode 2 Tahun 2026",
        "fee": {"id": "Tidak dipungut biaya", "en": "Free of charge"},
        "applicant": {"name": "Siti Aminah"},
        "items": [SCALE],
    }
    return plain | changes


def test_the_letter_is_addressed_to_the_head_and_names_what_is_asked_for(tmp_path):
    shown = paperwork.text(letter(a_letter()), tmp_path)

    for words in (
        OFFICE["addressee"],
        "22 November 2026",
        "Permohonan Tera Ulang UTTP",
        "Siti Aminah",
        "AK-17",
        "30 kg",
    ):
        assert words in shown
    assert "Tidak dipungut biaya".lower() in shown


def test_a_letter_may_mix_first_and_later_verification(tmp_path):
    items = [SCALE, SCALE | {"verification": "initial", "units": 3}]

    shown = paperwork.text(letter(a_letter(items=items)), tmp_path)

    assert "Permohonan Tera dan Tera Ulang UTTP" in shown
    assert "2 alat, 4 unit" in shown


def test_a_collective_letter_names_the_owner_of_each_item(tmp_path):
    items = [SCALE | {"owner": f"Pedagang {n:02}", "serial": f"S-{n:02}"} for n in range(1, 41)]

    sheets = paperwork.pages(letter(a_letter(scheme="collective", items=items)), tmp_path)

    assert all(any(f"Pedagang {n:02}" in sheet for sheet in sheets) for n in range(1, 41))
    assert all("Pemilik" in sheet for sheet in sheets if "Pedagang" in sheet), "the head row returns on each page"
    assert "Hormat kami" in sheets[-1]


def test_the_receipt_carries_the_promises_of_the_service_standard(tmp_path):
    shown = paperwork.text(receipt(a_receipt()), tmp_path)

    for words in ("PTU-2026-000042-7", "K7QM-3XFT-9WZA-2HBC-D4EV-8NRP", "Periode 2 Tahun 2026", "22 November 2027"):
        assert words in shown
    assert "Tidak dipungut biaya" in shown
    assert OFFICE["decree"] in shown


def test_the_qr_code_of_the_receipt_leads_to_its_tracking_page(tmp_path):
    data = a_receipt()

    pdf = receipt(data)

    assert paperwork.scanned(pdf, tmp_path) == data["tracking_url"]
    assert data["tracking_url"] in paperwork.text(pdf, tmp_path)


@pytest.mark.parametrize("paper", [letter, receipt])
def test_what_applicants_type_stays_text(tmp_path, paper):
    build = {letter: a_letter, receipt: a_receipt}[paper]
    data = build(applicant={"name": paperwork.HOSTILE, "business": "漢 \u202e😀"})

    pdf = paper(data)

    assert paperwork.HOSTILE in paperwork.text(pdf, tmp_path)
    assert pdf == paper(data)
    assert paperwork.is_sound(pdf, tmp_path)
