"""What certificates tells; nothing in it belongs to a person."""

from marshmallow import fields

from shared.events.envelope import Event


class AboutCertificate(Event):
    """What every event of a certificate holds."""

    about = "certificate_id"

    certificate_id = fields.String(required=True)
    number = fields.String(required=True)
    instrument_id = fields.String(required=True)
    item_id = fields.String(allow_none=True)


class CertificateIssued(AboutCertificate):
    """A paper was signed: an SKHP (`verification`), or a statement that the instrument must not be used."""

    type = "certificates.certificate.issued.v1"

    kind = fields.String(required=True)
    instrument_kind = fields.String(required=True)
    verification = fields.String(required=True)
    verdict = fields.String(required=True)
    application_id = fields.String(allow_none=True)
    owner_key = fields.String(required=True)
    district = fields.String(required=True)
    tested_on = fields.Date(required=True)
    issued_on = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    sha256 = fields.String(required=True)
    code_digest = fields.String()


class CertificateMoved(AboutCertificate):
    """What stands in the register now differs from what stood there before."""

    reason_code = fields.String(required=True)
    effective_at = fields.AwareDateTime(required=True)
    replacement = fields.String(allow_none=True)


class CertificateSuspended(CertificateMoved):
    """The paper may not be relied on for now."""

    type = "certificates.certificate.suspended.v1"


class CertificateReinstated(CertificateMoved):
    """The paper holds again."""

    type = "certificates.certificate.reinstated.v1"


class CertificateRevoked(CertificateMoved):
    """The paper holds no more, for good."""

    type = "certificates.certificate.revoked.v1"


class CertificateSuperseded(CertificateMoved):
    """A newer paper took its place."""

    type = "certificates.certificate.superseded.v1"


class CertificateExpired(CertificateMoved):
    """Its last day is over."""

    type = "certificates.certificate.expired.v1"


class CertificateVoided(CertificateMoved):
    """It was never signed and never will be; a number it had is void."""

    type = "certificates.certificate.voided.v1"

    number = fields.String(required=True, allow_none=True)


class CertificateExpiring(AboutCertificate):
    """Its last day is near: time to apply again."""

    type = "certificates.certificate.expiring.v1"

    valid_until = fields.Date(required=True)
    days_left = fields.Integer(required=True)
