"""Refuses photos that a record or an account's day can hold no more; removed ones count, for their bytes are kept."""

from datetime import datetime, time, timedelta
from typing import Any

from peewee import fn

from services.testing.storage import PhotoUpload, context, rule, store
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict, TooMany


def check(by: Actor, examination_id: str, size: int) -> None:
    """One more file of `size` bytes must fit to the record, and into the day of the account."""
    limits, files = rule("photo", context.today()), PhotoUpload.select()
    of_record = files.where(PhotoUpload.examination_id == examination_id)
    if of_record.count() >= limits["most_uploads"]:
        raise Conflict("too-many-uploads", most=limits["most_uploads"], allowed=[])
    if _bytes(of_record) + size > limits["record_bytes"]:
        raise Conflict("photos-too-large", most=limits["record_bytes"], allowed=[])
    own = PhotoUpload.account == PhotoUpload.digest_of(by.sub)
    if _bytes(files.where(own, PhotoUpload.created_at >= _midnight())) + size > limits["day_bytes"]:
        left = _midnight() + timedelta(days=1) - clock.now()
        raise TooMany("photos-too-large-today", most=limits["day_bytes"], seconds=int(left.total_seconds()) + 1)


def in_turn(by: Actor) -> None:
    """Of one account one at a time until the transaction ends, so that none is counted before it is written."""
    store.in_turn(f"photos of {PhotoUpload.digest_of(by.sub)}")


def count(by: Actor, examination_id: str, size: int) -> None:
    """Inside the transaction that names the file."""
    PhotoUpload.create(examination_id=examination_id, account=PhotoUpload.digest_of(by.sub), size=size)


def _bytes(uploads: Any) -> int:
    return int(uploads.select(fn.COALESCE(fn.SUM(PhotoUpload.size), 0)).scalar())


def _midnight() -> datetime:
    return datetime.combine(context.today(), time.min, context.zone)
