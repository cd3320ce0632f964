"""Writing a letter before it is handed in: open, amend, its items, its file."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.intake.domain.instrument import initial_fault, lot_fault, parameter_faults
from services.intake.domain.submission import check_open
from services.intake.storage import (
    Application,
    Instrument,
    Item,
    LetterUpload,
    Party,
    context,
    digest_of,
    profile,
    transaction,
)
from services.intake.usecases import event_facts, quotas
from services.intake.usecases.scopes import LETTERS
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Invalid, NotFound
from shared.uploads import kept_files
from shared.uploads.acceptance import Accepted

Facts = Mapping[str, Any]


def open_application(by: Actor, items: Sequence[Facts] = (), **facts: Any) -> Application:
    """Begin a letter: a draft has no number and tells nobody."""
    with transaction():
        quotas.check_draft(by)
        own = LETTERS.owner_of_new(by)  # an officer who may apply himself decides about nothing that he wrote
        party = Party.create(owner_key=own, facts=facts.pop("party"))
        application = Application.create(party=party, owner_key=own, opened_by=digest_of(by.sub), **facts)
        _refuse([fault for at, item in enumerate(items) for fault in _faults(application, item, f"/items/{at}")])
        written = [_write_item(by, application, item, f"/items/{index}") for index, item in enumerate(items)]
        application.rows = written
        event_facts.check_size(application, written)
        audit_trail.record(context, application, "open", by, target=application.state)
    return application


def amend(by: Actor, id: str, match: int, **facts: Any) -> Application:
    """Change party, letter or wish of a draft, or the faulted parts of a returned letter."""
    with transaction():
        application = Application.visible(id, LETTERS.writing(by), match)
        for part in facts:
            check_open(application.state, application.faults, f"/{part}")
        if party := facts.pop("party", None):
            application.party.change(facts=party)
        application.change(**facts)
        audit_trail.record(context, application, "amend", by, parts=sorted([*facts, *(["party"] if party else [])]))
    return application


def add_item(by: Actor, id: str, **facts: Any) -> Item:
    """Put one more instrument on the letter."""
    with transaction():
        application = Application.visible(id, LETTERS.writing(by))
        check_open(application.state, application.faults, "/items")
        quotas.check_item(by, application)
        _refuse(_faults(application, facts, ""))
        item = _write_item(by, application, facts, "")
        event_facts.check_size(application, application.items)
        application.change(district=application.district or item.place["district"])
        audit_trail.record(context, application, "add_item", by, item=item.id)
    return item


def remove_item(by: Actor, id: str, item_id: str, match: int) -> Application:
    """Take an instrument off a letter that is not handed in."""
    with transaction():
        application = Application.visible(id, LETTERS.writing(by), match)
        check_open(application.state, application.faults, f"/items/{item_id}")
        Item.of(application, item_id).take_off()
        application.change(district=application.district)
        audit_trail.record(context, application, "remove_item", by, item=item_id)
    return application


def may_attach_letter(by: Actor, id: str, match: int, size: int = 1) -> Application:
    """Asked before the file is opened, before it is kept, and again when the letter names it."""
    application = Application.visible(id, LETTERS.writing(by), match)
    check_open(application.state, application.faults, "/letter")
    quotas.check_file(by, application, size)
    return application


def attach_letter(by: Actor, id: str, match: int, file: Accepted) -> Application:
    """Keep the signed letter. One that was handed in before stays beside it; another is not needed any more."""
    may_attach_letter(by, id, match, len(file.content))
    held = kept_files.keep(context, file)
    with transaction():
        quotas.in_turn(by)
        application = may_attach_letter(by, id, match, held.size)
        before = [application.letter_file] if application.number and application.letter_file else []
        application.change(
            letter_file={"sha256": held.sha256, "media": held.media, "size": held.size},
            earlier_files=application.earlier_files + before,
            letter={**application.letter, "source": "uploaded"},
        )
        LetterUpload.create(application=application, account=digest_of(by.sub), size=held.size)
        audit_trail.record(context, application, "attach_letter", by, sha256=held.sha256)
    return application


def _write_item(by: Actor, application: Application, facts: Facts, at: str) -> Item:
    facts = dict(facts)
    given = facts.pop("instrument", None)
    owner = facts.pop("owner", None)
    party = Party.create(owner_key="", facts=owner) if owner else application.party
    if id := facts.pop("instrument_id", None):
        instrument = _known_instrument(by, application, id)
        if facts.get("basis") == "voluntary" and Item.is_under_the_law(id):
            _refuse([{"pointer": f"{at}/basis", "code": "mandatory-before"}])
    else:
        instrument = Instrument.create(owner=party, district=facts["place"]["district"], **given)
    return Item.create(application=application, instrument=instrument, owner=party, **facts)


def _refuse(faults: list[dict[str, Any]]) -> None:
    """All faults of all items at once."""
    if faults:
        raise Invalid("item-faulty", errors=faults)


def _faults(application: Application, facts: Facts, at: str) -> list[dict[str, Any]]:
    """What is wrong with one item, at places of the body that was sent."""
    today, faults, given = context.today(), [], facts.get("instrument")
    if (given is None) == (facts.get("instrument_id") is None):
        faults.append({"pointer": f"{at}/instrument", "code": "one-of-instrument-or-instrument_id"})
    if given is not None:
        kind = profile.kinds(today).get(given["kind"])
        faults += parameter_faults(kind, given, f"{at}/instrument")
    if facts["place"]["district"] not in profile.districts(today):
        faults.append({"pointer": f"{at}/place/district", "code": "unknown-district"})
    approval, exemption = facts.get("type_approval", ""), facts.get("exemption", "")
    faults += initial_fault(facts["verification"], approval, exemption, at)
    faults += lot_fault(facts.get("basis", ""), facts.get("lot", ""), at)
    if application.scheme == "individual" and "owner" in facts:
        faults.append({"pointer": f"{at}/owner", "code": "only-in-collective"})
    return faults


def _known_instrument(by: Actor, application: Application, id: str) -> Instrument:
    """One that the caller may know of; on an applicant's letter only his own, whoever writes it down."""
    instrument = Instrument.visible(id, LETTERS.writing(by))
    if application.owner_key and instrument.owner.owner_key != application.owner_key:
        raise NotFound("not-found")
    return instrument
