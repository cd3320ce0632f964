"""Writes the receipt of a complaint: its number, the seven stages, and how to follow it."""

from pathlib import Path

from shared.pdf.typeset import draw, qr_svg

TEMPLATE = Path(__file__).with_name("receipt.typ")


def receipt(data: dict) -> bytes:
    """The receipt as PDF. It holds no word of the complaint itself, so it may be shown to anyone at the counter.

    office        {government, department, office, address, seat} and optional {phone, web, email, decree, logo_svg}
    number, tracking_url
    provisional   whether `number` is a reference that stands in the place of an official number
    code          only when whoever asks brought it along: the office does not have it
    date          day of the paper; received_on: day of receipt
    channel       words for how it came
    reporter      optional name; an anonymous reporter has none
    taken_by      optional name of the officer
    subject       optional words, such as the kind of complaint
    first_answer  optional day of the first reply that the service promises
    stages        [{id, en, done}]: the seven stages in order, `done` for those reached
    """
    return draw(TEMPLATE, data | {"qr": qr_svg(data["tracking_url"])})
