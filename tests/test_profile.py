"""What an agency profile owes the services: complete, dated, and the same codes everywhere; run on every profile."""

import string
import tomllib
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shared.database.sequences import official
from shared.office.calendar import period_of, periods_of, valid_on
from shared.office.profile import Profile, flag, optional, text, whole, words
from shared.office.workdays import office_calendar, office_periods

ROOT = Path(__file__).resolve().parent.parent
PROFILES = sorted(path.parent for path in (ROOT / "deploy" / "profiles").glob("*/agency.toml"))
DATED = {
    "kinds": {"code": text, "name_id": text, "name_en": text, "minutes_per_unit": whole, "in_scope": flag}
    | {"most_units": whole},
    "intervals": {"kind": text, "years": optional(whole)},
    "districts": {"code": text, "name": text, "urban_villages": whole, "villages": whole},
    "referrals": {"code": text, "name_id": text, "name_en": text},
    "agency.promise": {"years": whole},
    "agency.lapse": {"days": whole},
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


def test_what_a_kind_requires_is_among_what_it_asks(profile):
    for row in profile.table("kinds", params=optional(words), required=optional(words)):
        assert set(row["required"] or ()) <= set(row["params"] or ()), row["code"]


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
