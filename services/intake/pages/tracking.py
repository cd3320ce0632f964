"""Shows an applicant where the letter is: the page behind the QR code of the receipt."""

from pathlib import Path

from flask import Blueprint, Response, render_template, request

from services.intake.storage import profile
from services.intake.usecases import tracking
from shared.errors import NotFound
from shared.http import rate_limiting
from shared.http.access import allow

FOLDER = Path(__file__).parent
LONGEST = 60
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober")
MONTHS += ("November", "Desember")
STEPS = ("submitted", "accepted", "completed")
# How an item's state reads at the counter.
WORDS = {
    "pending": "Menunggu pemeriksaan surat",
    "waiting": "Menunggu jadwal",
    "scheduled": "Terjadwal",
    "tested": "Sudah diuji, surat sedang ditandatangani",
    "awaiting_retest": "Batal; boleh diperbaiki dan diuji ulang",
    "certified": "Selesai, SKHP terbit",
    "rejected_on_test": "Batal, tidak boleh digunakan",
    "referred": "Dirujuk ke kantor lain",
    "withdrawn": "Ditarik pemohon",
    "not_presented": "Tidak dihadirkan",
}
# How a paper that does not hold any more reads, and what the newest paper of an instrument is.
PAPERS = {
    "revoked": ("SKHP dicabut, tidak berlaku lagi", "revoked, holds no more"),
    "suspended": ("SKHP ditangguhkan, tidak berlaku untuk sementara", "suspended, does not hold for now"),
    "superseded": ("SKHP sudah diganti, tidak berlaku lagi", "replaced, holds no more"),
    "expired": ("Masa berlaku SKHP sudah habis", "expired"),
}
KINDS_OF_PAPER = {
    "verification": ("SKHP", "certificate"),
    "rejection": ("surat keterangan batal", "rejection statement"),
}
blueprint = Blueprint("tracking-page", __name__, template_folder=str(FOLDER))


@blueprint.get("/tracking/<string:number>")
@allow(rate="code")
def show(number: str) -> tuple[str, int]:
    """One letter by number and code; a wrong code and an unknown number read alike."""
    try:
        told = tracking.follow(rate_limiting.subject(number), request.args.get("code", "")[:LONGEST])
    except NotFound:
        return _page(told=None), 404
    return _page(told=told, kinds=tracking.kind_names()), 200


@blueprint.get("/tracking/style.css")
@allow()
def style() -> Response:
    """The look of the page."""
    return Response((FOLDER / "style.css").read_text(), content_type="text/css; charset=utf-8")


def _page(**facts: object) -> str:
    words = {"words": WORDS, "months": MONTHS, "steps": STEPS, "papers": PAPERS, "paper_kinds": KINDS_OF_PAPER}
    return render_template("tracking.html", agency=profile.agency(), **words, **facts)
