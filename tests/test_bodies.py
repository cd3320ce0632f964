"""No route reads or checks a body inside a transaction, and none takes more than it says."""

import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, fields, validate

from shared.database.store import Store
from shared.http.bodies import DEEPEST, KILOBYTE, MAX_UPLOAD, USUAL
from shared.http.problems import MOST_ERRORS
from shared.ids import uuid7
from shared.service import Service
from tests.support import NAMES, application
from tests.test_guards import ROLES, routes

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
BOUNDARY = "edge"
FORM = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF\r\n--{BOUNDARY}--\r\n'
)
BODIES = {
    "application/json": b"{}",
    f"multipart/form-data; boundary={BOUNDARY}": FORM.encode(),
    "text/plain": b"x",
}


class Wire(io.BytesIO):
    """A body as it comes from the network: one byte at a time, every read noted, and whether a transaction was open."""

    def __init__(self, content: bytes, stores: list[Store]) -> None:
        super().__init__(content)
        self.stores, self.reads, self.inside = stores, 0, 0

    def read(self, size: int | None = -1) -> bytes:
        self.reads += 1
        self.inside += any(store.in_transaction for store in self.stores)
        return super().read(1 if size else 0)

    def readinto(self, context: Any) -> int:
        piece = self.read(len(context))
        context[: len(piece)] = piece
        return len(piece)

    @property
    def exhausted(self) -> bool:
        return self.tell() == len(self.getvalue())


@pytest.fixture(params=NAMES)
def service(request, opened) -> Service:
    return opened(request.param)


@pytest.fixture
def schemas_checked_inside(service, monkeypatch) -> list[str]:
    """The names of shapes that were checked while a transaction was open."""
    found, load = [], Schema.load

    def watched(self: Schema, *args: Any, **kwargs: Any) -> Any:
        found.extend([type(self).__name__] if service.store.in_transaction else [])
        return load(self, *args, **kwargs)

    monkeypatch.setattr(Schema, "load", watched)
    return found


def sent(app: Any, wire: Wire, method: str, url: str, kind: str, **headers: str) -> Any:
    """A body of unknown length, as a chunked one is."""
    environ = {"wsgi.input": wire, "wsgi.input_terminated": True, "CONTENT_TYPE": kind, "CONTENT_LENGTH": None}
    own = {"Idempotency-Key": uuid7(), "If-Match": '"1"', **headers}
    return app.test_client().open(url, method=method, headers=own, environ_overrides=environ)


def test_no_route_reads_or_checks_what_is_sent_while_a_transaction_is_open(service, issuer, schemas_checked_inside):
    app, faults = application(service), []
    everybody = {"Authorization": f"Bearer {issuer.token('all', *ROLES)}"}
    for method, rule, url, view in routes(app):
        for kind, content in BODIES.items() if method in CHANGING else ():
            wire = Wire(content, [service.store])
            status = sent(app, wire, method, url, kind, **({} if view.closed_roles else everybody)).status_code
            read = wire.exhausted or status == 413
            faults += [] if read and not wire.inside else [f"{method} {rule} {kind}: {wire.inside} of {wire.reads}"]
            assert hasattr(view, "limit"), rule

    assert faults == []
    assert schemas_checked_inside == []


def test_the_first_store_of_a_letter_reads_before_the_lock(opened, caller, issuer, schemas_checked_inside):
    """Of a valid body as of a faulty one: the view itself runs here."""
    complaints = opened("complaints")
    wire = Wire(json.dumps({"category": "service", "text": "Antrean panjang."}).encode(), [complaints.store])

    answer = sent(application(complaints), wire, "POST", "/v1/complaints", "application/json")
    assert answer.status_code in (201, 422), answer.data
    assert (wire.inside, wire.exhausted) == (0, True)


def test_where_a_body_is_asked_for_saying_nothing_agrees_to_nothing(service, ask):
    """Of all ways to say nothing; `{}` is something. What no role of these may call, or what is not there, says so."""
    faults = []
    for method, rule, url, view in routes(application(service)):
        if "body" in getattr(view, "options", {}):
            answers = {(one.status_code, one.json["code"]) for one in (ask(method, url, b""), ask(method, url, None))}
            faults += [f"{method} {rule}: {answers}"] if answers != {(400, "body-missing")} else []

    assert faults == []


