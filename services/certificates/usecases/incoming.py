"""What the news of the others does: papers to be signed, papers to be taken back, names for printing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.certificates.domain.lifecycle import Kind
from services.certificates.domain.reactions import REACTIONS
from services.certificates.storage import (
    BY_COMPLAINT,
    Certificate,
    Handled,
    Instrument,
    PartyCopy,
    context,
    transaction,
)
from services.certificates.usecases.register import settle
from shared import clock
from shared.auth.actor import of_event
from shared.auth.pseudonyms import office
from shared.database import audit_trail
from shared.database.fields import plain
from shared.errors import Unavailable

TESTING, COMPLAINTS = of_event("testing"), of_event("complaints")
OFFICE = "office"  # wanted the test itself: it may have to be kept from somebody, and testing tells from whom
COLUMNS = ("examination_id", "instrument_id", "item_id", "application_id", "party_id", "tested_on")


def examined(kind: Kind, facts: Mapping[str, Any]) -> None:
    """An approved examination: one paper for it waits for its signature, as soon as we know whom to name on it."""
    with transaction():
        instrument = Instrument.hold(facts["instrument_id"])
        known = Certificate.of_examination(facts["examination_id"], facts["version"])
        if not REACTIONS.applies("examined", known.state if known else None):
            return
        if facts["party_id"] and PartyCopy.get_or_none(PartyCopy.id == facts["party_id"]) is None:
            raise Unavailable("not-yet", event="examined", state="party unknown")
        if facts["origin"] == OFFICE and not Handled.of(facts["examination_id"], facts["version"]).exists():
            raise Unavailable("not-yet", event="examined", state="hands unknown")
        certificate = Certificate.create(
            kind=kind,
            examination_version=facts["version"],
            owner_key=office.newest(facts["owner_key"] or ""),
            instrument_kind=facts["kind"],
            district=facts["place"]["district"],
            facts={name: value for name, value in facts.items() if name != "owner_key"},
            **{name: facts[name] for name in COLUMNS},
        )
        audit_trail.record(context, certificate, "prepare", TESTING, target=certificate.state)
        settle(instrument, TESTING)


def handled(examination_id: str, version: int, hands: list[str], kept_from: list[str], kept: bool) -> None:
    """The people behind an examination; told before its verdict."""
    with transaction():
        Handled.keep(examination_id, version, hands, kept_from, kept)


def superseded(examination_id: str, replaced_by: str) -> None:
    """The examination was corrected: what waits for a signature is void, what holds until the correction speaks."""
    with transaction():
        known = Certificate.of_examination(examination_id)
        if not REACTIONS.applies("superseded", known.state if known else None):
            return
        instrument = Instrument.hold(known.instrument_id)
        known.change(corrected_by=replaced_by)
        audit_trail.record(context, known, "correct_examination", TESTING, replaced_by=replaced_by)
        settle(instrument, TESTING)


def mark_broken(instrument_id: str, mark: str, found_on: date, told_at: datetime) -> None:
    """A broken mark: the paper may not be relied on until the head has looked or the instrument is tested anew."""
    found = {"mark": mark, "found_on": str(found_on), "told_at": plain(told_at)}
    with transaction():
        instrument = Instrument.hold(instrument_id)
        if found not in instrument.broken:
            instrument.change(broken=[*instrument.broken, found])
        settle(instrument, TESTING)


def suspension_requested(certificate_id: str, complaint_id: str, reason_code: str) -> None:
    """A complaint asks to suspend: the head sees it on the certificate and decides."""
    with transaction():
        certificate = Certificate.get_or_none(Certificate.id == certificate_id)
        if not REACTIONS.applies("suspension_requested", certificate.state if certificate else None):
            return
        asked = {"complaint_id": complaint_id, "reason_code": reason_code}
        Certificate.ask(certificate.id, {**asked, "at": plain(clock.now())})
        audit_trail.record(context, certificate, BY_COMPLAINT, COMPLAINTS, **asked)


def party_changed(party_id: str, facts: Mapping[str, Any], sequence: int) -> None:
    """Name and address for printing; an older word that comes again changes nothing."""
    with transaction():
        known = PartyCopy.get_or_none(PartyCopy.id == party_id)
        if known is None:
            PartyCopy.create(id=party_id, facts=facts, sequence=sequence)
        elif known.sequence < sequence:
            known.change(facts=facts, sequence=sequence)
