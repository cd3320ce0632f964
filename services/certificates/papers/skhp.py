"""Writes the SKHP and the rejection statement, each with its machine-readable twin inside."""

import json
from pathlib import Path

from shared.pdf.typeset import Attachment, draw, qr_svg

FOLDER = Path(__file__).parent


def skhp(data: dict) -> bytes:
    """The *Surat Keterangan Hasil Pengujian* as PDF, not signed yet. A missing or None optional key leaves no gap.

    office       {government, department, office, address, seat} and optional {phone, web, email, logo_svg}
    number, issued_on, tested_on, verification (`initial` | `subsequent`), verification_url, order {number, date}
    basis        optional pair of words for why it was tested, where that is more than the law
    valid_until  optional day; next_due optional words such as "November 2027"
    instrument   {kind} and optional {kind_en, brand, model, serial, capacity, interval, accuracy,
                 extras: [{id, en, value}]}
    units        [{unit, verdict: `valid` | `rejected`}] and optional {label, note}
    owner, user  {name, address}; `user` optional
    examination  {verifier_code, method} and optional {verifier, standards: [..], traceability, place,
                 adjustment} and temperature, humidity, each with optional `_start` and `_end`
    results      [{rows: [{test, nominal, indication, error, mpe, verdict}]}] and optional {unit, title, title_en,
                 symbol}
    limits       {norm} and optional {edition, table, legal_source, confidence}; whatever is not `verified` says so
    software     optional words for which program and parameters judged
    decision_rules optional [{id, en}]; departure optional {units: [{unit, rule, verdict}], reason, *_code}
    marks        [{kind, code}] and optional {position, unit, year}
    head         {title, name} and optional {rank, delegation: words such as "a.n. Kepala UPTD"}
    signature    {id, en}: the legal kind of signature, printed as given
    replaces     optional number of the certificate this one replaces
    notes        optional further remarks
    """
    return _write("skhp.typ", data)


def rejection(data: dict) -> bytes:
    """The *surat keterangan batal* as PDF, not signed yet: the keys of `skhp`, without validity, and

    retest_until optional day until which a repaired instrument may be presented on the same order
    findings     optional words for what was wrong
    appeal_url   optional address where the verdict can be contested
    """
    return _write("rejection.typ", data)


def _write(template: str, data: dict) -> bytes:
    look = ("logo_svg",)
    twin = data | {"office": {key: value for key, value in data["office"].items() if key not in look}}
    content = json.dumps(twin, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()
    attachment = Attachment("skhp.json", content, description="Data surat keterangan / certificate data")
    return draw(FOLDER / template, data | {"qr": qr_svg(data["verification_url"])}, (attachment,))
