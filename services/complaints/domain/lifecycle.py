"""The life cycles of a complaint, of the retest it may ask for, and of an improvement, as tables of moves."""

from enum import StrEnum

from shared.lifecycle import Lifecycle


class State(StrEnum):
    """States of a complaint; `STAGE` says which of the seven stages each belongs to.

    `LODGED`: it came without an account and has no official number until its reporter confirms it by code, or an
    officer takes it in. The seven stages and every clock begin with `RECEIVED`.
    """

    LODGED = "lodged"
    RECEIVED = "received"
    VERIFIED = "verified"
    CLASSIFIED = "classified"
    ASSIGNED = "assigned"
    IN_HANDLING = "in_handling"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    CLOSED = "closed"
    EVALUATED = "evaluated"
    DISMISSED = "dismissed"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Action(StrEnum):
    """Moves of a complaint."""

    CONFIRM = "confirm"
    TAKE_IN = "take_in"
    LAPSE = "lapse"
    VERIFY = "verify"
    DISMISS = "dismiss"
    CLASSIFY = "classify"
    ASSIGN = "assign"
    START = "start"
    REPORT_DONE = "report_done"
    RESUME = "resume"
    RESOLVE = "resolve"
    ANSWER = "answer"
    TIME_OUT = "time_out"
    EVALUATE = "evaluate"
    REOPEN = "reopen"
    TRANSFER = "transfer"
    WITHDRAW = "withdraw"


OPEN = (State.RECEIVED, State.VERIFIED, State.CLASSIFIED, State.ASSIGNED, State.IN_HANDLING, State.MONITORING)
# fmt: off
COMPLAINT = Lifecycle(State.LODGED, [
    # from              action              to
    (State.LODGED,      Action.CONFIRM,     State.RECEIVED),
    (State.LODGED,      Action.TAKE_IN,     State.RECEIVED),
    (State.LODGED,      Action.LAPSE,       State.LAPSED),
    (State.LAPSED,      Action.TAKE_IN,     State.RECEIVED),
    (State.RECEIVED,    Action.VERIFY,      State.VERIFIED),
    (State.RECEIVED,    Action.DISMISS,     State.DISMISSED),
    (State.VERIFIED,    Action.CLASSIFY,    State.CLASSIFIED),
    (State.CLASSIFIED,  Action.ASSIGN,      State.ASSIGNED),
    (State.ASSIGNED,    Action.START,       State.IN_HANDLING),
    (State.IN_HANDLING, Action.REPORT_DONE, State.MONITORING),
    (State.MONITORING,  Action.RESUME,      State.IN_HANDLING),
    (State.MONITORING,  Action.RESOLVE,     State.RESOLVED),
    (State.RESOLVED,    Action.ANSWER,      State.CLOSED),
    (State.RESOLVED,    Action.TIME_OUT,    State.CLOSED),
    (State.RESOLVED,    Action.REOPEN,      State.IN_HANDLING),
    (State.CLOSED,      Action.REOPEN,      State.IN_HANDLING),
    (State.WITHDRAWN,   Action.REOPEN,      State.RECEIVED),
    (State.CLOSED,      Action.EVALUATE,    State.EVALUATED),
    *((state,           Action.TRANSFER,    State.TRANSFERRED) for state in OPEN),
    *((state,           Action.WITHDRAW,    State.WITHDRAWN) for state in OPEN),
])
# fmt: on

# The stage that a complaint has reached; the endings before the sixth stage keep the one they left.
STAGE = {
    State.LODGED: 0,
    State.LAPSED: 0,
    State.RECEIVED: 1,
    State.VERIFIED: 2,
    State.DISMISSED: 2,
    State.CLASSIFIED: 3,
    State.ASSIGNED: 4,
    State.IN_HANDLING: 4,
    State.MONITORING: 5,
    State.RESOLVED: 6,
    State.CLOSED: 6,
    State.EVALUATED: 7,
}
ENDS = (Action.DISMISS, Action.RESOLVE, Action.TRANSFER, Action.WITHDRAW)  # for the office
UNNUMBERED = (State.LODGED, State.LAPSED)
UNANSWERED_ENDS = (State.DISMISSED, State.TRANSFERRED, State.WITHDRAWN)


class RetestState(StrEnum):
    """States of a retest that a complaint asked for, as testing tells them."""

    REQUESTED = "requested"
    OPENED = "opened"
    SCHEDULED = "scheduled"
    EXAMINED = "examined"
    CANCELLED = "cancelled"


class RetestAction(StrEnum):
    """Moves of a retest."""

    OPEN = "open"
    SCHEDULE = "schedule"
    RELEASE = "release"
    EXAMINE = "examine"
    CANCEL = "cancel"


# fmt: off
RETEST = Lifecycle(RetestState.REQUESTED, [
    # from                   action                 to
    (RetestState.REQUESTED,  RetestAction.OPEN,     RetestState.OPENED),
    (RetestState.OPENED,     RetestAction.SCHEDULE, RetestState.SCHEDULED),
    (RetestState.SCHEDULED,  RetestAction.SCHEDULE, RetestState.SCHEDULED),
    (RetestState.SCHEDULED,  RetestAction.RELEASE,  RetestState.OPENED),
    (RetestState.OPENED,     RetestAction.EXAMINE,  RetestState.EXAMINED),
    (RetestState.SCHEDULED,  RetestAction.EXAMINE,  RetestState.EXAMINED),
    (RetestState.EXAMINED,   RetestAction.EXAMINE,  RetestState.EXAMINED),  # a corrected result
    (RetestState.OPENED,     RetestAction.CANCEL,   RetestState.CANCELLED),
    (RetestState.SCHEDULED,  RetestAction.CANCEL,   RetestState.CANCELLED),
])
# fmt: on


class ImprovementState(StrEnum):
    """States of an improvement."""

    PLANNED = "planned"
    COMPLETED = "completed"


class ImprovementAction(StrEnum):
    """Moves of an improvement."""

    COMPLETE = "complete"


IMPROVEMENT = Lifecycle(
    ImprovementState.PLANNED, [(ImprovementState.PLANNED, ImprovementAction.COMPLETE, ImprovementState.COMPLETED)]
)
LIFECYCLES = {"complaint": COMPLAINT, "retest": RETEST, "improvement": IMPROVEMENT}
