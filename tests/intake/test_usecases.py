"""What intake does: the row and the events that wait, and nothing of either when it fails."""

from datetime import UTC, date, datetime

import pytest

from services.intake.storage import Application, Instrument
from services.intake.usecases import items, letters, review
from shared import clock
from shared.errors import Conflict, Invalid, NotFound
from shared.uploads.acceptance import Accepted
from tests.intake.builders import BUDI, FRONT, PLATE, SITI, accepted, drafted, item, submitted
from tests.support import told

pytestmark = pytest.mark.usefixtures("intake")


def types(intake, part: str = "") -> list[str]:
    return [event["type"].removeprefix("intake.").removesuffix(".v1") for event in told(intake, part)]


def test_a_draft_has_no_number_and_tells_nobody(intake):
    draft = drafted()

    assert (draft.state, draft.number, draft.owner_key) == ("draft", None, SITI.owner_key)
    assert told(intake) == []


def test_submission_gives_number_code_period_and_promise_at_once(intake, monday):
    letter = submitted()

    assert letter.number.startswith("PTU-2026-000001-")
    assert len(letter.tracking_code.replace("-", "")) * 5 >= 80  # bits, A13
    assert (letter.period, letter.submitted_on, letter.promised_on) == (
        "2026-2",
        date(2026, 11, 23),
        date(2027, 11, 23),
    )
    assert types(intake) == ["instrument.registered", "application.submitted"]


@pytest.mark.parametrize(
    ("moment", "day", "period"),
    [
        # Two periods a year, January to June and July to December, by the clock of the office (WIB, UTC+7).
        (datetime(2026, 6, 30, 16, 59, 59, tzinfo=UTC), date(2026, 6, 30), "2026-1"),  # 23:59:59 local
        (datetime(2026, 6, 30, 17, 0, tzinfo=UTC), date(2026, 7, 1), "2026-2"),  # 00:00:00 local
        (datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), date(2026, 12, 31), "2026-2"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1), "2027-1"),
    ],
)
def test_day_period_and_year_of_the_number_are_the_offices(moment, day, period):
    with clock.frozen_at(moment):
        letter = submitted()

    assert (letter.submitted_on, letter.period) == (day, period)
    assert letter.number.startswith(f"PTU-{day.year}-000001-")


def test_a_return_moves_neither_number_nor_period_nor_promise():
    with clock.frozen_at(datetime(2028, 2, 29, 3, tzinfo=UTC)):
        letter = submitted()
        before = (letter.number, letter.tracking_code, letter.period, letter.promised_on)
        returned = review.return_letter(FRONT, letter.id, letter.version, [{"pointer": "/letter", "code": "unsigned"}])

    with clock.frozen_at(datetime(2028, 7, 2, tzinfo=UTC)):
        again = review.submit(SITI, letter.id, returned.version)
    assert (again.number, again.tracking_code, again.period, again.promised_on) == before
    assert (again.promised_on, again.revision, again.faults) == (date(2029, 2, 28), 2, [])


def test_an_incomplete_letter_stays_a_draft(intake):
    draft = drafted(party={"name": "Siti"}, letter={})

    with pytest.raises(Invalid, match="incomplete"):
        review.submit(SITI, draft.id, draft.version)
    assert Application.find(draft.id).number is None
    assert told(intake) == []


def test_the_same_instrument_on_two_letters_of_a_period_needs_a_reason():
    submitted("SN-1")
    second = drafted("SN-1", by=BUDI)

    with pytest.raises(Invalid, match="double-application"):
        review.submit(BUDI, second.id, second.version)
    assert review.submit(BUDI, second.id, second.version, "alat dijual").state == "submitted"


@pytest.mark.parametrize("serial", ["sn-1", "SN 1", "SN1", "Sn.1", "SN\u20131", " S N - 1", "SN\u00a01"], ids=ascii)
def test_a_serial_number_written_otherwise_is_the_same_instrument(intake, serial):
    submitted("SN-1")
    second = drafted(serial, by=BUDI)

    with pytest.raises(Invalid, match="double-application"):
        review.submit(BUDI, second.id, second.version)


def test_another_serial_number_is_another_instrument(intake):
    submitted("SN-1")
    second = drafted("SN-11", by=BUDI)

    assert review.submit(BUDI, second.id, second.version).state == "submitted"


def test_acceptance_tells_testing_each_item_and_the_party_only_inside(intake):
    letter = accepted("SN-1", "SN-2")

    event = told(intake, "application.accepted")[0]
    assert event["data"]["promised_date"] == str(letter.promised_on)
    assert [(one["serial"], one["place"]["district"]) for one in event["data"]["items"]] == [
        ("SN-1", "16.06.07"),
        ("SN-2", "16.06.07"),
    ]
    assert {one.state for one in letter.items} == {"waiting"}
    assert "Siti" not in str(event)
    public = intake.log.page(0, 100).bodies
    assert types(intake, "party.changed") == ["party.changed"]
    assert not any(b"Siti" in body or b"0812" in body or b"Jl. Pasar" in body for body in public)


