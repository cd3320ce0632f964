"""The one way in for files: what a form brings is judged before any view, and before anything is locked for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app
from marshmallow import INCLUDE, Schema, fields

from shared.http.idempotency import acted
from shared.http.rate_limiting import has_account, who
from shared.uploads.acceptance import Accepted, Offer, accept
from shared.uploads.scanning import scanned

May = Callable[..., object]


class Upload(Schema):
    """Base of multipart bodies. The view gets an `Accepted` as `file`; pictures are written anew.

    A subclass whose pictures are evidence sets `anew = False`: their bytes stay as they came.
    """

    anew = True

    class Meta:
        unknown = INCLUDE

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


def admitting(may: May) -> Callable[[Callable], Callable]:
    """Go on once `may` has let the caller in.

    `may` takes what the view takes, without the form, and raises the refusal: whoever shows no right code, or may add
    no file here, has none opened. A request that was acted on before is not asked again; its answer is kept.
    """

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not acted():
                may(*args, **kwargs)
            return view(*args, **kwargs)

        return guarded

    return declare


def judging(shape: type[Upload]) -> Callable[[Callable], Callable]:
    """Judge the file of the form, which is the last of what comes in, and hand on what came of it."""

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            *before, upload = args
            part = upload["file"]
            offer = Offer(part.stream.read(), part.filename or "", part.mimetype, who(), has_account())
            part.stream.seek(0)
            return view(*before, {**upload, "file": _judged(offer, shape.anew)}, **kwargs)

        return guarded

    return declare


def _judged(offer: Offer, anew: bool) -> Accepted:
    return scanned(current_app.extensions["settings"].scanner, accept(offer, anew=anew))
