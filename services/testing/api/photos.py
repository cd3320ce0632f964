"""Photos of an examination: kept with the record while it is not handed in, shown to officers only."""

from typing import Any

from flask import Response

from services.testing.schemas.examinations import ExaminationShape
from services.testing.schemas.photos import PhotoListShape, PhotoShape, PhotoUpload
from services.testing.storage import Examination, Photo
from services.testing.usecases import photos
from services.testing.usecases.callers import OFFICERS
from services.testing.usecases.scopes import EXAMINATIONS
from shared.http.access import by
from shared.http.routes import Blueprint

blueprint = Blueprint("photos", __name__, url_prefix="/v1", description="Photos of examinations")
VERIFIERS = ("verifier",)
ALL = "/examinations/<id:id>/photos"
ONE = f"{ALL}/<id:photo_id>"
MEDIA = "image/jpeg image/png application/pdf"


@blueprint.post(
    ALL,
    allow=VERIFIERS,
    files=PhotoUpload,
    may=lambda id: photos.may_attach(by(), id),
    answer=PhotoShape,
    creates=True,
)
def attach_photo(upload: dict, id: str) -> Photo:
    """Keep a photo with a record that is not handed in: JPEG, PNG or PDF; its ETag is the record's."""
    return photos.attach(by(), id, upload["file"], upload["kind"], upload["caption"])


@blueprint.get(ALL, allow=OFFICERS, answer=PhotoListShape)
def list_photos(id: str) -> dict[str, Any]:
    """The photos of a record."""
    return {"items": Photo.of(Examination.visible(id, EXAMINATIONS.reading(by())).id)}


@blueprint.get(ONE, allow=OFFICERS, media=MEDIA)
def show_photo(id: str, photo_id: str) -> Response:
    """One photo as it came, with whatever its camera wrote into it."""
    content, photo = photos.content_of(Examination.visible(id, EXAMINATIONS.reading(by())).id, photo_id)
    name = f"{photo.kind}-{photo.sha256[:12]}.{photo.media.rpartition('/')[2]}"
    return Response(
        content, content_type=photo.media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@blueprint.delete(ONE, allow=VERIFIERS, answer=ExaminationShape, match=True)
def remove_photo(id: str, photo_id: str, match: int) -> Examination:
    """Take a photo off a record that is not handed in; the history keeps that it was there."""
    return photos.remove(by(), id, photo_id, match)
