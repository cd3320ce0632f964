"""What intake and complaints set going here."""

from typing import Any

from services.testing.events import heard
from services.testing.usecases import orders, parties, withdrawals
from shared.auth.pseudonyms import office
from shared.events.declarations import facts_of


def on_application_accepted(event: heard.ApplicationAccepted) -> None:
    orders.open_accepted(_letter(event), [facts_of(item) for item in event.items])


def on_withdrawal_requested(event: heard.ItemWithdrawalRequested) -> None:
    withdrawals.withdraw(event.item_id)


def on_item_ended(event: heard.ItemEnded) -> None:
    withdrawals.item_ended(event.item_id, event.end)


def on_item_placed(event: heard.ItemPlaced) -> None:
    told = {"lot": event.lot, "type_approval": event.type_approval, "exemption": event.exemption}
    orders.name_place(event.item_id, event.name, {name: words for name, words in told.items() if words})


def on_party_changed(event: heard.PartyChanged) -> None:
    parties.keep(event.party_id, name=event.name, business=event.business, address=event.address)


def on_retest_requested(event: heard.RetestRequested) -> None:
    key = f"complaint:{event.complaint_id}:{event.envelope.id}"
    orders.open_complaint(key, event.complaint_id, event.instrument_id, event.reason_code, event.other_than)


HANDLERS = {
    heard.ApplicationAccepted: on_application_accepted,
    heard.ItemWithdrawalRequested: on_withdrawal_requested,
    heard.ItemEnded: on_item_ended,
    heard.ItemPlaced: on_item_placed,
    heard.PartyChanged: on_party_changed,
    heard.RetestRequested: on_retest_requested,
}


def _letter(event: heard.ApplicationAccepted) -> dict[str, Any]:
    return {
        "application_id": event.application_id,
        "application_number": event.number,
        "owner_key": office.newest(event.owner_key),  # it may have been told under an older key
        "period": event.period,
        "promised_on": event.promised_date,
        "urgent": event.urgent,
        "channel": event.channel,
    }
