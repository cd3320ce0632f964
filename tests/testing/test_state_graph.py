"""Retest, correction, withdrawals of standards and verifiers as one graph of states: nothing leaks, nothing sticks."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.testing.domain.lifecycle import ExaminationState as State
from services.testing.storage import Doubt, Examination, Order, Session, Standard, Verifier
from services.testing.usecases import approvals, departures, examination_records
from shared.errors import Conflict, Forbidden
from shared.service import Service
from tests.testing.builders import (
    FIRST,
    HEAD,
    SECOND,
    bad,
    booked,
    change_standard,
    change_verifier,
    good,
    item,
    mark,
    ready,
)

TODAY = date(2026, 11, 23)
PEOPLE = {"P1": FIRST, "P2": SECOND}
BENCH = (Standard, change_standard)
STANDARDS = st.sampled_from(["AT-M1", "AT-M2"])


def marks(row: Examination) -> list[dict[str, Any]]:
    return [mark("1", "sah" if row.verdict == "valid" else "batal")]


class Walk(RuleBasedStateMachine):
    """One instrument, its records and retests, while standards and verifiers come and go."""

    refusals: frozenset[str] = frozenset()

    @initialize()
    def comes(self) -> None:
        [self.order] = ready(self.office, item())
        self.session = self.order.session_id
        self.begins(FIRST, "AT-M1")

    def current(self) -> Examination | None:
        """The newest record of the newest order."""
        rows = Examination.select().where(Examination.order == self.order.id)
        return rows.order_by(Examination.revision.desc()).first()

    def own(self, row: Examination) -> Any:
        return PEOPLE[row.author["code"]]

    @precondition(lambda self: self.state() == "")
    @rule(who=st.sampled_from([FIRST, SECOND]), with_=STANDARDS)
    def begins(self, who: Any, with_: str) -> None:
        row = self.trying(examination_records.record, who, self.order.id, readings=[], standards=[with_])
        if row:  # no value of an earlier test of this instrument has come along
            assert (row.readings, row.marks, row.environment, row.departure) == ([], [], {}, None)
            assert [one["code"] for one in row.standards] == [with_]
            assert all(test["points"] == [] for test in row.result["units"][0]["tests"])
            assert (row.supersedes, row.revision) == (None, 1)

    @precondition(lambda self: self.state() == State.RECORDED)
    @rule(well=st.booleans(), with_=STANDARDS, departs=st.sampled_from([False, False, True]), hands_in=st.booleans())
    def goes_on(self, well: bool, with_: str, departs: bool, hands_in: bool) -> None:
        row, readings = self.current(), good(self.order) if well else bad(self.order)
        row = examination_records.amend(self.own(row), row.id, row.version, readings=readings, standards=[with_])
        assert row.departure is None
        if departs and not row.gaps:
            other = {"valid": "rejected", "rejected": "valid"}[row.result["verdict"]]
            chosen = [{"unit": "1", "verdict": other}]
            row = departures.depart(self.own(row), row.id, row.version, chosen, "Alasan yang tertulis")
            assert row.verdict == other
            row = examination_records.amend(self.own(row), row.id, row.version, marks=marks(row))
            assert row.verdict == other  # a mark is no reading: the departure stands
        elif not row.gaps:
            row = examination_records.amend(self.own(row), row.id, row.version, marks=marks(row))
        if hands_in:
            self.trying(examination_records.submit, self.own(row), row.id, row.version)

    @precondition(lambda self: self.state() == State.SUBMITTED)
    @rule(who=st.sampled_from([HEAD, HEAD, FIRST, SECOND]), back=st.sampled_from([False, False, True]))
    def is_looked_at(self, who: Any, back: bool) -> None:
        row = self.current()
        if back:
            self.trying(approvals.send_back, who, row.id, row.version, "Periksa lagi")
        else:
            done = self.trying(approvals.approve, who, row.id, row.version)
            assert not (done and who.sub in {hand["sub"] for hand in row.hands})

    @precondition(lambda self: self.state() == State.APPROVED)
    @rule(who=st.sampled_from([FIRST, SECOND]), corrected=st.booleans())
    def comes_again(self, who: Any, corrected: bool) -> None:
        """Corrected; or, where a rejection granted a retest, repaired and taken by the running session."""
        row, waiting = self.current(), self.retest()
        if waiting and not corrected:
            self.order = booked(waiting, Session.find(self.session))
        else:
            self.trying(examination_records.correct, who, row.id, row.version, "Salah catat")

    def retest(self) -> Order | None:
        row = self.current() if self.state() == State.APPROVED else None
        waiting = Order.retest_after([row.id, *row.earlier]) if row else None
        return waiting if waiting and waiting.state == "waiting" else None

    @rule(code=st.sampled_from(["AT-M1", "AT-M2", "P1", "P2"]), back=st.sampled_from([True, False, True]))
    def something_is_withdrawn(self, code: str, back: bool) -> None:
        table, change = (Verifier, change_verifier) if code.startswith("P") else BENCH
        self.withdraw(table, change, code, back)

    def withdraw(self, table: Any, change: Any, code: str, back: bool) -> None:
        row = table.get(table.code == code)
        change(HEAD, row.id, row.version, withdrawn_from=None if back else TODAY, withdrawn_reason="")

    def state(self) -> str:
        row = self.current() if hasattr(self, "order") else None
        return row.state if row else ""

    def trying(self, act: Any, *given: Any, **more: Any) -> Any:
        """What a person tries may be refused, by name; it is never half done."""
        try:
            return act(*given, **more)
        except (Conflict, Forbidden) as refusal:
            self.refusals = {*self.refusals, refusal.code}
            return None

    @invariant()
    def refusals_are_the_known_ones(self) -> None:
        assert self.refusals <= REFUSED

    @invariant()
    def one_version_stands(self) -> None:
        for order in {row.order_id for row in self.records()}:
            chain = sorted((row for row in self.records() if row.order_id == order), key=lambda row: row.revision)
            assert [row.revision for row in chain] == list(range(1, len(chain) + 1))
            assert sum(row.state == State.APPROVED for row in chain) <= 1
            for row, later in zip(chain, [*chain[1:], None], strict=True):
                replaced = later is not None and later.state in (State.APPROVED, State.SUPERSEDED)
                assert (row.state == State.SUPERSEDED) == bool(row.superseded_by) == replaced
                assert row.intact

    @invariant()
    def only_what_is_approved_is_doubted(self) -> None:
        for row in self.records():
            assert row.state == State.APPROVED or not Doubt.open_of(row.id)

    def records(self) -> list[Examination]:
        if not hasattr(self, "order"):
            return []
        return list(Examination.select().where(Examination.instrument_id == self.order.instrument_id))

    def teardown(self) -> None:
        """Whatever happened, there is a way to the end: withdrawals over, the last record can be approved."""
        for table, change in ((Standard, change_standard), (Verifier, change_verifier)):
            for code in ("AT-M1", "AT-M2") if table is Standard else ("P1", "P2"):
                self.withdraw(table, change, code, True)
        row = self.current() or examination_records.record(FIRST, self.order.id, readings=[], standards=["AT-M1"])
        if row.state == State.SUBMITTED:
            row = approvals.send_back(HEAD, row.id, row.version, "Selesaikan")
        if row.state == State.RECORDED:
            own = self.own(row)
            row = examination_records.amend(own, row.id, row.version, readings=good(self.order), standards=["AT-M1"])
            row = examination_records.amend(own, row.id, row.version, marks=marks(row))
            row = examination_records.submit(own, row.id, row.version)
            row = approvals.approve(HEAD, row.id, row.version)
        assert (row.state, Order.find(self.order.id).state) == (State.APPROVED, "examined")


REFUSED = {
    *("examination-incomplete", "four-eyes", "departure-needs-head", "not-appointed", "standard-withdrawn"),
    *("already-corrected", "already-recorded"),
}


def test_from_every_state_there_is_a_way_on_and_no_old_value_comes_along(office: Service):
    Walk.office = office
    calm = settings(max_examples=12, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck))

    run_state_machine_as_test(Walk, settings=calm)
