"""What a letter must have before it can be handed in, and what a returned one may change."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.intake.domain.lifecycle import State
from shared.errors import Conflict, Invalid
from shared.office.calendar import add_years

FREE = "Tidak dipungut biaya"  # every answer and paper says so; there is no fee anywhere
CONTACTS = ("phone", "email")
MOST_ITEMS = 200  # instruments of one letter
OPEN_STATES = (State.DRAFT, State.RETURNED)


def check_complete(party: Mapping[str, Any], letter: Mapping[str, Any], has_file: bool, items: int) -> None:
    """Refuse (`incomplete`) naming everything that is missing: a letter, an item, a party with name and contact."""
    faults = {
        "/party/name": not party.get("name"),
        "/party/phone": not any(party.get(name) for name in CONTACTS),
        "/letter": not (has_file or letter.get("source") == "written"),
        "/items": items == 0,
    }
    words = {"/party/phone": "phone-or-email"}
    missing = [pointer for pointer, lacks in faults.items() if lacks]
    if errors := [{"pointer": pointer, "code": words.get(pointer, "required")} for pointer in missing]:
        raise Invalid("incomplete", errors=errors)


def check_open(state: str, faults: Sequence[Mapping[str, Any]], part: str) -> None:
    """Only drafts may change freely; of a returned letter only the parts that were faulted."""
    if state not in OPEN_STATES:
        raise Conflict("not-editable", state=state, allowed=[])
    if state == State.RETURNED and not any(opens(fault["pointer"], part) for fault in faults):
        raise Conflict("part-not-faulted", part=part, open=", ".join(sorted(f["pointer"] for f in faults)))


def opens(pointer: str, part: str) -> bool:
    """Whether a fault at `pointer` opens `part`: itself, what lies below it, and what it lies below."""
    return pointer == part or pointer.startswith(f"{part}/") or part.startswith(f"{pointer}/") or pointer == "/"


def promised_date(submitted_on: date, years: int) -> date:
    """First submission plus the promised years; 29 February becomes 28 February; a return does not move it."""
    return add_years(submitted_on, years)


def addressee_fault(addressee: str, expected: str) -> dict[str, str] | None:
    """A letter that names somebody else is returned with its own code."""
    same = " ".join(addressee.casefold().split()) == " ".join(expected.casefold().split())
    return None if same else {"pointer": "/letter/addressee", "code": "letter_wrong_addressee"}
