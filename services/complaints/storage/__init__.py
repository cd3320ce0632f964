"""What complaints remembers: cases with their evidence and words, the people who lead them, what others told."""

from services.complaints.storage.known import KnownPaper, KnownTest, Retest
from services.complaints.storage.people import Improvement, Staff
from services.complaints.storage.room import history, inbox, log, profile, room, store, transaction
from services.complaints.storage.rules import rules
from services.complaints.storage.tables import Attachment, Complaint, Evidence, Message, Note

TABLES = [Staff, Complaint, Evidence, Message, Note, Attachment, Improvement, KnownPaper, KnownTest, Retest]

__all__ = [
    "TABLES", "Attachment", "Complaint", "Evidence", "Improvement", "KnownPaper", "KnownTest", "Message", "Note",
    "Retest", "Staff", "history", "inbox", "log", "profile", "room", "rules", "store", "transaction",
]  # fmt: skip
