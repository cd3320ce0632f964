"""Scope comes from the role that opens the route: every pair of roles, on every route, on own and foreign things."""

import csv
import io
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from shared.config import ROOT
from shared.http.reserved_fields import ROLES, VALUES, every
from shared.ids import uuid7
from tests.least import least, placed, value
from tests.support import NAMES, application
from tests.territory import BUILDERS, WALKER
from tests.testing.pictures import PDF

Row = dict[str, str]
MATRIX = list(csv.DictReader(io.StringIO((ROOT / "contracts" / "access.csv").read_text())))
ROLE_NAMES = [name for name in MATRIX[0] if name not in ("component", "method", "path", "anybody")]
PAIRS = [(role,) for role in ROLE_NAMES] + list(combinations(ROLE_NAMES, 2))
UNBUILT = {"dead-events", "quarantine"}  # what operators see of events: the door alone is walked
STANDING = ("own", "all")
# Where nobody of the desk is left: tests/complaints/test_unattended.py holds that it opens to him in no other case.
IN_NEED = {f"/v1/complaints/<id:id>/{way}" for way in ("involvement", "transfer")}


class Walk:
    """Asks one service as the walker, in any of his roles."""

    def __init__(self, service: Any, issuer: Any) -> None:
        self.app, self.things = application(service), BUILDERS[service.name](service)
        self.client, self.issuer, self.tokens = self.app.test_client(), issuer, {}
        self.rules = {(method, one.rule): one for one in self.app.url_map.iter_rules() for method in one.methods}
        self.adapter = self.app.url_map.bind("localhost")

    def view(self, row: Row) -> Any:
        return self.app.view_functions[self.rules[row["method"], row["path"]].endpoint]

    def url(self, row: Row, ids: dict[str, str]) -> str:
        rule = self.rules[row["method"], row["path"]]
        plain = {"kind": "tbo_elektronik", "period": "2026-2", "position": 1}
        values = {name: ids.get(name) or plain.get(name) or uuid7() for name in rule.arguments}
        return self.adapter.build(rule.endpoint, values, row["method"])

    def ask(self, row: Row, roles: tuple[str, ...], url: str, body: Any = None) -> Any:
        """A stale If-Match lets every refusal speak and changes nothing."""
        if roles not in self.tokens:
            self.tokens[roles] = self.issuer.token(WALKER.sub, *roles, name=WALKER.name)
        token = {"Authorization": f"Bearer {self.tokens[roles]}"} if roles else {}
        headers = {**token, "Idempotency-Key": uuid7(), "If-Match": '"999999"'}
        return self.client.open(url, method=row["method"], headers=headers, **self._said(row, body))

    def _said(self, row: Row, body: Any) -> dict[str, Any]:
        options = self.view(row).options
        if shape := options.get("files"):
            words = {name: value(field) for name, field in shape().fields.items() if field.required and name != "file"}
            return {"data": {**words, "file": (io.BytesIO(PDF), "surat.pdf")}}
        if row["method"] == "GET":
            return {}
        return {"json": least(options["body"]()) if body is None and "body" in options else body or {}}


@pytest.fixture(params=NAMES)
def walk(request, opened, issuer, monday) -> Walk:
    return Walk(opened(request.param), issuer)


def rows_of(walk: Walk) -> Iterator[tuple[Row, str]]:
    """Operations on a thing with an id, and the kind of thing."""
    name = walk.app.name
    for row in MATRIX:
        if row["component"] == name and row["anybody"] == "-" and "<" in row["path"]:
            yield row, row["path"].split("/")[2]


def reach(row: Row, roles: tuple[str, ...]) -> str:
    """The widest of what the roles may do here: `all`, `own`, or `-`."""
    cells = {row[role] for role in roles}
    return next((one for one in ("all", "own") if one in cells), "-")


def chosen(walk: Walk, row: Row) -> list[tuple[str, ...]]:
    """All pairs; papers are drawn only for those that an applicant could be one of."""
    drawn = "media" in walk.view(row).options
    return [
        roles for roles in PAIRS if not drawn or len(roles) == 1 or "applicant" in roles or reach(row, roles) == "-"
    ]


def told(answer: Any) -> tuple[int, Any]:
    """An answer without what differs from one request to the next."""
    return answer.status_code, {name: said for name, said in (answer.json or {}).items() if name != "trace_id"}


