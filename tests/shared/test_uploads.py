"""What a file is decides whether it is kept; what its sender never meant to tell does not go on."""

import contextlib
import hashlib
import io
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shared.errors import Invalid, Unavailable
from shared.uploads import sandbox
from shared.uploads.acceptance import Accepted, Offer, Unsupported, accept
from shared.uploads.fair_queue import Turns, _Costs
from tests.bombs import chunk, small
from tests.complaints.builders import enter_desk, lodged
from tests.live.running import eventually
from tests.specimens import BAD, GOOD, JPG, MARKERS, PDF, PNG, attaching, letter, noisy, of_a_camera
from tests.testing.pictures import png


def judged(part: tuple[str, str, bytes], anew: bool = True, caller: str = "", account: bool = False) -> Accepted:
    name, declared, content = part
    return accept(Offer(content, name, declared, caller, account), anew=anew)


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize("name", GOOD)
def test_a_whole_plain_file_is_taken_for_what_it_is(name, anew):
    taken = judged(GOOD[name], anew)

    assert taken.media == GOOD[name][1]
    assert anew or taken.content == GOOD[name][2]


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize("name", BAD)
def test_what_is_not_what_it_says_or_could_act_is_refused(name, anew):
    with pytest.raises((Invalid, Unsupported)):
        judged(BAD[name], anew)


@pytest.mark.parametrize(("media", "name"), [(JPG, "foto.jpg"), (PNG, "foto.png")])
def test_a_picture_is_written_anew_upright_and_without_what_the_camera_knew(media, name):
    sent = of_a_camera(media)
    assert any(marker in sent for marker in MARKERS)

    taken = judged((name, media, sent))

    assert not [marker for marker in MARKERS if marker in taken.content]
    with Image.open(io.BytesIO(taken.content)) as picture:
        assert (picture.size, taken.width, taken.height) == ((30, 40), 30, 40)
        assert not picture.getexif()
        assert not {"comment", "exif", "icc_profile"} & picture.info.keys()
        assert picture.convert("RGB").getpixel((9, 9))[1] > 90


TIFF = b"MM\0*\0\0\0\x08"
SECOND_LENS = TIFF + b"\0\3\xb0\0\0\7\0\0\0\x040100\xb0\1\0\4\0\0\0\1\x7f\xff\xff\xff\xb0\2\0\7\0\0\0 \0\0\0\0"
BESIDE = {
    "a directory that lies nowhere": b"\xff\xe1\x00\x10Exif\0\0MM\0*\xff\xff\xff\xff",
    "a directory cut short": b"\xff\xe1\x00\x16Exif\0\0" + TIFF + b"\0\x99\1\x0e\0\2",
    "a second lens that is not there": b"\xff\xe2" + (len(SECOND_LENS) + 6).to_bytes(2, "big") + b"MPF\0" + SECOND_LENS,
}


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize("name", BESIDE)
def test_a_photo_is_taken_although_what_the_camera_wrote_beside_it_is_damaged(name, anew):
    """Parsers only warn of it, as of many photos that were edited or sent by a messenger."""
    photo = noisy()
    sent = photo[:2] + BESIDE[name] + photo[2:]

    assert judged(("foto.jpg", JPG, sent), anew).media == JPG


def test_a_picture_is_taken_although_it_announces_frames_that_are_not_there():
    sent = small(chunk(b"acTL", bytes(8)))

    assert judged(("gambar.png", PNG, sent)).media == PNG


def test_the_same_picture_is_the_same_file_each_time():
    assert judged(("a.jpg", JPG, of_a_camera())).content == judged(("b.jpg", JPG, of_a_camera())).content


def test_a_large_photo_of_a_telephone_is_halved_where_it_is_written_anew_and_kept_whole_as_evidence():
    made = io.BytesIO()
    Image.new("RGB", (5000, 4000), (9, 99, 9)).save(made, "JPEG")

    part = ("foto.jpg", JPG, made.getvalue())

    assert (judged(part).width, judged(part).height) == (2500, 2000)
    assert (judged(part, anew=False).width, judged(part, anew=False).content) == (5000, made.getvalue())


def test_evidence_with_something_behind_it_is_refused_unless_it_is_the_second_lens():
    assert judged(("foto.jpg", JPG, noisy() + noisy()), anew=False).media == JPG
    for part in (("foto.jpg", JPG, noisy() + b"PK\x03\x04" * 9), ("gambar.png", PNG, png() + b"<script>")):
        with pytest.raises(Invalid, match="unreadable-file"):
            judged(part, anew=False)


@pytest.mark.parametrize(("many", "taken"), [(10, True), (11, False)])
def test_a_letter_carries_only_so_many_files(many, taken):
    def change(made):
        for number in range(many):
            attaching(f"{number}.json", b"[%d]" % number)(made)

    if taken:
        assert judged(("surat.pdf", PDF, letter(change))).media == PDF
        return
    with pytest.raises(Invalid, match="file-too-costly"):
        judged(("surat.pdf", PDF, letter(change)))


