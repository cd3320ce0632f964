"""How far each role reaches in certificates: whose papers it reads, and whose it signs or changes."""

from shared.auth.scopes import Reach, Scopes

NONE, OWN, ALL = Reach.NONE, Reach.OWN, Reach.ALL

# fmt: off
CERTIFICATES = Scopes({
    # role                reads  writes: whoever holds a decree signs in the head's place
    "applicant":         (OWN,   NONE),
    "front_officer":     (ALL,   ALL),
    "verifier":          (ALL,   ALL),
    "head":              (ALL,   ALL),
    "admin":             (ALL,   ALL),
    "complaint_officer": (ALL,   NONE),
    "auditor":           (ALL,   NONE),
})
# fmt: on
# By the first part of the address, for the matrix in contracts/.
SCOPES = {"certificates": CERTIFICATES}
