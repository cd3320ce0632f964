"""What one person of the office says of another in a case: it keeps the case from him until a second one has decided.
From the head it hides nothing; and who said it neither decides about it nor ends the case meanwhile."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.complaints.domain.lifecycle import ENDS, Action
from services.complaints.domain.words import DESK, HEAD
from services.complaints.storage import Complaint, Staff, mark_of_account, mark_of_person
from shared.auth.actor import Actor
from shared.errors import Forbidden

NONE: dict[str, Any] = {"by": [], "open": False, "hides": False}


def claim(complaint: Complaint, by: str, named: Mapping[str, bool], people: Iterable[Staff]) -> None:
    """Whom the words of the office may mean, and whether that hides the case; `by` is a digest of who wrote them. What
    one says of a colleague counts once in a case, and what he says of himself claims nothing."""
    own = {one.id for one in people if mark_of_account(one.subject) == by}
    claims = dict(complaint.claims)
    for id, hides in named.items():
        before = claims.get(id, NONE)
        news = by not in before["by"] or hides > before["hides"]
        if news and id not in own and not complaint.judged.get(id):
            writers = list(dict.fromkeys([*before["by"], by]))
            claims[id] = {"by": writers, "open": True, "hides": before["hides"] or hides}
    if claims != complaint.claims:
        complaint.change(claims=claims)


def close(complaint: Complaint, id: str, means: bool) -> None:
    """A second person has decided."""
    claims = {one: {**said, "open": said["open"] and one != id} for one, said in complaint.claims.items()}
    complaint.change(judged={**complaint.judged, id: means}, claims=claims)


def open_marks(complaint: Complaint) -> dict[str, bool]:
    """The marks of those about whom nobody has decided, and whether the case is kept from them."""
    return {mark_of_person(id): said["hides"] for id, said in complaint.claims.items() if said["open"]}


def is_open(complaint: Complaint, id: str) -> bool:
    return complaint.claims.get(id, NONE)["open"]


def is_writer(complaint: Complaint, sub: str, id: str = "") -> bool:
    """Whether this account said something of anybody, or of the one with this id, that nobody has decided."""
    said = [each for one, each in complaint.claims.items() if each["open"] and id in ("", one)]
    return any(mark_of_account(sub) in each["by"] for each in said)


def check_decider(by: Actor, complaint: Complaint, id: str, means: bool) -> None:
    """Nobody decides about his own words. That somebody is meant the head says, or a second person of the desk; that it
    was wrong to say so, the head alone."""
    if is_writer(complaint, by.sub, id):
        raise Forbidden("own-claim", roles="")
    second = is_open(complaint, id) and by.has(*DESK)
    if not by.has(HEAD) and (complaint.judged.get(id) or (means and not second)):
        raise Forbidden("forbidden", roles=HEAD)


def check_end(by: Actor, complaint: Complaint, action: Action) -> None:
    """Who has named a colleague ends no case before a second person has looked at that."""
    if action in ENDS and is_writer(complaint, by.sub):
        raise Forbidden("own-claim", roles="")
