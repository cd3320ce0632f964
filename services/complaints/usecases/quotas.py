"""Refuses what a case can hold no more: files, their bytes, messages, and acts that move nothing."""

from datetime import datetime, time, timedelta
from typing import Any

from peewee import fn

from services.complaints.domain.lifecycle import UNNUMBERED
from services.complaints.storage import Attachment, Complaint, Evidence, Message, context, profile, rules
from services.complaints.usecases.cases import OFFICE
from shared import clock
from shared.errors import Conflict, TooMany


def check_file(complaint: Complaint, from_reporter: bool, size: int) -> None:
    """One more file of `size` bytes must fit into the case, and into what its reporter may bring."""
    files = Attachment.select(fn.COUNT(Attachment.id), fn.COALESCE(fn.SUM(Attachment.size), 0))
    own = Attachment.complaint == complaint.id
    for sender in ("anybody", "reporter") if from_reporter else ("anybody",):
        kept, held = files.where(own & Attachment.from_reporter if sender == "reporter" else own).scalar(as_tuple=True)
        for of, after in (("files", kept + 1), ("bytes", int(held) + size)):
            for quota in _quotas(of, sender):
                _refuse(complaint, quota, after)


def check_message(complaint: Complaint, sender: str = "reporter") -> None:
    """One more message of the reporter (by code) or of the office must fit into the day, and into the box."""
    midnight = datetime.combine(context.today(), time.min, context.zone)
    own = Message.sender == OFFICE if sender == "office" else Message.sender != OFFICE
    own &= Message.complaint == complaint.id
    for quota in _quotas("messages", sender):
        counted = own & (Message.created_at >= midnight) if quota["per"] == "day" else own
        _refuse(complaint, quota, Message.select().where(counted).count() + 1)


def check_act(complaint: Complaint, action: str) -> None:
    """One more of an act that leaves the case where it is must fit into what is kept of it; moves always do."""
    kept = Evidence.select().where(Evidence.complaint == complaint.id, Evidence.action == action).count()
    for quota in _quotas("acts", "office"):
        _refuse(complaint, quota, kept + 1)


def _quotas(of: str, sender: str) -> list[Any]:
    return [row for row in rules.quotas(context.today()) if (row["of"], row["sender"]) == (of, sender)]


def _refuse(complaint: Complaint, quota: Any, after: int) -> None:
    most = quota["unconfirmed" if complaint.state in UNNUMBERED else "most"]
    if after <= most:
        return
    if quota["per"] == "day":
        tomorrow = datetime.combine(profile.day(clock.now()) + timedelta(days=1), time.min, context.zone)
        raise TooMany(quota["code"], most=most, seconds=int((tomorrow - clock.now()).total_seconds()) + 1)
    raise Conflict(quota["code"], most=most, allowed=[])
