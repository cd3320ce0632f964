"""By the code of a reporter one speaks as the reporter: who was shown it does nothing else in the case, and who
has done anything is shown none; and no such code ends or judges the case."""

import io

import pytest

from services.complaints.domain.lifecycle import Action
from services.complaints.storage import Complaint, KnownPaper, transaction
from services.complaints.usecases import correspondence, lodging, reporter, steps
from shared.errors import Conflict, Forbidden
from shared.ids import uuid7
from tests.complaints.builders import BROUGHT, HEAD, OFFICER, ROUTE, SECOND, WRITER, act, brought_to, lodged, person
from tests.complaints.test_codes import PNG
from tests.complaints.test_own_complaint import URL, moves
from tests.least import least
from tests.support import application

# What the desk does beside the life cycle.
BESIDE = ("messages", "notes", "attachments", "identity", "involvement", "retest", "suspension")
PAPER = uuid7()


def shown(case: Complaint, by=OFFICER) -> Complaint:
    return lodging.replace_code(by, case.id, Complaint.find(case.id).version, "lupa")


def fitting(options, case: Complaint) -> dict:
    """The least body, without the code, that names somebody and the instrument of the case."""
    body, given = least(options["body"]()), {"staff_id": person().id}
    if "instrument_id" in options["body"]().fields:
        given["instrument_id"] = case.about.get("instrument_id") or uuid7()
    said = {name: given.get(name, value) for name, value in body.items() if name != "code"}
    return said | {name: value for name, value in given.items() if name == "instrument_id"}


def done(officer, app, case: Complaint, way: str):
    """One act of the desk, with a body that fits."""
    [(method, rule)] = [one for one in moves(app) if one[1].endswith(f"<id:id>/{way}")]
    url = rule.replace("<id:id>", case.id)
    options = app.view_functions[app.url_map.bind("localhost").match(url, method)[0]].options
    said = {"data": {"file": (io.BytesIO(PNG), "foto.png")}} if "files" in options else {"json": fitting(options, case)}
    headers = {**officer.headers, "Idempotency-Key": uuid7(), "If-Match": f'"{Complaint.find(case.id).version}"'}
    return officer.client.open(url, method=method, headers=headers, **said)


def test_the_ways_of_the_desk_are_these(complaints):
    """A new way to act in a case is walked below, or is a step of the life cycle."""
    ways = {rule.rpartition("/")[2] for _, rule in moves(application(complaints))}

    assert ways - {*ROUTE.values()} == {*BESIDE, "code"}


def test_who_was_shown_the_code_does_nothing_in_the_case_on_any_route(complaints, caller, monday):
    case, app, faults = shown(lodged()), application(complaints), {}
    officer, ways = caller(complaints, "complaint_officer"), {rule.rpartition("/")[2] for _, rule in moves(app)}
    for way in sorted(ways - {"code", "confirmation", "answer"}):
        answer = done(officer, app, case, way)
        if (answer.status_code, answer.json["code"]) != (403, "code-shown-to-you"):
            faults[way] = (answer.status_code, answer.json["code"])

    assert faults == {}
    assert Complaint.find(case.id).version == case.version


@pytest.mark.parametrize("way", BESIDE)
def test_who_has_done_anything_in_the_case_is_shown_no_code(complaints, caller, way, monday):
    with transaction():
        KnownPaper.keep(PAPER, number="500/1", instrument_id=uuid7(), state="issued")
    case = brought_to("in_handling", about={"certificate_id": PAPER})
    head = caller(complaints, "head")

    answer = done(head, application(complaints), case, way)

    assert answer.status_code in (200, 201), answer.json
    with pytest.raises(Forbidden, match="acted-here"):
        shown(case, by=HEAD)


def test_who_was_shown_the_code_is_not_given_the_case(complaints):
    row = person(subject="deni")
    case = act(act(lodged(), Action.VERIFY), Action.CLASSIFY)
    shown(case, by=HEAD.__class__("deni", "Deni", roles=frozenset({"complaint_officer"})))

    with pytest.raises(Conflict, match="assignee-unfit"):
        act(case, Action.ASSIGN, staff_id=row.id)


def test_a_code_that_the_office_was_shown_neither_withdraws_nor_rates(complaints, caller, monday):
    case = shown(lodged())

    url, nobody = f"{URL}/{case.id}/withdrawal", caller(complaints)
    refused = nobody.post(url, {**BROUGHT[Action.WITHDRAW], "code": case.code}, match={"version": case.version})

    assert (refused.status_code, refused.json["code"]) == (403, "code-not-yours-alone")
    assert nobody.get(f"/v1/tracking/{case.number}?code={case.code}").json["may"] == []
    person(subject=SECOND.sub, name=SECOND.name)
    heard = {**BROUGHT[Action.WITHDRAW], "way": "counter"}
    first = reporter.withdraw(HEAD, case.id, case.version, "", heard)
    assert reporter.withdraw(SECOND, case.id, first.version, "", heard).state == "withdrawn"


def test_nor_does_the_link_that_is_found_by_it(complaints, caller, monday):
    case = brought_to("resolved")
    token, held = Complaint.find(case.id).feedback_token, shown(case, by=HEAD)

    seen = caller(complaints).get(f"/v1/tracking/{case.number}?code={held.code}").json

    assert (seen["feedback_url"], seen["may"]) == (None, ["reopen"])
    for said in (
        lambda: reporter.answer(WRITER, case.id, held.version, held.code, {"rating": 5}),
        lambda: reporter.feedback(WRITER, token, {"rating": 5}),
    ):
        with pytest.raises(Forbidden, match="code-not-yours-alone"):
            said()
    assert Complaint.find(case.id).rating is None


def test_the_reporter_still_speaks_by_it_and_another_officer_goes_on(complaints):
    case = shown(lodged())

    correspondence.write_message(HEAD, case.id, "Kami periksa.")
    assert reporter.write(WRITER, case.number, case.code, "Terima kasih").sender == "reporter"
    assert shown(case).code != case.code  # who was shown one may be asked for another
    assert steps.verify(HEAD, case.id, Complaint.find(case.id).version, BROUGHT[Action.VERIFY]).state == "verified"
