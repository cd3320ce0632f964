"""Writes the receipt of an application: the number, the date promised, and the way to follow it."""

from pathlib import Path

from shared.pdf.typeset import draw, qr_svg

TEMPLATE = Path(__file__).with_name("receipt.typ")


def receipt(data: dict) -> bytes:
    """The receipt as PDF.

    office         {government, department, office, address, seat} and optional {phone, web, email, decree, logo_svg}
    number, tracking_url; tracking_code only for the applicant and for who took the letter in
    submitted_on, promised_on, date   days; `date` dates the paper
    period         text such as "Periode 2 Tahun 2026 (Juli – Desember)"
    channel        words for how it came (optional)
    received_by    name of the front officer (optional)
    fee            what it costs, in words: {id, en}
    applicant      {name} and optional {business}
    items          [{kind, verification, units}] and optional {kind_en, brand, model, serial, capacity, owner}
    complaints     where to complain: {address, url}, each optional
    """
    return draw(TEMPLATE, data | {"qr": qr_svg(data["tracking_url"])})
