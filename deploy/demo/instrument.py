"""The story of four instruments on one letter: three pass, one is rejected, repaired and passes, one unit stays out."""

from typing import Any

from deploy.demo import client, papers
from deploy.demo.stage import Stage
from shared.office.calendar import add_years

WHO = "applicant"
PARTY = {"name": "Siti Aminah", "business": "Toko Berkah", "address": "Jl. Pasar No. 3, Sungai Lilin"}
CONTACT = {"phone": "0812-0000-0001"}
BRIDGE = {"kind": "timbangan_jembatan", "brand": "Avery", "model": "J-60", "mode": "on_site"}
Row = dict[str, Any]


class Story:
    """One run: serial numbers of its own, so that it can be told again on the same office."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.office = stage, stage.office
        run = client.run_code()
        self.scale, self.truck, self.table, self.platform = (f"{kind}-{run}" for kind in ("TE", "TJ", "TM", "TP"))
        self.letter: Row = {}
        self.orders: dict[str, Row] = {}
        self.sessions: dict[str, Row] = {}
        self.papers: dict[str, Row] = {}

    def tell(self) -> None:
        for scene in (self.hand_in, self.accepted, self.scheduled, self.tested, self.signed, self.repaired, self.done):
            scene()

    def hand_in(self) -> None:
        stage = self.stage
        stage.chapter("1. Surat permohonan", "The letter of application")
        stage.say(
            "Siti Aminah, pedagang di Sungai Lilin, mengajukan empat alat dengan satu surat kepada Kepala UPTD.",
            "Siti Aminah, a trader in Sungai Lilin, applies for four instruments with one letter to the head.",
        )
        items = [
            client.scale(self.scale, client.SCALE),
            client.scale(self.truck, client.TRUCK, **BRIDGE),
            client.scale(self.table, client.TABLE, brand="Camry", model="M-6"),
            client.scale(self.platform, client.PLATFORM, "kiri", "kanan", brand="Mettler", model="P-2"),
        ]
        letter = client.write_letter(self.office, WHO, {**PARTY, **CONTACT}, items)
        me, path = self.office.person(WHO), f"/intake/v1/applications/{letter['id']}"
        stage.keep("surat-permohonan.pdf", me.file(f"{path}/letter"))
        self.letter = client.submit(self.office, WHO, letter)
        stage.keep("tanda-terima-permohonan.pdf", me.file(f"{path}/receipt"))
        stage.say(
            f"Tanda terima: nomor {self.letter['number']}, janji selesai {self.letter['promised_date']}.",
            f"Receipt: number {self.letter['number']}, promised by {self.letter['promised_date']}.",
        )
        stage.check("Keadaan surat / state of the letter", "submitted", self.letter["state"])
        stage.check("Biaya / fee", "Tidak dipungut biaya", self.letter["fee"])
        stage.check("Janji selesai / promised date", add_years(stage.today, 1), self.letter["promised_date"])

    def accepted(self) -> None:
        code = self.letter["tracking_code"]  # an officer who did not take the letter in is not shown it
        self.letter = client.accept(self.office, self.letter) | {"tracking_code": code}
        self.orders = client.orders(self.office, self.letter)
        self.stage.say(
            "Petugas menerima surat; layanan pengujian mendengarnya lewat peristiwa dan membuka empat order.",
            "An officer accepts; the testing service hears of it by an event and opens four orders.",
        )
        self.stage.check("Order pengujian / orders opened", 4, len(self.orders))

    def scheduled(self) -> None:
        stage, office = self.stage, self.office
        stage.chapter("2. Sidang tera", "Sessions")
        for mode in ("office", "on_site"):
            self.sessions[mode] = client.plan_session(office, stage.today, mode)
        for serial, order in self.orders.items():
            mode = "on_site" if serial == self.truck else "office"
            self.orders[serial] = client.book(office, order, self.sessions[mode], WHO)
        for session in self.sessions.values():
            client.move_session(office, session, "opening")
        seen = client.letter_when(office, self.letter, lambda one: one["progress"] == "scheduled", "testing")
        stage.say(
            "Pemohon memilih hari: tiga alat di kantor, timbangan jembatan di tempatnya.",
            "The applicant books: three instruments at the office, the truck scale where it stands.",
        )
        stage.check("Semua alat terjadwal / all scheduled", "scheduled", seen["progress"])

    def tested(self) -> None:
        stage = self.stage
        stage.chapter("3. Pengujian", "Testing")
        results = {serial: self._test(serial, failing) for serial, failing in self._plan().items()}
        stage.check("Timbangan 30 kg / 30 kg scale", "valid", results[self.scale]["verdict"])
        stage.check("Timbangan jembatan 60 t / 60 t truck scale", "valid", results[self.truck]["verdict"])
        stage.check("Timbangan meja 6 kg / 6 kg table scale", "rejected", results[self.table]["verdict"])
        units = {unit["unit"]: unit["verdict"] for unit in results[self.platform]["result"]["units"]}
        stage.check("Dua platform / two platforms", {"kiri": "valid", "kanan": "rejected"}, units)
        why = next(
            line
            for line in results[self.table]["result"]["explanation"]
            if "✗" in line["id"] or "batal" in line["id"].lower()
        )
        stage.say(f"Alasan: {why['id']}", f"Why: {why['en']}")

    def _plan(self) -> dict[str, tuple[str, ...]]:
        return {self.scale: (), self.truck: (), self.table: ("1",), self.platform: ("kanan",)}

    def _test(self, serial: str, failing: tuple[str, ...]) -> Row:
        examination = client.examine(self.office, self.orders[serial], failing)
        if serial == self.scale:
            refused = self.stage.refusal(lambda: client.approve(self.office, examination, "verifier"))
            self.stage.check("Penguji tidak menyetujui ujinya sendiri / four eyes", "four-eyes", refused)
        return client.approve(self.office, examination)

    def signed(self) -> None:
        stage = self.stage
        stage.chapter("4. Surat Keterangan Hasil Pengujian", "Certificates")
        stage.say(
            "Kepala menandatangani; siapa pun dapat memeriksa lewat kode QR.",
            "The head signs; anybody can check by the QR code.",
        )
        wanted = {self.scale: "valid", self.truck: "valid", self.table: "rejected", self.platform: "valid"}
        for serial, answer in wanted.items():
            paper = self.papers[serial] = self._sign(serial, 1)
            papers.keep_certificate(stage, paper, serial.lower())
            stage.check(
                f"Pemeriksaan umum / public check: {serial}", answer, papers.public_answer(self.office, paper["code"])
            )
            stage.check(f"Halaman / page: {serial}", True, PAGES[answer] in papers.page_of(self.office, paper["code"]))

    def repaired(self) -> None:
        stage, office = self.stage, self.office
        stage.chapter("5. Perbaikan dan uji ulang", "Repair and retest")
        path = f"/testing/v1/orders?instrument={self._instrument(self.table)}&state=waiting"
        order = office.person("front_officer").get(path)["items"][0]
        stage.say(
            f"Timbangan meja diperbaiki dan datang lagi, paling lambat {order['retest_until']}.",
            f"The table scale is repaired and comes again, by {order['retest_until']} at the latest.",
        )
        stage.check("Sebab order / cause of the order", "retest", order["cause"])
        booked = client.book(office, order, self.sessions["office"])
        client.approve(office, client.examine(office, booked, by="verifier-2"))
        rejection = client.papers(office, self._instrument(self.table), 2)[0]
        paper = self._sign(self.table, 2)
        papers.keep_certificate(stage, paper, f"{self.table.lower()}-ulang")
        stage.check("Uji ulang / retest", "valid", papers.public_answer(office, paper["code"]))
        stage.check(
            "Surat batal lama / the old rejection", "superseded", papers.public_answer(office, rejection["code"])
        )

    def done(self) -> None:
        stage, office = self.stage, self.office
        letter = client.letter_when(office, self.letter, lambda one: one["state"] == "completed", "certificates")
        stage.check("Surat selesai / application", "completed", letter["state"])
        stage.check("Semua alat / every item", {"certified"}, {item["state"] for item in letter["items"]})
        path = f"/intake/v1/tracking/{letter['number']}?code={self.letter['tracking_code']}"
        tracked = papers.anybody(office).get(path)
        stage.check("Pelacakan umum / public tracking", "completed", tracked["state"])
        for serial in self.orders:
            found = client.papers(office, self._instrument(serial), 1)
            living = [paper for paper in found if paper["state"] in ("valid", "in_force", "suspended")]
            stage.check(f"Satu surat berlaku / one living paper: {serial}", 1, len(living))
        for session in self.sessions.values():
            stage.check("Sidang ditutup / session", "closed", client.move_session(office, session, "closing")["state"])

    def _sign(self, serial: str, count: int) -> Row:
        return client.sign(self.office, client.papers(self.office, self._instrument(serial), count)[-1])

    def _instrument(self, serial: str) -> str:
        return client.item_of(self.letter, serial)["instrument"]["id"]


PAGES = {"valid": "SAH", "rejected": "BATAL, tidak boleh digunakan"}
