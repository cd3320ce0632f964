"""Sheets to draw in tests: a whole examination as the service would hand it over, until a test says otherwise."""

from typing import Any

from services.testing.domain.limits import procedure
from services.testing.domain.verdict.result import Result
from services.testing.storage.software import identity
from tests.testing.sheets import DAY, tables

OFFICE = {
    "government": "Pemerintah Kabupaten Musi Banyuasin",
    "department": "Dinas Perdagangan dan Perindustrian",
    "office": "UPTD Metrologi Legal",
    "address": "Jalan Merdeka Lk. I, Sekayu 30711",
    "seat": "Sekayu",
}
STANDARD = {
    "code": "AT-M1",
    "name": "Anak timbangan kelas M1",
    "class": "M1",
    "certificate": "KAL-AT-M1/2026",
    "valid_until": "2027-05-01",
}


def empty(of: dict[str, Any], verification: str = "subsequent", **more: Any) -> dict[str, Any]:
    """What an empty sheet is drawn from."""
    steps = procedure.required(tables(), of, verification).as_json()
    instrument = {"kind": "Timbangan elektronik", "parameters": of["parameters"]}
    common = {"office": OFFICE, "printed_on": DAY, "instrument": instrument, "units": of["units"]}
    return {**common, "procedure": steps, **more}


def filled(of: dict[str, Any], result: Result, **more: Any) -> dict[str, Any]:
    """What a filled sheet is drawn from."""
    known = empty(of, result.verification)
    del known["printed_on"]
    instrument = known["instrument"] | {"brand": "Adil Karya", "model": "AK-30E", "serial": "AK-2024-00017"}
    about = {"number": "ORD-2026-000042", "revision": 1, "tested_on": DAY, "state": "approved"}
    people = {"verifier_code": "P-07", "verifier": "Rahmawati, S.T.", "approved_by": "Budi Santoso"}
    return {
        **known,
        **about,
        "instrument": instrument,
        "owner": {"name": "Siti Aminah", "address": "Pasar Randik, Sekayu"},
        "examination": {**people, "approved_on": DAY, "place": "Pasar Randik, Sekayu"},
        "environment": {"temperature": "28.5", "humidity": "72"},
        "standards": [STANDARD],
        "marks": [{"mark": "sah", "code": 'SP6 "26"', "position": "Lemping", "unit": "1", "year": 2026}],
        "result": result.as_json(),
        "software": identity().short,
        "verdict": str(result.verdict),
        "verdicts": {unit.unit: str(unit.verdict) for unit in result.units},
        "departure": [],
        **more,
    }
