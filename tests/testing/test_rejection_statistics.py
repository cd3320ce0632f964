"""What is learnt with an approval, what is made up for, and what the counts then say."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.testing.domain.statistics import ageing
from services.testing.storage import Examination, Lesson, Order, transaction
from services.testing.storage.examination_statistics import BATCH
from services.testing.usecases import (
    approvals,
    drift_statistics,
    examination_records,
    examination_statistics,
    rejection_statistics,
)
from services.testing.usecases.scopes import EXAMINATIONS
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Invalid, NotFound
from shared.ids import uuid7
from shared.service import Service
from tests.testing.builders import (
    FIRST,
    HEAD,
    approved,
    bad,
    begun,
    booked,
    good,
    item,
    mark,
    published,
    ready,
    submitted,
)
from tests.testing.histories import visit
from tests.testing.sheets import TRADER

READER = Actor("dev-auditor", roles=frozenset({"auditor"}))
SIGHT = EXAMINATIONS.reading(READER)
PUMP = {"kind": "pu_bbm", "parameters": {"mmq_l": "2", "qmax_lpm": "40"}, "brand": "Tatsuno"}


def counts(by: str = "kind", **query: Any) -> dict[str, tuple[int, int]]:
    """Rejected and judged of the first tests, by key."""
    found = rejection_statistics.rejections(READER, by, **query)
    tests = {group["key"]: group["first"].tests for group in found["groups"]}
    return {key: (count.rejected, count.judged) for key, count in tests.items() if count.judged}


def corrected(old: Examination, readings: Any) -> Examination:
    new = examination_records.correct(
        FIRST, old.id, Examination.find(old.id).version, "salah baca", readings=readings, marks=[]
    )
    new = examination_records.amend(
        FIRST, new.id, new.version, marks=[mark("1", {"valid": "sah"}.get(new.verdict, "batal"))]
    )
    return examination_records.submit(FIRST, new.id, new.version)


def test_only_what_is_approved_is_counted(office: Service):
    first, second, _ = ready(office, item(), item(), item())
    submitted(first)
    approved(second, bad(second))

    assert counts() == {"tbo_elektronik": (1, 1)}


def test_a_correction_takes_the_place_of_what_it_corrects_once_it_is_approved(office: Service):
    [order] = ready(office, item())
    old = approved(order, bad(order))
    new = corrected(old, good(order))
    assert counts() == {"tbo_elektronik": (1, 1)}

    approvals.approve(HEAD, new.id, new.version)

    assert counts() == {"tbo_elektronik": (0, 1)}
    assert [row.id for row in Lesson.select()] == [new.id]


@pytest.mark.parametrize("basis", ["voluntary", "sampling"])
def test_who_comes_freely_or_as_a_sample_is_counted_apart(office: Service, basis: str):
    visit(basis=basis)

    [group] = rejection_statistics.rejections(READER, "kind")["groups"]
    assert (group["first"].tests.judged, group[basis].tests.judged) == (0, 1)


def test_a_verification_after_repair_begins_the_errors_anew(office: Service):
    id = visit("", date(2025, 3, 1)).instrument_id
    visit(id, date(2026, 3, 1), basis="after_repair")

    told = drift_statistics.of_instrument(id, SIGHT)["instrument"]["verifications"]
    assert [one["broken_by"] for one in told] == ["", "adjusted"]
    assert Lesson.get(Lesson.day == date(2026, 3, 1).toordinal()).adjusted


def test_a_retest_after_repair_does_not_hide_the_rejection(office: Service):
    [order] = ready(office, item())
    approved(order, bad(order))
    day = published()
    retest = booked(Order.get(Order.cause == "retest"), day)
    begun(day)
    approved(Order.find(retest.id))

    [group] = rejection_statistics.rejections(READER, "kind")["groups"]
    assert counts() == {"tbo_elektronik": (1, 1)}
    assert (group["retest"].tests.judged, group["retest"].tests.rejected) == (1, 0)


def test_an_instrument_is_rejected_with_its_last_unit_and_units_are_counted_by_themselves(office: Service):
    visit("", date(2026, 3, 2), "0", "0.02", "0", **PUMP)
    visit("", date(2026, 3, 2), "0.02", "0.02", **PUMP)

    [group] = rejection_statistics.rejections(READER, "kind")["groups"]
    tally = group["first"]
    assert (tally.tests.judged, tally.tests.rejected, tally.partly) == (2, 1, 1)
    assert (tally.units.judged, tally.units.rejected) == (5, 3)


def test_what_was_approved_before_is_made_up_for_once(office: Service):
    for year in (2024, 2025):
        visit("", date(year, 1, 5), "0.01", learnt=False)
    assert rejection_statistics.rejections(READER, "kind")["not_counted_yet"] == 2

    assert (examination_statistics.learn_missed(clock.now()), examination_statistics.learn_missed(clock.now())) == (
        2,
        0,
    )
    assert counts() == {"tbo_elektronik": (2, 2)}
    assert rejection_statistics.rejections(READER, "kind")["not_counted_yet"] == 0


@pytest.mark.parametrize(
    ("query", "judged"),
    [
        ({}, 4),
        ({"period": "2026-1"}, 2),
        ({"since": date(2026, 1, 1)}, 3),
        ({"until": date(2025, 12, 31)}, 1),
        ({"period": "2026-1", "since": date(2026, 6, 30)}, 1),
        ({"kind": "pu_bbm"}, 1),
    ],
)
def test_both_ends_of_a_span_belong_to_it(office: Service, query: dict[str, Any], judged: int):
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30)):
        visit("", day)
    visit("", date(2026, 7, 1), **PUMP)

    assert rejection_statistics.rejections(READER, "kind", **query)["total"]["first"].tests.judged == judged


def test_a_period_that_the_office_does_not_have_is_refused(office: Service):
    for code in ("2026-3", "soon", "٢٠٢٦-1"):
        with pytest.raises(Invalid, match="unknown-period") as refusal:
            rejection_statistics.rejections(READER, "kind", period=code)
        assert refusal.value.errors[0]["period"] == code


def test_the_sum_of_all_ages_is_of_no_age(office: Service):
    [order] = ready(office)
    approved(order)

    total = rejection_statistics.rejections(READER, "age")["total"]
    assert (total["name"], total["name_en"]) == ("", "")


def test_districts_and_kinds_have_names_and_brands_any_spelling(office: Service):
    for brand in ("CAS", "cas ", "CAS"):
        visit("", date(2026, 3, 2), brand=brand)

    assert [group["name"] for group in rejection_statistics.rejections(READER, "district")["groups"]] == [
        "Sungai Lilin"
    ]
    assert rejection_statistics.rejections(READER, "kind")["groups"][0]["name_en"].startswith("Electronic")
    assert [
        (group["name"], group["first"].tests.judged)
        for group in rejection_statistics.rejections(READER, "brand")["groups"]
    ] == [("CAS", 3)]


def test_few_say_that_they_are_few(office: Service):
    for _ in range(20):
        visit("", date(2026, 3, 2))
    visit("", date(2026, 3, 2), **PUMP)

    few = {group["key"]: group["few"] for group in rejection_statistics.rejections(READER, "kind")["groups"]}
    assert few == {"tbo_elektronik": False, "pu_bbm": True}  # the row in data/rules.toml says 20


@pytest.mark.parametrize("days", [0, 182, 183, 365, 547, 548, 1461, 3652])
def test_the_database_counts_years_as_the_domain_does(office: Service, days: int):
    first = date(2010, 1, 1)
    one = uuid7()
    visit(one, first, verification="initial")
    visit(one, first + timedelta(days=days), verification="subsequent")

    ages = {int(group.key) for group in Lesson.by_age(*Lesson.within(first + timedelta(days=days), None, ""))}
    assert ageing.years(days) in ages


def test_an_age_rests_on_the_year_made_then_on_tera_then_on_what_is_known(office: Service):
    made, new, used = uuid7(), uuid7(), uuid7()
    visit(made, date(2026, 3, 2), parameters={**TRADER, "year_made": "2019"})
    for year, act in ((2022, "initial"), (2026, "subsequent")):
        visit(new, date(year, 3, 2), verification=act)
    for year in (2025, 2026):
        visit(used, date(year, 3, 2))

    found = {
        group["key"]: group["bases"]
        for group in rejection_statistics.rejections(READER, "age")["groups"]
        if group["bases"]
    }
    assert found == {
        "0": {"initial": 1},
        "1": {"first_known": 1},
        "3-4": {"initial": 1},
        "5-9": {"made": 1},
        "unknown": {"unknown": 1},
    }


@pytest.mark.parametrize("written", ["", "baru", "1066", "2031", "²⁰¹⁹", "20019"])
def test_a_year_that_cannot_be_is_no_year(written: str):
    assert ageing.made_day({"year_made": written}, date(2026, 3, 2)) is None


def test_the_drift_of_an_instrument_is_read_from_what_stands(office: Service):
    one = uuid7()
    tera = visit(one, date(2022, 3, 1), "0.0001", verification="initial")
    for year, off in ((2023, "0.0004"), (2024, "0.0007"), (2025, "0.001")):
        visit(one, date(year, 3, 1), off)

    found = drift_statistics.of_instrument(one, SIGHT)
    [correctness] = [row for row in found["instrument"]["largest"] if row["quantity"] == "correctness"]
    # III, e 10 g, in service: 30 kg off by 30 g of the 30 g that are allowed
    assert [str(row.of_latest.normalize()) for row in correctness["rows"]] == ["0.1", "0.4", "0.7", "1"]
    assert str(correctness["trend"].per_year) == "0.300"
    assert found["instrument"]["verifications"][0]["examination_id"] == tera.id
    assert any("bertambah 30 % BKD per tahun" in line.id for line in found["statements"])


def test_older_verifications_than_are_read_are_counted(office: Service):
    one = uuid7()
    for number in range(drift_statistics.MOST + 2):
        visit(one, date(2000, 1, 1) + timedelta(days=200 * number))

    found = drift_statistics.of_instrument(one, SIGHT)
    assert (len(found["instrument"]["verifications"]), found["instrument"]["older"]) == (drift_statistics.MOST, 2)
    assert any(line.en.startswith("2 older examinations") for line in found["notes"])


def test_an_instrument_nobody_knows_has_no_drift(office: Service):
    with pytest.raises(NotFound):
        drift_statistics.of_instrument(uuid7(), SIGHT)


def test_a_brand_is_spread_over_its_instruments_and_says_that_they_are_few(office: Service):
    for at in range(4):
        one = uuid7()
        for year in (2022, 2023, 2024):
            visit(one, date(year, 3, 1), f"0.000{at + year - 2022}", brand="Sonic ")
    visit("", date(2024, 3, 1), "0.001", brand="Camry")

    found = drift_statistics.of_brand(SIGHT, "SONIC")["brand"]
    years = [
        (row["years"], row["instruments"], row["few"]) for row in found["classes"] if row["quantity"] == "correctness"
    ]
    assert (found["instruments"], found["examinations"], found["few"]) == (4, 12, True)
    assert years == [(0, 4, True), (1, 4, True), (2, 4, True)]
    assert [
        (row["instruments"], str(row["median"])) for row in found["trends"] if row["quantity"] == "correctness"
    ] == [(4, "0.100")]


def test_instruments_are_read_in_batches_and_none_is_lost_or_read_twice(office: Service):
    facts = {"kind": "k", "brand": "B", "brand_key": "b", "model": "", "model_key": "", "district": "d"}
    facts |= {
        "verification": "initial",
        "cause": "first",
        "adjusted": False,
        "units": 1,
        "units_rejected": 0,
        "largest": {},
    }
    ids = [uuid7() for _ in range(2 * BATCH + 1)]
    with transaction():
        for id in ids:
            for day in (2, 1):
                Lesson.create(instrument_id=id, day=day, **facts)

    found = [[(row.instrument_id, row.day) for row in own] for own in Lesson.by_instrument(Lesson.brand_key == "b")]
    assert sorted(found) == sorted([(id, 1), (id, 2)] for id in ids)
