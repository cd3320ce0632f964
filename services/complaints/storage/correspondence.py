"""What belongs to a case and was said, noted or brought along."""

from peewee import BooleanField, CharField, IntegerField

from services.complaints.storage.context import context, store
from services.complaints.storage.tables import SHOWN, Complaint, Part
from shared.database import audit_trail
from shared.database.fields import FileField, SecretField
from shared.errors import NotFound

NO_ACTS = (SHOWN, "lodge", "receive")


class Message(Part):
    """Public text between office and reporter. What is in here, the reporter reads.

    `sender` is `office`, `reporter`, or `officer`: somebody of the office who showed the reporter's code; `by` is who.
    """

    sender = CharField(10)
    by = CharField(120, default="")
    text = SecretField(store.vault)


class Note(Part):
    """Internal text. It has no way out: no public answer reads this table."""

    by = CharField(120)
    text = SecretField(store.vault)


class Attachment(Part):
    """A file, kept under its digest; `from_reporter` tells who brought it."""

    sha256 = FileField(64)
    media = CharField(40)
    size = IntegerField()
    from_reporter = BooleanField(default=False)

    @classmethod
    def one(cls, complaint: Complaint, id: str) -> "Attachment":
        row = cls.get_or_none(cls.id == id, cls.complaint == complaint.id)
        if row is None:
            raise NotFound("not-found")
        return row


def is_acted_in_by(complaint: Complaint, sub: str) -> bool:
    """Whether this account has done anything in the case for the office, as its history and notes tell, or has it.
    Everything that is done leaves a line there, so a new way to act counts as well."""
    notes = Note.select().where(Note.complaint == complaint.id, Note.by == sub)
    own = bool(complaint.assignee and complaint.assignee.subject == sub)
    return own or notes.exists() or audit_trail.has_acted(context, complaint.id, sub, NO_ACTS)
