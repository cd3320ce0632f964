"""What a reporter and an officer bring to a complaint, stage by stage, over HTTP."""

from dataclasses import dataclass
from typing import Any

from tests.story import ok

BY_PHONE = {
    "channel": "phone",
    "reporter": {"name": "Hasan", "phone": "0813"},
    "subject": "Antrean sidang tera",
    "text": "Menunggu tiga jam di pasar.",
}
VERIFICATION = {
    "authenticity": {"authentic": True, "why": "Nomor SKHP dan nomor seri cocok."},
    "importance": {"important": True, "standing": "Pembeli pada timbangan itu", "why": "Menyangkut ukuran dagang"},
    "steps": [{"what": "Memeriksa cerapan", "who": "Rahmawati", "when": "2026-11-23"}],
    "problem": "Pembeli meragukan hasil pengujian.",
    "root_cause_not_found_because": "Perlu uji ulang",
}
DEEDS = [{"what": "Uji ulang oleh penera lain", "who": "P2", "when": "2026-11-23"}]
RESOLUTION = {
    "effect": {"how": "Dibandingkan dengan cerapan pertama", "when": "2026-11-23", "by": "Deni Saputra"},
    "resolution": "Timbangan diuji ulang dan memenuhi syarat.",
}
IMPROVEMENT = {
    "measure": "information",
    "description": "Lembar penjelasan hasil uji diberikan bersama SKHP.",
    "effect_check": "Jumlah keberatan pada periode berikutnya",
}


def about(paper: Any) -> dict[str, Any]:
    """A buyer doubts the verdict behind a paper."""
    words = {"subject": "Timbangan pedagang meragukan", "text": "Satu kilo terasa kurang."}
    return {**words, "kind": "appeal", "reporter": {"phone": "0814"}, "about": {"certificate_id": paper["id"]}}


def tracking(lodged: Any) -> str:
    return f"/v1/tracking/{lodged['number'] or lodged['reference']}?code={lodged['code']}"


def confirmed(public: Any, lodged: Any) -> dict[str, Any]:
    """What the reporter holds after he stood by it: an official number, and the code that he was shown once."""
    assert (lodged["number"], lodged["state"], lodged["stage"]) == (None, "lodged", 0)
    return {**lodged, "number": tell(public, lodged, "confirmation")["number"]}


def tell(public: Any, lodged: Any, move: str, **body: Any) -> Any:
    """What the reporter does himself, by his code."""
    where = f"/v1/complaints/{lodged['id']}/{move}"
    return ok(public.post(where, {"code": lodged["code"], **body}, public.get(tracking(lodged))))


@dataclass
class Case:
    """A case as the officer works on it; every move takes the version it finds."""

    desk: Any
    id: str

    @property
    def now(self) -> Any:
        return ok(self.desk.get(f"/v1/complaints/{self.id}"))

    def move(self, name: str, body: Any) -> Any:
        return ok(self._post(name, body))

    def lacks(self, name: str, body: Any) -> set[str]:
        """The pointers of the evidence that is missing."""
        answer = self._post(name, body)
        assert (answer.status_code, answer.json["code"]) == (409, "evidence-missing"), answer.data
        return {error["pointer"] for error in answer.json["errors"]}

    def refused(self, name: str, body: Any) -> str:
        answer = self._post(name, body)
        assert answer.status_code == 409, answer.data
        return answer.json["code"]

    def say(self, text: str) -> None:
        ok(self.desk.post(f"/v1/complaints/{self.id}/messages", {"text": text}), 201)

    def _post(self, name: str, body: Any) -> Any:
        return self.desk.post(f"/v1/complaints/{self.id}/{name}", body, self.now)
