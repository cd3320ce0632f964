"""Photos at an examination: kept by their digest, taken along by a correction, listed on the sheet in any case."""

import io
from datetime import timedelta
from typing import Any

import pytest

from services.testing.storage import Examination, Photo, context, history
from services.testing.usecases import approvals, examination_records, papers, photo_quotas, photos
from shared import clock, files
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Stale, TooMany
from shared.ids import uuid7
from shared.service import Service
from shared.uploads import kept_files
from shared.uploads.acceptance import KINDS, Accepted, Offer, accept
from tests import paperwork
from tests.support import told
from tests.testing.builders import FIRST, HEAD, SECOND, approved, bad, item, ready, recorded
from tests.testing.pictures import JPEG, PDF, bomb, broken_png, jpeg_of, large, png

MARK = {"mark": "sah", "code": "SP6", "position": "Lemping", "unit": "1", "year": 2026}


def draft(office: Service) -> Examination:
    [order] = ready(office)
    return recorded(order)


def judged(content: bytes) -> Accepted:
    """As the route judges it, under the name that suits it."""
    media = next((media for media, kind in KINDS.items() if kind[0].match(content)), "image/jpeg")
    return accept(Offer(content, f"foto.{KINDS[media][1][0]}", media), anew=False)


def attached(examination: Examination, content: bytes = JPEG, kind: str = "plate", caption: str = "") -> Photo:
    return photos.attach(FIRST, examination.id, judged(content), kind, caption)


def now(examination: Examination) -> Examination:
    return Examination.find(examination.id)


def marked(examination: Examination, photo: str) -> Examination:
    return examination_records.amend(FIRST, examination.id, now(examination).version, marks=[{**MARK, "photo": photo}])


def finished(examination: Examination) -> Examination:
    examination = examination_records.submit(FIRST, examination.id, now(examination).version)
    return approvals.approve(HEAD, examination.id, examination.version)


def lines(examination: Examination) -> list[tuple[str, Any]]:
    return [(line.action, line.facts) for line in history(examination.id) if "photo" in line.action]


def test_a_photo_is_kept_under_its_digest_and_the_record_knows_it(office: Service):
    examination = draft(office)

    photo = attached(examination, png(), "seal", "Segel kiri")

    assert (photo.media, photo.width, photo.height, photo.size) == ("image/png", 30, 20, len(png()))
    assert photos.content_of(examination.id, photo.id)[0] == png()
    assert kept_files.find(context, photo.sha256) == png()
    assert lines(examination) == [("attach_photo", {"photo": photo.id, "kind": "seal", "sha256": photo.sha256})]
    assert now(examination).version == examination.version + 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(30_000, 30_000), "file-too-costly"),
        (png(20_001, 1), "picture-too-large"),
        (large(10_000, 5_001), "picture-too-large"),  # 50 megapixels are the limit, data/rules.toml [[photo]]
        (jpeg_of(24, 18, times=2), "unreadable-file"),
        (broken_png(), "unreadable-file"),
        (png()[:-20], "unreadable-file"),
        (JPEG[:-2], "unreadable-file"),
        (b"GIF89a" + bytes(40), "unreadable-file"),
    ],
)
def test_what_could_blow_up_or_cannot_be_read_is_refused_and_leaves_nothing(office: Service, content: bytes, code: str):
    examination = draft(office)

    with pytest.raises(Invalid, match=code):
        attached(examination, content)
    assert Photo.of(examination.id) == []
    assert not kept_files.folder(context).exists()


def test_fifty_megapixels_are_taken_and_a_pdf_is_taken_for_a_pdf(office: Service):
    examination = draft(office)

    whole, paper = attached(examination, large(10_000, 5_000)), attached(examination, PDF, "other")

    assert (whole.width, whole.height) == (10_000, 5_000)
    assert (paper.media, paper.width) == ("application/pdf", None)


