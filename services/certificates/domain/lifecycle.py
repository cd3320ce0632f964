"""The life cycle of a certificate, as a table of moves."""

from enum import StrEnum

from shared.lifecycle import Lifecycle


class Kind(StrEnum):
    """What the paper says: the instrument passed, or it may not be used."""

    VERIFICATION = "verification"
    REJECTION = "rejection"


class State(StrEnum):
    """States of a certificate."""

    AWAITING_SIGNATURE = "awaiting_signature"
    VALID = "valid"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    VOID = "void"


class Action(StrEnum):
    """Moves of a certificate; a rejection is signed by a move of its own, because it leads elsewhere."""

    SIGN = "sign"
    SIGN_REJECTION = "sign_rejection"
    VOID = "void"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"


# fmt: off
CERTIFICATE = Lifecycle(State.AWAITING_SIGNATURE, [
    # from                    action                 to
    (State.AWAITING_SIGNATURE, Action.SIGN,           State.VALID),
    (State.AWAITING_SIGNATURE, Action.SIGN_REJECTION, State.IN_FORCE),    # a rejection never expires
    (State.AWAITING_SIGNATURE, Action.VOID,           State.VOID),
    (State.VALID,              Action.SUSPEND,        State.SUSPENDED),
    (State.VALID,              Action.REVOKE,         State.REVOKED),
    (State.VALID,              Action.SUPERSEDE,      State.SUPERSEDED),
    (State.VALID,              Action.EXPIRE,         State.EXPIRED),
    (State.SUSPENDED,          Action.REINSTATE,      State.VALID),
    (State.SUSPENDED,          Action.REVOKE,         State.REVOKED),
    (State.SUSPENDED,          Action.SUPERSEDE,      State.SUPERSEDED),
    (State.SUSPENDED,          Action.EXPIRE,         State.EXPIRED),
    (State.IN_FORCE,           Action.SUPERSEDE,      State.SUPERSEDED),
])
# fmt: on
LIFECYCLES = {"certificate": CERTIFICATE}
LIVING = frozenset({State.VALID, State.SUSPENDED, State.IN_FORCE})
SIGNING = {Kind.VERIFICATION: Action.SIGN, Kind.REJECTION: Action.SIGN_REJECTION}
OTHER_SIGNING = {Kind.VERIFICATION: Action.SIGN_REJECTION, Kind.REJECTION: Action.SIGN}


def allowed(kind: str, state: str) -> list[str]:
    """What may be done with a certificate of this kind now."""
    return [action for action in CERTIFICATE.allowed(state) if action != OTHER_SIGNING[Kind(kind)]]
