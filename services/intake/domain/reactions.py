"""What the events of testing and certificates mean for an item in each of its states; the table is total."""

from services.intake.domain.lifecycle import ItemState as S
from shared.events.reactions import Reaction, Reactions

A, P, W, R = Reaction.APPLY, Reaction.PAST, Reaction.WAIT, Reaction.REFUSE
ENDED = {S.REJECTED_ON_TEST: P, S.REFERRED: R, S.WITHDRAWN: P, S.NOT_PRESENTED: P}

# An unknown item (None) waits: its letter may have been restored and not yet be here.
# fmt: off
ITEM_REACTIONS = Reactions({
    #                      unknown   letter not     no order       has a date
    "scheduled":        {None: W, S.PENDING: W, S.WAITING: A, S.SCHEDULED: P,
                         S.TESTED: P, S.AWAITING_RETEST: P, S.CERTIFIED: P, **ENDED},
    "retest_scheduled": {None: W, S.PENDING: W, S.WAITING: A, S.SCHEDULED: W,
                         S.TESTED: W, S.AWAITING_RETEST: A, S.CERTIFIED: P, **ENDED},
    "released":         {None: W, S.PENDING: W, S.WAITING: P, S.SCHEDULED: A,
                         S.TESTED: P, S.AWAITING_RETEST: P, S.CERTIFIED: P, **ENDED},
    "examined":         {None: W, S.PENDING: W, S.WAITING: W, S.SCHEDULED: A,
                         S.TESTED: P, S.AWAITING_RETEST: W, S.CERTIFIED: P, **ENDED},
    "corrected":        {None: W, S.PENDING: W, S.WAITING: A, S.SCHEDULED: A,
                         S.TESTED: A, S.AWAITING_RETEST: A, S.CERTIFIED: P, **ENDED},
    "certified":        {None: W, S.PENDING: W, S.WAITING: W, S.SCHEDULED: W,
                         S.TESTED: A, S.AWAITING_RETEST: W, S.CERTIFIED: P, **ENDED},
    "cancelled":        {None: W, S.PENDING: W, S.WAITING: A, S.SCHEDULED: A,
                         S.TESTED: R, S.AWAITING_RETEST: P, S.CERTIFIED: P, **ENDED},
})
# fmt: on
