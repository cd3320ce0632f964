"""An answer that shows what opens something is kept for repeats one day only, in every service and on every route."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.operations.retention import KEPT_SHORTLY
from tests.support import NAMES, application
from tests.taint.fields import nested

OPENS = re.compile(r"code|token|secret|password|passphrase|\bpin\b|_url$|key$", re.IGNORECASE)
# What has such a name and opens nothing, and why.
HARMLESS = {
    "reason_code": "a word of a catalogue",
    "owner_key": "a keyed pseudonym",
    "root_cause_code": "a word of a catalogue",
    "verifier_code": "names an officer",
    "approved_by_code": "names an officer",
}
BY_SHAPE = {
    ("testing", "VerifierShape", "code"): "names an officer",
    ("testing", "VerifierShape", "withdrawn_code"): "a word of a catalogue",
    ("testing", "StandardShape", "code"): "names a standard",
    ("testing", "StandardShape", "withdrawn_code"): "a word of a catalogue",
    ("testing", "UsedStandardShape", "code"): "names a standard",
    ("testing", "MarkShape", "code"): "the mark on an instrument",
    ("testing", "DoubtShape", "code"): "names a standard or an officer",
    ("testing", "DoubtShape", "end_code"): "a word of a catalogue",
    ("certificates", "DoubtShape", "code"): "names a standard or an officer",
    ("testing", "EntryOutcome", "code"): "a word of data/problems.toml",
    ("testing", "RecordOutcome", "code"): "a word of data/problems.toml",
    ("certificates", "OutcomeShape", "code"): "a word of data/problems.toml",
}


def fields_of(shape: type, above: tuple[type, ...] = ()) -> Iterator[tuple[str, str]]:
    """(shape, field) of everything that an answer of this shape holds."""
    if shape in above:
        return
    for name, field in shape().fields.items():
        yield shape.__name__, field.data_key or name
        if inner := nested(field):
            yield from fields_of(inner, (*above, shape))


def kept_answers(service: Any) -> Iterator[tuple[str, type]]:
    """Routes whose answer is kept under an Idempotency-Key."""
    app = application(service)
    for rule in app.url_map.iter_rules():
        options = getattr(app.view_functions[rule.endpoint], "options", {})
        if rule.methods - {"GET", "HEAD", "OPTIONS"} and "answer" in options:
            yield rule.rule, options["answer"]


def opening(service: Any) -> set[str]:
    found = set()
    for rule, shape in kept_answers(service):
        for owner, field in fields_of(shape):
            harmless = field in HARMLESS or (service.name, owner, field) in BY_SHAPE
            if OPENS.search(field) and not harmless:
                found.add(f"{rule}: {owner}.{field}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_service_whose_kept_answers_show_what_opens_something_forgets_them_soon(opened, name):
    service = opened(name)

    found = opening(service)

    assert not found or service.answers_kept == KEPT_SHORTLY, found
    assert bool(found) == (name in ("intake", "certificates", "complaints")), found
