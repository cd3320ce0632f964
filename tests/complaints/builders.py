"""Complaints with everything each stage asks for, people to give them to, and events of the other services."""

import json
from itertools import count
from typing import Any

from services.complaints.domain.lifecycle import Action
from services.complaints.storage import Complaint
from services.complaints.usecases import (
    by_code,
    correspondence,
    evaluation,
    lodging,
    people,
    reception,
    reporter,
    retests,
    steps,
)
from shared.auth.actor import NOBODY, Actor
from shared.ids import uuid7

OFFICER = Actor("dev-complaint_officer", "Rahmawati", roles=frozenset({"complaint_officer"}))
HEAD = Actor("dev-head", "Kepala", roles=frozenset({"head"}))
FRONT = Actor("dev-front_officer", "Yuliana", roles=frozenset({"front_officer"}))
SETUP = Actor("setup", "Penyiapan", roles=frozenset({"head"}))
WRITER = Actor("warga", "Siti Aminah", roles=frozenset({"applicant"}))  # with an account: a number at once
SECOND = Actor("second", "Kepala Kedua", roles=frozenset({"head"}))  # who confirms what another head entered
POSITIONS = count(1)
SKILLS = ["service", "metrology", "records", "integrity"]

NEW: dict[str, Any] = {
    "channel": "online",
    "subject": "Takaran pompa kurang",
    "text": "Saya mengisi 20 liter, terukur kurang dari 19 liter.",
    "reporter": {"name": "Siti Aminah", "phone": "0812-0000-0000"},
}
DEED = {"what": "Memeriksa catatan uji", "who": "Rahmawati", "when": "2026-11-20"}
# What each move brings when nothing is missing.
BROUGHT: dict[Action, dict[str, Any]] = {
    Action.CONFIRM: {},
    Action.TAKE_IN: {"why": "Pelapor menelepon dan membenarkannya"},
    Action.VERIFY: {
        "authenticity": {"authentic": True, "why": "Nota pembelian cocok"},
        "importance": {"important": True, "standing": "Pembeli", "why": "Menyangkut banyak pembeli"},
        "steps": [DEED],
        "problem": "Satu nozel memberi kurang",
        "root_cause": "Segel rusak setelah diuji",
        "root_cause_code": "instrument_changed",
    },
    Action.CLASSIFY: {"type": "verdict", "severity": "medium"},
    Action.ASSIGN: {"staff_id": "", "why": "Paham pompa ukur BBM"},
    Action.START: {"plan": "Meminta uji ulang"},
    Action.REPORT_DONE: {"actions": [DEED]},
    Action.RESUME: {"why": "Nozel masih memberi kurang"},
    Action.RESOLVE: {
        "effect": {"how": "Uji takar ulang", "when": "2026-11-22", "by": "Rahmawati"},
        "resolution": "Pompa sudah diperbaiki dan disegel kembali.",
    },
    Action.ANSWER: {"rating": 4, "words": "Terima kasih"},
    Action.EVALUATE: {"note": "Pemeriksaan segel perlu lebih sering", "cause": {"code": "instrument_changed"}},
    Action.REOPEN: {"why": "Masih kurang"},
    Action.TRANSFER: {"agency": "Pertamina Patra Niaga", "message": "Kami teruskan ke instansi yang berwenang."},
    Action.WITHDRAW: {"why": "Sudah selesai di tempat"},
}
BROUGHT[Action.DISMISS] = {**BROUGHT[Action.VERIFY], "message": "Tidak kami lanjutkan karena tidak terbukti."}
PLAN = {
    "measure": "procedure",
    "description": "Segel diperiksa tiap tiga bulan",
    "due_on": "2027-03-31",
    "effect_check": "Jumlah pengaduan serupa pada periode berikutnya",
}
ROUTE = {
    Action.CONFIRM: "confirmation",
    Action.TAKE_IN: "reception",
    Action.VERIFY: "verification",
    Action.DISMISS: "dismissal",
    Action.CLASSIFY: "classification",
    Action.ASSIGN: "assignment",
    Action.START: "start",
    Action.REPORT_DONE: "report",
    Action.RESUME: "resumption",
    Action.RESOLVE: "resolution",
    Action.ANSWER: "answer",
    Action.EVALUATE: "evaluation",
    Action.REOPEN: "reopening",
    Action.TRANSFER: "transfer",
    Action.WITHDRAW: "withdrawal",
}
STRAIGHT = [Action.VERIFY, Action.CLASSIFY, Action.ASSIGN, Action.START, Action.REPORT_DONE, Action.RESOLVE]
STEPS = {
    Action.TAKE_IN: reception.take_in,
    Action.VERIFY: steps.verify,
    Action.DISMISS: steps.dismiss,
    Action.CLASSIFY: steps.classify,
    Action.ASSIGN: steps.assign,
    Action.START: steps.start,
    Action.REPORT_DONE: steps.report_done,
    Action.RESUME: steps.resume,
    Action.RESOLVE: steps.resolve,
    Action.EVALUATE: evaluation.evaluate,
    Action.TRANSFER: steps.transfer,
}


