"""Every sentence of the published service standard has a row, and every row an assertion in a journey that shows it."""

import ast
from pathlib import Path

import pytest

from tests.standard import NO_PROMISE, SENTENCES

ROOT = Path(__file__).parent.parent
STANDARD = " ".join((ROOT / "docs" / "service-standard.txt").read_text().split())
JOURNEYS = ast.parse((ROOT / "tests" / "test_journeys.py").read_text())


def shown() -> set[str]:
    """Keys of `with shows("…")` blocks of the journeys that hold at least one assertion."""
    keys = set()
    for block in (node for node in ast.walk(JOURNEYS) if isinstance(node, ast.With)):
        if not any(isinstance(node, ast.Assert) for node in ast.walk(block)):
            continue
        calls = [item.context_expr for item in block.items if isinstance(item.context_expr, ast.Call)]
        keys |= {call.args[0].value for call in calls if getattr(call.func, "id", "") == "shows"}
    return keys


def test_every_word_of_the_standard_has_a_row():
    rest = STANDARD
    for quote in sorted([*SENTENCES.values(), *NO_PROMISE], key=len, reverse=True):
        assert quote in rest, f"no longer in the standard: {quote}"
        rest = rest.replace(quote, " ", 1)

    assert rest.split() == []


@pytest.mark.parametrize(("key", "quote"), SENTENCES.items(), ids=list(SENTENCES))
def test_a_journey_shows_the_sentence(key, quote):
    assert key in shown(), f"no journey shows: {quote}"
