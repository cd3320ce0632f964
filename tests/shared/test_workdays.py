"""The office's calendar from its profile: the published list, and what the office decides differently."""

from datetime import date

import pytest

from shared.office.calendar import period_of
from shared.office.profile import Faulty, Profile
from shared.office.workdays import office_calendar, office_periods

CALENDAR = """
[national]
country = "ID"
closed = ["public", "government"]
decreed = "government"
[[decree]]
year = 2026
[[week]]
weekdays = [1, 2, 3, 4, 5]
opens = 07:30:00
closes = 16:00:00
break_minutes = 60
valid_from = 2020-01-01
[[override]]
day = 2026-09-28
open = false
reason = "local"
name = { id = "Hari Jadi", en = "Founding day" }
[[override]]
day = 2026-12-24
open = true
reason = "local"
name = { id = "Tetap melayani", en = "Open" }
"""
PERIODS = """
[[period]]
code = "{year}-1"
starts = "01-01"
months = 12
name = { id = "Setahun", en = "One year" }
valid_from = 2020-01-01
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "calendar.toml").write_text(CALENDAR)
    (tmp_path / "periods.toml").write_text(PERIODS)
    return tmp_path


def test_a_day_the_office_closes_is_off_by_its_own_name(folder):
    off = office_calendar(Profile(folder)).day_off(date(2026, 9, 28))

    assert (off.reason, off.name["id"]) == ("local", "Hari Jadi")


def test_a_day_the_office_opens_counts_in_spite_of_the_list(folder):
    office = office_calendar(Profile(folder))

    assert office.is_working_day(date(2026, 12, 24))  # joint leave of Christmas, by the joint decree of 2026
    assert office.minutes(date(2026, 12, 24)) == 450
    assert office.minutes(date(2026, 12, 25)) == 0


def test_a_holiday_has_its_name_in_both_languages(folder):
    off = office_calendar(Profile(folder)).day_off(date(2026, 8, 17))

    assert off.name == {"id": "Hari Kemerdekaan Republik Indonesia", "en": "Independence Day"}
    assert not off.estimated


def test_a_day_that_may_still_move_is_marked(folder):
    assert office_calendar(Profile(folder)).day_off(date(2027, 3, 10)).estimated  # Idul Fitri 1448 H


@pytest.mark.parametrize(("year", "complete"), [(2026, True), (2027, True), (2028, False)])
def test_a_year_is_complete_when_its_joint_leave_is_known(folder, year, complete):
    assert office_calendar(Profile(folder)).year(year).complete is complete


def test_a_decree_that_grants_no_leave_completes_its_year_too(folder):
    (folder / "calendar.toml").write_text(CALENDAR.replace("year = 2026", "year = 2028"))

    assert office_calendar(Profile(folder)).year(2028).complete


def test_other_data_is_another_version(folder):
    before = office_calendar(Profile(folder)).version
    (folder / "calendar.toml").write_text(CALENDAR.replace("2026-09-28", "2026-09-29"))

    assert office_calendar(Profile(folder)).version != before


def test_an_override_without_its_day_is_named(folder):
    (folder / "calendar.toml").write_text(CALENDAR.replace("day = 2026-09-28\n", ""))

    with pytest.raises(Faulty, match=r"calendar.toml: row 1: column day"):
        office_calendar(Profile(folder))


def test_periods_come_from_the_profile(folder):
    period = period_of(date(2026, 11, 23), office_periods(Profile(folder)))

    assert (period.code, period.first, period.last) == ("2026-1", date(2026, 1, 1), date(2026, 12, 31))
