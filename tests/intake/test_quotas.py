"""An account begins so many drafts and uploads so much before it hands in, and is told what to do beyond that."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from services.intake.storage import Application, Instrument, LetterUpload, Party, digest_of, quotas_on
from services.intake.usecases import letters, review
from shared import clock, files
from shared.errors import Conflict, TooMany
from shared.uploads import kept_files
from shared.uploads.acceptance import Accepted
from tests.intake.builders import BUDI, FRONT, SITI, accepted, body, drafted, item, submitted
from tests.specimens import letter as a_letter
from tests.support import MONDAY

PDF = "application/pdf"
MEGABYTE = 1_000_000


def most(of: str, per: str, sender: str = "applicant") -> int:
    rows = quotas_on(clock.now().date())
    return next(row["most"] for row in rows if (row["of"], row["per"], row["sender"]) == (of, per, sender))


def attached(letter: Any, size: int = 10, by: Any = SITI) -> Any:
    """The letter with one more file of so many bytes, which no other one has."""
    content = f"{LetterUpload.select().count():08}".encode() * (size // 8 + 1)
    return letters.attach_letter(by, letter.id, Application.find(letter.id).version, Accepted(content[:size], PDF))


def kept(service: Any) -> list[str]:
    return list(files.older(kept_files.folder(service.context), 0, 1e12))


pytestmark = pytest.mark.usefixtures("intake")


@pytest.mark.parametrize("change", ["hand in", "withdraw"])
def test_an_account_holds_so_many_drafts_and_the_next_when_one_is_out_of_the_way(intake, caller, change):
    siti = caller(intake, "applicant")
    drafts = [
        siti.post("/v1/applications", body(f"SN-{n}", letter={"source": "written"})).json
        for n in range(most("drafts", "account"))
    ]

    over = siti.post("/v1/applications", body("SN-X"))
    assert (over.status_code, over.json["code"]) == (409, "too-many-drafts")
    assert str(most("drafts", "account")) in over.json["detail"]
    other = caller(intake, "applicant", sub="acc-other")
    assert other.post("/v1/applications", body("SN-Y")).status_code == 201
    url = f"/v1/applications/{drafts[0]['id']}"
    moved = siti.post(
        *((f"{url}/submission", {}) if change == "hand in" else (f"{url}/withdrawal", {"reason_code": "x"})), drafts[0]
    )
    assert moved.status_code == 200, moved.data
    assert siti.post("/v1/applications", body("SN-X")).status_code == 201


def test_the_counter_holds_more_drafts_than_an_applicant():
    for number in range(most("drafts", "account") + 1):
        drafted(f"SN-{number}", by=FRONT)

    assert (
        Application.select().where(Application.opened_by == digest_of(FRONT.sub)).count()
        == most("drafts", "account") + 1
    )


def test_drafts_that_are_withdrawn_again_count_for_the_day_and_not_for_the_next():
    with clock.frozen_at(MONDAY):
        for number in range(most("drafts", "day")):
            letter = drafted(f"SN-{number}")
            review.withdraw(SITI, letter.id, letter.version)
        with pytest.raises(TooMany, match="too-many-drafts-today") as refused:
            drafted("SN-X")

    assert refused.value.facts["seconds"] == 15 * 3600 + 1  # nine o'clock at the office
    with clock.frozen_at(MONDAY + timedelta(seconds=15 * 3600 + 1)):
        drafted("SN-X")


def test_of_one_account_that_calls_at_once_no_draft_is_over():
    def tried(number: int) -> bool:
        try:
            return bool(drafted(f"SN-{number}"))
        except Conflict:
            return False

    with ThreadPoolExecutor(8) as pool:
        made = sum(pool.map(tried, range(most("drafts", "account") + 8)))

    assert made == Application.select().count() == most("drafts", "account")


def test_a_letter_is_replaced_so_often_and_then_at_the_counter(intake):
    letter = submitted()
    letter = review.return_letter(FRONT, letter.id, letter.version, [{"pointer": "/letter", "code": "x"}])
    for _ in range(most("files", "letter")):
        attached(letter)
    before = kept(intake)

    with pytest.raises(Conflict, match="letter-replaced-too-often"):
        attached(letter)

    assert kept(intake) == before  # what is refused is not kept either
    attached(letter, by=FRONT)


def test_nobody_uses_up_the_uploads_of_another_and_a_returned_letter_begins_anew():
    letter = drafted()
    for _ in range(most("files", "letter")):
        letter = attached(letter)
    letter = review.submit(SITI, letter.id, letter.version)
    letter = review.return_letter(FRONT, letter.id, letter.version, [{"pointer": "/letter", "code": "x"}])
    for _ in range(most("files", "letter") + 1):
        letter = attached(letter, by=FRONT)

    assert attached(letter).letter_file


def test_what_is_taken_off_a_letter_leaves_nothing_behind():
    letter = drafted("SN-1", scheme="collective")
    before = [table.select().count() for table in (Instrument, Party)]
    owned = {"owner": {"name": "Budi", "phone": "0812", "address": "Jl. 1"}}

    added = letters.add_item(SITI, letter.id, **item("SN-2", **owned))
    letters.remove_item(SITI, letter.id, added.id, Application.find(letter.id).version)

    assert [table.select().count() for table in (Instrument, Party)] == before


def test_a_registered_instrument_stays_when_it_is_taken_off_a_letter():
    known = accepted("SN-1").items[0].instrument
    again = drafted("SN-2")
    added = letters.add_item(
        SITI, again.id, **{**item("x"), "instrument": None, "instrument_id": known.id, "basis": "mandatory"}
    )

    letters.remove_item(SITI, again.id, added.id, Application.find(again.id).version)

    assert Instrument.find(known.id).owner_id == known.owner_id


def test_so_many_instruments_are_written_on_a_letter_however_few_stand_on_it():
    letter = drafted("SN-0")
    for number in range(most("items", "letter")):
        added = letters.add_item(SITI, letter.id, **item(f"SN-{number + 1}"))
        letters.remove_item(SITI, letter.id, added.id, Application.find(letter.id).version)

    with pytest.raises(Conflict, match="too-many-items-written"):
        letters.add_item(SITI, letter.id, **item("SN-X"))


def test_who_may_upload_no_more_is_refused_before_his_file_is_opened(intake, caller):
    siti, letter = caller(intake, "applicant", sub=SITI.sub), drafted()
    for _ in range(most("files", "letter")):
        attached(letter)

    answer = siti.upload(
        f"/v1/applications/{letter.id}/letter", b"<html>", {"version": Application.find(letter.id).version}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "letter-replaced-too-often")


def test_the_files_of_a_letter_of_all_drafts_and_of_a_day_have_a_size_together(monday):
    def fill(letters_: Any) -> None:
        for letter in letters_:
            attached(letter, 8 * MEGABYTE)

    def filled(code: str, refusal: type[Exception], letters_: Any) -> None:
        with pytest.raises(refusal, match=code):
            fill(letters_)

    first = drafted("SN-1")
    filled("letter-files-too-large", Conflict, [first] * 9)
    filled("draft-files-too-large", Conflict, [drafted("SN-2")] * 9)
    for row in Application.select().where(Application.state == "draft"):
        review.withdraw(SITI, row.id, row.version)
    filled("files-too-large-today", TooMany, [drafted("SN-3")] * 5 + [drafted("SN-4")] * 5)
    together = LetterUpload.select().where(LetterUpload.account == digest_of(SITI.sub))
    assert sum(one.size for one in together) <= most("bytes", "day")
    attached(drafted("SN-5", by=BUDI), 8 * MEGABYTE, BUDI)


def test_a_letter_that_was_handed_in_stays_named_when_another_takes_its_place():
    draft = attached(attached(drafted()))
    first = draft.letter_file
    letter = review.submit(SITI, draft.id, draft.version)
    letter = review.return_letter(FRONT, letter.id, letter.version, [{"pointer": "/letter", "code": "x"}])

    letter = attached(letter)

    assert Application.find(letter.id).earlier_files == [first]
    assert letter.letter_file != first


def test_every_quota_names_its_source_and_gives_the_counter_more():
    rows = quotas_on(clock.now().date())

    assert {row["sender"] for row in rows} == {"applicant", "counter"}
    for row in rows:
        assert row["legal_source"]
        assert row["most"] > 0
        assert most(row["of"], row["per"]) < most(row["of"], row["per"], "counter")
        assert most("bytes", "letter") > len(a_letter())
