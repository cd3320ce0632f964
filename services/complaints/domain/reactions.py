"""What the events of testing mean for a retest in each of its states; the table is total."""

from services.complaints.domain.lifecycle import RetestState as S
from shared.events.reactions import Reaction, Reactions

A, P, W = Reaction.APPLY, Reaction.PAST, Reaction.WAIT

# An unknown retest (None) waits: the request may have been restored and not yet be here. Order and examination are
# different subjects, so a result may come before the date of its order.
# fmt: off
RETEST_REACTIONS = Reactions({
    "opened":      {None: W, S.REQUESTED: A, S.OPENED: P, S.SCHEDULED: P, S.EXAMINED: P, S.CANCELLED: P},
    "scheduled":   {None: W, S.REQUESTED: W, S.OPENED: A, S.SCHEDULED: A, S.EXAMINED: P, S.CANCELLED: P},
    "released":    {None: W, S.REQUESTED: W, S.OPENED: P, S.SCHEDULED: A, S.EXAMINED: P, S.CANCELLED: P},
    "cancelled":   {None: W, S.REQUESTED: W, S.OPENED: A, S.SCHEDULED: A, S.EXAMINED: P, S.CANCELLED: P},
    "examined":    {None: W, S.REQUESTED: W, S.OPENED: A, S.SCHEDULED: A, S.EXAMINED: A, S.CANCELLED: P},
})
# fmt: on