def enter_desk() -> None:
    """The people whose accounts the callers of tests have."""
    for each in (OFFICER, HEAD, FRONT):
        person(subject=each.sub, name=each.name, skills=[])


def person(**facts: Any) -> Any:
    """Somebody of the office with every skill, unless said otherwise; entered by one and confirmed by another."""
    row = people.enter(SETUP, **{"subject": uuid7(), "name": "Deni Saputra", "skills": SKILLS, **facts})
    return people.confirm(SECOND, row.id, row.version)


def amended(person: Any, **facts: Any) -> Any:
    """His entry changed by one and confirmed by another."""
    waiting = people.amend(SETUP, person.id, person.version, **facts)
    return people.confirm(SECOND, person.id, waiting.version) if waiting.proposed else waiting


def lodged(by: Actor = WRITER, **facts: Any) -> Complaint:
    return lodging.lodge(by, **{"kind": "complaint", "anonymous": False, "secret": False, **NEW, **facts})


def act(complaint: Complaint, action: Action, by: Actor = OFFICER, **changes: Any) -> Complaint:
    """Take one step with complete evidence, changed as told; who acts keeps the code that was shown at lodging.
    Only the reporter withdraws and reopens."""
    brought = {**BROUGHT[action], **changes}
    if action is Action.ASSIGN and not brought["staff_id"]:
        brought["staff_id"] = person().id
    moved = _acted(complaint, action, by, brought)
    moved.code = complaint.code
    return moved


def _acted(complaint: Complaint, action: Action, by: Actor, brought: dict[str, Any]) -> Complaint:
    version = Complaint.find(complaint.id).version
    if action is Action.CONFIRM:
        return reception.confirm(WRITER, complaint.id, version, complaint.code)
    if action is Action.ANSWER:
        return reporter.answer(WRITER, complaint.id, version, complaint.code, brought)
    if action in (Action.REOPEN, Action.WITHDRAW):
        use_case = {Action.REOPEN: reporter.reopen, Action.WITHDRAW: reporter.withdraw}[action]
        return use_case(NOBODY if by_code.is_office(by) else by, complaint.id, version, complaint.code, brought)
    return STEPS[action](by, complaint.id, version, brought)


def told_reporter(complaint: Complaint) -> None:
    correspondence.write_message(OFFICER, complaint.id, "Kami sedang memeriksa pompa itu.")


def brought_to(state: str, complaint: Complaint | None = None, **facts: Any) -> Complaint:
    """A complaint that has gone straight to `state`."""
    complaint = complaint or lodged(**facts)
    told_reporter(complaint)
    for action in [*STRAIGHT, Action.ANSWER, Action.EVALUATE]:
        if complaint.state == state:
            return complaint
        complaint = act(complaint, action)
    return complaint


def hear(service: Any, type_: str, subject: str, sequence: int = 1, **data: Any) -> None:
    """Put an event of another service into the inbox and let it be worked on."""
    source, id = type_.split(".")[0], uuid7()
    attributes = {
        "specversion": "1.0",
        "id": id,
        "source": service.source_of(source),
        "type": type_,
        "subject": subject,
        "time": "2026-11-23T02:00:00Z",
        "sequence": str(sequence),
        "position": str(next(POSITIONS)),
        "data": data,
    }
    service.inbox.store_page([json.dumps(attributes).encode()])
    while service.inbox.work() is not None:
        pass


def request_retest(complaint: Complaint, **facts: Any) -> Complaint:
    version = Complaint.find(complaint.id).version
    return retests.request_retest(OFFICER, complaint.id, version, **{"reason_code": "disputed_verdict", **facts})
