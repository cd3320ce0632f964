"""What a withdrawal does to tests that were approved: each is doubted, until it is judged again or replaced."""

from datetime import date

from services.testing.domain.doubts import UNSTATED, Cause, same_verdict, touches, with_new_values
from services.testing.domain.entitlement import check_approver
from services.testing.domain.lifecycle import DOUBT, DoubtAction, ExaminationState
from services.testing.events import examinations
from services.testing.storage import Doubt, Examination, Standard, Verifier, context, log, transaction
from services.testing.usecases import impact
from services.testing.usecases.callers import check_bias
from services.testing.usecases.examination_records import JUDGED, judged
from services.testing.usecases.scopes import EXAMINATIONS
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict

CAUSES = {Standard: Cause.STANDARD_WITHDRAWN, Verifier: Cause.VERIFIER_WITHDRAWN}


def follow(by: Actor, row: Verifier | Standard, found: impact.Found) -> None:
    """Inside a transaction: doubts follow the withdrawal, whether it comes, changes its day, or is taken back."""
    if row.withdrawn_from:
        impact.note(by, row, found)
    approved = [one for one in found["examinations"] if one.state == ExaminationState.APPROVED]
    meant = {one.id: one for one in approved if touches(row.withdrawn_from, one.tested_on)}
    for doubt in Doubt.open_by(CAUSES[type(row)], row.code):
        if doubt.examination_id not in meant:
            _take_back(by, doubt)
    for one in meant.values():
        _raise(by, one, row)


def begin(by: Actor, examination: Examination) -> None:
    """Inside the approval: a record of somebody withdrawn since is told, and doubted in the same breath."""
    for row in Verifier.held([hand["code"] for hand in examination.hands]).values():
        if touches(row.withdrawn_from, examination.tested_on):
            audit_trail.record(context, examination, "verifier_withdrawn", by, code=row.code)
            _raise(by, examination, row)


def check_hands(sub: str, row: Verifier | Standard, since: date | None) -> None:
    """Nobody has another end the doubt of his own test: `sub` asks for a withdrawal that begins then, or for none."""
    for doubt in Doubt.open_by(CAUSES[type(row)], row.code):
        examination = Examination.find(doubt.examination_id)
        if not touches(since, examination.tested_on):
            check_approver(_handled(sub, examination), True, "")


def confirm(by: Actor, id: str, match: int, reason_code: str) -> Doubt:
    """The head has the readings judged again with what is known now; a verdict that comes out the same stands."""
    with transaction():
        Doubt.visible(EXAMINATIONS.writing(by), id)
        doubt = Doubt.find(id, match)
        DOUBT.move(doubt.state, DoubtAction.CONFIRM)
        examination = Examination.find(doubt.examination_id)
        check_bias(by, examination.order, context.today())
        check_approver(_own(by, examination), True, "")
        if not _stands(doubt, examination):
            raise Conflict("judged-differently", code=doubt.code, examination=examination.id, allowed=[])
        _end(by, doubt, DoubtAction.CONFIRM, reason_code)
        _tell_confirmed(doubt, examination)
    return doubt


def overtake(by: Actor, old: Examination) -> None:
    """Inside the approval of a new version: what was doubted of the old one is of no matter any more."""
    for doubt in Doubt.open_of(old.id):
        _end(by, doubt, DoubtAction.SUPERSEDE, "examination_corrected")


def _raise(by: Actor, examination: Examination, row: Verifier | Standard) -> None:
    why = {"since": row.withdrawn_from, "reason_code": row.withdrawn_code or UNSTATED}
    facts = {"examination_id": examination.id, "cause": CAUSES[type(row)], "code": row.code, **why}
    if Doubt.spoken_for(facts):
        return
    doubt = Doubt.create(**facts)
    audit_trail.record(context, doubt, "raise", by, target=doubt.state, code=doubt.code)
    log.emit(examinations.ExaminationDoubted, **_about(doubt, examination), **why)


def _take_back(by: Actor, doubt: Doubt) -> None:
    """What comes out differently with the standard's new values stays in doubt: it needs a correction. Nobody ends a
    doubt of his own test, whatever he changes that it rests on."""
    examination = Examination.find(doubt.examination_id)
    check_approver(_own(by, examination), True, "")
    if _stands(doubt, examination):
        _end(by, doubt, DoubtAction.TAKE_BACK, "withdrawal_taken_back")
        _tell_confirmed(doubt, examination)
    else:
        audit_trail.record(context, doubt, "judged_differently", by, code=doubt.code)


def _own(by: Actor, examination: Examination) -> bool:
    return _handled(by.sub, examination)


def _handled(sub: str, examination: Examination) -> bool:
    return sub in {hand["sub"] for hand in examination.hands}


def _stands(doubt: Doubt, examination: Examination) -> bool:
    """Whether the readings give the same verdict with what is known of the doubted standard now."""
    now = Standard.coded([doubt.code]) if doubt.cause == Cause.STANDARD_WITHDRAWN else {}
    standards = with_new_values(examination.standards, {code: row.as_used() for code, row in now.items()})
    known = {name: getattr(examination, name) for name in JUDGED}
    return same_verdict(examination.result, judged(examination.order, {**known, "standards": standards}))


def _end(by: Actor, doubt: Doubt, action: DoubtAction, end_code: str) -> None:
    audit_trail.move(context, doubt, DOUBT, action, by, set={"end_code": end_code}, reason_code=end_code)
    facts = {"doubt": doubt.id, "code": doubt.code, "reason_code": end_code}
    audit_trail.record(context, Examination.find(doubt.examination_id), f"doubt_{doubt.state}", by, **facts)


def _tell_confirmed(doubt: Doubt, examination: Examination) -> None:
    log.emit(examinations.ExaminationConfirmed, **_about(doubt, examination), reason_code=doubt.end_code)


def _about(doubt: Doubt, examination: Examination) -> dict[str, object]:
    """What both events of a doubt hold."""
    own = {"examination_id": examination.id, "version": examination.revision, "cause": doubt.cause, "code": doubt.code}
    thing = {"instrument_id": examination.instrument_id, "item_id": examination.order.item_id}
    return {"doubt_id": doubt.id, **own, **thing}
