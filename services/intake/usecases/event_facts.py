"""Words for the others: what events say of a letter, and whether all of it can be said at once."""

from collections.abc import Sequence
from typing import Any

from services.intake.domain.submission import MOST_ITEMS
from services.intake.events import letters
from services.intake.storage import Application, Item
from shared.errors import Invalid
from shared.events.declarations import weight

TOLD, IN_WORDS = ("verification", "basis"), ("lot", "type_approval", "exemption")
# What a letter may say of its instruments: the event of its acceptance stays within its limit, with room to grow.
MOST_BYTES = 200_000


def about(application: Application) -> dict[str, str]:
    """What every event of a letter holds."""
    return {"application_id": application.id, "number": application.number, "owner_key": application.owner_key}


def accepted(application: Application, items: Sequence[Item]) -> dict[str, Any]:
    """Everything that testing needs of an accepted letter."""
    return {
        **about(application),
        "party_id": application.party_id,
        "period": application.period,
        "promised_date": application.promised_on,
        "urgent": application.urgent,
        "channel": application.channel,
        "items": [_item(item) for item in items],
    }


def check_size(application: Application, items: Sequence[Item]) -> None:
    """Refuse, while it is written, a letter that could not be told once it is accepted."""
    if is_too_large(application, items):
        raise Invalid("letter-too-large", errors=[{"pointer": "/items", "code": "too-large"}], most=MOST_ITEMS)


def is_too_large(application: Application, items: Sequence[Item]) -> bool:
    """More instruments than a letter may have, or more said of them than one event carries."""
    if len(items) > MOST_ITEMS:
        return True
    return weight(letters.ApplicationAccepted, accepted(application, items)) > MOST_BYTES


def in_words(item: Item) -> dict[str, str]:
    """What the applicant wrote himself of an item: for the services alone."""
    return {"name": item.place.get("name") or "", **{name: getattr(item, name) for name in IN_WORDS}}


def _item(item: Item) -> dict[str, Any]:
    instrument = item.instrument
    return {
        "item_id": item.id,
        "instrument_id": instrument.id,
        "party_id": item.owner_id,
        "owner_key": item.application.owner_key or item.instrument.owner.owner_key or item.owner.owner_key,
        **{name: getattr(item, name) for name in TOLD},
        **{name: getattr(instrument, name) for name in ("kind", "brand", "model", "serial", "units", "parameters")},
        "place": {name: item.place[name] for name in ("mode", "district")},
    }
