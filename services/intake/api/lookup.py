"""What anybody may ask: kinds of instrument, and where a letter is."""

from typing import Any

from services.intake import schemas
from services.intake.domain.instrument import progress
from services.intake.storage import Application, profile, room
from shared.http.routes import Blueprint

blueprint = Blueprint("lookup", __name__, url_prefix="/v1", description="Public look-ups")
# What comes next, in words for the applicant, by the state of the letter.
NEXT = {
    "submitted": ("Petugas memeriksa surat Anda.", "An officer checks your letter."),
    "returned": ("Perbaiki bagian yang disebut, lalu ajukan lagi.", "Correct what is named and hand it in again."),
    "accepted": ("Alat Anda diuji menurut jadwal.", "Your instruments are tested as scheduled."),
    "completed": ("Selesai. Unduh atau ambil SKHP Anda.", "Done. Download or collect your certificate."),
}
ENDED = ("Permohonan telah berakhir.", "The application has ended.")


@blueprint.get("/kinds", allow=(), answer=schemas.KindListShape)
def kinds() -> dict[str, Any]:
    """Kinds of instrument that the office knows, and what each must tell about itself."""
    return {"items": list(profile.kinds(room.today()).values())}


@blueprint.get("/tracking/<string:number>", allow=(), query=schemas.TrackingQuery, answer=schemas.TrackingShape)
def track(query: dict, number: str) -> dict[str, Any]:
    """Where a letter is, by its number and the code on the receipt."""
    found = Application.tracked(number, query["code"])
    step = NEXT.get(found.state, ENDED)
    return {
        "number": found.number,
        "state": found.state,
        "progress": progress([item.state for item in found.items]) if found.state == "accepted" else None,
        "period": found.period,
        "submitted_on": found.submitted_on,
        "promised_date": found.promised_on,
        "fee": schemas.FREE,
        "next_step": {"id": step[0], "en": step[1]},
        "items": [_tracked(item) for item in found.items],
    }


def _tracked(item: Any) -> dict[str, Any]:
    paper = item.outcome.get("certificate") or {}
    date = (item.order or {}).get("date")
    return {"kind": item.instrument.kind, "state": item.state, "date": date, "certificate": paper.get("number")}
