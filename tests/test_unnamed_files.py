"""Files that no row names go after a day; what a row names, what is kept just now and what is not certain stays."""

import hashlib
import io
import json
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import CharField

from services.intake.usecases import review
from shared import files
from shared.auth.development_issuer import Issuer
from shared.cli.backup import put_back
from shared.database.fields import FileField, FilesField
from shared.operations import backup
from shared.service import Service
from shared.uploads import unnamed_files
from tests import complaint, story
from tests.intake.builders import FRONT, SITI, drafted
from tests.intake.test_quotas import attached
from tests.story import Town, ok
from tests.support import NAMES, Caller, carry
from tests.test_journeys import certified
from tests.testing.pictures import JPEG, PDF

DAY = 86_400
DIGEST = re.compile(rb"[0-9a-f]{64}")
# Columns in which a digest of a kept file may stand and that keep no file: they tell what was.
TOLD = {
    "history.facts": "that it was there stays, its bytes do not",
    "log_event.body": "told of a paper whose row names it",
    "inbox_event.body": "of another service's files",
    "file_scan.sha256": "what the scanner said stays",
    "idempotency_key.body": "an answer, kept for a while",
}
# Columns that could hold a digest by their form or name, and hold that of no file.
OTHERS = {
    "idempotency_key.fingerprint": "of a request",
    "inbox_event.event_id": "an id",
    "party.told_facts": "keyed, of name and address",
    "examination.seal": "of the words of a record",
    "involvement.mark": "keyed, of a person",
    "name.value": "keyed, of a name",
    "topic.value": "keyed, of a number",
    "topic.by": "keyed, of an account",
    "known_verifier.account": "keyed, of an account",
    "known_verifier.code": "keyed, of a code",
    "letter_upload.account": "keyed, of an account",
    "photo_upload.account": "keyed, of an account",
    "complaint.code_digest": "keyed, of a code",
    "complaint.lodged_by": "keyed, of an account",
    "complaint.feedback_digest": "keyed, of a token",
    "file_scan.sha256": TOLD["file_scan.sha256"],
}


def lying(service: Service) -> set[str]:
    return set(files.older(service.files, 0, 1e12))


def aged(service: Service, days: float = 2) -> None:
    """As if all that lies there had been kept so long ago, and the files been known to the database before."""
    for place in service.files.rglob("*"):
        if files.NAME.fullmatch(place.name):
            os.utime(place, (time.time() - days * DAY,) * 2)
    token = service.files / unnamed_files.TOKEN
    told = json.loads(token.read_text())
    token.write_text(json.dumps({**told, "since": 0}))


@pytest.fixture
def began(intake: Service) -> Service:
    """Intake after its first turn."""
    unnamed_files.remove_unnamed(intake)
    return intake


def test_a_replaced_letter_goes_after_a_day_and_not_before(began):
    letter = attached(drafted())
    first = letter.letter_file["sha256"]
    last = attached(letter).letter_file["sha256"]

    assert unnamed_files.remove_unnamed(began) == 0
    aged(began, days=0.9)
    assert unnamed_files.remove_unnamed(began) == 0
    assert lying(began) == {first, last}
    aged(began, days=1.1)
    assert unnamed_files.remove_unnamed(began) == 1
    assert lying(began) == {last}


def test_an_upload_that_was_refused_after_it_was_kept_goes_and_a_letter_that_was_handed_in_stays(began):
    draft = attached(drafted())
    files.keep(began.files, b"refused", "application/pdf")
    sent = review.submit(SITI, draft.id, draft.version)
    sent = review.return_letter(FRONT, sent.id, sent.version, [{"pointer": "/letter", "code": "x"}])
    now = attached(sent).letter_file["sha256"]
    aged(began)

    assert unnamed_files.remove_unnamed(began) == 1
    assert lying(began) == {draft.letter_file["sha256"], now}


def test_what_waits_for_the_scanner_stays(began):
    kept = files.keep(began.files, b"waits", "application/pdf")
    began.context.FileScan.create(sha256=kept.sha256, state="scanning")
    aged(began)

    assert unnamed_files.remove_unnamed(began) == 0
    began.context.FileScan.update(state="clean").execute()
    assert unnamed_files.remove_unnamed(began) == 1


def test_what_lay_there_before_the_first_turn_stays(intake):
    files.keep(intake.files, b"older than this program", "application/pdf")
    place = next(place for place in intake.files.rglob("*") if place.is_file())
    os.utime(place, (time.time() - 5 * DAY,) * 2)

    for _ in range(3):
        assert unnamed_files.remove_unnamed(intake) == 0


def other_database(service: Service, tmp_path: Path) -> None:
    service.context.Marker.delete().execute()


def older_copy(service: Service, tmp_path: Path) -> None:
    unnamed_files.part(service)  # as the command `restore` does


def new_epoch(service: Service, tmp_path: Path) -> None:
    with service.store.transaction():
        service.store.execute("INSERT INTO log_head (id, position, epoch) VALUES (1, 0, 2)")


def broken_token(service: Service, tmp_path: Path) -> None:
    (service.files / unnamed_files.TOKEN).write_text("[]")


@pytest.mark.parametrize("change", [other_database, older_copy, new_epoch, broken_token])
def test_when_the_database_may_be_another_one_what_lies_there_stays_for_good(began, tmp_path, change):
    files.keep(began.files, b"named by a row that this database lacks", "application/pdf")
    aged(began)
    change(began, tmp_path)

    for _ in range(3):
        assert unnamed_files.remove_unnamed(began) == 0


