"""What testing told, as the papers print it: Indonesian words, equal decimals, named marks."""

from services.certificates.storage.room import own
from services.certificates.usecases import readings, writing
from tests import paperwork
from tests.certificates.builders import HEAD, ROW, passed


def told(test: str, point: str, load: str = "5", **more: str) -> dict:
    known = {**ROW, "test": test, "point": point, "load": load, "indication": load, "mpe": "0.02"}
    return {**known, "verdict": "passed", "unit_of_measure": "kg", **more}


def rows(*points: dict, **parameters: str) -> list[dict]:
    facts = {"results": list(points), "parameters": {"e": "0.01", "unit": "kg", **parameters}}
    return readings.results(facts, own("words"))[0]["rows"]


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

    shown = paperwork.text(writing.paper(row, row.tested_on, head, {"id": "x", "en": "x"}), tmp_path)

    assert "Tanda jaminan JP8 Baut 1 2026" in shown
