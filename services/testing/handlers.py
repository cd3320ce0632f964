"""What intake and complaints set going here."""

from typing import Any

from services.testing.events import heard
from services.testing.usecases import orders, parties, withdrawals
from shared.auth.pseudonyms import office


def on_application_accepted(event: Any) -> None:
    orders.open_accepted(_letter(event), event.items)


def on_withdrawal_requested(event: Any) -> None:
    withdrawals.withdraw(event.item_id)


def on_item_ended(event: Any) -> None:
    withdrawals.item_ended(event.item_id, event.end)


def on_item_placed(event: Any) -> None:
    told = {name: getattr(event, name) for name in ("lot", "type_approval", "exemption")}
    orders.name_place(event.item_id, event.name, {name: words for name, words in told.items() if words})


def on_party_changed(event: Any) -> None:
    parties.keep(event.party_id, name=event.name, business=event.business, address=event.address)


def on_retest_requested(event: Any) -> None:
    asked = {name: getattr(event, name) for name in ("complaint_id", "instrument_id", "reason_code", "other_than")}
    orders.open_complaint(f"complaint:{event.complaint_id}:{event.envelope.id}", **asked)


HANDLERS = {
    heard.ApplicationAccepted: on_application_accepted,
    heard.ItemWithdrawalRequested: on_withdrawal_requested,
    heard.ItemEnded: on_item_ended,
    heard.ItemPlaced: on_item_placed,
    heard.PartyChanged: on_party_changed,
    heard.RetestRequested: on_retest_requested,
}


def _letter(event: Any) -> dict[str, Any]:
    kept = ("application_id", "period", "urgent", "channel")
    facts = {name: getattr(event, name) for name in kept}
    facts["owner_key"] = office.newest(event.owner_key)  # it may have been told under an older key
    return {**facts, "application_number": event.number, "promised_on": event.promised_date}
