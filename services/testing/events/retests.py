"""What testing tells complaints, and nobody else, of a test that a complaint asked for: everybody else would read whose
test is disputed."""

import datetime

from shared.events.declarations import Event


class AboutRetest(Event):
    """What every event of such a test holds; it is about its order, so that its events come in the order's order."""

    about = "order_id"
    internal = True

    order_id: str
    complaint_id: str


class RetestOpened(AboutRetest):
    """The instrument waits for its test."""

    type = "testing.retest.opened.v1"


class RetestScheduled(AboutRetest):
    """The test has a day, or another one."""

    type = "testing.retest.scheduled.v1"

    date: datetime.date


class RetestReleased(AboutRetest):
    """The day fell away or the instrument was not presented; the order waits again."""

    type = "testing.retest.released.v1"


class RetestCancelled(AboutRetest):
    """There will be no test."""

    type = "testing.retest.cancelled.v1"

    reason_code: str


class RetestExamined(AboutRetest):
    """The test is approved, or its correction is."""

    type = "testing.retest.examined.v1"

    examination_id: str
    verdict: str
    tested_on: datetime.date
