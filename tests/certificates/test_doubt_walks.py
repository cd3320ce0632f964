"""In whatever order doubts are told, and whatever the head tries between, no paper sticks and none slips by."""

import itertools
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.certificates.domain import doubts as domain
from services.certificates.domain.lifecycle import CERTIFICATE, SIGNING, Action, Kind, State, allowed
from services.certificates.domain.reactions import REACTIONS
from services.certificates.storage import Certificate, history
from services.certificates.usecases import decisions, doubts, signing
from shared.errors import Conflict
from shared.events.reactions import Reaction
from shared.ids import uuid7
from tests.certificates.builders import (
    CONFIRMED,
    FIRST,
    HEAD,
    INSTRUMENT,
    OTHER,
    PASSED,
    SECOND,
    SUPERSEDED,
    a_party,
    an_examination,
    doubt,
    hear,
    news,
    passed,
    states,
)
from tests.certificates.test_order import settled, sign_all

pytestmark = pytest.mark.usefixtures("monday")
OPEN = [{"id": OTHER, "cause": "standard_withdrawn", "code": "AT-M1", "since": "2026-11-20", "end": None}]
GONE = {"cause": "verifier_withdrawn", "code": "P-07", "doubt_id": OTHER}


@pytest.mark.parametrize("order", list(itertools.permutations(["party", "pass", "doubt", "answer"])), ids="-".join)
def test_in_every_order_a_doubt_that_was_answered_holds_nothing(certificates, order):
    events = {
        "party": news(certificates, "intake.party.changed", a_party()),
        "pass": news(certificates, PASSED, an_examination(examination_id=FIRST)),
        "doubt": doubt(certificates, FIRST, 2),
        "answer": doubt(certificates, FIRST, 3, CONFIRMED),
    }
    for name in order:
        hear(certificates, events[name])
    settled(certificates)

    sign_all()

    assert states() == {FIRST: "valid"}
    assert certificates.inbox.counts()["pending"] == 0


@pytest.mark.parametrize("order", list(itertools.permutations(["pass", "doubt", "superseded", "new"])), ids="-".join)
def test_in_every_order_a_correction_takes_the_place_of_what_was_doubted(certificates, order):
    about = {"examination_id": FIRST, "version": 1, "replaced_by": SECOND, "instrument_id": INSTRUMENT}
    events = {
        "pass": news(certificates, PASSED, an_examination(examination_id=FIRST)),
        "doubt": doubt(certificates, FIRST, 2),
        "superseded": news(certificates, SUPERSEDED, about, 3),
        "new": news(certificates, PASSED, an_examination(examination_id=SECOND, version=2)),
    }
    hear(certificates, news(certificates, "intake.party.changed", a_party()))
    for name in order:
        hear(certificates, events[name])
    settled(certificates)

    sign_all()

    assert states() == {FIRST: "void", SECOND: "valid"}
    assert Certificate.select().where(Certificate.held).count() == 0


def steps(kind: Kind, state: State, held: bool) -> set[tuple[State, bool]]:
    """Where one word of the head, of testing or of the calendar leads."""
    left = OPEN if held else []
    after = {
        (CERTIFICATE.move(state, Action(one)), held) for one in domain.moves(kind, state, left) if one != "release"
    }
    after |= {(state, False)} if "release" in domain.moves(kind, state, left) else set()
    hears = REACTIONS.rows["doubted"][state] is Reaction.APPLY
    return {(to, hold and to not in CERTIFICATE.ends()) for to, hold in after} | ({(state, True)} if hears else set())


@pytest.mark.parametrize("kind", Kind)
def test_from_every_state_in_doubt_there_is_a_way_to_an_end_and_back_to_no_doubt(kind):
    seen, frontier = set(), {(CERTIFICATE.start, False)}
    while frontier:
        node = frontier.pop()
        seen.add(node)
        frontier |= steps(kind, *node) - seen

    assert any(held for _, held in seen)
    for state, held in seen:
        if held:
            assert (state, False) in steps(kind, state, held)
            assert state not in CERTIFICATE.ends()
    for node in seen:
        assert any(state in CERTIFICATE.ends() for state, _ in reach(kind, node))


def reach(kind: Kind, node: tuple[State, bool]) -> set[tuple[State, bool]]:
    found, frontier = set(), {node}
    while frontier:
        found |= frontier
        frontier = {after for one in frontier for after in steps(kind, *one)} - found
    return found


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("state", State)
def test_what_is_offered_is_what_is_not_refused(kind, state):
    for action in map(Action, allowed(kind, state)):
        refused = False
        try:
            domain.check(kind, state, action, OPEN)
        except Conflict:
            refused = True
        assert refused is (action not in domain.moves(kind, state, OPEN))
        domain.check(kind, state, action, [{**OPEN[0], "end": "confirmed"}])


IDS = st.sampled_from("abc")


@given(st.lists(st.tuples(st.sampled_from(("raised", "confirmed")), IDS), max_size=12))
def test_in_whatever_order_they_are_told_the_same_doubts_are_open(told):
    def fold(words: list[tuple[str, str]]) -> set[str]:
        known: domain.Doubts = []
        for word, id in words:
            known = getattr(domain, word)(known, {**OPEN[0], "id": id})
        return {one["id"] for one in domain.open_(known)}

    open_ = {id for word, id in told if word == "raised"} - {id for word, id in told if word == "confirmed"}
    assert fold(told) == fold(told + told) == fold(told[::-1]) == open_


def head(action: Action):
    return lambda _, row: decisions.decide(HEAD, row.id, row.version, action, "inspection")


MOVES = {
    "doubt": lambda service, row: hear(service, doubt(service, row.examination_id, 9, doubt_id=uuid7())),
    "doubt the verifier": lambda service, row: hear(service, doubt(service, row.examination_id, 9, **GONE)),
    "answer": lambda service, row: hear(service, doubt(service, row.examination_id, 9, CONFIRMED, **GONE)),
    "release": lambda _, row: doubts.release(HEAD, row.id, row.version, "looked_at"),
    "sign": lambda _, row: signing.sign(HEAD, row.id, row.version),
    **{str(action): head(action) for action in (Action.SUSPEND, Action.REINSTATE, Action.REVOKE, Action.VOID)},
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from(sorted(MOVES)), max_size=9))
def test_whatever_is_tried_nothing_in_doubt_is_called_good_and_the_head_can_go_on(certificates, walk):
    id = passed(certificates, examination_id=uuid7(), instrument_id=uuid7()).id
    for name in walk:
        with suppress(Conflict):
            MOVES[name](certificates, Certificate.find(id))

    left: list[str] = []
    for line in history(id):
        assert not (left and line.action in ("sign", "reinstate"))
        left = {"doubt": [*left, line.facts.get("code")], "release": []}.get(line.action, left)
        left = [code for code in left if (line.action, code) != ("confirm", line.facts.get("code"))]
    row = Certificate.find(id)
    ended = row.state in CERTIFICATE.ends()
    assert row.held is bool(domain.open_(row.doubts)) is bool(left and not ended)
    if row.held:
        row = doubts.release(HEAD, id, row.version, "looked_at")
    if row.state == State.AWAITING_SIGNATURE:
        assert signing.sign(HEAD, id).state == CERTIFICATE.move(State.AWAITING_SIGNATURE, SIGNING[Kind(row.kind)])
