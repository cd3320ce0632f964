"""How a complaint comes to its official number: at once, by its reporter's confirmation, or because an officer takes
it in; from that moment the stages and the clocks of the service standard run."""

from datetime import date
from typing import Any

from services.complaints.domain.lifecycle import Action, State
from services.complaints.domain.words import REFERENCE
from services.complaints.storage import Complaint, context, profile, transaction
from services.complaints.usecases import by_code
from services.complaints.usecases.cases import REPORTER, clocks, handled, inform, take
from shared import clock, ids
from shared.auth.actor import CLOCK, Actor

Brought = dict[str, Any]


def columns_of_new(at: Any, numbered: bool) -> dict[str, Any]:
    """What a new complaint begins with: an official number, or a reference that stands in its place."""
    state = State.RECEIVED if numbered else State.LODGED
    own = {"number": profile.next_number(context.today())} if numbered else {"reference": f"{REFERENCE}-{ids.code(2)}"}
    marks, period = [[state, clock.rfc3339(at)]], profile.period(profile.day(at)).code
    return {"state": state, "stage": int(numbered), "received_at": at, "period": period, "marks": marks, **own}


def confirm(by: Actor, id: str, match: int, code: str) -> Complaint:
    """The reporter stands by it: the code that he was shown at lodging is enough."""
    with transaction():
        return take(REPORTER, by_code.of_id(by, id, code, match), Action.CONFIRM, {}, **_numbered())


def take_in(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """An officer takes it in though nobody confirmed it, lapsed or not, and says why."""
    with transaction():
        return take(by, handled(by, id, match), Action.TAKE_IN, brought, taken_by=by.sub, **_numbered())


def lapse(id: str, today: date) -> bool:
    """What nobody confirmed in time lapses without a number; it stays readable, and an officer may still take it in."""
    with transaction():
        complaint = Complaint.find(id)
        late = [one for one in clocks(complaint) if one.code == "confirmation" and one.is_overdue(today)]
        if not late or complaint.state != State.LODGED:
            return False
        take(
            CLOCK, complaint, Action.LAPSE, {"waited_until": str(late[0].due.on), "rule": late[0].rule["legal_source"]}
        )
        inform(complaint, CLOCK, "lapse")
    return True


def _numbered() -> dict[str, Any]:
    """The number of today, and the period in which it is counted."""
    today = context.today()
    return {"number": profile.next_number(today), "period": profile.period(today).code}
