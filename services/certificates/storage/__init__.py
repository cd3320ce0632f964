"""What certificates remembers: certificates, who may sign, names for printing, numbers that will never be used."""

from services.certificates.storage.delegations import Delegation
from services.certificates.storage.room import history, inbox, log, profile, room, store, transaction
from services.certificates.storage.tables import Batch, Certificate, Instrument, PartyCopy, VoidNumber

TABLES = [Certificate, Instrument, PartyCopy, Delegation, VoidNumber, Batch]

__all__ = [
    "TABLES", "Batch", "Certificate", "Delegation", "Instrument", "PartyCopy", "VoidNumber",
    "history", "inbox", "log", "profile", "room", "store", "transaction",
]  # fmt: skip
