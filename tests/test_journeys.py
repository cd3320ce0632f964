"""The whole story as people live it: a letter becomes a certificate, a complaint goes through its seven stages."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from tests import story
from tests.standard import shows
from tests.story import Town
from tests.support import MONDAY, NAMES, carry

SPRING = {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"}
FAILING = {"TM-6": ("1",), "DP-2": ("2",)}


@pytest.fixture
def town(opened: Callable[..., Any], caller: Callable[..., Any], monday: Any) -> Callable[..., Town]:
    """All four services in one process, with their demo people; `town(order)` settles them in that order."""

    def build(order: tuple[str, ...] = NAMES) -> Town:
        services = {name: opened(name) for name in order}
        for service in services.values():
            service.demo()

        def speak(service: str, role: str) -> Any:
            return caller(services[service], *([role] if role else []), name=role)

        return Town(speak, lambda: carry(list(services.values())), MONDAY.date())

    return build


def four_instruments() -> dict[str, Any]:
    """A trader's scale, a truck scale, a table scale that will fail, a scale with two platforms."""
    items = [
        story.item("tbo_elektronik", story.TRADER, "TR-30"),
        story.item("timbangan_jembatan", story.TRUCK, "TB-60", mode="on_site"),
        story.new(story.item("tbo_elektronik", story.TABLE, "TM-6")),
        story.item("tbo_elektronik", story.PLATFORM, "DP-2", "1", "2"),
    ]
    return {one["instrument"]["serial"]: one for one in items}


def examine_all(town: Town, letter: Any, plates: dict[str, Any]) -> dict[str, list[str]]:
    """Book, open and examine every order of the letter; the verdicts of the units by serial number."""
    days = {"on_site": story.session(town, "on_site"), "office": story.session(town)}
    for serial, order in story.orders(town, letter).items():
        story.book(town, order, days[plates[serial]["place"]["mode"]])
    town.settle()
    assert {item["state"] for item in story.letter_now(town, letter)["items"]} == {"scheduled"}
    for day in days.values():
        story.open_session(town, day)
    done = {
        serial: story.finish(town, order, story.record(plates[serial], *FAILING.get(serial, ())))
        for serial, order in story.orders(town, letter).items()
    }
    return {serial: [unit["verdict"] for unit in one["result"]["units"]] for serial, one in done.items()}


def retest(town: Town, letter: Any, serial: str, plate: Any) -> None:
    """The repaired instrument comes again and passes."""
    again = story.orders(town, letter)[serial]
    assert (again["cause"], again["state"]) == ("retest", "waiting")
    story.book(town, again, story.session(town))
    town.settle()
    day = town.at("testing", "head").get(f"/v1/orders/{again['id']}").json["session_id"]
    story.open_session(town, {"id": day})
    story.finish(town, story.orders(town, letter)[serial], story.record(plate), adjustment=True)
    story.sign_all(town)


def living(town: Town, instrument_id: str) -> list[str]:
    """Kinds of the papers of an instrument that hold now."""
    return [one["kind"] for one in story.papers(town, instrument_id) if one["state"] in ("valid", "in_force")]


def states(town: Town, letter: Any) -> dict[str, str]:
    return {one["instrument"]["serial"]: one["state"] for one in story.letter_now(town, letter)["items"]}


def test_instrument(town):
    here, plates = town(), four_instruments()
    letter = story.accept(here, story.hand_in(here, list(plates.values())))
    ids = {one["instrument"]["serial"]: one["instrument"]["id"] for one in letter["items"]}
    verdicts = examine_all(here, letter, plates)
    assert verdicts == {"TR-30": ["valid"], "TB-60": ["valid"], "TM-6": ["rejected"], "DP-2": ["valid", "rejected"]}

    story.sign_all(here)
    expected = {"TR-30": "certified", "TB-60": "certified", "TM-6": "awaiting_retest", "DP-2": "certified"}
    assert states(here, letter) == expected
    assert [(one["kind"], one["state"]) for one in story.papers(here, ids["TM-6"])] == [("rejection", "in_force")]
    retest(here, letter, "TM-6", plates["TM-6"])

    assert story.letter_now(here, letter)["state"] == "completed"
    assert [one["state"] for one in story.papers(here, ids["TM-6"])] == ["superseded", "valid"]
    with shows("product"), shows("title"):
        for serial, instrument in ids.items():
            assert living(here, instrument) == ["verification"], serial
            paper = story.papers(here, instrument)[-1]
            pdf = here.at("certificates", "head").get(f"/v1/certificates/{paper['id']}/pdf")
            assert pdf.data.startswith(b"%PDF-"), serial


def test_a_market_applies_with_one_letter_for_many_owners(town):
    here = town()
    owners = [{"name": name, "address": f"Los {n}"} for n, name in enumerate(("Rusdi", "Yanti", "Amir"), 1)]
    stalls = [story.item("timbangan_pegas", SPRING, f"PS-{n}", mode="group") for n in range(len(owners))]
    plates = {one["instrument"]["serial"]: one for one in stalls}
    items = [{**stall, "owner": owner} for stall, owner in zip(stalls, owners, strict=True)]

    letter = story.accept(here, story.hand_in(here, items, "front_officer", scheme="collective", channel="counter"))
    market = story.session(here, "group")
    for order in story.orders(here, letter).values():
        story.book(here, order, market)
    story.open_session(here, market)
    for serial, order in story.orders(here, letter).items():
        story.finish(here, order, story.record(plates[serial]))
    story.sign_all(here)

    assert story.letter_now(here, letter)["state"] == "completed"


def test_a_walk_in_is_tested_in_a_session_that_is_already_open(town):
    here, plate = town(), story.item("tbo_elektronik", story.TRADER, "WI-1", mode="group")
    market = story.session(here, "group")
    story.open_session(here, market)

    letter = story.accept(here, story.hand_in(here, [plate], "front_officer", channel="walk_in"))
    [order] = story.orders(here, letter).values()
    story.book(here, order, market)
    here.settle()
    story.finish(here, story.orders(here, letter)["WI-1"], story.record(plate))
    story.sign_all(here)

    assert story.letter_now(here, letter)["state"] == "completed"


@pytest.mark.parametrize("order", list(itertools.permutations(NAMES)), ids="-".join)
def test_the_story_ends_the_same_in_every_order_of_the_services(town, order):
    here, plate = town(order), story.new(story.item("tbo_elektronik", story.TABLE, "TM-6"))
    letter = story.accept(here, story.hand_in(here, [plate]))
    assert examine_all(here, letter, {"TM-6": plate}) == {"TM-6": ["rejected"]}
    story.sign_all(here)
    retest(here, letter, "TM-6", plate)

    assert story.letter_now(here, letter)["state"] == "completed"
    assert living(here, letter["items"][0]["instrument"]["id"]) == ["verification"]