def test_the_same_file_is_one_photo_of_a_record_and_there_is_an_end_to_them(office: Service):
    examination = draft(office)
    for number in range(20):
        attached(examination, png(30, 20, bytes([number, 0, 0])))

    with pytest.raises(Conflict, match="too-many-photos"):
        attached(examination, JPEG)
    first = Photo.of(examination.id)[0]
    photos.remove(FIRST, examination.id, first.id, now(examination).version)
    with pytest.raises(Conflict, match="photo-known"):
        attached(examination, png(30, 20, b"\x07\x00\x00"))


def test_a_photo_that_is_removed_counts_on_as_long_as_its_bytes_are_kept(office: Service):
    examination = draft(office)
    for number in range(40):
        photo = attached(examination, png(30, 20, bytes([number, 1, 0])))
        photos.remove(FIRST, examination.id, photo.id, now(examination).version)

    with pytest.raises(Conflict, match="too-many-uploads"):
        attached(examination, JPEG)
    assert len(list(kept_files.folder(context).rglob("*.png"))) <= 40


@pytest.mark.parametrize(("kept", "code"), [(160_000_000, "photos-too-large"), (0, "photos-too-large-today")])
def test_the_bytes_of_a_record_and_of_a_day_have_an_end(office: Service, kept: int, code: str):
    examination = draft(office)
    photo_quotas.count(FIRST, examination.id, kept)
    photo_quotas.count(FIRST, uuid7(), 500_000_000 - kept)

    with pytest.raises((Conflict, TooMany), match=code):
        attached(examination)
    assert not kept_files.folder(context).exists()


def test_the_next_day_takes_photos_again(office: Service):
    examination = draft(office)
    photo_quotas.count(FIRST, uuid7(), 500_000_000)

    with clock.frozen_at(clock.now() + timedelta(days=1)):
        assert attached(examination).size == len(JPEG)


def test_only_its_verifier_adds_and_removes_and_only_before_it_is_handed_in(office: Service):
    examination = draft(office)
    photo = attached(examination)
    with pytest.raises(Forbidden, match="not-your-examination"):
        photos.attach(SECOND, examination.id, judged(png()), "plate", "")
    with pytest.raises(Stale):
        photos.remove(FIRST, examination.id, photo.id, examination.version)

    examination_records.submit(FIRST, examination.id, now(examination).version)

    for late in (
        lambda: attached(examination, png()),
        lambda: photos.remove(FIRST, examination.id, photo.id, now(examination).version),
    ):
        with pytest.raises(Conflict, match="not-editable"):
            late()
    assert [one.id for one in Photo.of(examination.id)] == [photo.id]


def test_a_photo_that_is_removed_stays_in_the_history(office: Service):
    examination = draft(office)
    photo = attached(examination, caption="Pelat depan")

    photos.remove(FIRST, examination.id, photo.id, now(examination).version)

    assert Photo.of(examination.id) == []
    facts = {"photo": photo.id, "kind": "plate", "caption": "Pelat depan", "sha256": photo.sha256}
    assert lines(examination)[-1] == ("remove_photo", facts)
    with pytest.raises(NotFound):
        photos.content_of(examination.id, photo.id)


def test_a_mark_names_a_photo_of_its_own_record_and_keeps_it_there(office: Service):
    first, second = ready(office, item(), item())
    examination, other = recorded(first), recorded(second)
    photo, foreign = attached(examination, kind="mark"), attached(other, png())

    for strange in (foreign.id, uuid7()):
        with pytest.raises(Invalid, match="photo-unknown") as refusal:
            marked(examination, strange)
        assert refusal.value.errors == [{"pointer": "/marks/0/photo", "code": "unknown"}]
    marked(examination, photo.id)
    with pytest.raises(Conflict, match="photo-in-use"):
        photos.remove(FIRST, examination.id, photo.id, now(examination).version)
    examination_records.amend(FIRST, examination.id, now(examination).version, marks=[MARK])
    photos.remove(FIRST, examination.id, photo.id, now(examination).version)


