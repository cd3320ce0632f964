"""Judges a stored record again, so that anybody can see whether its verdict still follows from its readings (I8)."""

from typing import Any

from services.testing.domain.verdict import reproduction
from services.testing.storage import Examination
from services.testing.storage.software import identity
from services.testing.usecases.examination_records import JUDGED, judged
from services.testing.usecases.scopes import EXAMINATIONS
from shared.auth.actor import Actor


def reproduced(by: Actor, id: str) -> dict[str, Any]:
    """What differs between the stored result and a second evaluation; no difference means reproduced."""
    kept = Examination.visible(id, EXAMINATIONS.reading(by))
    again = judged(kept.order, {name: getattr(kept, name) for name in JUDGED})
    found = reproduction.differences(kept.result, again)
    return {
        "examination_id": kept.id,
        "reproduced": not found,
        "intact": kept.intact,
        "differences": [{**row, "stored": _told(row["stored"]), "again": _told(row["again"])} for row in found],
        "software": kept.software,
        "software_now": identity().as_json(),
    }


def _told(value: Any) -> str | None:
    return None if value is None else str(value)
