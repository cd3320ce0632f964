"""The SKHP and the rejection statement say what was tested, how it ended, and how sure the limits are."""

import json

import pytest

from services.certificates.papers.skhp import rejection, skhp
from services.certificates.usecases import printed_readings
from shared.uploads.acceptance import Offer, accept
from tests import paperwork
from tests.certificates.builders import passed, pdf_of, sign
from tests.certificates.samples import DEPARTURE, EVERY_OPTION, a_certificate, a_row

REJECTED = [{"unit": "1", "verdict": "rejected", "note": "Kesalahan melampaui BKD"}]


def test_a_plain_certificate_has_two_pages_and_no_empty_labels(tmp_path):
    first, second = paperwork.pages(skhp(a_certificate()), tmp_path)

    assert "SURAT KETERANGAN HASIL PENGUJIAN" in first
    assert "SAH" in first
    for label in ("Nomor seri", "Pemakai", "Berlaku sampai", "Nomor order", "Menggantikan"):
        assert f"{label} " not in first.replace("Pemilik dan pemakai", "")
    assert "Tanda tera yang dibubuhkan".upper() not in second
    assert "perangkat lunak" not in second


def test_everything_known_stands_on_the_certificate(tmp_path):
    shown = paperwork.text(skhp(a_certificate(**EVERY_OPTION)), tmp_path)

    expected = """ORD-2026-000042, 1 November 2026 | 22 November 2027 | Adil Karya / AK-30E | AK-2024-00017 | 30 kg
        III | Jumlah tumpuan | CV Maju Jaya | Rahmawati, S.T., kode P-07 | Anak timbangan M1; Anak timbangan bidur M2
        Tertelusur ke satuan SI | 28,5 °C / 72 % RH | SP6 "26" | Lemping | a.n. Kepala Dinas | Pembina (IV/a)
        15,000 14,995 −0,005 0,020 SAH | Diuji pada lantai datar. | Aturan keputusan: penerimaan sederhana.
        Putusan menurut perangkat lunak 1.0 · 0a1b2c3d · 4e5f6a7b (versi, program, tabel)."""
    for line in expected.splitlines():
        for words in line.split(" | "):
            assert words.strip() in shown


def test_why_it_was_tested_and_of_which_type_stand_on_the_certificate(tmp_path):
    facts = {"basis": "voluntary", "verification": "subsequent", "parameters": {}, "type_approval": "IT-2024-17"}
    words = {"voluntary": {"id": "sukarela", "en": "voluntary"}}
    kind = {"name_id": "Timbangan elektronik", "name_en": "Electronic scale"}
    told = {**printed_readings.service(facts, words), "instrument": printed_readings.instrument(facts, kind)}

    shown = paperwork.text(skhp(a_certificate(**told)), tmp_path)

    assert "Tera ulang, sukarela" in shown
    assert "untuk tera ulang, sukarela tahun" in shown
    assert "IT-2024-17" in shown


def test_one_failing_unit_of_two_is_named_as_not_to_be_used(tmp_path):
    units = [{"unit": "1", "verdict": "valid"}, {"unit": "2", "verdict": "rejected"}]
    results = [
        {"unit": "1", "title": "Kebenaran", "rows": [a_row("20")]},
        {"unit": "2", "title": "Kebenaran", "rows": [a_row("20", "0.050", "rejected")]},
    ]

    shown = paperwork.text(skhp(a_certificate(units=units, results=results)), tmp_path)

    assert "SAH hanya untuk unit 1" in shown
    assert "Unit 2 BATAL, tidak boleh digunakan." in shown
    assert "0,050 0,020 BATAL" in shown


def test_a_long_table_repeats_its_head_and_loses_no_row(tmp_path):
    rows = [a_row(str(load)) for load in range(1000, 1120)]

    sheets = paperwork.pages(skhp(a_certificate(results=[{"rows": rows}])), tmp_path)

    for row in rows:
        assert sum(sheet.count(f" {row['nominal']} ") for sheet in sheets) >= 1
    assert all("Penunjukan" in sheet for sheet in sheets[1:] if "SAH" in sheet)


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        ("practice", "nilai menurut praktik, belum dicocokkan dengan naskah resmi"),
        ("unverified", "nilai belum diverifikasi terhadap naskah resmi"),
        (None, "nilai belum diverifikasi terhadap naskah resmi"),
        ("assumed", "nilai belum diverifikasi terhadap naskah resmi"),
    ],
)
def test_limits_nobody_checked_say_so(tmp_path, confidence, words):
    limits = {"norm": "OIML R 138", "confidence": confidence}

    assert words in paperwork.text(skhp(a_certificate(limits=limits)), tmp_path)
    assert words not in paperwork.text(skhp(a_certificate()), tmp_path)


