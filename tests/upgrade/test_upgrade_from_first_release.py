"""An office that lived under the first release (5400732) is upgraded, and nobody misses what he had.

`make.py` made the office by that release's own code, on SQLite and on PostgreSQL, and wrote down what it answered to
whoever asked. PostgreSQL's half runs together with the ring `live`.
"""

import base64
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from deploy.local import preflight
from shared import clock
from shared.database import migration
from shared.ids import name_id
from shared.uploads import unnamed_files
from tests import story
from tests.story import ok
from tests.support import ISSUER, NAMES, carry
from tests.taint import places
from tests.upgrade.conftest import upgrade
from tests.upgrade.upgraded import Office

ROOT = Path(__file__).resolve().parents[2]
Lay = Callable[[], Office]
Difference = tuple[str, str, str, str]  # service, role, path, where in the answer
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")

# What this release does not tell any more, each on purpose: nothing else may differ.
UNTOLD: set[Difference] = {
    # The code of a letter is for its applicant alone; who never handed in is unknown to the office.
    ("intake", "front_officer", "/v1/applications", "/items/tracking_code"),
    ("intake", "front_officer", "/v1/applications/{id}", "/tracking_code"),
    ("intake", "front_officer", "/v1/parties", "/items"),
    ("intake", "front_officer", "/v1/parties/{id}", ""),
    # That a complaint asked for a test is known to those alone who may know of the case.
    *(("testing", "front_officer", "/v1/orders", f"/items/{name}") for name in ("cause", "origin")),
    *(("testing", "front_officer", "/v1/orders/{id}", f"/{name}") for name in ("cause", "origin")),
    ("testing", "front_officer", "/v1/orders/{id}/history", "/items"),
    *(("testing", "applicant", "/v1/orders", f"/items/{name}") for name in ("cause", "origin", "other_than")),
    ("testing", "verifier", "/v1/examinations", "/items"),
    # A paper stands in one word wherever it is told: `issued` was intake's own for what certificates calls valid.
    *(
        ("intake", role, f"/v1/applications{path}", f"{at}/items/{thing}/certificate/state")
        for role in ("applicant", "front_officer")
        for path, at in (("", "/items"), ("/{id}", ""))
        for thing in ("instrument", "outcome")
    ),
    ("intake", "front_officer", "/v1/instruments", "/items/certificate/state"),
    ("intake", "front_officer", "/v1/instruments/{id}", "/certificate/state"),
    # Who withdrew reads that he may begin anew.
    *(("complaints", "", "/v1/tracking/PGD-2026-000007-4", f"/next_step/{tongue}") for tongue in ("id", "en")),
}
# Words of people that lay open. What was told and heard keeps its bytes for ever.
OPEN = (
    *("12/TB/2026", "Sebelum Lebaran", "Nomor kabur", "Pelat depan toko Siti", "Segel putus saat datang"),
    *("Massa turun 4 g", "Periksa titik 20 kg", "Yusuf Hidayat", "dev-applicant", "again-intake-applicant"),
    name_id(ISSUER, "dev-applicant"),
)
ALWAYS_SEALED = ("Siti Aminah", "Hasan Basri", "081234567890", "081377001122", "Jl. Pasar 3", "membentak", "Sulastri")
AS_TOLD = (".log_event.body", ".inbox_event.body")
# Which migration is killed at which of the tables it rewrites: the process is gone, as when the power fails.
KILLED = (
    *(("intake", 2, "0005_sealed"), ("testing", 5, "0012_sealed"), ("certificates", 3, "0006_sealed")),
    ("complaints", 3, "0005_sealed"),
)
PAPERS = "/v1/certificates?limit=100"
KILLING = """
import os, signal, sys
from importlib import import_module
from shared.database import encrypt_existing

rewrite, left = encrypt_existing.rewrite, [int(sys.argv[2])]

def dies(*facts):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    rewrite(*facts)

encrypt_existing.rewrite = dies
import_module(f"services.{sys.argv[1]}.main").service.open().migrate()
"""


def differences(office: Office) -> set[Difference]:
    """Where an answer of before is not given any more, by service, role, path and place."""
    found = set()
    for asked in office.facts["answers"]:
        who, path = office.speak(asked["service"], asked["role"]), asked["path"]
        answer = who.client.post(path, json=asked["body"]) if "body" in asked else who.get(path)
        same = answer.status_code == asked["status"]
        for at in lost(asked["json"], answer.json) if same else [""]:
            found.add((asked["service"], asked["role"], ID.sub("{id}", path.partition("?")[0]), at))
    return found


