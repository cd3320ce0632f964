"""The story of three complaints: one through all seven stages, one that asks for a retest, one reopened."""

from typing import Any

from deploy.demo import client, papers
from deploy.demo.complaint_client import Case
from deploy.demo.stage import Stage
from deploy.http_client import Refused
from shared import clock

SEVEN = [
    *("lodged", "received", "verified", "classified", "assigned", "in_handling"),
    *("monitoring", "resolved", "closed", "evaluated"),
]
QUEUE = {
    "subject": "Menunggu lama di sidang tera",
    "text": "Sidang diumumkan pukul 08.00, petugas baru mulai pukul 11.00. Saya menunggu tiga jam.",
    "reporter": {"name": "Siti Aminah", "phone": "0812-0000-0001"},
}
DOUBT = {
    "subject": "Hasil timbangan diragukan",
    "text": "Pelapor menelepon: timbangan tetangganya dinyatakan sah, padahal menurutnya kurang.",
    "reporter": {"name": "Penelepon", "phone": "0812-0000-0004"},
}
NAME = {"subject": "Nama usaha keliru", "text": "Nama usaha pada surat keterangan salah tulis.", "anonymous": True}


class Story:
    """Complaints about a paper of the instrument story."""

    def __init__(self, stage: Stage, paper: dict[str, Any]) -> None:
        self.stage, self.office, self.paper = stage, stage.office, paper

    def tell(self) -> None:
        for scene in (self.seven_stages, self.tested_again, self.reopened):
            scene()

    def seven_stages(self) -> None:
        stage = self.stage
        stage.chapter("8. Pengaduan tanpa akun", "A complaint without an account")
        case = Case.lodge(self.office, stage.today, **QUEUE)
        stage.keep("tanda-terima-pengaduan.pdf", case.receipt())
        stage.say(
            f"Pelapor mengonfirmasi dengan kodenya; pengaduan mendapat nomor resmi {case.number}, tanpa akun.",
            f"The reporter confirms by code; the complaint gets its official number {case.number}, without an account.",
        )
        stage.check("Bukti kurang ditolak / missing evidence", MISSING, self._missing(case))
        cause = {"root_cause": "Perubahan rute tidak diberitahukan.", "root_cause_code": "information"}
        case.verify("Tim datang terlambat tanpa kabar.", "Jadwal dan daftar hadir cocok.", **cause)
        case.hand_to("service", type="schedule", severity="medium")
        case.settle("Kontak pasar dicatat pada jadwal", "Perubahan jadwal kini diberitahukan sehari sebelumnya.")
        token = case.tracked()["feedback_url"].rsplit("/", 1)[1]
        answer = {"rating": 5, "words": "Terima kasih, cepat ditanggapi."}
        self.office.person().post(f"/complaints/v1/feedback/{token}", answer)
        case.evaluate("Pemberitahuan perubahan masuk prosedur.", "information")
        stage.say(
            "Tujuh tahap dilalui; pelapor menilai 5, kantor mengevaluasi dan mencatat perbaikan.",
            "All seven stages are passed; the reporter rates 5, the office evaluates and records an improvement.",
        )
        stage.check("Tahap pengaduan / stages", SEVEN, case.states())
        done = [one["number"] for one in case.tracked()["stages"] if one["done"]]
        stage.check("Terlihat oleh pelapor / seen by the reporter", [1, 2, 3, 4, 5, 6, 7], done)

    def _missing(self, case: Case) -> list[str]:
        """What the office asks for when somebody verifies with nothing in hand."""
        try:
            case.move("verification")
        except Refused as refused:
            return [str(refused.status), refused.code, *sorted(fault["pointer"] for fault in refused.problem["errors"])]
        return []

    def tested_again(self) -> None:
        stage = self.stage
        stage.chapter("9. Pengaduan lewat telepon dan uji ulang", "A complaint by telephone, and a retest")
        about = {"certificate_number": self.paper["number"]}
        told = {"channel": "phone", "received_at": clock.rfc3339(clock.now()), "kind": "appeal", "about": about}
        case = Case.lodge(self.office, stage.today, "front_officer", **DOUBT, **told)
        case.verify("Hasil uji diragukan.", "Surat keterangan yang disebut ada dalam register.")
        case.hand_to("metrology", type="verdict", severity="high")
        case.move("retest", reason_code="result_doubted")
        order = self._order(case)
        stage.say(
            f"Petugas meminta uji ulang atas {self.paper['number']}; penguji semula tidak boleh menguji lagi.",
            f"The officer asks for a retest of {self.paper['number']}; not by the verifier of before.",
        )
        stage.check("Asal order / origin of the order", "office", order["origin"])
        stage.check("Bukan penguji semula / not by", ["K1", "P1"], order["other_than"])
        self._heard(case, self._examined(order))
        self._low_rating(case)

    def _heard(self, case: Case, examination: dict[str, Any]) -> None:
        """The case learns the result; the new paper takes the place of the old."""
        stage = self.stage
        paper = client.sign(self.office, client.papers(self.office, self.paper["instrument_id"], 2)[-1])
        heard = self.office.person("complaint_officer").until(
            case.path, lambda seen: any(one["state"] == "examined" for one in seen["retests"]), after="testing"
        )
        verdicts = [(one["verdict"], one["examination_id"]) for one in heard["retests"]]
        stage.check("Perkara mendengar hasilnya / the case hears the result", [("passed", examination["id"])], verdicts)
        stage.check("Surat baru / the new paper", "valid", papers.public_answer(self.office, paper["code"]))
        stage.check("Surat lama / the old paper", "superseded", papers.public_answer(self.office, self.paper["code"]))

    def _low_rating(self, case: Case) -> None:
        case.settle("Timbangan diuji ulang oleh penguji lain", "Hasil uji ulang memenuhi syarat; surat baru terbit.")
        closed = case.by_reporter("answer", rating=2, words="Lama sekali.")
        self.stage.check("Dijawab dengan nilai 2 / answered with 2", "closed", closed["state"])
        review = {"rating_review": {"linked_to_cause": "capacity"}}
        evaluated = case.evaluate("Uji ulang dijadwalkan lebih cepat.", "capacity", **review)
        self.stage.check("Nilai rendah dibahas / low rating reviewed", "evaluated", evaluated["state"])

    def _order(self, case: Case) -> dict[str, Any]:
        """Only the case says which order is its own."""
        officer = self.office.person("complaint_officer")
        seen = officer.until(case.path, lambda one: one["retests"][-1]["order_id"], after="testing")
        return self.office.person("front_officer").get(f"/testing/v1/orders/{seen['retests'][-1]['order_id']}")

    def _examined(self, order: dict[str, Any]) -> dict[str, Any]:
        office = self.office
        session = client.plan_session(office, self.stage.today)
        booked = client.book(office, order, session)
        client.move_session(office, session, "opening")
        refused = self.stage.refusal(lambda: client.examine(office, booked))
        self.stage.check("Penguji semula ditolak / the former verifier", "not-found", refused)
        approved = client.approve(office, client.examine(office, booked, by="verifier-2"))
        client.move_session(office, session, "closing")
        return approved

    def reopened(self) -> None:
        stage = self.stage
        stage.chapter("10. Pengaduan dibuka kembali", "A complaint reopened")
        case = Case.lodge(self.office, stage.today, **NAME)
        case.verify("Nama usaha salah tulis.", "Register dan permohonan dibandingkan.")
        case.hand_to("records", type="certificate", severity="low")
        case.settle("Data pemilik diperbaiki", "Surat keterangan yang benar sedang disiapkan.")
        back = case.by_reporter("reopening", why="Surat yang benar belum saya terima.")
        stage.say(
            "Pelapor tanpa nama belum puas dan membuka kembali pengaduannya; kantor menyelesaikannya sekali lagi.",
            "The anonymous reporter is not satisfied and reopens; the office settles it once more.",
        )
        stage.check("Dibuka kembali / reopened", "in_handling", back["state"])
        case.settle("Surat yang benar diserahkan", "Surat keterangan yang benar telah diserahkan.")
        closed = case.by_reporter("answer", rating=4, words="Sudah benar.")
        stage.check("Selesai / closed", "closed", closed["state"])
        seen = case.seen()
        stage.check("Berapa kali dibuka / times reopened", 1, seen["reopened"])
        stage.check(
            "Pelapor tanpa nama / anonymous reporter", ("anonymous", None), (seen["identity"], seen["reporter"])
        )


MISSING = [
    *("409", "evidence-missing", "/authenticity/authentic", "/authenticity/why", "/importance/important"),
    *("/importance/standing", "/importance/why", "/problem", "/root_cause", "/steps"),
]
