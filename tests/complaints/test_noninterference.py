"""For an officer complained of the office is byte for byte one in which the case never existed, on every route.

Two offices live through the same days; the second has hidden cases as well, in every spelling of the officer's code and
by every way in which a case can name him. Then he asks everything that the service answers, in both.
"""

import logging
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from services.complaints.domain.lifecycle import Action
from services.complaints.events import heard
from services.complaints.storage import Complaint, Staff
from services.complaints.usecases import correspondence, evaluation, lodging, retests
from shared import clock
from shared.auth.actor import NOBODY
from shared.auth.development_issuer import Issuer
from shared.ids import name_id
from tests.complaints.builders import (
    BROUGHT,
    FRONT,
    HEAD,
    NEW,
    PLAN,
    ROUTE,
    WRITER,
    act,
    amended,
    hear,
    lodged,
    person,
)
from tests.support import ISSUER, MONDAY, Caller, application, open_service

SUSPECT = "terlapor"
SPELLINGS = [
    *(
        "P9",
        "p9",
        "P 9.",
        " p-9 ",
        "P.09",
        "Ｐ９",
        "p\u200b9",
        "P–9",
        "Pak Ahmad (P 9)",
        "penera p9",
        "P 0 0 9",
        "P.0.0.0.9",
    ),
    *("P9nya", "petugasP9", "P٩", "\u04209", "PO9", "Pak Ahmad", "pakachmad", "petugas nomor 9", "pe sembilan"),
]
INSTRUMENT, OTHER, ITEM, PAPER, EXAM, LATE = (name_id("hidden", str(n)) for n in range(6))
APPLICATION = "PTU-2026-000042-7"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MASKS = {
    "number": re.compile(
        r"PGD-2026-\d{6}-[0-9A-Z]"
    ),  # a number series has no holes, so it shows that numbers are taken
    "reference": re.compile(r"SEM-[0-9A-Z]{4}-[0-9A-Z]{4}"),
    "trace": re.compile(r'(?<="trace_id": ")[^"]*|(?<="trace_id":")[^"]*'),
    "cursor": re.compile(r'(?<="next": ")[^"]+|(?<="next":")[^"]+|(?<=cursor=)[^&>]+'),
}


def examined(service: Any, id: str, verifier: str, instrument: str) -> None:
    facts = {"examination_id": id, "version": 1, "order_id": id, "instrument_id": instrument, "item_id": ITEM}
    codes = {"verifier_code": verifier, "approved_by_code": "K1", "application_number": APPLICATION}
    hear(service, heard.ExaminationPassed.type, id, 1, **facts, **codes, tested_on="2026-10-05")


def known(service: Any) -> None:
    """P9 examined an instrument, which has a paper."""
    examined(service, EXAM, "P9", INSTRUMENT)
    facts = {"certificate_id": PAPER, "number": "500/1", "instrument_id": INSTRUMENT, "item_id": ITEM}
    hear(service, heard.CertificateIssued.type, PAPER, 1, **facts, reason_code="")


def hidden_abouts() -> list[dict[str, str]]:
    named = [{"certificate_id": PAPER}, {"certificate_number": "500/1"}, {"instrument_id": INSTRUMENT}]
    return [
        *({"verifier_code": each} for each in SPELLINGS),
        *named,
        {"application_number": APPLICATION},
        {"instrument_id": OTHER},  # whose examination is heard of only later
        {"verifier_code": "P-4"},  # to whom he declared to be close, as `p 4`
        {"text": "Yang menguji petugas P.9, kasar sekali."},  # in the words of the complaint itself
        {"subject": "Kelakuan Pak Akhmad Ahmad"},
    ]


def lived_through(case: Complaint, dice: Random) -> None:
    """Everything may happen to a case, as far as the dice say."""
    correspondence.write_note(HEAD, case.id, "Catatan")
    correspondence.write_message(HEAD, case.id, "Kami periksa.")
    owner = Staff.get(Staff.subject == "deni").id
    steps = [Action.VERIFY, Action.CLASSIFY, Action.ASSIGN, Action.START, Action.REPORT_DONE, Action.RESOLVE]
    for action in steps[: dice.randrange(len(steps) + 1)]:
        changes = {Action.CLASSIFY: {"severity": "high"}, Action.ASSIGN: {"staff_id": owner}}
        act(case, action, by=HEAD, **changes.get(action, {}))
    if dice.random() < 0.3 and Complaint.find(case.id).state == "in_handling":
        retests.request_retest(HEAD, case.id, Complaint.find(case.id).version, "disputed", INSTRUMENT)
    if Complaint.find(case.id).state == "resolved":
        act(case, Action.ANSWER)
        act(case, Action.EVALUATE, by=HEAD, improvement={**PLAN, "owner_id": owner})