def fault_of(walk: Walk, row: Row, roles: tuple[str, ...], ids: dict[str, str], may: bool) -> str:
    """What is wrong with the answer about a thing, if the matrix lets these roles touch it or hides it from them."""
    answer = walk.ask(row, roles, walk.url(row, ids))
    code = (answer.get_json(silent=True) or {}).get("code")
    if may:
        wrong = answer.status_code in (401, 404, 405) or answer.status_code >= 500 or code == "forbidden"
    else:
        wrong = told(answer) != told(walk.ask(row, roles, walk.url(row, {})))
    return f"{row['method']} {row['path']} as {'+'.join(roles)}: {answer.status_code} {code}" if wrong else ""


def test_a_pair_of_roles_may_no_more_than_the_wider_of_those_that_the_route_names(walk):
    faults = []
    for row, thing in rows_of(walk):
        own, foreign = walk.things.get(thing, ({}, {}))
        for roles in chosen(walk, row):
            far = reach(row, roles)
            if far == "-":
                answer = walk.ask(row, roles, walk.url(row, own))
                faults += [] if answer.status_code == 403 else [f"{row['path']} as {roles}: {answer.status_code}"]
            elif thing not in UNBUILT and "string" not in row["path"]:
                faults += [fault_of(walk, row, roles, own, True)]
                faults += [fault_of(walk, row, roles, foreign, far == "all")] if foreign != own else []

    assert [fault for fault in faults if fault] == []


def test_every_thing_with_an_address_is_walked(walk):
    assert {thing for row, thing in rows_of(walk) if "string" not in row["path"]} <= {*walk.things, *UNBUILT}


def test_a_foreign_thing_and_a_missing_one_are_refused_in_the_same_words(walk):
    compared = 0
    for row, thing in rows_of(walk):
        own, foreign = walk.things.get(thing, ({}, {}))
        if row["applicant"] == "own" and foreign != own:
            first, second = (walk.ask(row, ("applicant",), walk.url(row, ids)) for ids in (foreign, {}))
            assert told(first) == told(second), row
            assert first.status_code == 404, row
            compared += 1

    assert compared or walk.app.name == "complaints"


def test_a_list_holds_of_foreign_things_what_the_matrix_lets_these_roles_read(walk):
    faults = []
    for row in MATRIX:
        thing = row["path"].split("/")[2]
        if row["component"] == walk.app.name and row["method"] == "GET" and row["path"].count("/") == 2:
            own, foreign = walk.things.get(thing, ({}, {}))
            for roles in (one for one in PAIRS if own != foreign and reach(row, one) in STANDING):
                listed = {one["id"] for one in walk.ask(row, roles, f"{row['path']}?limit=100").json["items"]}
                right = (foreign["id"] in listed) == (reach(row, roles) == "all")
                faults += [] if right else [f"{row['path']} as {roles}"]

    assert faults == []


def test_a_role_that_only_reads_is_named_at_no_door_of_a_change():
    # What opens without an account opens to nobody of the office: tests/complaints/test_codes.py walks those doors.
    changes = [row for row in MATRIX if row["method"] != "GET" and row["anybody"] != "yes"]

    assert {row["path"] for row in changes if row["auditor"] != "-"} == IN_NEED
    assert [row for row in MATRIX if "none" in row.values()] == []


def test_no_role_from_outside_the_office_reaches_beyond_its_own():
    owned = {"applications", "instruments", "parties", "orders", "examinations", "certificates"}

    assert [row for row in MATRIX if row["path"].split("/")[2] in owned and row["applicant"] == "all"] == []


def bodies(walk: Walk) -> Iterator[tuple[Row, Any, str, Any]]:
    """(operation, shape, pointer, field) of everything that somebody may write."""
    for row in MATRIX:
        shape = (
            walk.view(row).options.get("body") if row["component"] == walk.app.name and row["method"] != "GET" else None
        )
        if shape:
            yield from ((row, shape(), pointer, field) for pointer, field in every(shape()))


def test_a_reserved_field_is_refused_to_every_role_that_may_not_write_it_and_to_no_other(walk):
    faults = []
    for row, shape, pointer, field in bodies(walk):
        writers = field.metadata.get(ROLES)
        said = (field.metadata.get(VALUES) or [value(field)])[-1]
        entering = [(role,) for role in ROLE_NAMES if row[role] in STANDING or row["anybody"] == "yes"]
        entering += [("applicant", "auditor"), ()] if writers else []
        for roles in entering:
            code = told(walk.ask(row, roles, walk.url(row, {}), placed(shape, pointer, said)))[1].get("code")
            may = writers is None or any(role in writers and row[role] in STANDING for role in roles)
            door = code in ("forbidden", "unauthenticated")
            faults += [] if door or (code == "reserved-field") != may else [f"{row['path']} {pointer} {roles}: {code}"]

    assert faults == []
