"""What a move must bring, which clocks run and when they are due, who may be given a case: values in, values out."""

import copy
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.complaints.domain.assignment import own_codes, unfit
from services.complaints.domain.clocks import clocks, due, level_due
from services.complaints.domain.evidence import EVIDENCE, Circumstance, check, missing
from services.complaints.domain.lifecycle import COMPLAINT, RETEST, STAGE, Action, RetestState, State
from services.complaints.domain.reactions import RETEST_REACTIONS
from services.complaints.domain.reopening import HEAD, OFFICER, check_window, level_after
from services.complaints.domain.words import Channel, Priority, Severity, Type
from services.complaints.storage import rules
from shared.errors import Conflict
from shared.events.reactions import Reaction
from shared.office.calendar import Calendar, Year
from tests.complaints.builders import BROUGHT, PLAN

MONDAY = date(2026, 11, 23)
WEEK = [{"weekdays": (1, 2, 3, 4, 5), "valid_from": date(2020, 1, 1), "opens": None, "closes": None}]
CALENDAR = Calendar(WEEK, lambda _: Year({}), "test")
WHOLE = {
    **BROUGHT,
    Action.LAPSE: {"waited_until": "2026-12-07"},
    Action.ASSIGN: {"staff_id": "x", "why": "x"},
    Action.RESOLVE: {**BROUGHT[Action.RESOLVE], "messages": ["m"]},
    Action.TIME_OUT: {"waited_until": "2026-12-07"},
    Action.EVALUATE: {
        **BROUGHT[Action.EVALUATE],
        "rating_review": {"linked_to_cause": "skill"},
        "improvement": {**PLAN, "owner_id": "x"},
    },
}
SITUATIONS = tuple(Circumstance)
PIECES = [(action, piece) for action, pieces in EVIDENCE.items() for piece in pieces]
BEFORE = {action: source for source, action, _ in COMPLAINT.moves}


def without(brought: dict, pointer: str) -> dict:
    """The same evidence with nothing at `pointer`, of a list in its first entry."""
    copied = copy.deepcopy(brought)
    node, *path = copied, *pointer.replace("*", "0").strip("/").split("/")
    for name in path[:-1]:
        node = node[int(name)] if name.isdecimal() else node[name]
    node[path[-1]] = type(node[path[-1]])() if isinstance(node[path[-1]], str | list) else None
    return copied


@pytest.mark.parametrize(("action", "piece"), PIECES, ids=lambda value: getattr(value, "pointer", str(value)))
def test_each_missing_piece_stops_its_move_and_is_named(action, piece):
    brought, named = without(WHOLE[action], piece.pointer), piece.pointer.replace("*", "0")

    with pytest.raises(Conflict) as refused:
        check(BEFORE[action], action, brought, SITUATIONS)

    assert refused.value.code == "evidence-missing"
    assert [error["pointer"] for error in refused.value.errors] == [named]


@pytest.mark.parametrize("action", EVIDENCE, ids=str)
def test_with_everything_the_move_is_free(action):
    assert missing(action, WHOLE[action], SITUATIONS) == []


@pytest.mark.parametrize("action", EVIDENCE, ids=str)
def test_with_nothing_every_piece_is_named_at_once(action):
    lists = {piece.pointer for piece in EVIDENCE[action] if "*" in piece.pointer}

    assert set(missing(action, {}, SITUATIONS)) == {piece.pointer for piece in EVIDENCE[action]} - lists


def test_every_move_asks_for_evidence():
    assert set(EVIDENCE) == set(Action)


def test_a_cause_that_was_not_found_needs_its_reason_instead():
    brought = {**BROUGHT[Action.VERIFY], "root_cause": "", "root_cause_not_found_because": "Pompa sudah dibongkar"}

    assert missing(Action.VERIFY, brought) == []


def test_finding_a_complaint_not_authentic_is_an_answer_too():
    brought = {**BROUGHT[Action.VERIFY], "authenticity": {"authentic": False, "why": "Alamat tidak ada"}}

    assert missing(Action.VERIFY, brought) == []


def test_a_happy_ordinary_case_needs_no_improvement():
    assert missing(Action.EVALUATE, BROUGHT[Action.EVALUATE]) == []


def test_a_low_rating_may_be_refused_with_a_reason():
    brought = {**BROUGHT[Action.EVALUATE], "rating_review": {"refused_because": "Ditujukan pada instansi lain"}}

    assert missing(Action.EVALUATE, brought, {Circumstance.UNHAPPY}) == []


@given(
    st.recursive(st.none() | st.text() | st.booleans(), lambda node: st.lists(node) | st.dictionaries(st.text(), node))
)
def test_no_shape_of_evidence_upsets_the_table(tree):
    for action in Action:
        brought = tree if isinstance(tree, dict) else {"steps": tree, "authenticity": tree}
        assert all(pointer.startswith("/") for pointer in missing(action, brought, SITUATIONS))


@given(st.lists(st.sampled_from(Action), max_size=40))
def test_no_walk_comes_to_a_stage_past_one_it_never_entered(walk):
    state, seen = COMPLAINT.start, [STAGE[COMPLAINT.start]]
    for action in walk:
        if COMPLAINT.can(state, action):
            state = COMPLAINT.move(state, action)
            seen.append(STAGE.get(state, seen[-1]))

    assert set(range(1, max(seen) + 1)) <= {*seen}


def test_the_reaction_table_is_total():
    assert RETEST_REACTIONS.missing(RetestState) == []


@pytest.mark.parametrize("event", RETEST_REACTIONS.rows)
def test_what_applies_is_a_move_of_the_retest(event):
    action = {"opened": "open", "scheduled": "schedule", "released": "release", "cancelled": "cancel"}.get(
        event, "examine"
    )

    for state, reaction in RETEST_REACTIONS.rows[event].items():
        assert RETEST.can(state, action) == (reaction is Reaction.APPLY)


