"""What testing tells of its days."""

import datetime
from typing import Annotated

from services.testing.events import words
from services.testing.events.parts import Stop
from shared.events.declarations import Event


class AboutSession(Event):
    """What every event of a session holds."""

    about = "session_id"

    session_id: words.SessionId
    date: Annotated[datetime.date, "the day"]
    mode: words.Where
    stops: Annotated[list[Stop], "where it halts, in order"]
    places_left: Annotated[int, "how many more instruments of the usual length can be booked"]


class SessionPublished(AboutSession):
    """A day of testing can be booked."""

    type = "testing.session.published.v1"


class SessionCancelled(AboutSession):
    """A day of testing will not take place; each booked order is released with its own event."""

    type = "testing.session.cancelled.v1"


class SessionClosed(AboutSession):
    """A day of testing is over: each booked order was examined, missed or released."""

    type = "testing.session.closed.v1"
