"""Files lie under their digest, once however often they come, and an upload that is refused changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared import files
from shared.errors import NotFound
from tests.intake.builders import body
from tests.shared.signatures import CONTAINER, signed
from tests.specimens import letter as a_letter

PDF = a_letter()


def test_the_same_bytes_are_one_file(tmp_path):
    kept = [files.keep(tmp_path, PDF, "application/pdf") for _ in range(2)]

    assert kept[0] == kept[1]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert files.fetch(tmp_path, kept[0].sha256) == PDF


def test_many_may_keep_the_same_bytes_at_once(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: files.keep(tmp_path, PDF * 200, "application/pdf"), range(40)))

    assert len(set(kept)) == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_file_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        files.fetch(tmp_path, "0" * 64)


def test_a_file_that_is_removed_is_gone_and_may_be_removed_twice(tmp_path):
    kept = files.keep(tmp_path, PDF, "application/pdf")

    for _ in range(2):
        files.remove(tmp_path, kept.sha256)

    assert files.find(tmp_path, kept.sha256) is None


def test_an_uploaded_letter_that_is_signed_comes_back_as_it_was_and_as_an_attachment(intake, caller):
    siti = caller(intake, "applicant")
    letter = siti.post("/v1/applications", body())
    url = f"/v1/applications/{letter.json['id']}/letter"
    letter_signed = signed(CONTAINER)

    answer = siti.upload(url, letter_signed, letter.json, name="../../etc/surat.pdf")
    assert answer.status_code == 200, answer.data
    found = siti.get(url)
    assert (found.data, found.content_type) == (letter_signed, "application/pdf")
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_a_bad_upload_changes_nothing(intake, caller):
    siti: Any = caller(intake, "applicant")
    letter = siti.post("/v1/applications", body())
    url = f"/v1/applications/{letter.json['id']}/letter"

    answer = siti.upload(url, b"<html>", letter.json)
    assert (answer.status_code, answer.json["code"]) == (422, "unreadable-file")
    assert siti.get(url.removesuffix("/letter")).json["version"] == 1
