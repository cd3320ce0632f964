"""What the events of intake and complaints mean for an order in each of its states; the table is total."""

from services.testing.domain.lifecycle import OrderState as S
from shared.events.reactions import Reaction, Reactions

A, P, W = Reaction.APPLY, Reaction.PAST, Reaction.WAIT

# A withdrawal of what is examined is applied too: by telling that it is too late.
# fmt: off
ORDER_REACTIONS = Reactions({
    #                         unknown   no day        a place kept  a day           tested         ended
    "accepted":             {None: A, S.WAITING: P, S.OFFERED: P, S.SCHEDULED: P, S.EXAMINED: P, S.CANCELLED: P},
    "withdrawal_requested": {None: W, S.WAITING: A, S.OFFERED: A, S.SCHEDULED: A, S.EXAMINED: A, S.CANCELLED: P},
    "item_ended":           {None: P, S.WAITING: A, S.OFFERED: A, S.SCHEDULED: A, S.EXAMINED: P, S.CANCELLED: P},
    # The facts of the instrument come from its last order, whatever became of it.
    "retest_requested":     {None: W, S.WAITING: A, S.OFFERED: A, S.SCHEDULED: A, S.EXAMINED: A, S.CANCELLED: A},
})
# fmt: on
