"""What intake tells, and what it understands of the others."""

from services.intake.events import heard, letters, register

PUBLISHED = [
    letters.ApplicationSubmitted,
    letters.ApplicationReturned,
    letters.ApplicationRejected,
    letters.ApplicationWithdrawn,
    letters.ApplicationLapsed,
    letters.ApplicationAccepted,
    letters.ApplicationCompleted,
    letters.ApplicationOverdue,
    letters.ItemWithdrawn,
    letters.ItemWithdrawalRequested,
    letters.ItemReferred,
    letters.ItemEnded,
    register.InstrumentRegistered,
    register.InstrumentChanged,
    register.InstrumentRetired,
    register.InstrumentTransferred,
    register.ItemPlaced,
    register.PartyChanged,
]

__all__ = ["PUBLISHED", "heard", "letters", "register"]
