"""How far each role reaches in testing: whose orders, records and interests it reads, and whose it changes."""

from shared.auth.scopes import Reach, Scopes

NONE, OWN, ALL = Reach.NONE, Reach.OWN, Reach.ALL

# fmt: off
ORDERS = Scopes({
    # role                reads  writes
    "applicant":         (OWN,   OWN),
    "front_officer":     (ALL,   ALL),
    "verifier":          (ALL,   ALL),
    "head":              (ALL,   ALL),
    "complaint_officer": (ALL,   NONE),
    "auditor":           (ALL,   NONE),
    "admin":             (ALL,   NONE),
})
EXAMINATIONS = Scopes({
    # role                reads  writes: whoever holds a decree approves in the head's place
    "applicant":         (OWN,   NONE),
    "front_officer":     (ALL,   ALL),
    "verifier":          (ALL,   ALL),
    "head":              (ALL,   ALL),
    "complaint_officer": (ALL,   ALL),
    "admin":             (ALL,   ALL),
    "auditor":           (ALL,   NONE),
})
INTERESTS = Scopes({
    # role                reads  writes
    "verifier":          (OWN,   OWN),
    "head":              (ALL,   ALL),
    "admin":             (ALL,   ALL),
    "auditor":           (ALL,   NONE),
})
# fmt: on
# By the first part of the address, for the matrix in contracts/.
SCOPES = {"orders": ORDERS, "examinations": EXAMINATIONS, "interests": INTERESTS}
