"""Codes that people type and ids that sort: what they promise to catch and to keep."""

import threading
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ids import code, name_id, normal, uuid7
from shared.look_alikes import ALPHABET, check_letter

SAMPLES = ["2026000042", "2026000001", "K7QM3XRT0ZV", "0", "ZZZZZZZZ", "1234567890ABCDEFGHJKMNPQRSTVWXYZ"]
letters = st.text(ALPHABET, min_size=1, max_size=30)


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_single_wrong_letter_is_caught(sample):
    right = check_letter(sample)

    for place, letter in enumerate(sample):
        for wrong in ALPHABET.replace(letter, ""):
            assert check_letter(sample[:place] + wrong + sample[place + 1 :]) != right


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_swap_of_neighbours_is_caught(sample):
    right = check_letter(sample)

    for place, (first, second) in enumerate(zip(sample, sample[1:], strict=False)):
        if first != second:
            assert check_letter(sample[:place] + second + first + sample[place + 2 :]) != right


@given(letters)
def test_the_last_letter_and_its_check_letter_cannot_change_places(text):
    check = check_letter(text)

    assert check == text[-1] or check_letter(text[:-1] + check) != text[-1]


@given(letters, st.data())
def test_any_wrong_letter_in_any_code_is_caught(text, data):
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(text[place], "")))

    assert check_letter(text[:place] + wrong + text[place + 1 :]) != check_letter(text)


@pytest.mark.parametrize(("groups", "length"), [(6, 4), (1, 2), (3, 8)])
def test_a_code_checks_itself(groups, length):
    made = code(groups, length).replace("-", "")

    assert len(made) == groups * length
    assert check_letter(made[:-1]) == made[-1]


def test_a_code_survives_the_way_people_type_it():
    made = code()

    assert normal(made) == made
    assert normal(made.lower().replace("-", " ")) == made
    assert normal(made.replace("0", "O").replace("1", "l")) == made


def test_codes_do_not_repeat():
    assert len({code() for _ in range(1000)}) == 1000


def test_ids_sort_in_the_order_they_were_made():
    made = [uuid7() for _ in range(5000)]

    assert made == sorted(set(made))


def test_an_id_is_a_version_7_uuid():
    parsed = uuid.UUID(uuid7())

    assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)  # RFC 9562 5.7


def test_threads_never_make_the_same_id():
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(500))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 4000


def test_a_name_has_one_id_for_ever():
    assert name_id("http://127.0.0.1:8000/dev", "acc-7c1f") == "6808f8e9-a4d8-5d9f-bbd1-08e4c5c2f211"
    assert name_id("a", "bc") != name_id("ab", "c")
