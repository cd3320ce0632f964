"""What an agency profile owes the services: complete, dated, and the same codes everywhere; run on every profile."""

import shutil
import string
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shared.database.sequences import official
from shared.office.calendar import period_of, periods_of, valid_on
from shared.office.profile import Profile, flag, optional, text, whole, words
from shared.office.workdays import office_calendar, office_periods
from tests.support import NAMES

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
LIMITS = "services/testing/data/limits/kinds.toml"


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


def test_an_office_is_nobody_elses_and_its_districts_are_its_own(profile):
    agency = profile.document("agency")
    foreign = [row["code"] for row in profile.table("districts") if not row["code"].startswith(agency["region_code"])]

    assert agency["id"] == profile.folder.name, "agency.toml: id is the name of the folder; events carry it"
    assert foreign == [], "districts.csv: codes that do not begin with region_code of agency.toml"


def test_the_hours_that_people_read_are_those_of_the_zone(profile):
    agency = profile.document("agency")
    labels = {7: "WIB", 8: "WITA", 9: "WIT"}  # Keppres 41/1987
    hours = datetime(2026, 11, 23, tzinfo=ZoneInfo(agency["zone"])).utcoffset() // timedelta(hours=1)

    assert agency["zone_label"] == labels[hours], "agency.toml: zone_label does not belong to zone"


def test_the_demo_office_opens_with_any_profile(profile, tmp_path, opened):
    small = shutil.copytree(profile.folder, tmp_path / "small")
    kept = (small / "districts.csv").read_text().splitlines()[:4]  # the header and three districts
    (small / "districts.csv").write_text("\n".join(kept).replace(profile.document("agency")["region_code"], "73.71"))
    agency = (small / "agency.toml").read_text()
    (small / "agency.toml").write_text(agency.replace(profile.document("agency")["zone"], "Asia/Makassar"))

    services = [opened(name, profile_dir=str(small)) for name in NAMES]
    for service in services:
        service.demo()

    assert {str(service.context.zone) for service in services} == {"Asia/Makassar"}


def test_every_kind_has_an_interval_row_and_known_codes(profile):
    agency, intervals = profile.document("agency"), in_force(profile, "intervals", "kind")
    kinds = in_force(profile, "kinds", "code")

    assert set(kinds) ^ set(intervals) == set(), "each kind has a row in kinds.csv and one in intervals.csv"
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
            assert intervals[code]["years"], f"intervals.csv: {code} is in scope and has no years"
            assert limits.get(code, {}).get("family"), f"{LIMITS}: {code} is in scope and has no family"


def test_a_kind_out_of_scope_is_referred_to_an_office_of_the_table(profile):
    offices = in_force(profile, "referrals", "code")

    for row in in_force(profile, "kinds", "code").values():
        assert row["in_scope"] != (row["refer_to"] in offices), row["code"]


def test_services_and_profile_mean_the_same_kinds(profile):
    kinds = {row["code"]: row for row in profile.table("kinds", mpe=optional(text), params=optional(words))}
    limits = _limits()

    assert set(kinds) ^ set(limits) == set(), f"each kind has a row in kinds.csv and one in {LIMITS}"
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
    return tomllib.loads((ROOT / LIMITS).read_text())["kinds"]