def lost(before: Any, now: Any, at: str = "") -> Iterator[str]:
    """Places at which `now` lacks or changes what `before` says; it may say more."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name, value in before.items():
            yield from lost(value, now[name], f"{at}/{name}") if name in now else [f"{at}/{name}"]
    elif isinstance(before, list) and isinstance(now, list):
        yield from lost_of_list(before, now, at)
    elif before != now:
        yield at


def lost_of_list(before: list[Any], now: list[Any], at: str) -> Iterator[str]:
    """Things with an id are found by it; all others stand in their order."""
    if not before:
        return
    if all(isinstance(one, dict) and "id" in one for one in before):
        known = {one["id"]: one for one in now}
        pairs = [(one, known.get(one["id"])) for one in before]
    else:
        pairs = list(zip(before, now, strict=True)) if len(before) == len(now) else [(before, None)]
    for one, other in pairs:
        yield from [at] if other is None and one is not None else lost(one, other, at)


def test_every_answer_of_before_is_given_but_for_what_is_withheld_on_purpose(office: Office):
    told = differences(office)
    assert sorted(told - UNTOLD) == []
    assert sorted(UNTOLD - told) == []
    assert len(office.facts["answers"]) > 300


def test_the_tables_are_those_of_today_and_every_row_is_in_them(office: Office):
    for name, service in office.services.items():
        assert migration.drift(service.store, service.tables) == ""
        assert migration.behind(service.store, service.folder / "migrations") == ""
        now = office.rows(name)
        for table, rows in office.before[name].items():
            gone = {row["id"] for row in rows if "id" in row} - {row.get("id") for row in now[table]}
            assert not gone, f"{name}.{table}"


def test_every_event_of_before_is_served_with_the_bytes_it_had(office: Office):
    for name, service in office.services.items():
        kept = sorted(office.before[name]["log_event"], key=lambda row: row["position"])
        reader = office.speak(name, "service")
        page = ok(reader.get("/v1/events?after=0&limit=500"))
        assert [event["id"] for event in page[: len(kept)]] == [row["event_id"] for row in kept]
        bodies = [service.store.vault.bare(row["body"]) for row in kept]
        assert service.log.page(0, len(kept), internal=True).bodies == bodies


def test_what_lay_open_is_sealed_and_only_what_was_told_keeps_its_bytes(office: Office):
    cells = [found for service in office.services.values() for found in places.cells(service)]
    was_open = {word for word in OPEN if any(word in str(rows) for rows in office.before.values())}
    assert was_open == set(OPEN)

    found = {(at, word) for at, cell in cells for word in (*OPEN, *ALWAYS_SEALED) if word.encode() in cell}
    assert {(at, word) for at, word in found if not at.endswith(AS_TOLD)} == set()


def test_files_are_closed_to_other_accounts_and_served_as_they_were(office: Office):
    assert unnamed_files.remove_unnamed(office.services["intake"]) == 0
    served = set(served_files(office))
    for at, content in office.facts["files"].items():
        file = office.var / at
        assert (file.stat().st_mode & 0o077, file.read_bytes()) == (0, base64.b64decode(content))
        assert file.read_bytes() in served, at
    assert len(office.facts["files"]) >= 3


def served_files(office: Office) -> Iterator[bytes]:
    """Photos, attachments and letters that a list names, by whoever read the list before."""
    for asked in office.facts["answers"]:
        who, path = office.speak(asked["service"], asked["role"]), asked["path"]
        if path.endswith(("/photos", "/attachments")):
            yield from (who.get(f"{path}/{one['id']}").data for one in asked["json"]["items"])
        if asked["json"].get("letter_file"):
            yield who.get(f"{path}/letter").data


def test_a_second_upgrade_changes_nothing(laid: Lay):
    office = laid()
    upgrade(office)
    office.open()
    before = {name: office.rows(name) for name in NAMES}
    office.close()

    upgrade(office)

    office.open()
    assert {name: office.rows(name) for name in NAMES} == before


def test_an_upgrade_whose_process_is_killed_goes_on_at_the_next_start(laid: Lay):
    office = laid()
    office.open()
    before = {name: office.rows(name) for name in NAMES}
    office.close()
    for name, at, _ in KILLED:
        command = [sys.executable, "-c", KILLING, name, str(at)]
        own = {"VAR_DIR": str(office.var), "DATABASE_URL": office.urls[name], "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env={**os.environ, **own}, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()

    office.open()
    for name, _, last in KILLED:
        service = office.services[name]
        assert migration.behind(service.store, service.folder / "migrations") == last
        assert office.rows(name)["history"] == before[name]["history"]
    office.close()
    upgrade(office)
    office.open()
    assert {migration.drift(service.store, service.tables) for service in office.services.values()} == {""}
    told = differences(office)
    assert sorted(told - UNTOLD) == []
    assert sorted(UNTOLD - told) == []


def test_no_deed_of_before_is_done_twice_when_it_is_repeated(office: Office):
    counts = {name: office.services[name].log.head() for name in NAMES}
    for one in office.facts["replays"]:
        who = office.speak(one["service"], one["role"])
        answer = who.post(one["path"], one["body"], **{"Idempotency-Key": one["key"]})
        # In which role an account acted was not kept with its key, so its answer is withheld.
        given = answer.json["code"] if one["role"] else answer.json
        assert given == ("idempotency-key-reused" if one["role"] else one["json"])
    assert {name: office.services[name].log.head() for name in NAMES} == counts


@pytest.fixture
def town(laid: Lay) -> story.Town:
    """An upgraded office of its own, in which work goes on."""
    office = laid()
    upgrade(office)
    services = {service.name: service for service in office.open()}
    here = story.Town(office.speak, lambda: carry(list(services.values())), services["intake"].context.today())
    here.known["office", ""] = office
    return here


def test_what_was_told_and_not_heard_before_the_upgrade_arrives(town: story.Town):
    town.settle()

    open_ = ok(town.at("testing", "front_officer").get("/v1/orders?state=waiting&limit=100"))["items"]
    assert {one["serial"] for one in open_} == {"UH-1", "UH-2", "PS-3"}
    [asked] = [one for one in open_ if one["serial"] == "PS-3"]
    assert (asked["cause"], asked["other_than"]) == ("retest", ["K1", "P1"])
    waiting = ok(town.at("certificates", "head").get("/v1/certificates?state=awaiting_signature"))["items"]
    assert len(waiting) == 3
    office = town.known["office", ""]
    assert {service.inbox.counts()["dead"] for service in office.services.values()} == {0}


def test_a_retest_from_before_the_upgrade_is_kept_from_whose_test_it_looked_at(town: story.Town):
    tables = import_module("services.testing.storage")
    town.settle()
    hidden = [one for one in tables.Examination.select() if one.approved_at and one.order.hidden]
    import_module("services.testing.usecases.approvals").tell_hands(clock.now())
    town.settle()

    papers = {one["examination_id"]: one["id"] for one in ok(town.at("certificates", "head").get(PAPERS))["items"]}
    kept = {(papers[one.id], who) for one in hidden if one.id in papers for who in _kept_from(tables, one.order)}
    answers = {(id, who): town.at("certificates", who).get(f"/v1/certificates/{id}").status_code for id, who in kept}
    assert set(answers.values()) == {404}


def _kept_from(tables: Any, order: Any) -> list[str]:
    """Who may not know of it, as they are called among the accounts of the old office."""
    meant = [one for one in tables.Verifier.counting() if order.is_kept_from(one)]
    return [one.subject.removeprefix("dev-") for one in meant if one.subject.startswith("dev-verifier")]


def test_work_goes_on_with_the_next_numbers(town: story.Town):
    town.settle()
    deputy, head = town.at("certificates", "verifier-3"), town.at("certificates", "head")
    [paper, *_] = ok(head.get("/v1/certificates?state=awaiting_signature"))["items"]
    # His decree is kept and not confirmed: nobody gives himself authority.
    assert deputy.post(f"/v1/certificates/{paper['id']}/signature", {}, paper).json["code"] == "no-delegation"
    signed = story.sign_all(town)
    assert sorted(int(one["number"].split("/")[1]) for one in signed) == [8, 9, 10]

    letter = story.accept(town, story.hand_in(town, [story.item("tbo_elektronik", story.TRADER, "NEW-1")]))
    assert letter["number"].startswith("PTU-2026-000011-")
    [order] = story.orders(town, letter).values()
    assert order["number"].startswith("0017/")
    day = story.session(town)
    story.book(town, order, day)
    town.settle()
    story.open_session(town, day)
    plate = story.item("tbo_elektronik", story.TRADER, "NEW-1")
    story.finish(town, story.orders(town, letter)["NEW-1"], story.record(plate))
    [new] = story.sign_all(town)
    assert new["number"].split("/")[1] == "0011"
    answer = town.at("certificates", "").client.post("/v1/verifications", json={"code": new["code"]})
    assert ok(answer)["answer"] == "valid"
    assert story.letter_now(town, letter)["state"] == "completed"


def test_an_office_that_worked_is_told_of_the_one_command_that_its_upgrade_needs(laid: Lay):
    office = laid()
    revoked = office.var / "access" / "revoked.json"
    (office.var / "log").mkdir()
    with pytest.raises(preflight.Hindered, match="uttp bus prepare"):
        preflight.check_revocations(office.var, revoked)

    command = [sys.executable, "-m", "deploy.uttp", "bus", "prepare"]
    subprocess.run(command, env={**os.environ, "VAR_DIR": str(office.var)}, cwd=ROOT, check=True, capture_output=True)

    preflight.check_revocations(office.var, revoked)
