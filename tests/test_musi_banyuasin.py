"""The default office, Musi Banyuasin, against its published service standard and the national registers."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.office.calendar import periods_of
from shared.office.profile import Profile, whole
from shared.office.workdays import office_calendar, office_periods

FOLDER = Path(__file__).resolve().parent.parent / "deploy" / "profiles" / "musi-banyuasin"


@pytest.fixture
def office():
    return Profile(FOLDER)


def test_it_is_the_office_of_the_service_standard(office):
    agency = office.document("agency")

    assert agency["addressee"]["id"] == "Kepala UPTD Metrologi Legal Kabupaten Musi Banyuasin"
    assert agency["service"]["decree"] == "400.7.22.1/452/KTPS-DAGPERIN/2024"
    assert agency["contact"]["address"] == "JL. Merdeka Lk. I Kelurahan Serasan Jaya Sekayu 30711"
    assert agency["contact"]["phone"] == "0714322447"
    assert agency["service"]["fee"]["id"] == "Tidak dipungut biaya"
    assert [row["years"] for row in agency["promise"]] == [1]  # Waktu Penyelesaian 1 Tahun


def test_there_are_two_periods_of_six_months_a_year(office):
    periods = periods_of(2027, office_periods(office))

    assert [(each.code, each.first, each.last) for each in periods] == [
        ("2027-1", date(2027, 1, 1), date(2027, 6, 30)),
        ("2027-2", date(2027, 7, 1), date(2027, 12, 31)),
    ]


def test_it_has_fifteen_districts_with_242_villages(office):
    rows = office.table("districts", urban_villages=whole, villages=whole)

    # Kepmendagri 300.2.2-2430/2025: 15 kecamatan, 13 kelurahan, 229 desa
    assert len(rows) == 15
    assert sum(row["urban_villages"] for row in rows) == 13
    assert sum(row["villages"] for row in rows) == 229
    assert all(row["code"].startswith("16.06.") for row in rows)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [  # Monday to Friday less holidays and joint leave
        (date(2026, 1, 1), date(2026, 6, 30), 112),
        (date(2026, 7, 1), date(2026, 12, 31), 128),
        (date(2027, 1, 1), date(2027, 6, 30), 112),
        (date(2027, 7, 1), date(2027, 12, 31), 130),
    ],
)
def test_its_working_days_are_the_published_ones(office, first, last, days):
    assert office_calendar(office).working_days(first, last) == days


def test_the_third_working_day_after_17_march_2026_is_the_27th(office):
    due = office_calendar(office).add_working_days(date(2026, 3, 17), 3)

    assert due.on == date(2026, 3, 27)  # Nyepi, Idul Fitri and their joint leave lie between
    assert due.skipped[2].name["id"] == "Cuti Bersama Hari Raya Idul Fitri"
    assert not due.provisional
    assert due.version.startswith("holidays ")


def test_2028_is_announced_as_incomplete(office):
    calendar = office_calendar(office)

    assert calendar.add_working_days(date(2027, 12, 20), 12).incomplete_years == (2028,)
    assert calendar.add_working_days(date(2027, 3, 8), 2).provisional  # Idul Fitri 2027 is an estimate
    assert calendar.year(2027).complete


@pytest.mark.parametrize(
    ("monday", "minutes"),
    [
        (date(2026, 11, 2), 37 * 60 + 30),  # Perpres 21/2023 Pasal 4 (1)
        (date(2026, 3, 2), 32 * 60 + 30),  # Pasal 4 (2), Ramadan
    ],
)
def test_a_week_has_the_hours_of_the_presidential_regulation(office, monday, minutes):
    calendar = office_calendar(office)

    assert sum(calendar.minutes(monday + timedelta(days=n)) for n in range(7)) == minutes
