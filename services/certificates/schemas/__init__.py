"""What may be said to certificates over HTTP, and what it answers."""

from services.certificates.schemas.answered import (
    BatchShape,
    CertificateShape,
    HistoryShape,
    RequestShape,
    VerificationShape,
    VoidNumberShape,
)
from services.certificates.schemas.asked import (
    CertificateQuery,
    NewBatch,
    Question,
    StatedReason,
)
from services.certificates.schemas.delegations import DelegationEnding, DelegationShape, NewDelegation

__all__ = [
    "BatchShape",
    "CertificateQuery",
    "CertificateShape",
    "DelegationEnding",
    "DelegationShape",
    "HistoryShape",
    "NewBatch",
    "NewDelegation",
    "Question",
    "RequestShape",
    "StatedReason",
    "VerificationShape",
    "VoidNumberShape",
]
