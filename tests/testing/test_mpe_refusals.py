"""Outside its table a limit is refused by the name of the rule."""

from datetime import date

import pytest

from services.testing.domain.limits import mpe, plate_rules
from services.testing.storage.limits import tables_on
from shared.errors import Invalid
from tests.testing.sheets import TRADER, found, tables

REFUSED = [
    ("load-below-min", "tbo_elektronik", {**TRADER, "load": "0.1"}),  # Min is 20 e = 0.2 kg
    ("load-above-max", "tbo_elektronik", {**TRADER, "load": "30.01"}),
    ("n-too-large", "tbo_elektronik", {"class": "III", "max": "30", "e": "0.001", "load": "5", "unit": "kg"}),
    ("n-too-small", "tbo_elektronik", {"class": "II", "max": "3600", "e": "1", "load": "50", "unit": "g"}),
    ("n-too-small", "tbo_elektronik", {"class": "III", "max": "2", "e": "0.005", "load": "1", "unit": "kg"}),
    ("min-too-small", "tbo_elektronik", {**TRADER, "min": "0.1", "load": "5"}),
    ("min-above-max", "tbo_elektronik", {**TRADER, "min": "31", "load": "5"}),
    ("e-not-allowed", "tbo_elektronik", {**TRADER, "e": "0.03", "load": "5"}),
    ("e-not-allowed", "tbo_elektronik", {"class": "IIII", "max": "1", "e": "0.002", "load": "1", "unit": "kg"}),
    ("d-above-e", "tbo_elektronik", {**TRADER, "d": "0.02", "load": "5"}),
    ("class-unknown", "tbo_elektronik", {**TRADER, "class": "V", "load": "5"}),
    ("required", "meja_beranger", {"class": "III", "max": "10", "unit": "kg", "load": "5"}),
    ("unit-mismatch", "tbo_elektronik", {**TRADER, "unit": "L", "load": "5"}),
    ("unit-unknown", "tbo_elektronik", {**TRADER, "unit": "pon", "load": "5"}),
    ("not-a-number", "tbo_elektronik", {**TRADER, "load": "five"}),
    ("not-a-number", "tbo_elektronik", {**TRADER, "load": 5.0}),
    ("not-a-number", "tbo_elektronik", {**TRADER, "load": "NaN"}),
    ("not-a-number", "tbo_elektronik", {**TRADER, "load": "1_0"}),
    ("not-a-number", "tbo_elektronik", {**TRADER, "load": "١٠"}),
    ("not-a-number", "tbo_elektronik", {**TRADER, "load": "1E+999999"}),
    ("not-positive", "tbo_elektronik", {**TRADER, "e": "0", "load": "5"}),
    ("nominal-undefined", "anak_timbangan", {"class": "M3", "nominal": "500", "unit": "mg"}),
    ("nominal-undefined", "anak_timbangan", {"class": "M1", "nominal": "3", "unit": "kg"}),
    ("class-unknown", "anak_timbangan", {"class": "M4", "nominal": "1", "unit": "kg"}),
    ("class-unknown", "pu_bbm", {"class": "0.7", "volume": "20", "unit": "L"}),
    ("class-unknown", "pu_bbm", {"class": "sNaN", "volume": "20", "unit": "L"}),
    ("volume-below-mmq", "pu_bbm", {"volume": "4.99", "unit": "L", "mmq": "5"}),
    ("volume-below-mmq", "pu_bbm", {"volume": "1999", "unit": "mL", "mmq_l": "2"}),
    ("assembly-unknown", "pu_bbm", {"volume": "20", "unit": "L", "assembly": "half"}),
    ("assembly-unknown", "pu_bbm", {"volume": "20", "unit": "L", "assembly": ["system"]}),
    (
        "zone-mismatch",
        "meter_kwh",
        {"class": "B", "energy": "1", "zone": "ist_imin", "imin": "0.25", "current": "0.3"},
    ),
    ("required", "meter_kwh", {"class": "B", "energy": "1", "zone": "ist_imin", "imin": "0.25"}),
    ("zone-unknown", "meter_air_le50", {"volume": "10", "unit": "L", "zone": "q9"}),
    ("not-positive", "ban_ukur", {"class": "II", "length": "0", "unit": "m"}),
    ("class-unknown", "ban_ukur", {"length": "1", "unit": "m"}),
    ("nominal-undefined", "takaran_basah", {"nominal": "20", "unit": "mL", "vessel": "bottle"}),
    ("no-limit-table", "tut_bola", {}),
    ("unknown-kind", "teleskop", {}),
]


@pytest.mark.parametrize(("code", "kind", "fields"), REFUSED)
def test_outside_its_table_a_limit_is_refused_by_the_name_of_the_rule(code, kind, fields):
    with pytest.raises(Invalid) as refusal:
        mpe.limit(tables(), kind, "initial", fields, fields)

    assert refusal.value.code == code
    assert refusal.value.errors[0]["code"] == code


def test_a_plate_that_breaks_two_rules_hears_of_both():
    with pytest.raises(Invalid, match="class-rules-broken") as refusal:
        plate_rules.check(tables(), "tbo_elektronik", {**TRADER, "max": "500", "min": "0.1"})

    assert [row["code"] for row in refusal.value.errors] == ["n-too-large", "min-too-small"]


def test_an_unknown_verification_is_refused():
    with pytest.raises(Invalid, match="verification-unknown"):
        found("tbo_elektronik", "yearly", **TRADER, load="5")


def test_before_its_first_day_a_table_does_not_apply():
    with pytest.raises(Invalid, match="no-limit-table"):
        mpe.limit(tables_on(date(2015, 10, 18)), "tbo_elektronik", "initial", TRADER, {"load": "5"})
