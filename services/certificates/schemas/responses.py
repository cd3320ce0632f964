"""What certificates answers."""

from marshmallow import fields, validate

from services.certificates.domain.answers import Answer
from services.certificates.domain.doubts import moves
from services.certificates.domain.lifecycle import Kind, State
from shared.http.access import by
from shared.http.shapes import Moment, Shape, one_of

TEXT = {"type": "string"}


class BothShape(Shape):
    """Words in both languages."""

    id = fields.String(required=True)
    en = fields.String(required=True, allow_none=True)


class UnitShape(Shape):
    """A unit with its verdict."""

    unit = fields.String(required=True)
    verdict = fields.String(required=True)


class SignatureShape(Shape):
    """How the paper was signed: level, kind in law, key."""

    level = fields.String(required=True)
    kind = fields.Nested(BothShape, required=True)
    kid = fields.String(required=True)


class RequestShape(Shape):
    """The head is asked to suspend: by a complaint, whose sender the owner is not shown, or by a doubt of the test."""

    id = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=one_of(State))
    cause = fields.Function(lambda row: row.proposal_for(by())["cause"], metadata=TEXT)
    complaint_id = fields.Function(
        lambda row: row.proposal_for(by())["complaint_id"], metadata={"type": ["string", "null"]}
    )
    reason_code = fields.Function(lambda row: row.proposal_for(by())["reason_code"], metadata=TEXT)
    at = fields.Function(lambda row: row.proposal_for(by())["at"], metadata=TEXT)


class DoubtShape(Shape):
    """Why the test behind a paper is doubted: the code of the standard or verifier, since when, and what it means."""

    cause = fields.String(required=True)
    code = fields.String(required=True)
    since = fields.String(required=True, metadata={"format": "date"})
    reason_code = fields.String(required=True)
    text = fields.Nested(BothShape, required=True)
    at = fields.String(required=True)


class CertificateShape(Shape):
    """A certificate; number, PDF and dates come with the signature."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, validate=one_of(State))
    kind = fields.String(required=True, validate=one_of(Kind))
    number = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    instrument_id = fields.String(required=True)
    item_id = fields.String(required=True, allow_none=True)
    application_id = fields.String(required=True, allow_none=True)
    application_number = fields.Function(
        lambda row: row.facts["application_number"], metadata={"type": ["string", "null"]}
    )
    examination_id = fields.String(required=True)
    examination_version = fields.Integer(required=True)
    instrument_kind = fields.String(required=True)
    brand = fields.Function(lambda row: row.facts["brand"], metadata={"type": ["string", "null"]})
    model = fields.Function(lambda row: row.facts["model"], metadata={"type": ["string", "null"]})
    serial = fields.Function(lambda row: row.facts["serial"], metadata={"type": ["string", "null"]})
    verification = fields.Function(lambda row: row.facts["verification"], metadata={"type": "string"})
    basis = fields.Function(lambda row: row.facts.get("basis") or "mandatory", metadata={"type": "string"})
    units = fields.Nested(UnitShape, many=True, attribute="facts.units", required=True)
    district = fields.String(required=True)
    tested_on = fields.Date(required=True)
    issued_on = fields.Date(required=True, allow_none=True)
    valid_until = fields.Date(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    signature = fields.Nested(SignatureShape, required=True, allow_none=True)
    reason_code = fields.String(required=True)
    replaced_by = fields.String(required=True, allow_none=True)
    held = fields.Boolean(required=True)
    doubts = fields.List(fields.Nested(DoubtShape), attribute="open_doubts", required=True)
    created_at = Moment(required=True)
    next = fields.Function(
        lambda row: moves(row.kind, row.state, row.doubts), metadata={"type": "array", "items": {"type": "string"}}
    )


class VoidNumberShape(Shape):
    """A number that will never be used, and why."""

    number = fields.String(required=True)
    certificate_id = fields.String(required=True)
    reason_code = fields.String(required=True)
    created_at = Moment(required=True)


class OutcomeShape(Shape):
    """What became of one certificate of a batch: pending, signed, or refused with its code."""

    certificate = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(["pending", "signed", "refused"]))
    code = fields.String(required=True, allow_none=True)


class BatchShape(Shape):
    """A batch: pending until each of its certificates has an outcome."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["pending", "done"]))
    outcomes = fields.List(fields.Nested(OutcomeShape), required=True)
    created_at = Moment(required=True)


class VerifiedKind(Shape):
    """The instrument as the paper names it."""

    kind = fields.Nested(BothShape, required=True)
    brand = fields.String(allow_none=True)
    model = fields.String(allow_none=True)
    serial = fields.String(allow_none=True)


class VerifiedShape(Shape):
    """What the paper shows of the instrument; nothing of a person."""

    kind = fields.String(required=True, validate=one_of(Kind))
    number = fields.String(required=True)
    verification = fields.String(required=True)
    basis = fields.String(required=True)
    tested_on = fields.Date(required=True)
    issued_on = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    instrument = fields.Nested(VerifiedKind, required=True)
    units = fields.List(fields.Nested(UnitShape), required=True)
    marks = fields.List(fields.Dict(), required=True)
    district = fields.String(required=True)
    signature = fields.Nested(SignatureShape, required=True)
    sha256 = fields.String(required=True)
    replaced_by = fields.String(required=True, allow_none=True)


class VerificationShape(Shape):
    """One of seven answers; for a file also whether it is authentic, to the last byte."""

    answer = fields.String(required=True, validate=one_of(Answer))
    title = fields.Nested(BothShape, required=True)
    text = fields.Nested(BothShape, required=True)
    as_of = Moment(required=True)
    certificate = fields.Nested(VerifiedShape, required=True, allow_none=True)
    authentic = fields.Boolean()
    reason = fields.String()
    file_text = fields.Nested(BothShape)
