"""What the calendar does by itself: a case without an answer closes, a clock past its day climbs the ladder."""

from datetime import date, datetime

from services.complaints.domain.clocks import Clock, level_due
from services.complaints.domain.lifecycle import OPEN, Action, State
from services.complaints.domain.words import LOOKERS
from services.complaints.events import cases as events
from services.complaints.storage import Complaint, context, log, profile, rules, transaction
from services.complaints.usecases import reception, unattended
from services.complaints.usecases.cases import OFFICE, clocks, say, take, tell
from shared.auth.actor import CLOCK
from shared.database import audit_trail

NOBODY_LEFT, AUDITOR = "nobody_of_the_desk", LOOKERS[0]


def time_out(now: datetime) -> int:
    """Close resolved cases whose reporter did not answer in time; returns how many."""
    today = profile.day(now)
    return sum(_close(complaint.id, today) for complaint in Complaint.in_state(State.RESOLVED))


def lapse(now: datetime) -> int:
    """Let lapse what nobody confirmed in time; returns how many."""
    today = profile.day(now)
    return sum(reception.lapse(complaint.id, today) for complaint in Complaint.in_state(State.LODGED))


def escalate(now: datetime) -> int:
    """Tell of each clock that is past its day, once per level, on working days; returns how often it told."""
    today = profile.day(now)
    if not profile.calendar().is_working_day(today):
        return 0
    return sum(_escalate(complaint.id, today) for complaint in Complaint.in_state(State.LODGED, *OPEN))


def _close(id: str, today: date) -> bool:
    with transaction():
        complaint = Complaint.find(id)
        late = [one for one in clocks(complaint) if one.code == "reporter_answer" and one.is_overdue(today)]
        if not late or complaint.state != State.RESOLVED:
            return False
        waited = {"waited_until": str(late[0].due.on), "rule": late[0].rule["legal_source"]}
        take(CLOCK, complaint, Action.TIME_OUT, waited)
        say(complaint, OFFICE, CLOCK, rules.told("time_out"))
    return True


def _escalate(id: str, today: date) -> int:
    with transaction():
        complaint = Complaint.find(id)
        late = [one for one in clocks(complaint) if one.rule["escalates"] and one.is_overdue(today)]
        return sum(_climb(complaint, one, today) for one in late) + _tell_unattended(complaint)


def _tell_unattended(complaint: Complaint) -> bool:
    """Once, and again when somebody went on with it in the meantime."""
    told, lost = NOBODY_LEFT in complaint.escalations, unattended.is_unattended(complaint)
    if lost == told:
        return False
    others = {key: level for key, level in complaint.escalations.items() if key != NOBODY_LEFT}
    complaint.change(escalations={**others, **({NOBODY_LEFT: 1} if lost else {})})
    if lost:
        audit_trail.record(context, complaint, "escalate", CLOCK, clock=NOBODY_LEFT, to=AUDITOR)
        log.emit(events.ComplaintUnattended, complaint_id=complaint.id, state=complaint.state, to=AUDITOR)
    return lost


def _climb(complaint: Complaint, late: Clock, today: date) -> int:
    key = f"{late.code}:{late.started}"
    told = complaint.escalations.get(key, 0)
    level = level_due(late.due.on, today, rules.ladder(), profile.calendar())
    steps = [row for row in rules.ladder() if told < row["level"] <= level]
    if steps:
        complaint.change(escalations={**complaint.escalations, key: level})
    for row in steps:
        facts = {"clock": late.code, "due": late.due.on, "escalation_level": row["level"], "to": row["to"]}
        audit_trail.record(context, complaint, "escalate", CLOCK, **{**facts, "due": str(late.due.on)})
        tell(events.ComplaintEscalated, complaint, **facts)
    return len(steps)
