"""What testing told, as the papers print it: Indonesian words, equal decimals, named marks."""

from services.certificates.storage.context import own
from services.certificates.usecases import issued_papers, printed_readings
from tests import paperwork
from tests.certificates.builders import HEAD, ROW, passed


def told(test: str, point: str, load: str = "5", **more: str) -> dict:
    known = {**ROW, "test": test, "point": point, "load": load, "indication": load, "mpe": "0.02"}
    return {**known, "verdict": "passed", "unit_of_measure": "kg", **more}


def rows(*points: dict, **parameters: str) -> list[dict]:
    facts = {"results": list(points), "parameters": {"e": "0.01", "unit": "kg", **parameters}}
    return printed_readings.results(facts, own("words"))[0]["rows"]


def test_points_are_named_in_indonesian(certificates):
    known = (("correctness", "up"), ("correctness", "down"), ("eccentricity", "3"), ("accuracy", "range high"))
    shown = rows(*(told(*one) for one in known))

    assert [row["test"] for row in shown] == [
        *("Kebenaran – naik", "Kebenaran – turun", "Eksentrisitas – posisi 3", "Kebenaran – rentang debit tinggi")
    ]


def test_numbers_of_a_column_share_their_decimals_and_loads_have_those_of_the_display(certificates):
    first, second = rows(told("correctness", "up", "5", error="0"), told("correctness", "up", "20", error="-0.005"))

    assert (first["nominal"], first["indication"], second["nominal"]) == ("5.00", "5.00", "20.00")
    assert (first["error"], second["error"]) == ("0.000", "-0.005")


def test_a_plate_in_another_unit_says_nothing_of_the_decimals(certificates):
    [row] = rows(told("correctness", "up"), unit="g")

    assert row["nominal"] == "5"


def test_marks_are_named_as_testing_calls_them(certificates, monday, tmp_path):
    mark = {"mark": "jaminan", "code": "JP8", "position": "Baut", "unit": "1", "year": 2026}
    row = passed(certificates, marks=[mark])
    row.change(number="X")
    head = {"title": "Kepala", "name": HEAD.name, "rank": None, "delegation": None}

    shown = paperwork.text(issued_papers.paper(row, row.tested_on, head, {"id": "x", "en": "x"}), tmp_path)

    assert "Tanda jaminan JP8 Baut 1 2026" in shown


def test_a_nudge_passes_or_fails_and_has_neither_error_nor_limit(certificates):
    nudged, plain = rows(told("discrimination", "", error="0", mpe="0"), told("correctness", "up", error="0.005"))

    assert (nudged["error"], nudged["mpe"], nudged["verdict"]) == (None, None, "valid")
    assert (plain["error"], plain["mpe"]) == ("0.005", "0.02")


def drawn(certificates, folder, **facts) -> str:
    row = passed(certificates, **facts)
    row.change(number="X")
    head = {"title": "Kepala", "name": HEAD.name, "rank": None, "delegation": None}
    return paperwork.text(issued_papers.paper(row, row.tested_on, head, {"id": "x", "en": "x"}), folder)


def test_the_air_at_the_start_and_at_the_end_is_printed(certificates, monday, tmp_path):
    air = {"temperature_start": "28.1", "temperature_end": "29.4", "humidity_start": "71", "humidity_end": "68"}

    assert "28,1 → 29,4 °C / 71 → 68 % RH" in drawn(certificates, tmp_path, environment=air)


def test_a_standard_is_found_by_its_code_beside_a_word_without_end(certificates, monday, tmp_path):
    standard = {"code": "AT-M1", "name": "Anak" * 10, "class": "M1", "certificate": "KAL-AT-M1"}
    nudge = told("discrimination", "", error="0", mpe="0")

    shown = drawn(certificates, tmp_path, standards=[{**standard, "valid_until": "2027-03-01"}], results=[nudge])

    assert "(AT-M1; KAL-AT-" in shown  # where the line ends a hyphen breaks, as everywhere
    assert "terkalibrasi s.d. 1 Maret 2027" in shown
    assert "5,00 5,00 – – SAH" in shown
