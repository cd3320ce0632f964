"""What certificates tells; nothing in it belongs to a person."""

from datetime import date, datetime

from shared.events.declarations import Event, absent


class AboutCertificate(Event):
    """What every event of a certificate holds."""

    about = "certificate_id"

    certificate_id: str
    number: str
    instrument_id: str
    item_id: str | None = absent(null=True)


class CertificateIssued(AboutCertificate):
    """A paper was signed: an SKHP (`verification`), or a statement that the instrument must not be used."""

    type = "certificates.certificate.issued.v1"

    kind: str
    instrument_kind: str
    verification: str
    verdict: str
    application_id: str | None = absent(null=True)
    owner_key: str
    district: str
    tested_on: date
    issued_on: date
    valid_until: date | None
    sha256: str
    code_digest: str | None = absent()


class CertificateMoved(AboutCertificate):
    """What stands in the register now differs from what stood there before."""

    reason_code: str
    effective_at: datetime
    replacement: str | None = absent(null=True)


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

    number: str | None


class CertificateExpiring(AboutCertificate):
    """Its last day is near: time to apply again."""

    type = "certificates.certificate.expiring.v1"

    valid_until: date
    days_left: int
