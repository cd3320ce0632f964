"""What an agency profile owes the services: complete, dated, and the same codes everywhere; run on every profile."""

import string
import tomllib
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shared.calendar import period_of, periods_of, valid_on
from shared.numbers import official
from shared.profile import Profile, flag, optional, text, whole, words
from shared.workdays import office_calendar, office_periods

ROOT = Path(__file__).resolve().parent.parent
PROFILES = sorted(path.parent for path in (ROOT / "deploy" / "profiles").glob("*/agency.toml"))
DATED = {
    "kinds": {"code": text, "name_id": text, "name_en": text, "minutes_per_unit": whole, "in_scope": flag},
    "intervals": {"kind": text, "years": optional(whole)},
    "districts": {"code": text, "name": text, "urban_villages": whole, "villages": whole},
    "referrals": {"code": text, "name_id": text, "name_en": text},
    "agency.promise": {"years": whole},
    "agency.number": {"of": text, "pattern": text},
    "agency.validity": {"rule": text},
    "periods.period": {"code": text, "months": whole},
    "calendar.week": {"break_minutes": whole},
}
TODAY = date(2026, 11, 23)


@pytest.fixture(params=PROFILES, ids=lambda folder: folder.name)
def profile(request):
    return Profile(request.param)


def in_force(profile: Profile, name: str, key: str) -> dict:
    return {row[key]: row for row in valid_on(profile.table(name, **DATED[name]), TODAY)}


@pytest.mark.parametrize("name", DATED)
def test_every_dated_row_says_since_when_by_what_and_how_sure(profile, name):
    rows = profile.table(name, **DATED[name], legal_source=text, confidence=text)

    assert rows
    assert {row["confidence"] for row in rows} <= set(profile.document("agency")["confidence"])
    assert all("valid_from" in row for row in rows)


@pytest.mark.parametrize(("name", "key"), [("kinds", "code"), ("intervals", "kind"), ("districts", "code")])
def test_no_code_stands_twice_on_a_day(profile, name, key):
    rows = valid_on(profile.table(name), TODAY)

    assert len({row[key] for row in rows}) == len(rows)


def test_what_people_read_is_in_both_languages(profile):
    agency = profile.document("agency")
    texts = [agency[key] for key in ("name", "name_long", "government", "department", "head", "addressee")]
    texts += [agency["service"][key] for key in ("title", "requirement", "product", "fee")]
    texts += [*agency["category"].values(), *agency["place"].values(), *agency["confidence"].values()]
    texts += [row["text"] for row in agency["promise"]]

    assert all(each["id"].strip() and each["en"].strip() for each in texts)
    assert ZoneInfo(agency["zone"])


@pytest.mark.parametrize("of", ["application", "complaint", "order", "certificate", "rejection"])
def test_every_number_can_be_written(profile, of):
    pattern = in_force(profile, "agency.number", "of")[of]["pattern"]

    fields = {field for _, field, _, _ in string.Formatter().parse(pattern) if field}
    assert {"serial", "year"} <= fields <= {"serial", "year", "roman", "check"}
    assert official(pattern, 1, 2026, 11) != official(pattern, 2, 2026, 11)
    assert official(pattern, 1, 2026, 11) != official(pattern, 1, 2027, 11)


def test_every_kind_has_an_interval_row_and_known_codes(profile):
    agency, intervals = profile.document("agency"), in_force(profile, "intervals", "kind")
    kinds = in_force(profile, "kinds", "code")

    assert set(kinds) == set(intervals)
    assert {row["category"] for row in kinds.values()} <= set(agency["category"])
    assert {place for row in kinds.values() for place in row["place"]} <= set(agency["place"])
    assert all(row["minutes_per_unit"] > 0 for row in kinds.values())


def test_a_kind_in_scope_can_be_tested_and_certified(profile):
    intervals, limits = in_force(profile, "intervals", "kind"), _limits()

    for code, row in in_force(profile, "kinds", "code").items():
        if row["in_scope"]:
            assert intervals[code]["years"], code
            assert limits[code].get("family"), code


def test_a_kind_out_of_scope_is_referred_to_an_office_of_the_table(profile):
    offices = in_force(profile, "referrals", "code")

    for row in in_force(profile, "kinds", "code").values():
        assert row["in_scope"] != (row["refer_to"] in offices), row["code"]


