"""What certificates remembers: certificates, who may sign, names for printing, numbers that will never be used."""

from services.certificates.storage.context import (
    BY_COMPLAINT,
    context,
    history,
    inbox,
    log,
    profile,
    store,
    transaction,
)
from services.certificates.storage.delegations import Delegation
from services.certificates.storage.hands import Handled, knows_complaints
from services.certificates.storage.tables import Batch, Certificate, Instrument, PartyCopy, VoidNumber

TABLES = [Certificate, Instrument, PartyCopy, Delegation, VoidNumber, Batch, Handled]

__all__ = [
    "BY_COMPLAINT", "TABLES", "Batch", "Certificate", "Delegation", "Handled", "Instrument", "PartyCopy", "VoidNumber",
    "history", "inbox", "knows_complaints", "log", "profile", "context", "store", "transaction",
]  # fmt: skip
