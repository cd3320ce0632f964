"""What may happen to letters, items and instruments: by table, by property, and at the edges of the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.instrument import initial_fault, lot_fault, parameter_faults, progress, unit_faults
from services.intake.domain.lifecycle import APPLICATION, ENDS, INSTRUMENT, ITEM, Action, ItemAction, ItemState, State
from services.intake.domain.plate import plate_faults
from services.intake.domain.reactions import ITEM_REACTIONS
from services.intake.domain.submission import addressee_fault, check_complete, check_open, opens, promised_date
from shared.errors import Conflict, Invalid

KIND = {"params": ("max", "e", "class"), "required": ("max", "e"), "most_units": 8}
HEAD = "Kepala UPTD Metrologi Legal Kabupaten Musi Banyuasin"


@given(actions=st.lists(st.sampled_from(list(Action)), max_size=20))
def test_any_walk_of_a_letter_stays_inside_its_table_and_ends_for_good(actions):
    state = APPLICATION.start
    for action in actions:
        if APPLICATION.can(state, action):
            state = APPLICATION.move(state, action)
        else:
            with pytest.raises(Conflict) as refused:
                APPLICATION.move(state, action)
            assert refused.value.facts["allowed"] == APPLICATION.allowed(state)

    assert state in APPLICATION.reachable()
    assert bool(APPLICATION.allowed(state)) == (state not in APPLICATION.ends())


@given(actions=st.lists(st.sampled_from(list(ItemAction)), max_size=20))
def test_an_item_that_ended_moves_no_more(actions):
    state = ITEM.start
    for action in actions:
        if ITEM.can(state, action):
            assert state not in ENDS
            state = ITEM.move(state, action)

    assert state in ITEM.reachable()


def test_the_ends_are_those_of_the_contract():
    assert {"certified", "rejected_on_test", "referred", "withdrawn", "not_presented"} == ENDS
    assert APPLICATION.ends() == {State.COMPLETED, State.REJECTED, State.WITHDRAWN, State.LAPSED}
    assert INSTRUMENT.ends() == {"moved_out", "scrapped"}


def test_every_event_has_a_meaning_in_every_state_of_an_item():
    assert ITEM_REACTIONS.missing(ItemState) == []


@pytest.mark.parametrize(
    ("submitted", "promised"),
    [
        (date(2026, 11, 22), date(2027, 11, 22)),  # the service standard: Waktu Penyelesaian 1 Tahun
        (date(2028, 2, 29), date(2029, 2, 28)),  # contract.md 1: 29 Feb becomes 28 Feb
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_the_promise_is_one_year(submitted, promised):
    assert promised_date(submitted, 1) == promised


@given(day=st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_the_promise_is_never_more_than_a_year_and_a_leap_day_away(day):
    assert 365 <= (promised_date(day, 1) - day).days <= 366


def test_everything_missing_is_named_at_once():
    with pytest.raises(Invalid) as refused:
        check_complete({}, {}, has_file=False, items=0)

    assert [one["pointer"] for one in refused.value.errors] == ["/party/name", "/party/phone", "/letter", "/items"]


@pytest.mark.parametrize(
    ("party", "letter", "has_file"),
    [
        ({"name": "a", "phone": "1"}, {"source": "written"}, False),
        ({"name": "a", "email": "a@b"}, {}, True),
        ({"name": "a", "phone": "1", "email": ""}, {"source": "uploaded"}, True),
    ],
)
def test_a_letter_a_name_one_contact_and_one_item_are_enough(party, letter, has_file):
    check_complete(party, letter, has_file, items=1)


@pytest.mark.parametrize(
    ("pointer", "part", "open_"),
    [
        ("/letter", "/letter", True),
        ("/letter/addressee", "/letter", True),
        ("/items/a", "/items/a", True),
        ("/items/a", "/items/b", False),
        ("/items", "/items/b", True),
        ("/item", "/items/b", False),
        ("/party", "/letter", False),
        ("/", "/letter", True),
    ],
)
def test_a_fault_opens_what_it_names_what_lies_in_it_and_what_it_lies_in(pointer, part, open_):
    assert opens(pointer, part) is open_


@pytest.mark.parametrize("state", [state for state in State if state not in (State.DRAFT, State.RETURNED)])
def test_a_letter_that_was_handed_in_is_not_changed(state):
    with pytest.raises(Conflict, match="not-editable"):
        check_open(state, [{"pointer": "/"}], "/letter")


def test_of_a_returned_letter_only_the_faulted_parts_are_open():
    check_open(State.RETURNED, [{"pointer": "/letter"}], "/letter")

    with pytest.raises(Conflict, match="part-not-faulted"):
        check_open(State.RETURNED, [{"pointer": "/letter"}], "/party")


@pytest.mark.parametrize("said", [HEAD, HEAD.upper(), f"  {HEAD.replace(' ', '  ')} "])
def test_the_addressee_is_the_head_of_the_office_however_it_is_typed(said):
    assert addressee_fault(said, HEAD) is None


@pytest.mark.parametrize("said", ["Kepala UPTD Metrologi Legal Kota Palembang", "Bupati", ""])
def test_another_addressee_has_its_own_code(said):
    assert addressee_fault(said, HEAD)["code"] == "letter_wrong_addressee"


@pytest.mark.parametrize(
    ("parameters", "faults"),
    [
        ({"max": "30", "e": "0.01"}, []),
        ({"max": "30", "e": "0.01", "unit": "kg", "year_made": "2020"}, []),
        ({"max": "30"}, ["/parameters/e"]),
        ({"max": "", "e": "1"}, ["/parameters/max"]),
        ({"max": "30", "e": "1", "colour": "red"}, ["/parameters/colour"]),
    ],
)
def test_a_kind_says_what_its_instrument_must_tell(parameters, faults):
    found = parameter_faults(KIND, {"parameters": parameters, "units": [{"unit": "1"}]}, "")

    assert [one["pointer"] for one in found] == faults


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        *(("max", good, "") for good in ("30", "0.5", "6/15", "6/15/30", "00.50", "999999999999")),
        *(("e", good, "") for good in ("0.01", "0.002/0.005", "1/2")),
        *(("unit", good, "") for good in ("kg", "KG", "Kg", "g", "mL", "ml", "m3", "m³")),
        ("max", "30,5", "decimal-comma"),
        ("e", "0,002/0,005", "decimal-comma"),
        *(
            ("max", wrong, "not-a-number")
            for wrong in ("tiga puluh", "30 kg", "6/", "/15", "6//15", "1e3", "+30", ".5")
        ),
        *(
            ("max", wrong, "not-a-number")
            for wrong in ("NaN", "Infinity", "1_000", "٣٠", "²", "6-15", "30.", "--1", "-")
        ),
        ("max", "1/2/3/4/5/6", "not-a-number"),
        *(("max", wrong, "not-a-number") for wrong in ("1" * 13, "1.5.5", "123456789012.1234", "0.0000000000001")),
        *(("e", wrong, "not-positive") for wrong in ("0", "0.00", "-1", "-0.5", "0.002/0")),
        ("min", "0.2/0.4", "not-a-number"),  # the least load is one, however many ranges there are
        ("load_cells", "enam", "not-a-number"),
        *(("unit", wrong, "unknown-unit") for wrong in ("lb", "kilo", "kg.", "ton")),
        *((name, "apa saja", "") for name in ("class", "ratio", "year_made")),
    ],
)
def test_a_plate_is_written_so_that_a_test_can_reckon_with_it(name, written, code):
    asked = {"params": ("max", "min", "e", "d", "class", "ratio", "load_cells"), "required": ("max", "e", "class")}
    kind = KIND | asked
    plate = {"max": "30", "e": "0.01", "class": "III", name: written}

    found = parameter_faults(kind, {"parameters": plate, "units": [{"unit": "1"}]}, "")
    assert [(one["pointer"], one["code"]) for one in found] == ([(f"/parameters/{name}", code)] if code else [])


@given(number=st.decimals("1e-12", "999999999999", allow_nan=False))
def test_any_number_that_fits_can_be_written(number):
    written = format(number, "f")
    short = len(written.partition(".")[2]) <= 12 and len(written) <= 16

    assert bool(plate_faults(KIND, {"max": written}, "")) == (not short or not number)


def test_what_another_office_tests_is_read_there():
    assert plate_faults({**KIND, "in_scope": "no"}, {"max": "0 - 50 t", "unit": "t/h"}, "") == []


def test_an_unknown_kind_is_one_fault():
    assert parameter_faults(None, {}, "/i") == [{"pointer": "/i/kind", "code": "unknown-kind"}]


@given(labels=st.lists(st.sampled_from("abc"), max_size=6))
def test_each_label_that_came_before_is_a_fault(labels):
    found = unit_faults([{"unit": label} for label in labels], "")

    assert len(found) == len(labels) - len(set(labels))


@pytest.mark.parametrize(
    ("verification", "approval", "exemption", "good"),
    [
        ("initial", "", "", False),
        ("initial", "IT-1", "", True),
        ("initial", "", "a", True),
        ("subsequent", "", "", True),
    ],
)
def test_first_verification_needs_type_approval_or_a_stated_exemption(verification, approval, exemption, good):
    assert (initial_fault(verification, approval, exemption, "") == []) is good


@pytest.mark.parametrize(
    ("basis", "lot", "good"),
    [("sampling", "L-7", True), ("sampling", "", False), ("mandatory", "", True), ("voluntary", "L-7", False)],
)
def test_a_sample_and_nothing_else_names_its_lot(basis, lot, good):
    assert (lot_fault(basis, lot, "") == []) is good


@pytest.mark.parametrize(
    ("states", "word"),
    [
        (["waiting", "waiting"], "waiting"),
        (["waiting", "scheduled"], "partly_scheduled"),
        (["scheduled", "scheduled"], "scheduled"),
        (["scheduled", "tested"], "scheduled"),
        (["tested", "certified", "withdrawn"], "tested"),
        (["waiting", "tested"], "partly_scheduled"),
        (["withdrawn"], "waiting"),
        ([], "waiting"),
    ],
)
def test_progress_is_derived_from_the_items(states, word):
    assert progress(states) == word
