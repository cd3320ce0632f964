"""The one door of the reporter: what his code, or the link under a resolution, opens, and that it opens to nobody of
the office. Who works here and complains himself shows his code without his account."""

from services.complaints.domain.words import OFFICE_ROLES
from services.complaints.storage import Complaint, find_visible
from shared.auth.actor import Actor
from shared.errors import Forbidden


def of_number(by: Actor, number: str, code: str) -> Complaint:
    """The case with this number, or with the reference that stands in its place."""
    check_reporter(by)
    return Complaint.tracked(number, code)


def of_id(by: Actor, id: str, code: str, match: int) -> Complaint:
    """The case with this id, in the version that the reporter saw."""
    check_reporter(by)
    Complaint.held(id, code)
    return Complaint.find(id, match)


def of_id_or_link(by: Actor, id: str, secret: str, match: int) -> Complaint:
    """The same, where the token of the feedback link counts as well."""
    check_reporter(by)
    Complaint.held_or_linked(id, secret)
    return Complaint.find(id, match)


def of_link(by: Actor, token: str) -> Complaint:
    """The case whose resolution the link asks about."""
    check_reporter(by)
    return Complaint.of_token(token)


def of_receipt(by: Actor, id: str, code: str) -> Complaint:
    """For paper: an officer sees what he may see without a code, and a code brought along only stands on it."""
    return find_visible(by, id, "" if is_office(by) else code)


def check_reporter(by: Actor) -> None:
    """Refuse everybody of the office before anything is looked up, so that he learns of no case by it either."""
    if is_office(by):
        raise Forbidden("reporter-only", roles="")


def is_office(by: Actor) -> bool:
    return by.has(*OFFICE_ROLES)
