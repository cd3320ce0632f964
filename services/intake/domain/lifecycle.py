"""The life cycles of application, item and instrument, as tables of moves."""

from enum import StrEnum

from shared.lifecycle import Lifecycle


class State(StrEnum):
    """States of an application."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Action(StrEnum):
    """Moves of an application."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    COMPLETE = "complete"


# fmt: off
APPLICATION = Lifecycle(State.DRAFT, [
    # from             action            to
    (State.DRAFT,      Action.SUBMIT,    State.SUBMITTED),
    (State.RETURNED,   Action.SUBMIT,    State.SUBMITTED),
    (State.SUBMITTED,  Action.ACCEPT,    State.ACCEPTED),
    (State.SUBMITTED,  Action.RETURN,    State.RETURNED),
    (State.SUBMITTED,  Action.REJECT,    State.REJECTED),
    (State.DRAFT,      Action.WITHDRAW,  State.WITHDRAWN),
    (State.SUBMITTED,  Action.WITHDRAW,  State.WITHDRAWN),
    (State.RETURNED,   Action.WITHDRAW,  State.WITHDRAWN),
    (State.RETURNED,   Action.LAPSE,     State.LAPSED),
    (State.ACCEPTED,   Action.COMPLETE,  State.COMPLETED),
])
# fmt: on


class ItemState(StrEnum):
    """States of one instrument on one letter."""

    PENDING = "pending"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    TESTED = "tested"
    AWAITING_RETEST = "awaiting_retest"
    CERTIFIED = "certified"
    REJECTED_ON_TEST = "rejected_on_test"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    NOT_PRESENTED = "not_presented"


class ItemAction(StrEnum):
    """Moves of an item."""

    ACCEPT = "accept"
    SCHEDULE = "schedule"
    EXAMINE = "examine"
    RELEASE = "release"
    CERTIFY = "certify"
    RETEST_GRANTED = "retest_granted"
    GIVE_UP = "give_up"
    REFER = "refer"
    WITHDRAW = "withdraw"
    NOT_PRESENTED = "not_presented"
    CORRECT = "correct"


# fmt: off
ITEM = Lifecycle(ItemState.PENDING, [
    # from                      action                     to
    (ItemState.PENDING,         ItemAction.ACCEPT,         ItemState.WAITING),
    (ItemState.WAITING,         ItemAction.SCHEDULE,       ItemState.SCHEDULED),
    (ItemState.SCHEDULED,       ItemAction.EXAMINE,        ItemState.TESTED),
    (ItemState.SCHEDULED,       ItemAction.RELEASE,        ItemState.WAITING),
    (ItemState.TESTED,          ItemAction.CERTIFY,        ItemState.CERTIFIED),
    (ItemState.TESTED,          ItemAction.RETEST_GRANTED, ItemState.AWAITING_RETEST),
    (ItemState.AWAITING_RETEST, ItemAction.SCHEDULE,       ItemState.SCHEDULED),
    (ItemState.TESTED,          ItemAction.GIVE_UP,        ItemState.REJECTED_ON_TEST),
    (ItemState.AWAITING_RETEST, ItemAction.GIVE_UP,        ItemState.REJECTED_ON_TEST),
    (ItemState.PENDING,         ItemAction.REFER,          ItemState.REFERRED),
    (ItemState.PENDING,         ItemAction.WITHDRAW,       ItemState.WITHDRAWN),
    (ItemState.WAITING,         ItemAction.WITHDRAW,       ItemState.WITHDRAWN),
    (ItemState.SCHEDULED,       ItemAction.WITHDRAW,       ItemState.WITHDRAWN),
    (ItemState.WAITING,         ItemAction.NOT_PRESENTED,  ItemState.NOT_PRESENTED),
    # A rejection found wrong: whatever the retest was waiting for, the corrected test counts.
    (ItemState.AWAITING_RETEST, ItemAction.CORRECT,        ItemState.TESTED),
    (ItemState.WAITING,         ItemAction.CORRECT,        ItemState.TESTED),
    (ItemState.SCHEDULED,       ItemAction.CORRECT,        ItemState.TESTED),
])
# fmt: on
ENDS = ITEM.ends()


class InstrumentState(StrEnum):
    """States of an instrument, which keeps its id for life."""

    ACTIVE = "active"
    OUT_OF_USE = "out_of_use"
    MOVED_OUT = "moved_out"
    SCRAPPED = "scrapped"


class InstrumentAction(StrEnum):
    """Moves of an instrument."""

    RETIRE = "retire"
    RESUME = "resume"
    MOVE_OUT = "move_out"
    SCRAP = "scrap"


# fmt: off
INSTRUMENT = Lifecycle(InstrumentState.ACTIVE, [
    # from                        action                     to
    (InstrumentState.ACTIVE,      InstrumentAction.RETIRE,   InstrumentState.OUT_OF_USE),
    (InstrumentState.OUT_OF_USE,  InstrumentAction.RESUME,   InstrumentState.ACTIVE),
    (InstrumentState.ACTIVE,      InstrumentAction.MOVE_OUT, InstrumentState.MOVED_OUT),
    (InstrumentState.ACTIVE,      InstrumentAction.SCRAP,    InstrumentState.SCRAPPED),
    (InstrumentState.OUT_OF_USE,  InstrumentAction.SCRAP,    InstrumentState.SCRAPPED),
])
# fmt: on
LIFECYCLES = {"application": APPLICATION, "item": ITEM, "instrument": INSTRUMENT}
