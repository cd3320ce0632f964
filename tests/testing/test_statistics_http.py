"""Statistics over HTTP: who may, what is refused, and pictures that are sound, described and harmless."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as Tree

import pytest

from shared.ids import uuid7
from shared.service import Service
from tests.support import Caller
from tests.testing.histories import visit

RATES, DRIFT = "/v1/statistics/rejections", "/v1/statistics/drift"
EVIL = "<script>alert('x')</script> & \"Söhne\""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda role="", **claims: caller(office, *([role] if role else []), **claims)


@pytest.fixture
def scale(office: Service) -> str:
    """An instrument with four verifications, one of them after an adjustment, and a name that means harm."""
    id = uuid7()
    for year, off in ((2022, "0.0002"), (2023, "0.0009"), (2024, "0.0014"), (2025, "0.0001")):
        visit(id, date(year, 3, 1), off, brand=EVIL, adjustment=year == 2025)
    return id


def drawn(answer: Any) -> Tree.Element:
    assert (answer.status_code, answer.content_type) == (200, "image/svg+xml")
    return Tree.fromstring(answer.data)


def said(picture: Tree.Element) -> str:
    return "\n".join(picture.itertext())


@pytest.mark.parametrize("role", ["verifier", "head", "auditor"])
def test_verifier_head_and_auditor_may_read_them(people: Callable[..., Caller], scale: str, role: str):
    for url in (f"{RATES}?by=kind", f"{RATES}/plot?by=kind", f"{DRIFT}?instrument={scale}", f"{DRIFT}/plot?brand=x"):
        assert people(role).get(url).status_code == 200


@pytest.mark.parametrize("role", ["applicant", "front_officer", "complaint_officer", "admin", "subscriber"])
def test_nobody_else_may(people: Callable[..., Caller], role: str):
    for url in (f"{RATES}?by=kind", f"{RATES}/plot?by=kind", f"{DRIFT}?brand=x", f"{DRIFT}/plot?brand=x"):
        assert people(role).get(url).status_code == 403


@pytest.mark.parametrize(
    "url",
    [
        RATES,
        f"{RATES}?by=owner",
        f"{RATES}?by=kind&since=yesterday",
        f"{RATES}?by=kind&period=2026-9",
        f"{RATES}?by=kind&period=9999-2",
        f"{RATES}?by=kind&period=99999-2",
        f"{RATES}?by=kind&since=9999-12-31",
        f"{RATES}?by=kind&colour=red",
        DRIFT,
        f"{DRIFT}?instrument=7",
        f"{DRIFT}?brand=",
        f"{DRIFT}?model=x",
        f"{DRIFT}?instrument=01a20000-0000-7000-8000-000000000001&brand=x",
        f"{DRIFT}/plot",
    ],
)
def test_a_question_that_makes_no_sense_is_refused(people: Callable[..., Caller], url: str):
    assert people("head").get(url).status_code == 422


def test_an_unknown_instrument_is_not_found(people: Callable[..., Caller]):
    assert people("head").get(f"{DRIFT}?instrument={uuid7()}").status_code == 404


def test_counts_stand_beside_every_rate_and_numbers_are_text(people: Callable[..., Caller], scale: str):
    answer = people("head").get(f"{RATES}?by=brand").json

    [group] = answer["groups"]
    # 30 kg: 1.4 ‰ are 42 g, and 30 g are allowed in service
    assert group["first"]["tests"] == {"judged": 4, "rejected": 1, "percent": "25.0"}
    assert (group["few"], answer["few_tests"], answer["not_counted_yet"]) == (True, 20, 0)
    assert {"id", "en"} == set(answer["notes"][0])


def test_the_drift_over_http_marks_what_breaks_it(people: Callable[..., Caller], scale: str):
    answer = people("auditor").get(f"{DRIFT}?instrument={scale}").json

    [largest] = [row for row in answer["instrument"]["largest"] if row["quantity"] == "correctness"]
    assert [row["broken_by"] for row in largest["rows"]] == ["", "", "", "adjusted"]
    assert [row["of_latest"] for row in largest["rows"]] == ["0.2", "0.9", "1.4", "0.1"]
    assert largest["trend"] == {
        **{"method": "Theil–Sen", "verifications": 1, "per_year": None},
        **{"first": "2025-03-01", "last": "2025-03-01"},
    }
    assert answer["brand"] is None


def test_nothing_in_them_is_about_a_person(people: Callable[..., Caller], scale: str):
    head = people("head")
    for url in (f"{DRIFT}?instrument={scale}", f"{DRIFT}/plot?instrument={scale}", f"{RATES}?by=brand"):
        text = head.get(url).text
        assert not any(word in text for word in ("dev-verifier", "owner", "party", "serial"))


@pytest.mark.parametrize(
    "query",
    [
        "/rejections/plot?by=brand",
        "/drift/plot?instrument={id}",
        "/drift/plot?brand={brand}",
        "/rejections/plot?by=age",
    ],
)
def test_every_picture_is_sound_and_says_in_words_what_it_shows(people: Callable[..., Caller], scale: str, query: str):
    picture = drawn(people("head").get("/v1/statistics" + query.format(id=scale, brand=quote(EVIL))))

    title, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", f"{title.get('id')} {told.get('id')}")
    assert "%" in told.text
    assert len(told.text) > 200
    assert picture.get("viewBox").startswith("0 0 340 ")


def test_a_brand_that_means_harm_is_only_words(people: Callable[..., Caller], scale: str):
    answer = people("head").get(f"{RATES}/plot?by=brand")

    picture = drawn(answer)
    tags = {node.tag.removeprefix(SVG) for node in picture.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "line", "circle", "text"}
    assert "<script>alert" in said(picture)
    assert b"<script" not in answer.data
    assert not any(name.startswith("on") or "href" in name for node in picture.iter() for name in node.attrib)
    assert b"url(" not in answer.data


def test_the_picture_of_rates_writes_its_counts(people: Callable[..., Caller], scale: str):
    words = said(drawn(people("head").get(f"{RATES}/plot?by=kind")))

    assert "1/4 · 25,0 % *" in words
    assert "1 dari 4 alat ditolak (25,0 %)" in words
    assert "Ditolak, % dari yang diuji" in words


def test_the_picture_of_a_drift_shows_zero_and_both_limits(people: Callable[..., Caller], scale: str):
    words = said(drawn(people("head").get(f"{DRIFT}/plot?instrument={scale}"))).split("\n")

    assert {"−100", "0", "+100", "J"} <= set(words)
    assert "Kesalahan, % dari BKD terakhir" in words
    assert any("2024-03-01 +140,0 % tidak memenuhi" in line for line in words)


def test_a_choice_without_data_says_so(people: Callable[..., Caller], scale: str):
    for url in (
        f"{RATES}/plot?by=kind&since=2030-01-01",
        f"{DRIFT}/plot?brand=x",
        f"{DRIFT}/plot?instrument={scale}&unit=9",
    ):
        assert "tidak ada data / no data" in said(drawn(people("head").get(url)))
