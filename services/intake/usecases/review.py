"""Handing a letter in, and what the office says to it."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from services.intake.domain.lifecycle import APPLICATION, ITEM, Action, ItemAction
from services.intake.domain.plate import plate_faults
from services.intake.domain.submission import addressee_fault, check_complete, promised_date
from services.intake.events import letters, register
from services.intake.storage import Application, Item, Party, context, log, open_double, profile, store, transaction
from services.intake.usecases import event_facts
from services.intake.usecases.conflict_of_interest import decidable
from services.intake.usecases.scopes import LETTERS
from shared import clock, ids
from shared.auth.actor import Actor
from shared.auth.scopes import Sight
from shared.database import audit_trail
from shared.errors import Conflict, Invalid


def submit(by: Actor, id: str, match: int, override: str = "") -> Application:
    """Hand the letter in: number, tracking code, period and promised date are fixed at the first time."""
    with transaction():
        application = Application.visible(id, LETTERS.writing(by), match)
        target = APPLICATION.move(application.state, Action.SUBMIT)
        items = application.items
        _check(application, items)
        first = {} if application.number else _first_submission()
        _refuse_doubles(by, items, first.get("period") or application.period, override)
        source, revision = application.state, application.revision + 1
        district = items[0].place["district"]
        application.change(state=target, revision=revision, faults=[], district=district, **first)
        _register(items)
        audit_trail.record(context, application, Action.SUBMIT, by, source=source, target=target, revision=revision)
        log.emit(
            letters.ApplicationSubmitted,
            **event_facts.about(application),
            period=application.period,
            promised_date=application.promised_on,
            district=district,
            item_count=len(items),
            revision=revision,
        )
    return application


def accept(by: Actor, id: str, match: int, urgent: bool = False) -> Application:
    """The office takes the letter on: testing hears of each instrument, and of whom to name on papers."""
    with transaction():
        application = decidable(by, id, match)
        source = application.state
        target = APPLICATION.move(source, Action.ACCEPT)
        items = [item for item in application.items if ITEM.can(item.state, ItemAction.ACCEPT)]
        if not items:
            raise Conflict("nothing-to-test", allowed=APPLICATION.allowed(source))
        if event_facts.is_too_large(application, items):  # handed in before there was a limit
            raise Conflict("letter-too-large-to-accept", allowed=APPLICATION.allowed(source))
        application.change(state=target, accepted_at=clock.now(), urgent=urgent)
        for item in items:
            audit_trail.move(context, item, ITEM, ItemAction.ACCEPT, by)
        for party in {party.id: party for party in [application.party, *(item.owner for item in items)]}.values():
            tell_party(party)
        audit_trail.record(context, application, Action.ACCEPT, by, source=source, target=target, urgent=urgent)
        log.emit(letters.ApplicationAccepted, **event_facts.accepted(application, items))
        _tell_words(items)
    return application


def return_letter(by: Actor, id: str, match: int, faults: Sequence[dict[str, str]]) -> Application:
    """Send the letter back, naming each fault; only the faulted parts open again."""
    with transaction():
        application = decidable(by, id, match)
        expected = profile.agency()["addressee"]["id"]
        wrong = addressee_fault(application.letter.get("addressee") or expected, expected)
        found = [*faults, *([wrong] if wrong and wrong["code"] not in {one["code"] for one in faults} else [])]
        columns = {"faults": found, "returned_at": clock.now()}
        audit_trail.move(context, application, APPLICATION, Action.RETURN, by, set=columns, faults=found)
        codes = sorted({fault["code"] for fault in found})
        log.emit(letters.ApplicationReturned, **event_facts.about(application), reason_codes=codes)
    return application


def reject(by: Actor, id: str, match: int, reason_code: str, note: str = "") -> Application:
    """Refuse the letter for good, with a reason the applicant reads."""
    with transaction():
        application = decidable(by, id, match)
        audit_trail.move(context, application, APPLICATION, Action.REJECT, by, reason_code=reason_code, note=note)
        log.emit(letters.ApplicationRejected, **event_facts.about(application), reason_code=reason_code)
    return application


def withdraw(by: Actor, id: str, match: int, reason_code: str = "applicant", note: str = "") -> Application:
    """The applicant takes the letter back before it is accepted."""
    with transaction():
        application = Application.visible(id, LETTERS.writing(by), match)
        audit_trail.move(context, application, APPLICATION, Action.WITHDRAW, by, reason_code=reason_code, note=note)
        if application.number:  # nobody ever heard of a draft
            log.emit(letters.ApplicationWithdrawn, **event_facts.about(application), reason_code=reason_code)
    return application


def tell_party(party: Party) -> None:
    """Tell name and address for printing, when they are new to the others."""
    facts = {name: party.facts.get(name) for name in ("name", "business", "address")}
    digest = store.vault.digest(hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest())
    if digest != party.told_facts:
        party.change(told_facts=digest)
        log.emit(register.PartyChanged, party_id=party.id, **facts)


def _tell_words(items: Sequence[Item]) -> None:
    """What the applicant wrote himself, for the services alone."""
    for item in items:
        if any((words := event_facts.in_words(item)).values()):
            log.emit(register.ItemPlaced, item_id=item.id, **words)


def _first_submission() -> dict[str, Any]:
    today = context.today()
    return {
        "number": profile.next_number(today),
        "tracking_code": ids.code(),
        "submitted_on": today,
        "period": profile.period(today).code,
        "promised_on": promised_date(today, profile.promise_years(today)),
    }


def _check(application: Application, items: Sequence[Item]) -> None:
    """Nothing is missing, all of it can be told, and what a plate says can be read."""
    check_complete(application.party.facts, application.letter, bool(application.letter_file), len(items))
    event_facts.check_size(application, items)
    _refuse_unreadable(items)


def _refuse_unreadable(items: Sequence[Item]) -> None:
    """A draft may be older than the checks of its plates. What is registered can not be written anew, and passes."""
    kinds, new = profile.kinds(context.today()), [item for item in items if not item.instrument.registered]
    plates = ((kinds.get(item.instrument.kind), item.instrument.parameters, f"/items/{item.id}") for item in new)
    if faults := [fault for kind, given, at in plates for fault in plate_faults(kind, given, f"{at}/instrument")]:
        raise Invalid("item-faulty", errors=faults)


def _refuse_doubles(by: Actor, items: Sequence[Item], period: str, override: str) -> None:
    """The same instrument on another open letter of the period needs a stated reason; a stranger's is not named."""
    sight = LETTERS.writing(by)
    doubles = [(item, other) for item in items if (other := open_double(item.instrument, period))]
    if doubles and not override:
        at = [{"pointer": f"/items/{item.id}", "code": "double", **_named(other, sight)} for item, other in doubles]
        raise Invalid("double-application", errors=at)


def _named(item: Item, sight: Sight) -> dict[str, str]:
    """The letter of an item, for whoever may know it."""
    letter = item.application
    return {"application": letter.number} if sight.covers(letter.owner_key) else {}


def _register(items: Sequence[Item]) -> None:
    for instrument in (item.instrument for item in items if not item.instrument.registered):
        instrument.change(registered=True)
        log.emit(
            register.InstrumentRegistered,
            instrument_id=instrument.id,
            kind=instrument.kind,
            parameters=instrument.parameters,
            district=instrument.district,
        )
