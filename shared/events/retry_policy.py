"""What becomes of one try to act on an event, and how long the next one waits."""

import random
from datetime import timedelta
from enum import StrEnum

from shared.errors import Refused, Stale, Unavailable
from shared.events.envelope import Unreadable

BACKOFF = [timedelta(seconds=s) for s in (1, 5, 30, 120, 600, 3600, 21600)]
MOST = len(BACKOFF) + 1
PATIENCE = timedelta(days=30)
LONGEST = timedelta(minutes=10)  # between two looks at what waits for another fact


class Outcome(StrEnum):
    """What became of one try."""

    DONE = "done"
    RETRY = "retry"
    WAIT = "wait"
    DEAD = "dead"
    SKIPPED = "skipped"


class Overtaken(Exception):
    """A later word of the same subject was acted on already, and only the newest counts."""


def judge(error: Exception, attempts: int, age: timedelta) -> tuple[Outcome, timedelta]:
    """What a failure means, and how long to pause; waiting for another fact does not use up tries.

    Stale means that somebody changed the thing while the handler looked at it: the next look sees it as it is.
    """
    if isinstance(error, Overtaken):
        return Outcome.SKIPPED, timedelta()
    if isinstance(error, Unavailable) and age < PATIENCE:
        return Outcome.WAIT, min(max(age / 4, BACKOFF[0]), LONGEST)
    hopeless = isinstance(error, Unreadable | Refused) and not isinstance(error, Stale)
    if hopeless or attempts > len(BACKOFF):
        return Outcome.DEAD, timedelta()
    pause = BACKOFF[attempts - 1]
    return Outcome.RETRY, pause * (1 + random.random() / 2)
