"""What testing tells of its days."""

import datetime

from services.testing.events.parts import Stop
from shared.events.declarations import Event


class AboutSession(Event):
    """What every event of a session holds."""

    about = "session_id"

    session_id: str
    date: datetime.date
    mode: str
    stops: list[Stop]
    places_left: int


class SessionPublished(AboutSession):
    """A day of testing can be booked."""

    type = "testing.session.published.v1"


class SessionCancelled(AboutSession):
    """A day of testing will not take place; each booked order is released with its own event."""

    type = "testing.session.cancelled.v1"


class SessionClosed(AboutSession):
    """A day of testing is over: each booked order was examined, missed or released."""

    type = "testing.session.closed.v1"
