"""What may be said to certificates over HTTP, and what it answers."""

from services.certificates.schemas.delegations import DelegationEnding, DelegationShape, NewDelegation
from services.certificates.schemas.requests import CertificateQuery, NewBatch, Question, StatedReason
from services.certificates.schemas.responses import (
    BatchShape,
    CertificateShape,
    RequestShape,
    VerificationShape,
    VoidNumberShape,
)
from shared.http.paging import HistoryShape

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
