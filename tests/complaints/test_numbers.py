"""A paper or letter is known in every spelling, in whichever field or text, and so is who tested what it is about."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.complaints.domain.numbers import FULL, MOST_KEYS, key_of_code, keys_in, keys_of, topics
from services.complaints.events import heard
from services.complaints.usecases import cases, involvement, steps
from shared.auth.actor import Actor
from shared.errors import Forbidden, NotFound
from shared.ids import code, name_id
from tests.complaints.builders import BROUGHT, FRONT, HEAD, Action, hear, lodged, person, request_retest
from tests.complaints.builders import brought_to as brought
from tests.support import MONDAY, told

NUMBER, LETTER, PAPER_CODE = "500.2.3.15/0001/UPTD-ML/XI/2026", "PTU-2026-000001-8", code()
INSTRUMENT, ITEM, PAPER, EXAM, FIRST, ORDER, SENT = (name_id("numbers", str(n)) for n in range(7))
SERIAL = "SN-2024/00017"
BETWEEN = st.sampled_from([" ", "/", "-", ".", " / ", "\u200b/", "–", "_", "\n"])
AROUND = st.sampled_from(["", "No. ", "SKHP ", "nomor: ", "SKHP", "Menurut surat "])
BEHIND = st.sampled_from(["", ".", " salah", "nya", " itu tidak benar"])


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, str]:
    number = draw(st.sampled_from([NUMBER, LETTER, "500.2.3.15/0107/UPTD-ML-BTL/I/2027"]))
    words = [word for part in number.split("/") for more in part.split("-") for word in more.split(".")]
    written = []
    for word in words:
        shapes = [word, word.lower(), word.replace("0", "O"), word.translate({ord("1"): "l"})]
        shapes += [word.lstrip("0"), f"0{word}"] if word.isdigit() else []
        shapes += ["".join(chr(0xFF10 + int(one)) if one.isdigit() else one for one in word)]
        written.append(draw(st.sampled_from(shapes)))
    text = "".join(word + draw(BETWEEN) for word in written[:-1]) + written[-1]
    around = draw(AROUND if words[0].isdigit() else AROUND.filter(lambda before: before != "SKHP"))
    return number, around + text + (draw(BEHIND) if words[-1].isdigit() else "")


@given(spelled())
@example((NUMBER, "SKHP500 2 3 15 0001 UPTD ML XI 2026nya"))
def test_a_number_is_found_in_every_spelling_in_fields_and_in_texts(made):
    number, written = made

    assert keys_of(number) & topics({"certificate_number": written}), written
    assert keys_of(number) & keys_in(f"Saya menerima {written}"), written


@pytest.mark.parametrize("other", [NUMBER.replace("0001", "0002"), LETTER, "1/2026", "UPTD-ML", "20 liter 2026", ""])
def test_another_number_is_another_paper(other):
    assert not keys_of(NUMBER) & topics({"certificate_number": other}, other)


def test_a_code_is_found_as_a_person_types_it():
    assert key_of_code(PAPER_CODE) in keys_in(f"kode {PAPER_CODE.lower()} pada surat")
    assert key_of_code(PAPER_CODE) in topics({"certificate_number": PAPER_CODE.replace("-", " ")})


def test_a_text_full_of_numbers_costs_little_and_says_that_it_is_full():
    for text in ("1234 " * 1600, "ab 12 " * 1300, " ".join(map(str, range(1000, 1700))) + NUMBER):
        keys = topics({}, text)
        assert len(keys) <= MOST_KEYS + 1
    assert FULL in keys
    assert FULL not in topics({"certificate_number": NUMBER}, f"SKHP {NUMBER}", f"surat {LETTER}, alat {INSTRUMENT}")


def test_words_that_only_are_as_long_as_a_code_are_none():
    assert keys_in("aku kau dia api air abu ibu adu " * 200) == set()


def examined(service, id, day, code="P1", **more):
    facts = {"examination_id": id, "order_id": ORDER, "instrument_id": INSTRUMENT, "tested_on": day}
    facts |= {"serial": SERIAL, "application_id": SENT}
    hear(service, heard.ExaminationPassed.type, id, 1, **facts, verifier_code=code, application_number=LETTER, **more)


@pytest.fixture
def known(complaints):
    examined(complaints, EXAM, "2026-11-23", item_id=ITEM, corrected_by=["P2"], approved_by_code="K1")
    facts = {"certificate_id": PAPER, "number": NUMBER, "instrument_id": INSTRUMENT, "item_id": ITEM}
    hear(complaints, heard.CertificateIssued.type, PAPER, 1, **facts, code_digest=key_of_code(PAPER_CODE))
    for one in ("P1", "P2", "K1"):
        person(subject=f"dev-{one}", name=f"Petugas {one}x", verifier_code=one)
    return complaints


def officer(code: str) -> Actor:
    return Actor(f"dev-{code}", roles=frozenset({"complaint_officer"}))


WAYS = [
    {"about": {"certificate_number": NUMBER.lower()}},
    {"about": {"certificate_number": NUMBER.replace("/", " / ")}},
    {"about": {"certificate_number": NUMBER.replace("/0001/", "/1/")}},
    {"about": {"certificate_number": f"No. {NUMBER}"}},
    {"about": {"certificate_number": PAPER_CODE}},
    {"about": {"application_number": NUMBER}},
    {"about": {"application_number": LETTER.lower()}},
    {"text": f"SKHP {NUMBER} salah"},
    {"subject": f"Surat {LETTER}"},
    {"text": f"lihat {PAPER}"},
    {"text": f"timbangan Sonic nomor seri {SERIAL}"},
    {"text": f"uji {EXAM}"},
    {"text": f"order {ORDER}"},
    {"text": f"alat {ITEM}"},
    {"text": f"surat {SENT}"},
    {"text": f"surat {LETTER[:-2]}"},
    {"about": {"certificate_number": NUMBER.partition("/")[2]}},
    {"subject": f"SKHP {NUMBER[:16]}", "text": f"{NUMBER[16:]} salah"},
    {"about": {"certificate_number": NUMBER[:16]}, "text": f"{NUMBER[16:]} salah"},
    {"about": {"certificate_id": PAPER}, "channel": "letter", "received_at": MONDAY - timedelta(days=20), "by": FRONT},
    {"about": {"instrument_id": INSTRUMENT}, "channel": "letter", "received_at": MONDAY - timedelta(9), "by": FRONT},
]


@pytest.mark.parametrize("facts", WAYS)
def test_however_a_case_names_the_paper_it_is_hidden_from_every_hand_in_its_test(known, facts):
    case = lodged(**facts)

    for hand in ("P1", "P2"):
        with pytest.raises(NotFound):
            cases.seen(officer(hand), case.id)
    assert cases.seen(officer("K1"), case.id).id == case.id


def test_a_paper_that_is_heard_of_later_hides_the_case_that_named_it_in_its_words(complaints):
    case = lodged(text=f"Menurut SKHP {NUMBER.lower()} alat saya lulus")
    person(subject="dev-P1", name="Petugas", verifier_code="P1")
    assert cases.seen(officer("P1"), case.id)

    examined(complaints, EXAM, "2026-11-23", item_id=ITEM)
    facts = {"certificate_id": PAPER, "number": NUMBER, "instrument_id": INSTRUMENT, "item_id": ITEM}
    hear(complaints, heard.CertificateIssued.type, PAPER, 1, **facts)

    with pytest.raises(NotFound):
        cases.seen(officer("P1"), case.id)


def test_who_approved_the_disputed_test_does_nothing_with_the_case(known):
    case = lodged(about={"certificate_id": PAPER})

    for action in (Action.VERIFY, Action.DISMISS):
        with pytest.raises(Forbidden, match="conflict-of-interest"):
            {Action.VERIFY: steps.verify, Action.DISMISS: steps.dismiss}[action](
                officer("K1"), case.id, 1, BROUGHT[action]
            )


def test_every_hand_in_the_disputed_test_is_kept_from_the_retest(known):
    request_retest(brought("in_handling", lodged(about={"certificate_id": PAPER})))

    assert told(known, "retest.requested")[0]["data"]["other_than"] == ["P1", "P2"]  # testing adds who approved it


def test_an_ended_case_takes_no_decision(complaints):
    from services.complaints.usecases import lodging
    from shared.errors import Conflict
    from tests.complaints.builders import act

    case, row = act(lodged(), Action.DISMISS), person()
    version = case.version

    for decide in (
        lambda: involvement.decide(HEAD, case.id, version, {"staff_id": row.id, "complained_of": True, "why": "x"}),
        lambda: lodging.replace_code(HEAD, case.id, version, "x"),
        lambda: lodging.open_identity(HEAD, case.id, version, "x"),
    ):
        with pytest.raises(Conflict, match="case-ended"):
            decide()
