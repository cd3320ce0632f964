"""What the roles of a caller open in intake, and what they do not: drafts, strangers' letters, one's own affairs."""

from typing import Any

import pytest

from services.intake.storage import Party
from services.intake.usecases import letters
from tests.intake.builders import BUDI, FRONT, SITI, accepted, body, drafted, item, submitted
from tests.support import told

LETTERS = "/v1/applications"
OFFICERS = ("front_officer", "verifier", "head", "auditor", "admin")
REASON = {"reason_code": "x"}
DECISIONS = {
    "acceptance": {},
    "return": {"faults": [{"pointer": "/letter", "code": "unsigned"}]},
    "rejection": REASON,
}


@pytest.fixture
def officer(intake, caller) -> Any:
    """`officer(role, ...)`: somebody of the office, not the one who writes at the counter in the builders."""
    return lambda *roles, **claims: caller(intake, *roles, **{"sub": "dev-other", **claims})


def parts(draft: Any) -> list[str]:
    """Every address that a draft can be read at."""
    one, thing = f"{LETTERS}/{draft.id}", draft.items[0]
    below = [one, f"{one}/letter", f"{one}/receipt", f"{one}/history", f"{one}/items/{thing.id}"]
    register = f"/v1/instruments/{thing.instrument_id}"
    return [*below, register, f"{register}/history", f"/v1/parties/{draft.party_id}"]


def changes(draft: Any) -> list[tuple[str, str, Any]]:
    one = f"{LETTERS}/{draft.id}"
    moves = [("POST", f"{one}/{name}", body) for name, body in DECISIONS.items()]
    referral = ("POST", f"{one}/items/{draft.items[0].id}/referral", {"office": "direktorat", **REASON})
    return [("PATCH", one, {"wish": "x"}), ("POST", f"{one}/submission", {}), *moves, referral]


def seen(who: Any, draft: Any) -> list[str]:
    """Where somebody finds the draft."""
    found = [url for url in parts(draft) if who.get(url).status_code not in (403, 404)]
    lists = {LETTERS: draft.id, "/v1/instruments": draft.items[0].instrument_id, "/v1/parties": draft.party_id}
    return found + [url for url, id in lists.items() if id in who.get(f"{url}?limit=100").text]


@pytest.mark.parametrize("role", OFFICERS)
def test_no_officer_reads_or_changes_what_an_applicant_has_not_handed_in(officer, role):
    who, draft = officer(role), drafted()

    assert seen(who, draft) == []
    for method, url, said in changes(draft):
        answer = who.send(method, url, said, match={"version": draft.version})
        assert answer.status_code in (403, 404), url
        assert answer.json["code"] in ("forbidden", "not-found"), url


def test_a_draft_that_its_writer_took_back_was_never_handed_in_either(officer):
    draft = drafted()
    taken = letters.amend(SITI, draft.id, draft.version, wish="pagi")
    assert officer("applicant", sub=SITI.sub).post(f"{LETTERS}/{draft.id}/withdrawal", REASON, taken.__data__).json

    assert seen(officer("front_officer"), draft) == []


def test_what_was_handed_in_the_office_finds_everywhere(officer):
    letter = submitted()

    assert {"/v1/parties", LETTERS, "/v1/instruments", *parts(letter)} == {*seen(officer("front_officer"), letter)}


def test_a_draft_of_the_counter_belongs_to_the_officer_who_writes_it(officer):
    draft = drafted(by=FRONT)

    assert seen(officer("front_officer"), draft) == seen(officer("head"), draft) == []
    assert {LETTERS, f"{LETTERS}/{draft.id}"} <= {*seen(officer("front_officer", sub=FRONT.sub), draft)}


def test_an_officer_puts_no_instrument_of_a_draft_on_another_letter(officer):
    draft, mine = drafted(), drafted("SN-2", by=FRONT)
    thing = {**item(), "instrument_id": draft.items[0].instrument_id}
    del thing["instrument"]

    answer = officer("front_officer", sub=FRONT.sub).post(f"{LETTERS}/{mine.id}/items", thing)
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


@pytest.mark.parametrize("other", ["auditor", "verifier", "head", "admin", "subscriber"])
def test_a_second_role_does_not_carry_an_applicant_into_a_strangers_letter(officer, other):
    who, draft, letter = officer("applicant", other), drafted(), submitted("SN-2")

    assert who.send("PATCH", f"{LETTERS}/{draft.id}", {"wish": "x"}, match={"version": 1}).status_code == 404
    withdrawn = who.post(f"{LETTERS}/{letter.id}/withdrawal", REASON, match={"version": letter.version})
    assert withdrawn.status_code == 404


@pytest.mark.parametrize("move", DECISIONS)
def test_nobody_decides_about_his_own_letter_whatever_else_he_is(officer, move):
    letter = submitted()
    both, version = officer("applicant", "front_officer", "head", sub=SITI.sub), {"version": letter.version}

    own = both.post(f"{LETTERS}/{letter.id}/{move}", DECISIONS[move], version)
    assert (own.status_code, own.json["code"]) == (403, "own-thing")
    assert officer("front_officer").post(f"{LETTERS}/{letter.id}/{move}", DECISIONS[move], version).status_code == 200


