"""What the events of testing and complaints mean for a certificate in each of its states; the table is total."""

from services.certificates.domain.lifecycle import State as S
from shared.events.reactions import Reaction, Reactions

A, P, W = Reaction.APPLY, Reaction.PAST, Reaction.WAIT
ENDED = {S.REVOKED: P, S.SUPERSEDED: P, S.EXPIRED: P, S.VOID: P}

# The certificate meant is the one of the examination, the one named in the request, or the instrument's living one.
# fmt: off
REACTIONS = Reactions({
    #                        unknown  to be signed              holds
    "examined":             {None: A, S.AWAITING_SIGNATURE: P, S.VALID: P, S.SUSPENDED: P, S.IN_FORCE: P, **ENDED},
    "superseded":           {None: W, S.AWAITING_SIGNATURE: A, S.VALID: A, S.SUSPENDED: A, S.IN_FORCE: A,
                             S.REVOKED: A, S.SUPERSEDED: A, S.EXPIRED: A, S.VOID: P},
    "suspension_requested": {None: W, S.AWAITING_SIGNATURE: A, S.VALID: A, S.SUSPENDED: P, S.IN_FORCE: P, **ENDED},
    # A doubt is written down beside the state; it holds a paper back, and asks the head to suspend one that holds.
    "doubted":              {None: W, S.AWAITING_SIGNATURE: A, S.VALID: A, S.SUSPENDED: A, S.IN_FORCE: A, **ENDED},
    "confirmed":            {None: W, S.AWAITING_SIGNATURE: A, S.VALID: A, S.SUSPENDED: A, S.IN_FORCE: A, **ENDED},
    "mark_broken":          {None: P, S.AWAITING_SIGNATURE: P, S.VALID: A, S.SUSPENDED: P, S.IN_FORCE: P, **ENDED},
})
# fmt: on
