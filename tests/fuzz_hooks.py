"""A check of our own for schemathesis: what the schema allows is never refused as a fault of the schema."""

from typing import Any

import schemathesis

FAULTS_OF_SHAPE = {"invalid", "bad-request", "idempotency-key-required", "bad-wait-for"}


@schemathesis.check
def schema_tells_all(ctx: Any, response: Any, case: Any) -> None:
    """A valid request may break a rule of the office, which has its own code, but not the rules of its shape."""
    valid = case.meta is not None and case.meta.generation.mode.is_positive
    if valid and response.status_code in (400, 422):
        body = response.json()
        assert body["code"] not in FAULTS_OF_SHAPE, f"the schema allows what the service refuses: {body}"
