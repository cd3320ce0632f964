"""Refuses what an account or a letter can hold no more: drafts, and what is uploaded as letters."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from peewee import fn

from services.intake.domain.lifecycle import State
from services.intake.storage import Application, LetterUpload, begun_by, context, digest_of, quotas_on, store
from services.intake.usecases.scopes import LETTERS
from shared import clock
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, TooMany


def check_draft(by: Actor) -> None:
    """One more draft must fit beside those that the account has not handed in, and into the day."""
    in_turn(by)
    drafts, today = begun_by(digest_of(by.sub), _midnight())  # today's: those withdrawn again too
    _refuse(by, "drafts", "account", drafts + 1)
    _refuse(by, "drafts", "day", today + 1)


def check_file(by: Actor, application: Application, size: int) -> None:
    """One more file of `size` bytes must fit to the letter, into the account's drafts together, and into the day.

    Of a letter the files of this account count, since it was returned if it was: nobody uses up another's share, and
    whoever has to mend a letter can.
    """
    files, own = LetterUpload.select(), LetterUpload.account == digest_of(by.sub)
    drafts = Application.select(Application.id).where(Application.state == State.DRAFT)
    of_letter = files.where(own, LetterUpload.application == application.id)
    if application.returned_at:
        of_letter = of_letter.where(LetterUpload.created_at >= application.returned_at)
    _refuse(by, "files", "letter", of_letter.count() + 1)
    _refuse(by, "bytes", "letter", _bytes(of_letter) + size)
    if application.state == State.DRAFT:
        _refuse(by, "bytes", "account", _bytes(files.where(own, LetterUpload.application << drafts)) + size)
    _refuse(by, "bytes", "day", _bytes(files.where(own, LetterUpload.created_at >= _midnight())) + size)


def check_item(by: Actor, application: Application) -> None:
    """One more instrument must fit to what was written on the letter, those that were taken off it again too."""
    in_turn(by)
    written = audit_trail.of(context, application.id).where(context.History.action == "add_item")
    _refuse(by, "items", "letter", written.count() + 1)


def in_turn(by: Actor) -> None:
    """Of one account one at a time until the transaction ends, so that none is counted before it is written."""
    store.in_turn(f"letters of {digest_of(by.sub)}")


def _refuse(by: Actor, of: str, per: str, after: int) -> None:
    sender = "applicant" if LETTERS.owner_of_new(by) else "counter"
    for row in quotas_on(context.today()):
        if (row["of"], row["per"], row["sender"]) == (of, per, sender) and after > row["most"]:
            raise _refusal(row)


def _refusal(quota: Mapping[str, Any]) -> Conflict | TooMany:
    if quota["per"] != "day":
        return Conflict(quota["code"], most=quota["most"], allowed=[])
    left = _midnight() + timedelta(days=1) - clock.now()
    return TooMany(quota["code"], most=quota["most"], seconds=int(left.total_seconds()) + 1)


def _bytes(uploads: Any) -> int:
    return int(uploads.select(fn.COALESCE(fn.SUM(LetterUpload.size), 0)).scalar())


def _midnight() -> datetime:
    return datetime.combine(context.today(), time.min, context.zone)
