"""Writes the letter of application, ready to be signed by the applicant."""

from pathlib import Path

from shared.pdf.typeset import draw

TEMPLATE = Path(__file__).with_name("letter.typ")


def letter(data: dict) -> bytes:
    """The letter as PDF. An optional key may be absent or None; its line then disappears.

    office      {government, department, office, addressee, address, seat}
    date        day of the letter; place (optional): where it is written
    number      the applicant's own number (optional)
    scheme      `individual` or `collective`; in a collective letter each item names its owner
    applicant   {name} and optional {position, business, address, phone, email}
    items       [{kind, verification, units}] and optional {kind_en, brand, model, serial, capacity, place, owner,
                owner_address, basis}; `verification` is `initial` or `subsequent`, `basis` words for why, where the
                law does not ask for it, `units` a count
    preferred   wished place or time (optional)
    attached    names of enclosures (optional)
    """
    return draw(TEMPLATE, data)
