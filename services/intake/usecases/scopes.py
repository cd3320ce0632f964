"""How far each role reaches in intake: whose letters and instruments it reads, and whose it changes."""

from shared.auth.scopes import Reach, Scopes

NONE, OWN, ALL = Reach.NONE, Reach.OWN, Reach.ALL

# fmt: off
LETTERS = Scopes({
    # role            reads  writes
    "applicant":     (OWN,   OWN),
    "front_officer": (ALL,   ALL),
    "head":          (ALL,   ALL),
    "verifier":      (ALL,   NONE),
    "auditor":       (ALL,   NONE),
    "admin":         (ALL,   NONE),
    "clock":         (NONE,  ALL),
})
INSTRUMENTS = Scopes({
    # role            reads  writes
    "applicant":     (OWN,   NONE),
    "front_officer": (ALL,   ALL),
    "head":          (ALL,   ALL),
    "verifier":      (ALL,   NONE),
    "auditor":       (ALL,   NONE),
    "admin":         (ALL,   NONE),
})
# fmt: on
# By the first part of the address, for the matrix in contracts/.
SCOPES = {"applications": LETTERS, "instruments": INSTRUMENTS, "parties": INSTRUMENTS}
READERS = ("applicant", "front_officer", "verifier", "head", "auditor", "admin")
