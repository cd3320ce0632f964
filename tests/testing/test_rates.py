"""Rates of rejection add up to their counts, whatever the order, and nothing is left out without being counted."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.testing.domain.statistics import ageing, rejection_rates
from services.testing.domain.statistics.ageing import Basis
from services.testing.domain.statistics.rejection_rates import CAUSES, Count, Group, Tally

BOUNDS = (0, 1, 2, 3, 5, 10)


@st.composite
def counts(draw) -> Count:
    judged = draw(st.integers(0, 50))
    return Count(judged, draw(st.integers(0, judged)))


tallies = st.builds(Tally, counts(), st.integers(0, 5), counts())
groups = st.builds(
    lambda key, name, cause, tally: Group(key, name, causes={cause: tally}),
    st.sampled_from("abc"),
    st.sampled_from(["A", "B"]),
    st.sampled_from(CAUSES),
    tallies,
)


@pytest.mark.parametrize(
    ("judged", "rejected", "percent"), [(0, 0, None), (3, 1, "33.3"), (3, 2, "66.7"), (7, 7, "100.0"), (2000, 1, "0.0")]
)
def test_a_rate_stands_beside_its_counts_and_nothing_judged_is_no_rate(judged: int, rejected: int, percent: str | None):
    assert Count(judged, rejected).percent == (None if percent is None else Decimal(percent))


@given(st.lists(groups))
def test_the_groups_add_up_to_the_whole(rows: list[Group]):
    found, whole = rejection_rates.gathered(rows), rejection_rates.total(rows)

    for cause in CAUSES:
        assert rejection_rates.total(found.values()).of(cause) == whole.of(cause)
        assert whole.of(cause).tests.judged == sum(row.of(cause).tests.judged for row in rows)
        assert whole.of(cause).units.rejected == sum(row.of(cause).units.rejected for row in rows)


@given(st.lists(groups), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Group], dice):
    mixed = list(rows)
    dice.shuffle(mixed)

    assert rejection_rates.most_judged(rejection_rates.gathered(mixed).values()) == rejection_rates.most_judged(
        rejection_rates.gathered(rows).values()
    )


@given(st.lists(groups), st.integers(0, 5))
def test_a_list_that_is_cut_says_how_many_it_leaves_out_and_their_sum(rows: list[Group], most: int):
    shown, left, rest = rejection_rates.cut(rows, most)

    assert len(shown) + left == len(rows)
    assert (rejection_rates.total(shown) + rest).first == rejection_rates.total(rows).first


def test_a_retest_is_no_first_test():
    row = Group("a", causes={"retest": Tally(Count(4, 4)), "first": Tally(Count(2, 1))})

    assert row.first.tests == Count(2, 1)
    assert row.of("retest").tests == Count(4, 4)


def test_the_spelling_most_used_names_a_brand():
    rows = [Group("cas", name, causes={"first": Tally(Count(many, 0))}) for name, many in (("CAS", 2), ("Cas", 5))]

    assert rejection_rates.gathered(rows)["cas"].name == "Cas"


@pytest.mark.parametrize(
    ("days", "years"),
    # Half a year is 182.625 days: 182 days are nearer to nothing, 183 nearer to a year.
    [(0, 0), (182, 0), (183, 1), (365, 1), (547, 1), (548, 2), (3652, 10)],
)
def test_years_are_the_nearest_ones(days: int, years: int):
    assert ageing.years(days) == years


@pytest.mark.parametrize(
    ("made", "since", "tera", "first", "expected"),
    [
        (7, 2, True, False, (Basis.MADE, 7)),
        (None, 2, True, False, (Basis.INITIAL, 2)),
        (None, 0, True, True, (Basis.INITIAL, 0)),
        (None, 3, False, False, (Basis.FIRST_KNOWN, 3)),
        (None, 0, False, True, (Basis.UNKNOWN, None)),
    ],
)
def test_an_age_says_what_it_rests_on(made, since, tera, first, expected):
    assert ageing.age(made, since, tera, first) == expected


@pytest.mark.parametrize(
    ("years", "name"),
    [(0, "0"), (1, "1"), (2, "2"), (3, "3-4"), (4, "3-4"), (9, "5-9"), (10, "10+"), (None, "unknown")],
)
def test_every_age_has_one_class(years: int | None, name: str):
    assert ageing.class_of(years, BOUNDS) == name
    assert name in ageing.classes(BOUNDS)