def test_a_record_that_begins_has_no_photo_to_name(office: Service):
    [order] = ready(office)

    with pytest.raises(Invalid, match="photo-unknown"):
        examination_records.record(FIRST, order.id, marks=[{**MARK, "photo": uuid7()}])


def test_what_is_told_names_no_photo(office: Service):
    examination = draft(office)
    marked(examination, attached(examination).id)

    finished(examination)

    assert told(office, "examination.passed")[0]["data"]["marks"] == [MARK]


def test_a_correction_takes_the_photos_along_and_the_old_version_keeps_its_own(office: Service):
    examination = draft(office)
    photo = attached(examination, kind="mark", caption="Cap baru")
    marked(examination, photo.id)
    old = finished(examination)

    new = examination_records.correct(FIRST, old.id, old.version, "Tahun tanda salah")
    added = attached(new, png(), "damage")

    [taken, _] = Photo.of(new.id)
    assert (taken.carried_from, taken.sha256, taken.caption) == (photo.id, photo.sha256, "Cap baru")
    assert new.marks == [{**MARK, "photo": taken.id}]
    assert lines(new)[0] == ("carry_photos", {"photos": {photo.id: taken.id}, "revision": 1})
    examination_records.amend(FIRST, new.id, now(new).version, marks=[])
    photos.remove(FIRST, new.id, taken.id, now(new).version)
    assert [one.id for one in Photo.of(new.id)] == [added.id]
    assert [one.id for one in Photo.of(old.id)] == [photo.id]
    assert photos.content_of(old.id, photo.id)[0] == JPEG


def test_a_correction_may_name_the_photos_of_the_version_it_corrects(office: Service):
    examination = draft(office)
    photo = attached(examination)
    old = finished(examination)

    with pytest.raises(Invalid, match="photo-unknown"):
        examination_records.correct(FIRST, old.id, old.version, "Tanda", marks=[{**MARK, "photo": uuid7()}])
    new = examination_records.correct(FIRST, old.id, old.version, "Tanda", marks=[{**MARK, "photo": photo.id}])

    assert new.marks[0]["photo"] == Photo.of(new.id)[0].id


def test_a_retest_is_another_record_and_begins_without_photos(office: Service):
    [order] = ready(office)
    examination = recorded(order, bad(order))
    attached(examination)

    finished(examination)

    assert Photo.select().count() == 1


def shown(examination: Examination, tmp_path) -> str:
    return paperwork.text(papers.report(now(examination))[0], tmp_path)


def test_the_sheet_lists_each_photo_with_its_digest_and_prints_it(office: Service, tmp_path):
    examination = draft(office)
    plain = len(papers.report(now(examination))[0])
    photo, other = attached(examination, kind="plate", caption=paperwork.HOSTILE), attached(examination, png(), "mark")
    marked(examination, other.id)

    sheet = shown(examination, tmp_path)

    assert all(digest in sheet for digest in (photo.sha256, other.sha256))
    assert '#panic("x") *tebal*' in sheet
    assert "Bukti tanda proves the mark: SP6, Lemping" in sheet
    assert "tidak dicetak" not in sheet
    assert paperwork.pictures(papers.report(now(examination))[0], tmp_path) == [(24, 18), (30, 20)]
    assert len(papers.report(now(examination))[0]) > plain


def test_what_cannot_be_drawn_costs_the_sheet_nothing_but_its_picture(office: Service, tmp_path):
    examination = draft(office)
    broken, paper = attached(examination, png(30, 20, b"abc")), attached(examination, PDF, "other")
    (kept_files.folder(context) / broken.sha256[:2] / broken.sha256).write_bytes(broken_png())
    lost = attached(examination, png())
    files.remove(kept_files.folder(context), lost.sha256)

    sheet = shown(examination, tmp_path)

    assert all(one.sha256 in sheet for one in (broken, paper, lost))
    assert sheet.count("tidak dicetak, lihat berkas") == 3
    assert paperwork.pictures(papers.report(now(examination))[0], tmp_path) == []


