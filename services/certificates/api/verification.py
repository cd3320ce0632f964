"""What anybody may ask about a paper: by its code, by its QR code, or by the file itself."""

from typing import Any

from flask import Response, request
from marshmallow import ValidationError, validate
from werkzeug.exceptions import UnprocessableEntity, UnsupportedMediaType

from services.certificates import schemas
from services.certificates.usecases import verification
from shared.errors import Invalid
from shared.http.anonymity import always
from shared.http.bodies import MAX_UPLOAD
from shared.http.routes import Blueprint

blueprint = Blueprint("verification", __name__, url_prefix="/v1", description="Public verification")
PEM = "application/x-pem-file"
QUESTIONS = {"code": verification.by_code, "qr": verification.by_qr}


def _only(name: str) -> dict[str, Any]:
    """One of the two fields of a question, alone; the schema of the whole could not say that."""
    text = schemas.Question().fields[name]
    length = next(check for check in text.validators if isinstance(check, validate.Length))
    bounds = {"minLength": length.min, "maxLength": length.max, "pattern": text.metadata["pattern"]}
    shape = {"type": "object", "required": [name], "additionalProperties": False}
    return {**shape, "properties": {name: {"type": "string", **bounds}}}


FILE = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"oneOf": [_only("code"), _only("qr")]}},
        "multipart/form-data": {"schema": FILE},
    },
}


@blueprint.post(
    "/verifications",
    allow=(),
    name="verify_certificate",
    reads=True,
    rate="check",
    answer=schemas.VerificationShape,
    form_limit=MAX_UPLOAD,
    unnamed=always,
)
@blueprint.alt_response(413, description="Too large")
@blueprint.alt_response(415, description="Neither JSON nor a form")
@blueprint.alt_response(422, description="Not one question")
@blueprint.doc(requestBody=BODY)
def verify() -> dict[str, Any]:
    """What holds of a paper today: send its code, the text of its QR code, or the signed PDF (which is not kept)."""
    return FORMS.get(request.mimetype, _refuse)()


@blueprint.get("/signers/<string:kid>", allow=(), media=PEM)
def show_signer(kid: str) -> Response:
    """The certificate behind a signature (`signature.kid` of a paper): enough to check it with any PDF reader."""
    return Response(verification.signer(kid), content_type=PEM)


def _question() -> dict[str, Any]:
    try:
        asked = schemas.Question().load(request.get_json())
    except ValidationError as faults:
        raise _faulty(faults) from faults
    if len(asked) != 1:
        raise Invalid("invalid", errors=[{"pointer": "", "code": "code-or-qr"}])
    ((name, text),) = asked.items()
    return QUESTIONS[name](text)


def _file() -> dict[str, Any]:
    if "file" not in request.files:
        raise Invalid("invalid", errors=[{"pointer": "/file", "code": "required"}])
    return verification.by_file(request.files["file"].read())


def _refuse() -> dict[str, Any]:
    raise UnsupportedMediaType


def _faulty(faults: ValidationError) -> UnprocessableEntity:
    """The same shape that every other route gives to a faulty body."""
    error = UnprocessableEntity()
    error.data = {"messages": {"json": faults.normalized_messages()}}
    return error


FORMS = {"application/json": _question, "multipart/form-data": _file}
