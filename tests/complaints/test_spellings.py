"""Whom a reporter may mean: whatever the spelling, the officer does not see the case until another has decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.complaints.domain.lifecycle import Action
from services.complaints.domain.number_words import SPOKEN
from services.complaints.domain.spellings import SAME_DIGIT, Told
from services.complaints.storage import Complaint, Evidence
from services.complaints.usecases import cases, involvement, steps
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden, NotFound
from shared.look_alikes import CONFUSABLE
from tests.complaints.builders import BROUGHT, HEAD, OFFICER, amended, brought_to, lodged, person
from tests.complaints.test_noninterference import SPELLINGS

LETTERS = "bcdfghjklmnprstvw"
LIKE = {one: [key for key, value in CONFUSABLE.items() if value == one] for one in CONFUSABLE.values()}
SCRIPTS = [0x0660, 0x06F0, 0x0966, 0xFF10, 0x1D7CE, 0x1D7F6]  # Arabic, Persian, Devanagari, full-width, bold, mono
BETWEEN = st.sampled_from(["", "", " ", ".", "-", " - ", "\u200b", "\u00ad", "_", "/", "–", "\u0301"])
AROUND = st.sampled_from(["", "", "Pak Ali (", "petugas ", "kode: ", "\u200e"])
BEHIND = st.sampled_from(["", "", ")", "nya", " itu", "."])


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, str]:
    """A code, and some way to write it."""
    letter, digits = draw(st.sampled_from(LETTERS)), str(draw(st.integers(1, 199)))
    looks = [letter, letter.upper(), *(chr(one) for one in LIKE.get(letter, []))]
    looks += [chr(ord(letter) - 97 + 0xFF41), chr(ord(letter) - 97 + 0x1D41A)]
    written = [draw(st.sampled_from(looks)), *"0" * draw(st.integers(0, 3))]
    for digit in digits:
        shapes = [digit, *(chr(base + int(digit)) for base in SCRIPTS), *SAME_DIGIT.get(digit, "")]
        written.append(draw(st.sampled_from(shapes)))
    text = "".join(part + draw(BETWEEN) for part in written[:-1]) + written[-1]
    return letter.upper() + digits, draw(AROUND) + text + draw(BEHIND)


@given(spelled())
def test_a_code_is_found_in_every_spelling(made):
    code, written = made

    assert Told(written).has_code(code), written


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_known_spelling_means_the_officer(spelling):
    assert Told(spelling).may_mean(["P 9"], ["Ahmad Fauzi, S.T."])


@pytest.mark.parametrize("other", ["P1", "P90", "P19", "Q9", "P 99", "", "()", "Pak Akbar P1"])
def test_another_code_is_another_officer(other):
    assert not Told(other).may_mean(["P9"], ["Ahmad Fauzi"])


@pytest.mark.parametrize(("words", "meant"), [
    ("Petugas P 9 kasar", True), ("kata petugas sembilan begitu", True), ("dilayani pakBoedi", True),
    ("P9 liter", True),
    ("Saya mengisi 20 liter, kurang dari 19 liter", False), ("tiap 9 hari", False), ("Jalan Melati 9", False),
    ("orang yang budiman", False), ("pukul 09.00", False),
])  # fmt: skip
def test_free_text_names_an_officer_too(words, meant):
    """`P9 liter` is found although no officer is meant: that hides the case from one officer, until it is decided."""
    assert Told("", words).may_mean(["P9"], ["Budi Santoso"]) is meant


def test_number_words_are_those_of_the_language():
    assert Told(f"petugas {SPOKEN[7]}").has_code("P7")


SUSPECT = Actor("terlapor", "Ahmad", roles=frozenset({"complaint_officer"}))
NO = {"complained_of": False, "why": "Yang dimaksud takaran 9 liter"}


@pytest.fixture
def suspect(complaints):
    return person(subject=SUSPECT.sub, name="Ahmad Fauzi", verifier_code="P9")


def test_somebody_who_is_not_meant_decides_and_it_is_kept_who(suspect, complaints, caller):
    case, officer = lodged(text="Beli P9 liter"), caller(complaints, "complaint_officer")
    with pytest.raises(NotFound):
        involvement.decide(SUSPECT, case.id, 1, {"staff_id": suspect.id, **NO})
    assert officer.get(f"/v1/complaints/{case.id}").json["withheld_from"] == [suspect.id]
    row = brought_to("classified", lodged(text="Beli P9 liter"))
    with pytest.raises(Conflict, match="assignee-unfit"):
        steps.assign(HEAD, row.id, row.version, {**BROUGHT[Action.ASSIGN], "staff_id": suspect.id})

    url, body = f"/v1/complaints/{case.id}/involvement", {"staff_id": suspect.id, **NO}
    decided = officer.post(url, body, match={"version": 1})

    assert (decided.status_code, decided.json["withheld_from"]) == (200, [])
    assert cases.seen(SUSPECT, case.id).id == case.id
    kept = Evidence.of(Complaint.find(case.id))[-1]
    assert (kept.action, kept.by, kept.facts) == ("decide_involvement", OFFICER.sub, body)


def test_what_was_decided_outlives_a_new_look(suspect):
    case = lodged(text="Beli P9 liter")
    involvement.decide(OFFICER, case.id, 1, {"staff_id": suspect.id, **NO})

    person(subject="baru", name="Baru Sekali", conflicts=["P9"])

    assert cases.seen(SUSPECT, case.id).id == case.id
    assert len(Complaint.find(case.id).withheld_from) == 1  # only the one who is close to P9


def test_only_the_head_keeps_a_case_from_somebody_whom_it_does_not_name(suspect):
    case, yes = lodged(), {"staff_id": suspect.id, "complained_of": True, "why": "Pelapor menunjuk orangnya"}

    with pytest.raises(Forbidden):
        involvement.decide(OFFICER, case.id, 1, yes)
    involvement.decide(HEAD, case.id, 1, yes)

    with pytest.raises(NotFound):
        cases.seen(SUSPECT, case.id)


def test_a_code_given_later_hides_what_named_it_before(complaints):
    case = lodged(about={"verifier_code": "p-9"})
    row = person(subject=SUSPECT.sub, name="Ahmad")
    assert cases.seen(SUSPECT, case.id)

    amended(row, verifier_code="P9")

    with pytest.raises(NotFound):
        cases.seen(SUSPECT, case.id)
