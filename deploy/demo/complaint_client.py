"""One complaint as the office moves it over HTTP, with the evidence that each stage asks for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.http_client import Office, on_newest

OFFICER = "complaint_officer"
Row = dict[str, Any]


@dataclass
class Case:
    """Number and code are what the reporter holds, before there is a number its reference; the rest goes by id."""

    office: Office
    today: date
    id: str
    number: str
    code: str

    @classmethod
    def lodge(cls, office: Office, today: date, who: str = "", **facts: Any) -> "Case":
        """By anybody from the street, who then confirms it, or by an officer for somebody who called."""
        made = office.person(who).post("/complaints/v1/complaints", facts)
        case = cls(office, today, made["id"], made["number"] or made["reference"], made["code"])
        if not made["number"]:
            case.number = case.by_reporter("confirmation")["number"]
        return case

    @property
    def path(self) -> str:
        return f"/complaints/v1/complaints/{self.id}"

    def seen(self) -> Row:
        return self.office.person(OFFICER).get(self.path)

    def tracked(self) -> Row:
        """What the reporter sees, with number and code."""
        return self.office.person().get(f"/complaints/v1/tracking/{self.number}?code={self.code}")

    def states(self) -> list[str]:
        """Every state it reached, in order, by its own history."""
        lines = self.office.person(OFFICER).get(f"{self.path}/history")["items"]
        return [line["target"] for line in lines if line["target"]]

    def receipt(self) -> bytes:
        return self.office.person().file(f"{self.path}/receipt?code={self.code}")

    def move(self, step: str, **evidence: Any) -> Row:
        officer = self.office.person(OFFICER)
        return on_newest(self.seen, lambda seen: officer.post(f"{self.path}/{step}", evidence, seen))

    def by_reporter(self, step: str, **said: Any) -> Row:
        """The reporter needs no account: the code is enough."""
        body = {"code": self.code, **said}
        return on_newest(self.tracked, lambda seen: self.office.person().post(f"{self.path}/{step}", body, seen))

    def tell(self, text: str) -> Row:
        return self.office.person(OFFICER).post(f"{self.path}/messages", {"text": text})

    def verify(self, problem: str, why: str, **cause: str) -> Row:
        return self.move(
            "verification",
            authenticity={"authentic": True, "why": why},
            importance={"important": True, "standing": "Pengguna layanan", "why": "Menyangkut pelayanan kantor"},
            steps=[{"what": why, "who": "Rahmawati", "when": str(self.today)}],
            problem=problem,
            **(cause or {"root_cause_not_found_because": "Perlu pemeriksaan lebih lanjut"}),
        )

    def hand_to(self, skill: str, **classes: str) -> Row:
        """Classify, assign to somebody with the skill, begin."""
        self.move("classification", **classes)
        staff = self.office.person(OFFICER).get("/complaints/v1/staff?limit=100")["items"]
        chosen = next(person for person in staff if skill in person["skills"])
        self.move("assignment", staff_id=chosen["id"], why="Memiliki keterampilan dan tidak terkait dengan perkara")
        return self.move("start", plan="Memeriksa catatan, menghubungi pihak terkait, memperbaiki sebabnya")

    def settle(self, done: str, resolution: str) -> Row:
        """Report what was done, tell the reporter, check the effect, deliver the resolution."""
        self.move("report", actions=[{"what": done, "who": "Rahmawati", "when": str(self.today)}])
        self.tell("Pengaduan Anda sudah kami tangani dan sedang kami pantau hasilnya.")
        effect = {"how": "Diperiksa kembali di lapangan", "when": str(self.today), "by": "Rahmawati"}
        return self.move("resolution", effect=effect, resolution=resolution)

    def evaluate(self, note: str, cause: str, **review: Any) -> Row:
        """What the case teaches, with an improvement that somebody owns."""
        owner = self.seen()["assignee_id"]
        plan = {"measure": "procedure", "description": note, "owner_id": owner, "due_on": str(self.today)}
        improvement = {**plan, "effect_check": "Jumlah pengaduan serupa pada periode berikutnya"}
        return self.move("evaluation", note=note, cause={"code": cause}, improvement=improvement, **review)
