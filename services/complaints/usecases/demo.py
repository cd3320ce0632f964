"""Loads a few people and complaints at different stages, through the use cases, once."""

from services.complaints.storage import Complaint, context, transaction
from services.complaints.usecases import correspondence, evaluation, lodging, people, reporter, steps
from shared.auth.actor import Actor
from shared.ids import name_id

OFFICER = Actor("dev-complaint_officer", "Rahmawati", roles=frozenset({"complaint_officer"}))
FRONT = Actor("dev-front_officer", "Yuliana", roles=frozenset({"front_officer"}))
HEAD = Actor("dev-head", "Kepala UPTD", roles=frozenset({"head"}))
ADMIN = Actor("dev-admin", "Pengelola Sistem", roles=frozenset({"admin"}))  # nobody enters himself
WRITER = Actor("dev-applicant", "Siti Aminah", roles=frozenset({"applicant"}))
MARKER = "demo"
INFORMED, METROLOGIST = name_id("demo", "staff", "service"), name_id("demo", "staff", "metrology")
STAFF = [
    {"id": name_id("demo", "staff", "front"), "subject": "dev-front_officer", "name": "Yuliana", "skills": []},
    {"id": INFORMED, "subject": "dev-complaint_officer", "name": "Rahmawati", "skills": ["service", "records"]},
    {"id": METROLOGIST, "subject": "demo-metrolog", "name": "Deni Saputra", "skills": ["metrology", "service"]},
    {
        "id": name_id("demo", "staff", "integrity"),
        "subject": "dev-head",
        "name": "Hj. Nurlaila",
        "skills": ["integrity"],
    },
]
QUEUE = {
    "subject": "Antrean sidang tera di pasar",
    "text": "Jadwal sidang tera diumumkan pukul 08.00, petugas baru mulai pukul 11.00. Saya menunggu tiga jam.",
}
FUEL = {
    "subject": "Takaran pompa BBM diduga kurang",
    "text": "Saya mengisi 20 liter, di jeriken terukur kurang dari 19 liter. Mohon diuji.",
}
NAME = {
    "subject": "Nama usaha pada SKHP keliru",
    "text": "Nama usaha kami salah tulis pada surat keterangan yang kami terima.",
}
VERIFICATION = {
    "authenticity": {"authentic": True, "why": "Jadwal dan daftar hadir hari itu cocok dengan cerita pelapor."},
    "importance": {
        "important": True,
        "standing": "Pemilik timbangan yang ikut sidang",
        "why": "Menyangkut banyak pedagang",
    },
    "steps": [{"what": "Memeriksa jadwal dan daftar hadir", "who": "Rahmawati", "when": "2026-11-20"}],
    "problem": "Tim datang tiga jam setelah waktu yang diumumkan tanpa pemberitahuan.",
    "root_cause": "Perubahan rute tidak diberitahukan kepada pengelola pasar.",
    "root_cause_code": "information",
}


def load() -> None:
    """A resolved and evaluated case, one being looked into, and one that just came in."""
    with transaction():
        if context.Marker.get_or_none(context.Marker.name == MARKER):
            return
        for person in STAFF:
            entered = people.enter(ADMIN, **person)
            people.confirm(HEAD, entered.id, entered.version)
        _evaluated()
        _classified()
        _lodged(WRITER, "certificate", **NAME, reporter={"name": "CV Sumber Rejeki", "email": "sumber@contoh.id"})
        context.Marker.create(name=MARKER)


def _evaluated() -> None:
    case = _lodged(WRITER, "queue", **QUEUE, reporter={"name": "Siti Aminah", "phone": "0812-0000-0001"}, secret=True)
    id = case.id
    steps.verify(OFFICER, id, _now(id), VERIFICATION)
    steps.classify(OFFICER, id, _now(id), {"type": "schedule", "severity": "medium"})
    chosen = {"staff_id": INFORMED, "why": "Mengurus jadwal sidang dan tidak ikut dalam tim hari itu"}
    steps.assign(OFFICER, id, _now(id), chosen)
    steps.start(OFFICER, id, _now(id), {"plan": "Menghubungi pengelola pasar dan menyusun cara memberi tahu perubahan"})
    correspondence.write_message(OFFICER, id, "Mohon maaf. Kami sedang memperbaiki cara memberi tahu perubahan jadwal.")
    done = [{"what": "Nomor kontak tiap pasar dicatat pada jadwal", "who": "Rahmawati", "when": "2026-11-21"}]
    steps.report_done(OFFICER, id, _now(id), {"actions": done})
    effect = {
        "how": "Perubahan jadwal berikutnya diberitahukan sehari sebelumnya",
        "when": "2026-11-22",
        "by": "Rahmawati",
    }
    resolution = "Perubahan jadwal kini diberitahukan kepada pengelola pasar paling lambat sehari sebelumnya."
    steps.resolve(OFFICER, id, _now(id), {"effect": effect, "resolution": resolution})
    reporter.answer(WRITER, id, _now(id), case.code, {"rating": 4, "words": "Terima kasih, cepat ditanggapi."})
    learned = {"note": "Pemberitahuan perubahan belum ada dalam prosedur.", "cause": {"code": "information"}}
    evaluation.evaluate(OFFICER, id, _now(id), learned)


def _classified() -> None:
    case = _lodged(FRONT, "fuel", **FUEL, channel="phone", anonymous=True)
    found = {
        **VERIFICATION,
        "steps": [{"what": "Menanyakan lokasi dan waktu", "who": "Deni Saputra", "when": "2026-11-21"}],
        "problem": "Dugaan kekurangan takaran pada satu nozel.",
        "root_cause": "",
        "root_cause_code": "",
        "root_cause_not_found_because": "Perlu pengujian di tempat",
    }
    steps.verify(OFFICER, case.id, _now(case.id), found)
    steps.classify(OFFICER, case.id, _now(case.id), {"type": "instrument", "severity": "high"})


def _lodged(by: Actor, name: str, **facts: object) -> Complaint:
    usual = {"kind": "complaint", "channel": "online", "anonymous": False, "secret": False}
    return lodging.lodge(by, id=name_id("demo", "complaint", name), **{**usual, **facts})


def _now(id: str) -> int:
    return Complaint.find(id).version
