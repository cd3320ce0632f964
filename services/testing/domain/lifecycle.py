"""States and moves of an order, a session, an examination and a doubt about one, as the contract names them."""

from enum import StrEnum

from shared.lifecycle import Lifecycle


class OrderState(StrEnum):
    """Where one item stands on its way to the scale's test."""

    WAITING = "waiting"
    OFFERED = "offered"
    SCHEDULED = "scheduled"
    EXAMINED = "examined"
    CANCELLED = "cancelled"


class OrderAction(StrEnum):
    """What may happen to an order."""

    SCHEDULE = "schedule"
    EXAMINE = "examine"
    RESCHEDULE = "reschedule"
    MISS = "miss"
    RELEASE = "release"
    OFFER = "offer"
    ACCEPT_OFFER = "accept_offer"
    OFFER_LAPSE = "offer_lapse"
    CANCEL = "cancel"
    CARRY_OVER = "carry_over"


class SessionState(StrEnum):
    """Where a day of testing stands."""

    PLANNED = "planned"
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SessionAction(StrEnum):
    """What may happen to a session."""

    PUBLISH = "publish"
    OPEN = "open"
    CLOSE = "close"
    BREAK_OFF = "break_off"
    CANCEL = "cancel"


class ExaminationState(StrEnum):
    """Where a record of readings stands."""

    RECORDED = "recorded"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class ExaminationAction(StrEnum):
    """What may happen to an examination."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    CORRECT = "correct"


class DoubtState(StrEnum):
    """Where a doubt about an approved examination stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    TAKEN_BACK = "taken_back"
    SUPERSEDED = "superseded"


class DoubtAction(StrEnum):
    """What may happen to a doubt."""

    CONFIRM = "confirm"
    TAKE_BACK = "take_back"
    SUPERSEDE = "supersede"


# fmt: off
ORDER = Lifecycle(OrderState.WAITING, [
    # from                  action                     to
    (OrderState.WAITING,   OrderAction.SCHEDULE,      OrderState.SCHEDULED),
    (OrderState.WAITING,   OrderAction.OFFER,         OrderState.OFFERED),
    (OrderState.WAITING,   OrderAction.CARRY_OVER,    OrderState.WAITING),    # next period, same rank
    (OrderState.WAITING,   OrderAction.CANCEL,        OrderState.CANCELLED),
    (OrderState.OFFERED,   OrderAction.ACCEPT_OFFER,  OrderState.SCHEDULED),
    (OrderState.OFFERED,   OrderAction.OFFER_LAPSE,   OrderState.WAITING),
    (OrderState.OFFERED,   OrderAction.CANCEL,        OrderState.CANCELLED),
    (OrderState.SCHEDULED, OrderAction.EXAMINE,       OrderState.EXAMINED),
    (OrderState.SCHEDULED, OrderAction.RESCHEDULE,    OrderState.SCHEDULED),
    (OrderState.SCHEDULED, OrderAction.MISS,          OrderState.WAITING),    # counts against the rank rule
    (OrderState.SCHEDULED, OrderAction.RELEASE,       OrderState.WAITING),    # never the applicant's fault
    (OrderState.SCHEDULED, OrderAction.CANCEL,        OrderState.CANCELLED),
])

SESSION = Lifecycle(SessionState.PLANNED, [
    (SessionState.PLANNED,   SessionAction.PUBLISH,   SessionState.PUBLISHED),
    (SessionState.PLANNED,   SessionAction.CANCEL,    SessionState.CANCELLED),
    (SessionState.PUBLISHED, SessionAction.OPEN,      SessionState.OPEN),
    (SessionState.PUBLISHED, SessionAction.CANCEL,    SessionState.CANCELLED),
    (SessionState.OPEN,      SessionAction.CLOSE,     SessionState.CLOSED),   # each booked order has ended
    (SessionState.OPEN,      SessionAction.BREAK_OFF, SessionState.CLOSED),   # the rest is released
])

EXAMINATION = Lifecycle(ExaminationState.RECORDED, [
    (ExaminationState.RECORDED,  ExaminationAction.SUBMIT,  ExaminationState.SUBMITTED),
    (ExaminationState.SUBMITTED, ExaminationAction.APPROVE, ExaminationState.APPROVED),
    (ExaminationState.SUBMITTED, ExaminationAction.RETURN,  ExaminationState.RECORDED),
    (ExaminationState.APPROVED,  ExaminationAction.CORRECT, ExaminationState.SUPERSEDED),  # by a new version
])

DOUBT = Lifecycle(DoubtState.OPEN, [
    (DoubtState.OPEN, DoubtAction.CONFIRM,   DoubtState.CONFIRMED),   # judged again: the verdict stands
    (DoubtState.OPEN, DoubtAction.TAKE_BACK, DoubtState.TAKEN_BACK),  # so was the withdrawal
    (DoubtState.OPEN, DoubtAction.SUPERSEDE, DoubtState.SUPERSEDED),  # a new version was approved
])
# fmt: on
LIFECYCLES = {"order": ORDER, "session": SESSION, "examination": EXAMINATION, "doubt": DOUBT}
