"""What happens to single items: given up, referred, withdrawn, and moved on by the events of the others."""

from datetime import date
from typing import Any

from services.intake.domain.lifecycle import APPLICATION, ENDS, ITEM, Action, ItemAction, ItemState
from services.intake.domain.reactions import ITEM_REACTIONS
from services.intake.events import letters
from services.intake.storage import Application, Instrument, Item, context, log, profile, transaction
from services.intake.usecases.conflict_of_interest import decidable
from services.intake.usecases.scopes import LETTERS
from shared.auth.actor import Actor, of_event
from shared.database import audit_trail
from shared.errors import Invalid

PEER = of_event("event")


def withdraw_item(by: Actor, id: str, item_id: str, match: int, reason_code: str = "applicant") -> Item:
    """Before acceptance the item ends at once; afterwards testing is asked, which may find it too late."""
    with transaction():
        item = Item.of(Application.visible(id, LETTERS.writing(by), match), item_id)
        if not ITEM.can(item.state, ItemAction.WITHDRAW):
            ITEM.move(item.state, ItemAction.WITHDRAW)
        if item.state == ItemState.PENDING:
            _end(item, ItemAction.WITHDRAW, by, reason_code)
            log.emit(letters.ItemWithdrawn, **_about(item), reason_code=reason_code)
        else:
            item.change(outcome={**item.outcome, "withdrawal": "requested"})
            audit_trail.record(context, item, "request_withdrawal", by, reason_code=reason_code)
            log.emit(letters.ItemWithdrawalRequested, **_about(item), reason_code=reason_code)
    return item


def refer_item(by: Actor, id: str, item_id: str, match: int, **reason: str) -> Item:
    """Out of the office's scope: the receiving `office` is named beside `reason_code`; the item is not refused."""
    with transaction():
        if reason["office"] not in profile.referrals(context.today()):
            raise Invalid("unknown-office", errors=[{"pointer": "/office", "code": "unknown"}])
        item = Item.of(decidable(by, id, match), item_id)
        _end(item, ItemAction.REFER, by, **reason)
        log.emit(letters.ItemReferred, **_about(item), **reason)
    return item


def give_up(by: Actor, id: str, item_id: str, match: int, reason_code: str) -> Item:
    """No retest will be had: declined, beyond repair, or the window is over."""
    with transaction():
        item = Item.of(Application.visible(id, LETTERS.writing(by), match), item_id)
        _end(item, ItemAction.GIVE_UP, by, reason_code)
    return item


def scheduled(item_id: str | None, order: dict[str, Any], retest: bool) -> None:
    """Testing gave the item a date, or another one; a retest waits until the first test is known."""
    with transaction():
        item = Item.known(item_id)
        if item and item.state == ItemState.SCHEDULED and item.order["order_id"] == order["order_id"]:
            item.change(order=order)
            audit_trail.record(context, item, "reschedule", PEER, date=order["date"])
            item.application.change()
        elif item := _moved(item_id, "retest_scheduled" if retest else "scheduled"):
            _move(item, ItemAction.SCHEDULE, PEER, set={"order": order}, date=order["date"])


def released(item_id: str | None, why: str) -> None:
    """The date fell away; the item waits again."""
    with transaction():
        if item := _moved(item_id, "released"):
            _move(item, ItemAction.RELEASE, PEER, set={"order": None}, why=why)


def examined(item_id: str | None, verdict: str, tested_on: date, retest_until: date | None) -> None:
    """The instrument was tested; a rejected one may be repaired and come again until a date."""
    with transaction():
        if not (item := _moved(item_id, "examined")):
            return
        facts = {"verdict": verdict, "tested_on": str(tested_on)}
        outcome = {**item.outcome, **facts, "retest_until": str(retest_until) if retest_until else None}
        _move(item, ItemAction.EXAMINE, PEER, set={"outcome": outcome}, **facts)
        if retest_until:
            _move(item, ItemAction.RETEST_GRANTED, PEER, until=str(retest_until))


