"""What the office says to the reporter, what it notes for itself, and the files of both."""

from services.complaints.domain.lifecycle import UNANSWERED_ENDS
from services.complaints.storage import Attachment, Complaint, Message, Note, room, transaction
from services.complaints.usecases import cases
from shared import files, history
from shared.actor import Actor
from shared.errors import Conflict


def write_message(by: Actor, id: str, text: str) -> Message:
    """Say something to the reporter."""
    with transaction():
        complaint = cases.seen(by, id)
        message = cases.say(complaint, cases.OFFICE, by, text)
        history.record(room, complaint, "write_message", by)
    return message


def write_note(by: Actor, id: str, text: str) -> Note:
    """Note something that never leaves the office."""
    with transaction():
        complaint = cases.seen(by, id)
        made = cases.note(complaint, by, text)
        complaint.change()
    return made


def attach(by: Actor, id: str, content: bytes) -> Attachment:
    """Keep a file with the case; what it is, is judged by its content."""
    return _kept(by, cases.seen(by, id), content)


def attach_as_reporter(number: str, code: str, content: bytes) -> Attachment:
    """The reporter adds a file, while the case has not ended without an answer."""
    complaint = Complaint.tracked(number, code)
    if complaint.state in UNANSWERED_ENDS:
        raise Conflict("ended", state=complaint.state, allowed=[])
    return _kept(cases.REPORTER, complaint, content)


def content_of(by: Actor, id: str, attachment_id: str) -> tuple[bytes, str]:
    """The file as it came, and its media type."""
    kept = Attachment.one(cases.seen(by, id), attachment_id)
    return files.fetch(room.settings.var / "files" / "complaints", kept.sha256), kept.media


def _kept(by: Actor, complaint: Complaint, content: bytes) -> Attachment:
    """Keep the bytes first, then the row that names them; the same file again is the same attachment."""
    kept = files.keep(room.settings.var / "files" / "complaints", content, files.judge(content))
    facts = {"from_reporter": by is cases.REPORTER, "media": kept.media, "size": kept.size}
    with transaction():
        row, made = Attachment.get_or_create(complaint=complaint, sha256=kept.sha256, defaults=facts)
        if made:
            complaint.change()
            history.record(room, complaint, "attach", by, sha256=kept.sha256)
    return row
