"""Writes the SKHP and the rejection statement from what testing told, and reads signed ones back."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from services.certificates.domain.lifecycle import Kind
from services.certificates.papers.skhp import rejection, skhp
from services.certificates.storage import Certificate, PartyCopy, context, profile
from services.certificates.storage.context import own
from services.certificates.usecases import printed_readings
from services.certificates.usecases.validity import last_day
from shared import files
from shared.errors import Conflict

PDF = "application/pdf"
DRAW = {Kind.VERIFICATION: skhp, Kind.REJECTION: rejection}


def paper(certificate: Certificate, day: date, head: Mapping[str, Any], signature: Mapping[str, str]) -> bytes:
    """The paper, not signed yet; the same data give the same bytes."""
    facts = certificate.facts
    data = {
        "office": _office(),
        "number": certificate.number,
        "issued_on": day,
        "tested_on": certificate.tested_on,
        **printed_readings.service(facts, own("words")["basis"]),
        "verification_url": address(certificate.code),
        "order": {"number": facts["order_number"]} if facts.get("order_number") else None,
        "instrument": printed_readings.instrument(facts, profile.kind(certificate.instrument_kind, day)),
        "units": printed_readings.units(facts["units"], own("words")["test"]),
        "owner": _owner(certificate.party_id),
        "examination": printed_readings.examination(facts, _place(facts["place"], day)),
        "results": printed_readings.results(facts, own("words")),
        "limits": facts["mpe_table"] or None,
        "software": (facts.get("software") or {}).get("short"),
        "decision_rules": facts.get("decision_rules"),
        "departure": facts.get("departure"),
        "marks": printed_readings.marks(facts["marks"]),
        "head": head,
        "signature": signature,
    }
    return DRAW[Kind(certificate.kind)](data | _ending(certificate))


def signed_paper(certificate: Certificate) -> tuple[bytes, str]:
    """The signed file as it was published, and a name for it; the same bytes for ever."""
    if certificate.sha256 is None:
        raise Conflict("not-signed-yet", state=certificate.state, allowed=["sign"])
    name = "skhp" if certificate.kind == Kind.VERIFICATION else "surat-batal"
    plain = "".join(letter if letter.isalnum() else "-" for letter in certificate.number)
    return files.fetch(folder(), certificate.sha256), f"{name}-{plain}.pdf"


def folder() -> Path:
    """Where signed papers are kept."""
    return context.settings.var / "files" / "certificates"


def address(code: str) -> str:
    """What the QR code carries."""
    return f"{context.settings.public_url}/v/{code}"


def _ending(certificate: Certificate) -> dict[str, Any]:
    """How long it holds, or until when a repaired instrument may come again; and the remarks."""
    remark, facts = own("words")["remark"], certificate.facts
    known = {"application": facts.get("application_number"), facts.get("basis"): True}
    filled = {"number": facts.get("application_number"), "lot": facts.get("lot")}
    names = ("application", "voluntary", "sampling")
    notes = [_both(remark[name]).format(**filled) for name in names if known.get(name)]
    if certificate.kind == Kind.REJECTION:
        appeal = f"{context.settings.public_url}/complaints"
        return {"retest_until": facts["retest_until"], "appeal_url": appeal, "notes": notes}
    last = last_day(certificate)
    return {"valid_until": last, "notes": notes if last else [*notes, _both(remark["no_interval"])]}


def _both(words: Mapping[str, str]) -> str:
    return f"{words['id']} / {words['en']}"


def _owner(party_id: str | None) -> dict[str, Any] | None:
    """Whom to name; an instrument that a complaint found may belong to nobody we know."""
    if party_id is None:
        return None
    facts = PartyCopy.find(party_id).facts
    names = [facts["name"], facts.get("business")]
    return {"name": " – ".join(name for name in names if name), "address": facts.get("address")}


def _place(place: Mapping[str, Any], day: date) -> str:
    where = own("words")["place"].get(place["mode"], {"id": place["mode"]})["id"]
    return _joined([where, place.get("name"), profile.district(place["district"], day)])


def _joined(parts: Sequence[str | None]) -> str:
    return ", ".join(part for part in parts if part)


def _office() -> dict[str, Any]:
    agency = profile.agency()
    contact = agency["contact"]
    names = {"government": "government", "department": "department", "office": "name"}
    office = {key: agency[name]["id"] for key, name in names.items()}
    more = {"address": contact["address"], "seat": contact["town"], "phone": contact["phone_printed"]}
    return {**office, **more, "web": contact["web"]}
