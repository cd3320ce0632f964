"""The story of the market: one collective letter for three owners, sent back once; and a trader who just walks in."""

from typing import Any

from deploy.demo import client, papers
from deploy.demo.stage import Stage

WHO = "applicant-pasar"
MARKET = "Pasar Sungai Lilin"
HEAD = {"name": "Kepala Pasar Sungai Lilin", "phone": "0812-0000-0002", "address": "Pasar Sungai Lilin"}
OWNERS = ("Budi Santoso", "Nurhayati", "M. Yusuf")
WALK_IN = {"name": "Rosmala", "phone": "0812-0000-0003", "address": "Pasar Sungai Lilin blok B"}
DACIN = {"class": "IIII", "max": "100", "min": "5", "e": "0.5", "unit": "kg"}
SPRING = {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"}
Row = dict[str, Any]


class Story:
    """One run with serial numbers of its own."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.office, self.run = stage, stage.office, client.run_code()
        self.letter: Row = {}
        self.session: Row = {}

    def tell(self) -> None:
        for scene in (self.returned, self.tested, self.signed, self.walked_in):
            scene()

    def returned(self) -> None:
        stage, office = self.stage, self.office
        stage.chapter("6. Surat kolektif dari pasar", "A collective letter from a market")
        letter = client.write_letter(office, WHO, HEAD, self._items(), scheme="collective", letter=WRONG)
        letter = client.submit(office, WHO, letter)
        promised = letter["promised_date"]
        back = client.send_back(office, letter, FAULT)
        stage.say(
            "Kepala pasar mengajukan timbangan tiga pedagang; suratnya ditujukan kepada Bupati, jadi dikembalikan.",
            "The market head applies for three owners; the letter is addressed to the regent, so it is returned.",
        )
        stage.check("Surat dikembalikan / letter", "returned", back["state"])
        me = office.person(WHO)
        amended = me.patch(f"/intake/v1/applications/{letter['id']}", {"letter": {"source": "written"}}, back)
        self.letter = client.submit(office, WHO, amended)
        stage.keep("surat-kolektif.pdf", me.file(f"/intake/v1/applications/{letter['id']}/letter"))
        stage.check("Diperbaiki, diajukan lagi / handed in again", "submitted", self.letter["state"])
        stage.check("Janji selesai tetap / promised date unmoved", promised, self.letter["promised_date"])
        self.letter = client.accept(office, self.letter)

    def tested(self) -> None:
        stage, office = self.stage, self.office
        orders = client.orders(office, self.letter)
        self.session = client.plan_session(office, stage.today, "group", at=MARKET)
        booked = [client.book(office, order, self.session) for order in orders.values()]
        client.move_session(office, self.session, "opening")
        for order in booked:
            client.examine(office, order, by="verifier-2")
        batch = office.person("head").post(f"/testing/v1/sessions/{self.session['id']}/approvals", {})
        stage.say(
            "Sidang tera di pasar: tiga timbangan diuji, hasilnya disetujui sekaligus.",
            "A session at the market: three instruments are tested and approved as a batch.",
        )
        stage.check("Hasil disetujui / approved", ["valid"] * 3, [one["verdict"] for one in batch["items"]])

    def signed(self) -> None:
        stage, office = self.stage, self.office
        waiting = [client.papers(office, item["instrument"]["id"], 1)[0]["id"] for item in self.letter["items"]]
        head = office.person("head")
        batch = head.post("/certificates/v1/batches", {"certificates": waiting})
        done = head.until(f"/certificates/v1/batches/{batch['id']}", lambda one: one["state"] == "done")
        stage.check(
            "Ditandatangani sekaligus / signed as a batch", {"signed"}, {o["outcome"] for o in done["outcomes"]}
        )
        letter = client.letter_when(office, self.letter, lambda one: one["state"] == "completed", "certificates")
        stage.check("Surat kolektif selesai / collective letter", "completed", letter["state"])
        for at, paper in enumerate(waiting, 1):
            papers.keep_certificate(stage, head.get(f"/certificates/v1/certificates/{paper}"), f"pasar-{self.run}-{at}")

    def walked_in(self) -> None:
        stage, office = self.stage, self.office
        stage.chapter("7. Datang langsung", "Walking in")
        stage.say(
            "Seorang pedagang datang ke sidang tanpa surat; petugas menuliskannya, ia menandatangani di tempat.",
            "A trader comes to the session without a letter; the officer writes it, she signs on the spot.",
        )
        items = [client.scale(f"WI-{self.run}", client.SCALE, mode="group", at=MARKET)]
        letter = client.write_letter(office, "front_officer", WALK_IN, items, channel="walk_in")
        stage.keep(
            "surat-datang-langsung.pdf",
            office.person("front_officer").file(f"/intake/v1/applications/{letter['id']}/letter"),
        )
        letter = client.accept(office, client.submit(office, "front_officer", letter))
        order = client.orders(office, letter)[f"WI-{self.run}"]
        booked = client.book(office, order, self.session)
        client.approve(office, client.examine(office, booked, by="verifier-2"), "verifier")
        paper = client.sign(office, client.papers(office, booked["instrument_id"], 1)[0])
        letter = client.letter_when(office, letter, lambda one: one["state"] == "completed", "certificates")
        stage.check("Diuji pada hari yang sama / tested the same day", stage.today, paper["tested_on"])
        stage.check("Permohonan di tempat selesai / walk-in", "completed", letter["state"])
        closed = client.move_session(office, self.session, "closing")
        stage.check("Sidang pasar ditutup / market session", "closed", closed["state"])

    def _items(self) -> list[Row]:
        plates = (("tbo_elektronik", client.SCALE), ("dacin", DACIN), ("timbangan_pegas", SPRING))
        return [
            client.scale(f"PS{at}-{self.run}", plate, kind=kind, mode="group", at=MARKET, owner={"name": owner})
            for at, (owner, (kind, plate)) in enumerate(zip(OWNERS, plates, strict=True), 1)
        ]


WRONG = {"source": "written", "addressee": "Bupati Musi Banyuasin"}
FAULT = {"pointer": "/letter", "code": "letter_wrong_addressee", "note": "Surat ditujukan kepada Kepala UPTD."}
