"""One limit for anybody: every set of parameters that the address takes, every way to stand outside a table."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from shared.service import Service
from tests.support import Caller
from tests.testing.test_mpe import vectors

SCALE = {"kind": "tbo_elektronik", "class": "III", "max": "30", "e": "0.01", "unit": "kg"}
WEIGHT = {"kind": "anak_timbangan", "class": "M1", "unit": "kg"}
NOZZLE = {"kind": "pu_bbm", "class": "0.5", "mmq": "2", "unit": "L"}
WATER = {"kind": "meter_air_le50", "class": "2", "unit": "L", "volume": "10"}
SAID = {"mpe", "unit", "table", "edition", "legal_source", "confidence"}

ASKED = [
    # who is asked, for which verification, with what; the limit and its unit
    (SCALE, "initial", {"load": "5"}, "0.005", "kg"),  # R 76-1 Table 6: 500 e, ±0.5 e
    (SCALE, "initial", {"load": "20"}, "0.01", "kg"),  # 2 000 e, ±1 e
    (SCALE, "initial", {"load": "20.01"}, "0.015", "kg"),  # above 2 000 e, ±1.5 e
    (SCALE, "subsequent", {"load": "30"}, "0.03", "kg"),  # in service twice as much
    (SCALE, "initial", {"max": "30000", "e": "10", "load": "5000", "unit": "g"}, "5", "g"),  # the same scale in g
    (
        SCALE,
        "initial",
        {"kind": "timbangan_jembatan", "max": "60", "e": "0.02", "load": "60", "unit": "t"},
        "0.03",
        "t",
    ),
    (WEIGHT, "initial", {"nominal": "20"}, "1000", "mg"),  # R 111-1 Table 1
    (WEIGHT, "initial", {"class": "M2", "nominal": "500", "unit": "g"}, "80", "mg"),  # R 111-1 Table 1: 80 mg
    (NOZZLE, "initial", {"volume": "20"}, "100", "mL"),  # Directive 2014/32/EU MI-005: 0.5 %
    (NOZZLE, "initial", {"volume": "2"}, "20", "mL"),  # never below Emin = 2 × 0.5 % of MMQ
    (NOZZLE, "subsequent", {"volume": "20000", "unit": "mL"}, "100", "mL"),
    ({"kind": "meter_kayu", "class": "II", "unit": "m"}, "initial", {"length": "1"}, "0.5", "mm"),  # R 35 class II
    ({"kind": "ban_ukur", "class": "II", "unit": "m"}, "initial", {"length": "30"}, "6.3", "mm"),  # 0.3 + 0.2 L
    ({"kind": "ban_ukur", "class": "II", "unit": "cm"}, "initial", {"length": "3000"}, "6.3", "mm"),
    (WATER, "initial", {"zone": "q2_q4"}, "0.2", "L"),  # R 49-1: 2 %
    (WATER, "initial", {"zone": "q2_q4_warm"}, "0.3", "L"),  # above 30 °C: 3 %
    (WATER, "initial", {"zone": "q1_q2"}, "0.5", "L"),  # 5 %
]

REFUSED = [
    (SCALE, {"load": "0.1"}, "load-below-min"),  # Min of class III is 20 e
    (SCALE, {"load": "30.01"}, "load-above-max"),
    (SCALE, {"e": "0.001", "load": "5"}, "n-too-large"),  # 30 000 e, class III has at most 10 000
    (SCALE, {"class": "V", "load": "5"}, "class-unknown"),
    (SCALE, {"load": "5", "unit": "L"}, "unit-mismatch"),
    (SCALE, {"load": "5", "unit": "pon"}, "unit-unknown"),
    (SCALE, {"load": "lima"}, "not-a-number"),
    (SCALE, {"load": "-5"}, "load-below-min"),
    (SCALE, {}, "required"),
    (WEIGHT, {"class": "M3", "nominal": "500", "unit": "mg"}, "nominal-undefined"),  # M3 begins at 1 g
    (WEIGHT, {"nominal": "3"}, "nominal-undefined"),
    (WEIGHT, {"class": "M9", "nominal": "1"}, "class-unknown"),
    (NOZZLE, {"class": "0.7", "volume": "20"}, "class-unknown"),
    (NOZZLE, {}, "required"),
    (NOZZLE, {"volume": "0"}, "not-positive"),
    ({"kind": "ban_ukur", "class": "II", "unit": "m"}, {"length": "0"}, "not-positive"),
    ({"kind": "ban_ukur", "unit": "m"}, {"length": "1"}, "class-unknown"),
    (WATER, {"zone": "q9"}, "zone-unknown"),
    ({"kind": "sendok"}, {}, "unknown-kind"),
    ({"kind": "tut_bola"}, {}, "no-limit-table"),
]


@pytest.fixture
def ask(office: Service, caller: Callable[..., Caller]) -> Callable[..., tuple[int, dict]]:
    """Anybody asks; status and answer."""
    anybody = caller(office)

    def asked(verification: str, **parameters: str) -> tuple[int, dict]:
        answer = anybody.get(f"/v1/mpe?{urlencode({**parameters, 'verification': verification})}")
        return answer.status_code, answer.json

    return asked


def test_every_set_of_parameters_gives_its_limit_with_its_source(ask: Callable):
    for base, verification, more, mpe, unit in ASKED:
        status, answer = ask(verification, **{**base, **more})

        assert (status, answer.get("mpe"), answer.get("unit")) == (200, mpe, unit), (base, more, answer)
        assert all(answer[name] for name in SAID)


def test_outside_a_table_the_rule_is_named_in_both_languages(ask: Callable):
    for base, more, code in REFUSED:
        status, answer = ask("initial", **{**base, **more})

        assert (status, answer.get("code")) == (422, code), (base, more, answer)
        assert answer["detail"]
        assert answer["errors"][0]["code"] == code


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("kind=tbo_elektronik&load=5", "/verification"),
        ("verification=initial", "/kind"),
        ("kind=tbo_elektronik&verification=yearly", "/verification"),
        ("kind=tbo_elektronik&verification=initial&colour=red", "/colour"),
    ],
)
def test_a_question_that_is_none_is_told_what_is_missing(
    office: Service, caller: Callable[..., Caller], query: str, pointer: str
):
    answer = caller(office).get(f"/v1/mpe?{query}")

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)


def vectors_of_every_norm() -> Iterator[tuple[str, dict[str, str], str]]:
    """Verification, question and limit of each vector of the reference."""
    for row in vectors("nawi_vectors.csv"):
        plate = {"kind": "tbo_elektronik", **{name: row[name] for name in ("class", "max", "e", "load", "unit")}}
        yield from (("initial", plate, row["mpe_initial"]), ("subsequent", plate, row["mpe_in_service"]))
    for row in vectors("dispenser_vectors.csv"):
        asked = {"class": row["class"], "volume": row["volume_l"], "mmq": row["mmq_l"], "unit": "L"}
        yield "initial", {"kind": "pu_bbm", **asked}, row["mpe_ml"]
    for row in vectors("weights_mpe_mg.csv"):
        nominal, unit = row.pop("nominal").split()
        known = ((accuracy, cell) for accuracy, cell in row.items() if cell)
        for accuracy, cell in known:
            yield "initial", {**WEIGHT, "class": accuracy, "nominal": nominal, "unit": unit}, cell
    for row in vectors("other_vectors.csv"):
        asked = dict(pair.split("=") for pair in row["parameters"].split(" "))
        yield row["verification"], {"kind": row["kind"], **asked}, row["mpe"]


def test_every_vector_of_the_reference_is_answered_over_http(ask: Callable):
    wrong = []
    for verification, question, limit in vectors_of_every_norm():
        status, answer = ask(verification, **question)
        if status != 200 or Decimal(answer["mpe"]) != Decimal(limit):
            wrong.append((verification, question, limit, answer.get("mpe") or answer.get("code")))

    assert wrong == [], "`invalid`: a field is in neither PLATE nor POINT of services/testing/schemas/limits.py"
