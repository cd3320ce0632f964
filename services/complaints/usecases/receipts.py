"""Writes the receipt, from what is stored."""

from typing import Any

from services.complaints.papers.receipt import receipt as paper
from services.complaints.storage import Complaint, context, profile, rules
from services.complaints.usecases import by_code
from services.complaints.usecases.cases import clocks
from services.complaints.usecases.tracking import stages
from shared.auth.actor import Actor
from shared.ids import normal

KINDS = {"complaint": "Pengaduan", "appeal": "Keberatan atas hasil pengujian"}


def receipt(by: Actor, id: str, code: str) -> tuple[bytes, str]:
    """The receipt as PDF with its file name, for whoever may see the case or holds its code.

    The code stands on it only if it was brought along: the office does not have it.
    """
    complaint = by_code.of_receipt(by, id, code)
    held = normal(code) if code and complaint.is_opened_by(code) else None
    return paper(_facts(complaint) | {"code": held}), f"tanda-terima-{complaint.called}.pdf"


def _facts(complaint: Complaint) -> dict[str, Any]:
    named = complaint.reporter if complaint.identity == "named" else None
    received_on = profile.day(complaint.received_at)
    base = f"{context.settings.public_url}/complaints/v1/tracking"
    return {
        "office": _office(),
        "number": complaint.called,
        "provisional": complaint.number is None,
        "tracking_url": f"{base}/{complaint.called}",
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