def worst(shape: Schema) -> int:
    """About how many bytes the largest valid body of a shape has."""
    return 2 + sum(len(name) + 4 + _most(field) for name, field in shape.fields.items() if not field.dump_only)


def _most(field: fields.Field) -> int:
    length = next((check.max for check in field.validators if isinstance(check, validate.Length)), None)
    if isinstance(field, fields.Nested):
        return worst(field.schema) * (length or 100 if field.many else 1)
    if isinstance(field, fields.List):
        return (_most(field.inner) + 1) * (length or 1000)
    if isinstance(field, fields.Dict):
        return 150 * (length or 100)
    return 2 + (length or 40)


def test_every_route_takes_what_its_shape_allows_or_says_how_much_of_it(service):
    """A list of lists may allow more than anybody sends; such a route has said its own bound."""
    tight = []
    for method, rule, _, view in routes(application(service)):
        shape = getattr(view, "_apidoc", {}).get("arguments", {})
        bodies = [one for one in shape.get("parameters", []) if one.get("in") == "json"]
        for one in bodies:
            made = one["schema"]() if isinstance(one["schema"], type) else one["schema"]
            tight += [f"{method} {rule}"] if worst(made) > view.limit.json == USUAL.json else []

    assert tight == []


@pytest.fixture
def app(service) -> Any:
    return application(service)


@pytest.fixture
def ask(app, issuer) -> Any:
    """`ask(method, url, content)`: the answer to somebody with every role, or to nobody where that opens more."""
    client, everybody = app.test_client(), {"Authorization": f"Bearer {issuer.token('all', *ROLES)}"}
    doors = app.url_map.bind("localhost")

    def asked(method: str, url: str, content: bytes) -> Any:
        view = app.view_functions[doors.match(url, method)[0]]
        own = {"Idempotency-Key": uuid7(), "If-Match": '"1"', **({} if view.closed_roles else everybody)}
        return client.open(url, method=method, data=content, content_type="application/json", headers=own)

    return asked


def doors(app: Any) -> Iterator[tuple[str, str, str, Any]]:
    yield from (one for one in routes(app) if one[0] in CHANGING)


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 20_000, b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1)])
def test_what_nests_too_deep_is_the_callers_fault_everywhere(app, ask, content):
    found = {f"{method} {url}": ask(method, url, content) for method, _, url, _ in doors(app)}

    assert {where: one.status_code for where, one in found.items() if one.status_code not in (400, 413)} == {}
    assert {one.content_type for one in found.values()} == {"application/problem+json"}


@pytest.mark.parametrize(
    "content", [b'{"a": 1, "a": 1}', b'{"\\u0061": [], "a": {"b": 1}}', b'{"a": {"b": 1, "b": 2}}']
)
def test_a_name_that_is_said_twice_is_the_callers_fault_everywhere(app, ask, content):
    """Another reader on the way, such as a scanner of requests, may have taken the other value."""
    shaped = [one for one in doors(app) if one[3] and "body" in getattr(one[3], "options", {})]
    found = {f"{method} {url}": ask(method, url, content).status_code for method, _, url, _ in shaped}

    assert set(found.values()) == {400}


