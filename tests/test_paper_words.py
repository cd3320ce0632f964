"""What testing tells of a point is printed by certificates in words: a code that the paper does not know stands there
as it is, in English."""

import tomllib
from pathlib import Path

import pytest

from services.testing.domain.verdict import repeatability, tare
from services.testing.domain.words import LABELS, TESTS

PAPER = tomllib.loads((Path(__file__).parent.parent / "services/certificates/data/words.toml").read_text())
POINTS = {code: words for code, words in LABELS.items() if code}


@pytest.mark.parametrize(("table", "told"), [("test", TESTS), ("point", POINTS)])
def test_the_paper_has_the_words_for_what_testing_tells(table, told):
    printed = {code: (words["id"], words["en"]) for code, words in PAPER[table].items()}

    assert {code: printed.get(code) for code in told} == dict(told)


@pytest.mark.parametrize("label", [repeatability.UNKNOWN, tare.ZERO])
def test_a_label_of_the_engine_has_words(label):
    assert label in LABELS
