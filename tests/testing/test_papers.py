"""The empty sheet asks for every reading and holds none; the filled one shows every number, the verdict, and why."""

from copy import deepcopy

import pytest

from services.testing.domain.record.conditions import Conditions
from services.testing.papers.observation import observation
from services.testing.papers.sheet import sheet as filled_sheet
from services.testing.storage.software import identity
from tests import paperwork
from tests.testing.drawings import STANDARD, empty, filled
from tests.testing.sheets import (
    NOZZLES,
    PERFECT,
    SCALE,
    TRUCK,
    exactly,
    instrument,
    judged,
    recorded,
    sheet,
    with_readings,
)

SPRING, BEAM = (
    instrument(kind, {"class": "IIII", "max": most, "e": e, "unit": "kg"})
    for kind, most, e in (("timbangan_pegas", "15", "0.05"), ("dacin", "100", "0.5"))
)


@pytest.mark.parametrize("one", PERFECT, ids=lambda one: str(one["kind"]))
def test_every_kind_has_an_empty_and_a_filled_sheet(one, tmp_path):
    result = judged(one, *(sheet(one) for _ in one["units"]))

    blank = paperwork.text(observation(empty(one)), tmp_path)
    report = paperwork.text(filled_sheet(filled(one, result)), tmp_path)

    assert "CERAPAN PENGUJIAN" in blank
    assert "LEMBAR HASIL PENGUJIAN" in report
    assert "SAH passed" in report


def test_the_empty_sheet_names_the_loads_and_limits_and_no_reading(tmp_path):
    shown = paperwork.text(observation(empty(SCALE)), tmp_path)

    # III Max 30 kg e 10 g in service: 10 g up to 5 kg, 20 g up to 20 kg, 30 g above; corners with 10 kg
    for row in ("0,20 0,01", "5,00 0,01", "20,00 0,02", "30,00 0,03", "4 10,00 0,02"):
        assert row in shown
    assert "memenuhi TIDAK" not in shown
    assert "SAH BATAL" in shown


def test_material_in_place_of_standards_is_asked_for_on_truck_scales_only(tmp_path):
    truck = instrument("timbangan_jembatan", TRUCK)

    assert "Beban substitusi" in paperwork.text(observation(empty(truck)), tmp_path)
    assert "Beban substitusi" not in paperwork.text(observation(empty(SCALE)), tmp_path)


def test_the_filled_sheet_pairs_up_and_down_with_extra_loads_and_corrected_errors(tmp_path):
    rows = [
        {"load": "10", "indication": "10", "delta_load": "0.003", "direction": "up"},
        {"load": "10", "indication": "9.99", "delta_load": "0.001", "direction": "down"},
    ]
    record = with_readings(sheet(SCALE), "correctness", *rows, *sheet(SCALE)["correctness"]["readings"])
    record["zero"] = {"readings": [exactly("0", delta_load="0.004")]}

    shown = paperwork.text(filled_sheet(filled(SCALE, judged(SCALE, record))), tmp_path)

    # L, I up and down, ΔL, E = I + ½e − ΔL − L, Ec = E − 0.001, limit
    assert "10,00 10,00 9,99 0,003 0,001 0,002 −0,006 0,001 −0,007 0,010 memenuhi" in shown
    assert "E = I + ½e − ΔL − L = 10 + 0,005 − 0,003 − 10 = +0,002 kg" in shown


def test_a_rejected_nozzle_stands_beside_its_valid_neighbours(tmp_path):
    good, bad = sheet(NOZZLES), deepcopy(sheet(NOZZLES))
    for row in bad["accuracy"]["readings"]:
        row["reference"] = "19.89"

    shown = paperwork.text(filled_sheet(filled(NOZZLES, judged(NOZZLES, good, bad, good, good))), tmp_path)

    assert "Unit 2 BATAL." in shown
    assert "0,553" in shown
    assert shown.count("TIDAK memenuhi") >= 9


def test_a_test_not_done_is_marked_with_its_cause_and_one_not_finished_with_what_it_lacks(tmp_path):
    record = {**sheet(SCALE), "tare": {"not_applicable": "Timbangan tanpa tara"}}
    del record["eccentricity"]
    expired = Conditions(({"code": "AT-M1", "class": "M1", "valid_until": "2026-01-01"},))

    shown = paperwork.text(
        filled_sheet(filled(SCALE, judged(SCALE, record, under=expired), state="recorded")), tmp_path
    )

    assert "KONSEP – belum diajukan" in shown
    assert "/ Timbangan tanpa tara" in shown
    assert "pengujian ini wajib dan belum dicatat" in shown
    assert "standar AT-M1 di luar masa kalibrasi" in shown
    assert "BELUM LENGKAP" in shown


def test_the_sheet_names_the_software_that_judged_and_ends_with_the_last_page(tmp_path):
    sheets = paperwork.pages(filled_sheet(filled(SCALE, judged(SCALE, sheet(SCALE)))), tmp_path)

    assert identity().short in " ".join(sheets[-1].split())
    assert all(f"Halaman {at} dari {len(sheets)}" in " ".join(page.split()) for at, page in enumerate(sheets, start=1))


def test_what_people_write_stays_what_they_wrote(tmp_path):
    record = {**sheet(SCALE), "visual": {"passed": False, "findings": [paperwork.HOSTILE]}}

    shown = paperwork.text(filled_sheet(filled(SCALE, judged(SCALE, record), reason=paperwork.HOSTILE)), tmp_path)

    assert '#panic("x") *tebal*' in shown


def test_the_same_examination_gives_the_same_bytes():
    data = filled(SCALE, judged(SCALE, sheet(SCALE)))

    assert filled_sheet(data) == filled_sheet(data)


