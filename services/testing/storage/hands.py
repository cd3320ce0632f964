"""Hidden tests of whose people certificates was never told: they were approved before there was anything to tell."""

from services.testing.storage.context import store
from services.testing.storage.examinations import Examination

NEVER_TOLD = """SELECT examination.id FROM examination JOIN "order" ON "order".id = examination.order_id
                WHERE "order".kept_from <> '' AND examination.approved_at IS NOT NULL AND NOT EXISTS
                      (SELECT 1 FROM log_event WHERE log_event.subject = examination.id AND log_event.type = ?)
                ORDER BY examination.id LIMIT ?"""


def never_told(type: str, most: int) -> list[Examination]:
    """A few of them, approved or superseded since."""
    return [Examination.find(id) for (id,) in store.execute(NEVER_TOLD, type, most).fetchall()]
