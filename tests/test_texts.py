"""What people write stays in its place: no field takes what a reader cannot see, and no paper breaks a line for it."""

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from marshmallow import ValidationError, fields

from services.certificates.papers.skhp import rejection, skhp
from services.complaints.papers.receipt import receipt as complaint_receipt
from services.intake.papers.letter import letter
from services.intake.papers.receipt import receipt
from services.testing.papers.observation import observation
from services.testing.papers.sheet import sheet as filled_sheet
from shared.http.shapes import Lines, Text
from tests import paperwork
from tests.certificates.samples import DEPARTURE, EVERY_OPTION, PLAIN
from tests.complaints.test_papers import a_receipt as a_complaint_receipt
from tests.declared import asked, below, leaves, longest
from tests.intake.test_papers import a_letter, a_receipt
from tests.support import NAMES
from tests.testing.drawings import empty, filled
from tests.testing.sheets import SCALE, TRADER, instrument, judged, sheet

# One of each kind: controls, turns of direction, marks that show as nothing, private use, half characters.
UNSEEN = (
    *("\x00", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\xad", "\u061c", "\u200b", "\u200e", "\u200f"),
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069"),
    *("\ufeff", "\ufff9", "\ue000", "\U000e0041", "\U000f0000", "\U0010fffd", "\ud800"),
    *(
        "\u115f",
        "\u1160",
        "\u17b4",
        "\u2800",
        "\u3164",
        "\uffa0",
        "\ufdd0",
        "\ufffe",
        "\uffff",
        "\U0001fffe",
        "\U0002ffff",
    ),
)
NOTHING = ("\ufe0f", "\u034f", "\u180b", " \ufe0f ", "\u00a0\u2003\ufe00")
BREAKS = ("\n", "\r", "\r\n", "\t", "\u2028", "\u2029")
FORGED = "Siti{0}HASIL: SAH{0}Nomor 1"
NAMES_OF_PEOPLE = ("محمد علي", "王小明", "नमस्ते", "Nguyễn Văn Á", "O'Brien-Sørensen", "Ñandú 😀")


@pytest.mark.parametrize("mark", UNSEEN, ids=ascii)
@pytest.mark.parametrize("field", [Text(max=80), Lines(max=80)], ids=["one line", "several lines"])
def test_what_a_reader_cannot_see_is_refused(field, mark):
    with pytest.raises(ValidationError, match="Control characters"):
        field.deserialize(f"Siti{mark}Aminah")


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
@pytest.mark.parametrize("field", [Text(min=1), Lines(min=1)], ids=["one line", "several lines"])
def test_what_shows_as_nothing_is_no_text(field, text):
    with pytest.raises(ValidationError):
        field.deserialize(text)
    assert not re.fullmatch(field.metadata["pattern"], text)


@pytest.mark.parametrize("name", NAMES_OF_PEOPLE)
def test_names_of_all_scripts_are_texts(name):
    assert Text(max=80).deserialize(name) == name


@pytest.mark.parametrize("mark", BREAKS, ids=ascii)
def test_a_line_break_is_a_blank_in_one_line_and_one_kind_of_break_in_several(mark):
    assert Text(max=80).deserialize(f"satu{mark}dua") == "satu dua"
    assert Lines(max=80).deserialize(f"satu{mark}dua") == "satu\ndua"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"], ids=ascii)
def test_letters_may_be_joined_in_what_people_tell_and_not_in_what_they_are_called(joiner):
    assert Lines(max=80).deserialize(f"a{joiner}b") == f"a{joiner}b"
    with pytest.raises(ValidationError):
        Text(max=80).deserialize(f"a{joiner}b")


@pytest.mark.parametrize("name", NAMES)
def test_no_request_has_a_text_without_these_rules(opened, name):
    """What takes letters at all is a text of ours, or names its letters one by one."""
    free = [
        f"{route} {at}"
        for route, schema in asked(opened(name))
        for at, one in leaves(schema)
        if isinstance(one, fields.String) and not isinstance(one, Text) and any(map(_takes(one), ("a b", "a\nb")))
    ]

    assert free == []


@pytest.mark.parametrize("name", NAMES)
def test_no_request_has_a_text_a_list_or_a_dictionary_without_an_end(opened, name):
    sized = (fields.String, fields.List, fields.Dict, fields.Number)
    endless = [
        f"{route} {at}"
        for route, schema in asked(opened(name))
        for at, one in leaves(schema)
        if (isinstance(one, sized) or type(one) is fields.Field) and longest(one) is None
    ]
    untold = [
        f"{route} {at}"
        for route, schema in asked(opened(name))
        for at, one in leaves(schema)
        if isinstance(one, fields.Dict) and not (one.key_field and one.value_field)
    ]

    assert endless + untold == []


def test_the_walk_sees_a_field_without_an_end():
    open_ended = {"a": fields.List(fields.String()), "b": fields.Dict(keys=fields.String())}

    assert [at for name, one in open_ended.items() for at, leaf in below(one, name) if longest(leaf) is None] == [
        *("a", "a[]", "b", "b{key}"),
    ]


def _takes(one: fields.String) -> Callable[[str], bool]:
    def took(text: str) -> bool:
        try:
            one.deserialize(text)
        except ValidationError:
            return False
        return True

    return took


def _papers() -> dict[str, tuple[Callable[[Any], bytes], dict[str, Any]]]:
    """Every paper with data in which every part that it can show is there."""
    whole = PLAIN | EVERY_OPTION | {"departure": DEPARTURE, "findings": "Retak"}
    item = {"kind": "Timbangan", "kind_en": "Scale", "brand": "A", "model": "B", "serial": "C", "capacity": "30 kg"}
    item |= {"units": 1, "verification": "subsequent", "basis": "sukarela", "place": "Pasar", "owner": "Siti"}
    who = {
        "name": "Siti",
        "business": "Toko",
        "position": "Pemilik",
        "address": "Sekayu",
        "phone": "08",
        "email": "a@b",
    }
    told = {"applicant": who, "items": [item | {"owner_address": "Sekayu"}], "number": "7", "place": "Sekayu"}
    result = judged(SCALE, sheet(SCALE))
    return {
        "skhp": (skhp, whole),
        "rejection": (rejection, whole),
        "letter": (letter, a_letter(**told, scheme="collective", preferred="pagi", attached=["foto"])),
        "receipt": (receipt, a_receipt(items=told["items"], applicant=who, received_by="Rina")),
        "complaint": (complaint_receipt, a_complaint_receipt(reporter="Siti", subject="Pompa", taken_by="Rina")),
        "sheet": (filled_sheet, filled(SCALE, result)),
        "by hand": (observation, empty(SCALE)),
    }


PAPERS = _papers()
# Words for programs: what a template compares or reckons with is no text of people.
FIXED = {
    *(
        "verification",
        "verdict",
        "rule",
        "confidence",
        "kind",
        "scheme",
        "method",
        "state",
        "test",
        "code",
        "direction",
    ),
    *("logo_svg", "verification_url", "tracking_url", "date", "issued_on", "tested_on", "valid_until", "printed_on"),
    *("mark", "unit"),
}
OURS = {"procedure", "result", "verdicts"}  # made from our own tables and by our own rules


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\u2028", "\x0b"], ids=ascii)
@pytest.mark.parametrize("paper", PAPERS)
def test_no_text_on_a_paper_can_begin_a_line_of_its_own(paper, mark, tmp_path):
    """Old rows hold such texts: whatever they hold, a paper shows the same as if they held blanks."""
    draw, data = PAPERS[paper]
    spots = list(_texts(data))
    broken, plain = copy.deepcopy(data), copy.deepcopy(data)
    for path in spots:
        _put(broken, path, FORGED.format(mark))
        _put(plain, path, FORGED.format(" "))

    assert len(spots) >= 5
    assert paperwork.pages(draw(broken), tmp_path) == paperwork.pages(draw(plain), tmp_path)


@pytest.mark.parametrize("mark", ["\n", "\u2028"], ids=ascii)
def test_the_name_of_a_unit_stays_in_its_line_too(mark, tmp_path):
    """It is a key of the verdicts as well, which the sheet prints."""

    def shown(label: str) -> list[str]:
        one = instrument("tbo_elektronik", TRADER, label, "2")
        return paperwork.pages(filled_sheet(filled(one, judged(one, sheet(one), sheet(one)))), tmp_path)

    assert shown(FORGED.format(mark)) == shown(FORGED.format(" "))


def _texts(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all texts of people in the data of a paper."""
    if isinstance(node, dict | list):
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _texts(inner, (*path, key)) if key not in OURS else ()
    elif isinstance(node, str) and path[-1] not in FIXED and not _is_plain(node):
        yield path


def _is_plain(text: str) -> bool:
    """Numbers and days, which a template takes apart."""
    return not any(letter.isalpha() for letter in text)


def _put(data: Any, path: tuple[Any, ...], text: str) -> None:
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = text