def test_readings_are_printed_with_the_decimals_they_were_written_with(tmp_path):
    """WELMEC 7.2: a printed indication does not lose its zeros; 20.00 says how well it was read."""
    records = [sheet(NOZZLES, "subsequent")] * 4
    result = judged(NOZZLES, *records, verification="subsequent")

    shown = paperwork.text(filled_sheet(filled(NOZZLES, result, readings=recorded(NOZZLES, *records))), tmp_path)

    assert "debit tinggi 20,00 20,00" in shown


def test_a_beam_that_is_only_loaded_upwards_has_no_column_for_the_way_down(tmp_path):
    beam = next(one for one in PERFECT if one["kind"] == "dacin")

    assert "↓" not in paperwork.text(observation(empty(beam)), tmp_path)
    assert "↓" in paperwork.text(observation(empty(SCALE)), tmp_path)


def test_the_empty_sheet_says_the_limits_of_a_dispenser_and_of_a_weight(tmp_path):
    weight = next(one for one in PERFECT if one["kind"] == "anak_timbangan")

    assert "1000000 160" in paperwork.text(observation(empty(weight)), tmp_path)
    assert "debit tinggi 0,1" in paperwork.text(observation(empty(NOZZLES)), tmp_path)


@pytest.mark.parametrize(
    ("one", "code", "row", "expected"),
    [  # R 76-2: load, I₁, extra load, I₂; load, extra load, displacement; tare, load, I
        (
            SCALE,
            "discrimination",
            {"load": "15", "indication": "15", "extra_load": "0.014", "indication_after": "15.01"},
            (
                "15,00 15,00 0,014 15,01 0 memenuhi",
                "beban 15 kg, penunjukan 15 kg; imbuh 0,014 kg: penunjukan 15,01 kg",
            ),
        ),
        (
            SPRING,
            "discrimination",
            {"load": "10", "indication": "10", "extra_load": "0.05", "indication_after": "10.04"},
            (
                "10,00 10,00 0,05 10,04 −0,005 memenuhi",
                "beban 10 kg, penunjukan 10 kg; imbuh 0,05 kg: penunjukan 10,04 kg",
            ),
        ),
        (
            BEAM,
            "sensitivity",
            {"load": "20", "extra_load": "0.25", "displacement": "5.5"},
            (
                "20 kg 0,25 5,5 −0,5 memenuhi",
                "20 kg: imbuh 0,25 kg: pergeseran 5,5 mm",
            ),
        ),
        (
            SCALE,
            "tare",
            {"tare": "6.5", "load": "10", "indication": "10.01"},
            (
                "6,50 10,00 10,01 – 0,01 0,01 0,01 memenuhi",
                "beban 10 kg, penunjukan 10,01 kg; tara 6,5 kg; kesalahan +0,01 kg",
            ),
        ),
    ],
)
def test_the_filled_table_and_the_sentence_hold_every_number_that_was_read(one, code, row, expected, tmp_path):
    printed, said = expected
    result = judged(one, with_readings(sheet(one), code, row))

    shown = paperwork.text(filled_sheet(filled(one, result)), tmp_path)

    assert printed in shown
    assert any(said in line.id for line in result.explanation)


def test_a_point_judged_before_it_kept_those_numbers_is_still_printed(tmp_path):
    data = filled(SCALE, judged(SCALE, sheet(SCALE)))
    for test in data["result"]["units"][0]["tests"]:
        for point in test["points"]:
            del point["also"]

    assert "15,00 – – 15,01 0 memenuhi" in paperwork.text(filled_sheet(data), tmp_path)


def test_commas_are_written_in_numbers_and_not_in_what_people_named(tmp_path):
    pump = instrument(
        "pu_bbm", {"mmq_l": "2.5", "spbu_no": "24.306.01", "nozzle_id": "A.1", "totalizer_before": "10.5"}
    )
    record = {**sheet(pump), "visual": {"passed": False, "findings": ["Selang retak 1.5 cm"]}}
    approved = {"number": "PKTN.3.1/IT/2024", "exemption": "", "kind_fits": True}
    old = {"code": "BUS.1.5", "valid_until": "2026-01-01", "max_error": "10", "unit": "mL"}
    result = judged(pump, record, under=Conditions((old,), approval=approved))

    shown = paperwork.text(filled_sheet(filled(pump, result)), tmp_path)
    said = " ".join(line.id for line in result.explanation)
    for words in ("PKTN.3.1/IT/2024", "Selang retak 1.5 cm", "standar BUS.1.5 di luar masa"):
        assert words in said
        assert words in shown
    for words in ("Nomor SPBU Station : 24.306.01", "Nosel Nozzle : A.1", "10,5 L", ": 2,5 L"):
        assert words in shown


LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis"


def test_a_word_without_end_breaks_and_no_other_word_does(tmp_path):
    pump = instrument("pu_bbm", {"mmq_l": "2", "product": LONG}, LONG[:40])
    record = {**sheet(pump), "visual": {"passed": False, "findings": [LONG]}}
    standards = [{**STANDARD, "certificate": "KAL-AT-M1-20T/CONTOH", "name": LONG}]
    data = filled(pump, judged(pump, record), standards=standards, reason=LONG)

    for paper in (filled_sheet(data), observation(empty(pump))):
        shown = paperwork.text(paper, tmp_path)
        whole = [word for word in shown.split() if len(word) > 40 and word.isalnum()]
        assert (whole, "\u200b" in shown) == ([], True)
    assert "KAL-AT-M1-20T/CONTOH" in paperwork.text(filled_sheet(data), tmp_path)