@pytest.mark.parametrize("move", DECISIONS)
def test_an_officer_who_may_apply_himself_decides_about_nothing_that_he_wrote(intake, officer, move):
    both = officer("applicant", "front_officer", sub=SITI.sub)
    draft = both.post(LETTERS, body(channel="walk_in")).json
    letter = both.post(f"{LETTERS}/{draft['id']}/submission", {}, draft).json

    own = both.post(f"{LETTERS}/{letter['id']}/{move}", DECISIONS[move], letter)
    assert (own.status_code, own.json["code"]) == (403, "own-thing")
    referral = f"{LETTERS}/{letter['id']}/items/{letter['items'][0]['id']}/referral"
    sent = both.post(referral, {"office": "direktorat", **REASON}, letter)
    assert (sent.status_code, sent.json["code"]) == (403, "own-thing")
    assert officer("front_officer").post(f"{LETTERS}/{letter['id']}/{move}", DECISIONS[move], letter).status_code == 200
    assert {event["data"]["owner_key"] for event in told(intake) if "owner_key" in event["data"]} == {SITI.owner_key}


def test_nobody_refers_his_own_item_or_rewrites_his_own_instrument_in_the_register(officer):
    letter, waiting = accepted(), submitted("SN-2")
    both, thing = officer("applicant", "front_officer", sub=SITI.sub), letter.items[0].instrument_id
    row = officer("front_officer").get(f"/v1/instruments/{thing}").json

    moved = both.post(f"/v1/instruments/{thing}/retirement", {"action": "retire", **REASON}, row)
    given = both.post(f"/v1/instruments/{thing}/transfer", {"owner": {"name": "X"}, **REASON}, row)
    referral = f"{LETTERS}/{waiting.id}/items/{waiting.items[0].id}/referral"
    sent = both.post(referral, {"office": "direktorat", **REASON}, {"version": waiting.version})
    assert {answer.json["code"] for answer in (moved, given, sent)} == {"own-thing"}


@pytest.mark.parametrize("named", [{"name": "YULIANA, S.E."}, {"name": "Toko", "business": "Yuliana"}])
def test_no_officer_makes_himself_the_owner_of_an_instrument(intake, caller, named):
    thing = accepted("SN-1").items[0].instrument_id
    who = caller(intake, "front_officer", sub="dev-other", name="Yuliana")
    row = who.get(f"/v1/instruments/{thing}").json

    answer = who.post(f"/v1/instruments/{thing}/transfer", {"owner": named, **REASON}, row)

    assert (answer.status_code, answer.json["code"]) == (403, "own-thing")
    assert who.get(f"/v1/instruments/{thing}").json == row


@pytest.mark.parametrize("move", DECISIONS)
@pytest.mark.parametrize("whose", ["instrument", "owner", "party", "name"])
def test_nor_about_a_letter_in_which_anything_is_his_own_though_another_wrote_it(intake, officer, caller, move, whose):
    letter, own = submitted("SN-9", by=FRONT), SITI.owner_key
    item = letter.items[0]
    assert letter.owner_key == ""
    stranger = Party.create(facts={"name": "Orang Lain"})
    for row in (letter, item, item.instrument):
        row.change(**{"party" if row is letter else "owner": stranger})
    held = {"instrument": item.instrument, "owner": item, "party": letter}.get(whose, letter)
    mine = Party.create(facts={"name": "Hj. SITI  RAHMA, S.E." if whose == "name" else "Toko"},
                        owner_key="" if whose == "name" else own)  # fmt: skip
    held.change(**{"party" if held is letter else "owner": mine})
    both = caller(intake, "applicant", "front_officer", "head", sub=SITI.sub, name="Hj. Siti Rahma")

    answer = both.post(f"{LETTERS}/{letter.id}/{move}", DECISIONS[move], {"version": letter.version})

    assert (answer.status_code, answer.json["code"]) == (403, "own-thing")


def doubled(by: Any, who: Any) -> Any:
    """Hand in a letter with the instrument SN-1, as `who` over HTTP; what stands at the double."""
    draft = drafted("SN-1", by=by)
    answer = who.post(f"{LETTERS}/{draft.id}/submission", {}, {"version": draft.version})
    assert (answer.status_code, answer.json["code"]) == (422, "double-application")
    return answer.json["errors"][0].get("application"), answer.text


def test_a_double_names_an_own_letter_and_every_letter_to_an_officer_but_no_strangers(officer):
    first = submitted("SN-1")

    assert doubled(SITI, officer("applicant", sub=SITI.sub))[0] == first.number
    assert doubled(FRONT, officer("front_officer", sub=FRONT.sub))[0] == first.number
    for roles in (("applicant",), ("applicant", "auditor")):
        named, text = doubled(BUDI, officer(*roles, sub=BUDI.sub))
        assert named is None
        assert first.number not in text
        assert first.id not in text


@pytest.mark.parametrize("channel", ["walk_in", "counter"])
def test_only_who_takes_a_letter_in_says_that_its_writer_came(officer, channel):
    for roles in (("applicant",), ("applicant", "auditor"), ("applicant", "head")):
        answer = officer(*roles).post(LETTERS, body(channel=channel))
        assert (answer.status_code, answer.json["code"]) == (403, "reserved-field")
        assert [one["pointer"] for one in answer.json["errors"]] == ["/channel"]

    assert officer("front_officer").post(LETTERS, body(channel=channel)).json["channel"] == channel
    assert officer("applicant").post(LETTERS, body(channel="online")).status_code == 201
