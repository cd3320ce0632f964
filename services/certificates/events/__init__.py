"""What certificates tells, and what it understands of the others."""

from services.certificates.events import heard, told

PUBLISHED = [
    told.CertificateIssued,
    told.CertificateSuspended,
    told.CertificateReinstated,
    told.CertificateRevoked,
    told.CertificateSuperseded,
    told.CertificateExpired,
    told.CertificateVoided,
    told.CertificateExpiring,
]

__all__ = ["PUBLISHED", "heard", "told"]
