"""A second person looks: sent back, or approved and told, with the retest, the correction and the batch."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from services.testing.domain.entitlement import check_approver, check_entitled
from services.testing.domain.lifecycle import EXAMINATION, ORDER, ExaminationAction, OrderAction
from services.testing.domain.origins import Origin
from services.testing.events import examinations, hands
from services.testing.storage import (
    Delegation,
    Examination,
    Order,
    Session,
    Standard,
    context,
    log,
    never_told,
    transaction,
)
from services.testing.usecases import delegations, doubts
from services.testing.usecases.bookings import cancel_order
from services.testing.usecases.callers import HEAD, check_bias, code_of, officer, relation
from services.testing.usecases.event_facts import handled, tell_verdict
from services.testing.usecases.examination_statistics import learn
from services.testing.usecases.orders import grant_retest
from services.testing.usecases.scopes import EXAMINATIONS
from shared import clock
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden, Invalid

FEW = 20


def approve(by: Actor, id: str, match: int) -> Examination:
    """The verdict stands, and the others hear of it."""
    with transaction():
        examination = Examination.visible(id, EXAMINATIONS.writing(by), match)
        _approve(by, examination)
    return examination


def approve_session(by: Actor, session_id: str, ids: Sequence[str]) -> list[Examination]:
    """All records of a session that wait for it and that the caller may approve; or exactly those named."""
    with transaction():
        waiting = Examination.submitted_in(Session.find(session_id), EXAMINATIONS.writing(by))
        ties = {one.id: tie for one in waiting if (tie := relation(by, one.order, context.today()))}
        _check_named(ids, {one.id for one in waiting}, ties)
        heads = delegations.authority(by) is not None
        untied = [one for one in waiting if one.id not in ties and not _own(by, one)]
        open_to = {one.id for one in untied if heads or not one.needs_head}
        chosen = [one for one in waiting if one.id in (ids or open_to)]
        for examination in chosen:
            _approve(by, examination)
    return chosen


def send_back(by: Actor, id: str, match: int, note: str) -> Examination:
    """The record needs another look by its verifier."""
    with transaction():
        examination = Examination.visible(id, EXAMINATIONS.writing(by), match)
        EXAMINATION.move(examination.state, ExaminationAction.RETURN)
        _check(by, examination, "")
        audit_trail.move(context, examination, EXAMINATION, ExaminationAction.RETURN, by, set={"note": note}, note=note)
    return examination


def _check_named(ids: Sequence[str], waiting: Collection[str], ties: Mapping[str, str]) -> None:
    """Each record that is named waits for approval in this session, and the caller has no interest in it."""
    strange = [_at(at, "not-waiting") for at, id in enumerate(ids) if id not in waiting]
    if strange:
        raise Invalid("examinations-not-waiting", errors=strange)
    tied = [{**_at(at, "conflict-of-interest"), "relation": ties[id]} for at, id in enumerate(ids) if id in ties]
    if tied:
        relations = ", ".join(sorted({row["relation"] for row in tied}))
        raise Forbidden("conflict-of-interest", errors=tied, relation=relations)


def _at(index: int, code: str) -> dict[str, str]:
    return {"pointer": f"/examination_ids/{index}", "code": code}


def _approve(by: Actor, examination: Examination) -> None:
    EXAMINATION.move(examination.state, ExaminationAction.APPROVE)
    delegation = _check(by, examination.check_intact(), examination.needs_head)
    _check_standards(examination)
    until = _retest(by, examination)
    columns = {"approved_at": clock.now(), "approved_by_code": code_of(by), "retest_until": until}
    columns["approved_under"] = delegation.as_used() if delegation and not by.has(HEAD) else None
    audit_trail.move(context, examination, EXAMINATION, ExaminationAction.APPROVE, by, set=columns)
    if examination.supersedes:
        _supersede(by, Examination.find(examination.supersedes), examination)
    learn(examination)
    log.emit(hands.ExaminationHandled, **handled(examination))
    tell_verdict(examination)
    doubts.begin(by, examination)


def _check(by: Actor, examination: Examination, head_for: str) -> Delegation | None:
    """The second person: the head, his delegate, or a verifier entitled today; nobody with an interest of his own."""
    delegation = delegations.authority(by)
    heads = delegation is not None
    check_approver(_own(by, examination), heads, head_for)
    check_bias(by, examination.order, context.today())
    if not heads:
        check_entitled(officer(by), context.today())
    return delegation


def _own(by: Actor, examination: Examination) -> bool:
    """Whether the caller tested, or wrote one of the versions that led here."""
    return by.sub in {hand["sub"] for hand in examination.hands}


def _check_standards(examination: Examination) -> None:
    """A standard may have been found wrong since the record was handed in."""
    codes = [used["code"] for used in examination.standards]
    known, day = Standard.held(codes), examination.tested_on
    lost = [code for code in codes if known[code].withdrawn_from and known[code].withdrawn_from <= day]
    if lost:
        standard = ", ".join(lost)
        place = {"pointer": f"/examinations/{examination.id}/standards", "code": "standard-withdrawn"}
        errors = [{**place, "standard": standard}]
        raise Conflict("standard-withdrawn", errors=errors, standard=standard, examination=examination.id)


def _retest(by: Actor, examination: Examination) -> date | None:
    """A rejection may be repaired and tested again; a correction keeps or settles what the first version granted."""
    failed = examination.verdict == "rejected"
    if not examination.supersedes:
        return grant_retest(by, examination) if failed and examination.order.origin == Origin.APPLICATION else None
    retest = Order.retest_after(examination.earlier)
    if retest and not failed and ORDER.can(retest.state, OrderAction.CANCEL):
        cancel_order(by, retest, "corrected")
    return retest.retest_until if retest and failed else None


def _supersede(by: Actor, old: Examination, new: Examination) -> None:
    audit_trail.move(
        context, old, EXAMINATION, ExaminationAction.CORRECT, by, set={"superseded_by": new.id}, new=new.id
    )
    doubts.overtake(by, old)
    log.emit(
        examinations.ExaminationSuperseded,
        examination_id=old.id,
        version=old.revision,
        replaced_by=new.id,
        instrument_id=old.instrument_id,
        item_id=old.order.item_id,
        reason="",  # promised as a text; what somebody wrote stays with the record
    )


def tell_hands(_: datetime) -> None:
    """Certificates is told of the people behind hidden tests that were approved when nothing was said of them: their
    papers were there for those from whom they are kept. A few in each transaction, each once."""
    while missed := never_told(hands.ExaminationHandled.type, FEW):
        with transaction():
            for examination in missed:
                log.emit(hands.ExaminationHandled, **handled(examination))
