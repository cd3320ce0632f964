"""What every route declares that the reporter's code, or the link under a resolution, opens."""

from services.complaints.domain.words import OFFICE_ROLES
from services.complaints.schemas.public import TrackingShape
from services.complaints.usecases import answers

READ = {"allow": (), "known": OFFICE_ROLES, "rate": "code"}
WRITE = READ | {"unnamed": answers.is_unnamed}
MOVE = WRITE | {"answer": TrackingShape, "match": True}
