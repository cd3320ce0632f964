"""Working days, terms that explain themselves, periods: against published dates and an independent slow counter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.office.calendar import (
    Calendar,
    DayOff,
    Year,
    add_months,
    add_years,
    period_after,
    period_named,
    period_of,
    periods_of,
)

WEEKDAYS = {"weekdays": (1, 2, 3, 4, 5), "valid_from": date(2000, 1, 1)}
dates = st.dates(date(2020, 1, 1), date(2032, 12, 31))
days_off = st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=150)


def calendar(*closed: date, complete: bool = True, week: tuple = (WEEKDAYS,)) -> Calendar:
    off = {day: DayOff(day, "public", {"id": "Libur", "en": "Holiday"}) for day in closed}
    return Calendar(week, lambda year: Year(off, complete), "test")


def slow_count(start: date, count: int, closed: set[date]) -> date:
    """Tear leaves off a wall calendar, from a list of all its working days made beforehand."""
    leaves = (start + timedelta(days=n) for n in range(1, 8 * count + 8 * len(closed) + 8))
    working = [leaf for leaf in leaves if leaf.strftime("%a") not in ("Sat", "Sun") and leaf not in closed]
    return working[count - 1] if count else start


@given(st.dates(date(2025, 12, 1), date(2027, 12, 31)), st.integers(0, 60), days_off)
def test_a_term_ends_where_a_slow_counter_ends_it(start, count, closed):
    assert calendar(*closed).add_working_days(start, count).on == slow_count(start, count, closed)


@given(st.dates(date(2025, 12, 1), date(2027, 12, 31)), st.integers(0, 60), days_off)
def test_a_term_accounts_for_every_day(start, count, closed):
    due = calendar(*closed).add_working_days(start, count)

    days = [*due.counted, *(off.day for off in due.skipped)]
    assert sorted(days) == [start + timedelta(days=n) for n in range(1, (due.on - start).days + 1)]
    assert len(due.counted) == count


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 30), st.integers(0, 30), days_off)
def test_two_terms_in_a_row_are_one_long_term(start, first, second, closed):
    office = calendar(*closed)

    between = office.add_working_days(start, first).on
    assert office.add_working_days(between, second).on == office.add_working_days(start, first + second).on


def test_a_skipped_day_says_why():
    due = calendar(date(2026, 12, 25)).add_working_days(date(2026, 12, 24), 1)

    assert due.on == date(2026, 12, 28)
    assert [(off.day.day, off.reason) for off in due.skipped] == [(25, "public"), (26, "weekend"), (27, "weekend")]
    assert due.skipped[0].name == {"id": "Libur", "en": "Holiday"}


def test_a_term_does_not_run_backward():
    with pytest.raises(ValueError, match="forward"):
        calendar().add_working_days(date(2026, 1, 5), -1)


def test_a_year_without_its_decree_makes_a_term_provisional():
    due = calendar(complete=False).add_working_days(date(2027, 12, 30), 3)

    assert due.provisional
    assert due.incomplete_years == (2027, 2028)
    assert not calendar().add_working_days(date(2027, 12, 30), 3).provisional


def test_an_estimated_holiday_makes_a_term_provisional():
    feast = DayOff(date(2027, 3, 10), "public", {"id": "Idul Fitri", "en": "Eid"}, estimated=True)
    office = Calendar([WEEKDAYS], lambda year: Year({feast.day: feast}), "test")

    assert office.add_working_days(date(2027, 3, 9), 1).provisional
    assert not office.add_working_days(date(2027, 3, 10), 1).provisional


def test_a_week_can_change_on_a_day():
    six_days = {"weekdays": (1, 2, 3, 4, 5, 6), "valid_from": date(2020, 1, 1), "valid_to": date(2026, 6, 30)}
    office = calendar(week=(six_days, {**WEEKDAYS, "valid_from": date(2026, 7, 1)}))

    assert office.is_working_day(date(2026, 6, 27))  # the last Saturday before
    assert not office.is_working_day(date(2026, 7, 4))


@pytest.mark.parametrize(
    ("day", "years", "after"),
    [
        (date(2026, 11, 22), 1, date(2027, 11, 22)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2028, 2, 29), 72, date(2100, 2, 28)),  # 2100 is no leap year
        (date(2025, 2, 28), 3, date(2028, 2, 28)),
    ],
)
def test_years_later_is_the_same_day_or_the_28th(day, years, after):
    assert add_years(day, years) == after


@given(dates, st.integers(0, 240))
def test_months_later_is_never_in_a_further_month(day, months):
    later = add_months(day, months)

    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


HALVES = [
    {"code": "{year}-1", "starts": (1, 1), "months": 6, "name": {}, "valid_from": date(2020, 1, 1)},
    {"code": "{year}-2", "starts": (7, 1), "months": 6, "name": {}, "valid_from": date(2020, 1, 1)},
]
ACROSS = [
    {"code": "{year}-A", "starts": (4, 1), "months": 6, "name": {}, "valid_from": date(2019, 1, 1)},
    {"code": "{year}-B", "starts": (10, 1), "months": 6, "name": {}, "valid_from": date(2019, 1, 1)},
]


@pytest.mark.parametrize(
    ("day", "rows", "code"),
    [
        (date(2026, 1, 1), HALVES, "2026-1"),
        (date(2026, 6, 30), HALVES, "2026-1"),
        (date(2026, 7, 1), HALVES, "2026-2"),
        (date(2026, 12, 31), HALVES, "2026-2"),
        (date(2027, 1, 1), ACROSS, "2026-B"),  # a period may lie across the turn of the year
        (date(2027, 3, 31), ACROSS, "2026-B"),
        (date(2027, 4, 1), ACROSS, "2027-A"),
    ],
)
def test_a_day_falls_in_its_period(day, rows, code):
    assert period_of(day, rows).code == code


@given(dates, st.sampled_from([HALVES, ACROSS]))
def test_periods_follow_each_other_without_a_gap(day, rows):
    period = period_of(day, rows)
    after = period_after(period, rows)

    assert day in period
    assert after.first == period.last + timedelta(days=1)
    assert period_of(after.first, rows) == after


@given(st.integers(1, 9998), st.sampled_from([HALVES, ACROSS]))
def test_a_period_is_found_by_its_name(year, rows):
    rows = [{**row, "valid_from": date.min} for row in rows]

    for period in periods_of(year, rows):
        named = period.code.replace(str(year), f"{year:04}")
        assert period_named(named, rows) == (period if named == period.code else None)


@pytest.mark.parametrize("code", ["", "2026", "2026-3", "0000-1", "9999-2", "99999-2", "20260-1", "-2026-1", "²⁰²⁶-1"])
def test_what_names_no_period_finds_none(code):
    assert period_named(code, [{**row, "valid_from": date.min} for row in HALVES]) is None


def test_a_period_once_begun_runs_to_its_end():
    rows = [{**HALVES[0], "valid_to": date(2026, 3, 31)}]

    assert period_of(date(2026, 6, 30), rows).code == "2026-1"
    assert periods_of(2027, rows) == []


def test_a_day_in_no_period_is_an_error():
    with pytest.raises(LookupError, match="2019-05-01"):
        period_of(date(2019, 5, 1), HALVES)
