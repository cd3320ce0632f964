"""What may be said to certificates over HTTP, and what it answers."""

from services.certificates.schemas.answered import (
    BatchShape,
    CertificateShape,
    DelegationShape,
    HistoryListShape,
    RequestShape,
    VerificationShape,
    VoidNumberShape,
)
from services.certificates.schemas.asked import CertificateQuery, NewBatch, NewDelegation, Question, StatedReason

__all__ = [
    "BatchShape",
    "CertificateQuery",
    "CertificateShape",
    "DelegationShape",
    "HistoryListShape",
    "NewBatch",
    "NewDelegation",
    "Question",
    "RequestShape",
    "StatedReason",
    "VerificationShape",
    "VoidNumberShape",
]
