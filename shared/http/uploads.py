"""The one way in for files: what a form brings is judged before any view, and before anything is locked for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, g, request
from marshmallow import INCLUDE, Schema, fields

from shared.uploads.offered import Accepted, Offer, accept
from shared.uploads.scanning import scanned


class Upload(Schema):
    """Base of multipart bodies. The view gets an `Accepted` as `file`; pictures are written anew.

    A subclass whose pictures are evidence sets `anew = False`: their bytes stay as they came.
    """

    anew = True

    class Meta:
        unknown = INCLUDE

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


def judging(shape: type[Upload]) -> Callable[[Callable], Callable]:
    """Judge the file of the form; `bodies` puts what came of it in the place of the form's part."""

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if (part := request.files.get("file")) is not None:  # without a name it is a file all the same
                offer = Offer(part.stream.read(), part.filename or "", part.mimetype)
                part.stream.seek(0)
                g.accepted = _judged(offer, shape.anew)
            return view(*args, **kwargs)

        return guarded

    return declare


def _judged(offer: Offer, anew: bool) -> Accepted:
    return scanned(current_app.extensions["settings"].scanner, accept(offer, anew=anew))
