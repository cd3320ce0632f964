"""What every route declares that the reporter's code, or the link under a resolution, opens."""

from services.complaints.domain.words import DESK, OFFICE_ROLES
from services.complaints.schemas.public import TrackingShape
from services.complaints.usecases import reporter
from shared.http.access import Closed
from shared.http.operation_options import Options

TURNED_AWAY = "reporter-only"
BY_CODE: Options = {
    "allow": (),
    "known": OFFICE_ROLES,
    "closed": Closed(TURNED_AWAY, OFFICE_ROLES),
    "rate": "code",
    "unnamed": reporter.is_unnamed,
}
MOVE: Options = {**BY_CODE, "answer": TrackingShape, "match": True}
# What the desk may do for him.
FOR_HIM: Options = {**MOVE, "closed": Closed(TURNED_AWAY, tuple({*OFFICE_ROLES} - {*DESK}))}
