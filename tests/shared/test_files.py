"""Files from outside are judged by their content: a corpus of good ones and of bad ones."""

import random
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared import files
from shared.errors import Invalid, NotFound
from tests.intake.builders import body

END = b"\n%%EOF\n"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj" + END
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 30 + b"\xff\xd9"


def packed(objects: bytes, name: bytes = b"/ObjStm") -> bytes:
    """A PDF whose objects lie compressed in a stream."""
    stream = zlib.compress(objects)
    return b"%PDF-1.7\n1 0 obj << /Type " + name + b" /Filter /FlateDecode >> stream\n" + stream + b"\nendstream" + END


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"\xef\xbb\xbf\r\n " + PDF, "application/pdf"),  # real scanners write a BOM or blanks first
        (packed(b"<< /Type /Pages >>"), "application/pdf"),
        (b"%PDF-1.7\nstream\n/JS \nendstream" + END, "application/pdf"),  # three bytes of a picture, by chance
        (b"%PDF-1.7\n/XFAB /LaunchDate /Encrypted" + END, "application/pdf"),  # other names that begin alike
    ],
)
def test_a_whole_plain_file_is_taken_for_what_it_is(content, media):
    assert files.judge(content) == media


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"hello",
        b"<html>%PDF-1.7" + END,  # a page that would also be read as PDF
        b"GIF89a" + b"\x00" * 20,
        b"PK\x03\x04" + b"\x00" * 20,
        b"\x7fELF" + b"\x00" * 20,
        PDF[:-7],
        PNG[:-1],
        JPEG[:-2],
        PDF + b"<script>" * 200,
    ],
)
def test_what_is_no_whole_file_of_the_three_kinds_is_refused(content):
    with pytest.raises(Invalid, match="unreadable-file"):
        files.judge(content)


@pytest.mark.parametrize(
    "name", ["JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "Encrypt"]
)
def test_a_pdf_that_could_act_is_refused_however_it_is_written(name):
    hexed = f"/{name[0]}#{ord(name[1]):02X}{name[2:]}"
    spelt = [f"/{name}", hexed, f"/{''.join(f'#{ord(letter):02x}' for letter in name)}"]

    for word in spelt:
        for content in (b"%PDF-1.7\n<< " + word.encode() + b" 1 >>" + END, packed(b"<< " + word.encode() + b" 1 >>")):
            with pytest.raises(Invalid, match="unreadable-file"):
                files.judge(content)


@pytest.mark.parametrize(
    "content",
    [
        packed(b"x" * (files.MOST_INFLATED + 1)),  # a bomb: 16 MB out of 16 kB
        packed(b"<< >>", b"/Obj#53tm").replace(b"x\x9c", b"xx"),
        b"%PDF-1.7\n<< /Type /ObjStm >> without its data" + END,
    ],
    ids=["bomb", "broken", "empty"],
)
def test_packed_objects_that_cannot_be_read_are_not_trusted(content):
    with pytest.raises(Invalid, match="unreadable-file"):
        files.judge(content)


def test_a_large_scan_is_not_refused_by_chance():
    noise = random.Random(7).randbytes(4_000_000)

    assert files.judge(b"%PDF-1.7\nstream\n" + noise + b"\nendstream" + END) == "application/pdf"


def test_the_same_bytes_are_one_file(tmp_path):
    kept = [files.keep(tmp_path, PDF, "application/pdf") for _ in range(2)]

    assert kept[0] == kept[1]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert files.fetch(tmp_path, kept[0].sha256) == PDF


def test_many_may_keep_the_same_bytes_at_once(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: files.keep(tmp_path, PDF * 2000, "application/pdf"), range(40)))

    assert len(set(kept)) == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_file_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        files.fetch(tmp_path, "0" * 64)


def test_an_uploaded_letter_comes_back_as_it_was_and_as_an_attachment(intake, caller):
    siti = caller(intake, "applicant")
    letter = siti.post("/v1/applications", body())
    url = f"/v1/applications/{letter.json['id']}/letter"

    answer = siti.upload(url, PNG, letter.json, name="../../etc/surat.pdf")
    assert answer.status_code == 200, answer.data
    found = siti.get(url)
    assert (found.data, found.content_type) == (PNG, "image/png")
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_a_bad_upload_changes_nothing(intake, caller):
    siti: Any = caller(intake, "applicant")
    letter = siti.post("/v1/applications", body())
    url = f"/v1/applications/{letter.json['id']}/letter"

    answer = siti.upload(url, b"<html>", letter.json)
    assert (answer.status_code, answer.json["code"]) == (422, "unreadable-file")
    assert siti.get(url.removesuffix("/letter")).json["version"] == 1
