"""Nobody decides what he entered, did, or what concerns him: every route of the office alone is in this table."""

import csv
from functools import cache

import pytest

from shared.config import ROOT

# What holds the rule for each deciding route: a test that plays it and is refused.
LETTER = "intake/test_scopes.py::test_nobody_decides_about_his_own_letter_whatever_else_he_is"
REGISTER = "intake/test_scopes.py::test_nobody_refers_his_own_item_or_rewrites_his_own_instrument_in_the_register"
ORDER = "testing/test_own_things.py::test_no_officer_acts_for_the_office_on_an_order_of_his_own"
FOUR_EYES = "testing/test_own_things.py::test_who_tested_approves_his_own_record_in_no_other_role"
TESTING = "testing/test_own_things.py::test_a_verifier_tests_nothing_of_his_own"
POWER = "test_authority.py::test_nobody_enters_himself_however_he_is_spelled"
CONFIRMED = "test_authority.py::test_the_head_confirms_what_another_entered_for_a_third_and_nothing_else"
PAPER = "certificates/test_own_papers.py::test_nor_decides_about_it"
CASE = "complaints/test_own_complaint.py::test_no_route_lets_somebody_handle_his_own_complaint"
DECIDES = {
    "intake": {
        LETTER: ("applications/<id:id>/acceptance", "applications/<id:id>/return", "applications/<id:id>/rejection"),
        REGISTER: (
            "applications/<id:id>/items/<id:item_id>/referral",
            "instruments/<id:id>/retirement",
            "instruments/<id:id>/transfer",
        ),
    },
    "testing": {
        ORDER: tuple(f"orders/<id:id>/{move}" for move in ("anomalies", "cancellation", "missing", "offer", "release")),
        TESTING: ("examinations", "field_batches"),
        FOUR_EYES: ("examinations/<id:id>/approval",),
        "testing/test_duties.py::test_sending_back_needs_the_same_standing_as_approving": (
            "examinations/<id:id>/return",
        ),
        "testing/test_duties.py::test_a_batch_leaves_out_what_the_caller_is_tied_to_and_names_it_when_it_was_named": (
            "sessions/<id:id>/approvals",
        ),
        "testing/test_own_things.py::test_who_tested_confirms_no_doubt_of_his_own_test": (
            "doubts/<id:id>/confirmation",
        ),
        "testing/test_what_tests_rest_on.py::test_every_change_of_what_tests_rest_on_waits_for_another": (
            "standards/<id:id>/confirmation",
        ),
        POWER: ("delegations", "delegations/<id:id>", "verifiers"),
        "test_authority.py::test_nobody_changes_his_own_entry": ("verifiers/<id:id>",),
        CONFIRMED: ("delegations/<id:id>/confirmation",),
        "test_two_people.py::test_what_the_head_enters_alone_counts_for_nothing_either": (
            "verifiers/<id:id>/confirmation",
        ),
        "test_two_people.py::test_whom_it_concerns_may_confirm_what_is_said_of_him_and_nobody_else_at_his_desk": (
            "interests/<id:id>/confirmation",
        ),
        "testing/test_duties.py::test_interests_over_http_are_declared_by_oneself_or_by_who_keeps_the_list": (
            "interests",
            "interests/<id:id>",
        ),
    },
    "certificates": {
        "certificates/test_own_papers.py::test_a_head_does_not_sign_a_paper_of_his_own": (
            "certificates/<id:id>/signature",
        ),
        "certificates/test_own_papers.py::test_nor_among_many_others": ("batches",),
        PAPER: tuple(
            f"certificates/<id:id>/{move}" for move in ("suspension", "reinstatement", "revocation", "voiding")
        ),
        "certificates/test_own_papers.py::test_nor_lets_it_go_when_its_test_is_doubted": (
            "certificates/<id:id>/release",
        ),
        POWER: ("delegations", "delegations/<id:id>"),
        CONFIRMED: ("delegations/<id:id>/confirmation",),
    },
    "complaints": {
        CASE: tuple(
            f"complaints/<id:id>/{move}"
            for move in [
                "assignment",
                "classification",
                "code",
                "dismissal",
                "evaluation",
                "identity",
                "involvement",
                "messages",
                "notes",
                "reception",
                "report",
                "resolution",
                "resumption",
                "retest",
                "start",
                "suspension",
                "transfer",
                "verification",
            ]
        ),
        "complaints/test_own_complaint.py::test_nobody_measures_what_became_of_his_own_complaint": (
            "improvements/<id:id>/completion",
        ),
        POWER: ("staff",),
        "complaints/test_people.py::test_nobody_changes_his_own_entry": ("staff/<id:id>",),
        "complaints/test_people.py::test_whom_a_change_concerns_neither_enters_nor_confirms_it": (
            "staff/<id:id>/confirmation",
        ),
    },
}
# What decides about nobody and nothing: records and days, which somebody else approves, and things that have no owner.
OWN_RECORD = tuple(
    f"examinations/<id:id>{part}"
    for part in ("", "/correction", "/departure", "/photos", "/photos/<id:photo_id>", "/submission")
)
DAYS = (
    "sessions",
    *(f"sessions/<id:id>/{move}" for move in ["breaking-off", "cancellation", "closing", "opening", "publication"]),
)
REGISTERS = ("standards", "standards/<id:id>", "standards/<id:id>/checks", "type_approvals", "type_approvals/<id:id>")
PLAIN = {
    "intake": (),
    "testing": (*OWN_RECORD, *DAYS, *REGISTERS, "broken_marks"),
    "certificates": (),
    "complaints": ("complaints/<id:id>/attachments", "improvements"),
}
EVENTS = ("dead-events", "quarantine")  # of operators; they say nothing about anybody


@cache
def routes(name: str) -> set[str]:
    """What a POST or PATCH of officers alone does, by the published table of who may do what."""
    with (ROOT / "contracts" / "access.csv").open() as table:
        rows = [row for row in csv.DictReader(table) if row["component"] == name and row["method"] != "GET"]
    office = [row["path"] for row in rows if row["anybody"] == row["applicant"] == "-"]
    return {path.removeprefix("/v1/") for path in office if path.split("/")[2] not in EVENTS}


@pytest.mark.parametrize("name", DECIDES)
def test_every_route_of_the_office_alone_decides_by_the_rule_or_decides_nothing(name):
    named = {path for paths in DECIDES[name].values() for path in paths}

    assert routes(name) - named - {*PLAIN[name]} == set()
    assert (named | {*PLAIN[name]}) - routes(name) == set()
    assert named & {*PLAIN[name]} == set()


@pytest.mark.parametrize("name", DECIDES)
def test_what_holds_the_rule_is_a_test_that_there_is(name):
    for place in DECIDES[name]:
        file, _, test = place.partition("::")
        assert f"\ndef {test}(" in (ROOT / "tests" / file).read_text(), place
