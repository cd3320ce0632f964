"""Says where a letter is to anybody who holds its number and code; nothing of a person."""

from collections.abc import Sequence
from typing import Any

from services.intake.domain.instrument import progress
from services.intake.domain.paper import Standing, standing
from services.intake.domain.submission import FREE
from services.intake.storage import Application, context, profile

# What comes next, in words for the applicant, by the state of the letter.
NEXT = {
    "submitted": ("Petugas memeriksa surat Anda.", "An officer checks your letter."),
    "returned": ("Perbaiki bagian yang disebut, lalu ajukan lagi.", "Correct what is named and hand it in again."),
    "accepted": ("Alat Anda diuji menurut jadwal.", "Your instruments are tested as scheduled."),
    "completed": ("Selesai. Unduh atau ambil SKHP Anda.", "Done. Download or collect your certificate."),
}
ENDED = ("Permohonan telah berakhir.", "The application has ended.")
NO_PAPER = (
    "Selesai tanpa SKHP; hasil tiap alat ada di bawah.",
    "Done without a certificate; what became of each instrument stands below.",
)
# What to do when a paper no longer holds; of several the gravest speaks.
FALLEN = {
    Standing.REVOKED: (
        "SKHP tidak berlaku lagi: sudah dicabut. Jangan pakai alatnya; hubungi kantor kami.",
        "The certificate holds no more: it was revoked. Do not use the instrument; contact our office.",
    ),
    Standing.SUSPENDED: (
        "SKHP tidak berlaku untuk sementara: ditangguhkan. Hubungi kantor kami sebelum memakai alatnya.",
        "The certificate does not hold for now: it is suspended. Contact our office before using the instrument.",
    ),
    Standing.SUPERSEDED: (
        "SKHP ini tidak berlaku lagi: sudah diganti surat yang lebih baru. Hubungi kantor kami untuk surat itu.",
        "This certificate holds no more: a newer one took its place. Contact our office for it.",
    ),
    Standing.EXPIRED: (
        "SKHP tidak berlaku lagi: masa berlakunya habis. Ajukan tera ulang, atau hubungi kantor kami.",
        "The certificate holds no more: its time is over. Apply for verification again, or contact our office.",
    ),
}


def follow(number: str, code: str) -> dict[str, Any]:
    """State, period, promised date, what comes next, and each item with its date and paper; raises NotFound."""
    found = Application.tracked(number, code)
    items = [_item(item) for item in found.items]
    step = _last_step(items) if found.state == "completed" else NEXT.get(found.state, ENDED)
    return {
        "number": found.number,
        "state": found.state,
        "progress": progress([item.state for item in found.items]) if found.state == "accepted" else None,
        "period": found.period,
        "submitted_on": found.submitted_on,
        "promised_date": found.promised_on,
        "fee": FREE,
        "next_step": {"id": step[0], "en": step[1]},
        "items": items,
    }


def kind_names() -> dict[str, str]:
    """What each kind of instrument is called at the counter."""
    return {code: kind["name_id"] for code, kind in profile.kinds(context.today()).items()}


def _last_step(items: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """What to do when all is done: fetch the paper, unless one does not hold any more or there is none."""
    known = {item["certificate_state"] for item in items} - {None}
    fallen = next((words for state, words in FALLEN.items() if state in known), None)
    return fallen or (NEXT["completed"] if known else NO_PAPER)


def _item(item: Any) -> dict[str, Any]:
    """Where the instrument is; with its paper, how that stands, and the newest one if that is another."""
    date = (item.order or {}).get("date")
    told = {"kind": item.instrument.kind, "state": item.state, "date": date}
    own = item.outcome.get("certificate")
    if not own:
        return {**told, "certificate": None, "certificate_state": None, "newest": None}
    newest = item.instrument.certificate or own
    other = {name: newest.get(name) for name in ("number", "kind")} if newest["number"] != own["number"] else None
    state = standing(own, newest, context.today())
    return {**told, "certificate": own["number"], "certificate_state": str(state), "newest": other}
