"""What intake's tests build with: letters at every stage, items, and the events of testing and certificates."""

import json
from typing import Any

from services.intake.usecases import letters, review
from shared import clock
from shared.auth.actor import Actor
from shared.ids import uuid7
from shared.service import Service

ISSUER = "http://127.0.0.1:8000/dev"
SITI = Actor("acc-siti", "Siti Aminah", ISSUER, frozenset({"applicant"}))
BUDI = Actor("acc-budi", "Budi Santoso", ISSUER, frozenset({"applicant"}))
FRONT = Actor("dev-front", "Rina", ISSUER, frozenset({"front_officer"}))
PARTY = {"name": "Siti Aminah", "phone": "0812000111", "address": "Jl. Pasar 3"}
PLATE = {"class": "III", "max": "30", "e": "0.01", "unit": "kg"}


def item(serial: str = "SN-1", **more: Any) -> dict[str, Any]:
    """A trader's scale at the office."""
    plate = {"kind": "tbo_elektronik", "brand": "Sonic", "model": "S-1", "serial": serial, "parameters": PLATE}
    place = {"mode": "office", "district": "16.06.07"}
    return {"instrument": {**plate, "units": [{"unit": "1"}]}, "verification": "subsequent", "place": place, **more}


def body(*serials: str, **facts: Any) -> dict[str, Any]:
    """A complete letter as it is said over HTTP."""
    return {"party": PARTY, "items": [item(serial) for serial in serials or ("SN-1",)], **facts}


def drafted(*serials: str, by: Actor = SITI, **facts: Any) -> Any:
    """A draft with a scale for each serial."""
    standing = {"scheme": "individual", "channel": "online", "party": PARTY, "letter": {"source": "written"}}
    items = [item(serial) for serial in serials or ("SN-1",)]
    return letters.open_application(by, **{"items": items, **standing, **facts})


def submitted(*serials: str, by: Actor = SITI, **facts: Any) -> Any:
    draft = drafted(*serials, by=by, **facts)
    return review.submit(by, draft.id, draft.version)


def accepted(*serials: str, by: Actor = SITI) -> Any:
    letter = submitted(*serials, by=by)
    return review.accept(FRONT, letter.id, letter.version)


class Peer:
    """Speaks to intake as testing or certificates do; `says` stores an event and works on all that can be worked on."""

    def __init__(self, service: Service, name: str) -> None:
        self.service, self.name, self.position, self.sequences = service, name, 0, {}

    def event(self, type_: str, subject: str, **data: Any) -> bytes:
        self.position += 1
        self.sequences[subject] = self.sequences.get(subject, 0) + 1
        places = {"sequence": str(self.sequences[subject]), "position": str(self.position)}
        source, time = self.service.source_of(self.name), clock.rfc3339(clock.now())
        told = {"id": uuid7(), "source": source, "type": f"{self.name}.{type_}.v1", "subject": subject, "time": time}
        return json.dumps({"specversion": "1.0", **told, **places, "data": data}).encode()

    def says(self, type_: str, subject: str, **data: Any) -> list[str]:
        """The outcomes of what was worked on."""
        return self.hands_over(self.event(type_, subject, **data))

    def hands_over(self, *bodies: bytes) -> list[str]:
        self.service.inbox.store_page(list(bodies))
        return [str(outcome) for outcome in iter(self.service.inbox.work, None)]