def test_a_copy_that_is_put_back_parts_database_and_files(began, tmp_path):
    copy = backup.save(began.store, began.settings.database_url, tmp_path / "copy")
    began.open = lambda: began  # the settings of this test, not those of the environment
    put_back(began, copy)
    del began.open

    assert not (began.files / unnamed_files.TOKEN).exists()


def test_a_file_that_is_kept_again_while_left_over_ones_are_removed_is_never_lost(tmp_path):
    """One keeps the same old bytes again and again and finds them each time; the other removes them when it can."""
    content, ended, removed = b"the same bytes", threading.Event(), 0
    digest = hashlib.sha256(content).hexdigest()
    place = tmp_path / digest[:2] / digest

    def remove() -> None:
        nonlocal removed
        while not ended.is_set():
            removed += files.discard(tmp_path, digest, time.time() - DAY)

    threads = [threading.Thread(target=remove) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        lost = 0
        for _ in range(3000):
            files.keep(tmp_path, content, "application/pdf")
            lost += not place.exists()
            os.utime(place, (1, 1))  # a row is gone, and a day has passed
    finally:
        ended.set()
        for thread in threads:
            thread.join(30)

    assert lost == 0
    assert removed > 0


def test_bytes_that_somebody_is_keeping_are_left_to_another_turn(tmp_path):
    kept = files.keep(tmp_path, b"old", "application/pdf")
    os.utime(tmp_path / kept.sha256[:2] / kept.sha256, (1, 1))

    with files._held(tmp_path / kept.sha256[:2], files.fcntl.LOCK_SH):
        assert not files.discard(tmp_path, kept.sha256, time.time())
    assert files.discard(tmp_path, kept.sha256, time.time())


@pytest.fixture
def story_told(opened: Any, issuer: Issuer, monday: Any) -> dict[str, Service]:
    """A letter with its file, a photo of its test, a signed paper, and a complaint with an attachment."""
    services = {name: opened(name) for name in NAMES}
    for service in services.values():
        service.demo()

    def speak(service: str, role: str) -> Any:
        return Caller(services[service], issuer, f"dev-{role}", *([role.split("-")[0]] if role else []), name=role)

    town = Town(speak, lambda: carry(list(services.values())), monday.date())
    paper = certified(town)
    desk = town.at("intake", "applicant")
    letter = ok(desk.post("/v1/applications", {"party": {"name": "Siti"}}), 201)
    ok(desk.upload(f"/v1/applications/{letter['id']}/letter", PDF, letter))
    photographed(town)
    reporter = town.at("complaints", "")
    lodged = ok(town.at("complaints", "applicant").post("/v1/complaints", complaint.about(paper)), 201)
    url = f"/v1/tracking/{lodged['number']}/attachments?code={lodged['code']}"
    ok(reporter.upload(url, PDF, {"version": 1}))
    return services


def photographed(town: Town) -> None:
    """A scale whose record gets a photo."""
    plate = story.item("tbo_elektronik", story.TRADER, "TR-9")
    letter = story.accept(town, story.hand_in(town, [plate]))
    [order] = story.orders(town, letter).values()
    day = story.session(town)
    story.book(town, order, day)
    town.settle()
    story.open_session(town, day)
    [order] = story.orders(town, letter).values()
    desk = town.at("testing", "verifier")
    made = ok(desk.post("/v1/examinations", story.sheet_of(order, story.record(plate))), 201)
    form = {"file": (io.BytesIO(JPEG), "a.jpg"), "kind": "plate"}
    ok(
        desk.client.post(
            f"/v1/examinations/{made['id']}/photos", data=form, headers={**desk.headers, "Idempotency-Key": "photo"}
        ),
        201,
    )


def digests(service: Service) -> Iterator[tuple[str, str]]:
    """(`table.column`, digest) of each that stands anywhere in a table, sealed or not."""
    for table in service.tables:
        for row in table.select():
            for field in table._meta.sorted_fields:
                value = getattr(row, field.column_name)
                said = bytes(value) if isinstance(value, bytes | memoryview) else repr(value).encode()
                yield from ((f"{table._meta.table_name}.{field.name}", one.decode()) for one in DIGEST.findall(said))


def naming(service: Service) -> set[str]:
    return {f"{table._meta.table_name}.{field.name}" for table in service.tables
            for field in table._meta.sorted_fields if isinstance(field, FileField | FilesField)}  # fmt: skip


def test_every_column_that_a_story_leaves_a_files_digest_in_keeps_the_file_or_is_named_here(story_told):
    for name, service in story_told.items():
        kept = lying(service)
        found = {column for column, digest in digests(service) if digest in kept}

        assert kept, name
        assert found & naming(service), name
        assert found - naming(service) - set(TOLD) == set(), name


@pytest.mark.parametrize("name", NAMES)
def test_every_column_that_may_hold_a_digest_keeps_its_file_or_is_named_here(opened, name):
    service = opened(name)
    could = {
        f"{table._meta.table_name}.{field.name}"
        for table in service.tables
        for field in table._meta.sorted_fields
        if (isinstance(field, CharField) and field.max_length == 64) or re.search("sha256|digest|file", field.name)
    }

    assert could - naming(service) - set(OTHERS) == set()
    assert naming(service)


def test_nothing_that_a_story_left_behind_goes_however_old_it_is(story_told):
    for name, service in story_told.items():
        unnamed_files.remove_unnamed(service)
        orphan = files.keep(service.files, name.encode(), "application/pdf").sha256
        aged(service, days=4000)
        before = lying(service)

        assert unnamed_files.remove_unnamed(service) == 1
        assert lying(service) == before - {orphan}