def office(folder: Path, seed: int, with_hidden: bool) -> tuple[Any, list[str], list[str]]:
    """An office after its days: the service, its visible cases, its hidden ones."""
    folder.mkdir()
    service, dice = open_service("complaints", folder), Random(seed)
    for each in (FRONT, HEAD):
        person(subject=each.sub, name=each.name, skills=[])
    person(subject=SUSPECT, name="Ahmad", skills=[], verifier_code="P 9", conflicts=["p 4"])
    person(subject="deni")
    known(service)
    plan = [("seen", about) for about in ({}, {"verifier_code": "P1"}, {"instrument_id": name_id("x")}) * 2]
    plan += [("hidden", about) for about in dice.sample(hidden_abouts(), 8)]
    dice.shuffle(plan)
    cases: dict[str, list[Complaint]] = {"seen": [], "hidden": []}
    for index, (kind, about) in enumerate(plan):
        own = Random(f"{seed}-{index}")
        if kind == "seen" or with_hidden:
            by = own.choice([WRITER, FRONT, NOBODY])
            words = about if about.keys() & {"text", "subject"} else {"about": about}
            case = lodged(by=by, **words, channel="phone" if by is FRONT else "online")
            cases[kind].append(act(case, Action.CONFIRM) if by is NOBODY and own.random() < 0.5 else case)
    examined(service, LATE, "p.9", OTHER)
    for index, case in enumerate([*cases["hidden"], *cases["seen"]]):
        if case.number and (case in cases["hidden"] or index % 2):
            own = Random(f"{seed}-{index}") if case in cases["hidden"] else Random(f"{seed}-{case.received_at}")
            lived_through(case, own)
    return service, [case.id for case in cases["seen"]], [case.id for case in cases["hidden"]]


def caller(service: Any, folder: Path, role: str) -> Caller:
    """The officer complained of."""
    return Caller(service, Issuer(folder / "keys", ISSUER, "uttp"), SUSPECT, role)


def masked(answer: Any, ids: dict[str, str]) -> str:
    text = answer.get_data(as_text=True) if "json" in (answer.content_type or "") else f"{len(answer.data) > 0}"
    names = ("Content-Type", "ETag", "Location", "Link", "Retry-After", "WWW-Authenticate")
    assert answer.status_code != 401
    text = f"{answer.status_code} {[(name, answer.headers.get(name)) for name in names]} {text}"
    for name, mask in MASKS.items():
        text = mask.sub(f"<{name}>", text)
    return UUID.sub(lambda found: ids.setdefault(found[0], f"<id {len(ids)}>"), text)


def routes(service: Any) -> list[tuple[str, Any]]:
    """Those of the office's own work; what keeps the system counts events, names no case, and is for other roles."""
    app = application(service)
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [
        (method, rule)
        for rule in rules
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        if rule.rule.startswith("/v1/") and "admin" not in app.view_functions[rule.endpoint].allowed_roles
    ]


def lists(who: Caller, path: str, ids: dict[str, str]) -> list[str]:
    """Every page of a list: pages are full, and the last one says so."""
    pages, cursor = [], ""
    for _ in range(40):
        answer = who.get(f"{path}limit=2{cursor}")
        pages.append(masked(answer, ids))
        if answer.status_code != 200 or not answer.json.get("next"):
            break
        assert len(answer.json["items"]) == 2
        cursor = f"&cursor={answer.json['next']}"
    return pages


def everything(service: Any, folder: Path, role: str, seen: list[str]) -> list[str]:
    """All that the officer can read: lists by every filter, counts, and each case that is not hidden from him."""
    who, ids = caller(service, folder, role), {}
    told = []
    filters = ["", *(f"{name}={value}&" for name, value in FILTERS)]
    for method, rule in routes(service):
        if method == "GET" and not rule.arguments:
            told += [page for each in filters for page in lists(who, f"{rule.rule}?{each}", ids)]
        elif method == "GET" and rule.arguments == {"id"} and "/complaints/" in rule.rule:
            told += [masked(who.get(rule.rule.replace("<id:id>", id)), ids) for id in seen]
        elif method == "GET" and rule.arguments == {"period"}:
            told.append(masked(who.get(rule.rule.replace("<string:period>", "2026-2")), ids))
    told += [str(sorted(one.pop() if one else "")) for one in demands(service, role, seen)]
    return told


FILTERS = [
    *(("state", "lodged"), ("state", "evaluated"), ("state", "planned"), ("stage", "1"), ("channel", "phone")),
    *(("type", "verdict"), ("cause", "instrument_changed"), ("priority", "normal"), ("number", "PGD-2026-000001-1")),
]


def demands(service: Any, role: str, seen: list[str]) -> list[set[Any]]:
    """What an evaluation of his own cases asks of him may not depend on hidden ones either."""
    from shared.auth.actor import Actor

    by = Actor(SUSPECT, roles=frozenset({role}))
    return [evaluation.circumstances(by, Complaint.find(id), "instrument_changed", None) for id in seen]


