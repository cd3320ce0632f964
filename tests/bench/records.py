"""The records that are judged in the bench: as long as the day's work makes them, one of each sort of instrument."""

from decimal import Decimal
from typing import Any, NamedTuple

from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict import verdict
from services.testing.domain.verdict.result import Result
from tests.testing.sheets import NOZZLES, SCALE, TRUCK, exactly, instrument, recorded, sheet, tables

Row = dict[str, Any]
AIR = {"temperature": "28.5", "humidity": "70"}
TOLD = {"name": "Anak timbangan", "certificate": "KAL-1/2026", "max_error": None, "unit": ""}
M1 = {"code": "AT-M1", "class": "M1", "valid_until": "2027-05-01", "corrections": [], **TOLD}
CORRECTED = {
    **M1,
    "corrections": [
        {"nominal": nominal, "unit": "kg", "correction": correction, "uncertainty": "0.0001"}
        for nominal, correction in (("0.2", "0.000002"), ("5", "-0.00003"), ("10", "0.00008"), ("20", "0.0001"))
    ],
}
BEARINGS = {**M1, "code": "AT-M1-20T", "name": "Anak timbangan bidur"}
VESSEL = {**M1, "code": "BUS-20L", "class": "", "max_error": "10", "unit": "mL", "name": "Bejana 20 L"}


class Record(NamedTuple):
    """What is handed to the engine."""

    title: str
    of: Row
    act: str
    readings: list[Row]
    under: Conditions

    def judge(self) -> Result:
        return verdict.evaluate(tables(), self.of, self.act, self.readings, self.under)


def records() -> list[Record]:
    return [full(), market(), dispenser(), truck(), weights(), water()]


def full() -> Record:
    """Every test of R 76: extra loads throughout, named weights with corrections, ten repeats, ten loads each way."""
    loads = ["0.2", "1", "2.5", "5", "7.5", "10", "15", "20", "25", "30"]
    record = {"visual": {"passed": True, "findings": []}, "zero": {"readings": [_fine("0")]}}
    ways = [_on(load, direction=way) for way in ("up", "down") for load in loads]
    nudges = [{"load": load, "indication": load, "extra_load": "0.014"} for load in ("0.2", "15", "29.9")]
    record |= {
        "correctness": {"readings": ways},
        "eccentricity": {"readings": [_on("10", position=str(at)) for at in range(1, 5)]},
        "repeatability": {"readings": [_on(load) for load in ("15", "24") for _ in range(10)]},
        "discrimination": {"readings": [{**row, "indication_after": _more(row)} for row in nudges]},
        "tare": {"readings": [{**_on(load), "tare": "5"} for load in ("0", "0.2", "5", "10", "20", "25")]},
    }
    return Record("R 76 class III, every test", SCALE, "initial", recorded(SCALE, record), _under(CORRECTED))


def market() -> Record:
    """A trader's scale as a verifier does twenty of a day."""
    return _plain("market scale", SCALE, M1, BEARINGS)


def dispenser() -> Record:
    return _plain("dispenser, four nozzles", NOZZLES, VESSEL)


def truck() -> Record:
    """60 t with 20 t of standards, and material twice in their place under every load that is heavier."""
    return _plain("truck scale with substitution", instrument("timbangan_jembatan", TRUCK), BEARINGS)


def weights() -> Record:
    """A box of fifteen weights of class M2."""
    grams = ("1", "2", "2", "5", "10", "20", "20", "50", "100", "200", "200", "500", "1000", "2000", "5000")
    units = [{"unit": str(at), "parameters": {"nominal": size}} for at, size in enumerate(grams, 1)]
    of = {"kind": "anak_timbangan", "parameters": {"class": "M2", "unit": "g"}, "units": units}
    looked = {"passed": True, "findings": []}
    compared = {"readings": [{"deviation": "0.12", "uncertainty": "0.05"}]}
    readings = [{"unit": one["unit"], "tests": {"visual": looked, "comparison": compared}} for one in units]
    air = {"temperature": "22.5", "humidity": "60"}
    return Record("set of fifteen weights", of, "initial", readings, Conditions([M1], air))


def water() -> Record:
    return _plain("water meter", instrument("meter_air_le50", {"q3": "2.5", "r": "100", "class": "2"}), VESSEL)


def _plain(title: str, of: Row, *standards: Row) -> Record:
    record = sheet(of, "subsequent")
    return Record(title, of, "subsequent", recorded(of, *(record for _ in of["units"])), _under(*standards))


def _under(*standards: Row) -> Conditions:
    return Conditions(standards, AIR)


def _fine(load: str, **more: Any) -> Row:
    """Read with extra loads."""
    return exactly(load, delta_load="0.004", **more)


def _on(load: str, **more: Any) -> Row:
    """The same on named weights."""
    nominal = "0.2" if Decimal(load) < 5 else "5"
    used = {"code": "AT-M1", "nominal": nominal, "unit": "kg", "count": 1}
    return _fine(load, used=[used], **more)


def _more(row: Row) -> str:
    return str(Decimal(row["indication"]) + Decimal("0.01"))
