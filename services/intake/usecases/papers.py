"""Writes the papers that go back over the counter, from what is stored."""

from collections.abc import Mapping
from typing import Any

from services.intake.papers.letter import letter as letter_paper
from services.intake.papers.receipt import receipt as receipt_paper
from services.intake.storage import Application, Item, context, profile
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict
from shared.uploads import kept_files

PDF = "application/pdf"
BASES = {"after_repair": "setelah perbaikan", "voluntary": "sukarela", "sampling": "contoh dari lot {0}"}
WORDS = {
    "online": "Daring",
    "counter": "Loket",
    "walk_in": "Sidang tera",
    "office": "Kantor UPTD",
    "group": "Sidang tera",
    "on_site": "Tempat pakai",
}
Paper = tuple[bytes, str, str]


def letter(application: Application) -> Paper:
    """The uploaded letter, or the one the system writes; (content, media type, file name)."""
    if sent := application.letter_file:
        return kept_files.fetch(context, sent["sha256"]), sent["media"], f"surat.{sent['media'].split('/')[1]}"
    items = application.items
    if not items:
        raise Conflict("no-letter-yet", state=application.state, allowed=[])
    party, told = application.party.facts, application.letter
    data = {
        "office": _office(),
        "date": told.get("date") or clock.today(context.zone, application.created_at),
        "number": told.get("number"),
        "scheme": application.scheme,
        "applicant": party,
        "items": [_item(item, application) for item in items],
        "preferred": application.wish,
    }
    return letter_paper(data), PDF, "surat-permohonan.pdf"


def receipt(by: Actor, application: Application) -> Paper:
    """The receipt; drafts have none. The code is on it for the applicant and for the officer who took the letter in."""
    if not application.number:
        raise Conflict("no-receipt-yet", state=application.state, allowed=["submit"])
    period = profile.period(application.submitted_on)
    url, code = f"{context.settings.public_url}/intake/tracking/{application.number}", application.code_for(by)
    data = {
        "office": _office(),
        "number": application.number,
        "tracking_code": code,
        "tracking_url": f"{url}?code={code}" if code else url,
        "submitted_on": application.submitted_on,
        "promised_on": application.promised_on,
        "date": application.submitted_on,
        "period": period.name["id"],
        "channel": WORDS[application.channel],
        "fee": profile.agency()["service"]["fee"],
        "applicant": application.party.facts,
        "items": [_item(item, application) for item in application.items],
        "complaints": {
            "url": f"{context.settings.public_url}/complaints",
            "address": profile.agency()["contact"]["address"],
        },
    }
    return receipt_paper(data), PDF, f"tanda-terima-{application.number}.pdf"


def _office() -> dict[str, Any]:
    agency = profile.agency()
    contact = agency["contact"]
    names = {"government": "government", "department": "department", "office": "name", "addressee": "addressee"}
    office = {key: agency[name]["id"] for key, name in names.items()}
    more = {"address": contact["address"], "seat": contact["town"], "phone": contact["phone_printed"]}
    return {**office, **more, "web": contact["web"], "decree": agency["service"]["decree_printed"]}


def _item(item: Item, application: Application) -> dict[str, Any]:
    instrument, place = item.instrument, item.place
    kind = profile.kinds(context.today()).get(instrument.kind) or {"name_id": instrument.kind, "name_en": None}
    where = ", ".join(part for part in (WORDS[place["mode"]], place.get("name")) if part)
    owner = item.owner.facts if application.scheme == "collective" else {}
    return {
        "kind": kind["name_id"],
        "kind_en": kind["name_en"],
        "brand": instrument.brand,
        "model": instrument.model,
        "serial": instrument.serial,
        "capacity": capacity(instrument.parameters),
        "verification": item.verification,
        "basis": BASES.get(item.basis, "").format(item.lot),
        "units": len(instrument.units),
        "place": where,
        "owner": owner.get("name"),
        "owner_address": owner.get("address"),
    }


def capacity(parameters: Mapping[str, str]) -> str | None:
    """The size of an instrument in one line: `30 kg / e = 0.01 kg, kelas III`."""
    unit = parameters.get("unit", "")
    size = (
        parameters.get("max") or parameters.get("nominal") or parameters.get("nominal_l") or parameters.get("nominal_m")
    )
    parts = [f"{size} {unit}".strip()] if size else []
    parts += [f"e = {parameters['e']} {unit}".strip()] if parameters.get("e") else []
    text = " / ".join(parts)
    return f"{text}, kelas {parameters['class']}" if parameters.get("class") and text else text or None
