"""Papers come out the same for the same data, show what they were given, and survive every text."""

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.pdf.printable import printable
from shared.pdf.typeset import Attachment, draw, qr_svg
from tests import paperwork

PROBE = Path(__file__).with_name("probe.typ")


def test_the_same_data_give_the_same_bytes_in_every_thread():
    files = (Attachment("a.json", b'{"a": 1}'),)
    expected = draw(PROBE, {"name": "Siti"}, files)
    drawn = []

    threads = [threading.Thread(target=lambda: drawn.append(draw(PROBE, {"name": "Siti"}, files))) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert drawn == [expected] * 4


def test_texts_are_never_read_as_markup_or_code(tmp_path):
    shown = paperwork.text(draw(PROBE, {"name": paperwork.HOSTILE}), tmp_path)

    assert paperwork.HOSTILE in shown


def test_numbers_and_days_are_written_as_indonesians_write_them(tmp_path):
    data = {"number": Decimal("-0.050"), "day": date(2028, 2, 29)}

    shown = paperwork.text(draw(PROBE, data), tmp_path)

    assert "−0,050 | −0,050 kg | 29 Februari 2028 | 29 February 2028" in shown


def test_a_row_without_a_value_is_left_out(tmp_path):
    assert "Kosong" not in paperwork.text(draw(PROBE, {"name": "Siti", "empty": None}), tmp_path)


def test_attachments_come_back_byte_for_byte(tmp_path):
    content = bytes(range(256))

    pdf = draw(PROBE, {"name": "Siti"}, (Attachment("twin.bin", content, "application/octet-stream"),))

    assert paperwork.attached(pdf, "twin.bin", tmp_path) == content
    assert paperwork.is_sound(pdf, tmp_path)


def test_a_paper_claims_pdf_a_3b_and_is_dated_by_its_data():
    pdf = draw(PROBE, {"date": "2026-11-22"})

    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"2026-11-22" in pdf


def test_only_the_shipped_fonts_are_used(tmp_path):
    (tmp_path / "paper.pdf").write_bytes(draw(PROBE, {"name": "Siti 漢字 नमस्ते 😀"}))

    fonts = paperwork.run("pdffonts", tmp_path / "paper.pdf").stdout.decode().splitlines()[2:]

    assert fonts
    assert all("Liberation" in line for line in fonts)


@pytest.mark.parametrize("dpi", [72, 150, 300])
def test_the_qr_code_is_read_from_a_printed_page(tmp_path, dpi):
    url = "https://metrologi.mubakab.go.id/v/K7QM3XFT9WZA2HBC"

    pdf = draw(PROBE, {"qr": qr_svg(url), "url": url})

    assert paperwork.scanned(pdf, tmp_path, dpi) == url


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Siti\u202ehanimA", "SitihanimA"),  # a right-to-left override would show another name than the data hold
        ("a\x00b\u200bc", "abc"),
        ("cafe\u0301", "café"),
        ("漢 😀 \ud800", "□ □ □"),
        ("baris\nbaru", "baris baru"),  # only a template breaks lines: a name with two lines could show a verdict
        ("satu\r\ndua\u2028tiga\u2029empat\x0blima\x85enam\ttujuh", "satu dua tiga empat lima enam tujuh"),
    ],
)
def test_what_cannot_be_shown_becomes_a_box_and_what_is_unseen_is_dropped(given_text, shown):
    assert printable({"list": [given_text]}) == {"list": [shown]}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_every_text_can_be_printed(name):
    assert draw(PROBE, {"name": name}).startswith(b"%PDF-1.7")