def test_a_sheet_with_photos_is_the_same_bytes_each_time(office: Service):
    examination = draft(office)
    attached(examination)
    attached(examination, png(), "seal")

    assert papers.report(now(examination)) == papers.report(now(examination))


def upload(who: Any, id: str, content: bytes, **form: str) -> Any:
    parts = {"file": (io.BytesIO(content), "IMG_0001.PNG" if content.startswith(b"\x89") else "IMG_0001.JPG"), **form}
    headers = {**who.headers, "Idempotency-Key": uuid7()}
    return who.client.post(f"/v1/examinations/{id}/photos", data=parts, headers=headers)


def test_over_http_a_form_brings_file_kind_and_caption(office: Service, caller):
    examination = draft(office)
    verifier, auditor = caller(office, "verifier"), caller(office, "auditor")
    url = f"/v1/examinations/{examination.id}/photos"

    made = upload(verifier, examination.id, JPEG, kind="plate", caption="  Pelat depan ")

    assert (made.status_code, made.json["caption"], made.json["kind"]) == (201, "Pelat depan", "plate")
    assert made.headers["Location"].endswith(f"{url}/{made.json['id']}")
    assert made.headers["ETag"] == f'"{now(examination).version}"'
    assert [one["sha256"] for one in auditor.get(url).json["items"]] == [made.json["sha256"]]
    file = auditor.get(f"{url}/{made.json['id']}")
    assert (file.data, file.content_type) == (JPEG, "image/jpeg")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert verifier.send("DELETE", f"{url}/{made.json['id']}").status_code == 428
    gone = verifier.send("DELETE", f"{url}/{made.json['id']}", match=made)
    assert (gone.status_code, auditor.get(url).json["items"]) == (200, [])


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({}, "/kind"),
        ({"kind": "selfie"}, "/kind"),
        ({"kind": "plate", "caption": "x" * 201}, "/caption"),
        ({"kind": "plate", "caption": "\x00"}, "/caption"),
    ],
)
def test_a_form_that_is_not_right_names_its_field(office: Service, caller, form: dict[str, str], pointer: str):
    answer = upload(caller(office, "verifier"), draft(office).id, JPEG, **form)

    assert (answer.status_code, [one["pointer"] for one in answer.json["errors"]]) == (422, [pointer])


def test_a_file_that_comes_as_text_is_none_and_one_too_large_is_not_read(office: Service, caller):
    examination, verifier = draft(office), caller(office, "verifier")
    url, headers = f"/v1/examinations/{examination.id}/photos", {**verifier.headers, "Idempotency-Key": uuid7()}
    form = {"kind": "plate", "file": "words"}

    def asked(data: Any, content_type: str) -> Any:
        return verifier.client.post(url, data=data, headers=headers, content_type=content_type)

    textual = asked(form, "multipart/form-data")
    assert (textual.status_code, textual.json["errors"][0]["pointer"]) == (422, "/file")
    assert asked(form, "application/x-www-form-urlencoded").status_code == 415
    assert asked(b"x" * 11_000_000, "multipart/form-data; boundary=x").status_code == 413
    refused = upload(verifier, examination.id, png(20_001, 1), kind="plate")
    assert (refused.status_code, refused.json["code"]) == (422, "picture-too-large")
    assert "20000 piksel" in refused.json["detail"]


def test_an_owner_never_sees_photos_not_even_of_his_own_instrument(office: Service, caller):
    [order] = ready(office)
    examination = approved(order)
    url = f"/v1/examinations/{examination.id}/photos"

    assert caller(office, "applicant").get(url).status_code == 403
    assert caller(office, "applicant").get(f"{url}/{uuid7()}").status_code == 403
    for role in ("head", "front_officer", "auditor"):
        assert upload(caller(office, role), examination.id, JPEG, kind="plate").status_code == 403
