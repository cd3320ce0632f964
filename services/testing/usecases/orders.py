"""Orders come into being: by an accepted letter, by a rejection that may be repaired, by a complaint."""

from datetime import date
from typing import Any

from services.testing.domain.delegation import counts
from services.testing.domain.lifecycle import OrderState
from services.testing.domain.limits import procedure
from services.testing.domain.origins import COMPLAINT, Origin
from services.testing.domain.reactions import ORDER_REACTIONS
from services.testing.domain.terms import retest_until
from services.testing.domain.verdict.faults import Faults
from services.testing.events import orders
from services.testing.storage import (
    Delegation,
    Examination,
    Order,
    Verifier,
    context,
    kept_marks,
    profile,
    rule,
    transaction,
)
from services.testing.storage.limits import tables_on
from services.testing.usecases.callers import ASKED
from services.testing.usecases.event_facts import opened, tell
from shared import clock
from shared.auth.actor import Actor, of_event
from shared.auth.pseudonyms import office
from shared.auth.separation_of_duties import confirmed
from shared.database import audit_trail
from shared.database.fields import plain
from shared.errors import Unavailable

INTAKE, COMPLAINTS = of_event("intake"), of_event("complaints")
UNCOVERED = "Data pelat alat tidak tercakup tabel / no table covers this plate"
COPIED = (
    *("item_id", "application_id", "application_number", "owner_key", "party_id", "instrument_id", "promised_on"),
    *("basis", "lot", "type_approval", "exemption"),
    *("kind", "verification", "brand", "model", "serial", "units", "parameters", "place", "district", "urgent"),
)


def open_accepted(letter: dict[str, Any], items: list[dict[str, Any]]) -> None:
    """An order for each item of an accepted letter, in the order of the letter."""
    with transaction():
        for item in items:
            key = f"item:{item['item_id']}"
            if ORDER_REACTIONS.applies("accepted", _state(Order.opened_by(key))):
                owner = {"owner_key": office.newest(item["owner_key"])} if item.get("owner_key") else {}
                facts = {**letter, **item, **owner, "district": item["place"]["district"]}
                _open(INTAKE, source_key=key, origin=Origin.APPLICATION, cause="first", **facts)


def name_place(item_id: str, name: str, words: dict[str, str]) -> None:
    """What the applicant calls the place of an item, and wrote of its type; told apart, because it is nothing for the
    public."""
    with transaction():
        orders = Order.all_of_item(item_id)
        if not orders:
            raise Unavailable("not-yet", event="item placed", state="no order")
        for order in orders:
            order.change(place={**order.place, "name": name} if name else order.place, **words)


def grant_retest(by: Actor, examination: Examination) -> date:
    """A rejected instrument waits for its repair and its next test; returns until when it may come."""
    order, day = examination.order, examination.tested_on
    row = rule("retest", day)
    last = profile.period(day)
    for _ in range(row["periods_ahead"]):
        last = profile.period_after(last)
    until = retest_until(profile.calendar(), day, row["working_days"], last)
    kept = {name: getattr(order, name) for name in ("channel", "complaint_id", "kept_from")}
    facts = {**_copied(order), **kept}
    chain = {"retest_of": examination.id, "retest_until": until, "period": profile.period(context.today()).code}
    _open(by, source_key=f"retest:{examination.id}", origin=order.origin, cause="retest", **facts, **chain)
    return until


def open_complaint(key: str, complaint_id: str, instrument_id: str, reason_code: str, other_than: list[str]) -> None:
    """A complaint wants the instrument tested by somebody else than whoever had a hand in it before; it may want that
    more than once, and each request has its `key`."""
    with transaction():
        known = Order.newest_of_instrument(instrument_id)
        if not ORDER_REACTIONS.applies("retest_requested", _state(known)) or Order.opened_by(key):
            return
        hands, others = _behind(instrument_id)
        hands |= {*other_than}
        kept = [code for code in hands | others if code in hands or not _heads(code)]
        facts = {
            **_copied(known),
            "item_id": None,
            "complaint_id": complaint_id,
            "other_than": sorted(hands | others),
            "kept_from": kept_marks(context.store.vault, kept),
        }
        more = {"period": profile.period(context.today()).code, "origin": Origin.OFFICE, "cause": COMPLAINT}
        order = _open(COMPLAINTS, source_key=key, **facts, **more)
        audit_trail.record(context, order, ASKED, COMPLAINTS, reason_code=reason_code)


def _behind(instrument_id: str) -> tuple[set[str], set[str]]:
    """Who tested the instrument in the matter at hand: in the test that stands, in the rejections before it whose
    retest it is; and beside them who approved those, or was kept from one because a complaint looked at it already."""
    hands: set[str] = set()
    others: set[str] = set()
    test = Examination.last_approved(instrument_id)
    while test:
        hands |= {hand["code"] for hand in test.hands}
        others |= {*test.order.other_than, *Verifier.coded([test.approved_by_code or ""])}
        test = Examination.get_or_none(Examination.id == test.order.retest_of)
    return hands, others


def _heads(code: str) -> bool:
    """Whether the verifier has the head's word too: he tests it no more than others, and still has to approve it."""
    known = Verifier.coded([code]).get(code)
    rows = Delegation.holding(known.subject, context.today()) if known else []
    return any(counts(row.capacity, is_head=True, confirmed=confirmed(row)) for row in rows)


def _copied(order: Order) -> dict[str, Any]:
    return {name: getattr(order, name) for name in COPIED}


def _open(by: Actor, **facts: Any) -> Order:
    today = context.today()
    minutes = profile.minutes(facts["kind"], len(facts["units"]), today)
    facts["anomalies"] = _odd(facts, today) or None
    order = Order.create(number=profile.next_number(today), minutes=minutes, **facts)
    audit_trail.record(context, order, "open", by, target=str(OrderState.WAITING), cause=order.cause)
    tell(orders.OrderOpened, order, **opened(order))
    return order


def _odd(facts: dict[str, Any], day: date) -> list[dict[str, str]]:
    """A plate that no table covers opens its order all the same, and the office sees it before the day of the test."""
    faults = Faults()
    with faults.at("/parameters"):
        procedure.required(tables_on(day), facts, facts["verification"])
    found = ", ".join(f"{row['pointer']} ({row['code']})" for row in faults.rows)
    return [{"note": f"{UNCOVERED}: {found}", "at": plain(clock.now()), "by_code": ""}] if found else []


def _state(order: Order | None) -> str | None:
    return order.state if order else None
