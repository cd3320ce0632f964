"""Plumbing does not undo anonymity: who may call without an account is not known by one, and answers are kept apart."""

from typing import Any

import pytest

from services.complaints.storage import Complaint
from shared.ids import uuid7
from tests.support import NAMES, application, told
from tests.test_guards import routes

LODGE = "/v1/complaints"
WORDS = {"subject": "Nota tidak diberikan", "text": "Petugas meminta uang."}
ANONYMOUS = {**WORDS, "anonymous": True}
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def keyed(key: str = "") -> dict[str, str]:
    return {"Idempotency-Key": key or uuid7()}


def kept(service: Any) -> list[Any]:
    sql = "SELECT key, owner, fingerprint FROM idempotency_key ORDER BY created_at, id"
    return [tuple(row) for row in service.store.execute(sql).fetchall()]


@pytest.mark.parametrize("name", NAMES)
def test_every_open_route_that_writes_says_whether_its_caller_is_named(opened, name):
    """A route that an account may call without being asked for it keeps that account, unless it declares otherwise."""
    silent = [
        f"{method} {rule}"
        for method, rule, _, view in routes(application(opened(name)))
        if method != "GET" and not view.allowed_roles and "unnamed" not in getattr(view, "options", {})
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("said", "role"),
    [
        (ANONYMOUS, "applicant"),
        (WORDS, "applicant"),
        (ANONYMOUS, "front_officer"),
        ({**WORDS, "reporter": {"name": "", "phone": ""}}, "applicant"),
        ({**WORDS, "reporter": {"name": " \u2028"}, "secret": True}, "applicant"),
        ({**WORDS, "reporter": {}}, "applicant"),
    ],
)
def test_an_account_beside_an_anonymous_act_is_kept_nowhere(complaints, caller, said, role):
    reporter = caller(complaints, role, sub="akun-budi", name="Budi Santoso")
    key = {"Idempotency-Key": "budi-santoso-0812345678", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}

    lodged = reporter.post(LODGE, said, **key)

    assert (lodged.status_code, reporter.post(LODGE, said, **key).json) == (201, lodged.json)
    assert {owner for _, owner, _ in kept(complaints)} == {""}
    tables = complaints.store.database.get_tables()
    whole = str([complaints.store.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables])
    assert [word for word in ("akun-budi", "Budi", "budi-santoso", TRACE) if word in whole] == []
    assert (Complaint.get().taken_by, TRACE in str(told(complaints))) == ("", False)
    assert lodged.json["identity"] == "anonymous"
    [line] = complaints.context.History.select()
    assert (line.by, line.by_name) == ("reporter", "pelapor")


def test_an_officer_takes_in_what_an_anonymous_caller_says_and_stands_for_it(complaints, caller):
    caller(complaints, "front_officer", sub="loket").post(LODGE, {**ANONYMOUS, "channel": "phone"})

    assert Complaint.get().taken_by == "loket"


def test_of_a_signed_in_caller_account_and_key_are_kept_as_digests(intake, caller):
    from tests.intake.builders import body

    caller(intake, "applicant", sub="akun-siti").post("/v1/applications", body(), **keyed("siti-1"))

    [(key, owner, _)] = kept(intake)
    assert (len(key), len(owner)) == (64, 64)


def test_a_shared_key_of_strangers_hands_no_answer_over_and_betrays_none(complaints, caller):
    first, key = caller(complaints).post(LODGE, WORDS, **keyed("k" * 16)), keyed("k" * 16)

    other = caller(complaints).post(LODGE, {**WORDS, "text": "Lain sekali."}, **key)

    assert (other.status_code, other.json["id"] != first.json["id"]) == (201, True)
    assert caller(complaints).post(LODGE, WORDS, **key).json == first.json


def test_a_key_without_an_account_must_be_hard_to_guess(complaints, caller):
    answer = caller(complaints).post(LODGE, WORDS, **keyed("k" * 15))

    assert (answer.status_code, answer.json["code"], Complaint.select().count()) == (
        400,
        "idempotency-key-too-short",
        0,
    )


def test_a_reporter_who_is_logged_in_speaks_by_his_code_alone(complaints, caller):
    lodged = caller(complaints).post(LODGE, WORDS).json
    budi = caller(complaints, "applicant", sub="akun-budi", name="Budi Santoso")
    url = f"/v1/tracking/{lodged['number'] or lodged['reference']}"

    assert budi.post(f"{url}/messages", {"code": lodged["code"], "text": "Halo"}).status_code == 201

    tables = complaints.store.database.get_tables()
    whole = str([complaints.store.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables])
    assert "akun-budi" not in whole
    assert {line.by for line in complaints.context.History.select()} == {"reporter"}
    assert {owner for _, owner, _ in kept(complaints)} == {""}