def corrected(item_id: str | None, tested_on: date) -> None:
    """A rejection was found wrong: the test counts as passed, and no retest is needed."""
    with transaction():
        if item := _moved(item_id, "corrected"):
            outcome = {**item.outcome, "verdict": "passed", "tested_on": str(tested_on), "retest_until": None}
            if ITEM.can(item.state, ItemAction.CORRECT):
                _move(item, ItemAction.CORRECT, PEER, set={"outcome": outcome, "order": None})
            else:  # tested and not yet certified: the state is right, only the verdict was not
                item.change(outcome=outcome)
                audit_trail.record(context, item, ItemAction.CORRECT, PEER)
                item.application.change()


def certified(item_id: str | None, paper: dict[str, Any]) -> None:
    """A certificate was signed: the item has reached what it was sent for."""
    with transaction():
        if item := _moved(item_id, "certified"):
            item.change(outcome={**item.outcome, "certificate": paper})
            _end(item, ItemAction.CERTIFY, PEER, "certified")


def paper_issued(instrument_id: str, paper: dict[str, Any]) -> None:
    """The register names the newest paper, whatever order the news of several came in."""
    with transaction():
        instrument = Instrument.get_or_none(Instrument.id == instrument_id)
        if instrument is not None and (instrument.certificate or {}).get("since", "") <= paper["since"]:
            instrument.change(certificate=paper)


def paper_changed(instrument_id: str, paper: dict[str, Any]) -> None:
    """What became of the paper that the register names; older ones are no longer of interest."""
    with transaction():
        instrument = Instrument.get_or_none(Instrument.id == instrument_id)
        known = (instrument and instrument.certificate) or {}
        if known.get("certificate_id") == paper["certificate_id"]:
            instrument.change(certificate={**known, **paper})


def cancelled(item_id: str | None, reason_code: str) -> None:
    """Testing cancelled the order: withdrawn on request, or missed more often than the rule allows."""
    with transaction():
        if reason_code == "corrected" or not (item := _moved(item_id, "cancelled")):
            return  # a retest that a correction made needless; the corrected test moves the item
        if reason_code == "not_presented":
            _end(item, ItemAction.NOT_PRESENTED, PEER, reason_code)
        else:
            _end(item, ItemAction.WITHDRAW, PEER, reason_code)
            log.emit(letters.ItemWithdrawn, **_about(item), reason_code=reason_code)


def withdrawal_refused(item_id: str | None, reason_code: str) -> None:
    """It is too late to take the item back; the applicant sees why."""
    with transaction():
        if item := Item.known(item_id):
            item.change(outcome={**item.outcome, "withdrawal": "refused", "withdrawal_reason": reason_code})
            audit_trail.record(context, item, "withdrawal_refused", PEER, reason_code=reason_code)


def _moved(item_id: str | None, event: str) -> Item | None:
    """The item on which `event` acts now; None when it is past or the order belongs to a complaint."""
    if item_id is None:
        return None
    item = Item.known(item_id)
    return item if ITEM_REACTIONS.applies(event, item.state if item else None) else None


def _end(item: Item, action: ItemAction, by: Actor, reason_code: str, **facts: Any) -> None:
    outcome = {**item.outcome, "reason_code": reason_code, **facts}
    _move(item, action, by, set={"outcome": outcome}, reason_code=reason_code, **facts)
    log.emit(letters.ItemEnded, **_about(item), reason_code=reason_code, end=item.state)
    _complete(item.application, by)


def _complete(application: Application, by: Actor) -> None:
    """When every item has ended, the application is completed."""
    states = [item.state for item in application.items]
    if not APPLICATION.can(application.state, Action.COMPLETE) or any(state not in ENDS for state in states):
        return
    audit_trail.move(context, application, APPLICATION, Action.COMPLETE, by)
    ends = {str(end): states.count(end) for end in sorted(set(states))}
    about = {"application_id": application.id, "number": application.number, "owner_key": application.owner_key}
    log.emit(letters.ApplicationCompleted, **about, ends=ends)


def _move(item: Item, action: ItemAction, by: Actor, **facts: Any) -> None:
    """Move the item; its letter, of which it is a part, gets a new version with it."""
    audit_trail.move(context, item, ITEM, action, by, **facts)
    item.application.change()


def _about(item: Item) -> dict[str, str]:
    return {"item_id": item.id, "application_id": item.application_id}
