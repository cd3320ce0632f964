"""What the routes of the office declare: who opens them, and that every other work in the office counts for what is
hidden."""

from services.complaints.domain.words import DESK, KEEPERS, LOOKERS, OFFICE_ROLES

READ = {"allow": (*DESK, *LOOKERS), "known": OFFICE_ROLES}
WORK = {"allow": DESK, "known": OFFICE_ROLES}
DECIDE = READ  # who reads from outside decides where nobody of the desk is left
KEEP = {"allow": KEEPERS, "known": OFFICE_ROLES}
READ_STAFF = {"allow": (*DESK, *LOOKERS, "admin"), "known": OFFICE_ROLES}