def test_services_and_profile_mean_the_same_kinds(profile):
    kinds = {row["code"]: row for row in profile.table("kinds", mpe=optional(text), params=optional(words))}
    limits = _limits()

    assert set(kinds) == set(limits)
    assert {code: row["mpe"] for code, row in kinds.items()} == {
        code: row.get("family") for code, row in limits.items()
    }


def test_periods_cover_every_day_once(profile):
    rows = office_periods(profile)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(3 * 365)]

    assert all(day in period_of(day, rows) for day in days)
    assert len({period_of(day, rows).code for day in days}) == sum(len(periods_of(y, rows)) for y in (2026, 2027, 2028))


def test_the_calendar_knows_every_year_it_names_a_decree_for(profile):
    office = office_calendar(profile)

    for row in profile.table("calendar.decree", year=whole, joint_leave=whole, legal_source=text, confidence=text):
        year = office.year(row["year"])
        assert year.complete
        assert sum(off.reason == "government" for off in year.days_off.values()) == row["joint_leave"]


def _limits() -> dict:
    path = ROOT / "services" / "testing" / "data" / "limits" / "kinds.toml"
    return tomllib.loads(path.read_text())["kinds"]


class TestMusiBanyuasin:
    """The default office, against its published service standard and the national registers."""

    @pytest.fixture
    def office(self):
        return Profile(ROOT / "deploy" / "profiles" / "musi-banyuasin")

    def test_it_is_the_office_of_the_service_standard(self, office):
        agency = office.document("agency")

        assert agency["addressee"]["id"] == "Kepala UPTD Metrologi Legal Kabupaten Musi Banyuasin"
        assert agency["service"]["decree"] == "400.7.22.1/452/KTPS-DAGPERIN/2024"
        assert agency["contact"]["address"] == "JL. Merdeka Lk. I Kelurahan Serasan Jaya Sekayu 30711"
        assert agency["contact"]["phone"] == "0714322447"
        assert agency["service"]["fee"]["id"] == "Tidak dipungut biaya"
        assert [row["years"] for row in agency["promise"]] == [1]  # Waktu Penyelesaian 1 Tahun

    def test_there_are_two_periods_of_six_months_a_year(self, office):
        periods = periods_of(2027, office_periods(office))

        assert [(each.code, each.first, each.last) for each in periods] == [
            ("2027-1", date(2027, 1, 1), date(2027, 6, 30)),
            ("2027-2", date(2027, 7, 1), date(2027, 12, 31)),
        ]

    def test_it_has_fifteen_districts_with_242_villages(self, office):
        rows = office.table("districts", urban_villages=whole, villages=whole)

        # Kepmendagri 300.2.2-2430/2025: 15 kecamatan, 13 kelurahan, 229 desa
        assert len(rows) == 15
        assert sum(row["urban_villages"] for row in rows) == 13
        assert sum(row["villages"] for row in rows) == 229
        assert all(row["code"].startswith("16.06.") for row in rows)

    @pytest.mark.parametrize(
        ("first", "last", "days"),
        [  # Monday to Friday less holidays and joint leave, counted by hand from the joint decrees
            (date(2026, 1, 1), date(2026, 6, 30), 112),
            (date(2026, 7, 1), date(2026, 12, 31), 128),
            (date(2027, 1, 1), date(2027, 6, 30), 112),
            (date(2027, 7, 1), date(2027, 12, 31), 130),
        ],
    )
    def test_its_working_days_are_the_published_ones(self, office, first, last, days):
        assert office_calendar(office).working_days(first, last) == days

    def test_the_third_working_day_after_17_march_2026_is_the_27th(self, office):
        due = office_calendar(office).add_working_days(date(2026, 3, 17), 3)

        assert due.on == date(2026, 3, 27)  # Nyepi, Idul Fitri and their joint leave lie between
        assert due.skipped[2].name["id"] == "Cuti Bersama Hari Raya Idul Fitri"
        assert not due.provisional
        assert due.version.startswith("holidays ")

    def test_2028_is_announced_as_incomplete(self, office):
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
    def test_a_week_has_the_hours_of_the_presidential_regulation(self, office, monday, minutes):
        calendar = office_calendar(office)

        assert sum(calendar.minutes(monday + timedelta(days=n)) for n in range(7)) == minutes
