"""What testing tells, and what it understands of the others."""

from services.testing.events import examinations, hands, heard, orders, retests, sessions

PUBLISHED = [
    sessions.SessionPublished,
    sessions.SessionCancelled,
    sessions.SessionClosed,
    orders.OrderOpened,
    orders.OrderScheduled,
    orders.OrderRescheduled,
    orders.OrderMissed,
    orders.OrderReleased,
    orders.OrderOffered,
    orders.OrderCarriedOver,
    orders.OrderCancelled,
    orders.OrderCancelRefused,
    hands.VerifierCoded,
    hands.ExaminationHandled,
    examinations.ExaminationPassed,
    examinations.ExaminationFailed,
    examinations.ExaminationSuperseded,
    examinations.ExaminationDoubted,
    examinations.ExaminationConfirmed,
    examinations.MarkBroken,
    retests.RetestOpened,
    retests.RetestScheduled,
    retests.RetestReleased,
    retests.RetestCancelled,
    retests.RetestExamined,
]

__all__ = ["PUBLISHED", "examinations", "hands", "heard", "orders", "retests", "sessions"]
