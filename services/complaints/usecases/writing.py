"""Writes the receipt, from what is stored."""

from typing import Any

from services.complaints.papers.receipt import receipt as paper
from services.complaints.storage import Complaint, profile, room, rules
from services.complaints.usecases.cases import clocks, is_hidden
from services.complaints.usecases.lodging import TAKERS
from services.complaints.usecases.tracking import stages
from shared.actor import Actor
from shared.errors import NotFound

KINDS = {"complaint": "Pengaduan", "appeal": "Keberatan atas hasil pengujian"}


def receipt(by: Actor, id: str, code: str) -> tuple[bytes, str]:
    """The receipt as PDF with its file name, for whoever has the code or takes complaints in."""
    complaint = Complaint.find(id)
    taker = by.has(*TAKERS) and not is_hidden(by, complaint)
    if not (taker or complaint.opens_with(code)):
        raise NotFound("not-found")
    return paper(_facts(complaint)), f"tanda-terima-{complaint.number}.pdf"


def _facts(complaint: Complaint) -> dict[str, Any]:
    named = complaint.reporter if complaint.identity == "named" else None
    received_on = profile.day(complaint.received_at)
    base = f"{room.settings.public_url}/complaints/v1/tracking"
    return {
        "office": _office(),
        "number": complaint.number,
        "code": complaint.code,
        "tracking_url": f"{base}/{complaint.number}?code={complaint.code}",
        "date": profile.day(complaint.created_at),
        "received_on": received_on,
        "channel": rules.catalogue("channel")[complaint.channel]["name"]["id"],
        "reporter": (named or {}).get("name") or ("Dirahasiakan" if complaint.identity == "secret" else None),
        "subject": KINDS[complaint.kind],
        "first_answer": next((one.due.on for one in clocks(complaint) if one.code == "legal_answer"), None),
        "stages": [{**stage["name"], "done": stage["done"]} for stage in stages(complaint)],
    }


def _office() -> dict[str, Any]:
    agency = profile.agency()
    contact = agency["contact"]
    names = {"government": "government", "department": "department", "office": "name"}
    more = {"address": contact["address"], "seat": contact["town"], "phone": contact["phone_printed"]}
    office = {key: agency[name]["id"] for key, name in names.items()}
    return {**office, **more, "web": contact["web"], "decree": agency["service"]["decree_printed"]}
