"""What the office says to the reporter, what it notes for itself, and the files of both."""

import hashlib

from services.complaints.domain.lifecycle import UNANSWERED_ENDS, State
from services.complaints.storage import Attachment, Complaint, Message, Note, Topic, context, transaction
from services.complaints.usecases import by_code, cases, involvement, quotas
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict
from shared.uploads import kept_files
from shared.uploads.acceptance import Accepted


def write_message(by: Actor, id: str, text: str) -> Message:
    """Say something to the reporter."""
    with transaction():
        complaint = cases.handled(by, id)
        quotas.check_message(complaint, "office")
        message = cases.say(complaint, cases.OFFICE, by, text)
        audit_trail.record(context, complaint, "write_message", by)
    return message


def write_note(by: Actor, id: str, text: str) -> Note:
    """Note something that never leaves the office."""
    reading = involvement.read({}, text)
    with transaction():
        Topic.alone()
        complaint = cases.handled(by, id)
        made = cases.note(complaint, by, text)
        complaint.change()
        involvement.add(complaint, reading, by)
    return made


def may_attach(by: Actor, id: str) -> Complaint:
    """Asked before the file is opened; whether it fits beside the others is known when its size is."""
    return _with_room(cases.handled(by, id))


def may_attach_as_reporter(by: Actor, number: str, code: str) -> Complaint:
    """Asked before the file is opened; whether it fits beside the others is known when its size is."""
    return _with_room(_of_reporter(by, number, code), from_reporter=True)


def attach(by: Actor, id: str, file: Accepted) -> Attachment:
    """Keep a file with the case."""
    return _kept(by, cases.handled(by, id), file)


def attach_as_reporter(by: Actor, number: str, code: str, file: Accepted) -> Attachment:
    """The reporter adds a file, while the case has not ended without an answer."""
    return _kept(cases.REPORTER, _of_reporter(by, number, code), file, from_reporter=True)


def content_of(by: Actor, id: str, attachment_id: str) -> tuple[bytes, str]:
    """The file, and its media type."""
    row = Attachment.one(cases.seen(by, id), attachment_id)
    return kept_files.fetch(context, row.sha256), row.media


def _of_reporter(by: Actor, number: str, code: str) -> Complaint:
    complaint = by_code.of_number(by, number, code)
    if complaint.state in (*UNANSWERED_ENDS, State.LAPSED):
        raise Conflict("ended", state=complaint.state, allowed=[])
    return complaint


def _with_room(complaint: Complaint, from_reporter: bool = False) -> Complaint:
    """A case that is full has no file opened, not even one that it may hold already."""
    quotas.check_file(complaint, from_reporter, 1)
    return complaint


def _kept(by: Actor, complaint: Complaint, file: Accepted, from_reporter: bool = False) -> Attachment:
    """Keep the bytes first, then the row that names them; the same file again is the same attachment.

    Whether there is room is asked before the bytes are written, and again while nobody else can add any.
    """
    sha256, size = hashlib.sha256(file.content).hexdigest(), len(file.content)
    if found := _room_for(complaint, sha256, size, from_reporter):
        return found
    kept_files.keep(context, file)
    with transaction():
        complaint = Complaint.locked(complaint.id)
        if found := _room_for(complaint, sha256, size, from_reporter):
            return found
        facts = {"from_reporter": from_reporter, "media": file.media, "size": size}
        row = Attachment.create(complaint=complaint, sha256=sha256, **facts)
        complaint.change()
        audit_trail.record(context, complaint, "attach", by, sha256=sha256)
    return row


def _room_for(complaint: Complaint, sha256: str, size: int, from_reporter: bool) -> Attachment | None:
    """The same file if the case has it; otherwise refused when the case can hold no such file more."""
    found = Attachment.get_or_none(Attachment.complaint == complaint.id, Attachment.sha256 == sha256)
    if found is None:
        quotas.check_file(complaint, from_reporter, size)
    return found
