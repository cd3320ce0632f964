"""What a case asks of testing and certificates, and how it hears what came of it."""

from datetime import date
from typing import Any

from services.complaints.domain.lifecycle import COMPLAINT, OPEN, RETEST, RetestAction, RetestState, State
from services.complaints.domain.officer_codes import told_codes
from services.complaints.domain.reactions import RETEST_REACTIONS
from services.complaints.domain.spellings import Told
from services.complaints.events import demands
from services.complaints.storage import Complaint, KnownPaper, KnownTest, Retest, context, log, transaction
from services.complaints.usecases import involvement
from services.complaints.usecases.cases import handled, note
from services.complaints.usecases.involvement import disputed
from shared.auth.actor import Actor, of_event
from shared.database import audit_trail
from shared.errors import Conflict, Unavailable

TESTING = of_event("testing")
LIVING = (RetestState.REQUESTED, RetestState.OPENED, RetestState.SCHEDULED)
RESULTS = {
    "passed": "Hasil uji ulang: memenuhi syarat. / The retest passed.",
    "failed": "Hasil uji ulang: tidak memenuhi syarat. / The retest failed.",
}


def request_retest(by: Actor, id: str, match: int, reason_code: str, instrument_id: str | None = None) -> Complaint:
    """Ask testing for an examination by somebody who has not examined this instrument in the matter before."""
    with transaction():
        complaint = handled(by, id, match)
        if complaint.state != State.IN_HANDLING:
            raise Conflict("retest-not-now", state=complaint.state, allowed=COMPLAINT.allowed(complaint.state))
        retests = Retest.of(complaint.id)
        if any(retest.state in LIVING for retest in retests):
            raise Conflict("retest-open", allowed=COMPLAINT.allowed(complaint.state))
        facts = {**_target(complaint, instrument_id), "reason_code": reason_code}
        made = Retest.create(complaint=complaint, **facts)
        complaint.change()
        audit_trail.record(context, complaint, "request_retest", by, retest_id=made.id, **facts)
        others = sorted(_examiners(complaint, facts["instrument_id"], retests))
        log.emit(demands.RetestRequested, complaint_id=complaint.id, other_than=others, **facts)
    return complaint


def request_suspension(by: Actor, id: str, match: int, reason_code: str) -> Complaint:
    """Ask the head to suspend the certificate that the case names."""
    with transaction():
        complaint = handled(by, id, match)
        if complaint.state not in OPEN:
            raise Conflict("suspension-not-now", state=complaint.state, allowed=COMPLAINT.allowed(complaint.state))
        paper = KnownPaper.named(complaint)
        if paper is None:
            raise Conflict("certificate-unknown", errors=[{"pointer": "/about", "code": "certificate-unknown"}])
        complaint.change()
        facts = {"certificate_id": paper.id, "reason_code": reason_code}
        audit_trail.record(context, complaint, "request_suspension", by, **facts)
        log.emit(demands.SuspensionRequested, complaint_id=complaint.id, **facts)
    return complaint


def opened(complaint_id: str | None, order_id: str) -> None:
    """Testing has an order for the retest."""
    with transaction():
        retest = Retest.of_order(order_id) or Retest.unopened(complaint_id)
        if RETEST_REACTIONS.applies("opened", retest.state if retest else None):
            _move(retest, RetestAction.OPEN, order_id=order_id)


def scheduled(order_id: str, date: Any) -> None:
    """The retest has a date, or another one."""
    _heard(order_id, "scheduled", RetestAction.SCHEDULE, session_date=date)


def released(order_id: str) -> None:
    """The date fell away."""
    _heard(order_id, "released", RetestAction.RELEASE, session_date=None)


def cancelled(order_id: str) -> None:
    """There will be no retest; the case may ask again."""
    _heard(order_id, "cancelled", RetestAction.CANCEL)


def examined(order_id: str, examination_id: str, verdict: str, tested_on: date) -> None:
    """The case hears the result; what follows from it, a person decides."""
    with transaction():
        retest = Retest.of_order(order_id)
        if retest and retest.examination_id == examination_id:
            return
        if KnownTest.get_or_none(KnownTest.id == examination_id) is None:
            raise Unavailable("not-yet", event="examined", state="examination unknown")  # by whom, the case must know
        if RETEST_REACTIONS.applies("examined", retest.state if retest else None):
            result = {"examination_id": examination_id, "verdict": verdict, "tested_on": tested_on}
            _move(retest, RetestAction.EXAMINE, **result)
            involvement.settle(retest.complaint)
            note(retest.complaint, TESTING, RESULTS[verdict])


def _heard(order_id: str, event: str, action: RetestAction, **columns: Any) -> None:
    with transaction():
        retest = Retest.of_order(order_id)
        if RETEST_REACTIONS.applies(event, retest.state if retest else None):
            _move(retest, action, **columns)


def _move(retest: Retest, action: RetestAction, **columns: Any) -> None:
    """Move the retest; its case shows it, and gets a new version and a line of history with it."""
    audit_trail.move(context, retest, RETEST, action, TESTING, set=columns)
    retest.complaint.change()
    audit_trail.record(context, retest.complaint, f"retest_{action}", TESTING, **retest.shown)


def _target(complaint: Complaint, instrument_id: str | None) -> dict[str, str | None]:
    """The instrument and paper in question; refused while the case names none that is known."""
    paper = KnownPaper.named(complaint)
    candidates = {test.instrument_id for test in disputed(complaint)} if not paper else {paper.instrument_id}
    known = instrument_id or complaint.about.get("instrument_id")
    if not known and len(candidates) != 1:
        errors = [{"pointer": "/instrument_id", "code": "required"}]
        raise Conflict("instrument-unknown", errors=errors, allowed=COMPLAINT.allowed(complaint.state))
    return {"instrument_id": known or candidates.pop(), "certificate_id": paper.id if paper else None}


def _examiners(complaint: Complaint, instrument_id: str, retests: list[Retest]) -> set[str]:
    """Who examined or corrected it before, in the disputed test and in earlier retests, and whom the reporter names by
    a code. Who approved it, testing adds itself: he does not test again, and the order is hidden from no head."""
    tests = [*disputed(complaint), *(KnownTest.get_or_none(KnownTest.id == each.examination_id) for each in retests)]
    codes = {code for test in tests if test and test.instrument_id == instrument_id for code in test.hands}
    written, known = complaint.about.get("verifier_code") or "", KnownTest.verifier_codes()
    return codes | {each for each in known if Told(written).has_code(each)} | told_codes(written, known)
