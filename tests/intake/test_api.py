"""Intake over HTTP: who sees what, what is public, and which papers come back."""

from typing import Any

import pytest

from services.intake.storage import profile
from services.intake.usecases import review
from shared.ids import uuid7
from tests import paperwork
from tests.intake.builders import BUDI, FRONT, SITI, accepted, body, drafted, item, submitted

LETTERS = "/v1/applications"


@pytest.fixture
def siti(intake, caller) -> Any:
    return caller(intake, "applicant", sub=SITI.sub)


@pytest.fixture
def budi(intake, caller) -> Any:
    return caller(intake, "applicant", sub=BUDI.sub)


@pytest.fixture
def front(intake, caller) -> Any:
    return caller(intake, "front_officer")


def one(letter: Any, more: str = "") -> str:
    return f"{LETTERS}/{letter.id}{more}"


@pytest.mark.parametrize("more", ["", "/letter", "/receipt", "/history"])
def test_a_foreign_letter_answers_like_one_that_does_not_exist(siti, budi, more):
    letter = submitted()
    foreign, absent = budi.get(one(letter, more)), budi.get(f"{LETTERS}/{uuid7()}{more}")

    assert siti.get(one(letter, more)).status_code == 200
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert {**foreign.json, "trace_id": ""} == {**absent.json, "trace_id": ""}


def test_foreign_items_and_instruments_are_not_there(budi):
    letter = accepted()
    thing = letter.items[0]

    for url in (one(letter, f"/items/{thing.id}"), f"/v1/instruments/{thing.instrument_id}"):
        assert budi.get(url).status_code == 404
    assert budi.get("/v1/instruments").json["items"] == []
    assert budi.get(LETTERS).json["items"] == []


def test_an_item_is_found_only_on_its_own_letter(siti):
    letter, other = submitted("SN-1"), submitted("SN-2")

    assert siti.get(one(other, f"/items/{letter.items[0].id}")).status_code == 404


def test_a_list_is_read_at_once_and_says_of_each_letter_what_the_letter_says_alone(intake, siti, caplog):
    made = [drafted("SN-1", "SN-2"), submitted("SN-3"), accepted("SN-5", "SN-4")]
    questions = {}

    for limit in (1, 3):
        with caplog.at_level("DEBUG", "peewee"):
            found = siti.get(f"{LETTERS}?limit={limit}").json["items"]
        questions[limit] = len(caplog.records)
        caplog.clear()

    assert found == [siti.get(one(letter)).json for letter in reversed(made)]
    assert questions[3] == questions[1] > 0


def test_a_new_letter_is_answered_from_what_was_written_and_reads_the_same_later(siti, caplog):
    with caplog.at_level("DEBUG", "peewee"):
        made = siti.post(LETTERS, body("SN-1", "SN-2"))
    asked = [str(record.msg) for record in caplog.records]
    read = siti.get(f"{LETTERS}/{made.json['id']}")

    assert made.json == read.json
    assert len(made.json["items"]) == 2
    assert not [one for one in asked if "SELECT" in one and '"item"' in one]


def test_officers_see_letters_but_not_the_drafts_of_people(front):
    drafted("SN-1")
    letter = submitted("SN-2")

    assert [row["id"] for row in front.get(LETTERS).json["items"]] == [letter.id]


@pytest.mark.parametrize(
    ("query", "found"),
    [("state=submitted", 1), ("state=returned", 0), ("period=1999-1", 0), ("district=16.06.07", 1), ("number=PTU", 0)],
)
def test_a_list_is_filtered(front, query, found):
    submitted()

    assert len(front.get(f"{LETTERS}?{query}").json["items"]) == found


def test_tracking_tells_where_a_letter_is_and_nothing_of_a_person(intake, caller):
    letter = accepted()
    nobody, code = caller(intake), letter.tracking_code

    found = nobody.get(f"/v1/tracking/{letter.number}?code={code.lower().replace('-', ' ')}")
    assert found.status_code == 200, found.data
    assert (found.json["state"], found.json["progress"]) == ("accepted", "waiting")
    assert found.json["fee"] == "Tidak dipungut biaya"
    words = found.data.decode()
    secrets = ("Siti", "0812", "Pasar", letter.id, letter.party_id, SITI.owner_key, code, "SN-1", "Sonic")
    assert [secret for secret in secrets if secret in words] == []


def test_a_wrong_code_answers_like_an_unknown_number(intake, caller):
    letter, nobody = submitted(), caller(intake)
    wrong = nobody.get(f"/v1/tracking/{letter.number}?code=AAAA-AAAA")
    unknown = nobody.get(f"/v1/tracking/PTU-2026-999999-X?code={letter.tracking_code}")

    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert {**wrong.json, "trace_id": ""} == {**unknown.json, "trace_id": ""}


@pytest.mark.parametrize("code", ["é", "%F0%9F%98%80", "a" * 60, "ß", "١٢٣"])
def test_any_code_that_can_be_typed_is_answered(intake, caller, code):
    letter = submitted()

    assert caller(intake).get(f"/v1/tracking/{letter.number}?code={code}").status_code == 404


