"""What certificates tells; nothing in it belongs to a person."""

from datetime import date, datetime
from typing import Annotated

from services.certificates.events import words
from shared.events.declarations import Event, Part, absent


class Unit(Part):
    """One nozzle, platform, weight or compartment, with its verdict."""

    unit: Annotated[str, "its label, such as 1"]
    verdict: words.Judged


class Name(Part):
    """What people call a kind of instrument."""

    id: Annotated[str, "in Indonesian"]
    en: Annotated[str, "in English"]


class AboutCertificate(Event):
    """What every event of a certificate holds."""

    about = "certificate_id"

    certificate_id: words.CertificateId
    number: words.Number
    instrument_id: words.InstrumentId
    item_id: words.ItemId | None = absent(null=True)


class CertificateIssued(AboutCertificate):
    """A paper was signed: an SKHP (`verification`), or a statement that the instrument must not be used.

    What it says of the instrument is what the public verification answers to everybody: enough to show the paper and
    to check it, and nothing of a person.
    """

    type = "certificates.certificate.issued.v1"

    kind: words.Kind
    instrument_kind: words.InstrumentKind
    instrument_kind_name: Name | None = absent()
    brand: words.Brand | None = absent(null=True)
    model: words.Model | None = absent(null=True)
    serial: words.Serial | None = absent(null=True)
    units: Annotated[list[Unit], "its parts, each with its verdict"] | None = absent()
    verification: words.Act
    verdict: words.Judged
    application_id: words.ApplicationId | None = absent(null=True)
    owner_key: words.OwnerKey
    district: words.District
    tested_on: Annotated[date, "the day of the test"]
    issued_on: Annotated[date, "the day of the signature"]
    valid_until: Annotated[date | None, "the last day on which it holds; null on a paper that never expires"]
    sha256: words.Digest
    code: words.Code | None = absent()
    code_digest: words.CodeDigest | None = absent()
    check_url: words.CheckUrl = absent()


class CertificateMoved(AboutCertificate):
    """What stands in the register now differs from what stood there before."""

    reason_code: words.ReasonCode
    effective_at: Annotated[datetime, "since when it is so"]
    replacement: words.Replacement | None = absent(null=True)


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

    number: Annotated[str | None, "the number that it had, now in the register of void ones"]


class CertificateExpiring(AboutCertificate):
    """Its last day is near: time to apply again."""

    type = "certificates.certificate.expiring.v1"

    valid_until: Annotated[date, "its last day"]
    days_left: Annotated[int, "how many days that is away"]
