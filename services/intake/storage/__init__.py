"""What intake remembers: letters with their items, instruments, and the people behind them."""

from services.intake.storage.doubles import open_double
from services.intake.storage.room import history, inbox, log, profile, room, store, transaction
from services.intake.storage.tables import Application, Instrument, Item, Party, digest_of

TABLES = [Party, Application, Instrument, Item]

__all__ = [
    "TABLES", "Application", "Instrument", "Item", "Party",
    "digest_of", "history", "inbox", "log", "open_double", "profile", "room", "store", "transaction",
]  # fmt: skip
