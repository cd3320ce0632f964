"""The limits: every vector of the norms, and the bands for small volumes."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from shared.errors import Invalid
from tests.testing.sheets import TRADER, found

VECTORS = Path(__file__).parent / "vectors"


def vectors(name: str) -> list[dict[str, str]]:
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("row", vectors("nawi_vectors.csv"), ids=lambda row: f"{row['class']} {row['load']}")
@pytest.mark.parametrize(("verification", "column"), [("initial", "mpe_initial"), ("subsequent", "mpe_in_service")])
def test_a_scale_may_err_as_r76_says(row, verification, column):
    limit = found("tbo_elektronik", verification, **{name: row[name] for name in ("class", "max", "e", "load", "unit")})

    assert (limit.mpe, limit.low, limit.unit) == (Decimal(row[column]), -Decimal(row[column]), row["unit"])


@pytest.mark.parametrize("row", vectors("dispenser_vectors.csv"), ids=lambda row: " ".join(row.values()))
def test_a_dispenser_may_err_as_r117_says(row):
    fields = {"class": row["class"], "volume": row["volume_l"], "mmq": row["mmq_l"], "unit": "L"}

    assert found("pu_bbm", "initial", **fields).as_json()["mpe"] == row["mpe_ml"]
    assert found("pu_bbm", "subsequent", **fields).unit == "mL"


@pytest.mark.parametrize("row", vectors("weights_mpe_mg.csv"), ids=lambda row: row["nominal"])
def test_a_weight_may_err_as_r111_says(row):
    nominal, unit = row.pop("nominal").split()

    for accuracy, cell in row.items():
        asked = {"class": accuracy, "nominal": nominal, "unit": unit}
        if cell:
            assert found("anak_timbangan", "initial", **asked).mpe == Decimal(cell)
        else:
            with pytest.raises(Invalid, match="nominal-undefined"):
                found("anak_timbangan", "initial", **asked)


@pytest.mark.parametrize("row", vectors("other_vectors.csv"), ids=lambda row: f"{row['kind']} {row['parameters']}")
def test_other_kinds_may_err_as_their_norm_says(row):
    fields = dict(pair.split("=") for pair in row["parameters"].split(" "))

    limit = found(row["kind"], row["verification"], **fields)

    assert (limit.mpe, limit.unit) == (Decimal(row["mpe"]), row["unit"])


@pytest.mark.parametrize(
    ("volume", "ml"),
    [  # Directive 2014/32/EU Annex VII, class 0.5: each bound belongs to the band above it
        ("0.05", "2"),  # 4 × 0.5 % of 0.1 L
        ("0.1", "2"),  # 4 × 0.5 %
        ("0.2", "4"),  # 2 × 0.5 % of 0.4 L
        ("0.4", "4"),  # 2 × 0.5 %
        ("1", "10"),  # 0.5 % of 2 L
        ("1.999", "10"),
        ("2", "10"),
        ("2.2", "11"),
    ],
)
def test_small_volumes_have_their_own_bands(volume, ml):
    assert found("pu_bbm", "initial", volume=volume, unit="L").as_json()["mpe"] == ml


def test_a_meter_without_its_system_has_the_smaller_percentage():
    asked = {"class": "0.5", "volume": "100", "unit": "L", "assembly": "meter"}

    assert found("meter_arus_pd", "initial", **asked).mpe == 300  # line B: 0.3 %


def test_a_measure_filled_to_the_brim_may_only_hold_more():
    limit = found("takaran_basah", "initial", nominal="1", unit="L", mark="brim")

    assert (limit.low, limit.high, limit.unit) == (0, 60, "mL")  # OIML R 138: 0/+6 %


def test_a_limit_says_how_sure_its_table_is():
    assert found("tbo_elektronik", "initial", **TRADER, load="5").source.confidence == "verified"
    assert found("tbo_elektronik", "subsequent", **TRADER, load="5").source.confidence == "practice"
    assert found("dacin", "initial", **TRADER, load="5").source.confidence == "unverified"
    assert found("takaran_basah", "initial", nominal="1", unit="L").source.confidence == "unverified"


@pytest.mark.parametrize(
    ("accuracy", "nominal", "confidence"),
    [  # read in copies of R 111-1: F1 to M3 up to 20 kg; the rest is from memory
        ("M1", "20", "verified"),
        ("M1", "50", "unverified"),
        ("F1", "20", "verified"),
        ("E2", "20", "unverified"),
        ("E1", "1", "unverified"),
    ],
)
def test_a_weight_says_how_sure_its_own_cell_is(accuracy, nominal, confidence):
    source = found("anak_timbangan", "initial", **{"class": accuracy}, nominal=nominal, unit="kg").source

    assert source.confidence == confidence
    assert ("from memory" in source.note) == (confidence == "unverified")