def holding(
    stack: contextlib.ExitStack,
    *callers: str,
    account: bool = True,
    turns: Turns = sandbox.TURNS,
    before: int | None = None,
) -> None:
    """A place of each for as long as the stack lasts; those who get no turn wait in threads of their own."""
    leave = threading.Event()
    before = len(turns._here) if before is None else before

    def hold(caller: str) -> None:
        with contextlib.suppress(Unavailable), turns.turn(caller, 30, account):
            leave.wait(30)

    threads = [threading.Thread(target=hold, args=(caller,)) for caller in callers]
    for number, each in enumerate(threads, before + 1):
        each.start()
        eventually(lambda number=number: len(turns._here) == number, "a caller in the queue")
    stack.callback(lambda: [each.join() for each in threads])
    stack.callback(leave.set)


def test_few_are_opened_at_once_and_those_beyond_the_queue_are_told_to_come_back():
    with contextlib.ExitStack() as stack:
        holding(stack, *(f"account {number}" for number in range(sandbox.AT_ONCE + sandbox.WAITING)))
        with pytest.raises(Unavailable, match="files-busy"):
            judged(GOOD["a letter"])
    assert judged(GOOD["a letter"]).media == PDF


def test_one_caller_holds_one_turn_and_a_few_places_and_everybody_else_is_served():
    with contextlib.ExitStack() as stack:
        holding(stack, *["greedy"] * sandbox.EACH)
        assert sum(one.running for one in sandbox.TURNS._here) == 1
        with pytest.raises(Unavailable, match="files-busy"):
            judged(GOOD["a letter"], caller="greedy")
        assert judged(GOOD["a letter"], caller="honest").media == PDF
        assert judged(GOOD["a photo"], caller="another").media == JPG


def test_addresses_together_never_hold_the_places_of_accounts_and_accounts_are_served_before_them():
    with contextlib.ExitStack() as stack:
        many = sandbox.AT_ONCE + sandbox.WAITING - sandbox.KEPT
        holding(stack, *(f"address {number}" for number in range(many)), account=False)
        with pytest.raises(Unavailable, match="files-busy"):
            judged(GOOD["a letter"], caller="one more")
        holding(stack, "an officer")
        with sandbox.TURNS._changed:
            for one in [one for one in sandbox.TURNS._here if one.running][:1]:
                (one.began, before), one.caller = (0.0, one.began), "ended"
            assert sandbox.TURNS._next().caller == "an officer"
            one.began = before


def test_whose_files_cost_most_of_late_waits_for_the_others_and_gives_up_his_place_to_them():
    turns = Turns(at_once=1, places=3, each=2)
    turns._costs.add("costly", 9.0, time.monotonic())
    with contextlib.ExitStack() as stack:
        holding(stack, "first", "costly", "costly", turns=turns)
        holding(stack, "honest", turns=turns, before=2)
        eventually(lambda: [one.caller for one in turns._here] == ["first", "costly", "honest"], "the last gave way")
        assert min(turns._here[1:], key=turns._rank).caller == "honest"
        with pytest.raises(Unavailable, match="files-busy"), turns.turn("costly", 0):
            pytest.fail("no place is left for him")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 30)), max_size=20))
def test_what_a_caller_has_cost_is_forgotten_by_half_each_minute(rows):
    costs, now = _Costs(), 1000.0
    for caller, seconds in rows:
        costs.add(caller, seconds, now)

    for caller in "abc":
        total = sum(seconds for one, seconds in rows if one == caller)
        assert costs.of(caller, now + 60) == pytest.approx(total / 2)


def test_many_at_once_all_get_an_answer():
    told, lock = [], threading.Lock()

    def send(number: int) -> None:
        media = judged(GOOD["a photo"], caller=str(number // 2)).media
        with lock:
            told.append(media)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert told == [JPG] * 6


def test_an_anonymous_photo_reaches_the_officer_as_pixels_and_nothing_else(complaints, caller):
    enter_desk()
    case = lodged(anonymous=True)
    sent = of_a_camera()
    url = f"/v1/tracking/{case.number}/attachments?code={case.code}"
    form = {"file": (io.BytesIO(sent), "IMG_Siti Marlina.jpg", JPG)}

    made = caller(complaints).client.put(url, data=form)
    file = caller(complaints, "complaint_officer").get(f"/v1/complaints/{case.id}/attachments/{made.json['id']}")

    assert made.status_code == 200
    assert file.data.startswith(b"\xff\xd8\xff")
    assert made.json["sha256"] == hashlib.sha256(file.data).hexdigest()
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    kept = b"".join(path.read_bytes() for path in complaints.settings.var.rglob("*") if path.is_file())
    assert not [marker for marker in MARKERS if marker in file.data + kept]
