"""Writes the papers of a test: the sheet to fill in by hand, and the filled one with its verdict."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.testing.domain.limits import procedure
from services.testing.domain.record.photos import to_print
from services.testing.domain.verdict import departure
from services.testing.papers import pictures
from services.testing.papers.observation import observation
from services.testing.papers.sheet import sheet
from services.testing.storage import (
    Delegation,
    Examination,
    Order,
    Party,
    Photo,
    Session,
    Verifier,
    context,
    profile,
    rule,
)
from services.testing.storage.limits import tables_on
from services.testing.storage.software import Identity
from services.testing.usecases import event_facts
from services.testing.usecases.callers import HEAD
from shared.uploads import kept_files

PDF = "application/pdf"
ADJUSTED = "Disetel sebelum pengujian / adjusted before the test"
Paper = tuple[bytes, str]


def report(examination: Examination) -> Paper:
    """The filled sheet, and a name for it: every reading with its limit and the verdict, whatever its state."""
    order, day = examination.check_intact().order, examination.tested_on
    data = {
        **_about(order, day),
        **{
            name: getattr(examination, name)
            for name in ("revision", "reason", "tested_on", "state", "result", "readings")
        },
        **{name: getattr(examination, name) for name in ("environment", "standards", "marks")},
        "supersedes": examination.revision - 1 if examination.supersedes else None,
        "examination": _people(examination),
        "procedure": _procedure(_instrument(order), order.verification, day),
        "software": Identity(**examination.software).short,
        "verdict": examination.verdict,
        "verdicts": examination.verdicts,
        "departure": departure.lines(examination.departure),
        "photos": pictures.rows(_photos(examination), examination.marks),
    }
    return sheet(data), _named("lembar", order.number, str(examination.revision))


def by_hand(order: Order) -> Paper:
    """The empty sheet of an order, with what the letter said of the instrument."""
    today = context.today()
    steps = _procedure(_instrument(order), order.verification, today)
    data = {**_about(order, today), "printed_on": today, "units": order.units, "procedure": steps}
    return observation(data), _named("cerapan", order.number)


def blank(kind: str, verification: str, units: int, plate: Mapping[str, str]) -> Paper:
    """The empty sheet of any instrument of a kind."""
    today = context.today()
    steps = _procedure({"kind": kind, "parameters": plate}, verification, today)
    instrument = {**_kind(kind, today), "parameters": plate}
    counted = [{"unit": str(at + 1)} for at in range(units)]
    data = {"office": _office(), "printed_on": today, "instrument": instrument, "units": counted, "procedure": steps}
    return observation(data), _named("cerapan", kind)


def _photos(examination: Examination) -> list[dict[str, Any]]:
    """The photos of the record, with the bytes of as many as the sheet has room for."""
    limits = rule("photo", examination.tested_on)
    known = [row.__data__ for row in Photo.of(examination.id)]
    shown = to_print(known, limits["print_bytes"], limits["print_pixels"])
    bytes_of = {sha256: kept_files.find(context, sha256) for sha256 in shown}
    return [{**one, "content": bytes_of.get(one["sha256"])} for one in known]


def _named(*parts: str) -> str:
    """A name for the file, without the strokes of official numbers."""
    return "".join(letter if letter.isalnum() else "-" for letter in "-".join(parts)) + ".pdf"


def _instrument(order: Order) -> dict[str, Any]:
    return {"kind": order.kind, "parameters": order.parameters}


def _procedure(instrument: Mapping[str, Any], verification: str, day: date) -> dict[str, Any]:
    return procedure.required(tables_on(day), instrument, verification).as_json()


def _about(order: Order, day: date) -> dict[str, Any]:
    """What both papers of an order say of office, instrument and owner."""
    plate = {name: getattr(order, name) for name in ("brand", "model", "serial", "parameters")}
    party = Party.get_or_none(Party.id == order.party_id) if order.party_id else None
    return {
        "office": _office(),
        "number": order.number,
        "basis": order.basis,
        "lot": order.lot or None,
        "type": order.type_approval or order.exemption or None,
        "anomalies": [row["note"] for row in order.anomalies or []],
        "instrument": {**_kind(order.kind, day), **plate},
        "owner": _owner(party.facts) if party else None,
    }


def _owner(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": _joined((facts["name"], facts.get("business")), " – "), "address": facts.get("address")}


def _kind(code: str, day: date) -> dict[str, str]:
    row = profile.kinds(day).get(code, {"name_id": code, "name_en": ""})
    return {"kind": row["name_id"], "kind_en": row["name_en"]}


def _people(examination: Examination) -> dict[str, Any]:
    """Who tested where, and who stands behind it."""
    names = Verifier.coded([examination.verifier_code, examination.approved_by_code or ""])
    known = {code: row.name for code, row in names.items()} | {HEAD: profile.agency()["head"]["id"]}
    under = examination.approved_under
    approver = Delegation.find(under["delegation_id"]).name if under else known.get(examination.approved_by_code)
    approved_at = examination.approved_at
    return {
        "verifier_code": examination.verifier_code,
        "verifier": known.get(examination.verifier_code),
        "corrected_by": [hand["code"] for hand in examination.corrected_by or []],
        "approved_by": approver,
        "approved_on": approved_at.astimezone(context.zone).date() if approved_at else None,
        "decree": (examination.approved_under or {}).get("decree"),
        "place": _place(examination.order, examination.session, examination.tested_on),
        "adjustment": ADJUSTED if examination.adjustment else None,
    }


def _place(order: Order, session: Session, day: date) -> str:
    where = event_facts.place(order, session)
    modes = {one["mode"]: one["id"] for one in profile.agency()["place"].values()}
    district = profile.districts(day).get(where["district"], {"name": where["district"]})
    return _joined((modes.get(where["mode"]), where.get("name"), district["name"]), ", ")


def _joined(parts: Sequence[str | None], glue: str) -> str:
    return glue.join(part for part in parts if part)


def _office() -> dict[str, str]:
    agency = profile.agency()
    contact = agency["contact"]
    names = {"government": "government", "department": "department", "office": "name"}
    office = {key: agency[name]["id"] for key, name in names.items()}
    more = {"address": contact["address"], "seat": contact["town"], "phone": contact["phone_printed"]}
    return {**office, **more, "web": contact["web"]}
