"""Who may know of which case: the one condition that every question for cases carries, and the tables it rests on."""

from collections.abc import Mapping
from typing import Any

from peewee import BooleanField, CharField, ForeignKeyField

from services.complaints.domain.words import DESK, HEAD, LOOKERS, OFFICERS, TESTERS, WORKERS
from services.complaints.storage.context import Table
from services.complaints.storage.looks import not_waiting
from services.complaints.storage.people import KnownVerifier, Staff
from services.complaints.storage.tables import Complaint
from shared.auth.actor import Actor
from shared.errors import NotFound


class Involvement(Table):
    """Whom a case involves, as a keyed digest of his code or of who he is; `complained_of`, or he approved what is
    disputed; `claimed`: by words of the office alone, and nobody has decided."""

    complaint = ForeignKeyField(Complaint, backref="involvements")
    mark = CharField(64, index=True)
    complained_of = BooleanField(default=True)
    claimed = BooleanField(default=False)

    @classmethod
    def replace_all(cls, complaint: Complaint, known: Mapping[str, bool], claimed: Mapping[str, bool]) -> None:
        """What was found out anew about a case takes the place of what was known: marks, and whether each hides it."""
        cls.delete().where(cls.complaint == complaint.id).execute()
        rows = [
            {"complaint": complaint.id, "mark": mark, "complained_of": hides, "claimed": marks is claimed}
            for marks in (known, claimed)
            for mark, hides in sorted(marks.items())
        ]
        if rows:
            cls.insert_many(rows).execute()

    @classmethod
    def marks_of(cls, complaint: Complaint) -> set[str]:
        """Those of whom the case complains in the words of its reporter."""
        known = (cls.complaint == complaint.id) & cls.complained_of & ~cls.claimed
        return {row.mark for row in cls.select().where(known)}


def visible_to(by: Actor) -> Any:
    """The WHERE of everything that tells of cases: nothing, unless the caller's place in the office opens it, and
    never a case about himself or about somebody whom he declared to be close to.

    Whoever works in the office is known by his row in the staff table; without one, or when he works here no more, he
    sees no case, and who tests sees none until the code stands there under which testing knows his account. The front
    office sees what it took in itself. An auditor comes from outside and needs no row. From the head nothing is kept by
    what one person of the office wrote.
    """
    own = Staff.of_account(by.sub)
    place = _place(by, own)
    if own is None:
        return place
    marked = (Involvement.mark << sorted(own.marks)) & Involvement.complained_of
    marked = marked & ~Involvement.claimed if by.has(HEAD) else marked
    return place & not_waiting(own) & Complaint.id.not_in(Involvement.select(Involvement.complaint).where(marked))


def of_visible(column: Any, by: Actor) -> Any:
    """The WHERE of what belongs to a case, or to none; `column` holds the id of the case."""
    return column.is_null() | column.in_(Complaint.select(Complaint.id).where(visible_to(by)))


def find_visible(by: Actor, id: str, code: str = "") -> Complaint:
    """The case, if the caller may know of it or holds its code; what is hidden and what is missing answer alike."""
    opened = visible_to(by) | Complaint.opened_by(code) if code else visible_to(by)
    row = Complaint.select().where(Complaint.id == id, opened).first()
    if row is None:
        raise NotFound("not-found")
    return row


def _place(by: Actor, own: Staff | None) -> Any:
    """What the caller's place in the office opens at all."""
    if by.has(*WORKERS) and not (own and own.active):
        return Complaint.id.is_null()
    if by.has(*TESTERS) and not (own and own.verifier_code) or not _is_coded(by, own):
        return Complaint.id.is_null()
    if by.has(*OFFICERS) and not by.has(*DESK):
        return Complaint.taken_by == by.sub
    return Complaint.id.is_null(not by.has(*DESK, *LOOKERS))


def _is_coded(by: Actor, own: Staff | None) -> bool:
    return own.is_coded if own else KnownVerifier.agrees(by.sub, "")