@pytest.mark.parametrize("tongue", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16"])
def test_what_is_no_utf8_is_the_callers_fault_everywhere(app, ask, tongue):
    """The low byte of U+0122 is a quotation mark: what nests behind it was taken for a word."""
    content = ('{"\u0122":' + "[" * 2000).encode(tongue)

    assert {ask(method, url, content).status_code for method, _, url, _ in doors(app)} <= {400, 413}


def test_a_list_above_its_bound_is_refused_before_its_parts_are_looked_at(intake, caller):
    instrument = {"kind": "tbo_elektronik", "units": [{}] * 3000}

    answer = caller(intake, "applicant").post("/v1/applications", {"items": [{"instrument": instrument}]})
    said = [error for error in answer.json["errors"] if error["pointer"].startswith("/items/0/instrument/units")]
    assert (answer.status_code, [(one["pointer"], one["code"]) for one in said]) == (
        422,
        [("/items/0/instrument/units", "too-long")],
    )


def test_brackets_inside_words_are_words(intake, caller):
    answer = caller(intake, "applicant").post("/v1/applications", {"wish": "[" * 60 + "{" * 60})

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_more_than_a_route_takes_is_a_413_everywhere(app, ask):
    faults = []
    for method, rule, url, view in doors(app):
        status = ask(method, url, b" " * (view.limit.json + 1)).status_code
        faults += [] if status == 413 else [f"{method} {rule}: {status}"]
        assert view.limit.json <= 2048 * KILOBYTE
        assert view.limit.form in (0, MAX_UPLOAD)

    assert faults == []


def test_two_hundred_thousand_unknown_names_are_refused_at_once_and_briefly(app, ask):
    """The bound is generous: unbounded, one such body took nine seconds and answered with seventeen megabytes."""
    content = json.dumps({f"k{number}": 1 for number in range(200_000)}).encode()
    for method, rule, url, _ in doors(app):
        began = time.process_time()
        answer = ask(method, url, content)
        assert answer.status_code in (413, 422), rule
        assert len(answer.data) < 20_000
        assert time.process_time() - began < 1, rule


def test_a_string_that_nothing_closes_is_looked_through_once(intake, caller):
    siti = caller(intake, "applicant")
    began = time.process_time()

    answer = siti.client.post(
        "/v1/applications",
        data=b"[" * (DEEPEST + 1) + b'"' + b'\\"' * 200_000,
        content_type="application/json",
        headers={**siti.headers, "Idempotency-Key": uuid7()},
    )
    assert answer.status_code == 400
    assert time.process_time() - began < 1


def crowds(limit: int) -> dict[str, bytes]:
    """The dearest bodies that fit: names nobody knows, empty values, one long name above many."""
    names = b",".join(b'"%d":1' % number for number in range(limit // 16))
    inner = b'{"%s":{%s}}' % (b"x" * (limit // 3), b",".join(b'"%d":1' % one for one in range(limit // 40)))
    return {"names": b"{%s}" % names, "list": b"[%s]" % b",".join([b"1"] * (limit // 16)), "long": inner}


def test_the_dearest_body_that_fits_is_refused_within_a_second_by_a_small_answer(app, ask):
    faults = []
    for method, rule, url, view in doors(app):
        for what, content in crowds(view.limit.json).items():
            began = time.process_time()
            answer = ask(method, url, content)
            spent = time.process_time() - began
            good = 400 <= answer.status_code < 500 and len(answer.data) < 40_000 and spent < 1
            faults += [] if good else [f"{method} {rule} {what}: {answer.status_code} {len(answer.data)} {spent:.2f}"]

    assert faults == []


def test_fifty_faults_are_told_and_the_others_counted(intake, caller):
    siti = caller(intake, "applicant")

    found = siti.post("/v1/applications", {f"k{number}": 1 for number in range(MOST_ERRORS + 30)}).json
    assert len(found["errors"]) == MOST_ERRORS
    assert found["more_errors"] >= 29


def test_few_faults_are_all_told(intake, caller):
    found = caller(intake, "applicant").post("/v1/applications", {"a": 1}).json

    assert "more_errors" not in found
    assert {one["pointer"] for one in found["errors"]} >= {"/a"}


def halves(shape: Any) -> Iterator[bytes]:
    """Bodies with a name that no UTF-8 writes, at the top and below every name that the shape knows."""
    made = shape() if isinstance(shape, type) else shape
    yield from (b'{"\\ud800": 1}', b'{"\\udfff\\u0000/~": {"\\ud83d": []}}', b'["\\ud800"]')
    for name, field in made.fields.items():
        one, key = b'{"\\ud800": "\\ud800"}', json.dumps(field.data_key or name).encode()
        yield from (b"{%s: %s}" % (key, one), b"{%s: [%s]}" % (key, one), b'{%s: "\\ud800"}' % key)
        if isinstance(field, fields.Nested):
            yield from (b"{%s: %s}" % (key, b"[%s]" % each if field.many else each) for each in halves(field.schema))


def test_half_of_a_surrogate_pair_in_a_name_or_value_is_the_callers_fault_everywhere(app, ask):
    faults = []
    for method, rule, url, view in doors(app):
        shapes = [one["schema"] for one in _json_of(view)]
        for content in (body for shape in shapes or [Schema()] for body in halves(shape)):
            status = ask(method, url, content).status_code
            faults += [] if status < 500 else [f"{method} {rule} {content!r}: {status}"]

    assert faults == []


def _json_of(view: Any) -> list[dict]:
    shape = getattr(view, "_apidoc", {}).get("arguments", {})
    return [one for one in shape.get("parameters", []) if one.get("in") == "json"]
