"""A check of our own for schemathesis: what the schema allows is never refused as a fault of the schema."""

from datetime import date
from typing import Any

import schemathesis
from hypothesis import strategies as some

# Of all days only those are worth a try that the pattern of a date lets through; the other ones it knows to break.
DAYS = some.dates(date(1900, 1, 2), date(2200, 12, 30))
HOURS = some.sampled_from(["T00:00:00Z", "T08:30:00+07:00", "T23:59:59.999999-11:30"])
schemathesis.openapi.format("date", DAYS.map(date.isoformat))
schemathesis.openapi.format("date-time", some.tuples(DAYS.map(date.isoformat), HOURS).map("".join))
# Of these, 141,000 letters in all, each is written down by itself whenever a text is generated, minutes in a run; the
# codec of the runs knows none of them. That the service refuses them is held by tests/test_texts.py.
PRIVATE = (r"\ue000-\uf8ff", "\U000e0000-\U000e0fff", "\U000f0000-\U0010ffff")
FAULTS_OF_SHAPE = {"invalid", "bad-request", "idempotency-key-required", "bad-wait-for", "wait-for-never"}


@schemathesis.hook
def before_load_schema(_: Any, raw_schema: Any) -> None:
    """Take the letters of private use out of what texts may not hold, and what would make a run wait for news."""
    for node in raw_schema.values() if isinstance(raw_schema, dict) else raw_schema:
        if isinstance(node, dict | list):
            before_load_schema(_, node)
    if isinstance(raw_schema, dict) and isinstance(raw_schema.get("pattern"), str):
        for letters in PRIVATE:
            raw_schema["pattern"] = raw_schema["pattern"].replace(letters, "")
    if isinstance(raw_schema, dict) and isinstance(raw_schema.get("parameters"), list):
        raw_schema["parameters"] = [one for one in raw_schema["parameters"] if not _waits(one)]


def _waits(parameter: dict[str, Any]) -> bool:
    return parameter.get("$ref", "").endswith("/Wait-For") or parameter.get("name") == "wait"


@schemathesis.check
def schema_tells_all(ctx: Any, response: Any, case: Any) -> None:
    """A valid request may break a rule of the office, which has its own code, but not the rules of its shape."""
    valid = case.meta is not None and case.meta.generation.mode.is_positive
    if valid and response.status_code in (400, 422):
        body = response.json()
        assert body["code"] not in FAULTS_OF_SHAPE, f"the schema allows what the service refuses: {body}"
