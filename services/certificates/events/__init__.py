"""What certificates tells, and what it understands of the others."""

from services.certificates.events import certificates, heard

PUBLISHED = [
    certificates.CertificateIssued,
    certificates.CertificateSuspended,
    certificates.CertificateReinstated,
    certificates.CertificateRevoked,
    certificates.CertificateSuperseded,
    certificates.CertificateExpired,
    certificates.CertificateVoided,
    certificates.CertificateExpiring,
]

__all__ = ["PUBLISHED", "certificates", "heard"]
