"""What a complaint sets going in the other services is not there for the officer complained of: he asks everything that
they answer, before it came and after."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from services.certificates.storage import Certificate
from services.testing.storage import Examination, Order
from shared.ids import uuid7
from tests.certificates import builders as papers
from tests.support import Caller
from tests.taint import places
from tests.territory import of_certificates, of_testing
from tests.testing import builders as bench

# A number series has no holes, and the trace is another one for each request.
MASKS = re.compile(r'(?<="trace_id":")[^"]*|(?<="trace_id": ")[^"]*')
TERMS = (
    {},
    {"origin": "office"},
    {"origin": "application"},
    {"instrument": "{instrument}"},
)


def addresses(service: Any, ids: dict[str, list[str]]) -> Iterator[str]:
    """Everything of the office's own work that can be read, but papers."""
    app = service.app()
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        view = app.view_functions[rule.endpoint]
        if "GET" not in rule.methods or not rule.rule.startswith("/v1/") or "media" in getattr(view, "options", {}):
            continue
        if not rule.arguments and getattr(view, "allowed_roles", ("admin",)) != ("admin",):
            yield rule.rule
        elif rule.arguments == {"id"}:
            yield from (rule.rule.replace("<id:id>", id) for id in ids.get(rule.rule.split("/")[2], []))


def everything(service: Any, who: Caller, ids: dict[str, list[str]], terms: dict[str, str]) -> dict[str, str]:
    told = {}
    for address in addresses(service, ids):
        for term in TERMS if address == "/v1/orders" else ({},):
            asked = {name: value.format(**terms) for name, value in term.items()}
            answer = who.client.get(address, query_string=asked, headers=who.headers)
            text = answer.get_data(as_text=True) if answer.is_json else str(len(answer.data))
            told[f"{address} {asked}"] = f"{answer.status_code} {answer.headers.get('ETag')} {MASKS.sub('', text)}"
    return told


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(address for address in before if before[address] != after[address])


def known_ids(things: dict[str, Any]) -> dict[str, list[str]]:
    return {name: [one["id"] for one in both] for name, both in things.items()}


@pytest.mark.parametrize("roles", [("verifier",), ("verifier", "front_officer"), ("verifier", "auditor"), ("head",)])
def test_a_retest_is_not_there_for_whoever_did_the_disputed_test(testing, caller, monday, roles):
    ids, case = known_ids(of_testing(testing)), uuid7()
    instrument = Examination.find(ids["examinations"][0]).order.instrument_id
    who, other = caller(testing, *roles, sub="dev-verifier"), caller(testing, "verifier", sub="dev-verifier-2")
    terms = {"case": case, "instrument": instrument}
    seen = everything(testing, who, ids, terms), everything(testing, other, ids, terms)

    asked = {"complaint_id": case, "instrument_id": instrument, "certificate_id": None, "reason_code": "disputed"}
    bench.heard(testing, "complaints.retest.requested.v1", case, {**asked, "other_than": []})

    order = Order.get(Order.complaint_id == case)
    assert order.other_than
    assert differing(seen[0], everything(testing, who, ids, terms)) == []
    assert who.get(f"/v1/orders/{order.id}").status_code == 404
    assert who.get(f"/v1/orders/{order.id}/history").status_code == 404
    assert differing(seen[1], everything(testing, other, ids, terms)) != []


@pytest.mark.parametrize(("roles", "knows"), [
    (("verifier",), False), (("front_officer",), False), (("verifier", "complaint_officer"), False),
    (("verifier", "auditor"), False), (("complaint_officer",), False), (("auditor",), True), (("head",), True),
])  # fmt: skip
def test_a_request_to_suspend_is_there_only_for_those_who_handle_complaints(certificates, caller, monday, roles, knows):
    ids = known_ids(of_certificates(certificates))
    signed = papers.signing.sign(papers.HEAD, papers.passed(certificates, instrument_id=uuid7()).id)
    ids["certificates"].append(signed.id)
    who, case = caller(certificates, *roles), uuid7()
    before = everything(certificates, who, ids, {})

    asked = {"complaint_id": case, "certificate_id": signed.id, "reason_code": "short_measure"}
    papers.hear(certificates, papers.news(certificates, "complaints.suspension.requested", asked))

    assert Certificate.find(signed.id).request["complaint_id"] == case
    own = ["/v1/certificates/" + signed.id + "/history {}", "/v1/suspension_requests {}"]
    assert differing(before, everything(certificates, who, ids, {})) == (own if knows else [])


def test_whom_a_case_is_about_lies_readable_beside_it_in_no_table(testing, certificates, monday):
    """Of a paper or an order everybody who reads the database knows the verifier."""
    ids, case = known_ids(of_testing(testing)), uuid7()
    paper = papers.signing.sign(papers.HEAD, papers.passed(certificates, instrument_id=uuid7()).id)
    wanted = {"complaint_id": case, "instrument_id": Examination.find(ids["examinations"][0]).instrument_id}
    wanted |= {"certificate_id": None, "reason_code": "disputed", "other_than": ["P3"]}
    bench.heard(testing, "complaints.retest.requested.v1", case, wanted)
    asked = {"complaint_id": case, "certificate_id": paper.id, "reason_code": "short_measure"}
    papers.hear(certificates, papers.news(certificates, "complaints.suspension.requested", asked))

    order = Order.get(Order.complaint_id == case)
    kept = testing.store.execute(f"SELECT other_than, kept_from FROM \"order\" WHERE id = '{order.id}'").fetchone()

    assert (order.other_than, Certificate.find(paper.id).request["complaint_id"]) == (["K1", "P1", "P3"], case)
    assert [
        code for code in ("k1", "p1", "p3") for cell in kept if re.search(rf"\b{code}\b", cell, re.IGNORECASE)
    ] == []
    named = [name for name, cell in places.cells(certificates) if case.encode() in cell]
    assert named == ["certificates.inbox_event.subject"]  # that a case asked for something, and not of which paper


def test_intake_hears_nothing_of_complaints(intake):
    assert [event.type for event in intake.handlers if event.type.startswith("complaints.")] == []
