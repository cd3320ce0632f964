"""What every route declares that the reporter's code, or the link under a resolution, opens."""

from services.complaints.domain.words import DESK, OFFICE_ROLES
from services.complaints.schemas.public import TrackingShape
from services.complaints.usecases import answers
from shared.http.access import Closed

TURNED_AWAY = "reporter-only"
READ = {"allow": (), "known": OFFICE_ROLES, "closed": Closed(TURNED_AWAY, OFFICE_ROLES), "rate": "code"}
WRITE = READ | {"unnamed": answers.is_unnamed}
MOVE = WRITE | {"answer": TrackingShape, "match": True}
FOR_HIM = MOVE | {"closed": Closed(TURNED_AWAY, tuple({*OFFICE_ROLES} - {*DESK}))}  # what the desk may do for him