@pytest.mark.parametrize(("role", "seed"), [("complaint_officer", 1), ("head", 2), ("auditor", 3)])
def test_everything_he_reads_is_what_an_office_without_the_case_tells(tmp_path, role, seed):
    told = []
    for name, with_hidden in (("without", False), ("with", True)):
        with clock.frozen_at(MONDAY):
            service, seen, hidden = office(tmp_path / name, seed, with_hidden)
            told.append(everything(service, tmp_path / name, role, seen))
            assert len(hidden) == 8 * with_hidden
            service.store.close()

    assert told[0] == told[1]
    assert any('"total"' in text for text in told[0])


FITTING = {
    **{f"/{ROUTE[action]}": brought for action, brought in BROUGHT.items()},
    **{"/messages": {"text": "x"}, "/notes": {"text": "x"}, "/identity": {"reason": "x"}, "/code": {"reason": "x"}},
    **dict.fromkeys(("/retest", "/suspension"), {"reason_code": "x"}),
}
BY_CODE = ("/confirmation", "/answer", "/withdrawal", "/reopening")


@pytest.mark.parametrize("role", ["complaint_officer", "head", "auditor", "front_officer"])
def test_a_hidden_case_and_one_that_never_was_answer_alike_on_every_route(tmp_path, role):
    missing = "00000000-0000-7000-8000-000000000000"
    with clock.frozen_at(MONDAY):
        service, _, hidden = office(tmp_path / "office", 5, True)
        who, faults = caller(service, tmp_path / "office", role), []
        for method, rule in routes(service):
            if "/complaints/" in rule.rule and "id" in rule.arguments:
                faults += differences(who, method, rule.rule, (hidden, missing))
        service.store.close()

    assert faults == []


class Statements(logging.Handler):
    """Counts what the database is asked; both answers must cost the same, or their time would tell them apart."""

    count = 0

    def emit(self, _: logging.LogRecord) -> None:
        self.count += 1

    def __enter__(self) -> "Statements":
        self.logger = logging.getLogger("peewee")
        self.level = self.logger.level
        self.logger.setLevel(logging.DEBUG)
        self.logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self)
        self.logger.setLevel(self.level)


def differences(who: Caller, method: str, rule: str, cases: tuple[list[str], str]) -> list[str]:
    hidden, missing = cases
    fitting = next((body for end, body in FITTING.items() if rule.endswith(end)), {})
    bodies = [{}, fitting, {**fitting, "code": "K7QM"}][: 1 if method == "GET" else 3 if rule.endswith(BY_CODE) else 2]
    key, faults = "0123456789abcdef0123", []
    for number, body in enumerate(bodies):
        told = []
        for one in (hidden[number], missing):
            url = rule.replace("<id:id>", one).replace("<id:attachment_id>", missing)
            headers = {"Idempotency-Key": f"{key}-{one}-{number}"}
            with Statements() as asked:
                answer = who.get(url) if method == "GET" else who.send(method, url, body, {"version": 1}, **headers)
            told.append(f"{masked(answer, {one: '<case>'})} after {asked.count} statements")
        faults += [f"{method} {rule}: {told}"] if told[0] != told[1] else []
    return faults


@pytest.mark.parametrize("role", ["complaint_officer", "head", "front_officer"])
@pytest.mark.parametrize("kind", ["no row", "works here no more"])
def test_an_officer_without_a_place_in_the_office_sees_no_case(opened, issuer, role, kind):
    service = opened("complaints")
    person(subject=HEAD.sub, name="Kepala", skills=[])
    case = lodging.lodge(FRONT, **{**NEW, "channel": "phone", "kind": "complaint", "anonymous": True, "secret": False})
    if kind == "works here no more":
        row = person(subject=FRONT.sub, name="Yuliana", skills=[])
        amended(row, active=False)

    who = Caller(service, issuer, FRONT.sub, role)

    assert [who.get(f"/v1/complaints/{case.id}{path}").status_code for path in ("/receipt", "/receipt?code=K7")] == [
        404
    ] * 2
    if role != "front_officer":
        assert who.get("/v1/complaints").json == {"items": [], "next": None}
        assert who.get(f"/v1/complaints/{case.id}").status_code == 404
        assert who.get("/v1/evaluations/2026-2").json["total"] == 0
    # With a second role an officer remains an officer; who comes from outside to audit needs no row.
    both, auditor = (
        Caller(service, issuer, FRONT.sub, role, "auditor"),
        Caller(service, issuer, "inspektorat", "auditor"),
    )
    assert both.get("/v1/complaints").json["items"] == []
    assert len(auditor.get("/v1/complaints").json["items"]) == 1
