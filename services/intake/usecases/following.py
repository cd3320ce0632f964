"""Says where a letter is to anybody who holds its number and code; nothing of a person."""

from typing import Any

from services.intake.domain.instrument import progress
from services.intake.domain.submission import FREE
from services.intake.storage import Application, profile, room

# What comes next, in words for the applicant, by the state of the letter.
NEXT = {
    "submitted": ("Petugas memeriksa surat Anda.", "An officer checks your letter."),
    "returned": ("Perbaiki bagian yang disebut, lalu ajukan lagi.", "Correct what is named and hand it in again."),
    "accepted": ("Alat Anda diuji menurut jadwal.", "Your instruments are tested as scheduled."),
    "completed": ("Selesai. Unduh atau ambil SKHP Anda.", "Done. Download or collect your certificate."),
}
ENDED = ("Permohonan telah berakhir.", "The application has ended.")


def follow(number: str, code: str) -> dict[str, Any]:
    """State, period, promised date, what comes next, and each item with its date and paper; raises NotFound."""
    found = Application.tracked(number, code)
    step = NEXT.get(found.state, ENDED)
    return {
        "number": found.number,
        "state": found.state,
        "progress": progress([item.state for item in found.items]) if found.state == "accepted" else None,
        "period": found.period,
        "submitted_on": found.submitted_on,
        "promised_date": found.promised_on,
        "fee": FREE,
        "next_step": {"id": step[0], "en": step[1]},
        "items": [_item(item) for item in found.items],
    }


def kind_names() -> dict[str, str]:
    """What each kind of instrument is called at the counter."""
    return {code: kind["name_id"] for code, kind in profile.kinds(room.today()).items()}


def _item(item: Any) -> dict[str, Any]:
    paper = item.outcome.get("certificate") or {}
    date = (item.order or {}).get("date")
    return {"kind": item.instrument.kind, "state": item.state, "date": date, "certificate": paper.get("number")}
