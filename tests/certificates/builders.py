"""News of the other services, as they tell it, for the certificates under test."""

import itertools
import json
from typing import Any

from services.certificates.storage import Certificate
from services.certificates.usecases import signing
from shared.auth.actor import Actor
from shared.events.retry_policy import Outcome
from shared.ids import name_id, uuid7
from shared.service import Service
from tests.support import MONDAY, told

_position = itertools.count(1)
OWNER = name_id("http://127.0.0.1:8000/dev", "dev-applicant")
INSTRUMENT = "01930000-0000-7000-8000-00000000a11e"
PARTY = "01930000-0000-7000-8000-00000000b0b1"
OTHER = "01930000-0000-7000-8000-00000000a12f"
FIRST, SECOND, THIRD = (f"01930000-0000-7000-8000-0000000000e{n}" for n in (1, 2, 3))
PASSED, FAILED = "testing.examination.passed", "testing.examination.failed"
SUPERSEDED, BROKEN = "testing.examination.superseded", "testing.mark.broken"
DOUBTED, CONFIRMED = "testing.examination.doubted", "testing.examination.confirmed"
DOUBT = "01930000-0000-7000-8000-00000000d0b7"
HEAD = Actor("dev-head", "Budi Santoso", roles=frozenset({"head"}))
VERIFIER = Actor("dev-verifier-2", "Rina", roles=frozenset({"verifier"}))
CANARY = "Siti Kenari Aminah"
STREET = "Jalan Kenari 99"


ROW = {"unit": "1", "test": "correctness", "point": "naik", "load": "15", "indication": "15.01", "error": "0.01"}
SCALE = {
    "kind": "tbo_elektronik",
    "verification": "subsequent",
    "brand": "Adil Karya",
    "model": "AK-30E",
    "serial": "AK-2024-00017",
    "parameters": {"class": "III", "max": "30", "min": "0.2", "e": "0.01", "unit": "kg"},
    "units": [{"unit": "1", "verdict": "valid", "reasons": []}],
}
TESTED = {
    "tested_on": "2026-11-22",
    "place": {"mode": "group", "district": "16.06.07", "name": "Pasar Randik"},
    "verifier_code": "P-07",
    "approved_by_code": "P-02",
    "method": "SK 131/SPK/KEP/10/2015",
    "standards": [{"code": "AT-M1-01", "name": "Anak timbangan M1", "class": "M1", "valid_until": "2027-03-01"}],
    "environment": {"temperature": "28.5", "humidity": "72"},
    "adjustment": True,
    "marks": [{"mark": "valid", "code": 'SP6 "26"', "position": "Lemping", "unit": "1", "year": 2026}],
    "results": [{**ROW, "mpe": "0.02", "verdict": "passed", "unit_of_measure": "kg"}],
    "mpe_table": {"norm": "OIML R 76-1", "edition": "2006", "table": "Tabel 6", "confidence": "verified"},
    "explanation": {"id": ["…"], "en": ["…"]},
    "period": "2026-2",
    "retest_until": None,
}


def an_examination(**changes: Any) -> dict[str, Any]:
    """What testing tells of a trader's 30 kg scale that passed."""
    names = ("examination_id", "order_id", "item_id", "application_id")
    known = {"owner_key": OWNER, "party_id": PARTY, "instrument_id": INSTRUMENT}
    case = {"origin": "application", "cause": "first", "complaint_id": None, "order_number": "0007/ORD/UPTD-ML/XI/2026"}
    plain = {"version": 1, "application_number": "PTU-2026-000042-7", **case, **known, **SCALE, **TESTED}
    return {**{name: uuid7() for name in names}, **plain, **changes}


def a_failure(**changes: Any) -> dict[str, Any]:
    """The same scale, rejected."""
    units = [{"unit": "1", "verdict": "rejected", "reasons": ["correctness"]}]
    marks = [{"mark": "rejected", "code": "BP6", "position": "Lemping", "unit": "1", "year": 2026}]
    return an_examination(
        **{"units": units, "marks": marks, "retest_until": "2027-01-05", "tested_on": "2026-11-21"} | changes
    )


