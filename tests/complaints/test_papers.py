"""The receipt of a complaint tells a reporter where the case stands and how to follow it."""

from services.complaints.papers.receipt import receipt
from tests import paperwork

# The seven stages in the words of the service standard.
STAGES = [
    ("Penerimaan Pengaduan", "Receipt"),
    ("Verifikasi dan Identifikasi Masalah", "Verification"),
    ("Klasifikasi Pengaduan", "Classification"),
    ("Penugasan dan Penanganan", "Assignment and handling"),
    ("Tindak Lanjut dan Monitoring", "Follow-up and monitoring"),
    ("Penyelesaian dan Umpan Balik", "Resolution and feedback"),
    ("Evaluasi dan Peningkatan", "Evaluation and improvement"),
]


def a_receipt(**changes: object) -> dict:
    office = {
        "government": "Pemerintah Kabupaten Musi Banyuasin",
        "department": "Dinas Perdagangan dan Perindustrian",
        "office": "UPTD Metrologi Legal",
        "address": "Jalan Merdeka, Sekayu",
        "seat": "Sekayu",
    }
    plain = {
        "office": office,
        "number": "PGD-2026-000007-3",
        "code": "K7QM-3XFT-9WZA-2HBC-D4EV-8NRP",
        "tracking_url": "http://127.0.0.1:8000/complaints/t/PGD-2026-000007-3",
        "date": "2026-11-22",
        "received_on": "2026-11-22",
        "channel": "Telepon",
        "stages": [{"id": name, "en": english, "done": n == 0} for n, (name, english) in enumerate(STAGES)],
    }
    return plain | changes


def test_the_receipt_shows_number_code_and_the_seven_stages_in_order(tmp_path):
    shown = paperwork.text(receipt(a_receipt()), tmp_path)

    assert "PGD-2026-000007-3" in shown
    assert "K7QM-3XFT-9WZA-2HBC-D4EV-8NRP" in shown
    places = [shown.index(f"{n} {name}") for n, (name, _) in enumerate(STAGES, 1)]
    assert places == sorted(places)
    assert shown.count("selesai done") == 1


def test_a_reporter_may_stay_without_a_name(tmp_path):
    assert "Tanpa nama" in paperwork.text(receipt(a_receipt()), tmp_path)
    assert "Tanpa nama" not in paperwork.text(receipt(a_receipt(reporter="Siti Aminah")), tmp_path)


def test_what_a_reporter_types_stays_text(tmp_path):
    data = a_receipt(reporter=paperwork.HOSTILE, subject="漢")

    pdf = receipt(data)

    assert "#panic" in paperwork.text(pdf, tmp_path)
    assert pdf == receipt(data)
    assert paperwork.is_sound(pdf, tmp_path)


def test_the_qr_code_leads_to_the_page_of_the_case(tmp_path):
    data = a_receipt()

    pdf = receipt(data)

    assert paperwork.scanned(pdf, tmp_path) == data["tracking_url"]
    assert data["tracking_url"] in paperwork.text(pdf, tmp_path)