def test_the_legal_kind_of_signature_is_printed_exactly_as_configured(tmp_path):
    kind = {"id": "Segel elektronik tersertifikasi BSrE", "en": "Certified seal"}

    shown = paperwork.text(skhp(a_certificate(signature=kind)), tmp_path)

    assert "Segel elektronik tersertifikasi BSrE." in shown
    assert "tidak tersertifikasi" not in shown


def test_the_rejection_says_batal_why_and_what_to_do(tmp_path):
    data = a_certificate(units=REJECTED, retest_until="2026-12-22", appeal_url="http://127.0.0.1:8000/complaints")

    shown = paperwork.text(rejection(data), tmp_path)

    assert "BATAL, TIDAK BOLEH DIGUNAKAN" in shown
    assert "Pasal 25 huruf a" in shown  # UU 2/1981: an instrument that carries the mark of rejection
    assert "Kesalahan melampaui BKD" in shown
    assert "22 Desember 2026" in shown
    assert "dinyatakan SAH" not in shown
    assert "Berlaku sampai" not in shown


@pytest.mark.parametrize("paper", [skhp, rejection])
def test_a_verdict_against_the_rule_says_so_with_reason_and_both_persons(tmp_path, paper):
    shown = paperwork.text(paper(a_certificate(units=REJECTED, departure=DEPARTURE)), tmp_path)

    assert "PUTUSAN MENYIMPANG DARI ATURAN" in shown
    assert "Unit 1: menurut aturan BATAL, ditetapkan SAH" in shown
    assert "Sebab: Titik yang gagal di luar daerah pakai" in shown
    assert "Diputuskan oleh P-07, disahkan oleh K1." in shown
    assert "MENYIMPANG" not in paperwork.text(paper(a_certificate(units=REJECTED)), tmp_path)


def test_the_rejection_with_everything_fits_its_first_page(tmp_path):
    data = a_certificate(**EVERY_OPTION) | {"units": REJECTED, "retest_until": "2026-12-22"}

    sheets = paperwork.pages(rejection(data), tmp_path)

    assert len(sheets) == 2
    assert "Budi Santoso" in sheets[0]
    assert "Rahmawati" in sheets[1]


@pytest.mark.parametrize("paper", [skhp, rejection])
def test_the_qr_code_and_the_printed_address_are_the_same(tmp_path, paper):
    data = a_certificate(units=REJECTED if paper is rejection else [{"unit": "1", "verdict": "valid"}])

    pdf = paper(data)

    assert paperwork.scanned(pdf, tmp_path) == data["verification_url"]
    assert data["verification_url"] in paperwork.text(pdf, tmp_path)


def test_the_twin_inside_holds_the_same_data(tmp_path):
    data = a_certificate(**EVERY_OPTION)

    twin = json.loads(paperwork.attached(skhp(data), "skhp.json", tmp_path))

    assert twin["results"][0]["rows"][1]["error"] == "-0.005"
    assert twin == json.loads(json.dumps(data, default=str))


@pytest.mark.parametrize("paper", [skhp, rejection])
def test_what_people_type_stays_text_and_the_same_data_give_the_same_bytes(tmp_path, paper):
    data = a_certificate(owner={"name": paperwork.HOSTILE, "address": "漢 \u202e😀"}, units=REJECTED)

    pdf = paper(data)

    assert paperwork.HOSTILE in paperwork.text(pdf, tmp_path)
    assert pdf == paper(data)
    assert paperwork.is_sound(pdf, tmp_path)


def test_a_paper_of_ours_with_its_attachment_may_be_sent_to_us_and_keeps_its_bytes(certificates, caller):
    """Its PDF/A carries data that nothing runs, and a signature covers all of it."""
    head = caller(certificates, "head", name="Budi Santoso")
    pdf = pdf_of(head, sign(head, passed(certificates)))

    taken = accept(Offer(pdf, "skhp.pdf", "application/pdf"), anew=True)

    assert taken.content == pdf
