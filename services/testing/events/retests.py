"""What testing tells complaints, and nobody else, of a test that a complaint asked for: everybody else would read whose
test is disputed."""

import datetime
from typing import Annotated

from services.testing.events import words
from shared.events.declarations import Event


class AboutRetest(Event):
    """What every event of such a test holds; it is about its order, so that its events come in the order's order."""

    about = "order_id"
    internal = True

    order_id: words.OrderId
    complaint_id: Annotated[str, "the complaint that asked for it"]


class RetestOpened(AboutRetest):
    """The instrument waits for its test."""

    type = "testing.retest.opened.v1"


class RetestScheduled(AboutRetest):
    """The test has a day, or another one."""

    type = "testing.retest.scheduled.v1"

    date: Annotated[datetime.date, "the day of the test"]


class RetestReleased(AboutRetest):
    """The day fell away or the instrument was not presented; the order waits again."""

    type = "testing.retest.released.v1"


class RetestCancelled(AboutRetest):
    """There will be no test."""

    type = "testing.retest.cancelled.v1"

    reason_code: words.ReasonCode


class RetestExamined(AboutRetest):
    """The test is approved, or its correction is."""

    type = "testing.retest.examined.v1"

    examination_id: words.ExaminationId
    verdict: Annotated[str, "passed or failed"]
    tested_on: Annotated[datetime.date, "the day of the test"]
