"""What may happen to a certificate, which one counts, how long it holds, and what the public is told."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certificates.domain import precedence
from services.certificates.domain.answers import Answer, answer
from services.certificates.domain.delegation import Capacity, title
from services.certificates.domain.lifecycle import CERTIFICATE, LIVING, Action, Kind, State, allowed
from services.certificates.domain.reactions import REACTIONS
from services.certificates.domain.validity import RULES, valid_until

MONDAY = date(2026, 11, 23)
SIGNED = datetime(2026, 11, 23, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Paper:
    """A certificate as far as its standing is concerned."""

    id: str
    kind: str = Kind.VERIFICATION
    state: str = State.AWAITING_SIGNATURE
    tested_on: date = MONDAY
    corrected_by: str | None = None
    signed_at: datetime | None = None
    examination_version: int = 1

    @property
    def examination_id(self) -> str:
        return f"examination {self.id}"


def valid(id: str, **facts: object) -> Paper:
    return Paper(id, state=State.VALID, signed_at=SIGNED, **facts)


def rejection(id: str, **facts: object) -> Paper:
    return Paper(id, Kind.REJECTION, **facts)


def test_every_event_has_a_meaning_in_every_state():
    assert REACTIONS.missing(State) == []


def test_only_living_certificates_can_be_superseded():
    assert {state for state in State if CERTIFICATE.can(state, Action.SUPERSEDE)} == LIVING


def test_the_offered_moves_fit_the_kind_of_paper():
    assert allowed(Kind.VERIFICATION, State.AWAITING_SIGNATURE) == ["sign", "void"]
    assert allowed(Kind.REJECTION, State.AWAITING_SIGNATURE) == ["sign_rejection", "void"]
    assert allowed(Kind.REJECTION, State.IN_FORCE) == ["supersede"]


@pytest.mark.parametrize(
    ("rule", "tested_on", "years", "last"),
    [
        ("anniversary", date(2026, 11, 22), 1, date(2027, 11, 21)),  # profile agency.toml [[validity]]
        ("anniversary", date(2028, 2, 29), 1, date(2029, 2, 27)),  # 29 February is reckoned as 28 February
        ("anniversary", date(2026, 1, 1), 2, date(2027, 12, 31)),  # TUM: 2 years, Permendag 24/2024 Lampiran I
        ("same_day", date(2026, 11, 22), 1, date(2027, 11, 22)),
        ("month_end", date(2026, 11, 22), 1, date(2027, 11, 30)),
        ("month_end", date(2027, 2, 3), 1, date(2028, 2, 29)),
        ("anniversary", date(2026, 11, 22), None, None),  # no interval settled
    ],
)
def test_the_last_day_follows_the_rule_of_the_office(rule, tested_on, years, last):
    assert valid_until(tested_on, years, rule) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 20), st.sampled_from(sorted(RULES)))
def test_whatever_the_rule_a_certificate_holds_about_its_interval(tested_on, years, rule):
    held = valid_until(tested_on, years, rule) - tested_on

    assert timedelta(days=365 * years - 2) <= held <= timedelta(days=366 * years + 31)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.AWAITING_SIGNATURE, Answer.UNKNOWN),
        (State.VOID, Answer.UNKNOWN),
        (State.VALID, Answer.VALID),
        (State.IN_FORCE, Answer.REJECTED),
        (State.SUSPENDED, Answer.SUSPENDED),
        (State.REVOKED, Answer.REVOKED),
        (State.SUPERSEDED, Answer.SUPERSEDED),
        (State.EXPIRED, Answer.EXPIRED),
    ],
)
def test_each_state_has_its_answer(state, told):
    assert answer(state, MONDAY, MONDAY) is told


@pytest.mark.parametrize("state", [State.VALID, State.SUSPENDED])
def test_the_last_day_is_included_and_the_next_is_over(state):
    assert answer(state, MONDAY, MONDAY) is not Answer.EXPIRED
    assert answer(state, MONDAY, MONDAY + timedelta(days=1)) is Answer.EXPIRED


def test_a_revoked_paper_stays_revoked_after_its_last_day():
    assert answer(State.REVOKED, MONDAY, MONDAY + timedelta(days=1)) is Answer.REVOKED


def test_a_later_failure_fells_the_paper_that_holds():
    living, failed = valid("1"), rejection("2")

    assert precedence.fallen(living, [living, failed]) == "failed_examination"
    assert (
        precedence.fallen(replace(living, corrected_by=failed.examination_id), [living, failed])
        == "examination_corrected"
    )


def test_an_earlier_failure_fells_nothing():
    failed, living = rejection("1"), valid("2")

    assert precedence.fallen(living, [failed, living]) == ""
    assert precedence.fallen(None, [failed]) == ""


def test_a_voided_failure_fells_nothing():
    living, refused = valid("1"), rejection("2", state=State.VOID)

    assert precedence.fallen(living, [living, refused]) == ""


def test_the_day_of_the_test_goes_before_the_order_of_writing():
    living, written_late = valid("1"), rejection("2", tested_on=MONDAY - timedelta(days=1))

    assert precedence.fallen(living, [living, written_late]) == ""


def test_an_older_pass_is_not_signed_over_a_later_failure():
    old, failed = Paper("1"), rejection("2")

    assert precedence.overtaken(old, [old, failed])
    assert not precedence.overtaken(failed, [old, failed])


def test_an_older_failure_may_be_signed_until_the_retest_has_its_paper():
    failed, retest = rejection("1"), Paper("2")

    assert not precedence.overtaken(failed, [failed, retest])
    assert precedence.overtaken(failed, [failed, replace(retest, state=State.VALID, signed_at=SIGNED)])


def test_a_corrected_failure_counts_until_its_correction_is_here():
    old = Paper("1")
    corrected = rejection("2", corrected_by="examination 3")

    assert precedence.overtaken(old, [old, corrected])
    assert not precedence.overtaken(old, [old, corrected, Paper("3")])


def test_a_correction_outranks_what_it_corrects_whatever_its_day():
    wrong_day = valid("1", corrected_by="examination 2")
    correction = rejection("2", tested_on=MONDAY - timedelta(days=7))

    assert precedence.fallen(wrong_day, [wrong_day, correction]) == "examination_corrected"


@pytest.mark.parametrize(
    ("found_on", "told_at", "speaks"),
    [
        (MONDAY + timedelta(days=1), SIGNED, True),
        (MONDAY - timedelta(days=1), SIGNED, False),  # the mark that the new test replaced
        (MONDAY, SIGNED + timedelta(hours=1), True),
        (MONDAY, SIGNED - timedelta(hours=1), False),
    ],
)
def test_a_broken_mark_speaks_of_the_paper_whose_mark_it_was(found_on, told_at, speaks):
    found = {"found_on": found_on.isoformat(), "told_at": told_at.isoformat()}

    assert precedence.breaks(valid("1"), found) is speaks


@pytest.mark.parametrize(
    ("capacity", "lines"),
    [
        (Capacity.HOLDER, (None, "Kepala UPTD")),
        (Capacity.ACTING, (None, "Plt. Kepala UPTD")),
        (Capacity.DAILY_ACTING, (None, "Plh. Kepala UPTD")),
        (Capacity.ON_BEHALF, ("a.n. Kepala UPTD", "Kepala Subbagian")),
    ],
)
def test_a_signature_says_in_which_capacity(capacity, lines):
    assert title(capacity, "Kepala UPTD", "Kepala Subbagian") == lines
