"""Photos come to a record and leave it while it is not handed in; a correction takes along what its version had."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from services.testing.domain.record.marks import Marks, faults
from services.testing.domain.record.photos import too_large
from services.testing.storage import Examination, Order, Photo, context, rule, transaction
from services.testing.usecases import photo_quotas
from services.testing.usecases.authorship import editable
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, Invalid
from shared.uploads import kept_files
from shared.uploads.acceptance import Accepted


def may_attach(by: Actor, id: str, size: int = 1) -> Examination:
    """Asked before the file is opened, before it is kept, and again when the record names it."""
    examination, most = editable(by, id, None), rule("photo", context.today())["most_files"]
    if len(Photo.of(id)) >= most:
        raise Conflict("too-many-photos", most=most, allowed=[])
    photo_quotas.check(by, id, size)
    return examination


def attach(by: Actor, id: str, file: Accepted, kind: str, caption: str) -> Photo:
    """Keep a photo with the record, if it is not larger than a record bears."""
    facts = _measured(file, rule("photo", context.today()))
    may_attach(by, id, facts["size"])
    held = kept_files.keep(context, file)
    with transaction():
        photo_quotas.in_turn(by)
        examination, known = may_attach(by, id, facts["size"]), Photo.of(id)
        if held.sha256 in {one.sha256 for one in known}:
            raise Conflict("photo-known", sha256=held.sha256, allowed=[])
        photo = Photo.create(examination_id=id, kind=kind, caption=caption, sha256=held.sha256, **facts)
        photo_quotas.count(by, id, facts["size"])
        examination.change()
        audit_trail.record(context, examination, "attach_photo", by, photo=photo.id, kind=kind, sha256=held.sha256)
    return photo


def remove(by: Actor, id: str, photo_id: str, match: int) -> Examination:
    """Take a photo off a record that is not handed in; that it was there stays in the history."""
    with transaction():
        examination = editable(by, id, match)
        photo = Photo.one(id, photo_id)
        used = [at for at, mark in enumerate(examination.marks) if mark.get("photo") == photo_id]
        if used:
            errors = [{"pointer": f"/marks/{at}/photo", "code": "photo-in-use"} for at in used]
            raise Conflict("photo-in-use", errors=errors, allowed=[])
        photo.delete_instance()
        examination.change()
        facts = {name: getattr(photo, name) for name in ("kind", "caption", "sha256")}
        audit_trail.record(context, examination, "remove_photo", by, photo=photo_id, **facts)
    return examination


def content_of(id: str, photo_id: str) -> tuple[bytes, Photo]:
    """The file as it came."""
    photo = Photo.one(id, photo_id)
    return kept_files.fetch(context, photo.sha256), photo


def check_marks(order: Order, marks: Marks, day: date, known: Collection[str]) -> None:
    """A mark is on a unit of the instrument, of the year of its test or correction, and its photo is there."""
    years = range(day.year, context.today().year + 1)
    if errors := faults(marks, known, [unit["unit"] for unit in order.units], years):
        only_photos = all(error["pointer"].endswith("/photo") for error in errors)
        raise Invalid("photo-unknown" if only_photos else "marks-faulty", errors=errors)


def renamed(marks: Marks, photos: Mapping[str, str]) -> list[dict[str, Any]]:
    """Marks that name photos of the version before, naming those of the new one."""
    return [{**mark, **({"photo": photos[mark["photo"]]} if mark.get("photo") else {})} for mark in marks]


def _measured(file: Accepted, limits: Mapping[str, int]) -> dict[str, Any]:
    """Media type and size, within what a record takes."""
    facts = {"media": file.media, "size": len(file.content), "width": file.width, "height": file.height}
    if too_large(facts, limits):
        bounds = {name: limits[name] for name in ("most_bytes", "most_side", "most_pixels")}
        raise Invalid("picture-too-large", errors=[{"pointer": "/file", "code": "too-large"}], **bounds)
    return facts