def test_a_code_is_for_its_applicant_and_for_the_officer_who_took_the_letter_in(intake, siti, front, caller, tmp_path):
    letter, code = submitted(), submitted("SN-7").tracking_code
    letter.change(opened_by=SITI.sub)

    shown = {who: caller(intake, who).get(one(letter)).json["tracking_code"] for who in ("head", "front_officer")}
    papers = [who.get(one(letter, "/receipt")).data for who in (siti, front)]

    assert (siti.get(one(letter)).json["tracking_code"], shown) == (
        letter.tracking_code, {"head": None, "front_officer": None},
    )  # fmt: skip
    assert [row["tracking_code"] for row in front.get(LETTERS).json["items"]] == [None, None]
    assert code != letter.tracking_code
    assert [letter.tracking_code in paperwork.text(paper, tmp_path) for paper in papers] == [True, False]


def test_a_draft_cannot_be_tracked(intake, caller):
    drafted()

    for number in ("None", "null", "-"):
        assert caller(intake).get(f"/v1/tracking/{number}?code=-").status_code == 404


def test_papers_come_as_attachments_and_a_draft_has_no_receipt(siti):
    letter = drafted()
    answer = siti.get(one(letter, "/letter"))

    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="surat-permohonan.pdf"'
    refused = siti.get(one(letter, "/receipt"))
    assert (refused.status_code, refused.json["code"], refused.json["allowed"]) == (409, "no-receipt-yet", ["submit"])


def test_a_letter_without_items_cannot_be_written_yet(siti):
    answer = siti.get(one(drafted(items=[]), "/letter"))

    assert (answer.status_code, answer.json["code"]) == (409, "no-letter-yet")


def test_the_answer_says_what_may_come_next(siti, front):
    letter = siti.post(LETTERS, body())
    sent = siti.post(f"{LETTERS}/{letter.json['id']}/submission", {}, letter)

    assert letter.json["next"] == ["submit", "withdraw"]
    assert sent.json["next"] == ["accept", "return", "reject", "withdraw"]
    assert front.post(f"{LETTERS}/{letter.json['id']}/acceptance", {}, sent).json["next"] == ["complete"]


def test_a_move_out_of_turn_names_the_allowed_ones(siti, front):
    letter = submitted()
    answer = front.post(one(letter, "/acceptance"), {}, {"version": letter.version})

    again = front.post(one(letter, "/acceptance"), {}, answer)
    assert (again.status_code, again.json["code"], again.json["allowed"]) == (409, "illegal-move", ["complete"])


def test_every_fault_of_an_item_points_into_the_request(siti):
    answer = siti.post(LETTERS, body() | {"items": [item("a"), item("b", place={"mode": "office", "district": "99"})]})

    assert (answer.status_code, answer.json["code"]) == (422, "item-faulty")
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/items/1/place/district"]
    assert answer.json["errors"][0]["detail"] == "kode kecamatan tidak dikenal"


def test_a_plate_that_no_test_could_read_is_told_what_to_write(siti):
    part = item()
    part["instrument"]["parameters"] = {"class": "III", "max": "30,5", "e": "0", "unit": "lb"}
    letter = siti.post(LETTERS, body())

    for answer in (
        siti.post(LETTERS, body() | {"items": [part]}),
        siti.post(f"{LETTERS}/{letter.json['id']}/items", part),
    ):
        assert (answer.status_code, answer.json["code"]) == (422, "item-faulty")
        words = {fault["pointer"].rpartition("/")[2]: fault["detail"] for fault in answer.json["errors"]}
        assert words["max"] == "tulis dengan titik, bukan koma: 30.5"
        assert words["e"] == "harus lebih besar dari nol"
        assert words["unit"].startswith("satuan tidak dikenal; pilih salah satu: mg, g, kg")


def test_an_item_out_of_scope_is_referred_to_a_known_office(front):
    letter = submitted("SN-1", "SN-2")
    url, version = one(letter, f"/items/{letter.items[0].id}/referral"), {"version": letter.version}

    unknown = front.post(url, {"office": "x", "reason_code": "out_of_scope"}, version)
    assert (unknown.status_code, unknown.json["code"]) == (422, "unknown-office")
    known = front.post(url, {"office": "direktorat", "reason_code": "out_of_scope"}, version)
    assert (known.status_code, known.json["state"]) == (200, "referred")
    assert known.headers["ETag"] == front.get(one(letter)).headers["ETag"]


def test_a_history_names_who_did_what_to_officers_and_to_an_applicant_himself_and_the_office(siti, intake, caller):
    letter = submitted()
    review.return_letter(FRONT, letter.id, letter.version, [{"pointer": "/letter", "code": "unsigned"}])

    shown, office = siti.get(one(letter, "/history")), profile.agency()["name"]["id"]
    own = [("open", "Siti Aminah"), ("submit", "Siti Aminah")]
    assert [(line["action"], line["by_name"]) for line in shown.json["items"]] == [*own, ("return", office)]
    assert "Rina" not in shown.text
    lines = caller(intake, "auditor").get(one(letter, "/history")).json["items"]
    assert [(line["action"], line["by_name"]) for line in lines] == [*own, ("return", "Rina")]


def test_anybody_may_read_the_kinds_and_what_each_must_tell(intake, caller):
    kinds = {kind["code"]: kind for kind in caller(intake).get("/v1/kinds").json["items"]}

    assert {"max", "e", "class"} <= set(kinds["tbo_elektronik"]["required"])
    assert all(kind["name_id"] and kind["name_en"] for kind in kinds.values())


def test_parties_are_for_officers(siti, front):
    letter = submitted()

    assert siti.get(f"/v1/parties/{letter.party_id}").status_code == 403
    assert front.get(f"/v1/parties/{letter.party_id}").json["facts"]["name"] == "Siti Aminah"
