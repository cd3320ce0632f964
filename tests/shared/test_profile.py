"""The reader of a folder of dated data: frozen rows, and faults that name file, row and column."""

import json
from datetime import date, time
from decimal import Decimal

import pytest

from shared.office.profile import (
    Faulty,
    Profile,
    decimal,
    flag,
    moment,
    month_day,
    optional,
    text,
    valid_on,
    whole,
    words,
)

SHELVES = """code,places,open,rate,note,valid_from,valid_to
a,3,yes,0.5,x;y,2024-01-01,2024-12-31
b,12,no,1,,2025-01-01,
"""
HOUSE = """
name = { id = "Toko", en = "Shop" }
[[hours]]
opens = 07:30:00
starts = "07-01"
valid_from = 2024-01-01
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "shelves.csv").write_text(SHELVES)
    (tmp_path / "house.toml").write_text(HOUSE)
    return tmp_path


def test_rows_come_read_and_dated(folder):
    first, second = Profile(folder).table("shelves", places=whole, open=flag, rate=decimal, note=optional(words))

    assert (first["places"], first["open"], first["rate"], first["note"]) == (3, True, Decimal("0.5"), ("x", "y"))
    assert (first["valid_from"], first["valid_to"]) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (second["open"], second["note"], second["valid_to"]) == (False, None, None)


def test_columns_nobody_named_come_as_they_are(folder):
    assert Profile(folder).table("shelves")[1]["places"] == "12"


def test_the_tables_of_a_toml_file_are_rows_too(folder):
    (row,) = Profile(folder).table("house.hours", opens=moment, starts=month_day)

    assert (row["opens"], row["starts"], row["valid_from"]) == (time(7, 30), (7, 1), date(2024, 1, 1))


def test_a_document_comes_whole(folder):
    assert Profile(folder).document("house")["name"]["en"] == "Shop"


def test_nothing_read_can_be_changed(folder):
    profile = Profile(folder)

    for row in (profile.table("shelves")[0], profile.document("house"), profile.document("house")["name"]):
        with pytest.raises(TypeError):
            row["code"] = "z"
        with pytest.raises(TypeError):
            row.update(code="z")
        with pytest.raises(TypeError):
            row |= {"code": "z"}


def test_what_was_read_can_be_written_as_json(folder):
    assert json.loads(json.dumps(Profile(folder).document("house")["name"])) == {"id": "Toko", "en": "Shop"}


def test_a_file_is_read_once(folder):
    profile = Profile(folder)
    profile.table("shelves")
    (folder / "shelves.csv").unlink()

    assert len(profile.table("shelves")) == 2


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2023, 12, 31), []),
        (date(2024, 1, 1), ["a"]),  # both ends are included
        (date(2024, 12, 31), ["a"]),
        (date(2025, 1, 1), ["b"]),
        (date(2999, 1, 1), ["b"]),  # an empty end is open
    ],
)
def test_the_rows_in_force_are_those_of_the_day(folder, day, codes):
    assert [row["code"] for row in valid_on(Profile(folder).table("shelves"), day)] == codes


@pytest.mark.parametrize(
    ("column", "reader", "fault"),
    [
        ("colour", text, "row 2: column colour is missing"),
        ("colour", optional(text), "row 2: column colour is missing"),
        ("note", text, "row 3: column note: '': is empty"),
        ("code", whole, "row 2: column code: 'a': is not a whole number"),
        ("rate", whole, "row 2: column rate: '0.5': is not a whole number"),
        ("code", decimal, "row 2: column code: 'a': is not a decimal number"),
        ("places", flag, "row 2: column places: '3': is neither yes nor no"),
    ],
)
def test_a_value_that_cannot_be_read_is_named(folder, column, reader, fault):
    with pytest.raises(Faulty, match="shelves.csv: " + fault):
        Profile(folder).table("shelves", **{column: reader})


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e3", "1,5", "٣.5.1", "-", "--1", "."])
def test_a_decimal_is_written_plainly(value):
    with pytest.raises(ValueError, match="is not a decimal number"):
        decimal(value)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("code,note\na\n", "row 2: 1 cells under 2 columns"),
        ("code,code\na,b\n", "row 1: the header is empty or names a column twice"),
        ("", "row 1: the header is empty"),
        ("code,valid_from,valid_to\na,soon,\n", "row 2: column valid_from: 'soon'"),
        ("code,valid_from,valid_to\na,2025-02-29,\n", "row 2: column valid_from: '2025-02-29'"),
        ("code,valid_from,valid_to\na,,\n", "row 2: column valid_from: ''"),
        ("code,valid_from,valid_to\na,2025-01-02,2025-01-01\n", "row 2: column valid_to: ends before it begins"),
    ],
)
def test_a_broken_file_is_named_with_its_row(folder, content, fault):
    (folder / "shelves.csv").write_text(content)

    with pytest.raises(Faulty, match=fault):
        Profile(folder).table("shelves")


@pytest.mark.parametrize(
    ("ask", "fault"),
    [
        (lambda profile: profile.table("absent"), "absent.csv: No such file"),
        (lambda profile: profile.document("absent"), "absent.toml: No such file"),
        (lambda profile: profile.table("house.days"), r"house.toml: has no \[\[days\]\]"),
        (lambda profile: profile.table("house.hours", opens=whole), "house.toml: row 1: column opens"),
        (lambda profile: profile.table("house.hours", code=text), "house.toml: row 1: column code: None"),
    ],
)
def test_what_is_not_there_is_named(folder, ask, fault):
    with pytest.raises(Faulty, match=fault):
        ask(Profile(folder))


def test_toml_that_is_none_is_named(folder):
    (folder / "house.toml").write_text("name = ")

    with pytest.raises(Faulty, match="house.toml: "):
        Profile(folder).document("house")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Faulty, match="no such folder"):
        Profile(tmp_path / "absent")


def test_a_row_that_is_asked_for_a_column_it_lacks_says_where_it_stands(folder):
    (folder / "house.toml").write_text("[[hours]]\nopens = 07:30:00\n")
    (row,) = Profile(folder).table("house.hours")

    with pytest.raises(Faulty, match=r"house\.toml: row 1: column closes is missing$"):
        row["closes"]
    with pytest.raises(Faulty, match=r"house\.toml: row 1: column valid_from is missing$"):
        valid_on([row], date(2026, 11, 23))
    assert row.get("closes") is None