def test_the_tables_know_every_word_of_the_domain():
    today = MONDAY

    assert {*rules.catalogue("type")} == {*map(str, Type)}
    assert {*rules.catalogue("channel")} == {*map(str, Channel)}
    assert {rules.skill(type_) for type_ in Type} <= {*rules.catalogue("skill")}
    assert {rules.priority(type_, severity, today) for type_ in Type for severity in Severity} <= {*Priority}
    assert len(rules.stages()) == 7
    assert all(rules.next_step(state)["id"] and rules.next_step(state)["en"] for state in State)
    assert {*rules.improvement(today)["severities"]} <= {*map(str, Severity)}


def test_a_worse_case_is_never_less_urgent():
    order, rank = list(Priority), list(Severity)

    for type_ in Type:
        steps = [order.index(rules.priority(type_, severity, MONDAY)) for severity in rank]
        assert steps == sorted(steps), type_


def test_every_clock_says_by_which_rule_and_how_sure():
    for rule in rules.clocks():
        assert rule["legal_source"]
        assert rule["confidence"] in ("verified", "practice", "unverified", "assumed")
        assert rule["name"]["id"]
        assert rule["name"]["en"]
        assert rule["unit"] in ("working", "calendar")


def one(code: str, marks: list, priority: str | None = None):
    return next((each for each in clocks(marks, rules.clocks(), priority, CALENDAR) if each.code == code), None)


@pytest.mark.parametrize(
    ("code", "mark", "priority", "expected"),
    [
        ("verify", "received", None, date(2026, 11, 26)),  # 3 working days, PermenPANRB 62/2018
        ("first_action", "classified", "normal", date(2026, 11, 30)),  # 5 working days, the same
        ("first_action", "classified", "urgent", date(2026, 11, 25)),  # 2, the system's own
        ("first_action", "classified", "immediate", date(2026, 11, 24)),  # 1, the system's own
        ("legal_answer", "received", None, date(2026, 12, 7)),  # 14 days, UU 25/2009
        ("decision", "verified", None, date(2027, 1, 22)),  # 60 days, UU 25/2009
        ("reopening", "resolved", None, date(2026, 12, 7)),  # 10 working days, SP4N-LAPOR!
    ],
)
def test_a_clock_is_due_by_its_row(code, mark, priority, expected):
    assert one(code, [(mark, MONDAY)], priority).due.on == expected


def test_a_clock_is_kept_on_its_last_day_and_late_the_day_after():
    last = date(2026, 11, 26)
    kept = one("verify", [("received", MONDAY), ("verified", last)])
    late = one("verify", [("received", MONDAY), ("verified", last + timedelta(days=1))])
    running = one("verify", [("received", MONDAY)])

    assert (kept.verdict(last), late.verdict(last)) == ("kept", "late")
    assert (running.verdict(last), running.is_overdue(last)) == ("running", False)
    assert running.is_overdue(last + timedelta(days=1))


@pytest.mark.parametrize("ending", ["dismissed", "transferred", "withdrawn"])
def test_an_ending_stops_every_clock(ending):
    marks = [("received", MONDAY), (ending, MONDAY)]

    assert all(each.stopped == MONDAY for each in clocks(marks, rules.clocks(), None, CALENDAR))


def test_the_window_begins_anew_with_each_resolution_and_not_with_the_answer():
    marks = [("resolved", MONDAY), ("closed", MONDAY + timedelta(days=3))]
    again = [*marks, ("reopened", MONDAY + timedelta(days=4)), ("resolved", MONDAY + timedelta(days=7))]

    assert one("reopening", marks).due.on == date(2026, 12, 7)
    assert one("reopening", again).due.on == date(2026, 12, 14)


@given(st.integers(0, 40), st.sampled_from(["working", "calendar"]), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_term_counts_exactly_its_days(days, unit, start):
    end = due({"unit": unit, "days": days}, start, CALENDAR)

    assert len(end.counted) == days
    assert end.on == (end.counted[-1] if days else start)


@pytest.mark.parametrize(("late", "level"), [(0, 0), (1, 1), (2, 1), (3, 2), (30, 2)])
def test_the_ladder_is_climbed_by_working_days(late, level):
    today = CALENDAR.add_working_days(MONDAY, late).on

    assert level_due(MONDAY, today, rules.ladder(), CALENDAR) == level


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"skills": ["service"]}, ["skill-missing"]),
        ({"involved": True}, ["conflict-of-interest"]),
        (
            {"active": False, "skills": [], "involved": True},
            ["not-active", "skill-missing", "conflict-of-interest"],
        ),
    ],
)
def test_who_may_be_given_a_case(changes, codes):
    staff = {"skills": ["metrology"], "active": True, "involved": False, **changes}

    assert [fault["code"] for fault in unfit(staff, "metrology", staff["involved"])] == codes


def test_nobody_is_in_conflict_with_an_empty_code():
    assert own_codes({"verifier_code": "", "conflicts": ["-"]}) == set()


def test_the_window_is_open_on_its_last_day_and_shut_the_day_after():
    check_window(MONDAY, MONDAY)

    with pytest.raises(Conflict, match="reopen-window-over"):
        check_window(MONDAY + timedelta(days=1), MONDAY)


def test_the_second_reopening_goes_to_the_head_and_a_third_is_refused():
    rule = rules.reopening(MONDAY)

    assert [level_after(times, rule) for times in (1, 2)] == [OFFICER, HEAD]
    with pytest.raises(Conflict, match="reopened-too-often"):
        level_after(3, rule)
