"""The one error shape, for every kind of error, in two languages, and what stands around every answer."""

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.storage import Application, Party
from shared.http.shapes import CODE_PATTERN
from shared.ids import uuid7
from tests.intake.builders import body

SHAPE = {"type", "code", "status", "title", "detail", "errors", "trace_id"}
LETTERS = "/v1/applications"


@pytest.fixture
def siti(intake, caller) -> Any:
    return caller(intake, "applicant")


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The body, if it has the one shape."""
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), answer.data
    found = answer.json
    assert SHAPE <= found.keys() <= SHAPE | {"allowed"}
    assert (found["status"], found["code"]) == (status, code)
    assert found["type"].endswith(f"/intake/problems/{code}")
    assert found["title"] not in ("", code)
    assert found["detail"]
    assert len(found["trace_id"]) == 32
    return found


def raw(siti: Any, content: bytes, kind: str, **headers: str) -> Any:
    own = {**siti.headers, "Idempotency-Key": uuid7(), "Content-Type": kind, **headers}
    return siti.client.post(LETTERS, data=content, headers=own)


def test_an_unknown_url_answers_in_the_one_shape(siti):
    problem(siti.get("/v1/nothing-here"), 404, "not-found")


def test_an_unknown_thing_answers_in_the_one_shape(siti):
    problem(siti.get(f"{LETTERS}/{uuid7()}"), 404, "not-found")


@pytest.mark.parametrize("id", ["1", "ABC", "%00", "0192aaaa-0000-7000-8000-00000000000G", "..%2f..%2fetc"])
def test_what_is_no_identifier_is_simply_not_found(siti, id):
    problem(siti.get(f"{LETTERS}/{id}"), 404, "not-found")


def test_a_wrong_method_names_the_right_ones(siti):
    answer = siti.send("DELETE", LETTERS)

    problem(answer, 405, "method-not-allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "content", [b"{", b" ", b"\xff\xfe", b'{"party": NaN', b"[" * 100_000, b"[1%s]" % (b"0" * 5000)]
)
def test_a_body_that_is_no_json_is_a_400(siti, content):
    problem(raw(siti, content, "application/json"), 400, "bad-request")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_another_content_type_is_a_415(siti, kind):
    problem(raw(siti, b"party=x", kind), 415, "unsupported-media-type")


def test_more_than_the_limit_is_a_413(siti):
    problem(raw(siti, b'{"a": "' + b"x" * (10 * 1024 * 1024) + b'"}', "application/json"), 413, "too-large")


def test_all_faults_are_told_at_once_with_their_pointers(siti):
    faulty = {"party": {"phone": "0"}, "scheme": "both", "wish": "x" * 501, "items": [{"place": None}], "colour": 1}

    found = problem(siti.post(LETTERS, faulty), 422, "invalid")
    assert {(one["pointer"], one["code"]) for one in found["errors"]} == {
        ("/party/name", "required"),
        ("/scheme", "choice"),
        ("/wish", "length"),
        ("/items/0/place", "null"),
        ("/items/0/verification", "required"),
        ("/colour", "unknown"),
    }


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\ud800", "\x7f"])
def test_text_that_no_database_takes_is_refused_as_a_fault_of_its_field(siti, text):
    found = problem(siti.post(LETTERS, body(wish=text)), 422, "invalid")

    assert [(one["pointer"], one["code"]) for one in found["errors"]] == [("/wish", "control-characters")]


@pytest.mark.parametrize("field", ["id", "version", "state", "number", "tracking_code", "promised_date"])
def test_what_only_the_office_sets_is_refused(siti, field):
    found = problem(siti.post(LETTERS, body(**{field: "x"})), 422, "invalid")

    assert [(one["pointer"], one["code"]) for one in found["errors"]] == [(f"/{field}", "unknown")]


@pytest.mark.parametrize(
    ("wanted", "tongue", "title"),
    [
        ("id", "id", "Tidak ditemukan"),
        ("en-GB,en;q=0.9", "en", "Not found"),
        ("fr", "id", "Tidak ditemukan"),
        ("", "id", "Tidak ditemukan"),
        ("en;q=0.1, id;q=0.9", "id", "Tidak ditemukan"),
    ],
)
def test_people_read_indonesian_unless_they_prefer_english(siti, wanted, tongue, title):
    answer = siti.get("/v1/nothing-here", **{"Accept-Language": wanted})

    assert problem(answer, 404, "not-found")["title"] == title
    assert answer.headers["Content-Language"] == tongue


def test_a_fault_of_a_field_speaks_the_readers_language(siti):
    said = {
        tongue: siti.post(LETTERS, {}, **{"Accept-Language": tongue}).json["errors"][0]["detail"]
        for tongue in ("id", "en")
    }

    assert said == {"id": "wajib diisi", "en": "is required"}


@pytest.mark.parametrize(
    ("said", "pointer", "words"),
    [
        ({"wish": "x" * 501}, "/wish", "paling sedikit 0, paling banyak 500"),
        ({"scheme": "both"}, "/scheme", "individual, collective"),
        ({"letter": {"date": "1899-12-31"}}, "/letter/date", "tahunnya harus di antara 1900 dan 2200"),
    ],
)
def test_a_fault_names_the_bound_that_was_broken(siti, said, pointer, words):
    [fault] = problem(siti.post(LETTERS, body(**said)), 422, "invalid")["errors"]

    assert fault["pointer"] == pointer
    assert words in fault["detail"]


def test_a_fault_of_the_form_names_the_form(siti):
    part = body()
    part["items"][0]["instrument"]["parameters"] = {"Max": "30"}

    [fault] = problem(siti.post(LETTERS, part), 422, "invalid")["errors"]
    assert (fault["code"], fault["form"], fault["pattern"]) == ("pattern", "word", CODE_PATTERN)
    assert fault["pointer"] == "/items/0/instrument/parameters/Max"


def test_two_who_did_the_same_at_once_are_told_that_one_of_them_did_it(siti, monkeypatch):
    known = Party.create(facts={"name": "Siti"}).id
    monkeypatch.setattr(Application, "visible", lambda *_: Party.create(id=known, facts={}))

    problem(siti.get(f"{LETTERS}/{uuid7()}"), 409, "done-meanwhile")


def test_what_the_database_refuses_for_another_reason_is_our_own_mistake(siti, monkeypatch):
    monkeypatch.setattr(Application, "visible", lambda *_: Party.create(facts={}, told_facts=None))

    problem(siti.get(f"{LETTERS}/{uuid7()}"), 500, "internal")


def test_our_own_mistake_hides_its_text(siti, monkeypatch):
    monkeypatch.setattr(Application, "visible", lambda *_: {}["Siti Aminah, NIK 1606"])

    found = problem(siti.get(f"{LETTERS}/{uuid7()}"), 500, "internal")
    assert "Siti" not in str(found)
    assert "KeyError" not in str(found)


def test_the_type_of_a_problem_can_be_looked_up(siti, intake):
    where = siti.get("/v1/nothing-here").json["type"].removeprefix(intake.public_url)

    assert siti.get(where).json["title"] == {"id": "Tidak ditemukan", "en": "Not found"}


def test_the_trace_of_the_gateway_is_kept(siti):
    trace = "8d1c" * 8

    answer = siti.get("/v1/nothing-here", traceparent=f"00-{trace}-00f067aa0ba902b7-01")
    assert answer.json["trace_id"] == trace


@pytest.mark.parametrize("path", ["/livez", "/v1/nothing-here", "/openapi.json", LETTERS])
def test_every_answer_carries_the_headers_that_protect_a_browser(siti, path):
    headers = siti.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_write_says_where_its_own_events_stand_and_one_that_told_nothing_says_nothing(siti, intake):
    """How far the log is counts what others did, also what is hidden from the caller."""
    letter = siti.post(LETTERS, body())
    assert "Event-Position" not in letter.headers

    answer = siti.post(f"{LETTERS}/{letter.json['id']}/submission", {}, letter)
    assert answer.headers["Event-Position"] == str(intake.log.head()[0])
    assert "Event-Position" not in siti.post(LETTERS, body()).headers
    assert "Event-Position" not in siti.get(LETTERS).headers


def test_a_form_without_its_file_is_a_fault_of_the_file(siti):
    letter = siti.post(LETTERS, body())
    own = {**siti.headers, "If-Match": letter.headers["ETag"]}

    answer = siti.client.put(
        f"{LETTERS}/{letter.json['id']}/letter", data={"other": (io.BytesIO(b"x"), "a")}, headers=own
    )
    assert [one["pointer"] for one in problem(answer, 422, "invalid")["errors"]] == ["/file"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=JSON, part=st.sampled_from(["", "party", "items", "letter", "scheme", "wish"]))
def test_whatever_is_said_is_answered_by_a_fault_of_the_caller_or_done(siti, said, part):
    answer = siti.post(LETTERS, body(**{part: said}) if part else said)

    assert answer.status_code in (201, 400, 422), answer.data