def test_a_wrong_addressee_gets_its_code_beside_what_the_officer_found(intake):
    letter = submitted(letter={"source": "written", "addressee": "Bupati"})

    returned = review.return_letter(FRONT, letter.id, letter.version, [{"pointer": "/party", "code": "unclear"}])
    assert {fault["code"] for fault in returned.faults} == {"unclear", "letter_wrong_addressee"}
    assert told(intake, "returned")[0]["data"]["reason_codes"] == ["letter_wrong_addressee", "unclear"]


def test_a_returned_letter_opens_only_its_faulted_parts():
    letter = submitted("SN-1", "SN-2")
    faulty, fine = (one.id for one in letter.items)
    letter = review.return_letter(FRONT, letter.id, letter.version, [{"pointer": f"/items/{faulty}", "code": "photo"}])

    for closed in ({"wish": "pagi"}, {"party": {"name": "x"}}, {"letter": {"source": "written"}}):
        with pytest.raises(Conflict, match="part-not-faulted"):
            letters.amend(SITI, letter.id, letter.version, **closed)
    with pytest.raises(Conflict, match="part-not-faulted"):
        letters.remove_item(SITI, letter.id, fine, letter.version)
    left = letters.remove_item(SITI, letter.id, faulty, letter.version)
    assert [one.id for one in left.items] == [fine]


def test_somebody_elses_letter_is_not_there():
    letter = submitted()

    for act in (
        lambda: review.submit(BUDI, letter.id, letter.version),
        lambda: review.withdraw(BUDI, letter.id, letter.version),
        lambda: letters.amend(BUDI, letter.id, letter.version, wish="x"),
        lambda: letters.add_item(BUDI, letter.id, **item("SN-9")),
        lambda: letters.attach_letter(BUDI, letter.id, letter.version, Accepted(b"%PDF-1.7", "application/pdf")),
        lambda: items.withdraw_item(BUDI, letter.id, letter.items[0].id, letter.version),
    ):
        with pytest.raises(NotFound):
            act()


def test_somebody_elses_instrument_cannot_be_put_on_a_letter():
    theirs = submitted("SN-1").items[0].instrument_id
    mine = drafted("SN-2", by=BUDI)
    place = {"mode": "office", "district": "16.06.07"}

    with pytest.raises(NotFound):
        letters.add_item(BUDI, mine.id, instrument_id=theirs, verification="subsequent", place=place)


@pytest.mark.parametrize(("basis", "free"), [("mandatory", False), ("after_repair", False), ("voluntary", True)])
def test_what_the_law_once_wanted_verified_cannot_be_tested_voluntarily(basis: str, free: bool):
    known = submitted(items=[item("SN-1", basis=basis)]).items[0]
    known.change(state="certified")
    again = {"instrument_id": known.instrument_id, "verification": "subsequent", "basis": "voluntary"}
    place = {"mode": "office", "district": "16.06.07"}
    letter = drafted("SN-2")

    if free:
        assert letters.add_item(SITI, letter.id, **again, place=place).basis == "voluntary"
    else:
        with pytest.raises(Invalid) as refused:
            letters.add_item(SITI, letter.id, **again, place=place)
        assert [one["code"] for one in refused.value.errors] == ["mandatory-before"]


def test_a_draft_that_is_older_than_the_checks_of_its_plate_is_not_handed_in():
    letter = drafted("SN-1", "SN-2")
    Instrument.update(parameters={**PLATE, "max": "30,5"}).where(Instrument.serial == "SN-2").execute()

    with pytest.raises(Invalid, match="item-faulty") as refused:
        review.submit(SITI, letter.id, letter.version)
    pointer = f"/items/{letter.items[1].id}/instrument/parameters/max"
    assert refused.value.errors == [{"pointer": pointer, "code": "decimal-comma"}]


def test_a_plate_that_was_registered_long_ago_passes_as_it_is():
    letter = submitted()
    Instrument.update(parameters={**PLATE, "max": "30,5"}).execute()
    review.return_letter(FRONT, letter.id, letter.version, [{"pointer": "/letter", "code": "unreadable"}])

    letter = Application.find(letter.id)
    assert review.submit(SITI, letter.id, letter.version).state == "submitted"


def test_all_faults_of_an_item_are_named_at_once():
    faulty = item("SN-1", verification="initial", place={"mode": "office", "district": "99"}, owner={"name": "x"})
    faulty["instrument"]["parameters"] = {"max": "30", "colour": "red"}

    with pytest.raises(Invalid) as refused:
        drafted(items=[item("SN-0"), faulty])
    pointers = {one["pointer"].removeprefix("/items/1/") for one in refused.value.errors}
    assert {"place/district", "type_approval", "owner", "instrument/parameters/colour"} <= pointers
    assert Application.select().count() == 0