def a_party(**changes: Any) -> dict[str, Any]:
    return {"party_id": PARTY, "name": CANARY, "business": None, "address": STREET} | changes


def news(service: Service, type_: str, data: dict[str, Any], sequence: int = 1, **attributes: Any) -> bytes:
    """A CloudEvent of another service, ready for the inbox."""
    about = {
        "examination": "examination_id",
        "party": "party_id",
        "mark": "instrument_id",
        "suspension": "complaint_id",
    }
    sender, thing = type_.split(".")[:2]
    envelope = {
        "specversion": "1.0",
        "id": uuid7(),
        "source": service.source_of(sender),
        "type": f"{type_}.v1",
        "subject": data[about[thing]],
        "time": MONDAY.isoformat(),
        "sequence": str(sequence),
        "position": str(next(_position)),
        "data": data,
    }
    return json.dumps(envelope | attributes).encode()


def hear(service: Service, *bodies: bytes) -> list[Outcome]:
    """Store and work them off, until nothing can be done now."""
    service.inbox.store_page(list(bodies))
    outcomes = []
    while (outcome := service.inbox.work()) is not None:
        outcomes.append(outcome)
    return outcomes


def passed(service: Service, **changes: Any) -> Certificate:
    """A certificate that awaits its signature."""
    return _heard(service, "testing.examination.passed", an_examination(**changes))


def failed(service: Service, **changes: Any) -> Certificate:
    """A rejection statement that awaits its signature."""
    return _heard(service, "testing.examination.failed", a_failure(**changes))


def _heard(service: Service, type_: str, facts: dict[str, Any]) -> Certificate:
    party = a_party(**facts.pop("named", {}), party_id=facts["party_id"])
    hear(service, news(service, "intake.party.changed", party), news(service, type_, facts))
    return Certificate.of_examination(facts["examination_id"])


def sign(head, certificate) -> dict:
    answer = move(head, certificate.id, "signature", {})
    assert answer.status_code == 200, answer.json
    return answer.json


def move(who, id: str, name: str, body: dict | None = None):
    row = who.get(f"/v1/certificates/{id}")
    return who.post(f"/v1/certificates/{id}/{name}", {"reason_code": "inspection"} if body is None else body, match=row)


def pdf_of(head, certificate: dict) -> bytes:
    return head.get(f"/v1/certificates/{certificate['id']}/pdf").data


def signed(service, **facts) -> Certificate:
    """A certificate that the head has signed."""
    return signing.sign(HEAD, passed(service, **facts).id)


def kinds_told(service) -> list[str]:
    return [event["type"].split(".")[2] for event in told(service)]


def states() -> dict[str, str]:
    return {row.examination_id: row.state for row in Certificate.select()}


def doubt(service: Service, examination_id: str, sequence: int = 2, type_: str = DOUBTED, **changes: Any) -> bytes:
    """Testing doubts an examination because a standard was withdrawn, or confirms it in spite of that."""
    why = {"cause": "standard_withdrawn", "code": "AT-M1-01", "reason_code": "found_wrong"}
    known = {"doubt_id": DOUBT, "examination_id": examination_id, "version": 1, "instrument_id": INSTRUMENT, **why}
    since = {"since": "2026-11-20"} if type_ == DOUBTED else {}
    return news(service, type_, {**known, "item_id": None, **since, **changes}, sequence)


def corrected(service, type_: str) -> dict[str, bytes]:
    """The first examination gives way to a second version, which passed or failed: two pieces of news."""
    facts = {"examination_id": SECOND, "version": 2}
    new = a_failure(**facts, tested_on="2026-11-22") if type_ == FAILED else an_examination(**facts)
    about = {"examination_id": FIRST, "version": 1, "replaced_by": SECOND, "instrument_id": INSTRUMENT}
    return {"superseded": news(service, SUPERSEDED, about, 2), "new": news(service, type_, new)}
