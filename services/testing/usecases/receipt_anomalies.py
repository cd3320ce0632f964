"""What is odd about an instrument when it comes is written down before anybody tests it (ISO/IEC 17020, 7.2.3)."""

from services.testing.domain.lifecycle import ORDER, OrderState
from services.testing.storage import Examination, Order, Verifier, context, rule, transaction
from services.testing.usecases.callers import another
from shared import clock
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.database.fields import plain
from shared.errors import Conflict


def note(by: Actor, id: str, match: int, words: str) -> Order:
    """An anomaly at receipt; once the record is begun it would be a finding of the test."""
    with transaction():
        order = another(by, id, match)
        if order.state not in (OrderState.WAITING, OrderState.OFFERED, OrderState.SCHEDULED):
            raise Conflict("testing-begun", state=order.state, allowed=ORDER.allowed(order.state))
        if order.session_id and Examination.living(order):
            raise Conflict("testing-begun", state=order.state, allowed=[])
        before, most = order.anomalies or [], rule("receipt", context.today())["most_anomalies"]
        if len(before) >= most:
            raise Conflict("too-many-anomalies", most=most, allowed=[])
        known = Verifier.of(by.sub)
        told = {"note": words, "at": plain(clock.now()), "by_code": known.code if known else ""}
        order.change(anomalies=[*before, told])
        audit_trail.record(context, order, "note_anomaly", by, note=words)
    return order
