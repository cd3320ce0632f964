"""What complaints remembers: cases with their evidence and words, the people who lead them, what others told."""

from services.complaints.storage.context import context, history, inbox, log, profile, store, transaction
from services.complaints.storage.correspondence import NO_ACTS, Attachment, Message, Note, is_acted_in_by
from services.complaints.storage.known_papers import KnownPaper, KnownTest, Retest
from services.complaints.storage.looks import Look
from services.complaints.storage.people import (
    Improvement,
    KnownVerifier,
    Staff,
    mark_of_account,
    mark_of_code,
    mark_of_person,
)
from services.complaints.storage.rules import rules
from services.complaints.storage.tables import SHOWN, Complaint, Evidence
from services.complaints.storage.topics import Name, Topic
from services.complaints.storage.visibility import Involvement, find_visible, of_visible, visible_to

TABLES = [
    Staff, Complaint, Involvement, Topic, Evidence, Message, Note, Attachment, Improvement, KnownPaper,
    KnownTest, KnownVerifier, Name, Retest, Look,
]  # fmt: skip

__all__ = [
    "NO_ACTS", "SHOWN", "TABLES", "Attachment", "Complaint", "Evidence", "Improvement", "Involvement", "KnownPaper",
    "KnownTest", "KnownVerifier", "Look", "Message", "Name", "Note", "Retest", "Staff", "Topic",
    "find_visible", "history", "inbox", "is_acted_in_by", "log", "mark_of_account", "mark_of_code", "mark_of_person",
    "of_visible", "profile", "context", "rules", "store", "transaction", "visible_to",
]  # fmt: skip
