"""Certificates to draw in tests: complete and plain, until a test says otherwise."""

from datetime import UTC, datetime
from decimal import Decimal

DEPARTURE = {
    "units": [{"unit": "1", "rule": "rejected", "verdict": "valid"}],
    "reason": "Titik yang gagal di luar daerah pakai",
    "verifier_code": "P-07",
    "approved_by_code": "K1",
}
SIGNED_AT = datetime(2026, 11, 23, 3, 14, 15, tzinfo=UTC)


def a_row(load: str, error: str = "0.000", verdict: str = "valid") -> dict:
    nominal, off = Decimal(load), Decimal(error)
    measured = {"nominal": nominal, "indication": nominal + off, "error": off, "mpe": Decimal("0.020")}
    return {"test": "Kebenaran", "verdict": verdict} | measured


# All that a certificate must say.
PLAIN = {
    "office": {
        "government": "Pemerintah Kabupaten Musi Banyuasin",
        "department": "Dinas Perdagangan dan Perindustrian",
        "office": "UPTD Metrologi Legal",
        "address": "Jalan Merdeka Lk. I, Sekayu 30711",
        "seat": "Sekayu",
    },
    "number": "500.2.3.15/0042/UPTD-ML/XI/2026",
    "issued_on": "2026-11-23",
    "tested_on": "2026-11-22",
    "verification": "subsequent",
    "verification_url": "http://127.0.0.1:8000/v/K7QM3XFT9WZA2HBC",
    "instrument": {"kind": "Timbangan elektronik"},
    "units": [{"unit": "1", "verdict": "valid"}],
    "owner": {"name": "Siti Aminah"},
    "examination": {"verifier_code": "P-07", "method": "SK 131/SPK/KEP/10/2015"},
    "results": [{"symbol": "kg", "rows": [a_row("0.200"), a_row("15.000", "-0.005"), a_row("30.000", "0.010")]}],
    "limits": {"norm": "OIML R 76-1", "edition": "2006", "table": "Tabel 6", "confidence": "verified"},
    "marks": [],
    "head": {"title": "Kepala UPTD Metrologi Legal", "name": "Budi Santoso"},
    "signature": {"id": "Tanda tangan elektronik tidak tersertifikasi", "en": "Uncertified signature"},
}

# All that a certificate can say beside.
EVERY_OPTION = {
    "order": {"number": "ORD-2026-000042", "date": "2026-11-01"},
    "valid_until": "2027-11-22",
    "next_due": "November 2027",
    "replaces": "500.2.3.15/0007/UPTD-ML/XI/2025",
    "instrument": {
        "kind": "Timbangan elektronik",
        "kind_en": "Electronic scale",
        "brand": "Adil Karya",
        "model": "AK-30E",
        "serial": "AK-2024-00017",
        "capacity": "30 kg",
        "interval": "0,01 kg",
        "accuracy": "III",
        "extras": [{"id": "Jumlah tumpuan", "en": "Supports", "value": "4"}],
    },
    "owner": {"name": "Siti Aminah", "address": "Pasar Randik, Sekayu"},
    "user": {"name": "CV Maju Jaya", "address": "Sungai Lilin"},
    "examination": {
        "verifier_code": "P-07",
        "verifier": "Rahmawati, S.T.",
        "method": "SK 131/SPK/KEP/10/2015",
        "standards": ["Anak timbangan M1", "Anak timbangan bidur M2"],
        "traceability": "Tertelusur ke satuan SI",
        "place": "Pasar Randik",
        "temperature": "28.5",
        "humidity": "72",
        "adjustment": "Disetel sebelum pengujian",
    },
    "marks": [{"kind": "valid", "code": 'SP6 "26"', "position": "Lemping", "unit": "1", "year": "2026"}],
    "head": {
        "title": "Kepala UPTD",
        "name": "Budi Santoso",
        "rank": "Pembina (IV/a)",
        "delegation": "a.n. Kepala Dinas",
    },
    "software": "1.0 · 0a1b2c3d · 4e5f6a7b",
    "decision_rules": [{"id": "Aturan keputusan: penerimaan sederhana.", "en": "Simple acceptance."}],
    "notes": ["Diuji pada lantai datar."],
}


def a_certificate(**changes: object) -> dict:
    return PLAIN | changes
